#!/usr/bin/env python3
"""Round trips through every pair of formats that are written and read: 12 rows, arrays and columns of all types.

    LUNGSEG_BIN=PATH [LUNGSEG_NATIVE=PATH] /usr/bin/python3 tests/interop/convert/check_pairs.py

pandas writes the set; the tool converts it to each format, and each of these to every other. What comes out is read with pandas, numpy,
h5py, nibabel, Pillow and pydicom, and is compared with the set in what the contracts of both formats hold (docs/convert.md). Parquet,
which Debian's Python does not read, is read from a pickle that the tool makes of it. LUNGSEG_NATIVE does what needs no .NET runtime.
"""
import concurrent.futures
import csv
import io
import json
import os
import pathlib
import tarfile
import sys
import tempfile

import h5py
import nibabel
import numpy as np
import pandas as pd
import pydicom
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from lungseg_peer import BIN, Check, run  # noqa: E402

NATIVE = os.environ.get("LUNGSEG_NATIVE", BIN)
ROWS, HEIGHT, WIDTH = 12, 16, 20
HU_DTYPES = "int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 >i2".split()
MASK_DTYPES = "int8 uint8 bool int16 uint16 int32 uint32 int64 uint64 float32 float64 >i2".split()
COLUMNS = ("age", "dose8", "count16", "packs", "weight", "smoker", "biopsy", "site", "scanned", "vendor")
PLACE = {"row_spacing_mm": 0.7, "column_spacing_mm": 0.8}
ENDINGS = {"pickle": "set.pkl", "npz": "set.npz", "hdf5": "set.h5", "parquet": "set.parquet"}
# What each format holds: label, mask, image (as it was), both HU arrays, spacing, further columns, the types of arrays row by row.
HOLDS = {
    "pickle": {"label", "mask", "image", "both", "spacing", "columns", "dtypes"},
    "parquet": {"label", "mask", "image", "both", "spacing", "columns"},
    "npz": {"label", "mask", "image", "both", "spacing", "columns"},
    "hdf5": {"label", "mask", "image", "both", "spacing", "columns"},
    "webdataset": {"label", "mask", "image", "spacing", "columns"},
    "npy": {"label", "mask", "image", "spacing"},
    "tiff": {"label", "mask", "image", "spacing"},
    "png16": {"label", "mask", "image", "spacing"},
    "png": {"label", "mask", "spacing"},
    "nifti": {"label", "mask", "image", "spacing"},
    "monai": {"label", "mask", "image", "spacing"},
    "nnunet": {"label", "mask", "image", "spacing"},
    "dicom": {"label", "image", "spacing"},
    "hf": {"label", "mask"},
}
# A segmentation has no image that the other formats could hold: it is written from all of them, and read by pydicom alone.
TARGETS = {**HOLDS, "dicom-seg": {"label", "mask"}}
check = Check("pairs of formats")


def make(path):
    """The set: integers from 0 to 127 as HU, which all types hold, and columns of all types that convert keeps."""
    rng = np.random.default_rng(39)
    hu = [rng.integers(0, 128, (HEIGHT, WIDTH)) for _ in range(ROWS)]
    frame = pd.DataFrame({
        "label1": ["LR2", "LR3", "LR4A", "LR4B"] * 3,
        "mask": [(rng.random((HEIGHT, WIDTH)) < .2).astype(dtype) for dtype in MASK_DTYPES],
        "hu_array": [(a * (a > 40)).astype(dtype) for a, dtype in zip(hu, HU_DTYPES)],
        "hu_array_old": [a.astype(dtype) for a, dtype in zip(hu, HU_DTYPES)],
        **{name: [value] * ROWS for name, value in PLACE.items()},
        "age": [61, -7, 2**40] * 4,
        "dose8": pd.array([1, -128, 127] * 4, dtype="int8"),
        "count16": pd.array([1, 65535, 0] * 4, dtype="uint16"),
        "packs": pd.array([3, None, 2**53 + 1] * 4, dtype="Int64"),
        "weight": [70.5, np.nan, 1e300] * 4,
        "smoker": [True, False, True] * 4,
        "biopsy": pd.array([True, None, False] * 4, dtype="boolean"),
        "site": ["Graz", None, "Köln, \"West\"\n2"] * 4,
        "scanned": pd.to_datetime(["2024-03-12", None, "2024-03-12T10:30:00.5"] * 4),
        "vendor": pd.Categorical(["GE", None, "Siemens"] * 4),
    })
    frame.to_pickle(path, protocol=4)
    return frame


def convert(source, kind, folder, options=()):
    """Converts to a format; the folder or file that is an input again."""
    target = folder / ENDINGS.get(kind, "set")
    tool = BIN if kind == "hdf5" else NATIVE
    run("convert", source, "-o", target, "--to", kind, "--quiet", *options, tool=tool)
    return target


def frame_of(read):
    """Rows of a pickle, or of columns by name."""
    return [{name: values[row] for name, values in read.items()} for row in range(ROWS)]


def read_npz(path):
    with np.load(path) as file:
        return frame_of(hide({name: file[name] for name in file.files}))


def read_hdf5(path):
    with h5py.File(path) as file:
        return frame_of(hide({name: data.asstr()[:] if h5py.check_string_dtype(data.dtype) else data[:] for name, data in file.items()}))


def hide(columns):
    """Columns with None where NAME__missing says so; an empty text is none too."""
    hidden = {}
    for name, values in columns.items():
        if not name.endswith("__missing"):
            gone = columns.get(f"{name}__missing", np.zeros(len(values), bool))
            hidden[name] = [None if g or (isinstance(v, str) and v == "") else v for v, g in zip(values, gone)]
    return hidden


def read_table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_npy(folder):
    """What comes from a layout with parts has files for its part."""
    part = "" if (folder / "X.npy").exists() else "_train"
    images, masks = np.load(folder / f"X{part}.npy"), np.load(folder / f"y{part}.npy")
    return [{**line, "image": image, "mask": mask} for line, image, mask in zip(read_table(folder / f"labels{part}.csv"), images, masks)]


def read_pictures(folder):
    offset = json.loads((folder / "manifest.json").read_text()).get("hu_offset", 0)
    for line in read_table(folder / "labels.csv"):
        image, mask = (next(folder.glob(f"**/{kind}/{line['file']}.*")) for kind in ("images", "masks"))
        yield {**line, "image": pixels(image).astype(float) - offset, "mask": lesion(pixels(mask))}


def lesion(mask):
    return mask // max(1, mask.max())


def pixels(path):
    if path.suffix == ".gz":
        return np.asanyarray(nibabel.load(path).dataobj).T.reshape(HEIGHT, WIDTH)
    with Image.open(path) as picture:
        return np.asarray(picture).copy()


def read_volume(image, mask, label):
    height, width = nibabel.load(image).header.get_zooms()[1::-1]
    return {"label1": label, "image": pixels(image), "mask": pixels(mask), "row_spacing_mm": height, "column_spacing_mm": width}


def rows_of(folder):
    return json.loads((folder / "manifest.json").read_text())["rows"]


def read_nifti(folder):
    for row in rows_of(folder):
        image, mask = (folder / next(file for file in row["files"] if f"{kind}/" in file) for kind in ("images", "masks"))
        yield read_volume(image, mask, row["label"])


def read_monai(folder):
    for case in json.loads((folder / "dataset.json").read_text())["training"]:
        yield read_volume(folder / case["image"], folder / case["label"], case["label1"])


def read_nnunet(folder):
    for row in rows_of(folder):
        image, mask = (folder / next(file for file in row["files"] if f"/{kind}/" in file) for kind in ("imagesTr", "labelsTr"))
        yield read_volume(image, mask, row["label"])


def read_webdataset(folder):
    members = {}
    for path in sorted(folder.glob("*.tar")):
        with tarfile.open(path) as tar:
            members |= {member.name: tar.extractfile(member).read() for member in tar}
    for name in (name for name in members if name.endswith(".json")):
        stem = name[: -len(".json")]
        mask = np.asarray(Image.open(io.BytesIO(members[stem + ".mask.png"])))
        yield {**json.loads(members[name]), "image": np.load(io.BytesIO(members[stem + ".image.npy"])), "mask": lesion(mask)}


def read_dicom(folder):
    for row in rows_of(folder):
        data = pydicom.dcmread(folder / row["files"][0])
        hu = data.pixel_array * float(data.get("RescaleSlope", 1)) + float(data.get("RescaleIntercept", 0))
        height, width = data.get("PixelSpacing") or data.get("NominalScannedPixelSpacing") or (None, None)
        yield {"label1": row["label"], "image": hu, "row_spacing_mm": height, "column_spacing_mm": width}


def read_hf(folder):
    for table in sorted(folder.glob("*/metadata.jsonl")):
        for line in map(json.loads, table.read_text(encoding="utf-8").splitlines()):
            yield {**line, "mask": lesion(pixels(table.parent / line["mask_file_name"]))}


def read_segmentation(folder):
    for row in rows_of(folder):
        data = pydicom.dcmread(folder / row["files"][0])
        bits = np.unpackbits(np.frombuffer(data.PixelData, "u1"), bitorder="little")
        yield {"label1": row["label"], "mask": bits[:HEIGHT * WIDTH].reshape(HEIGHT, WIDTH)}


def read_parquet(path):
    run("convert", path, "-o", path.with_suffix(".pkl"), "--quiet", tool=NATIVE)
    return frame_of(pd.read_pickle(path.with_suffix(".pkl")))


READERS = {
    "pickle": lambda path: frame_of(pd.read_pickle(path)),
    "parquet": read_parquet,
    "npz": read_npz,
    "hdf5": read_hdf5,
    "npy": read_npy,
    "png": read_pictures,
    "png16": read_pictures,
    "tiff": read_pictures,
    "nifti": read_nifti,
    "monai": read_monai,
    "nnunet": read_nnunet,
    "webdataset": read_webdataset,
    "dicom": read_dicom,
    "dicom-seg": read_segmentation,
    "hf": read_hf,
}


def is_missing(value):
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, (float, np.floating)) and np.isnan(value))


def same(found, expected, hides):
    """Whether a value is the one of the set. Dates may be texts; in npz and HDF5 a text that is missing is an empty one."""
    if is_missing(expected) or is_missing(found):
        return is_missing(expected) and (is_missing(found) or (hides and isinstance(found, str) and found == ""))
    return pd.Timestamp(str(found)) == expected if isinstance(expected, pd.Timestamp) else bool(found == expected)


def compare(what, rows, frame, held, hides):
    check.equal(f"{what}: rows", len(rows), ROWS)
    for number, row in enumerate(rows):
        def expect(name, good, found=""):
            check.true(f"{what}, row {number}: {name} {str(found)[:80]}", good)

        source = frame.iloc[number]
        expect("label", row["label1"] == source.label1, row["label1"])
        if "mask" in held:
            expect("mask", np.array_equal(row["mask"], source["mask"].astype(float)))
        if "image" in held:
            found = row["hu_array_old"] if "hu_array_old" in row else row["image"]
            expect("HU", np.array_equal(found, source.hu_array_old.astype(float)))
        if "both" in held:
            expect("hu_array", np.array_equal(row["hu_array"], source.hu_array.astype(float)))
        if "dtypes" in held:
            for name in ("mask", "hu_array", "hu_array_old"):
                expect(f"type of {name}", row[name].dtype == source[name].dtype.newbyteorder("="), row[name].dtype)
        if "spacing" in held:
            for name, value in PLACE.items():
                expect(name, np.isclose(float(row[name]), value, rtol=1e-6, atol=0), row[name])
        for name in COLUMNS if "columns" in held else ():
            expect(name, same(row[name], source[name], hides), row[name])


def check_pair(frame, source, first, second, folder):
    try:
        target = convert(source, second, folder)
        compare(f"{first} to {second}", list(READERS[second](target)), frame, HOLDS[first] & TARGETS[second], {"npz", "hdf5"} & {first, second})
    except (RuntimeError, OSError, KeyError, ValueError, TypeError, StopIteration) as error:
        check.true(f"{first} to {second}: {type(error).__name__}: {error}", False)


def main():
    with tempfile.TemporaryDirectory() as name, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folder = pathlib.Path(name)
        frame = make(folder / "set.pkl")

        def start(kind):
            (folder / kind).mkdir()
            return convert(folder / "set.pkl", kind, folder / kind)

        sources = dict(zip(HOLDS, pool.map(start, HOLDS)))

        def go_on(pair):
            first, second = pair
            target = folder / f"{first}-{second}"
            target.mkdir()
            check_pair(frame, sources[first], first, second, target)

        # Without masks there is no segmentation.
        list(pool.map(go_on, [(first, second) for first in HOLDS for second in TARGETS if second != "dicom-seg" or "mask" in HOLDS[first]]))
    check.done()


main()

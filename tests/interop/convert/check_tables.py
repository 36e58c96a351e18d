"""Opens what `lungseg convert` writes as webdataset, tiff, parquet, hdf5 and packed pickles with the libraries of their users, value by value.

    LUNGSEG_BIN=... /usr/bin/python3 tests/interop/convert/check_tables.py [--keep FOLDER]

LUNGSEG_NATIVE names a faster build for all but HDF5, which no native build writes. The demo is compared always; with LUNGSEG_SHARED set also 16 rows made from real slices by the reference's own code.
Runs the Python snippets of docs/loaders-tables.md. Parquet is opened by hyparquet here (needs node and npm, which takes it from the
registry) and by DuckDB in tests/LungSeg.Core.Tests.
"""
import argparse
import collections
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zlib
from io import BytesIO
from pathlib import Path

import h5py
import nibabel
import numpy as np
import pandas as pd
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from lungseg_peer import BIN, SHARED, Check, run  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
NATIVE = os.environ.get("LUNGSEG_NATIVE", BIN)
made = {}  # What convert has written, by source, kind and options.
HYPARQUET = ["hyparquet@1.33.0", "hyparquet-compressors@1.1.2"]


def files_of(path):
    """Digests of a file or of all files in a folder, the manifest aside: it names the output."""
    paths = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file() and p.name != "manifest.json")
    return {p.relative_to(path).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def convert(check, source, target, *options):
    """Converts on one thread and on two, the second time with --verify; the bytes must be the same. What is asked for again is not made again."""
    key = (source, "".join(target.suffixes), *options)
    if key in made:
        return made[key]
    other, tool = target.with_name("again-" + target.name), BIN if target.suffix == ".h5" else NATIVE
    run("convert", source, "-o", target, "--jobs", 1, "--quiet", *options, tool=tool)
    run("convert", source, "-o", other, "--jobs", 2, "--verify", "--quiet", *options, tool=tool)
    check.equal(f"{target.name} on one and two threads", list(files_of(other).values()), list(files_of(target).values()))
    return made.setdefault(key, target)


def window(hu, low, high):
    return np.floor(255 * (np.clip(hu, low, high) - low) / (high - low) + 0.5).astype(np.uint8)


def split_of(frame, stem, path):
    """Every third row is for testing; parts, folds and groups as `split` writes them."""
    lines = ["row,part,fold,group,label"]
    for i, label in enumerate(frame.label1):
        part = "test" if i % 3 == 0 else "train"
        lines.append(f"{stem}:{i},{part},{'' if part == 'test' else i % 2},g{i // 2:04},{label}")
    path.write_text("\n".join(lines) + "\n")
    return path


def check_webdataset(check, frame, source, stem, work):
    target = convert(check, source, work / "shards", "--to", "webdataset", "--shard-size", "2")
    shards = sorted(target.glob("*.tar"))
    check.true("several shards", len(shards) > 1)
    check.equal("shard names", [s.name for s in shards], [f"lungseg-{i:06}.tar" for i in range(len(shards))])
    classes = sorted(frame.label1.unique())
    row = 0
    for shard in shards:
        check.true(f"{shard.name} is at most 2 MB", shard.stat().st_size <= 2_000_000)
        with tarfile.open(shard) as tar:
            members = tar.getmembers()
            check.equal(f"{shard.name} metadata", {(m.mtime, m.uid, m.gid, m.mode, m.type) for m in members}, {(0, 0, 0, 0o644, b"0")})
            for first in range(0, len(members), 4):
                names = [m.name for m in members[first:first + 4]]
                key = f"{stem}_{row:05}"
                check.equal(f"members of row {row}", names, [f"{key}.{field}" for field in ("image.npy", "mask.png", "cls", "json")])
                image, mask, cls, meta = (tar.extractfile(m).read() for m in members[first:first + 4])
                check_sample(check, frame.iloc[row], row, (np.load(BytesIO(image)), np.array(Image.open(BytesIO(mask)))))
                check.equal(f"class of row {row}", int(cls), classes.index(frame.label1[row]))
                meta = json.loads(meta)
                check.equal(f"metadata of row {row}", (meta["row"], meta["label1"], meta["lesion_px"]), (f"{stem}:{row}", frame.label1[row], int((frame["mask"][row] != 0).sum())))
                row += 1
    check.equal("rows in shards", row, len(frame))
    grey = convert(check, source, work / "grey", "--to", "webdataset", "--window", "lung")
    with tarfile.open(grey / "lungseg-000000.tar") as tar:
        image = np.load(BytesIO(tar.extractfile(f"{stem}_00001.image.npy").read()))
    check.true("grey under a window", image.dtype == np.uint8 and np.array_equal(image, window(frame.hu_array_old[1], -1350, 150)))


def check_sample(check, expected, row, found):
    image, mask = found
    check.equal(f"dtype of image {row}", image.dtype, np.dtype(np.int16))
    check.true(f"image of row {row}", np.array_equal(image, expected.hu_array_old))
    check.true(f"mask of row {row}", mask.dtype == np.uint8 and np.array_equal(mask, expected["mask"] != 0))


def check_split(check, frame, source, stem, work):
    split = split_of(frame, stem, work / "split.csv")
    out, err, code = run("convert", source, "-o", work / "parts", "--to", "webdataset", "--split", split, ok=(0, 2))
    if code == 2 and "--split" in err:
        print("skipped: convert has no --split yet")
        return
    names = {p.name for p in (work / "parts").glob("*.tar")}
    check.equal("shards of parts", names, {"lungseg-train-000000.tar", "lungseg-test-000000.tar"})


def check_tiff(check, frame, source, stem, work):
    target = convert(check, source, work / "tiff", "--to", "tiff", "--mask-value", "1")
    for row in range(len(frame)):
        with Image.open(target / "images" / f"{stem}_{row:05}.tif") as image:
            check.true(f"TIFF image {row} is signed 16-bit", image.tag_v2[258] == (16,) and image.tag_v2[339] == (2,))
            pixels = np.asarray(image).astype(np.int64)
            pixels = np.where(pixels >= 32768, pixels - 65536, pixels)
        mask = np.asarray(Image.open(target / "masks" / f"{stem}_{row:05}.tif"))
        check.true(f"TIFF image {row}", np.array_equal(pixels, frame.hu_array_old[row]))
        check.true(f"TIFF mask {row}", mask.dtype == np.uint8 and np.array_equal(mask, frame["mask"][row]))
    floats = convert(check, source, work / "tiff32", "--to", "tiff", "--dtype", "float32")
    image = np.asarray(Image.open(floats / "images" / f"{stem}_00000.tif"))
    check.true("TIFF of float32", image.dtype == np.float32 and np.array_equal(image, frame.hu_array_old[0].astype(np.float32)))


def check_hdf5(check, frame, source, stem, work):
    target = convert(check, source, work / "out.h5")
    with h5py.File(target) as file:
        check.equal("data sets", set(file), {"label1", "mask", "hu_array", "hu_array_old"})
        check.equal("labels", file["label1"].asstr()[:].tolist(), frame.label1.tolist())
        for name in ("mask", "hu_array", "hu_array_old"):
            stack = np.stack(frame[name].to_numpy())
            check.equal(f"{name}: layout", (file[name].dtype, file[name].shape, file[name].chunks, file[name].compression), (stack.dtype, stack.shape, (1, *stack.shape[1:]), "gzip"))
            check.true(f"{name}: bytes", file[name][:].tobytes() == stack.tobytes())
    small = convert(check, source, work / "small.h5", "--dtype", "int16")
    with h5py.File(small) as file:
        check.true("int16", file["hu_array_old"].dtype == np.int16 and np.array_equal(file["hu_array_old"][:], np.stack(frame.hu_array_old.to_numpy())))


def check_parquet(check, frame, source, stem, work):
    """The arrays are compared by DuckDB in the .NET tests; here that bytes do not depend on threads, and what hyparquet reads."""
    convert(check, source, work / "small.parquet", "--dtype", "int16")
    target = convert(check, source, work / "out.parquet")
    content = target.read_bytes()
    check.equal("Parquet marks: one at each end", [mark.start() for mark in re.finditer(b"PAR1", content)], [0, len(content) - 4])
    facts = parquet_facts(work, target, "row", "label1", "rows", "columns", "lesion_px")
    check.equal("Parquet rows in the footer", (facts["numRows"], sum(facts["groups"])), (len(frame), len(frame)))
    expected = [
        {"row": f"{stem}:{i}", "label1": one.label1, "rows": one["mask"].shape[0], "columns": one["mask"].shape[1], "lesion_px": int((one["mask"] != 0).sum())}
        for i, one in frame.iterrows()
    ]
    check.equal("Parquet rows in hyparquet", facts["rows"], expected)


def parquet_facts(work, path, *columns):
    """Rows in the footer, rows of each group, and the values of columns, as hyparquet reads them."""
    folder = work / "node"
    if not folder.exists():
        folder.mkdir()
        (folder / "package.json").write_text('{"private": true}')
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *HYPARQUET], cwd=folder, check=True, capture_output=True)
    command = ["node", HERE / "parquet_facts.mjs", path, ",".join(columns)]
    return json.loads(subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout)


def check_ends(check, frame, source, stem, work):
    """Trailers, directories and counts stand once, and the file ends behind them."""
    npz = convert(check, source, work / "ends.npz").read_bytes()
    check.equal("npz: end records", [npz.count(mark) for mark in (b"PK\5\6", b"PK\6\6", b"PK\6\7")], [1, 1, 1])
    check.equal("npz: the directory's entries, and the bytes behind the end record", (npz.count(b"PK\1\2"), len(npz) - npz.index(b"PK\5\6")), (4, 22))
    stacks = convert(check, source, work / "ends-npy", "--to", "npy")
    for name in ("X.npy", "y.npy"):
        stack = np.load(stacks / name, mmap_mode="r")
        check.equal(f"{name}: rows and length", (stack.shape[0], (stacks / name).stat().st_size), (len(frame), stack.offset + stack.nbytes))
    stacked = convert(check, source, work / "ends.h5")
    with h5py.File(stacked) as file:
        check.equal("HDF5: rows", {name: file[name].shape[0] for name in file}, dict.fromkeys(file, len(frame)))
        check.equal("HDF5: end of file", file.id.get_filesize(), stacked.stat().st_size)
    for shard in convert(check, source, work / "ends-tar", "--to", "webdataset").glob("*.tar"):
        with tarfile.open(shard) as tar:
            last = tar.getmembers()[-1]
        check.equal(f"{shard.name}: two blocks end it", shard.stat().st_size, last.offset_data + -(-last.size // 512) * 512 + 1024)
    inflate = zlib.decompressobj(31)
    inflate.decompress(convert(check, source, work / "ends.pkl.gz").read_bytes())
    check.equal("gzip: one member", (inflate.eof, inflate.unused_data), (True, b""))
    frames = subprocess.run(["zstd", "-lv", convert(check, source, work / "ends.pkl.zst")], capture_output=True, text=True, check=True).stdout
    check.equal("zstd: frames", re.findall(r"# Zstandard Frames: (\d+)", frames), ["1"])


def counts_of(labels, masks, images):
    """Rows, rows of each class (a missing label in none), lesion pixels and the sum of all HU."""
    named = collections.Counter(label for label in labels if not pd.isna(label) and label != "")
    return len(masks), dict(named), sum(int((mask != 0).sum()) for mask in masks), sum(float(image.astype(np.float64).sum()) for image in images)


def check_counts(check, frame, source, stem, work):
    """Rows, classes and pixels of each format, as readers of others count them."""
    expected = counts_of(frame.label1, frame["mask"], frame.hu_array_old)
    with np.load(convert(check, source, work / "counts.npz")) as file:
        check.equal("numpy: npz", counts_of(file["label1"].tolist(), file["mask"], file["hu_array_old"]), expected)
        for name in ("mask", "hu_array", "hu_array_old"):
            check.true(f"numpy: {name} of npz", file[name].tobytes() == np.stack(frame[name].to_numpy()).tobytes())
    stacks = convert(check, source, work / "counts-npy", "--to", "npy")
    table = pd.read_csv(stacks / "labels.csv", keep_default_na=False)
    check.equal("numpy: npy", counts_of(table.label1.tolist(), np.load(stacks / "y.npy"), np.load(stacks / "X.npy")), expected)
    with h5py.File(convert(check, source, work / "counts.h5")) as file:
        check.equal("h5py", counts_of(file["label1"].asstr()[:].tolist(), file["mask"][:], file["hu_array_old"][:]), expected)
    check.equal("tarfile", counts_of(*read_shards(convert(check, source, work / "counts-tar", "--to", "webdataset"))), expected)
    check.equal("nibabel", counts_of(*read_volumes(convert(check, source, work / "counts-nii", "--to", "nifti"))), expected)
    labels, masks, images = read_images(convert(check, source, work / "counts-hf", "--to", "hf"))
    grey = [window(hu, -1350, 150) for hu in frame.hu_array_old]
    check.equal("image folder", counts_of(labels, masks, images), counts_of(frame.label1, frame["mask"], grey))


def read_shards(folder):
    labels, masks, images = [], [], []
    for shard in sorted(folder.glob("*.tar")):
        with tarfile.open(shard) as tar:
            for member in tar:
                content = BytesIO(tar.extractfile(member).read())
                if member.name.endswith(".json"):
                    labels.append(json.load(content)["label1"])
                elif member.name.endswith(".mask.png"):
                    masks.append(np.array(Image.open(content)))
                elif member.name.endswith(".npy"):
                    images.append(np.load(content))
    return labels, masks, images


def read_volumes(folder):
    table = pd.read_csv(folder / "labels.csv", keep_default_na=False)
    pairs = [[np.asanyarray(nibabel.load(folder / kind / f"{name}.nii.gz").dataobj) for kind in ("masks", "images")] for name in table.file]
    return table.label1.tolist(), [mask for mask, _ in pairs], [image for _, image in pairs]


def read_images(folder):
    """As folder_based_builder does: metadata.jsonl within a split; `file_name` and `*_file_name` name files beside it."""
    labels, masks, images = [], [], []
    for metadata in sorted(folder.glob("*/metadata.jsonl")):
        for line in map(json.loads, metadata.read_text().splitlines()):
            columns = {"image" if key == "file_name" else key.removesuffix("_file_name"): value for key, value in line.items() if key.endswith("file_name")}
            opened = {name: np.array(Image.open(metadata.parent / value)) for name, value in columns.items()}
            labels.append(line["label1"])
            masks.append(opened["mask"])
            images.append(opened["image"])
    return labels, masks, images


def check_odd(check, work):
    """Missing labels, HU beyond 2^53 and lesions of a pixel, as readers of others find them."""
    labels = ["LR2", None, float("nan"), "", "LR4A"]
    hu = [np.arange(-60, 60, dtype=np.int64).reshape(10, 12) + i for i in range(len(labels))]
    hu[3][4, 5] = 2**53 + 1
    masks = [np.zeros((10, 12), np.int8) for _ in labels]
    for mask in masks:
        mask[0, 0] = mask[5, 5] = 1
    frame = pd.DataFrame({"label1": labels, "mask": masks, "hu_array": hu, "hu_array_old": hu})
    frame.to_pickle(work / "odd.pkl")
    texts = ["" if pd.isna(label) else label for label in labels]
    with np.load(convert(check, work / "odd.pkl", work / "odd.npz")) as file:
        check.equal("numpy: missing labels", file["label1"].tolist(), texts)
        check.true("numpy: int64 of npz", file["hu_array_old"].dtype == np.int64 and np.array_equal(file["hu_array_old"], np.stack(hu)))
    with h5py.File(convert(check, work / "odd.pkl", work / "odd.h5")) as file:
        check.equal("h5py: missing labels", file["label1"].asstr()[:].tolist(), texts)
        check.true("h5py: int64", file["hu_array_old"].dtype == np.int64 and np.array_equal(file["hu_array_old"][:], np.stack(hu)))
    stack = np.load(convert(check, work / "odd.pkl", work / "odd-npy", "--to", "npy") / "X.npy")
    check.true("numpy: int64 of npy", stack.dtype == np.int64 and np.array_equal(stack, np.stack(hu)))
    for kind in ("webdataset", "tiff", "nifti"):
        _, err, _ = run("convert", work / "odd.pkl", "-o", work / f"refused-{kind}", "--to", kind, ok=(3,))
        check.true(f"{kind}: the row is refused by name", "odd:3" in err and "9007199254740993" in err)
    shards = convert(check, work / "odd.pkl", work / "odd-tar", "--to", "webdataset", "--rows", "0..2,4")
    check.equal("tarfile: missing labels", read_shards(shards)[0], ["LR2", None, None, "LR4A"])
    for options, lost in (((), 10), (("--lesion-area",), 0)):
        small = convert(check, work / "odd.pkl", work / f"small{lost}.npz", "--rows", "0..2,4", "--size", "4", *options)
        manifest = json.loads(small.with_name(small.name + ".manifest.json").read_text())
        with np.load(small) as file:
            kept = [int((mask != 0).sum()) for mask in file["mask"]]
        check.true(f"lesions at a smaller size {options}", manifest["lost"].get("lesions", 0) == 8 - sum(kept))
        check.equal(f"lesions that are kept {options}", kept == [2] * 4, lost == 0)


def check_packed(check, frame, source, stem, work):
    plain = convert(check, source, work / "out.pkl")
    for suffix, tool in ((".gz", ["gzip", "-dc"]), (".zst", ["zstd", "-dcq"])):
        packed = convert(check, source, work / f"out.pkl{suffix}")
        unpacked = subprocess.run([*tool, packed], capture_output=True, check=True).stdout
        check.equal(f"{suffix}: unpacked by {tool[0]}", hashlib.sha256(unpacked).hexdigest(), hashlib.sha256(plain.read_bytes()).hexdigest())
        try:
            read = pd.read_pickle(packed)
        except ImportError as missing:
            print(f"skipped: pandas on {suffix}: {missing}")
            continue
        for name in frame.columns:
            check.true(f"{suffix}: {name} in pandas", all(np.array_equal(a, b) for a, b in zip(read[name], frame[name])))
    check.equal("gzip header has no time and name", (work / "out.pkl.gz").read_bytes()[3:8], bytes(5))
    check.equal("gzip in one member", gzip.decompress((work / "out.pkl.gz").read_bytes()), plain.read_bytes())


def check_snippets(check, source, work):
    """Runs the Python of the docs in a folder that holds the outputs they name."""
    text = (ROOT / "docs" / "loaders-tables.md").read_text()
    run("convert", source, "-o", work / "lung.h5", "--quiet")
    run("convert", source, "-o", work / "lung.parquet", "--quiet")
    run("convert", source, "-o", work / "lung.pkl.zst", "--quiet")
    run("convert", source, "-o", work / "shards", "--to", "webdataset", "--quiet")
    run("convert", source, "-o", work / "pictures", "--to", "tiff", "--quiet")
    snippets = re.findall(r"<!-- runs: ([\w, ]*) -->\n```python\n(.*?)```\n(?:\n```\n(.*?)```)?", text, re.S)
    check.true("snippets are found", len(snippets) >= 4)
    for needs, code, shown in snippets:
        if subprocess.run([sys.executable, "-c", f"import {needs}"], capture_output=True).returncode != 0:
            print(f"skipped: the snippet that imports {needs}")
            continue
        done = subprocess.run([sys.executable, "-c", code], cwd=work, capture_output=True, text=True)
        check.equal(f"snippet with {needs} runs", (done.returncode, done.stderr), (0, ""))
        check.equal(f"snippet with {needs} prints", done.stdout, shown)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", help="folder for the outputs, kept")
    keep = parser.parse_args().keep
    check = Check("tables")
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(keep or temporary)
        sources = {"demo": ROOT / "samples" / "demo.pkl.gz"}
        if SHARED:
            sources["real"] = root / "real.pkl"
            subprocess.run(["/usr/bin/python3", f"{SHARED}/oracle/make_dataset.py", sources["real"], "--rows", "16"], check=True, capture_output=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        for stem, source in sources.items():
            frame = pd.read_pickle(source)
            work = root / stem
            work.mkdir()
            for part in (check_webdataset, check_split, check_tiff, check_hdf5, check_parquet, check_packed, check_ends, check_counts):
                part(check, frame, source, stem, work)
        (root / "odd").mkdir()
        check_odd(check, root / "odd")
        (root / "docs").mkdir()
        check_snippets(check, sources["demo"], root / "docs")
    check.done()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes the folders that LungSeg.Core.Tests reads, nnU-Net data sets, PNG pairs and masks, with nibabel, numpy and Pillow.

    /usr/bin/python3 tests/interop/readers/make_folder_fixtures.py tests/LungSeg.Core.Tests/Fixtures

Writes Folders/ with an expected.json: per folder and row the file, part, label, and digest of each array as the Python libraries
read it back, [row, col]. All values are synthetic.
"""
import gzip
import hashlib
import json
import pathlib
import platform
import shutil
import sys

import nibabel
import numpy as np
import PIL
from PIL import Image

RNG = np.random.default_rng(20240313)
SHAPE = (6, 7)


def hu(depth=1):
    return RNG.integers(-1024, 3000, (depth, *SHAPE)).astype("i2")


def mask(depth=1):
    return (RNG.random((depth, *SHAPE)) < .3).astype("u1")


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_json(path, value):
    write(path, (json.dumps(value, indent=1) + "\n").encode())


def save_nifti(path, stack, affine=None, slope=None):
    """[slice, row, col]; packed where the name says so."""
    image = nibabel.Nifti1Image(stack.T, affine, dtype=stack.dtype)
    data = bytearray(image.to_bytes())
    if slope:
        data[112:120] = np.array(slope, "<f4").tobytes()
    write(path, gzip.compress(bytes(data), mtime=0) if path.suffix == ".gz" else bytes(data))


def save_png(path, values, bits=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(values)
    (picture.convert("1") if bits == 1 else picture).save(path)


def load(path):
    """The slices of a file as the Python library of its format reads them."""
    if path.suffix == ".png":
        with Image.open(path) as picture:
            values = np.asarray(picture)
            return [values.astype("u2") if picture.mode in ("I", "I;16") else values]
    image = nibabel.load(path)
    scaled = (image.dataobj.slope, image.dataobj.inter) != (1, 0)
    values = image.get_fdata() if scaled else np.asanyarray(image.dataobj)
    return list(values.T)


def described(values):
    little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    return {"dtype": values.dtype.name, "sha256": hashlib.sha256(little.tobytes()).hexdigest()}


def rows_of(root, image, label_file, part=None, label=None, convert=lambda x: x, convert_mask=lambda x: x):
    images = load(root / image)
    masks = load(root / label_file) if label_file else [None] * len(images)
    for values, lesion in zip(images, masks):
        yield {
            "file": image, "part": part, "label": label, "hu_array_old": described(convert(values)),
            "mask": None if lesion is None else described(convert_mask(lesion)),
        }


def description(root, ending, cases, **other):
    write_json(root / "dataset.json", {"channel_names": {"0": "CT"}, "labels": {"background": 0, "cancer": 1}, "numTraining": cases, "file_ending": ending, **other})


def nnunet_gz(root):
    """As convert writes it: depth-1 volumes, packed; labels in the manifest; the last test case without a mask."""
    names = {"Tr": ["train_00000", "train_00001", "train_00010"], "Ts": ["test_00000", "test_00001"]}
    labels = {"train_00000": "LR2", "train_00001": "LR4A", "train_00010": "LR4B", "test_00000": "LR3"}
    description(root, ".nii.gz", 3)
    rows = []
    for part, cases in names.items():
        for case in cases:
            save_nifti(root / f"images{part}" / f"{case}_0000.nii.gz", hu())
            if case != "test_00001":
                save_nifti(root / f"labels{part}" / f"{case}.nii.gz", mask())
    for case, label in labels.items():
        part = "Tr" if case.startswith("train") else "Ts"
        rows.append({"row": case.replace("_000", ":"), "label": label, "files": [f"images{part}/{case}_0000.nii.gz", f"labels{part}/{case}.nii.gz"]})
    write_json(root / "manifest.json", {"rows": rows})
    for part, cases in names.items():
        for case in cases:
            lesion = None if case == "test_00001" else f"labels{part}/{case}.nii.gz"
            yield from rows_of(root, f"images{part}/{case}_0000.nii.gz", lesion, {"Tr": "train", "Ts": "test"}[part], labels.get(case))


def nnunet_volumes(root):
    """Volumes that are not packed, one with a slope, in a space; classes in a list."""
    description(root, ".nii", 2)
    affine = np.diag([-.75, -.5, 2.5, 1])
    save_nifti(root / "imagesTr/a_0000.nii", hu(3), affine)
    save_nifti(root / "imagesTr/b_0000.nii", hu(2), affine, slope=(2, -1024))
    save_nifti(root / "labelsTr/a.nii", mask(3), affine)
    save_nifti(root / "labelsTr/b.nii", mask(2), affine)
    write(root / "classes.csv", b"case,label\r\na,LR4X\r\nb,LR3\r\n")
    for case, label in (("a", "LR4X"), ("b", "LR3")):
        yield from rows_of(root, f"imagesTr/{case}_0000.nii", f"labelsTr/{case}.nii", "train", label)


def nnunet_packed_volumes(root):
    description(root, ".nii.gz", 2)
    for case, depth in (("b", 4), ("a", 3)):
        save_nifti(root / f"imagesTr/{case}_0000.nii.gz", hu(depth).astype("f4"))
        save_nifti(root / f"labelsTr/{case}.nii.gz", mask(depth))
    for case in "ab":
        yield from rows_of(root, f"imagesTr/{case}_0000.nii.gz", f"labelsTr/{case}.nii.gz", "train")


def nnunet_png(root):
    """uint16 = HU + 1024, which the manifest says."""
    description(root, ".png", 2)
    for case in "ab":
        save_png(root / f"imagesTr/{case}_0000.png", (hu()[0].astype("i4") + 1024).astype("u2"))
        save_png(root / f"labelsTr/{case}.png", mask()[0])
    write_json(root / "manifest.json", {"hu_offset": 1024, "image": "hu_array_old", "rows": []})
    for case in "ab":
        yield from rows_of(root, f"imagesTr/{case}_0000.png", f"labelsTr/{case}.png", "train", convert=lambda x: x.astype("f8") - 1024)


def nnunet_version_1(root):
    write_json(root / "dataset.json", {"modality": {"0": "CT"}, "labels": {"0": "background", "1": "cancer"}, "numTraining": 1, "training": []})
    save_nifti(root / "imagesTr/a_0000.nii.gz", hu())
    save_nifti(root / "labelsTr/a.nii.gz", mask())
    yield from rows_of(root, "imagesTr/a_0000.nii.gz", "labelsTr/a.nii.gz", "train")


def binary(values):
    return (values != 0).astype("i1")


def png_folders(root):
    for name in ("a", "b", "c10", "c9"):
        save_png(root / f"images/{name}.png", RNG.integers(0, 256, SHAPE).astype("u1"))
        save_png(root / f"masks/{name}.png", mask()[0] * 255)
    save_png(root / "preview.png", np.zeros((3, 3), "u1"))
    for name in ("a", "b", "c10", "c9"):
        yield from rows_of(root, f"images/{name}.png", f"masks/{name}.png", convert_mask=binary)


def png_side_by_side(root):
    save_png(root / "a.png", RNG.integers(0, 65536, SHAPE).astype("u2"))
    save_png(root / "a_mask.png", mask()[0] * 255, bits=1)
    save_png(root / "b.png", RNG.integers(0, 65536, SHAPE).astype("u2"))
    yield from rows_of(root, "a.png", "a_mask.png", convert_mask=binary)
    yield from rows_of(root, "b.png", None)


def png_parts(root):
    """Parts above and below the folders of images; HU come back by the manifest."""
    pairs = [("test/img/x.png", "test/label/x.png", "test", "LR2"), ("train/images/x.png", "train/masks/x_mask.png", "train", "LR4A"), ("val/imgs/y.png", "val/labels/y.png", "val", None)]
    for image, lesion, _, _ in pairs:
        save_png(root / image, (hu()[0].astype("i4") + 1024).astype("u2"))
        save_png(root / lesion, mask()[0])
    write_json(root / "manifest.json", {"hu_offset": 1024, "rows": [{"row": f"r:{i}", "label": label, "files": [image, lesion]} for i, (image, lesion, _, label) in enumerate(pairs)]})
    for image, lesion, part, label in pairs:
        yield from rows_of(root, image, lesion, part, label, lambda x: x.astype("f8") - 1024, binary)


def png_parts_below(root):
    for part in ("train", "valid"):
        save_png(root / f"images/{part}/x.png", RNG.integers(0, 256, SHAPE).astype("u1"))
        save_png(root / f"masks/{part}/x.png", mask()[0])
    for part in ("train", "valid"):
        yield from rows_of(root, f"images/{part}/x.png", f"masks/{part}/x.png", part, convert_mask=binary)


def masks_by_file(root):
    """Masks for nnunet_gz, by the names of its images; one packed, one 16 bits deep. No folder that is read by itself."""
    save_png(root / "train_00000_0000.png", mask()[0] * 255)
    save_nifti(root / "imagesTr/train_00010_0000.nii.gz", mask())
    save_png(root / "test_00001_0000_mask.png", mask()[0].astype("u2") * 65535)
    save_png(root / "nobody.png", mask()[0])
    for name in ("train_00000_0000.png", "imagesTr/train_00010_0000.nii.gz", "test_00001_0000_mask.png"):
        values = load(root / name)[0]
        yield {"file": name, "mask": described(binary(values) if name.endswith("png") else values)}


def masks_by_row(root):
    """Masks for Nifti/int16_little.nii."""
    for row in (0, 2):
        save_png(root / f"int16_little_{row:05}.png", (RNG.random((4, 5)) < .4).astype("u1"))
        yield {"file": f"int16_little_{row:05}.png", "mask": described(binary(load(root / f"int16_little_{row:05}.png")[0]))}


def main():
    root = pathlib.Path(sys.argv[1]) / "Folders"
    shutil.rmtree(root, ignore_errors=True)
    makers = (nnunet_gz, nnunet_volumes, nnunet_packed_volumes, nnunet_png, nnunet_version_1, png_folders, png_side_by_side, png_parts, png_parts_below, masks_by_file, masks_by_row)
    expected = {make.__name__: list(make(root / make.__name__)) for make in makers}
    versions = {"python": platform.python_version(), "numpy": np.__version__, "nibabel": nibabel.__version__, "pillow": PIL.__version__}
    document = json.dumps({"versions": versions, "files": expected}, separators=(",", ":"))
    write(root / "expected.json", (document.replace("},", "},\n") + "\n").encode())


if __name__ == "__main__":
    main()

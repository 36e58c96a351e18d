#!/usr/bin/env python3
"""nnU-Net folders, PNG pairs and folders of masks, made by nibabel, numpy and Pillow at full slice size, against what those libraries read back.

Needs LUNGSEG_RUNNER (tests/LungSeg.Benchmarks) and LUNGSEG_BIN.
"""
import json
import pathlib
import sys
import tempfile

import nibabel
import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from lungseg_peer import Check, digest, digests, inspect, run  # noqa: E402

RNG = np.random.default_rng(8)
SIDE = 512
check = Check("folders")


def hu(depth=1):
    return RNG.integers(-3024, 3072, (depth, SIDE, SIDE)).astype("i2")


def mask(depth=1):
    return (RNG.random((depth, SIDE, SIDE)) < .05).astype("u1")


def save_nifti(path, stack, slope=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    image = nibabel.Nifti1Image(stack.T, np.diag([-.7, -.7, 999, 1]), dtype=stack.dtype)
    if slope:
        image.header.set_slope_inter(*slope)
    image.to_filename(path)


def save_png(path, values):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values).save(path)


def slices(path):
    image = nibabel.load(path)
    scaled = (image.dataobj.slope, image.dataobj.inter) != (1, 0)
    return list((image.get_fdata() if scaled else np.asanyarray(image.dataobj)).T)


def pixels(path):
    with Image.open(path) as picture:
        values = np.asarray(picture)
        return values.astype("u2") if picture.mode in ("I", "I;16") else values


def describe(root, ending, channels={"0": "CT"}, cases=0):
    root.mkdir(parents=True, exist_ok=True)
    document = {"channel_names": channels, "labels": {"background": 0, "cancer": 1}, "numTraining": cases, "file_ending": ending}
    (root / "dataset.json").write_text(json.dumps(document))


def compare(name, found, expected):
    """expected: (file, part, label, image, mask) a row."""
    check.equal(f"{name} rows", len(found), len(expected))
    for row, (file, part, label, image, lesion) in zip(found, expected):
        what = f"{name} {row['row']}"
        check.equal(f"{what} place", (row["file"], row["part"], row["label"]), (file, part, label))
        arrays = {"hu_array_old": digest(image)} | ({} if lesion is None else {"mask": digest(lesion)})
        check.equal(f"{what} arrays", row["digests"], arrays)


def nnunet(root, ending, depth, slope=None):
    parts = {"Tr": ("train", ["c_2", "a", "c_10"]), "Ts": ("test", ["b"])}
    describe(root, ending, cases=3)
    expected = []
    for letters, (part, cases) in parts.items():
        for case in cases:
            save_nifti(root / f"images{letters}/{case}_0000{ending}", hu(depth), slope)
            if part == "train":
                save_nifti(root / f"labels{letters}/{case}{ending}", mask(depth))
    rows = [{"row": f"x:{i}", "label": label, "files": [f"imagesTr/{case}_0000{ending}"]} for i, (case, label) in enumerate((("a", "LR2"), ("c_2", "LR4B")))]
    (root / "manifest.json").write_text(json.dumps({"rows": rows}))
    labels = {"a": "LR2", "c_2": "LR4B"}
    for letters, (part, cases) in parts.items():
        for case in sorted(cases):
            image = f"images{letters}/{case}_0000{ending}"
            lesions = slices(root / f"labels{letters}/{case}{ending}") if part == "train" else [None] * depth
            expected += [(image, part, labels.get(case), x, m) for x, m in zip(slices(root / image), lesions)]
    compare(root.name, digests(root), expected)
    found = inspect(root)
    check.equal(f"{root.name} format", (found["format"], found["rows"]), ("nnunet", 4 * depth))


def nnunet_png(root):
    describe(root, ".png", cases=2)
    expected = []
    for case in "ab":
        save_png(root / f"imagesTr/{case}_0000.png", (hu()[0].astype("i4") + 4096).astype("u2"))
        save_png(root / f"labelsTr/{case}.png", mask()[0])
    (root / "manifest.json").write_text(json.dumps({"hu_offset": 4096, "rows": []}))
    for case in "ab":
        image = f"imagesTr/{case}_0000.png"
        expected.append((image, "train", None, pixels(root / image).astype("f8") - 4096, pixels(root / f"labelsTr/{case}.png")))
    compare("nnunet png", digests(root), expected)


def monai(root):
    """A datalist in the manner of the Decathlon: paths with and without ./, test images as bare paths, volumes, numbers and text beside them."""
    lists = {"training": ["b", "a"], "validation": ["d"], "test": ["c"]}
    document = {"modality": {"0": "CT"}, "labels": {"0": "background", "1": "cancer"}, "tags": ["x"]}
    expected = []
    for part, (name, cases) in zip(("train", "val", "test"), lists.items()):
        document[name] = []
        for case in cases:
            image, label = f"images/{case}.nii.gz", f"elsewhere/{case}-seg.nii"
            save_nifti(root / image, hu(3))
            if part == "test":
                document[name].append(image)
            else:
                save_nifti(root / label, mask(3))
                document[name].append({"image": "./" + image, "label": [label], "label1": "LR2", "patient_id": f"p-{case}", "age": 61.5, "fold": 0})
            lesions = [None] * 3 if part == "test" else slices(root / label)
            expected += [(image, part, None if part == "test" else "LR2", x, m) for x, m in zip(slices(root / image), lesions)]
    (root / "dataset.json").write_text(json.dumps(document))
    compare(root.name, digests(root), expected)
    found = inspect(root)
    check.equal(f"{root.name} format", (found["format"], found["rows"]), ("monai", 12))
    run("convert", root, "-o", root.with_suffix(".npz"), "--rows", "0..8")
    with np.load(root.with_suffix(".npz")) as arrays:
        check.equal("monai patients", [*zip(arrays["patient_id"][::3], arrays["age"][::3])], [("p-b", 61.5), ("p-a", 61.5), ("p-d", 61.5)])


def png_pairs(root):
    for dtype, full, (images, masks), offset in (("u1", 255, ("images", "masks"), None), ("u2", 1, ("imgs", "labels"), None), ("u2", 255, ("image", "mask"), 1024)):
        folder = root / f"{dtype}_{images}"
        expected = []
        for part in ("test", "train"):
            for name in ("a", "b"):
                image, lesion = folder / part / images / f"{name}.png", folder / part / masks / f"{name}.png"
                save_png(image, RNG.integers(0, np.iinfo(dtype).max, (SIDE, SIDE), dtype=dtype, endpoint=True))
                save_png(lesion, mask()[0] * full)
                values = pixels(image)
                expected.append((f"{part}/{images}/{name}.png", part, None, values if offset is None else values.astype("f8") - offset, (pixels(lesion) != 0).astype("i1")))
        if offset:
            (folder / "manifest.json").write_text(json.dumps({"hu_offset": offset}))
        compare(f"png {folder.name}", digests(folder), expected)


def join_masks(root):
    """Masks by row of an array, and by file of a folder of images without masks."""
    root.mkdir()
    stack = hu(3)
    np.save(root / "scan.npy", stack)
    lesions = mask(3)
    for row in (0, 2):
        save_png(root / f"masks/scan_{row:05}.png", lesions[row] * 255)
    for i, row in enumerate(digests(root / "scan.npy", masks=root / "masks")):
        check.equal(f"masks by row {i}", row["digests"], {"hu_array_old": digest(stack[i])} | ({} if i == 1 else {"mask": digest(lesions[i].astype("i1"))}))
    document = inspect(root / "scan.npy", "--masks", root / "masks")
    check.equal("masks in inspect", [column["name"] for column in document["columns"]], ["mask", "hu_array_old"])
    for arguments, code in (((root / "scan.npy", "--masks", root / "nowhere"), 2), ((root / "scan.npy", "--masks", root), 0)):
        run("inspect", *arguments, ok=(code,))
        check.passed += 1


def refuse(root):
    save_png(root / "rgb/images/a.png", RNG.integers(0, 255, (9, 9, 3)).astype("u1"))
    save_png(root / "rgb/masks/a.png", np.zeros((9, 9), "u1"))
    describe(root / "tif", ".tif")
    (root / "tif/imagesTr").mkdir()
    Image.fromarray(np.zeros((9, 9), "u1")).save(root / "tif/imagesTr/a_0000.tif")
    for name, words in (("rgb", "RGB"), ("tif", ".tif")):
        _, error, code = run("inspect", root / name, ok=(0, 1, 2, 3, 4, 70))
        check.true(f"{name}: code {code}, {error.strip()[-150:]}", code == 3 and words in error)


def main():
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        nnunet(root / "Dataset501_LungSeg", ".nii.gz", 1)
        nnunet(root / "Dataset502_Volumes", ".nii.gz", 5)
        nnunet(root / "Dataset503_Plain", ".nii", 2, (2, -1024))
        nnunet_png(root / "Dataset504_Png")
        monai(root / "Task510")
        png_pairs(root / "png")
        join_masks(root / "join")
        refuse(root / "refused")
    print(f"{check.passed} passed, {check.failed} failed")
    check.done()


if __name__ == "__main__":
    main()

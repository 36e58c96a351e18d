#!/usr/bin/env python3
"""The training formats against their real clients: PIL, nibabel, yaml, a COCO decoder by the published rule, polygon rasterisers; on the
demo sample and, where LUNGSEG_SHARED is set, on a pickle with real slices that pandas wrote. Also runs the loaders of docs/loaders.md."""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile

import nibabel
import numpy as np
import pandas as pd
import yaml
from PIL import Image
from scipy import ndimage
from skimage import exposure

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
sys.path.insert(0, os.path.join(ROOT, "tests", "interop"))
from lungseg_peer import SHARED, Check, run

check = Check("training formats")
CLASSES = ["LR2", "LR3", "LR4A", "LR4B"]


def grey(hu, low=-1350, high=150):
    return np.floor(255 * (np.clip(hu, low, high) - low) / (high - low) + 0.5).astype(np.uint8)


def read_json(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as stream:
        return json.load(stream)


def picture(*parts):
    with Image.open(os.path.join(*parts)) as image:
        check.equal(f"mode of {parts[-1]}", image.mode, "L")
        return np.asarray(image).copy()


def decode_rle(text, rows, columns):
    """rleFrString and rleDecode of cocoapi's maskApi.c."""
    counts, at = [], 0
    while at < len(text):
        value, shift, more = 0, 0, True
        while more:
            code = ord(text[at]) - 48
            value |= (code & 0x1f) << 5 * shift
            more = bool(code & 0x20)
            at, shift = at + 1, shift + 1
            if not more and code & 0x10:
                value |= -1 << 5 * shift
        counts.append(value + (counts[-2] if len(counts) > 2 else 0))
    flat = np.concatenate([np.full(count, i % 2, np.uint8) for i, count in enumerate(counts)])
    return flat.reshape(columns, rows).T, counts


def fill(corners, rows, columns):
    """Even-odd rule at the centres of pixels, point by point."""
    corners = np.asarray(corners, float)
    y, x = np.mgrid[0:rows, 0:columns] + 0.5
    inside = np.zeros((rows, columns), bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, 0)):
        if y0 == y1:
            continue
        meets = (y0 <= y) != (y1 <= y)
        inside ^= meets & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
    return inside.astype(np.uint8)


class Case:
    """A pickle, and what pandas reads of it."""

    def __init__(self, path, folder):
        self.path, self.folder = path, folder
        self.frame = pd.read_pickle(path)
        self.stem = re.sub(r"\.pkl(\.gz)?$", "", os.path.basename(path))

    def name(self, i):
        return f"{self.stem}_{i:05d}"

    def rows(self):
        return enumerate(zip(self.frame.label1, self.frame["mask"], self.frame.hu_array, self.frame.hu_array_old))

    def convert(self, kind, *options):
        out = os.path.join(self.folder, f"{self.stem}-{kind}-{len(os.listdir(self.folder))}")
        run("convert", self.path, "-o", out, "--to", kind, "--quiet", "--verify", *options)
        manifest = read_json(out, "manifest.json")
        named = {file["path"]: file["bytes"] for file in manifest["files"]}
        found = {os.path.relpath(os.path.join(at, name), out): os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(out) for name in names}
        del found["manifest.json"]
        check.equal(f"files of {kind}", found, named)
        check.true(f"files of rows of {kind}", {name for row in manifest["rows"] for name in row["files"]} <= set(named))
        return out

    def classes(self):
        return [name for name in CLASSES if name in set(self.frame.label1)]


def check_coco(case):
    for options, category in (((), None), (("--classes", "cancer"), "cancer"), (("--coco-seg", "polygon"), None)):
        out = case.convert("coco", *options)
        document = read_json(out, "annotations", "instances.json")
        expected = [category] if category else case.classes()
        check.equal("categories", [(c["id"], c["name"]) for c in document["categories"]], list(enumerate(expected, 1)))
        check.equal("annotation ids", [a["id"] for a in document["annotations"]], list(range(1, len(document["annotations"]) + 1)))
        for i, (label, mask, _, old) in case.rows():
            image = document["images"][i]
            check.equal("image", [image[k] for k in ("id", "file_name", "width", "height", "row", "label1")],
                        [i + 1, case.name(i) + ".png", mask.shape[1], mask.shape[0], f"{case.stem}:{i}", label])
            check.true(f"pixels of image {i}", np.array_equal(picture(out, "images", image["file_name"]), grey(old)))
            mine = [a for a in document["annotations"] if a["image_id"] == i + 1]
            parts, count = ndimage.label(mask, np.ones((3, 3)))
            check.equal(f"instances of image {i}", len(mine), count)
            for part, annotation in enumerate(mine, 1):
                one = (parts == part).astype(np.uint8)
                at = np.argwhere(one)
                (top, left), (bottom, right) = at.min(0), at.max(0)
                check.equal("bbox", annotation["bbox"], [left, top, right - left + 1, bottom - top + 1])
                check.equal("area", annotation["area"], one.sum())
                check.equal("category", annotation["category_id"], expected.index(category or label) + 1)
                if "polygon" in options:
                    ring = np.reshape(annotation["segmentation"][0], (-1, 2))
                    check.true(f"polygon of image {i}", np.array_equal(fill(ring, *mask.shape), one))
                else:
                    check.equal("size", annotation["segmentation"]["size"], list(mask.shape))
                    decoded, counts = decode_rle(annotation["segmentation"]["counts"], *mask.shape)
                    check.true(f"run lengths of image {i}", np.array_equal(decoded, one) and min(counts[1:]) > 0)


def check_yolo(case):
    out = case.convert("yolo")
    with open(os.path.join(out, "data.yaml"), encoding="utf-8") as stream:
        data = yaml.safe_load(stream)
    check.equal("data.yaml", data, {"train": "images/train", "val": "images/train", "names": dict(enumerate(case.classes()))})
    dice = []
    for i, (label, mask, _, old) in case.rows():
        check.true(f"yolo image {i}", np.array_equal(picture(out, "images", "train", case.name(i) + ".png"), grey(old)))
        filled = np.zeros(mask.shape, np.uint8)
        with open(os.path.join(out, "labels", "train", case.name(i) + ".txt"), encoding="utf-8") as stream:
            for line in stream:
                number, *shares = line.split()
                check.equal("class", case.classes()[int(number)], label)
                ring = np.reshape(np.array(shares, float), (-1, 2))
                check.true("shares", len(ring) >= 3 and ring.min() >= 0 and ring.max() <= 1)
                filled |= fill(ring * mask.shape[::-1], *mask.shape)
        check.true(f"polygons of row {i}", np.array_equal(filled, mask))
        if mask.any():
            dice.append(2 * (filled & mask).sum() / (filled.sum() + mask.sum()))
    manifest = read_json(out, "manifest.json")
    if dice:
        check.equal("dice", (manifest["polygon_dice_min"], manifest["polygon_dice_mean"]), (min(dice), sum(dice) / len(dice)))


def check_hf(case):
    out = case.convert("hf", "--mask-value", "1")
    with open(os.path.join(out, "README.md"), encoding="utf-8") as stream:
        card = yaml.safe_load(stream.read().split("---\n")[1])
    check.equal("license", card["license"], "other")
    check.equal("configs", card["configs"][0]["data_files"], [{"split": "train", "path": "train/**"}])
    check.equal("examples", card["dataset_info"]["splits"], [{"name": "train", "num_examples": len(case.frame)}])
    with open(os.path.join(out, "train", "metadata.jsonl"), encoding="utf-8") as stream:
        table = [json.loads(line) for line in stream]
    columns = [re.sub("_?file_name$", "", name) or "image" for name in table[0]]
    check.equal("features", [feature["name"] for feature in card["dataset_info"]["features"]], columns)
    for i, (label, mask, _, old) in case.rows():
        row = table[i]
        check.equal("hf row", [row[k] for k in ("row", "label1", "class", "class_id", "lesion_px")],
                    [f"{case.stem}:{i}", label, label, case.classes().index(label), int(mask.sum())])
        check.true(f"hf image {i}", np.array_equal(picture(out, "train", row["file_name"]), grey(old)))
        check.true(f"hf mask {i}", np.array_equal(picture(out, "train", row["mask_file_name"]), mask))


def feature_types(folder, part):
    """Types of the columns as folder_based_builder.py of `datasets` gets them from pyarrow: a column that is null throughout has a type of its own."""
    types = {}
    with open(os.path.join(folder, part, "metadata.jsonl"), encoding="utf-8") as stream:
        for line in stream:
            for name, value in json.loads(line).items():
                types.setdefault(name, set()).add("null" if value is None else type(value).__name__)
    return {name: "float" if "float" in found else max(found - {"null"}, default="null") for name, found in types.items()}


def check_hf_splits(folder):
    """Splits in which columns have no value, or integers only: load_dataset refuses splits of different features."""
    rows = [("train", 0, "LR2", 1.0, 1.5, "a"), ("train", 1, "LR3", 0.5, 2.0, "b"), ("test", "", None, 2.0, None, None), ("test", "", None, 1.0, None, None)]
    frame = pd.DataFrame(
        [{"label1": label, "mask": np.zeros((4, 4), np.int8), "hu_array": np.zeros((4, 4)), "hu_array_old": np.full((4, 4), 7.0), "row_spacing_mm": spacing,
          "position_mm": position, "patient_id": patient} for _, _, label, spacing, position, patient in rows])
    frame.to_pickle(os.path.join(folder, "torn.pkl"))
    with open(os.path.join(folder, "torn.csv"), "w", encoding="utf-8") as stream:
        stream.write("row,part,fold,group,label\n" + "".join(f"torn:{i},{part},{fold},,{label or ''}\n" for i, (part, fold, label, *_) in enumerate(rows)))
    out = os.path.join(folder, "torn-hf")
    run("convert", os.path.join(folder, "torn.pkl"), "--to", "hf", "-o", out, "--split", os.path.join(folder, "torn.csv"), "--quiet")
    names = ["file_name", "mask_file_name", "row", "label1", "class", "class_id", "patient_id", "row_spacing_mm", "part", "fold", "lesion_px"]
    types = dict(zip(names, ["str"] * 5 + ["int", "str", "float", "str", "int", "int"]))
    check.equal("hf features of the splits", [feature_types(out, part) for part in ("train", "test")], [types, types])
    check.equal("hf columns left out", read_json(out, "manifest.json").get("columns_left_out"), ["position_mm"])


def smallest(hu):
    for dtype in (np.int16, np.float32):
        with np.errstate(invalid="ignore"):
            if np.array_equal(hu.astype(dtype).astype(np.float64), hu, equal_nan=True):
                return np.dtype(dtype)
    return np.dtype(np.float64)


def volume(path, what, expected, spacing, dtype=None):
    found = nibabel.load(path)
    check.equal(f"{what} shape", found.shape, expected.shape[::-1] + (1,))
    check.equal(f"{what} spacing", tuple(found.header.get_zooms()), spacing)
    check.equal(f"{what} codes", (int(found.header["qform_code"]), int(found.header["sform_code"]), int(found.header["xyzt_units"])), (0, 0, 0))
    check.equal(f"{what} dtype", found.get_data_dtype(), dtype or smallest(expected))
    values = np.asarray(found.dataobj)[:, :, 0].T
    check.true(f"{what} values", np.array_equal(values.astype(np.float64), expected.astype(np.float64), equal_nan=True))
    if path.endswith(".gz"):
        with open(path, "rb") as stream:
            check.equal(f"{what} gzip flags and time", stream.read(8)[3:8], bytes(5))
    return found


def check_nifti(case):
    for options in ((), ("--uncompressed", "--dtype", "float32"), ("--image", "hu_array")):
        out = case.convert("nifti", *options)
        ending = ".nii" if "--uncompressed" in options else ".nii.gz"
        dtype = np.dtype(np.float32) if "float32" in options else None
        for i, (_, mask, hu, old) in case.rows():
            image = hu if "hu_array" in options else old
            if dtype:
                image = image.astype(dtype)
            volume(os.path.join(out, "images", case.name(i) + ending), f"nifti {options} image {i}", image, (1, 1, 1), dtype)
            volume(os.path.join(out, "masks", case.name(i) + ending), f"nifti {options} mask {i}", mask, (1, 1, 1), np.dtype(np.uint8))


def verify_integrity(folder):
    """What nnU-Net's verify_dataset_integrity asks for, stated anew."""
    dataset = read_json(folder, "dataset.json")
    check.true("required keys", {"labels", "channel_names", "numTraining", "file_ending"} <= dataset.keys())
    labels, ending = sorted(dataset["labels"].values()), dataset["file_ending"]
    check.equal("labels are consecutive", labels, list(range(len(labels))))
    check.equal("background", dataset["labels"]["background"], 0)
    cases = set()
    for name in os.listdir(os.path.join(folder, "imagesTr")):
        match = re.fullmatch(r"(.+)_(\d{4})" + re.escape(ending), name)
        check.true(f"name of {name}", match)
        cases.add(match[1])
    check.equal("numTraining", dataset["numTraining"], len(cases))
    check.equal("labelsTr", {name[:-len(ending)] for name in os.listdir(os.path.join(folder, "labelsTr"))}, cases)
    for case in cases:
        images = [nibabel.load(os.path.join(folder, "imagesTr", f"{case}_{int(c):04d}{ending}")) for c in dataset["channel_names"]]
        label = nibabel.load(os.path.join(folder, "labelsTr", case + ending))
        check.equal("3 axes", label.ndim, 3)
        for image in images:
            check.equal("shape as the label's", image.shape, label.shape)
            check.true("geometry as the label's", np.allclose(image.affine, label.affine) and np.allclose(image.header.get_zooms(), label.header.get_zooms()))
            check.true("no NaN", not np.isnan(np.asarray(image.dataobj)).any())
        check.true("label values", set(np.unique(np.asarray(label.dataobj))) <= set(labels))
    return cases


def check_nnunet(case):
    for options, identity in (((), 501), (("--image", "hu_array", "--dataset-id", "7"), 7)):
        out = case.convert("nnunet", *options)
        folder = os.path.join(out, f"Dataset{identity:03d}_LungSeg")
        check.equal("only the data set", set(os.listdir(out)), {"manifest.json", os.path.basename(folder)})
        check.equal("cases", verify_integrity(folder), {case.name(i) for i in range(len(case.frame))})
        with open(os.path.join(folder, "classes.csv"), encoding="utf-8") as stream:
            check.equal("classes", [(r["file"], r["label1"]) for r in csv.DictReader(stream)], [(case.name(i), x) for i, x in enumerate(case.frame.label1)])
        for i, (_, mask, hu, old) in case.rows():
            image = np.where((hu == 0) & (old != 0), -1024, hu) if "hu_array" in options else old
            volume(os.path.join(folder, "imagesTr", case.name(i) + "_0000.nii.gz"), f"nnunet image {i}", image, (1, 1, 999))
            volume(os.path.join(folder, "labelsTr", case.name(i) + ".nii.gz"), f"nnunet label {i}", mask, (1, 1, 999), np.dtype(np.uint8))
        seen = json.loads(run("inspect", "--json", folder)[0])
        check.equal("our own reader", (seen["rows"], seen["labels"]), (len(case.frame), case.frame.label1.value_counts().to_dict()))


def check_monai(case):
    out = case.convert("monai")
    datalist = read_json(out, "dataset.json")
    check.equal("numbers", (datalist["numTraining"], datalist["numTest"], datalist["validation"], datalist["testing"]), (len(case.frame), 0, [], []))
    check.equal("labels", datalist["labels"], {"0": "background", "1": "cancer"})
    for i, (label, mask, _, old) in case.rows():
        item = datalist["training"][i]
        check.equal("item", (item["row"], item["label1"], item["class_id"]), (f"{case.stem}:{i}", label, case.classes().index(label)))
        volume(os.path.join(out, item["image"]), f"monai image {i}", old, (1, 1, 1))
        volume(os.path.join(out, item["label"]), f"monai label {i}", mask, (1, 1, 1), np.dtype(np.uint8))


def check_loaders(case, *options):
    with open(os.path.join(ROOT, "docs", "loaders.md"), encoding="utf-8") as stream:
        blocks = dict(re.findall(r"```python\n# ([\w-]+)\n(.*?)```", stream.read(), re.S))
    check.equal("loaders", sorted(blocks), ["coco", "dicom", "dicom-seg", "hf", "monai", "nifti", "nnunet", "yolo"])
    for kind, code in blocks.items():
        found = {"OUT": case.convert(kind, *options)}
        exec(compile(code, f"loaders.md: {kind}", "exec"), found)
        check.equal(f"rows that the loader of {kind} sees", len(found["labels" if kind == "yolo" else "images" if "images" in found else "hu" if "hu" in found else "masks"]), len(case.frame))
        if kind == "yolo":
            # With a split, files lie in the folders of their parts.
            rows = [(int(path[: -len(".txt")].rsplit("_", 1)[1]), {name for name, _ in ring}) for path, ring in found["polygons"].items()]
            check.true("polygons' names", all(names <= {case.frame.label1[row]} for row, names in rows))
        if kind == "coco":
            check.true("boxes", len(found["boxes"]) >= sum(mask.any() for mask in case.frame["mask"]))
        if kind == "dicom-seg":
            check.true("masks of dicom-seg", all(np.array_equal(a, b) for a, b in zip(found["masks"].values(), case.frame["mask"])))
        if kind in ("nifti", "dicom"):
            check.true("HU as [row, col]", all(np.array_equal(a, b) for a, b in zip(found["hu"], case.frame.hu_array_old)))
        if kind == "nifti":
            check.true("masks as [row, col]", all(np.array_equal(a, b) for a, b in zip(found["masks"], case.frame["mask"])))


def hard_masks(source, folder):
    """The case's slices, with masks of holes, corners, borders and noise, none, and HU that are no int16."""
    frame = pd.read_pickle(source).iloc[:6].copy().reset_index(drop=True)
    shape = frame["mask"][0].shape
    random = np.random.default_rng(3)
    noise = (ndimage.gaussian_filter(random.normal(size=shape), 3) > 0.02).astype(np.int8)
    noise[: shape[0] // 2] = 0
    ring = np.zeros(shape, np.int8)
    ring[10:40, 10:60], ring[12:20, 12:30], ring[25:38, 40:58], ring[28:33, 44:50] = 1, 0, 0, 1
    checker = np.zeros(shape, np.int8)
    checker[100:110, 100:110] = np.indices((10, 10)).sum(0) % 2
    frame["mask"] = [noise, ring, checker, np.zeros(shape, np.int8), np.ones(shape, np.int8), (np.indices(shape)[1] >= shape[1] - 2).astype(np.int8)]
    frame["hu_array_old"] = [old.astype(np.float64) + add for old, add in zip(frame.hu_array_old, (0, 0.5, 0.1, 0, 0, 40000))]
    path = os.path.join(folder, "hard.pkl")
    frame.to_pickle(path, compression=None)
    return path


def check_authors(folder):
    """--preset authors is scikit-image's CLAHE of the scaled slice to the last bit, on odd shapes, one value, few values and dropped lungs."""
    random = np.random.default_rng(19)
    demo = pd.read_pickle(os.path.join(ROOT, "samples", "demo.pkl.gz"))
    stacks = [list(demo.hu_array[:3])]
    for shape in ((100, 75), (37, 211), (9, 5), (3, 4), (1, 9), (256, 300)):
        noise = random.normal(-500, 400, shape)
        stacks.append([noise, np.where(random.random(shape) < 0.7, 0, np.round(noise)), np.full(shape, 7.0), np.eye(*shape)])
    for n, slices in enumerate(stacks):
        data, into = os.path.join(folder, f"authors{n}.pkl"), os.path.join(folder, f"authors{n}")
        masks = [np.zeros(one.shape, np.int8) for one in slices]
        pd.DataFrame({"label1": "LR2", "mask": masks, "hu_array": slices, "hu_array_old": slices}).to_pickle(data)
        run("convert", data, "-o", into, "--to", "npy", "--preset", "authors", "--quiet", "--verify")
        for found, one in zip(np.load(os.path.join(into, "X.npy")), slices):
            scaled = (one - one.min()) / (one.max() - one.min()) if one.max() > one.min() else np.zeros(one.shape)
            check.equal(f"CLAHE of {one.shape}: values that differ", int((found != exposure.equalize_adapthist(scaled)).sum()), 0)
    check.equal("the preset with a window", run("convert", data, "-o", into + "x", "--to", "npy", "--preset", "authors", "--window", "lung", ok=(2,))[2], 2)


def main():
    with tempfile.TemporaryDirectory() as folder:
        demo = os.path.join(ROOT, "samples", "demo.pkl.gz")
        paths = [demo, hard_masks(demo, folder)]
        if SHARED:
            real = os.path.join(folder, "real.pkl")
            subprocess.run(["/usr/bin/python3", os.path.join(SHARED, "oracle", "make_dataset.py"), real, "--rows", "16", "--real-share", "0.9", "--on-fail", "raw"],
                           check=True, capture_output=True)
            paths.append(real)
        for path in paths:
            into = os.path.join(folder, "of-" + os.path.basename(path))
            os.mkdir(into)
            case = Case(path, into)
            for one in (check_coco, check_yolo, check_hf, check_nifti, check_nnunet, check_monai):
                one(case)
            print(f"{os.path.basename(path)}: {len(case.frame)} rows, {check.passed} equal, {check.failed} not")
        into = os.path.join(folder, "loaders")
        os.mkdir(into)
        case = Case(demo, into)
        check_loaders(case)
        for name, parts in (("parts.csv", ()), ("folds.csv", ("--folds", "3", "--parts", "test=0.25"))):
            run("split", demo, "-o", os.path.join(folder, name), "--quiet", *parts)
            check_loaders(case, "--split", os.path.join(folder, name))
        check_hf_splits(folder)
        check_authors(folder)
    check.done()


if __name__ == "__main__":
    main()

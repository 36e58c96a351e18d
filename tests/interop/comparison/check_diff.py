#!/usr/bin/env python3
"""What diff finds against what was planted: sets of 300 rows, changed by numpy in ways that are known here.

    LUNGSEG_BIN=PATH /usr/bin/python3 tests/interop/comparison/check_diff.py
"""
import bisect
import json
import os
import pathlib
import re
import shlex
import shutil
import sys
import tempfile

import numpy as np
import pandas as pd

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from lungseg_peer import Check, run

ROWS = 300
KINDS = ["same", "moved", "relabelled", "mask_changed", "hu_array_changed", "hu_changed", "added", "removed"]
# Formats in which a set is compared with itself, with the columns that both hold; the options that each needs to hold or to be read.
FORMATS = {
    "pickle": ("copy.pkl", [], [], ["label1", "mask", "hu_array", "hu_array_old"]),
    "npz": ("copy.npz", [], [], ["label1", "mask", "hu_array", "hu_array_old"]),
    "nnunet": ("nnunet/Dataset501_LungSeg", ["--image", "hu_array_old"], [], ["label1", "mask", "hu_array_old"]),
    "dicom": ("dicom", ["--image", "hu_array_old"], [], ["label1", "hu_array_old"]),
    "parquet": ("copy.parquet", [], [], None),
    "hdf5": ("copy.h5", [], [], None),
    "nifti": ("nifti", ["--image", "hu_array_old"], [], None),
    "tiff": ("tiff", ["--image", "hu_array_old"], [], None),
    "npy": ("npy", ["--image", "hu_array_old"], [], None),
}

check = Check("diff")
work = pathlib.Path(tempfile.mkdtemp(prefix="lungseg-diff-"))
os.chdir(work)


def diff(a, b, *options, ok=(0, 1)):
    out, _, code = run("diff", a, b, "--json", "-q", *options, ok=ok)
    return json.loads(out), code


def phantoms(seed, rows):
    """-> rows as lists of label, mask, hu_array, hu_array_old: small slices of the demo"""
    run("demo", "-o", "demo.pkl", "--rows", rows, "--side", "176", "--seed", seed, "-q")
    frame = pd.read_pickle("demo.pkl")
    os.remove("demo.pkl")
    return [
        [label, *arrays]
        for label, *arrays in frame[["label1", "mask", "hu_array", "hu_array_old"]].itertuples(index=False)
    ]


def varied(rows):
    """-> three times as many rows: as they are, mirrored, and with noise, so that slices that are left have others like them"""
    rng = np.random.default_rng(300)
    mirrored_rows = [[label, *(array[:, ::-1].copy() for array in arrays)] for label, *arrays in rows]
    noisy = [[label, mask, hu, old + rng.integers(-9, 10, old.shape)] for label, mask, hu, old in rows]
    return rows + mirrored_rows + noisy


def write(rows, path):
    pd.DataFrame(rows, columns=["label1", "mask", "hu_array", "hu_array_old"]).to_pickle(path)


def changed(row, **columns):
    """-> the row with other values, and arrays that no other row shares"""
    at = dict(label1=0, mask=1, hu_array=2, hu_array_old=3)
    row = [row[0], *(array.copy() for array in row[1:])]
    for name, value in columns.items():
        row[at[name]] = value(row[at[name]]) if callable(value) else value
    return row


def with_pixel(row, column, value):
    def put(array):
        array[row, column] = value(array[row, column]) if callable(value) else value
        return array
    return put


def plant(base, more, other):
    """-> (the changed rows, {(place in a, place in b): what diff is to say}); other has hu_array by another method"""
    rows = [(i, row, {}) for i, row in enumerate(base)]

    def change(i, what, **columns):
        rows[i] = (i, changed(rows[i][1], **columns), {**rows[i][2], **what})

    def relabel(i):
        label = next(name for name in ("LR3", "LR4A") if name != base[i][0])
        change(i, {"relabelled": [base[i][0], label]}, label1=label)

    def add_pixel(i):
        # A pixel of the lesion's background.
        r, c = np.argwhere(rows[i][1][1] == 0)[1234]
        pixels = int(base[i][1].sum())
        change(i, {"mask_changed": [1, 0, 2 * pixels / (2 * pixels + 1)]}, mask=with_pixel(r, c, 1))

    def method(i):
        change(i, {"hu_array_changed": ["published", "two-largest" if other is None else "refined"]}, hu_array=other[i][2])

    for i in (10, 150, 299):
        relabel(i)
    lesions = [i for i, row in enumerate(base) if row[1].sum() > 3]
    add_pixel(20)
    add_pixel(160)
    i = next(i for i in lesions if i > 170)
    r, c = np.argwhere(base[i][1])[0]
    pixels = int(base[i][1].sum())
    change(i, {"mask_changed": [0, 1, 2 * (pixels - 1) / (2 * pixels - 1)]}, mask=with_pixel(r, c, 0))
    i = next(i for i in lesions if i > 240)
    change(i, {"mask_changed": [0, int(base[i][1].sum()), 0.0]}, mask=np.zeros_like)
    differs = [i for i in range(30, 140) if (other[i][2] != base[i][2]).any()][:2]
    for i in differs:
        method(i)
    change(145, {"hu_array_changed": [None, "raw"]}, hu_array=base[145][3])
    for i in (60, 190):
        change(i, {"hu_changed": 1.0}, hu_array_old=with_pixel(85, 85, lambda hu: hu + 1))
    # The changed pixel lies in the lung, so hu_array has it too.
    r, c = np.argwhere(base[200][2] != 0)[0]
    one = with_pixel(r, c, lambda hu: hu + 1)
    change(200, {"hu_changed": 1.0, "hu_array_changed": None}, hu_array=one, hu_array_old=one)
    # Several at once.
    relabel(210)
    add_pixel(210)
    change(220, {"hu_changed": 1.0}, hu_array_old=with_pixel(100, 100, lambda hu: hu - 1))
    relabel(220)

    expected = {}
    gone = {50, 51, 260}
    moved = {80: 270, 230: 5}
    relabel(230)
    left = [row for row in rows if row[0] not in gone and row[0] not in moved]
    places = {}
    for i, before in sorted(moved.items(), key=lambda pair: -pair[1]):
        at = next(k for k, row in enumerate(left) if row[0] >= before)
        left.insert(at, (i, rows[i][1], {**rows[i][2], "moved": True}))
    # New rows, and copies of rows: one before its original, one with another label.
    left.insert(100, ("new", more[0], {}))
    left.append(("new", more[1], {}))
    left.append(("copy of 15", changed(base[15]), {}))
    left.insert(next(k for k, row in enumerate(left) if row[0] == 120), ("copy of 130", changed(base[130]), {}))
    left.insert(0, ("copy of 140", changed(base[140], label1="LR4X"), {}))
    places.update({row[0]: k for k, row in enumerate(left) if isinstance(row[0], int)})
    for k, (i, _, what) in enumerate(left):
        if isinstance(i, int) and what:
            expected[i, k] = what
        elif isinstance(i, str):
            expected[None, k] = {"added": f"b:{places[int(i[8:])]}" if i.startswith("copy") else None}
    for i in gone:
        expected[i, None] = {"removed": None}
    return [row for _, row, _ in left], expected


def as_planted(change, a="a", b="b"):
    """A change of the document in the form of the plan."""
    found = {}
    for kind in change["kinds"]:
        found[kind] = {
            "moved": True,
            "relabelled": change["label"],
            "mask_changed": [change["pixels_added"], change["pixels_removed"], change["dice"]],
            "hu_array_changed": list(change["method"] or []),
            "hu_changed": change["largest_difference"],
            "added": change["duplicate_of"],
            "removed": change["duplicate_of"],
        }[kind]
    place = lambda name, stem: None if name is None else int(name.removeprefix(f"{stem}:"))
    return (place(change["a"], a), place(change["b"], b)), found


def mirrored(change):
    swap = {"added": "removed", "removed": "added"}
    return {
        **change,
        "a": change["b"],
        "b": change["a"],
        "kinds": [swap.get(kind, kind) for kind in change["kinds"]],
        "label": change["label"][::-1],
        "pixels_added": change["pixels_removed"],
        "pixels_removed": change["pixels_added"],
        "method": change["method"] and change["method"][::-1],
    }


def in_order(changes):
    return sorted(changes, key=lambda change: (change["a"] or "", change["b"] or ""))


def check_planted(base, more, other):
    rows, expected = plant(base, more, other)
    write(base, "a.pkl")
    write(rows, "b.pkl")
    document, code = diff("a.pkl", "b.pkl")
    check.equal("exit of a changed set", code, 1)
    check.equal("schema", document["schema"], "lungseg/diff/1")
    check.equal("rows", document["rows"], {"a": ROWS, "b": len(rows)})
    found = dict(as_planted(change) for change in document["changes"])
    for place, what in found.items():
        # The method of a hu_array that was made by hand is what inspect's own check says; here it is another one.
        for kind in what:
            if kind == "hu_array_changed" and place in expected and expected[place].get(kind, 0) is None:
                what[kind] = None
            elif kind == "hu_array_changed" and place in expected and expected[place].get(kind) and expected[place][kind][0] is None:
                what[kind][0] = None
    for place in sorted(expected.keys() | found.keys(), key=str):
        check.equal(f"row {place}", found.get(place), expected.get(place))
    counts = {kind: sum(kind in what for what in expected.values()) for kind in KINDS}
    counts["same"] = ROWS - sum(a is not None for a, _ in expected)
    check.equal("kinds", document["kinds"], counts)
    likeness = [change["likeness"] for change in document["changes"] if "hu_changed" in change["kinds"]]
    check.true("likeness of changed slices", likeness and all(0.99 < score <= 1 for score in likeness))

    back, code = diff("b.pkl", "a.pkl")
    check.equal("exit of the mirrored comparison", code, 1)
    check.equal("mirrored changes", in_order(back["changes"]), in_order(map(mirrored, document["changes"])))
    single, _ = diff("a.pkl", "b.pkl", "--jobs", "1")
    check.equal("on one thread", single, document)
    return document


def check_shuffled(base):
    """Every order: as few rows moved as there can be, and the others in order."""
    for seed in range(3):
        rng = np.random.default_rng(seed)
        order = rng.permutation(ROWS) if seed else np.r_[0:50, 250:300, 50:250]
        write([base[i] for i in order], "b.pkl")
        document, code = diff("a.pkl", "b.pkl")
        run_ends = []
        for i in order:
            at = bisect.bisect_left(run_ends, i)
            run_ends[at:at + 1] = [i]
        check.equal(f"moved rows of order {seed}", document["kinds"]["moved"], ROWS - len(run_ends))
        check.equal(f"exit of order {seed}", code, 0)
        moved = {as_planted(change)[0][0] for change in document["changes"]}
        kept = [i for i in order if i not in moved]
        check.equal(f"rows left in order {seed}", kept, sorted(kept))
        back, _ = diff("b.pkl", "a.pkl")
        check.equal(f"mirrored order {seed}", in_order(back["changes"]), in_order(map(mirrored, document["changes"])))


def check_formats(base):
    """A set through each format is the same, over the columns that the format holds."""
    few = base[::5]
    write(few, "few.pkl")
    for name, (output, options, reading, columns) in FORMATS.items():
        run("convert", "few.pkl", "-o", output.split("/")[0], "--to", name, *options, "-q", ok=(0, 2))
        _, why, code = run("inspect", output, ok=(0, 1, 2, 3))
        if code and name == "hdf5":
            print(f"the native build writes no HDF5: {why.strip()[:100]}")
            continue
        document, code = diff("few.pkl", output, *reading)
        check.equal(f"{name}: exit", code, 0)
        check.equal(f"{name}: rows that are the same", document["kinds"]["same"], len(few))
        check.equal(f"{name}: changes", document["changes"], [])
        if columns:
            check.equal(f"{name}: columns", document["columns"]["compared"], columns)
        check.true(f"{name}: mask is compared", "mask" in document["columns"]["compared"] or columns)
    # Other types and orders of the same values; signed zeros are zeros.
    write([[row[0], row[1].astype(bool), np.asfortranarray(row[2] + 0.0), row[3].astype(np.int16)] for row in few], "typed.pkl")
    document, code = diff("few.pkl", "typed.pkl")
    check.equal("other types", (code, document["kinds"]["same"]), (0, len(few)))
    write([[row[0], row[1] * 255, row[2].astype(np.float32), row[3].astype(">i4")] for row in few], "typed.pkl")
    pd.read_pickle("typed.pkl").assign(mask=lambda frame: [array.astype(np.int16) * -1 for array in frame["mask"]]).to_pickle("typed.pkl")
    document, code = diff("few.pkl", "typed.pkl")
    check.equal("masks of another value", (code, document["kinds"]["same"]), (0, len(few)))
    return few


def check_options(base, planted):
    plant_code = lambda *options: diff("a.pkl", "b.pkl", *options)[1]
    write(base, "b.pkl")
    check.equal("a set against a copy", plant_code(), 0)
    write([changed(base[0], label1="LR4X"), *base[2:], base[1]], "b.pkl")
    check.equal("exit by kind", [plant_code("--fail-on", kinds) for kinds in ("never", "moved", "relabelled,added", "added", "same")],
                [0, 1, 1, 0, 1])
    document, code = diff("a.pkl", "b.pkl", "--rows", "a:5..14,b:4..13")
    check.equal("chosen rows", (document["rows"], document["kinds"]["same"], code), ({"a": 10, "b": 10}, 10, 0))
    _, why, code = run("diff", "a.pkl", "b.pkl", "--rows", "0..9", ok=(2,))
    check.true("rows of one input alone", "no row of b is chosen" in why)
    run("diff", "a.pkl", "b.pkl", "-q", "--csv", "changes.csv", ok=(1,))
    table = pd.read_csv("changes.csv")
    check.equal("CSV", table[["a", "b", "kinds"]].values.tolist(), [["a:0", "b:0", "relabelled"], ["a:1", f"b:{ROWS - 1}", "moved"]])
    frame = pd.read_pickle("a.pkl").drop(columns="hu_array").assign(patient="p")
    frame.to_pickle("b.pkl")
    document, code = diff("a.pkl", "b.pkl")
    check.equal("columns", document["columns"], {"compared": ["label1", "mask", "hu_array_old"], "only_a": ["hu_array"],
                                                  "only_b": ["patient"], "others": []})
    check.equal("without a column", (code, document["kinds"]["same"]), (0, ROWS))
    # Two classes, of which one is the lesion.
    write([changed(row, mask=with_pixel(0, 0, 2)) for row in base[:20]], "b.pkl")
    write(base[:20], "a.pkl")
    _, why, _ = run("diff", "a.pkl", "b.pkl", ok=(3,))
    check.true("several classes", "--lesion" in why)
    document, code = diff("a.pkl", "b.pkl", "--lesion", "1")
    check.equal("the chosen class", (code, document["kinds"]["same"]), (0, 20))
    run("diff", "a.pkl", "b.pkl", "--lesion", "all", "-q", "-o", "sheet.png", ok=(1,))
    check.true("sheet", pathlib.Path("sheet.png").read_bytes()[:4] == b"\x89PNG")
    _, why, _ = run("diff", "a.pkl", ok=(2,))
    check.true("one input", "two versions" in why)


def check_story():
    """The story of docs/versions.md, each command word for word, with the phantom as the published set."""
    story = (pathlib.Path(__file__).resolve().parents[3] / "docs/versions.md").read_text().split("## A story")[1].split("\n## ")[0]
    commands = [line for block in story.split("```")[1::2] for line in block.strip().splitlines()] + re.findall(r"`(lungseg [^`]+)`", story)
    ends = dict.fromkeys(commands, 0)
    ends["lungseg diff lung_cancer_train.pkl clean1.pkl --csv clean1.csv"] = ends["lungseg diff clean1.pkl clean2.pkl -o corrected.png --csv corrected.csv"] = 1
    check.equal("commands of the story", len(ends), len(commands))
    run("demo", "-o", "lung_cancer_train.pkl", "--rows", "24", "--seed", "2", "-q")
    for command, code in ends.items():
        if "clean2.pkl" in command and not pathlib.Path("clean2.pkl").exists():
            frame = pd.read_pickle("clean1.pkl")
            frame.at[frame.index[1], "mask"] = with_corner(frame["mask"].iloc[1])
            frame.to_pickle("clean2.pkl")
        check.equal(command, run(*shlex.split(command)[1:], ok=range(5))[2], code)
    published, clean = pd.read_pickle("lung_cancer_train.pkl"), pd.read_pickle("clean1.pkl")
    kept = published[[not mask.any() or hu[mask != 0].astype(bool).mean() >= 0.5 for mask, hu in zip(published["mask"], published["hu_array"])]]
    areas = [(before == after).all() for before, after in zip(kept["hu_array"], clean["hu_array"], strict=True)]
    kinds = pd.read_csv("clean1.csv").kinds.value_counts().to_dict()
    check.true("the phantom has rows to leave out", len(kept) < len(published))
    check.equal("first cleaning", kinds, {"hu_array_changed": areas.count(False), "removed": len(published) - len(kept)})
    check.equal("second cleaning", pd.read_csv("corrected.csv")[["kinds", "pixels_added"]].values.tolist(), [["mask_changed", 4]])


def with_corner(mask):
    mask = mask.copy()
    mask[:2, :2] = 1
    return mask


def main():
    base, more = varied(phantoms(41, ROWS // 3)), phantoms(4141, 2)
    write(base, "a.pkl")
    run("threshold", "a.pkl", "-o", "refined.pkl", "--method", "refined", "-q")
    run("threshold", "a.pkl", "-o", "published.pkl", "--method", "published", "-q")
    rows = lambda path: [list(row) for row in pd.read_pickle(path).itertuples(index=False)]
    base = rows("published.pkl")
    other = rows("refined.pkl")
    planted = check_planted(base, more, other)
    check_shuffled(base)
    check_formats(base)
    check_options(base, planted)
    check_story()


try:
    main()
finally:
    os.chdir("/")
    shutil.rmtree(work, ignore_errors=True)
check.done()

#!/usr/bin/env python3
"""Rows of the module against pandas, and what it makes of them against `convert`. Runs in an environment with the wheel, pandas and Pillow.

LUNGSEG_BIN is the program. Where LUNGSEG_SHARED points at the project's outside data, files of other pandas versions are read as well; with --full FOLDER files of full size.
"""
import csv
import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from check_inspect import FULL_SIZE, frames
from lungseg_peer import ARRAY_COLUMNS, BIN, SHARED, Check, digest, run

import lungseg
import lungseg._tool

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
SAMPLE = os.path.join(ROOT, "samples", "demo.pkl.gz")
PROPERTIES = {"mask": "mask", "hu_array": "hu", "hu_array_old": "hu_old"}
check = Check("python module")


def refusal(call):
    """Exit code and message of the error that a call raises."""
    try:
        call()
    except lungseg.Error as error:
        return error.exit_code, str(error)
    return None, "nothing was raised"


def refused(what, code, words, call):
    found, message = refusal(call)
    check.true(f"{what}: exit {found}, {message!r}; expected {code} and {words!r}", found == code and words in message)


def compare(name, ds, frame, mapped=True):
    """Every cell; of mapped files that arrays are views, in the type and order that pandas gives."""
    check.equal(f"{name}: rows", len(ds), len(frame))
    if "label1" in frame:
        check.equal(f"{name}: labels", ds.labels, [label if isinstance(label, str) else None for label in frame["label1"]])
    for i, row in enumerate(ds):
        for column in ARRAY_COLUMNS:
            if column not in frame:
                check.equal(f"{name}: {row.name} {column}", getattr(row, PROPERTIES[column]), None)
                continue
            found, expected = getattr(row, PROPERTIES[column]), frame[column].iloc[i]
            same = found.shape == expected.shape and found.dtype.newbyteorder("=") == expected.dtype.newbyteorder("=") and np.array_equal(found, expected, equal_nan=found.dtype.kind == "f")
            if mapped:
                same &= not found.flags.owndata and not found.flags.writeable and (found.flags.c_contiguous, found.flags.f_contiguous) == (expected.flags.c_contiguous, expected.flags.f_contiguous)
            check.true(f"{name}: {row.name} {column}", same)


def check_frames(folder):
    for (name, frame), protocol in itertools.product(frames(), range(2, 6)):
        path = f"{folder}/frame.pkl"
        frame.to_pickle(path, protocol=protocol)
        ds = lungseg.open(path, cache=f"{folder}/cache")
        # Protocol 2 writes bytes as text, which pandas numpy arrays of views are as well where they are copied.
        compare(f"{name} p{protocol}", ds, pd.read_pickle(path), mapped=protocol > 2)
        others = [column for column in frame if column not in (*ARRAY_COLUMNS, "label1")]
        for column in others:
            expected = [None if value is pd.NA or value is None else str(value.date()) if isinstance(value, pd.Timestamp) else value for value in frame[column]]
            check.equal(f"{name} p{protocol}: {column}", [row.extra[column] for row in ds], expected)
        if name == "shared" and protocol > 2:
            check.true("one object in two columns is one view", np.shares_memory(ds[1].hu, ds[1].hu_old))
        if name == "big endian" and protocol > 2:
            check.equal(f"p{protocol}: byte order", ds[0].hu_old.dtype.str, ">f8")


def check_packings(folder):
    frame = dict(frames())["dict"]
    for suffix in ("gz", "bz2", "xz", "zip"):
        path = f"{folder}/packed.pkl.{suffix}"
        frame.to_pickle(path)
        compare(suffix, lungseg.open(path, cache=f"{folder}/cache"), frame, mapped=False)
    np.save(f"{folder}/stack.npy", np.stack(list(frame["hu_array_old"])))
    np.savez_compressed(f"{folder}/set.npz", **{column: np.stack(list(frame[column])) for column in ARRAY_COLUMNS}, label1=np.array(frame["label1"], dtype=str))
    compare("npy", lungseg.open(f"{folder}/stack.npy", cache=f"{folder}/cache"), frame[["hu_array_old"]])
    compare("npz", lungseg.open(f"{folder}/set.npz", cache=f"{folder}/cache"), frame, mapped=False)
    run("convert", f"{folder}/set.npz", "-o", f"{folder}/nifti", "--to", "nnunet", "--quiet")
    nnunet = lungseg.open(f"{folder}/nifti/Dataset501_LungSeg", cache=f"{folder}/cache")
    for row, hu in zip(nnunet, frame["hu_array_old"]):
        check.true(f"nnunet: {row.name}", np.array_equal(row.hu_old, hu))
    refused("a copy that is not allowed", 4, "cache=False", lambda: lungseg.open(f"{folder}/packed.pkl.gz", cache=False)[0].hu)


def check_ids(folder):
    frame = dict(frames())["dict"].assign(patient_id=[1, 1, 2, 2, 3], sop_uid=["1.2", "1.3", None, "", "2.0"], site=list("aabbc"))
    frame.to_pickle(f"{folder}/ids.pkl")
    ds = lungseg.open(f"{folder}/ids.pkl", cache=False)
    check.equal("ids", [row.ids for row in ds], [{"patient_id": str(p), "sop_uid": s} for p, s in zip([1, 1, 2, 2, 3], ["1.2", "1.3", None, None, "2"])])
    check.equal("extra", [row.extra for row in ds], [{"site": site} for site in "aabbc"])
    check.equal("where, a column", ds.where(site=["a", "c"], patient_id="1").names, ["ids:0", "ids:1"])
    refused("where, no such column", 2, "patient_id, sit", lambda: ds.where(age=3))


def check_bad_cells(folder):
    frame = dict(frames())["dict"]
    frame.at[1, "mask"], frame.at[2, "hu_array"], frame.at[3, "label1"] = "no mask", None, 3.5j
    frame.to_pickle(f"{folder}/cells.pkl")
    ds = lungseg.open(f"{folder}/cells.pkl", cache=False)
    refused("a text for a mask", 3, "cells:1, column mask", lambda: ds[1].mask)
    refused("training on it", 3, "cells:1, column mask", lambda: ds.to_arrays())
    check.equal("a missing array", ds[2].hu, None)
    refused("an image that is missing", 3, "row cells:2 has no hu_array; choose rows that do, or image='hu_array_old'", lambda: ds[2:3].to_arrays("hu_array"))
    refused("a label that is none", 3, "cells:3, column label1", lambda: ds[3].label)
    with open(f"{folder}/cells.pkl", "rb") as stream:
        data = stream.read()
    with open(f"{folder}/cut.pkl", "wb") as stream:
        stream.write(data[:len(data) // 2])
    refused("a cut file", 3, "(at byte", lambda: lungseg.open(f"{folder}/cut.pkl"))
    refused("a missing file", 3, "No such file", lambda: lungseg.open(f"{folder}/none.pkl"))


def check_index(folder):
    """Kept by size, time and inode; a file that changes is noticed."""
    path, other = f"{folder}/index.pkl", f"{folder}/other.pkl"
    one, two = frames_of(3), frames_of(4)
    one.to_pickle(path)
    two.to_pickle(other)
    calls, original = [], subprocess.run
    lungseg._tool.subprocess.run = lambda *words, **options: calls.append(words) or original(*words, **options)
    try:
        cache = f"{folder}/index-cache"
        first = lungseg.open(path, cache=cache)
        again = lungseg.open(path, cache=cache)
        check.equal("runs of the tool for one file opened twice", len(calls), 1)
        compare("from the kept index", again, one)
        lungseg.open(path, options=["--lesion", "1"], cache=cache)
        lungseg.open(path, other, cache=cache)
        check.equal("other options and other inputs are indexed anew", len(calls), 3)
        lungseg.open(path, cache=False)
        check.equal("cache=False", len(calls), 4)
        view = again[0].hu_old
        before = view.copy()
        os.replace(other, path)
        refused("a file that was replaced", 3, "has changed", lambda: first[0].hu_old)
        refused("a worker that opens it late", 3, "has changed", lambda: again[0].mask)
        check.true("what was mapped stays what it was", np.array_equal(view, before))
        compare("opened again", lungseg.open(path, cache=cache), two)
        check.equal("a changed file is indexed anew", len(calls), 5)
        status = os.stat(path)
        with open(path, "r+b") as stream:
            stream.seek(status.st_size - 1)
            stream.write(b".")
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
        lungseg.open(path, cache=cache)
        check.equal("a nanosecond is a change", len(calls), 6)
        for name in os.listdir(cache):
            with open(f"{cache}/{name}", "w", encoding="utf-8") as stream:
                stream.write("{")
        compare("a damaged index is made anew", lungseg.open(path, cache=cache), two)
        os.chmod(cache, 0o500)
        compare("a cache that cannot be written", lungseg.open(path, cache=f"{cache}/below"), two)
        os.chmod(cache, 0o700)
    finally:
        lungseg._tool.subprocess.run = original


def frames_of(rows, side=40):
    rng = np.random.default_rng(rows)
    return pd.DataFrame({
        "label1": [["LR2", "LR3", "LR4A"][i % 3] for i in range(rows)], "mask": [(rng.random((side, side)) < .1).astype(np.int8) for _ in range(rows)],
        "hu_array_old": [rng.integers(-1000, 900, (side, side)).astype(float) for _ in range(rows)],
    })


def hard_rows():
    """Slices on which a definition could differ: padding in a circle, in corners, too small, not there; no squares; fractions; NaN; big endian; Fortran order."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:128, :128]
    outside = (y - 63.5) ** 2 + (x - 63.5) ** 2 > 64 ** 2
    hu = [rng.integers(-1000, 1200, (128, 128)).astype(float) for _ in range(8)]
    hu[0][outside] = -2048
    hu[1][:9, :9] = -3024
    hu[2][:7, :9] = -3024
    hu[3] += rng.random((128, 128))
    hu[3][outside] = -1024
    hu[4][:, 0::2] = -2000
    hu[4][0] = -2000
    hu[5][outside] = -2048
    hu[5][60:64, 60:70] = np.nan
    hu[6][30:50, 20:60], hu[6][0, 0] = np.inf, -np.inf
    hu[7][np.abs(y - x) < 20] = -1500
    shapes = [rng.integers(-1100, 900, shape).astype(float) for shape in ((128, 100), (90, 128))]
    shapes[1][:, 100:] = -2048
    everything = [*hu, *shapes]
    mask = [(rng.random(values.shape) < .02).astype(np.int8) for values in everything]
    mask[2][:] = 0
    kept = [np.where(rng.random(values.shape) < .5, 1, 0) * np.nan_to_num(values, posinf=5, neginf=-5) for values in everything]
    frame = pd.DataFrame({"label1": ["LR2", "LR3", "LR4A", "4b", "other", None, "LR4X", "LR2", "LR3", "LR0"], "mask": mask, "hu_array": kept, "hu_array_old": everything})
    frame.at[0, "hu_array_old"] = frame.at[0, "hu_array_old"].astype(">f8")
    frame.at[1, "hu_array_old"] = np.asfortranarray(frame.at[1, "hu_array_old"])
    frame.at[7, "hu_array_old"] = frame.at[7, "hu_array_old"].astype(np.int16)
    return frame


def converted(source, folder, *options):
    run("convert", source, "-o", f"{folder}/out", "--to", "npy", "--force", "--quiet", *options)
    with open(f"{folder}/out/labels.csv", newline="", encoding="utf-8") as stream:
        numbers = [int(line["class_id"]) if line["class_id"] else -1 for line in csv.DictReader(stream)]
    return np.load(f"{folder}/out/X.npy"), np.load(f"{folder}/out/y.npy"), numbers


def check_transforms(folder):
    hard_rows().to_pickle(f"{folder}/hard.pkl")
    sources = [SAMPLE, f"{folder}/hard.pkl"]
    if SHARED:
        stack = [np.load(f"{SHARED}/data/hu/{name}") for name in sorted(os.listdir(f"{SHARED}/data/hu")) if name.endswith(".npy")][:6]
        pd.DataFrame({"label1": ["LR2"] * len(stack), "hu_array_old": [hu.astype(float) for hu in stack]}).to_pickle(f"{folder}/real.pkl")
        sources.append(f"{folder}/real.pkl")
    for source in sources:
        ds = lungseg.open(source, cache=f"{folder}/cache")
        images = ["hu_array_old", "hu_array"] if ds[0].hu is not None else ["hu_array_old"]
        for image, window, size, resample in [*itertools.product(images, [None, "lung", "-160..240"], [64, 100, 224], ["area"]), (images[-1], "bone", 96, "lanczos"), (images[0], None, 300, "lanczos")]:
            options = ["--image", image, "--size", size, "--resample", resample, *(["--window", window] if window else ["--dtype", "float64"])]
            X, y, labels = converted(source, folder, *options)
            found = ds.to_arrays(image, window, size, resample)
            what = f"{os.path.basename(source)} {image} {window} {size} {resample}"
            check.true(f"{what}: images", np.array_equal(found.X, X.astype(found.X.dtype), equal_nan=window is None))
            check.true(f"{what}: masks", np.array_equal(found.y, y))
            check.equal(f"{what}: labels", found.labels.tolist(), labels)
    ds = lungseg.open(SAMPLE, cache=f"{folder}/cache")
    X, y, _ = converted(SAMPLE, folder, "--window", "mediastinum")
    found = ds.to_arrays(window="mediastinum")
    check.true("as it is, windowed", np.array_equal(found.X, X) and np.array_equal(found.y, y))
    run("convert", SAMPLE, "-o", f"{folder}/out.npz", "--size", 200, "--force", "--quiet")
    with np.load(f"{folder}/out.npz") as npz:
        check.true("npz of another size", np.array_equal(ds.to_arrays("hu_array", size=200).X, npz["hu_array"].astype(np.float32)))
    refused("slices of several sizes", 2, "give a size", lambda: lungseg.open(f"{folder}/hard.pkl", cache=False).to_arrays())
    refused("too large", 2, "most_bytes is 1000", lambda: ds.to_arrays(most_bytes=1000))
    for what, options in (("image", {"image": "hu"}), ("window", {"window": "150..-1350"}), ("resample", {"resample": "cubic"}), ("size", {"size": 0})):
        refused(what, 2, what, lambda options=options: ds.to_arrays(**options))


def check_lesions(folder):
    frame = frames_of(4)
    frame.at[2, "mask"] = frame.at[2, "mask"] * 2
    frame.to_pickle(f"{folder}/classes.pkl")
    ds = lungseg.open(f"{folder}/classes.pkl", cache=f"{folder}/cache")
    refused("masks of several classes", 3, "lesion=", lambda: ds.to_arrays())
    X, y, _ = converted(f"{folder}/classes.pkl", folder, "--lesion", "2")
    check.true("one class", np.array_equal(ds.to_arrays(lesion=2).y, y))
    chosen = lungseg.open(f"{folder}/classes.pkl", options=["--lesion", "2"], cache=f"{folder}/cache")
    check.true("the same by an option of the tool", np.array_equal(chosen.to_arrays().y, y))


def check_labels(folder):
    ds = lungseg.open(f"{folder}/hard.pkl", cache=f"{folder}/cache")
    for text, given in (("LR2=0,LR3..=1", {"LR2": 0, "LR3..": 1}), ("LR3..LR4A=7,4b=2", {"LR3..LR4A": 7, "4b": 2}), ("..LR2=low,LR4A..=high", {"..LR2": "low", "LR4A..": "high"})):
        _, _, numbers = converted(f"{folder}/hard.pkl", folder, "--label-map", text, "--size", 16)
        check.equal(text, ds.to_arrays(size=16, label_map=given).labels.tolist(), numbers)
        check.equal(f"{text} as text", ds.to_arrays(size=16, label_map=text).labels.tolist(), numbers)
    for text, words in (("LR2=0,LR2..=1", "twice"), ("LR9=1", "not a Lung-RADS class"), ("LR2", "not a class and its name"), ("LR3..LR2=1", "ends before"), ("", "no class")):
        refused(text, 2, words, lambda text=text: ds.label_map(text))
    for label in ("LR4A", "4b", "LR2,LR-3", "other", "LR4X"):
        rows = [json.loads(line)["row"] for line in run("inspect", "--jsonl", f"{folder}/hard.pkl", "--label", label)[0].splitlines()]
        check.equal(f"where label {label}", ds.where(label=label.split(",")).names, rows)
    refused("where, no such label", 2, "no row has the label 'LR9'", lambda: ds.where(label="LR9"))


def check_choosing(folder):
    ds = lungseg.open(SAMPLE, cache=f"{folder}/cache")

    def rows(*options):
        return [json.loads(line)["row"] for line in run("inspect", "--jsonl", SAMPLE, *options)[0].splitlines()]

    check.equal("without", ds.without("lesion-lost", "LS030").names, rows("--without", "lesion-lost,LS030"))
    check.equal("where", ds.where("lesion_px>100 or class==LR2").names, rows("--where", "lesion_px>100 or class==LR2"))
    some = ds.where("lesion_px>100", label="LR4B")
    check.equal("both", some.names, rows("--where", "lesion_px>100", "--label", "LR4B"))
    check.equal("slice, name, names", (ds[2:4].names, ds["demo:3"].index, ds[["demo:3", "demo:1", -1]].names), (["demo:2", "demo:3"], 3, ["demo:3", "demo:1", "demo:11"]))
    check.true("a row is itself", ds[3] == ds["demo:3"] and ds[3] in ds[2:4] and ds[3] not in ds[4:] and len({ds[3], ds["demo:3"]}) == 1)
    check.equal("what is public", sorted(lungseg.__all__), sorted(lungseg._WHERE))
    refused("no such row", 2, "'demo:12'", lambda: ds["demo:12"])
    check.equal("stats", ds.stats(), [json.loads(line) for line in run("stats", "--jsonl", SAMPLE)[0].splitlines()])
    names = some.names
    check.equal("stats of some", [line["row"] for line in some.stats()], names)
    by = json.loads(run("stats", "--json", SAMPLE)[0])["by"]
    table = ds.stats(by="label")
    check.equal("stats by label", [(line["label"], line["rows"], line["hu_mean"], line["lesion_pixels_median"]) for line in table], [(name, one["rows"], one["hu"]["mean"], one["lesion"]["pixels"]["median"]) for name, one in by.items()])
    check.equal("a frame", (list(table.frame()["label"]), table.frame()["rows"].sum()), (list(by), 12))
    found = ds.validate("--fail-on", "note")
    document = json.loads(run("validate", "--json", SAMPLE, "--fail-on", "note", ok=(1,))[0])
    check.equal("validate", (list(found), found.findings, found.exit_code), (document["findings"], True, 1))
    check.equal("validate, a frame", list(found.frame()["rule"]), [one["rule"] for one in document["findings"]])
    picture = subprocess.run([BIN, "inspect", "--show", "demo:3", "-o", f"{folder}/row.png", SAMPLE], check=True)
    with open(f"{folder}/row.png", "rb") as stream:
        check.true("the picture of a row", ds[3]._repr_png_() == stream.read() and picture.returncode == 0)
    check.true("html", "<td>LR4A</td><td>3</td>" in ds._repr_html_())


def check_runs(folder):
    found = lungseg.run("stats", "--json", SAMPLE)
    check.equal("run", (found["rows"], found.exit_code, found.findings), (12, 0, False))
    found = lungseg.run("validate", "--json", SAMPLE, "--fail-on", "note")
    check.equal("run with findings", (found["schema"], found.exit_code, found.findings), ("lungseg/validate/1", 1, True))
    check.equal("lines", [line["row"] for line in lungseg.run("inspect", "--jsonl", SAMPLE, "--rows", "@-", input="demo:3\n")], ["demo:3"])
    check.true("text", lungseg.run("--version").startswith(lungseg.__version__))
    refused("wrong use", 2, "--nonsense", lambda: lungseg.run("inspect", "--nonsense"))
    refused("bad input", 3, "missing.pkl", lambda: lungseg.run("inspect", f"{folder}/missing.pkl"))
    refused("HDF5 of the native build", 2, "HDF5", lambda: lungseg.run("convert", SAMPLE, "-o", f"{folder}/x.h5"))


def check_settings(folder):
    """lungseg.toml holds only where it is asked for."""
    os.makedirs(f"{folder}/project")
    frames_of(6).to_pickle(f"{folder}/project/set.pkl")
    with open(f"{folder}/project/lungseg.toml", "w", encoding="utf-8") as stream:
        stream.write('[options]\nwhere = "class==LR2"\n')
    before = os.getcwd()
    os.chdir(f"{folder}/project")
    try:
        check.equal("settings", [len(lungseg.open("set.pkl", settings=settings, cache=f"{folder}/cache")) for settings in (False, True)], [6, 2])
    finally:
        os.chdir(before)


def check_splits(folder):
    run("demo", "-o", f"{folder}/s.pkl", "--rows", "24", "--side", "128", "--quiet", "--force")
    ds = lungseg.open(f"{folder}/s.pkl", cache=f"{folder}/cache")
    for name in ("folds.csv", "folds.json", "splits_final.json"):
        run("split", f"{folder}/s.pkl", "-o", f"{folder}/{name}", "--folds", "3", "--quiet", "--force")
        split = ds.split(f"{folder}/{name}")
        check.equal(f"{name}: folds", split.folds, 3)
        for k in range(3):
            fold = split.fold(k)
            check.equal(f"{name}: fold {k} is whole", sorted(fold.train.names + fold.val.names), sorted(ds.names))
            if name == "folds.csv":
                with open(f"{folder}/{name}", newline="", encoding="utf-8") as stream:
                    expected = [line["row"] for line in csv.DictReader(stream) if line["fold"] == str(k)]
                check.equal(f"{name}: fold {k}", sorted(fold.val.names), sorted(expected))
    refused("no such fold", 2, "3 folds", lambda: split.fold(3))
    run("split", f"{folder}/s.pkl", "-o", f"{folder}/parts.csv", "--quiet", "--force")
    split = ds.split(f"{folder}/parts.csv")
    with open(f"{folder}/parts.csv", newline="", encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream))
    for part in ("train", "val", "test"):
        check.equal(f"part {part}", sorted(getattr(split, part).names), sorted(line["row"] for line in lines if line["part"] == part))
    refused("no such part", 2, "'dropped'", lambda: split["dropped"])
    calls, original = [], subprocess.run
    lungseg._tool.subprocess.run = lambda *words, **options: calls.append(words) or original(*words, **options)
    try:
        lungseg.open(f"{folder}/s.pkl", cache=f"{folder}/cache").split(f"{folder}/parts.csv")
    finally:
        lungseg._tool.subprocess.run = original
    check.equal("keys are compared once", len(calls), 0)
    part = ds.without("lesion-lost").split(f"{folder}/parts.csv")
    check.true("a part of the rows", set(part.train.names) <= set(split.train.names))
    check.equal("classes of what is chosen", ds.where(label="LR4B").label_map().names, ["LR4B"])
    check.equal("a part numbers classes as the whole does", split.val[:1].label_map().names, ["LR2", "LR3", "LR4A", "LR4B"])

    frame = pd.read_pickle(f"{folder}/s.pkl")
    frame.at[5, "hu_array_old"] = frame.at[5, "hu_array_old"] + 1
    os.makedirs(f"{folder}/changed")
    frame.to_pickle(f"{folder}/changed/s.pkl")
    changed = lungseg.open(f"{folder}/changed/s.pkl", cache=f"{folder}/cache")
    refused("a split of other slices", 3, "content key of row s:5", lambda: changed.split(f"{folder}/parts.csv"))
    os.link(f"{folder}/s.pkl", f"{folder}/renamed.pkl")
    renamed = lungseg.open(f"{folder}/renamed.pkl", cache=f"{folder}/cache")
    refused("a renamed file", 2, "under other names", lambda: renamed.split(f"{folder}/parts.csv"))
    check.equal("by key", [name.replace("renamed", "s") for name in renamed.split(f"{folder}/parts.csv", by="key").val.names], split.val.names)


def check_outside_pickles(folder):
    with open(f"{SHARED}/data/pickles/expected.json", encoding="utf-8") as stream:
        expected = json.load(stream)
    for name, want in sorted(expected.items()):
        ds = lungseg.open(f"{SHARED}/data/pickles/{name}", cache=f"{folder}/cache")
        check.equal(f"{name}: rows", len(ds), want["rows"])
        for column, cells in want["cells"].items():
            for row, cell in zip(ds, cells):
                if column in PROPERTIES:
                    array = getattr(row, PROPERTIES[column])
                    check.equal(f"{name}: {row.name} {column}", (array.dtype.newbyteorder("=").str, list(array.shape), digest(array)), (np.dtype(cell["dtype"]).newbyteorder("=").str, cell["shape"], cell["sha256_c_order"]))
                elif column == "label1":
                    check.equal(f"{name}: {row.name} label", row.label, cell["value"])
                else:
                    value = {**row.extra, **row.ids}[column]
                    expected = cell.get("value", value)
                    check.equal(f"{name}: {row.name} {column}", value, str(pd.Timestamp(expected).date()) if column == "when" else expected)


def check_full_size(folder):
    for name in FULL_SIZE:
        path = os.path.join(folder, name)
        ds = lungseg.open(path, cache=False)
        compare(name, ds, pd.read_pickle(path))


def main():
    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory(prefix="lungseg-python-") as folder:
        for one in (check_frames, check_packings, check_ids, check_bad_cells, check_index, check_transforms, check_lesions, check_labels, check_choosing, check_runs, check_settings, check_splits):
            one(folder)
        if SHARED:
            check_outside_pickles(folder)
        else:
            print("skipped: files of other pandas versions (LUNGSEG_SHARED is not set)")
    if SHARED and "--full" in sys.argv:
        check_full_size(sys.argv[sys.argv.index("--full") + 1])
    check.done()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares the further columns of `lungseg convert`'s outputs with the frame they came from: pandas, numpy, h5py, json and csv.

    LUNGSEG_BIN=PATH /usr/bin/python3 tests/interop/convert/check_columns.py

The frames are those of make_column_fixtures.py. In a pickle, a column has the dtype and the values of its source; the others hold what
docs/formats.md says.
"""
import csv
import json
import os
import pathlib
import pickle
import subprocess
import sys
import tarfile
import tempfile

import h5py
import numpy as np
import pandas as pd

import make_column_fixtures as fixtures

TOOL = os.environ["LUNGSEG_BIN"]
# Types that a written pickle has in place of the source's, as docs/formats.md says.
OTHER_DTYPES = {"born": "datetime64[ns]", "seen": "datetime64[ns, UTC]", "sparse": "int64", "blocks": "float64"}
faults, checks = [], 0


def check(what, good, found=""):
    global checks
    checks += 1
    if not good:
        faults.append(f"{what}: {found!r}")


def run(*arguments, code=0):
    done = subprocess.run([TOOL, *map(str, arguments)], capture_output=True, text=True)
    check(f"exit of {' '.join(map(str, arguments))}", done.returncode == code, done.stderr)
    return done.stderr


def is_missing(value):
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, (float, np.floating)) and np.isnan(value))


def same(a, b):
    if is_missing(a) or is_missing(b):
        return is_missing(a) and is_missing(b)
    return type(a) is type(b) and a == b


def check_series(what, found, source, dtype):
    check(f"{what}: dtype", str(found.dtype) == dtype, str(found.dtype))
    if str(source.dtype) == "category" and dtype == "category":
        check(f"{what}: categories", list(found.cat.categories) == list(source.cat.categories) and found.cat.ordered == source.cat.ordered)
    for row, (a, b) in enumerate(zip(found, source)):
        if dtype == "datetime64[ns]" and not is_missing(b) or dtype == "datetime64[ns, UTC]" and not is_missing(b):
            b = pd.Timestamp(b)
        check(f"{what}, row {row}", same(a, b) or (str(source.dtype).startswith("Sparse") and float(a) == float(b)), (a, b))


def check_pickles(folder, frames):
    for name, frame in frames.items():
        for protocol in (4, 5) if name == "all" else (4,):
            output = folder / f"{name}_{protocol}.out.pkl"
            run("convert", folder / f"{name}.pkl", "-o", output, "--verify", "--protocol", protocol)
            found = pd.read_pickle(output)
            again = folder / f"{name}_{protocol}.again.pkl"
            run("convert", output, "-o", again, "--verify", "--protocol", protocol)
            check(f"{name}: written from itself", again.read_bytes() == output.read_bytes())
            for column in frame.columns:
                if column in ("path", "uid", "spread", "second", "period"):
                    check(f"{name}: {column} is left out", column not in found)
                elif column in ("mask", "hu_array", "hu_array_old"):
                    check(f"{name}: {column}", all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(found[column], frame[column])))
                elif column == "price":
                    check(f"{name}: decimals", [None if is_missing(v) else v for v in found[column]] == [0.1, None, 2.0, -1.5], list(found[column]))
                else:
                    check_series(f"{name}: {column}", found[column], frame[column], OTHER_DTYPES.get(column, str(frame[column].dtype)))


NPZ_DTYPES = {"site": "<U", "mixed": "<U", "none": "<U", "vendor": "<U", "stage": "<U", "packs": "int64", "full32": "int32", "biopsy": "bool", "flags": "bool", "objects": "int64", "grade": "int64", "reported": "datetime64[ns]", "in_utc": "datetime64[ns]"}


def plain(value):
    """A value of the frame as npz has it."""
    if isinstance(value, pd.Timestamp):
        return (value if value.tz is None else value.tz_convert("UTC").tz_localize(None)).to_datetime64()
    return value.to_timedelta64() if isinstance(value, pd.Timedelta) else value


def check_npz(folder, frame):
    notes = run("convert", folder / "all.pkl", "-o", folder / "all.npz", "--verify")
    check("npz: zones are noted", "reported" in notes and "in_utc" not in notes, notes)
    with np.load(folder / "all.npz") as file:
        for name in fixtures.columns():
            found, source = file[name], frame[name]
            dtype = NPZ_DTYPES.get(name, str(source.dtype))
            check(f"npz: dtype of {name}", str(found.dtype).startswith(dtype), str(found.dtype))
            gone = np.array([is_missing(value) for value in source])
            if dtype == "<U":
                texts = ["" if is_missing(v) else "2.5" if v == 2.5 else str(v) for v in source]
                check(f"npz: {name}", found.tolist() == texts, found.tolist())
                continue
            check(f"npz: mask of {name}", (f"{name}__missing" in file) == bool(gone.any()) and (not gone.any() or np.array_equal(file[f"{name}__missing"], gone)))
            for row in np.flatnonzero(~gone):
                check(f"npz: {name}, row {row}", found[row] == plain(source[row]), (found[row], source[row]))
    back = folder / "npz_back.pkl"
    run("convert", folder / "all.npz", "-o", back, "--verify")
    again = pd.read_pickle(back)
    for name in fixtures.columns():
        check(f"npz and back: missing of {name}", [is_missing(v) or v == "" for v in again[name]] == [is_missing(v) or v == "" for v in frame[name]], list(again[name]))
    for name in ("packs", "biopsy", "age", "dose8", "count16", "weight", "single", "smoker", "scanned", "waited"):
        check(f"npz and back: dtype of {name}", str(again[name].dtype) == str(frame[name].dtype), str(again[name].dtype))


def check_hdf5(folder, frame):
    run("convert", folder / "all.pkl", "-o", folder / "all.h5", "--verify")
    with h5py.File(folder / "all.h5") as file:
        for name in fixtures.columns():
            source = frame[name]
            gone = np.array([is_missing(value) for value in source])
            if h5py.check_string_dtype(file[name].dtype):
                check(f"hdf5: {name} is text", name in ("site", "mixed", "none", "vendor", "stage", "scanned", "reported", "in_utc", "waited"))
                texts = file[name].asstr()[:]
                check(f"hdf5: missing of {name}", [t == "" for t in texts] == [g or s == "" for g, s in zip(gone, source)], list(texts))
                if name in ("scanned", "reported", "in_utc"):
                    check(f"hdf5: {name}", [pd.Timestamp(t) for t in texts if t] == [s for s in source if not is_missing(s)], list(texts))
                if name == "waited":
                    check("hdf5: waited", [pd.Timedelta(t) for t in texts if t] == [s for s in source if not is_missing(s)], list(texts))
                continue
            dtype = NPZ_DTYPES.get(name, str(source.dtype))
            check(f"hdf5: dtype of {name}", str(file[name].dtype) == dtype, str(file[name].dtype))
            check(f"hdf5: mask of {name}", (f"{name}__missing" in file) == bool(gone.any()) and (not gone.any() or np.array_equal(file[f"{name}__missing"][:], gone)))
            for row in np.flatnonzero(~gone):
                check(f"hdf5: {name}, row {row}", file[name][row] == source[row], (file[name][row], source[row]))


def check_row(what, line, frame, row):
    for name in fixtures.columns():
        found, source = line[name], frame[name][row]
        if is_missing(source):
            good = found is None
        elif isinstance(source, (pd.Timestamp, pd.Timedelta)):
            good = type(source)(found) == source
        elif name == "mixed":
            good = found == str(source)
        else:
            good = found == source and isinstance(found, bool) == isinstance(source, (bool, np.bool_))
        check(f"{what}: {name}, row {row}", good, (found, source))


def check_documents(folder, frame):
    run("convert", folder / "all.pkl", "-o", folder / "tars", "--to", "webdataset", "--verify")
    with tarfile.open(folder / "tars" / "lungseg-000000.tar") as tar:
        lines = [json.load(tar.extractfile(name)) for name in tar.getnames() if name.endswith(".json")]
    run("convert", folder / "all.pkl", "-o", folder / "coco", "--to", "coco", "--verify")
    images = json.loads((folder / "coco" / "annotations" / "instances.json").read_text())["images"]
    run("convert", folder / "all.pkl", "-o", folder / "hf", "--to", "hf", "--verify")
    table = [json.loads(line) for line in (folder / "hf" / "train" / "metadata.jsonl").read_text().splitlines()]
    for row in range(fixtures.ROWS):
        check_row("webdataset", lines[row], frame, row)
        check_row("coco", images[row], frame, row)
        check_row("hf", table[row], frame, row)
    card = (folder / "hf" / "README.md").read_text()
    check("hf: bool in the card", "name: smoker\n      dtype: bool" in card.replace("  - ", "    ") or "smoker" in card)


def check_csv(folder, frame):
    run("convert", folder / "all.pkl", "-o", folder / "all.csv")
    with open(folder / "all.csv", newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    read = pd.read_csv(folder / "all.csv")
    for name in ("age", "dose8", "count16", "full32", "weight", "smoker"):
        check(f"csv: {name}", all(same(float(a), float(b)) for a, b in zip(read[name], frame[name])), list(read[name]))
    for row, line in enumerate(lines):
        for name in ("scanned", "reported", "in_utc"):
            value = frame[name][row]
            check(f"csv: {name}, row {row}", line[name] == "" if is_missing(value) else pd.Timestamp(line[name]) == value, line[name])
        check(f"csv: packs, row {row}", line["packs"] == ("" if is_missing(frame["packs"][row]) else str(frame["packs"][row])), line["packs"])
        check(f"csv: site, row {row}", line["site"] == (frame["site"][row] or ""), line["site"])


def check_left_out(folder):
    names = list(fixtures.columns())
    for kind in ("png", "png16", "tiff", "npy", "nifti", "nnunet", "monai", "yolo", "dicom", "dicom-seg"):
        for options in ((), ("--columns-only",)) if kind == "png" else ((),):
            output = folder / f"{kind}{len(options)}"
            notes = run("convert", folder / "all.pkl", "-o", output, "--to", kind, *options)
            manifest = json.loads(next(output.rglob("manifest.json")).read_text())
            check(f"{kind}: manifest", manifest.get("columns_left_out") == names, manifest.get("columns_left_out"))
            check(f"{kind}: note {options}", notes.count("left out") == (0 if options else 1), notes)
    for suffix in ("pkl", "npz", "h5", "parquet", "csv"):
        notes = run("convert", folder / "all.pkl", "-o", folder / f"only.{suffix}", "--columns-only")
        manifest = json.loads((folder / f"only.{suffix}.manifest.json").read_text())
        check(f"{suffix}: --columns-only", manifest["columns_left_out"] == names and "left out" not in notes and manifest["command"]["columns_only"], notes)
    check("--columns-only: pickle", list(pd.read_pickle(folder / "only.pkl")) == ["label1", "mask", "hu_array", "hu_array_old"])
    notes = run("convert", folder / "odd.pkl", "-o", folder / "odd.npz")
    manifest = json.loads((folder / "odd.npz.manifest.json").read_text())
    check("values that are not read", manifest["columns_left_out"] == ["path", "uid", "spread", "second", "period"] and "pathlib.PurePosixPath" in notes, notes)


def check_names(folder):
    def renamed(notes):
        return sorted(word.split(" is called ")[0] for line in notes.splitlines() if " is called " in line for word in line.split(": ")[-1].split(", "))

    for output, options, names in (
        ("t.npz", (), ["a/b", "x__missing"]),
        ("t.h5", (), ["a/b", "x__missing"]),
        ("t.csv", (), ["class", "row"]),
        ("t.parquet", (), ["class", "hu_min", "row"]),
        ("t.hf", ("--to", "hf"), ["class", "image", "note_file_name", "row"]),
        ("t.coco", ("--to", "coco"), ["class", "row"]),
    ):
        notes = run("convert", folder / "taken.pkl", "-o", folder / output, *options, *([] if output in ("t.csv",) else ["--verify"]))
        check(f"{output}: renamed", set(names) <= set(renamed(notes)) | {"x"}, notes)
    with np.load(folder / "t.npz") as file:
        check("npz: no column is lost", sum(name.split("#")[0] in ("x", "x__missing") for name in file.files) >= 2, file.files)
    split = folder / "folds.csv"
    split.write_text("row,part,fold,group,label\n" + "".join(f"taken:{i},train,{i % 2},g{i},\n" for i in range(fixtures.ROWS)))
    run("convert", folder / "taken.pkl", "-o", folder / "split.pkl", "--split", split, "--verify")
    found = pd.read_pickle(folder / "split.pkl")
    check("fold of the split and of the input", list(found["fold"]) == [0, 1, 0, 1] and list(found.get("fold#2", [])) == [1, 2, 3, 4], list(found))


def check_inputs_and_shards(folder):
    notes = run("convert", folder / "all.pkl", folder / "more.pkl", "-o", folder / "both.npz", "--verify")
    with np.load(folder / "both.npz") as file:
        check("two inputs: integers and reals are texts where float64 rounds none", file["age"].dtype == np.float64 and file["age"][2] == 2**40)
        check("two inputs: packs", file["packs"].tolist() == ["3", "", str(2**53 + 1), "-1", "a", "b", "c", ""], file["packs"].tolist())
        check("two inputs: new", file["new"].tolist()[4:] == [1, 2, 3, 4] and file["new__missing"].tolist() == [True] * 4 + [False] * 4)
    check("two inputs: note", "packs" in notes, notes)
    for kind in ("pickle", "npz", "hdf5", "parquet", "csv", "webdataset", "hf", "coco", "png"):
        whole, merged = folder / f"whole-{kind}", folder / f"merged-{kind}"
        run("convert", folder / "all.pkl", folder / "more.pkl", "-o", whole, "--to", kind, "--quiet")
        for shard in range(3):
            run("convert", folder / "all.pkl", folder / "more.pkl", "-o", merged, "--to", kind, "--shard", f"{shard}/3", "--quiet")
        run("merge", *[f"{merged}.shard-{shard}-of-3" for shard in range(3)], "-o", merged)

        def files(root):
            return {p.relative_to(root).as_posix() if root.is_dir() else "": p.read_bytes() for p in ([root] if root.is_file() else root.rglob("*")) if p.is_file()}

        check(f"{kind}: merged shards", files(whole) == files(merged))


def check_threshold(folder, frame):
    run("threshold", folder / "all.pkl", "-o", folder / "made.pkl", "--on-failure", "keep")
    found = pd.read_pickle(folder / "made.pkl")
    for name in fixtures.columns():
        check_series(f"threshold: {name}", found[name], frame[name], str(frame[name].dtype))


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        frames = dict(fixtures.frames())
        for name, frame in frames.items():
            (folder / f"{name}.pkl").write_bytes(pickle.dumps(frame, 4))
        check_pickles(folder, frames)
        for part in (check_npz, check_hdf5, check_documents, check_csv, check_threshold):
            part(folder, frames["all"])
        check_left_out(folder)
        check_names(folder)
        check_inputs_and_shards(folder)
    print("\n".join(faults[:60]))
    print(f"{checks} checks, {len(faults)} fail")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

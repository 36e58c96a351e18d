#!/usr/bin/env python3
"""The published download as a zip: what Python's zipfile packs is read as the unpacked files are, and zips made to harm are refused.

Needs LUNGSEG_BIN.
"""
import json
import os
import pathlib
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile

import numpy as np
import pandas as pd

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from lungseg_peer import BIN, Check, inspect, run  # noqa: E402

RNG = np.random.default_rng(39)
FOLDER = "Lung cancer segmentation dataset/"
check = Check("zip")


def frame(rows, side=40):
    old = [RNG.integers(-1000, 400, (side, side)).astype("f8") for _ in range(rows)]
    mask = [(RNG.random((side, side)) < .1).astype("i1") for _ in range(rows)]
    return pd.DataFrame({"label1": [f"LR{2 + i % 2}" for i in range(rows)], "mask": mask, "hu_array": [one * .5 for one in old], "hu_array_old": old})


def as_unpacked(root):
    """Two pickles in a folder with a space, beside what people and macOS add; rows have the names of the unpacked files."""
    plain = root / "plain"
    plain.mkdir()
    frame(5).to_pickle(plain / "lung_cancer_train.pkl")
    frame(3).to_pickle(plain / "lung_cancer_test.pkl")
    files = [plain / "lung_cancer_train.pkl", plain / "lung_cancer_test.pkl"]
    keys = [json.loads(line) for line in run("inspect", "--jsonl", "--values", *files)[0].splitlines()]
    run("split", *files, "-o", root / "split.csv", "--group", "none", "--parts", "train=0.5,test=0.5", "-q")
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        path = root / f"download {method}.zip"
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.mkdir(FOLDER)
            archive.writestr(FOLDER + "README.txt", "see the paper")
            archive.writestr("__MACOSX/" + FOLDER + "._lung_cancer_train.pkl", b"\0\5\26\7")
            archive.writestr(FOLDER + ".DS_Store", b"\0")
            for file in files:
                archive.write(file, FOLDER + file.name)
        if method == zipfile.ZIP_BZIP2:
            done = run("inspect", path, ok=(3,))
            check.true("bzip2 in a zip is named", "zip" in done[1] and done[1].count("\n") == 1)
            continue
        document = inspect(path)
        check.equal(f"{path.name}: inputs", [(one["stem"], one["rows"], one["bytes"]) for one in document["inputs"]],
                    [(file.stem, rows, file.stat().st_size) for file, rows in zip(files, (5, 3))])
        unpacked = sum(file.stat().st_size for file in files)
        check.equal(f"{path.name}: how much is unpacked", any(str(unpacked) in note for note in document["notes"]), method == zipfile.ZIP_DEFLATED)
        check.true(f"{path.name}: what else it holds", any("README.txt" in note for note in document["notes"]))
        check.true(f"{path.name}: hidden files are not", not any("DS_Store" in note or "MACOSX" in note for note in document["notes"]))
        found = [json.loads(line) for line in run("inspect", "--jsonl", "--values", path)[0].splitlines()]
        check.equal(f"{path.name}: rows and keys", [(one["row"], one["key"]) for one in found], [(one["row"], one["key"]) for one in keys])
        for what, inputs in (("a", files), ("b", [path])):
            run("convert", *inputs, "--split", root / "split.csv", "-o", root / f"{what}{method}.npz", "-q")
        with np.load(root / f"a{method}.npz") as a, np.load(root / f"b{method}.npz") as b:
            check.true(f"{path.name}: split and values", all(np.array_equal(a[name], b[name]) for name in a.files))
        digests = [[one["sha256"] for one in json.loads((root / f"{what}{method}.npz.manifest.json").read_text())["inputs"]] for what in "ab"]
        check.equal(f"{path.name}: digests in the manifest", digests[1], digests[0])
    data = (root / f"download {zipfile.ZIP_DEFLATED}.zip").read_bytes()
    done = subprocess.run([BIN, "inspect", "--json", "-"], input=data, capture_output=True)
    check.equal("from a pipe", [one["stem"] for one in json.loads(done.stdout)["inputs"]], [file.stem for file in files])
    twice = root / "twice.zip"
    with zipfile.ZipFile(twice, "w") as archive:
        archive.write(files[0], "one/data.pkl")
        archive.write(files[1], "two\\data.pkl")
    check.equal("equal stems", [one["stem"] for one in inspect(twice)["inputs"]], ["data", "data~2"])
    run("inspect", *files, "--json")
    frame(2).to_pickle(root / "pandas.pkl.zip")
    check.equal("as pandas packs", inspect(root / "pandas.pkl.zip")["inputs"][0]["stem"], "pandas")
    # pandas before 1.3 calls the one member by the path of the file.
    with zipfile.ZipFile(root / "old.pkl.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("/data/set/old.pkl.zip"), files[0].read_bytes())
    check.equal("as pandas packed before 1.3", [(one["stem"], one["rows"]) for one in inspect(root / "old.pkl.zip")["inputs"]], [("old", 5)])
    with zipfile.ZipFile(root / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        frame(2).to_pickle(root / "inner.pkl.gz")
        archive.write(root / "inner.pkl.gz", "inner.pkl.gz")
        archive.write(files[0], "outer.pkl")
    check.equal("a compressed member", [(one["stem"], one["rows"]) for one in inspect(root / "packed.zip")["inputs"]], [("inner", 2), ("outer", 5)])
    return files


def where_one_is_meant(root, files):
    """A command that takes one data set, or two, does not take the first of an archive and forget the others."""
    both = root / f"download {zipfile.ZIP_DEFLATED}.zip"
    a = json.loads(run("split", "--leakage", *files, "--json", ok=(0, 1))[0])
    b = json.loads(run("split", "--leakage", both, "--json", ok=(0, 1))[0])
    check.equal("leakage within a zip is between its files", b["pairs"], a["pairs"])
    for what, arguments in (
        ("three sets", ("split", "--leakage", both, files[0])),
        ("threshold", ("threshold", both, "-o", root / "new.pkl")),
        ("a kept test", ("split", files[0], "--keep-test", both, "-o", root / "new.csv")),
        ("diff", ("diff", both, files[0])),
        ("masks", ("inspect", files[0], "--masks", both)),
    ):
        done = run(*arguments, ok=range(256))
        check.true(f"{what}: {done[1]!r}", done[2] in (2, 3) and done[1].count("\n") == 1 and not list(root.glob("new.*")))
    for part in (0, 1):
        (root / f"part{part}.json").write_text(run("stats", both, "--json", "--shard", f"{part}/2", "-q")[0])
    whole = json.loads(run("stats", both, "--json", "-q")[0])
    merged = json.loads(run("stats", "--merge", root / "part0.json", root / "part1.json", "--json", "-q")[0])
    check.equal("shards of an archive", merged["inputs"], whole["inputs"])



def refused(root, what, text, path, code=3):
    before = set(os.listdir(root))
    done = subprocess.run([BIN, "convert", path, "-o", root / "out.npz", "-q"], capture_output=True, text=True, env={**os.environ, "TMPDIR": str(root / "tmp")})
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    check.equal(f"{what}: exit code", done.returncode, code)
    check.true(f"{what}: {text!r} in {done.stderr.strip()!r}", text in done.stderr and done.stderr.count("\n") == 1)
    check.equal(f"{what}: left behind", (set(os.listdir(root)) - before, os.listdir(root / "tmp")), (set(), []))
    check.true(f"{what}: memory {peak} KB", peak < 400_000)


def hostile(root, files):
    (root / "tmp").mkdir()
    data = files[0].read_bytes()
    for name in ("../evil.pkl", "/evil.pkl", "a/../../evil.pkl", "..\\evil.pkl", "a\nb.pkl"):
        path = root / "names.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("good.pkl", data)
            archive.writestr(name.replace("\\", "/") if "\\" not in name else zipfile.ZipInfo(name), data)
        refused(root, f"name {name!r}", "leads out", path)
    with zipfile.ZipFile(root / "pictures.zip", "w") as archive:
        for i in range(3):
            archive.writestr(f"images/{i}.png", b"\x89PNG")
    refused(root, "pictures", "read that", root / "pictures.zip")
    with zipfile.ZipFile(root / "empty.zip", "w") as archive:
        archive.mkdir("folder")
    refused(root, "no files", "found 0", root / "empty.zip")
    with zipfile.ZipFile(root / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pkl", data)
        with archive.open("bomb.pkl", "w", force_zip64=True) as member:
            for _ in range(40):
                member.write(bytes(10 << 20))
    done = subprocess.run([BIN, "inspect", root / "bomb.zip"], capture_output=True, text=True,
                          env={**os.environ, "TMPDIR": str(root / "tmp"), "LUNGSEG_MAX_INFLATED_BYTES": str(100 << 20)})
    check.true(f"bomb: {done.stderr!r}", done.returncode == 3 and "limit" in done.stderr and not os.listdir(root / "tmp"))
    # Two entries of the directory that name the same bytes.
    with zipfile.ZipFile(root / "overlap.zip", "w") as archive:
        archive.writestr("a.pkl", data)
        archive.writestr("b.pkl", data)
    content = bytearray((root / "overlap.zip").read_bytes())
    second = content.rindex(b"PK\1\2")
    content[second + 42:second + 46] = struct.pack("<I", 0)
    (root / "overlap.zip").write_bytes(content)
    refused(root, "overlapping members", "", root / "overlap.zip")
    whole = (root / f"download {zipfile.ZIP_DEFLATED}.zip").read_bytes()
    for share in (1, 50, 99):
        (root / "cut.zip").write_bytes(whole[:len(whole) * share // 100])
        refused(root, f"cut at {share} %", "", root / "cut.zip")
    flipped = bytearray(whole)
    flipped[len(flipped) // 2] ^= 255
    (root / "flipped.zip").write_bytes(flipped)
    refused(root, "a flipped byte", "", root / "flipped.zip")
    with zipfile.ZipFile(root / "half.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pkl", data)
        archive.writestr("b.pkl", data[:5000])
    refused(root, "a damaged member", "half.zip!b.pkl", root / "half.zip")
    text = run("inspect", root / "half.zip", ok=(3,))[0]
    check.true("the other member is shown", "5 rows" in text)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary)
        files = as_unpacked(root)
        where_one_is_meant(root, files)
        hostile(root, files)
    check.done()


main()

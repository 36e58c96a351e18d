#!/usr/bin/env python3
"""Cut files: convert --salvage against what pandas and numpy put in, row by row and cell by cell; nothing more and nothing less.

The cells that are whole are found without lungseg: a cell is whole where the last byte of its array stands before the cut.
Needs LUNGSEG_BIN.
"""
import io
import json
import pathlib
import pickle
import sys
import tempfile
import zipfile
import zlib

import nibabel
import numpy as np
import pandas as pd

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from lungseg_peer import Check, run  # noqa: E402

RNG = np.random.default_rng(39)
COLUMNS = ["label1", "mask", "hu_array", "hu_array_old"]
ROWS, SIDE = 24, 40
check = Check("salvage")


def frame(rows=ROWS):
    old = [RNG.integers(-1000, 400, (SIDE, SIDE)).astype("f8") for _ in range(rows)]
    mask = [(RNG.random((SIDE, SIDE)) < .1).astype("i1") for _ in range(rows)]
    # Every array differs from every other, so that its bytes stand in the file once.
    return pd.DataFrame({"label1": [f"LR{2 + i % 3}" for i in range(rows)], "mask": mask, "hu_array": [one * .5 for one in old], "hu_array_old": old})


def pickles(data):
    """The ways in which such files are written."""
    yield "frame protocol 4", pickle.dumps(data, 4)
    yield "frame protocol 5", pickle.dumps(data, 5)
    yield "dict of lists", pickle.dumps({name: list(data[name]) for name in COLUMNS}, 4)
    yield "list of dicts", pickle.dumps(data.to_dict("records"), 4)


def ends(content, data):
    """Per column and row, the byte behind the array; the byte behind a label is not needed where labels come first."""
    return {name: [content.index(np.ascontiguousarray(one).tobytes()) + one.nbytes for one in data[name]] for name in COLUMNS[1:]}


def same(found, expected):
    return found is not None and found.dtype == expected.dtype and np.array_equal(found, expected)


def salvage(root, content, how, suffix=".pkl", to=".pkl"):
    (root / f"cut{suffix}").write_bytes(content)
    out = root / f"out{to}"
    for old in root.glob("out*"):
        old.unlink()
    done = run("convert", root / f"cut{suffix}", "--salvage", how, "-o", out, "-q", ok=range(256))
    return out, done


def cut_pickles(root):
    data = frame()
    for name, content in pickles(data):
        last = ends(content, data)
        records = name == "list of dicts"
        for share in (1, 10, 50, 90, 99):
            at = len(content) * share // 100
            cut = content[:at]
            # numpy's array is made by BUILD, some bytes behind its values.
            whole = {column: sum(end + 8 <= at for end in last[column]) for column in COLUMNS[1:]}
            labels = sum(end <= at for end in last["mask"]) if records else ROWS if whole["mask"] > 0 else None
            what = f"{name}, {share} %"
            out, done = salvage(root, cut, "rows")
            rows = min(whole.values())
            check.equal(f"{what}: exit code", done[2], 3)
            check.equal(f"{what}: a file", out.exists(), rows > 0)
            if rows > 0:
                found = pd.read_pickle(out)
                check.equal(f"{what}: rows", len(found), rows)
                for column in COLUMNS[1:]:
                    check.true(f"{what}: {column}", all(same(found[column][i], data[column][i]) for i in range(rows)))
                check.equal(f"{what}: labels", list(found["label1"]), list(data["label1"][:rows]))
                lost = json.loads((root / "out.pkl.manifest.json").read_text())["lost"]["inputs"]
                check.equal(f"{what}: what is lost", (lost[0]["stem"], lost[0]["columns"]), ("cut", []))
                if not records:
                    check.equal(f"{what}: rows lost", lost[0]["rows"], ROWS - rows)
            out, done = salvage(root, cut, "columns")
            check.equal(f"{what}: columns: exit code", done[2], 3)
            if not out.exists():
                check.true(f"{what}: columns: nothing was whole", max(whole.values()) == 0 and not records)
                continue
            found = pd.read_pickle(out)
            expected = max(whole.values()) if records else ROWS
            check.true(f"{what}: columns: rows", len(found) - expected in ((0, 1) if records else (0,)))
            for column in COLUMNS[1:]:
                cells = list(found[column]) if column in found else [None] * len(found)
                check.equal(f"{what}: whole cells of {column}", sum(one is not None for one in cells), whole[column])
                check.true(f"{what}: values of {column}", all(same(one, data[column][i]) for i, one in enumerate(cells[:whole[column]])))
            if labels is not None:
                check.equal(f"{what}: all labels", list(found["label1"][:labels]), list(data["label1"][:labels]))


def other_order(root):
    """Names stand last: columns of another order are not given the data set's names."""
    data = frame()[["hu_array_old", "hu_array", "mask", "label1"]]
    content = pickle.dumps(data, 4)
    cut = content[:content.rindex(b"label1") - 4000]
    out, done = salvage(root, cut, "rows")
    check.true("other order: refused, and the way out", done[2] == 3 and "--columns" in done[1] and not out.exists())


def arrays(root):
    """A stack and a volume say in their header what they should hold."""
    stack = RNG.integers(-1000, 400, (ROWS, SIDE, SIDE)).astype("i2")
    buffer = io.BytesIO()
    np.save(buffer, stack)
    nibabel.Nifti1Image(stack.T, np.eye(4)).to_filename(root / "volume.nii")
    for suffix, content in ((".npy", buffer.getvalue()), (".nii", (root / "volume.nii").read_bytes())):
        head = len(content) - stack.nbytes
        for share in (10, 50, 90, 99):
            at = len(content) * share // 100
            rows = (at - head) // stack[0].nbytes
            (root / f"cut{suffix}").write_bytes(content[:at])
            text = run("inspect", root / f"cut{suffix}", ok=(3,))[0]
            check.true(f"{suffix} {share} %: bytes missing in {text!r}", f"{len(content) - at} bytes are missing" in " ".join(text.split()))
            out, done = salvage(root, content[:at], "rows", suffix, ".npz")
            check.equal(f"{suffix} {share} %: exit code", done[2], 3)
            with np.load(out) as found:
                check.true(f"{suffix} {share} %: values", np.array_equal(found["hu_array_old"], stack[:rows]))


def archives(root):
    """An .npz that ends before its directory: the headers before its members say where they lie. numpy's own reading of the whole is compared."""
    data = {name: np.stack(list(cells)) if name != "label1" else np.array(list(cells)) for name, cells in frame().items()}
    for form, save in (("stored", np.savez), ("deflated", np.savez_compressed)):
        save(root / "whole.npz", **data)
        content = (root / "whole.npz").read_bytes()
        with np.load(root / "whole.npz") as archive, zipfile.ZipFile(root / "whole.npz") as directory:
            arrays, infos = {name: archive[name] for name in archive.files}, directory.infolist()
        for share in (1, 10, 50, 90, 99, 99.9):
            at, whole = int(len(content) * share / 100), {}
            for (name, array), info in zip(arrays.items(), infos):
                lengths = content[info.header_offset + 26:info.header_offset + 30]
                start = info.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
                if form == "deflated" and start + info.compress_size > at:
                    plain = zlib.decompressobj(-15).decompress(content[start:at]) if at > start else b""
                    left = len(plain)
                else:
                    left = min(at - start, info.compress_size) if form == "stored" else info.file_size
                whole[name] = max(0, min(ROWS, (left - (info.file_size - array.nbytes)) // (array.nbytes // ROWS)))
            for how, rows in (("rows", min(whole.values())), ("columns", max(whole.values()))):
                what = f"{form} .npz, {share} %, {how}"
                out, done = salvage(root, content[:at], how, ".npz")
                check.equal(f"{what}: exit code", done[2], 3)
                check.equal(f"{what}: a file", out.exists(), rows > 0)
                if not out.exists():
                    continue
                found = pd.read_pickle(out)
                check.equal(f"{what}: rows", len(found), rows)
                for name in COLUMNS:
                    cells = list(found[name]) if name in found else []
                    count = min(whole[name], rows)
                    # The last block of a deflate stream may be whole for one decoder and not for another.
                    kept = sum(one is not None for one in cells)
                    check.true(f"{what}: cells of {name}", kept == count or form == "deflated" and how == "columns" and 0 < count < ROWS and abs(kept - count) <= 1)
                    check.true(f"{what}: values of {name}", all(np.array_equal(one, arrays[name][i]) for i, one in enumerate(cells[:kept])))


def refusals(root):
    data = frame(6)
    content = pickle.dumps(data, 4)
    cut = content[:len(content) * 9 // 10]
    out, done = salvage(root, cut, "columns", to=".npz")
    check.true("gaps in npz are refused", done[2] == 2 and "--salvage" in done[1] and not out.exists())
    out, done = salvage(root, cut, "all")
    check.equal("a third way", done[2], 2)
    out, done = salvage(root, content, "rows")
    check.equal("a whole file is not damaged", (done[2], len(pd.read_pickle(out))), (0, 6))
    check.true("nothing is lost of it", "inputs" not in json.loads((root / "out.pkl.manifest.json").read_text())["lost"])
    (root / "cut.pkl").write_bytes(cut)
    done = run("convert", root / "cut.pkl", "-o", root / "none.pkl", ok=(3,))
    check.true("without the option nothing is written", not (root / "none.pkl").exists())


def main():
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary)
        cut_pickles(root)
        other_order(root)
        arrays(root)
        archives(root)
        refusals(root)
    check.done()


main()

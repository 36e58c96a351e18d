#!/usr/bin/env python3
"""inspect and the arrays behind it against real pandas: every layout that pandas writes here, and, where LUNGSEG_SHARED points at the
project's outside data, files of other pandas versions and files of full size (--full [FOLDER], where --make FOLDER made
them before)."""
import bz2
import collections
import gzip
import itertools
import json
import lzma
import os
import pickle
import subprocess
import sys
import tempfile
import zipfile

import numpy as np
import pandas as pd

from lungseg_peer import ARRAY_COLUMNS, RUNNER, SHARED, Check, digest, digests, inspect, order_of, run

FULL_SIZE = {"lung_cancer_train.pkl": ["--rows", "708", "--protocol", "4"], "lung_cancer_test.pkl": ["--counts", "35/37/97/95", "--protocol", "5"]}
LABELS = ["LR2", "LR3", "LR4A", "LR4B", "LR2"]
check = Check("inspect")


def rows(side=24, dtype="float64", mask_dtype="int8", order="C", swap=False):
    rng = np.random.default_rng(11)
    hu = [rng.integers(-1024, 900, (side, side + 3)).astype(dtype) for _ in LABELS]
    mask = [(rng.random((side, side + 3)) < .1).astype(mask_dtype) for _ in LABELS]
    kept = [np.where(rng.random(x.shape) < .4, 1, 0).astype(np.uint8) * x for x in hu]

    def layout(a):
        if swap:
            a = a.astype(a.dtype.newbyteorder(">"))
        if order == "view":
            big = np.zeros((a.shape[0], a.shape[1] * 2), a.dtype)
            big[:, ::2] = a
            return big[:, ::2]
        return np.array(a, order=order)

    return {"label1": list(LABELS), "mask": [layout(a) for a in mask], "hu_array": [layout(a) for a in kept], "hu_array_old": [layout(a) for a in hu]}


def compare(name, path, columns, formats=("pickle",), unpickled=None):
    """columns: {name: list of cells} as Python holds them."""
    found = inspect(path)
    check.equal(f"{name} rows", found["rows"], len(next(iter(columns.values()))))
    check.equal(f"{name} columns", [c["name"] for c in found["columns"]], list(columns))
    check.true(f"{name} format {found['format']}", found["format"] in formats)
    labels = collections.Counter(v for v in columns.get("label1", []) if isinstance(v, str))
    check.equal(f"{name} labels", found["labels"], dict(labels))
    for column in found["columns"]:
        cells = columns[column["name"]]
        if isinstance(cells[0], np.ndarray):
            dtypes, shapes = {a.dtype.name for a in cells}, {a.shape for a in cells}
            check.equal(f"{name} {column['name']} kind", column["kind"], "array")
            check.equal(f"{name} {column['name']} dtype", column["dtype"], dtypes.pop() if len(dtypes) == 1 else "mixed")
            check.equal(f"{name} {column['name']} shape", column["shape"], list(shapes.pop()) if len(shapes) == 1 else None)
            loaded = unpickled[column["name"]] if unpickled is not None else cells
            check.equal(f"{name} {column['name']} order", column["order"], order_of(loaded))

            # The byte order of the file: numpy turns it round on loading, so the arrays before they were written tell it.
            big = {a.dtype.byteorder == ">" for a in cells}
            check.equal(f"{name} {column['name']} byte order", column["byte_order"], "none" if cells[0].itemsize == 1 else "big" if big == {True} else "little")
    for i, row in enumerate(digests(path)):
        for column, value in row["digests"].items():
            check.equal(f"{name} row {i} {column}", value, digest(columns[column][i]))
        if "label1" in columns and isinstance(columns["label1"][i], str):
            check.equal(f"{name} row {i} label", row["label"], columns["label1"][i])


def frame_columns(frame):
    return {str(c): list(frame[c]) for c in frame.columns}


def frames():
    """(name, frame) in the layouts that pandas makes differently."""
    base = rows()
    yield "dict", pd.DataFrame(base)
    yield "records", pd.DataFrame([dict(zip(base, values)) for values in zip(*base.values())])
    one = pd.DataFrame({"label1": base["label1"]})
    for column in ARRAY_COLUMNS:
        one[column] = base[column]
    one["n"], one["area"], one["flag"] = np.arange(5), np.linspace(0, 1, 5), [True, False, True, True, False]
    one["cat"], one["when"] = pd.Categorical(LABELS), pd.Timestamp("2024-03-12")
    one["nullable"] = pd.array([1, None, 3, 4, 5], dtype="Int64")
    one["text"] = pd.array(["a", "b", None, "d", "e"], dtype="string")
    yield "one by one", one
    yield "concat", pd.concat([pd.DataFrame(rows()), pd.DataFrame(rows())], ignore_index=True)
    yield "shuffled", pd.DataFrame(base).sample(frac=1, random_state=3)
    yield "filtered", pd.DataFrame(base)[lambda d: d.label1 != "LR3"]
    yield "text index", pd.DataFrame(base, index=list("vwxyz"))
    yield "doubled index", pd.DataFrame(base, index=[1, 1, 1, 2, 2])
    yield "multi index", pd.DataFrame(base, index=pd.MultiIndex.from_product([["a"], range(5)]))
    yield "reordered", pd.DataFrame(base)[["hu_array_old", "label1", "hu_array", "mask"]]
    yield "fortran", pd.DataFrame(rows(order="F"))
    yield "views", pd.DataFrame(rows(order="view"))
    yield "big endian", pd.DataFrame(rows(swap=True))
    for dtype, mask in (("float32", "uint8"), ("float16", "bool"), ("int16", "int32"), ("int32", "uint16"), ("int64", "int64")):
        yield f"{dtype} {mask}", pd.DataFrame(rows(dtype=dtype, mask_dtype=mask))
    shared = rows()
    shared["hu_array"][1] = shared["hu_array_old"][1]
    shared["mask"][3] = shared["mask"][2]
    yield "shared", pd.DataFrame(shared)
    yield "one row", pd.DataFrame({k: v[:1] for k, v in base.items()})


def check_frames(folder):
    for (name, frame), protocol in itertools.product(frames(), range(6)):
        path = os.path.join(folder, "frame.pkl")
        frame.to_pickle(path, protocol=protocol, compression=None)
        compare(f"{name} p{protocol}", path, frame_columns(frame), unpickled=pd.read_pickle(path))
    frame = pd.DataFrame(rows())
    with open(os.path.join(folder, "pure.pkl"), "wb") as f:
        pickle._Pickler(f, 4).dump(frame)
    compare("pure Python pickler", f.name, frame_columns(frame))


def check_containers(folder):
    base = rows()
    stacks = {k: np.stack(v) if k != "label1" else np.array(v) for k, v in base.items()}
    for protocol in range(6):
        def dump(name, value, columns):
            path = os.path.join(folder, "container.pkl")
            with open(path, "wb") as f:
                pickle.dump(value, f, protocol)
            compare(f"{name} p{protocol}", path, columns)

        dump("dict of lists", base, base)
        dump("ordered dict", collections.OrderedDict(base), base)
        dump("list of dicts", [dict(zip(base, values)) for values in zip(*base.values())], base)
        dump("tuple of stacks", tuple(stacks.values()), base)
        dump("dict of stacks", stacks, base)
        dump("stack", stacks["hu_array_old"], {"hu_array_old": base["hu_array_old"]})
        dump("stack of channels", stacks["hu_array_old"][..., None], {"hu_array_old": base["hu_array_old"]})
        dump("mask stack", stacks["mask"], {"mask": base["mask"]})
        dump("slice", base["hu_array_old"][0], {"hu_array_old": base["hu_array_old"][:1]})
        dump("series", pd.Series(base["hu_array_old"], name="hu_array_old"), {"hu_array_old": base["hu_array_old"]})


def check_numpy_files(folder):
    base = rows()
    for order, dtype in itertools.product("CF", ("<f8", ">f8", "<i2", "<f4")):
        stack = np.asarray(np.stack(base["hu_array_old"]).astype(dtype), order=order)
        path = os.path.join(folder, "X.npy")
        np.save(path, stack)
        found = inspect(path)
        check.equal(f"npy {dtype} {order} rows", found["rows"], 5)
        for i, row in enumerate(digests(path)):
            check.equal(f"npy {dtype} {order} row {i}", row["digests"]["hu_array_old"], digest(stack[i]))
    stacks = {k: np.stack(v) if k != "label1" else np.array(v) for k, v in base.items()}
    for save in (np.savez, np.savez_compressed):
        path = os.path.join(folder, "set.npz")
        save(path, **stacks)
        compare(save.__name__, path, base, formats=("npz",))
    np.savez(path, **stacks)
    raw = open(path, "rb").read()
    for line in run("inspect", "--jsonl", path)[0].splitlines():
        row = json.loads(line)
        i, where = int(row["row"].split(":")[1]), row["arrays"]["hu_array_old"]
        check.equal(f"stored npz row {i} in place", raw[where["offset"]:where["offset"] + where["length"]], base["hu_array_old"][i].tobytes())


def check_compression(folder):
    frame = pd.DataFrame(rows())
    plain = os.path.join(folder, "set.pkl")
    frame.to_pickle(plain, compression=None)
    data = open(plain, "rb").read()
    for suffix, compression in ((".gz", "gzip"), (".bz2", "bz2"), (".xz", "xz"), (".zip", "zip")):
        path = os.path.join(folder, "packed" + suffix)
        frame.to_pickle(path, compression=compression)
        compare(compression, path, frame_columns(frame))
        moved = os.path.join(folder, "no-suffix")
        os.replace(path, moved)
        check.equal(f"{compression} by content", inspect(moved)["rows"], 5)
    half = len(data) // 2
    for name, packed in (("two gzip members", gzip.compress(data[:half]) + gzip.compress(data[half:])), ("two bz2 streams", bz2.compress(data[:half]) + bz2.compress(data[half:])),
                         ("two xz streams", lzma.compress(data[:half]) + lzma.compress(data[half:]))):
        path = os.path.join(folder, "packed")
        open(path, "wb").write(packed)
        compare(name, path, frame_columns(frame))
    path = os.path.join(folder, "stored.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.write(plain, "set.pkl")
    compare("stored zip", path, frame_columns(frame))
    zstd = os.path.join(folder, "set.pkl.zst")
    subprocess.run(["zstd", "-q", plain, "-o", zstd], check=True)
    compare("zstd", zstd, frame_columns(frame))


def check_offsets(folder):
    """--jsonl offsets point at the very bytes."""
    frame = pd.DataFrame(rows())
    for protocol in (3, 4, 5):
        path = os.path.join(folder, "set.pkl")
        frame.to_pickle(path, protocol=protocol, compression=None)
        data = open(path, "rb").read()
        for line in run("inspect", "--jsonl", "--values", path)[0].splitlines():
            row = json.loads(line)
            i = int(row["row"].split(":")[1])
            for column, where in row["arrays"].items():
                array = frame[column][i]
                check.equal(f"p{protocol} row {i} {column} bytes", data[where["offset"]:where["offset"] + where["length"]], array.tobytes())
                check.equal(f"p{protocol} row {i} {column} min, max", (where["min"], where["max"]), (float(array.min()), float(array.max())))
                check.true(f"p{protocol} row {i} {column} mean", abs(where["mean"] - array.mean()) <= 1e-12 * max(1, np.abs(array).sum()))


def check_truncation(folder):
    """A cut file tells how many rows are whole: those whose last array still ends inside it."""
    frame = pd.DataFrame(rows())
    for protocol in (4, 5):
        path = os.path.join(folder, "set.pkl")
        frame.to_pickle(path, protocol=protocol, compression=None)
        data = open(path, "rb").read()
        ends = [(w := json.loads(line)["arrays"]["hu_array_old"])["offset"] + w["length"] for line in run("inspect", "--jsonl", path)[0].splitlines()]
        for cut in sorted({e + d for e in ends for d in (-1, 40, 2000)} | {10, len(data) // 3, len(data) - 1}):
            cut = min(cut, len(data) - 1)
            part = os.path.join(folder, "cut.pkl")
            open(part, "wb").write(data[:cut])
            out, err, code = run("inspect", "--json", part, ok=(3,))
            whole = sum(e <= cut for e in ends)
            check.true(f"p{protocol} cut at {cut} names a byte", "(at byte" in err and len(err.strip().splitlines()) == 1)
            rows_found = json.loads(out)["rows"]
            # The array at the cut may be complete without the opcodes that close it.
            check.true(f"p{protocol} cut at {cut}: {rows_found} rows of {whole} whole", whole - 1 <= rows_found <= whole)


def check_unsafe(folder):
    class Evil:
        def __reduce__(self):
            return os.system, (f"touch {folder}/pwned",)

    for protocol in range(6):
        path = os.path.join(folder, "evil.pkl")
        with open(path, "wb") as f:
            pickle.dump({"label1": ["LR2"], "mask": [Evil()]}, f, protocol)
        out, err, code = run("inspect", "--globals", path, ok=(3,))
        check.true(f"p{protocol} evil is listed", "system" in out and "touch" in out)
        check.true(f"p{protocol} evil names the byte", "(at byte" in err)
        check.true(f"p{protocol} evil did not run", not os.path.exists(f"{folder}/pwned"))


def check_outside_pickles():
    folder = os.path.join(SHARED, "data", "pickles")
    with open(os.path.join(folder, "expected.json")) as f:
        expected = json.load(f)
    for name, want in sorted(expected.items()):
        path = os.path.join(folder, name)
        found = inspect(path)
        check.equal(f"{name} rows", found["rows"], want["rows"])
        check.equal(f"{name} columns", [c["name"] for c in found["columns"]], want["columns"])
        for column in found["columns"]:
            cell = want["cells"][column["name"]][0]
            if "shape" in cell:
                check.equal(f"{name} {column['name']}", (column["dtype"], column["shape"], column["order"]),
                            (np.dtype(cell["dtype"]).name, cell["shape"], "F" if cell["fortran"] else "C"))
        check.equal(f"{name} labels", found["labels"], dict(collections.Counter(c["value"] for c in want["cells"].get("label1", []))))
        for i, row in enumerate(digests(path)):
            for column, value in row["digests"].items():
                check.equal(f"{name} row {i} {column}", value, want["cells"][column][i]["sha256_c_order"])


def make_full_size(folder):
    maker = os.path.join(SHARED, "oracle", "make_dataset.py")
    os.makedirs(folder, exist_ok=True)
    for name, options in FULL_SIZE.items():
        subprocess.run([sys.executable, maker, os.path.join(folder, name), *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def check_full_size(folder):
    for name in FULL_SIZE:
        path = os.path.join(folder, name)
        frame = pd.read_pickle(path)
        compare(name, path, frame_columns(frame))
        os.remove(path)


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_frames(folder)
        check_containers(folder)
        check_numpy_files(folder)
        check_compression(folder)
        check_offsets(folder)
        check_truncation(folder)
        check_unsafe(folder)
        if SHARED:
            check_outside_pickles()
        else:
            print("skipped: files of other pandas versions (LUNGSEG_SHARED is not set)")
        if SHARED and "--full" in sys.argv:
            made = sys.argv[sys.argv.index("--full") + 1:]
            if not made:
                make_full_size(folder)
            check_full_size(made[0] if made else folder)
    print(f"pandas {pd.__version__}, numpy {np.__version__}, runner {os.path.basename(RUNNER)}")
    check.done()


if __name__ == "__main__":
    if "--make" in sys.argv:
        make_full_size(sys.argv[sys.argv.index("--make") + 1])
    else:
        main()

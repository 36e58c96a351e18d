#!/usr/bin/env python3
"""Makes the pickle fixtures of LungSeg.Core.Tests with real pandas and numpy, and expected.json beside them.

    /usr/bin/python3 tests/interop/make_fixtures.py tests/LungSeg.Core.Tests/Fixtures/Pickle

What is expected is what Python reads back from the file, never what was put in. All pixels are synthetic.
"""
import collections
import hashlib
import io
import json
import math
import pathlib
import pickle
import platform
import sys
import zlib

import numpy as np
import pandas as pd

LABELS = ["LR2", "LR4A", "LR4B", "LR3", "LR2"]
COLUMNS = ["label1", "mask", "hu_array", "hu_array_old"]


def slices(rows=3, side=8, seed=1):
    """Rows (label, mask int8, hu float64, old float64) with +0.0 and -0.0 where the lung was dropped."""
    rng = np.random.default_rng(seed)
    for i in range(rows):
        old = rng.integers(-1024, 1200, (side, side)).astype(float)
        lung = (rng.random((side, side)) < 0.4).astype(float)
        yield LABELS[i % len(LABELS)], (rng.random((side, side)) < 0.2).astype(np.int8), old * lung, old


def frame(rows=3, **options):
    return pd.DataFrame(dict(zip(COLUMNS, map(list, zip(*slices(rows, **options))))))


def with_cells(change):
    """The frame with `change(column, array)` in place of each array."""
    made = frame()
    for column in COLUMNS[1:]:
        made[column] = [change(column, cell) for cell in made[column]]
    return made


def columns_one_by_one():
    made, whole = pd.DataFrame(), frame()
    for column in ["hu_array_old", "label1", "mask", "hu_array"]:
        made[column] = list(whole[column])
    return made


def appended():
    made = pd.DataFrame(columns=COLUMNS)
    for row in slices():
        made = pd.concat([made, pd.DataFrame([dict(zip(COLUMNS, row))])], ignore_index=True)
    return made


def records():
    return pd.DataFrame.from_records([dict(zip(COLUMNS, row)) for row in slices()])


def rich():
    made = frame()
    made["n"] = np.array([1, -2, 3_000_000_000])
    made["m"] = np.array([4, 5, 6], dtype=np.uint8)
    made["area"] = [1.5, float("nan"), -0.0]
    made["small"] = np.array([0.5, 1.5, 2.5], dtype=np.float32)
    made["flag"] = [True, False, True]
    made["cat"] = pd.Categorical(["b", "a", None])
    made["grade"] = pd.Categorical([3, 1, 3])
    made["when"] = pd.to_datetime(["2024-01-01", "2024-06-01", None])
    made["then"] = pd.to_datetime(["2023-01-01", "2023-06-01", "2023-07-01"])
    made["zoned"] = pd.to_datetime(["2024-01-01", "2024-06-01", "2024-06-02"], utc=True)
    made["zoned2"] = pd.to_datetime(["2024-01-01", "2024-06-01", "2024-06-02"], utc=True)
    made["took"] = pd.to_timedelta(["1s", "2s", None])
    made["whole"] = pd.array([7, None, -9], dtype="Int64")
    made["real"] = pd.array([0.25, None, 4.0], dtype="Float64")
    made["maybe"] = pd.array([True, None, False], dtype="boolean")
    made["note"] = pd.array(["x", None, "z\u00e4\u4e00"], dtype="string")
    made["mixed"] = ["t", 1, None]
    return made


def indexed(index):
    made = frame()[["label1", "mask"]]
    made.index = index
    return made


def shared_fallback():
    rows = [list(row) for row in slices()]
    rows[1][2] = rows[1][3]
    return pd.DataFrame(rows, columns=COLUMNS)


def shared_rows():
    label, mask, hu, old = next(slices(1))
    return pd.DataFrame({"label1": [label] * 3, "mask": [mask] * 3, "hu_array": [hu] * 3, "hu_array_old": [old] * 3})


def stack(column):
    return np.stack(list(frame()[column]))


def big():
    """One row whose last array is over 64 KiB, so that it stands outside the frames of protocol 4 and 5."""
    rng = np.random.default_rng(9)
    made = frame(1)
    old = np.zeros((91, 91))
    old[40:50, 40:50] = rng.integers(-1000, 400, (10, 10))
    made["hu_array_old"] = [old]
    return made


def numpy_array_labels(kind):
    return {"label1": np.array(["LR2", "LR4A", "LR4B\u00e4" if kind == "U" else "LR4B"], dtype=kind), "mask": stack("mask"), "hu_array": stack("hu_array"), "hu_array_old": stack("hu_array_old")}


def labels(values):
    made = frame()[["label1", "mask"]]
    made["label1"] = pd.Series(values, dtype=object)
    return made


def reordered_blocks():
    """Number columns in reverse, so that the placement of their block is a slice with a step of -1 or an array."""
    made = frame()
    numbers = pd.DataFrame(np.arange(9).reshape(3, 3), columns=["a", "b", "c"])
    return pd.concat([made, numbers], axis=1)[["c", "hu_array_old", "b", "mask", "a", "hu_array", "label1"]]


def objects():
    plain = frame()
    yield "frame", plain, (0, 1, 2, 3, 4, 5)
    yield "frame_columns", columns_one_by_one(), (2, 4, 5)
    yield "frame_appended", appended(), (4,)
    yield "frame_records", records(), (5,)
    yield "frame_shuffled", frame(5).sample(frac=1, random_state=3), (4,)
    yield "frame_filtered", frame(5)[frame(5).label1 == "LR2"], (5,)
    yield "frame_reordered", plain[["hu_array_old", "mask", "label1", "hu_array"]], (4,)
    yield "frame_reordered_blocks", reordered_blocks(), (4,)
    yield "frame_reversed_numbers", pd.DataFrame(np.arange(6).reshape(2, 3), columns=["a", "b", "c"])[["c", "b", "a"]], (2, 4)
    yield "frame_rich", rich(), (2, 4, 5)
    yield "frame_empty", plain.iloc[:0], (2, 4)
    yield "frame_empty_numbers", pd.DataFrame({"a": np.zeros(0), "b": np.zeros(0, dtype=np.int8)}), (0, 2, 4)
    yield "frame_no_columns", pd.DataFrame(index=range(3)), (4,)
    yield "frame_foreign", pd.DataFrame({"x": [1, 2], 5: [0.5, 1.5]}), (4,)
    yield "index_text", indexed(["a", "b", "c"]), (4,)
    yield "index_duplicate", indexed([7, 7, 7]), (4,)
    yield "index_float", indexed([0.5, 1.5, 2.5]), (4,)
    yield "index_multi", indexed(pd.MultiIndex.from_tuples([("p", 1), ("p", 2), ("q", 1)], names=["patient", "slice"])), (4,)
    yield "index_dates", indexed(pd.date_range("2024-01-01", periods=3)), (4,)
    yield "index_zoned", indexed(pd.date_range("2024-01-01", periods=3, tz="Asia/Almaty")), (4,)
    yield "index_periods", indexed(pd.period_range("2024-01", periods=3, freq="M")), (4,)
    yield "index_intervals", indexed(pd.interval_range(0, 3)), (4,)
    yield "index_deltas", indexed(pd.timedelta_range("1s", periods=3)), (4,)
    yield "index_category", indexed(pd.CategoricalIndex(["a", "b", "a"])), (4,)
    yield "cells_fortran", with_cells(lambda column, cell: np.asfortranarray(cell)), (2, 4, 5)
    yield "cells_view", with_cells(lambda column, cell: np.repeat(np.repeat(cell, 2, 0), 2, 1)[::2, ::2]), (4, 5)
    yield "cells_big_endian", with_cells(lambda column, cell: cell if column == "mask" else cell.astype(">f8")), (2, 4, 5)
    yield "cells_int16", with_cells(lambda column, cell: cell.astype(np.uint8 if column == "mask" else np.int16)), (4,)
    yield "cells_float32", with_cells(lambda column, cell: cell.astype(bool if column == "mask" else np.float32)), (5,)
    yield "cells_float16", with_cells(lambda column, cell: cell.astype(np.int64 if column == "mask" else np.float16)), (4,)
    yield "cells_big_int32", with_cells(lambda column, cell: cell.astype(np.uint32 if column == "mask" else ">i4")), (4,)
    yield "cells_ranks", with_cells(lambda column, cell: cell.reshape(8, 8, 1) if column == "mask" else cell.reshape(64)), (4,)
    yield "shared_fallback", shared_fallback(), (2, 4, 5)
    yield "shared_rows", shared_rows(), (4, 5)
    yield "dict_of_lists", {name: list(plain[name]) for name in COLUMNS}, (0, 2, 4)
    yield "dict_ordered", collections.OrderedDict((name, list(plain[name])) for name in COLUMNS), (2,)
    yield "dict_of_object_arrays", {name: plain[name].to_numpy() for name in COLUMNS}, (4,)
    yield "dict_of_stacks", {"label1": list(plain.label1), **{name: stack(name) for name in COLUMNS[1:]}}, (1, 2, 5)
    yield "dict_of_text_arrays", numpy_array_labels("U"), (2, 4)
    yield "dict_of_bytes_arrays", numpy_array_labels("S"), (4,)
    yield "list_of_dicts", [dict(zip(COLUMNS, row)) for row in slices()], (0, 2, 4, 5)
    yield "list_of_dicts_uneven", [{"label1": "LR2", "mask": stack("mask")[0]}, {"label1": "LR3", "hu_array": stack("hu_array")[0]}], (4,)
    yield "list_of_arrays", list(stack("hu_array_old")), (1, 4)
    yield "tuple_of_stacks", ([*plain.label1], stack("mask"), stack("hu_array"), stack("hu_array_old")), (4,)
    yield "stack", stack("hu_array"), (0, 2, 4, 5)
    yield "stack_channel", stack("mask")[..., None], (4,)
    yield "stack_fortran", np.asfortranarray(stack("hu_array_old")), (2, 5)
    yield "array_2d", stack("hu_array_old")[0], (4,)
    yield "array_mask", stack("mask")[0].astype(bool), (2, 4)
    yield "series_labels", plain.label1, (4,)
    yield "series_arrays", plain.hu_array_old, (0, 4)
    yield "labels_missing", labels(["LR2", None, float("nan")]), (2, 4)
    yield "labels_numpy", labels([np.str_("LR2"), np.str_("LR4A"), np.str_("4b")]), (2, 4)
    yield "labels_whole", labels([2, 3, -1]), (4,)
    yield "labels_numpy_whole", labels([np.int64(2), np.int8(3), np.float32(1.0)]), (4,)
    yield "labels_odd", labels(["LR-4A S", "", "nodule"]), (4,)
    yield "big", big(), (4,)


def write(value, protocol, pure=False):
    if not pure:
        return pickle.dumps(value, protocol)
    buffer = io.BytesIO()
    pickle._Pickler(buffer, protocol).dump(value)
    return buffer.getvalue()


def cell_of(value):
    if isinstance(value, np.ndarray):
        little = np.ascontiguousarray(value).astype(value.dtype.newbyteorder("<"))
        return {
            "dtype": value.dtype.name, "byte_order": {"<": "little", ">": "big", "=": "little", "|": "none"}[value.dtype.byteorder],
            "shape": list(value.shape), "order": "C" if value.flags.c_contiguous else "F" if value.flags.f_contiguous else "mixed",
            "sha256": hashlib.sha256(little.tobytes()).hexdigest(),
        }
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, (float, np.floating)) and math.isnan(value)):
        return None
    if isinstance(value, (bool, np.bool_)):
        return {"value": bool(value)}
    if isinstance(value, (int, np.integer)):
        return {"value": int(value)}
    if isinstance(value, (float, np.floating)):
        return {"value": float(value)}
    if isinstance(value, bytes):
        return {"value": value.decode("latin1")}
    return {"value": str(value)}


def kind_of(cells, dtype):
    text = str(dtype)
    if text == "category":
        return "category"
    if text.startswith("datetime64"):
        return "datetime"
    if text.startswith("timedelta"):
        return "other"
    if text in ("bool", "boolean"):
        return "bool"
    if text == "string" or text[:2] in ("<U", "|S"):
        return "text"
    if text != "object":
        return "number"
    kinds = {"array" if "sha256" in cell else {str: "text", bool: "bool"}.get(type(cell["value"]), "number") for cell in cells if cell}
    return kinds.pop() if len(kinds) == 1 else "other"


def table_of(value):
    """Container, rows and columns (name, values, dtype) of what was unpickled."""
    if isinstance(value, pd.DataFrame):
        levels = [value.index.get_level_values(name) for name in value.index.names if name is not None]
        columns = [(str(name), list(value[name]), value[name].dtype) for name in value.columns]
        return "DataFrame", len(value), columns + [(str(level.name), list(level), level.dtype) for level in levels]
    if isinstance(value, pd.Series):
        return "Series", len(value), [(value.name, list(value), value.dtype)]
    if isinstance(value, dict):
        return "dict", len(next(iter(value.values()))), [(name, list(column), getattr(column, "dtype", "object") if getattr(column, "ndim", 1) == 1 else "object") for name, column in value.items()]
    if isinstance(value, tuple):
        return "tuple", len(value[0]), [(name, list(column), "object") for name, column in zip(COLUMNS, value)]
    if isinstance(value, list) and isinstance(value[0], dict):
        names = list(dict.fromkeys(name for row in value for name in row))
        return "list of dicts", len(value), [(name, [row.get(name) for row in value], "object") for name in names]
    if isinstance(value, list):
        return "list of arrays", len(value), [(bare_name(np.stack(value)), value, "object")]
    array = value[..., 0] if value.ndim == 4 else value
    return "ndarray", len(array) if array.ndim == 3 else 1, [(bare_name(array), list(array) if array.ndim == 3 else [array], "object")]


def bare_name(array):
    return "mask" if array.dtype.kind in "bui" and np.isin(array, (0, 1)).all() else "hu_array_old"


def label_of(value):
    """2 for 2 and for 2.0; texts as they stand."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def expected_of(data, written):
    container, rows, columns = table_of(pickle.loads(data))
    described, counted = [], {}
    for (name, values, dtype), (_, originals, _) in zip(columns, table_of(written)[2]):
        cells = [cell_of(value) for value in values]
        for cell, original in zip(cells, originals):
            # numpy swaps the elements on reading; what the file holds is what was written.
            if cell and "byte_order" in cell:
                cell["byte_order"] = cell_of(original)["byte_order"]
        kind = kind_of(cells, dtype)
        if kind in ("datetime",) or str(dtype).startswith("timedelta"):
            cells = []
        described.append({"name": name, "kind": kind, "dtype": str(dtype) if kind != "array" else None, "cells": cells})
        if name == "label1":
            counted = collections.Counter(label_of(cell["value"]) for cell in cells if cell and cell["value"] != "")
    return {"container": container, "rows": rows, "columns": described, "labels": dict(sorted(counted.items())), "crc32": zlib.crc32(data)}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.pkl"):
        old.unlink()
    made = {f"{name}_p{protocol}.pkl": (write(value, protocol), value) for name, value, protocols in objects() for protocol in protocols}
    made["frame_pure_p4.pkl"] = (write(frame(), 4, pure=True), frame())
    expected = {}
    for name, (data, value) in made.items():
        (folder / name).write_bytes(data)
        expected[name] = expected_of(data, value)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "pandas": pd.__version__}
    document = {"versions": versions, "files": expected}
    text = json.dumps(document, indent=None, separators=(",", ":"), ensure_ascii=True)
    (folder / "expected.json").write_text(text.replace('},"', '},\n"') + "\n")
    sizes = [path.stat().st_size for path in folder.glob("*.pkl")]
    print(f"{len(sizes)} pickles, {sum(sizes)} bytes, largest {max(sizes)}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares every cell of 200 seeded frames with pandas: random columns, types, index levels and missing values.

    LUNGSEG_RUNNER=PATH /usr/bin/python3 tests/interop/pickle_forms/check_frames.py [--frames N] [--seed S]

A cell equals what pandas holds, or the tool names its row and column.
"""
import argparse
import json
import os
import pathlib
import pickle
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

FORMS = [
    lambda a: a,
    lambda a: a.tolist(),
    lambda a: a.astype(object),
    lambda a: np.asfortranarray(a),
    lambda a: a[None],
    lambda a: a[..., None],
    lambda a: np.stack([a] * 3, axis=-1),
    np.matrix,
    lambda a: a.astype(">f4"),
    lambda a: np.ma.masked_array(a, a < 0),
]
BROKEN = ["text", b"bytes", {"a": 1}, [1, [2]], np.array(["a"]), np.zeros(4), [[1, 2], [3]], object]


def extra(rng, rows):
    kind = rng.integers(14)
    whole = rng.integers(-5, 300, rows)
    gaps = rng.random(rows) < 0.3
    if kind == 0:
        return pd.Series(whole)
    if kind == 1:
        return pd.Series(np.where(gaps, np.nan, whole / 4))
    if kind == 2:
        return pd.Series(gaps)
    if kind == 3:
        return pd.Series([None if gap else f"t{value}" for gap, value in zip(gaps, whole)], dtype=object)
    if kind == 4:
        return pd.Series([pd.NA if gap else int(value) for gap, value in zip(gaps, whole)], dtype="Int64")
    if kind == 5:
        return pd.Series([f"c{value % 3}" for value in whole]).astype("category")
    if kind == 6:
        return pd.Series([pd.NA if gap else f"s{value}" for gap, value in zip(gaps, whole)], dtype="string")
    if kind == 7:
        return pd.Series(pd.Timestamp("2024-03-12") + pd.to_timedelta(whole, unit="h"))
    if kind == 8:
        return pd.Series([pd.NaT if gap else pd.Timedelta(int(value), "s") for gap, value in zip(gaps, whole)], dtype="timedelta64[ns]")
    if kind == 9:
        times = pd.Series(pd.Timestamp("2024-03-12") + pd.Series([pd.NaT if gap else pd.Timedelta(int(value), "m") for gap, value in zip(gaps, whole)], dtype="timedelta64[ns]"))
        return times.dt.tz_localize(["UTC", "Europe/Berlin"][whole[0] % 2])
    if kind == 10:
        return pd.Series(pd.arrays.SparseArray(np.where(gaps, whole, 0), kind=["integer", "block"][whole[0] % 2]))
    if kind == 11:
        return pd.Series(pd.Categorical([None if gap else int(value) for gap, value in zip(gaps, whole)]))
    if kind == 12:
        return pd.Series([None if gap else pd.Timestamp(int(value), unit="D") for gap, value in zip(gaps, whole)], dtype=object)
    return pd.Series([None if gap else (int(value) if value % 2 else f"m{value}") for gap, value in zip(gaps, whole)], dtype=object)


def make(rng):
    rows = int(rng.integers(1, 5))
    columns = {"label1": pd.Series([[f"LR{rng.integers(5)}", None, float("nan"), "", 2, 3.0, b"LR3"][rng.integers(7)] for _ in range(rows)], dtype=object)}
    for name in ("mask", "hu_array_old"):
        cells = []
        for _ in range(rows):
            array = rng.integers(-1, 2, (4, 6)).astype(float) if name == "mask" else rng.integers(-1024, 400, (4, 6)).astype(float)
            pick = rng.random()
            if pick < 0.1:
                cells.append([None, float("nan")][rng.integers(2)])
            elif pick < 0.2:
                cells.append(BROKEN[rng.integers(len(BROKEN) - 1)])
            else:
                cells.append(FORMS[rng.integers(len(FORMS))](array))
        columns[name] = pd.Series(cells, dtype=object)
    for i in range(rng.integers(0, 4)):
        columns[f"x{i}"] = extra(rng, rows)
    frame = pd.DataFrame({name: columns[name] for name in rng.permutation(list(columns))})
    levels = rng.integers(0, 3)
    if levels:
        indices = [[f"p{rng.integers(3)}" if level else int(rng.integers(9)) for _ in range(rows)] for level in range(levels)]
        names = [f"i{level}" for level in range(levels)]
        frame.index = pd.Index(indices[0], name=names[0]) if levels == 1 else pd.MultiIndex.from_arrays(indices, names=names)
    return frame


def is_missing(value):
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value))


def label_of(value):
    if is_missing(value) or value == "":
        return None
    return value.decode() if isinstance(value, bytes) else str(int(value)) if isinstance(value, (int, float)) else value


def check_slice(found, value, name, row):
    if is_missing(value):
        return found is None
    try:
        hidden = np.ma.getmaskarray(value) if isinstance(value, np.ma.MaskedArray) else None
        array = np.array(np.ma.getdata(value) if hidden is not None else value, dtype=float)
    except (TypeError, ValueError):
        array = None
    if array is None or array.ndim not in (2, 3) or isinstance(value, (str, bytes)) or array.size < 24:
        return isinstance(found, str) and f":{row}," in found and f"column {name}" in found
    if hidden is not None:
        array[hidden.reshape(array.shape)] = 0 if name == "mask" else np.nan
    array = array[..., 0] if array.ndim == 3 and array.shape[-1] == 3 else array.reshape(4, 6)
    if name == "mask":
        return found == int((np.nan_to_num(array) != 0).sum())
    return found == array.sum() if not np.isnan(array.sum()) else found in ("NaN", None)


def check_extra(found, value, dtype):
    kind, _, text = found.partition(": ")
    if is_missing(value):
        return kind == "Missing" or text == "NaN"
    if isinstance(value, (bool, np.bool_)):
        return (kind, text) == ("Bool", str(bool(value)))
    if isinstance(value, str):
        return text == value
    if str(dtype) == "category":
        return kind == "Category" and float(text) == float(value)
    if isinstance(value, pd.Timestamp):
        return kind == "DateTime" and pd.Timestamp(text) == value
    if isinstance(value, pd.Timedelta):
        return kind == "Other" and pd.Timedelta(text) == value
    return kind == "Number" and float(text) == float(value)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    faults, cells = [], 0
    with tempfile.TemporaryDirectory() as folder:
        frames, paths = [], []
        for i in range(options.frames):
            rng = np.random.default_rng([options.seed, i])
            frame = make(rng)
            paths.append(str(pathlib.Path(folder, f"f{i}.pkl")))
            pathlib.Path(paths[-1]).write_bytes(pickle.dumps(frame, int(rng.integers(2, 6))))
            frames.append(frame)
        read = subprocess.run([os.environ["LUNGSEG_RUNNER"], "cell-values", *paths], capture_output=True, text=True, check=True)
        for i, (frame, line) in enumerate(zip(frames, read.stdout.splitlines(), strict=True)):
            found = json.loads(line)
            if "error" in found:
                faults.append(f"frame {i}: {found['error']}")
                continue
            levels = {name: frame.index.get_level_values(name) for name in frame.index.names if name}
            for row, one in enumerate(found["rows"]):
                for name in [*frame.columns, *levels]:
                    value = levels[name][row] if name in levels else frame[name].iloc[row]
                    cells += 1
                    if name == "label1":
                        good = one[name] == label_of(value)
                    elif name in ("mask", "hu_array_old"):
                        good = check_slice(one[name], value, name, row)
                    else:
                        good = check_extra(one[name], value, frame[name].dtype if name in frame else "object")
                    if not good:
                        faults.append(f"frame {i}, row {row}, column {name}: {one[name]!r}, pandas has {value!r}")
    print("\n".join(faults[:20]))
    print(f"{options.frames} frames, {cells} cells, {len(faults)} differ")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

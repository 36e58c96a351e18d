#!/usr/bin/env python3
"""Makes the pickles of LungSeg.Core.Tests/Fixtures/Columns with real pandas: frames with columns of every type that convert keeps.

    /usr/bin/python3 tests/interop/convert/make_column_fixtures.py tests/LungSeg.Core.Tests/Fixtures/Columns

expected.json holds the columns as pandas reads them: kind, values (text of dates in ISO 8601) and what is missing.
"""
import datetime
import decimal
import json
import pathlib
import pickle
import sys
import uuid

import numpy as np
import pandas as pd

ROWS = 4
SIDE = 6


def base(labels=("LR2", "LR4A", "LR3", "LR2")):
    rng = np.random.default_rng(30)
    old = [rng.integers(-1024, 1200, (SIDE, SIDE)).astype(float) for _ in range(ROWS)]
    mask = [(rng.random((SIDE, SIDE)) < 0.2).astype(np.int8) for _ in range(ROWS)]
    return pd.DataFrame({"label1": list(labels), "mask": mask, "hu_array": [a * (a < -500) for a in old], "hu_array_old": old})


def columns():
    """Columns by name, with gaps where their type has them."""
    day = pd.Timestamp("2024-03-12")
    times = pd.Series([day, day + pd.Timedelta("10h30min"), pd.NaT, day + pd.Timedelta(1, "ns")])
    return {
        "site": pd.Series(["Graz", None, "", "Köln, \"West\"\n2"], dtype=object),
        "age": pd.Series([61, -7, 2**40, 0]),
        "dose8": pd.Series([1, -128, 127, 0], dtype="int8"),
        "count16": pd.Series([1, 65535, 3, 0], dtype="uint16"),
        "packs": pd.array([3, None, 2**53 + 1, -1], dtype="Int64"),
        "full32": pd.array([3, 4, 5, -1], dtype="Int32"),
        "weight": pd.Series([70.5, np.nan, 1e300, -0.0]),
        "single": pd.Series([0.5, np.nan, 3.25, 1], dtype="float32"),
        "smoker": pd.Series([True, False, True, True]),
        "biopsy": pd.array([True, None, False, True], dtype="boolean"),
        "scanned": times,
        "reported": times.dt.tz_localize("Europe/Berlin"),
        "in_utc": times.dt.tz_localize("UTC"),
        "waited": pd.Series(pd.to_timedelta(["1 days 02:03:04.5", None, "-1 days", "00:00:00.000000001"])),
        "vendor": pd.Series(["GE", None, "Siemens", "GE"]).astype("category"),
        "stage": pd.Categorical(["I", "IV", None, "I"], categories=["I", "II", "IV"], ordered=True),
        "grade": pd.Categorical([2, 1, None, 2]),
        "mixed": pd.Series([1, "two", None, 2.5], dtype=object),
        "objects": pd.Series([1, None, 3, 4], dtype=object),
        "flags": pd.Series([True, None, False, True], dtype=object),
        "none": pd.Series([None] * ROWS, dtype=object),
        "nan": pd.Series([np.nan] * ROWS),
    }


def frames():
    frame = base()
    for name, values in columns().items():
        frame[name] = values
    yield "all", frame
    labels = base()
    labels["label1"] = [2, 3, 2, 0]
    yield "label_int", labels
    labels = base()
    labels["label1"] = [2.0, np.nan, 3.0, 2.0]
    yield "label_float", labels
    labels = base()
    labels["label1"] = pd.Categorical(["LR2", None, "LR3", "LR2"])
    yield "label_category", labels
    odd = base()
    odd["path"] = pd.Series([pathlib.PurePosixPath("a/b")] * ROWS, dtype=object)
    odd["uid"] = pd.Series([uuid.UUID(int=i) for i in range(ROWS)], dtype=object)
    odd["spread"] = pd.Series([[1, 2]] * ROWS, dtype=object)
    odd["second"] = odd["mask"]
    odd["period"] = pd.period_range("2024-01", periods=ROWS, freq="M")
    odd["price"] = pd.Series([decimal.Decimal("0.1"), None, decimal.Decimal("2"), decimal.Decimal("-1.50")], dtype=object)
    odd["born"] = pd.Series([datetime.date(1950, 1, 2), None, datetime.date(1999, 12, 31), datetime.date(2000, 2, 29)], dtype=object)
    odd["seen"] = pd.Series([datetime.datetime(2024, 3, 12, 10, 30, tzinfo=datetime.timezone.utc)] * ROWS, dtype=object)
    odd["sparse"] = pd.arrays.SparseArray([0, 0, 7, 1])
    odd["blocks"] = pd.arrays.SparseArray([np.nan, 1.5, 2.5, np.nan], kind="block")
    yield "odd", odd
    taken = base()
    for name in ("class", "row", "hu_min", "image", "note_file_name", "a/b", "x", "x__missing", "fold"):
        taken[name] = [1, 2, 3, 4]
    taken["x"] = pd.array([1, None, 3, 4], dtype="Int64")
    yield "taken", taken
    more = base()
    more["age"] = [0.5, 1, 2, 3]
    more["packs"] = ["a", "b", "c", None]
    more["new"] = [1, 2, 3, 4]
    yield "more", more


def describe(series):
    values = []
    for value in series:
        if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
            values.append(None)
        elif isinstance(value, datetime.datetime) and not isinstance(value, pd.Timestamp):
            values.append(value.isoformat())
        elif isinstance(value, pd.Timestamp):
            values.append((value if value.tz is None else value.tz_convert("UTC")).isoformat())
        elif isinstance(value, pd.Timedelta):
            values.append(value.isoformat())
        elif isinstance(value, (bool, np.bool_)):
            values.append(bool(value))
        elif isinstance(value, (int, np.integer)):
            values.append(str(int(value)))
        elif isinstance(value, (float, np.floating)):
            values.append(float(value))
        else:
            values.append(str(value))
    return {"dtype": str(series.dtype), "values": values}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, frame in frames():
        (folder / f"{name}.pkl").write_bytes(pickle.dumps(frame, 4))
        arrays = {"mask", "hu_array", "hu_array_old", "second", "spread"}
        expected[name] = {column: describe(frame[column]) for column in frame.columns if column not in arrays}
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, separators=(",", ":")).replace('},"', '},\n"') + "\n")
    print(f"{len(expected)} pickles")


if __name__ == "__main__":
    main()

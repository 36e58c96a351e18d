#!/usr/bin/env python3
"""Makes the pickles of LungSeg.Core.Tests/Fixtures/PickleForms with real pandas, numpy and pydicom, and expected.json beside them.

    /usr/bin/python3 tests/interop/pickle_forms/make_fixtures.py tests/LungSeg.Core.Tests/Fixtures/PickleForms

Each file holds three rows of 8 x 8 pixels (six where it holds two frames). Expected are, for each row, the number of lesion pixels and
the sum of hu_array_old, computed with numpy from the arrays that went in, and the label's class. All pixels are synthetic.
"""
import collections
import datetime
import decimal
import io
import json
import pathlib
import pickle
import sys
import tempfile
import uuid
import zoneinfo

import numpy as np
import pandas as pd
from pydicom.multival import MultiValue
from pydicom.uid import UID
from pydicom.valuerep import DSfloat, IS, PersonName

COLUMNS = ["label1", "mask", "hu_array", "hu_array_old"]
LABELS = ["LR2", "LR4A", "LR3"]
SIDE = 8


def rows(seed=1):
    rng = np.random.default_rng(seed)
    for label in LABELS:
        old = rng.integers(-1024, 1200, (SIDE, SIDE)).astype(float)
        mask = (rng.random((SIDE, SIDE)) < 0.2).astype(np.int8)
        yield label, mask, old * (rng.random((SIDE, SIDE)) < 0.4), old


def frame(column=None, change=None, **extra):
    made = pd.DataFrame(dict(zip(COLUMNS, map(list, zip(*rows())))))
    if column:
        cells = [change(cell) for cell in made[column]]
        made[column] = pd.Series(cells, dtype=object)
    for name, value in extra.items():
        made[name] = pd.Series([value] * len(made), dtype=object)
    return made


def memmap(array):
    with tempfile.NamedTemporaryFile() as file:
        mapped = np.memmap(file.name, dtype=array.dtype, mode="w+", shape=array.shape)
        mapped[:] = array
        return mapped


def masked(array):
    """A MaskedArray whose first row of pixels, all ones, is masked: those count as 0."""
    full = array.copy()
    full[0] = 1
    hidden = np.zeros(array.shape, bool)
    hidden[0] = True
    return np.ma.masked_array(full, hidden)


def record(array):
    return np.rec.array(array.astype([("value", array.dtype)]).view(np.recarray))


def with_nan(array):
    made = array.astype(float)
    made[made == 0] = np.nan
    return made


def coloured(channels):
    return lambda array: np.stack([array] * 3 + [np.full_like(array, 7)] * (channels - 3), axis=-1)


def forms():
    """Name, object, and which rows it has, for cells in every form that is read."""
    for column in ("mask", "hu_array_old"):
        for name, change in {
            "memmap": memmap,
            "matrix": np.matrix,
            "record": record,
            "list": lambda a: a.tolist(),
            "list_float32": lambda a: [[np.float32(v) for v in line] for line in a],
            "tuples": lambda a: tuple(map(tuple, a.tolist())),
            "objects": lambda a: a.astype(object),
            "lead1": lambda a: a[None],
            "lead1_fortran": lambda a: np.asfortranarray(a[None]),
            "last1": lambda a: a[..., None],
            "rgb": coloured(3),
            "rgba": coloured(4),
        }.items():
            yield f"{column}_{name}", frame(column, change)
    yield "mask_masked", frame("mask", masked)
    yield "mask_nan", frame("mask", with_nan)
    yield "mask_bools", frame("mask", lambda a: a.astype(bool).tolist())
    yield "mask_mixed", frame("mask", lambda a: [[float(v) if i % 2 else int(v) for i, v in enumerate(line)] for line in a])


def tables():
    plain = frame()
    yield "list_of_tuples", list(plain.itertuples(index=False, name=None)), {"columns": dict(zip(COLUMNS, "0123"))}
    yield "dict_of_frames", {"train": plain, "test": plain}, {"twice": True, "parts": ["train"] * 3 + ["test"] * 3}
    yield "dict_of_row_dicts", {f"case{i}": dict(row) for i, (_, row) in enumerate(plain.iterrows())}, {}
    yield "defaultdict", collections.defaultdict(list, {name: list(plain[name]) for name in COLUMNS}), {}
    yield "list_of_frames", [plain, plain], {"twice": True}
    shuffled = {name: plain[name].iloc[order] for name, order in zip(COLUMNS, ([0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]))}
    yield "dict_of_series", shuffled, {}


def labels():
    for name, values, classes in (
        ("bytes", [b"LR2", "LR4A".encode(), b"LR3"], LABELS),
        ("numbers", [2.0, np.nan, 3.0], ["LR2", None, "LR3"]),
        ("floats_as_text", ["2.0", "x", "3.0"], ["LR2", "unknown", "LR3"]),
        ("missing", [None, pd.NA, ""], [None, None, None]),
        ("not_a_time", [pd.NaT, float("nan"), "LR2"], [None, None, "LR2"]),
        ("long", ["x" * 3000, "é" * 3000, "LR2"], ["unknown", "unknown", "LR2"]),
    ):
        made = frame()
        made["label1"] = pd.Series(values, dtype=float if name == "numbers" else object)
        yield f"label_{name}", made, {"classes": classes}
    encoded = frame()
    encoded["label1"] = [0, 2, 1]
    yield "label_encoded", encoded, {"names": ["LR2", "LR3", "LR4A"]}


def foreign():
    """Columns of harmless types, and the names that Python writes for them."""
    for name, value, names in (
        ("path", pathlib.PurePosixPath("a/b"), ["pathlib.PurePosixPath"]),
        ("uuid", uuid.UUID(int=7), ["uuid.UUID"]),
        ("decimal", decimal.Decimal("1.5"), ["decimal.Decimal"]),
        ("date", datetime.date(2024, 3, 12), ["datetime.date"]),
        ("counter", collections.Counter("aab"), ["collections.Counter"]),
        ("multivalue", MultiValue(DSfloat, ["0.7", "0.7"]), ["pydicom.multival.MultiValue", "pydicom.valuerep.DSfloat"]),
        ("person", PersonName("A^B"), ["pydicom.valuerep.PersonName"]),
        ("uid", UID("1.2.3"), ["pydicom.uid.UID"]),
        ("whole", MultiValue(IS, ["1", "2"]), ["pydicom.multival.MultiValue", "pydicom.valuerep.IS"]),
    ):
        yield f"foreign_{name}", frame(extra=value), {"foreign": names}
    zone = frame()
    zone["extra"] = pd.Series([{"zone": zoneinfo.ZoneInfo("Europe/Berlin")}] * len(zone), dtype=object)
    yield "foreign_zone", zone, {"foreign": ["zoneinfo.ZoneInfo"]}
    silent = frame()
    silent["interval"] = pd.arrays.IntervalArray.from_breaks(range(len(silent) + 1))
    silent["sparse"] = pd.arrays.SparseArray([0, 0, 1])
    silent["period"] = pd.period_range("2024-01", periods=len(silent), freq="M")
    yield "pandas_types", silent, {}


def files():
    for name, value in forms():
        yield name, value, {}
    yield from tables()
    yield from labels()
    yield from foreign()


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, value, facts in files():
        for protocol in (2, 5):
            (folder / f"{name}_p{protocol}.pkl").write_bytes(pickle.dumps(value, protocol))
            read = [*rows()] * (2 if facts.get("twice") else 1)
            lesions = [int(mask.sum()) for _, mask, _, _ in read]
            if name == "mask_masked":
                lesions = [int(mask[1:].sum()) for _, mask, _, _ in read]
            expected[f"{name}_p{protocol}.pkl"] = {
                "lesion_px": lesions,
                "hu_sum": [float(old.sum()) for _, _, _, old in read],
                "classes": facts.get("classes", [label for label, _, _, _ in read]),
                **{key: facts[key] for key in ("columns", "parts", "names", "foreign") if key in facts},
            }
    two = io.BytesIO()
    pickle.dump(frame(), two, 4)
    pickle.dump(frame()[COLUMNS[::-1]], two, 4)
    (folder / "two_dumps.pkl").write_bytes(two.getvalue())
    read = [*rows()] * 2
    expected["two_dumps.pkl"] = {
        "lesion_px": [int(mask.sum()) for _, mask, _, _ in read],
        "hu_sum": [float(old.sum()) for _, _, _, old in read],
        "classes": LABELS * 2,
    }
    (folder / "expected.json").write_text(json.dumps(expected, separators=(",", ":")).replace('},"', '},\n"') + "\n")
    print(f"{len(expected)} pickles")


if __name__ == "__main__":
    main()

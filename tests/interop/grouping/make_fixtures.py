#!/usr/bin/env python3
"""Writes tests/LungSeg.Core.Tests/Fixtures/Grouping: small frames that carry ids of patients and series."""
import datetime
import decimal
import os

import numpy as np
import pandas as pd

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "LungSeg.Core.Tests", "Fixtures", "Grouping")


def main():
    os.makedirs(FOLDER, exist_ok=True)
    slices = [np.full((4, 4), -1000.0 + i) for i in range(5)]
    frame = pd.DataFrame({"label1": ["LR2"] * 5, "hu_array_old": slices})
    series = ["1.2.3", "1.2.4", "1.2.3", "1.2.5", "1.2.4"]
    frame.assign(patient_id=["P2", "P1", "P2", "P2", "P1"], series_uid=series).to_pickle(os.path.join(FOLDER, "patients.pkl"), protocol=4)
    frame.assign(patient_id=["P2", None, "P2", "P2", "P1"], series_uid=series).to_pickle(os.path.join(FOLDER, "patients_missing.pkl"), protocol=4)
    frame.assign(patient_id=[7, 8, 7, 8, 9]).to_pickle(os.path.join(FOLDER, "patient_numbers.pkl"), protocol=4)


    # One patient in each line, but for the missing ones, of which each is a row of its own.
    ids = [
        [1, 1.0, b"1", "1", "1.0", "1.00", np.int64(1), np.float32(1), decimal.Decimal("1.0")],
        ["01"],
        ["1e5"],
        [100000.0, "100000"],
        [1.5, "1.5"],
        [datetime.date(2020, 1, 2), pd.Timestamp("2020-01-02"), datetime.datetime(2020, 1, 2), "2020-01-02"],
        [pd.Timestamp("2020-01-02T03:04:05.5"), "2020-01-02T03:04:05.5"],
        [(1, "a"), (1.0, b"a"), ("1", "a")],
        [("1", "b")],
        [2 ** 70, str(2 ** 70)],
        [True, np.bool_(True)],
        *[[missing] for missing in (None, float("nan"), pd.NaT, pd.NA, "", np.float64("nan"))],
    ]
    flat = pd.Series([value for line in ids for value in line], dtype=object)
    frame = pd.DataFrame({
        "label1": [f"line {i}" for i, line in enumerate(ids) for _ in line],
        "hu_array_old": [np.full((4, 4), -1000.0 + i) for i in range(len(flat))],
        "patient_id": flat,
    })
    for protocol in (2, 4):
        frame.to_pickle(os.path.join(FOLDER, f"id_types_p{protocol}.pkl"), protocol=protocol)

    # Ids in the index, alone and as one level of two; -1 is the code of a missing one.
    frame = pd.DataFrame({"label1": ["LR2"] * 5, "hu_array_old": slices})
    for name, index in {
        "text": pd.Index(["P2", "P1", "P2", None, "P1"], name="patient_id"),
        "int": pd.Index([2, 1, 2, 3, 1], name="patient_id"),
        "float": pd.Index([2.0, 1.0, 2.0, np.nan, 1.0], name="patient_id"),
        "category": pd.CategoricalIndex(["P2", "P1", "P2", None, "P1"], name="patient_id"),
        "levels": pd.MultiIndex.from_arrays([[0, 1, 2, 3, 4], ["P2", "P1", "P2", None, "P1"]], names=["slice", "patient_id"]),
        "range": pd.RangeIndex(5, 10, name="patient_id"),
    }.items():
        frame.set_axis(index).to_pickle(os.path.join(FOLDER, f"index_{name}.pkl"), protocol=4)
    frame.assign(Patient_ID=["P2", "P1", "P2", "P2", "P1"]).to_pickle(os.path.join(FOLDER, "other_name.pkl"), protocol=4)


if __name__ == "__main__":
    main()

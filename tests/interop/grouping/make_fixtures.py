#!/usr/bin/env python3
"""Writes tests/LungSeg.Core.Tests/Fixtures/Grouping: small frames that carry ids of patients and series."""
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


if __name__ == "__main__":
    main()

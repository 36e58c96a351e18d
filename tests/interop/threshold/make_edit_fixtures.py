#!/usr/bin/env python3
"""Writes tests/LungSeg.Core.Tests/Fixtures/Edited/edited.json: what fixtures of Pickle and Numpy become where hu_array gets new values.

    /usr/bin/python3 make_edit_fixtures.py

The new values are hu_array_old * 0.1 - 7.3 (of the array itself in a file that holds but one). Python changes the object that each fixture was made
from and writes it again; the digest is of those bytes."""
import hashlib
import io
import json
import os
import sys

import numpy as np
import pandas as pd

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import make_fixtures

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "LungSeg.Core.Tests", "Fixtures")
PICKLES = (
    "frame_p0 frame_p1 frame_p2 frame_p4 frame_columns_p2 frame_rich_p2 cells_fortran_p2 cells_fortran_p5 cells_big_endian_p2 dict_of_lists_p0 dict_of_lists_p2 dict_ordered_p2"
    " dict_of_stacks_p1 dict_of_stacks_p2 dict_of_stacks_p5 dict_of_text_arrays_p2 list_of_dicts_p0 list_of_dicts_p2 list_of_arrays_p1 series_arrays_p0 stack_p0 stack_p2 stack_fortran_p2 stack_fortran_p5"
).split()
ARRAYS = "stack_f8 stack_f8_fortran stack_f8_big slice_f8".split()


def change(hu, old):
    hu[...] = old.astype(np.float64) * 0.1 - 7.3


def pairs_of(value):
    """(hu_array, hu_array_old) of each row."""
    if isinstance(value, list) and isinstance(value[0], dict):
        return [(row["hu_array"], row["hu_array_old"]) for row in value]
    if isinstance(value, (pd.DataFrame, dict)):
        return list(zip(value["hu_array"], value["hu_array_old"]))
    return [(a, a) for a in value]


def main():
    digests = {}
    for name, value, protocols in make_fixtures.objects():
        wanted = [p for p in protocols if f"{name}_p{p}" in PICKLES]
        for protocol in wanted:
            with open(os.path.join(FIXTURES, "Pickle", f"{name}_p{protocol}.pkl"), "rb") as f:
                assert f.read() == make_fixtures.write(value, protocol), f"{name}_p{protocol} is not what make_fixtures.py makes"
        pairs = pairs_of(value) if wanted else []
        before = [hu.copy() for hu, _ in pairs]
        for hu, old in pairs:
            change(hu, old)
        for protocol in wanted:
            digests[f"Pickle/{name}_p{protocol}.pkl"] = hashlib.sha256(make_fixtures.write(value, protocol)).hexdigest()

        # Objects of other fixtures hold the same arrays.
        for (hu, _), stored in zip(pairs, before):
            hu[...] = stored
    for name in ARRAYS:
        array = np.load(os.path.join(FIXTURES, "Numpy", name + ".npy"))
        change(array, array.copy())
        buffer = io.BytesIO()
        np.save(buffer, array)
        digests[f"Numpy/{name}.npy"] = hashlib.sha256(buffer.getvalue()).hexdigest()
    assert len(digests) == len(PICKLES) + len(ARRAYS)
    folder = os.path.join(FIXTURES, "Edited")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "edited.json"), "w", encoding="ascii") as f:
        json.dump({"versions": {"numpy": np.__version__, "pandas": pd.__version__}, "sha256": dict(sorted(digests.items()))}, f, indent=1)
        f.write("\n")
    print(len(digests), "files")


if __name__ == "__main__":
    main()

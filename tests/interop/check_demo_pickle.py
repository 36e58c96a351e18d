"""Opens a demo pickle with real pandas and checks everything a user of the published files relies on.

usage: check_demo_pickle.py FILE
"""

import pickle
import platform
import sys

import numpy
import pandas

COLUMNS = ["label1", "mask", "hu_array", "hu_array_old"]
DTYPES = {"mask": "int8", "hu_array": "float64", "hu_array_old": "float64"}
CLASSES = ["LR2", "LR3", "LR4A", "LR4B"]


def check_array(array, dtype, where):
    assert type(array) is numpy.ndarray, (where, type(array))
    assert array.dtype == numpy.dtype(dtype) and array.dtype.isnative, (where, array.dtype)
    assert array.shape == (512, 512), (where, array.shape)
    assert array.flags.c_contiguous and array.flags.writeable and array.flags.aligned, (where, array.flags)
    kept = array[0, 0]
    array[0, 0] = 1
    array[0, 0] = kept


def check_frame(frame, how):
    assert type(frame) is pandas.DataFrame, type(frame)
    assert list(frame.columns) == COLUMNS, list(frame.columns)
    assert frame.index.equals(pandas.RangeIndex(len(frame))), frame.index
    assert len(frame) > 0
    # pandas 3 infers its own text dtype for a list of str.
    assert frame["label1"].dtype == object or str(frame["label1"].dtype) == "str", frame["label1"].dtype
    assert all(type(label) is str and label in CLASSES for label in frame["label1"])
    assert frame["label1"].is_monotonic_increasing
    for name, dtype in DTYPES.items():
        assert frame[name].dtype == object, (name, frame[name].dtype)
        for row, array in enumerate(frame[name]):
            check_array(array, dtype, (name, row))
    shared = 0
    for row, (mask, hu, old) in enumerate(zip(frame["mask"], frame["hu_array"], frame["hu_array_old"])):
        assert set(numpy.unique(mask)) <= {0, 1}, row
        assert numpy.array_equal(hu, numpy.rint(hu)) and numpy.array_equal(old, numpy.rint(old)), row
        assert numpy.all((hu == 0) | (hu == old)), row
        shared += hu is old
    print(f"ok: {how}: {len(frame)} rows, {dict(frame['label1'].value_counts(sort=False))}, {shared} rows with one HU object")


def unpickle_in_python(path):
    with open(path, "rb") as file:
        return pickle._Unpickler(file).load()


def unpickle_in_c(path):
    with open(path, "rb") as file:
        return pickle.loads(file.read())


def main():
    path = sys.argv[1]
    print(f"python {platform.python_version()}, numpy {numpy.__version__}, pandas {pandas.__version__}")
    check_frame(pandas.read_pickle(path), "pandas.read_pickle")
    check_frame(unpickle_in_c(path), "pickle.loads")
    check_frame(unpickle_in_python(path), "pickle._Unpickler")


if __name__ == "__main__":
    main()

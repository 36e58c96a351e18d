#!/usr/bin/env python3
"""Makes small pickles laid out as pandas 3 writes them, with whatever pandas runs this: names and states as pandas 3 has them, Arrow buffers
by hand. Real files of pandas 3 are better; this stands in where it cannot be installed. Output: Fixtures/Pandas3Like."""
import os
import pickle
import sys
import types

import numpy as np
import pandas
import pandas.arrays
import pandas._libs.arrays
from pandas._libs.internals import _unpickle_block
from pandas.core.indexes.base import _new_Index
from pandas.core.internals.managers import BlockManager

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "LungSeg.Core.Tests", "Fixtures", "Pandas3Like")
LABELS = ["LR2", "LR3", "LR4A", "LR4B"]


class Call:
    """Pickles as a call of something with arguments, and a state where one is given."""

    def __init__(self, callee, *arguments, state=None):
        self.parts = (callee, arguments) if state is None else (callee, arguments, state)

    def __reduce_ex__(self, protocol):
        return self.parts


def named(module, name):
    """A callable that pickles under a name of pandas 3 or pyarrow and is never called."""
    def stand_in(*arguments):
        raise RuntimeError("only its name is wanted")

    stand_in.__module__, stand_in.__name__, stand_in.__qualname__ = module, name, name
    setattr(sys.modules[module], name, stand_in)
    return stand_in


sys.modules["pyarrow"], sys.modules["pyarrow.lib"] = types.ModuleType("pyarrow"), types.ModuleType("pyarrow.lib")
restore_array, type_for_alias, py_buffer = (named("pyarrow.lib", n) for n in ("_restore_array", "type_for_alias", "py_buffer"))
arrow_string_array, string_array = named("pandas.arrays", "ArrowStringArray"), named("pandas.arrays", "StringArray")
string_dtype, backed = named("pandas", "StringDtype"), named("pandas._libs.arrays", "__pyx_unpickle_NDArrayBacked")
frame_class, index_class, range_class = named("pandas", "DataFrame"), named("pandas", "Index"), named("pandas", "RangeIndex")


def arrow_texts(texts):
    offsets = np.cumsum([0] + [len(t.encode()) for t in texts]).astype("<i8")
    buffers = [None, Call(py_buffer, bytearray(offsets.tobytes())), Call(py_buffer, bytearray("".join(texts).encode()))]
    array = Call(restore_array, (Call(type_for_alias, "large_string"), len(texts), 0, 0, buffers, [], None))
    return Call(arrow_string_array, state={"_pa_array": array, "_dtype": Call(string_dtype, "pyarrow", float("nan"))})


def object_texts(texts):
    return Call(backed, string_array, 82904607, None, state=(Call(string_dtype, "python", float("nan")), np.array(texts, dtype=object), {}))


def frame(labels):
    rng = np.random.default_rng(0)
    old = [rng.integers(-1000, 500, (8, 8)).astype(float) for _ in LABELS]
    cells = np.empty((3, len(LABELS)), object)
    for i, hu in enumerate(old):
        cells[0, i], cells[1, i], cells[2, i] = (hu > 400).astype(np.int8), hu * (hu < -500), hu
    blocks = (Call(_unpickle_block, labels, slice(0, 1, 1), 2), Call(_unpickle_block, cells, slice(1, 4, 1), 2))
    columns = Call(_new_Index, index_class, {"data": arrow_texts(["label1", "mask", "hu_array", "hu_array_old"]), "name": None})
    rows = Call(_new_Index, range_class, {"name": None, "start": 0, "stop": len(LABELS), "step": 1})
    return Call(frame_class, state={"_mgr": Call(BlockManager, blocks, [columns, rows]), "_typ": "dataframe", "_metadata": [], "attrs": {}, "_flags": {"allows_duplicate_labels": True}})


os.makedirs(FOLDER, exist_ok=True)
for protocol in range(2, 6):
    for kind, labels in (("arrow", arrow_texts(LABELS)), ("objects", object_texts(LABELS))):
        with open(os.path.join(FOLDER, f"{kind}_p{protocol}.pkl"), "wb") as f:
            pickle.dump(frame(labels), f, protocol)

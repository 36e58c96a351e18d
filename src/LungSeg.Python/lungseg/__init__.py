"""Reads the lung cancer segmentation data set with Lung-RADS class, through the program lungseg: rows as numpy views, for PyTorch.

    ds = lungseg.open("lung_cancer_train.pkl")
    ds[17].label, ds[17].hu_old
    lungseg.TorchDataset(ds, window="lung", size=256)

Nothing of an input is run. numpy and PyTorch are imported when they are first needed.
"""
from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._dataset import Arrays as Arrays
    from ._dataset import Dataset as Dataset
    from ._dataset import open_dataset as open
    from ._errors import Error as Error
    from ._labels import LabelMap as LabelMap
    from ._row import Row as Row
    from ._split import Fold as Fold
    from ._split import Split as Split
    from ._tool import Table as Table
    from ._tool import run as run
    from ._torch import SplitSampler as SplitSampler
    from ._torch import TorchDataset as TorchDataset

    __version__: str

_WHERE = {
    "Arrays": "_dataset",
    "Dataset": "_dataset",
    "open": "_dataset",
    "Error": "_errors",
    "LabelMap": "_labels",
    "Row": "_row",
    "Fold": "_split",
    "Split": "_split",
    "Table": "_tool",
    "run": "_tool",
    "SplitSampler": "_torch",
    "TorchDataset": "_torch",
}

# Spelled out for type checkers.
__all__ = [
    "Arrays",
    "Dataset",
    "Error",
    "Fold",
    "LabelMap",
    "Row",
    "Split",
    "SplitSampler",
    "Table",
    "TorchDataset",
    "open",
    "run",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("lungseg")
    if name not in _WHERE:
        raise AttributeError(f"module 'lungseg' has no attribute {name!r}")
    module = importlib.import_module("." + _WHERE[name], __name__)
    value = getattr(module, "open_dataset" if name == "open" else name)
    globals()[name] = value
    return value


def __dir__() -> "list[str]":
    return [*__all__, "__version__"]

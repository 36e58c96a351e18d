"""One row of a data set."""
from __future__ import annotations

import os
import tempfile
from typing import Any, Dict, Optional

import numpy as np

from ._errors import Error
from ._source import Source


class Row:
    """A row: its label, its arrays as views on the file, and what else the input says of it. Reads nothing before it is asked.

    Arrays are numpy arrays [row, col], read-only and without a copy, in the type and element order of the file; None where the cell is
    empty. What is no slice raises Error (3), as does a file that has changed since it was opened.
    """

    __slots__ = ("_source", "_position")

    def __init__(self, source: Source, position: int) -> None:
        self._source = source
        self._position = position

    @property
    def name(self) -> str:
        """Name of the row, stem:index, as the tool has it."""
        return self._record["row"]

    @property
    def index(self) -> int:
        """Position in the input, from 0."""
        return int(self.name.rpartition(":")[2])

    @property
    def label(self) -> Optional[str]:
        """The label as it stands in the file; None where it is missing. Raises Error (3) where it is neither text nor a number."""
        fault = self._record.get("faults", {}).get("label1")
        if fault is not None:
            raise Error(fault, 3)
        return self._record["label"]

    @property
    def lung_rads(self) -> Optional[str]:
        """The Lung-RADS class of the label, LR4A for 4a; `unknown` for a label that is none, None for a missing one."""
        return self._record["class"]

    @property
    def mask(self) -> Optional[np.ndarray]:
        """The lesion mask as it is stored."""
        return self._source.view(self._position, "mask")

    @property
    def hu(self) -> Optional[np.ndarray]:
        """hu_array: HU with the area outside the lungs dropped."""
        return self._source.view(self._position, "hu_array")

    @property
    def hu_old(self) -> Optional[np.ndarray]:
        """hu_array_old: HU of the whole slice."""
        return self._source.view(self._position, "hu_array_old")

    @property
    def ids(self) -> Dict[str, Optional[str]]:
        """patient_id, study_uid, series_uid and sop_uid, as far as the input has them, as the texts by which the tool compares them."""
        return dict(self._record.get("ids", {}))

    @property
    def extra(self) -> Dict[str, Any]:
        """The other columns: texts, numbers, truth values; dates and durations as text in ISO 8601; None where missing."""
        return dict(self._record.get("extra", {}))

    def picture(self, window: str = "lung", zoom: bool = False) -> bytes:
        """The slice as a PNG, the lesion outlined; with zoom only the lesion and what is around it."""
        with tempfile.TemporaryDirectory(prefix="lungseg-") as folder:
            path = os.path.join(folder, "row.png")
            self._source.run("inspect", "--show", self.name, "--window", window, "-o", path, "--quiet", *(["--zoom"] if zoom else []))
            with open(path, "rb") as stream:
                return stream.read()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and (self._source, self._position) == (other._source, other._position)

    def __hash__(self) -> int:
        return hash((id(self._source), self._position))

    def __repr__(self) -> str:
        return f"<lungseg.Row {self.name}, {self._record['label']}>"

    def _repr_png_(self) -> bytes:
        return self.picture()

    @property
    def _record(self) -> Dict[str, Any]:
        return self._source.records[self._position]

"""Parts and folds of a data set."""
from __future__ import annotations

import csv
import hashlib
import os
import tempfile
from typing import TYPE_CHECKING, Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from ._errors import Error
from ._files import identify
from ._source import Source

if TYPE_CHECKING:
    from ._dataset import Dataset

_BY = ("name", "key")

# Name of a row, its part and its fold.
Place = Tuple[str, str, Optional[int]]


class Fold(NamedTuple):
    """One fold: the rows that train, and those that validate."""

    train: "Dataset"
    val: "Dataset"


class Split:
    """A data set in parts. Rows that the split dropped are in none."""

    def __init__(self, whole: "Dataset", places: Sequence[Place]) -> None:
        self._whole = whole
        self._places: Dict[str, Tuple[str, Optional[int]]] = {row: (part, fold) for row, part, fold in places}
        self.folds = 1 + max((fold for _, _, fold in places if fold is not None), default=-1)

    @property
    def parts(self) -> List[str]:
        """Names of the parts, in the order of first rows."""
        return list(dict.fromkeys(part for part, _ in self._places.values()))

    def __getitem__(self, part: str) -> "Dataset":
        if part not in self.parts:
            raise Error(f"the split has no part '{part}'; it has {', '.join(self.parts)}", 2)
        return self._choose(lambda place: place[0] == part)

    @property
    def train(self) -> "Dataset":
        return self["train"]

    @property
    def val(self) -> "Dataset":
        return self["val"]

    @property
    def test(self) -> "Dataset":
        return self["test"]

    def fold(self, number: int) -> Fold:
        """Fold number K of 0 to folds - 1: val are the rows of K, train those of the other folds. Raises Error (2) without such a fold."""
        if not 0 <= number < self.folds:
            raise Error(f"the split has no fold {number}; it has {self.folds} folds, counted from 0", 2)
        return Fold(
            self._choose(lambda place: place[0] == "train" and place[1] != number),
            self._choose(lambda place: place[0] == "train" and place[1] == number),
        )

    def __repr__(self) -> str:
        return f"<lungseg.Split {', '.join(self.parts)}, {self.folds} folds>"

    def _choose(self, test: Any) -> "Dataset":
        whole = self._whole
        positions = [p for p, name in zip(whole._positions, whole.names) if name in self._places and test(self._places[name])]
        return type(whole)(whole._source, positions, whole._positions if whole._numbered is None else whole._numbered)


def read_split(source: Source, rows: Optional[Sequence[str]], path: str, by: str, image: str) -> List[Place]:
    """The places of rows in a split, which the tool reads, compares with the rows and applies. What it found is kept."""
    if by not in _BY:
        raise Error(f"by '{by}' does not exist; write {' or '.join(_BY)}", 2)
    path = os.path.abspath(path)
    made_of = {**source.made_of(), "split": [path, identify(path)], "rows": rows, "by": by}
    kind = "split-" + hashlib.sha256(repr((path, rows, by)).encode()).hexdigest()[:16]
    kept = source.cache.read(kind, made_of)
    if kept is not None:
        return [(row, part, fold) for row, part, fold in kept]
    with tempfile.TemporaryDirectory(prefix="lungseg-") as folder:
        table = os.path.join(folder, "rows.csv")
        how = ["--split", path, *(["--split-by", "key"] if by == "key" else [])]
        source.run("convert", "-o", table, "--to", "csv", "--image", image, "--columns-only", "--quiet", *how, rows=rows)
        with open(table, newline="", encoding="utf-8") as stream:
            lines = list(csv.DictReader(stream))
    places: List[Place] = [(line["row"], line["part"], int(line["fold"]) if line.get("fold") else None) for line in lines]
    source.cache.write(kind, made_of, list(places))
    return places

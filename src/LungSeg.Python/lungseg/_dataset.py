"""A data set: rows of one or several inputs."""
from __future__ import annotations

import collections
import html
import os
from typing import Any, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union, overload

import numpy as np

from ._cache import Cache
from ._errors import Error
from ._labels import LabelMap, match_labels
from ._pixels import Window
from ._row import Row
from ._slices import SliceReader
from ._source import Path, Source
from ._split import Split, read_split
from ._tool import Table

_MOST_BYTES = 1 << 30


def open_dataset(
    *paths: Path, options: Sequence[str] = (), settings: bool = False, cache: Union[Path, bool, None] = None
) -> "Dataset":
    """Opens inputs as one data set: files or folders in any format that the tool reads.

    options: options of the tool that say how inputs are read, such as ["--columns", "label1=label"] or ["--lesion", "2"].
    settings: whether lungseg.toml of the working folder holds, as on the command line; by default it is not read.
    cache: the folder for indexes and for copies of arrays that cannot be mapped; by default one in the user's cache. False keeps nothing.

    Runs the tool once and keeps its index; a file that has not changed (size, time, inode) is opened without it.
    Raises Error: 3 for an input that is missing, damaged or unsafe.
    """
    if not paths:
        raise Error("no input is given", 2)
    return Dataset(Source([os.fspath(path) for path in paths], options, settings, Cache(cache)))


class Arrays(NamedTuple):
    """What to_arrays gives: X and y [n, row, col], numbers of the labels [n], names of the classes in the order of their numbers."""

    X: np.ndarray
    y: np.ndarray
    labels: np.ndarray
    class_names: List[str]


class Dataset(Sequence[Row]):
    """Rows, in the order of the inputs. Choosing gives a new data set on the same files; nothing is copied."""

    def __init__(self, source: Source, positions: Optional[Sequence[int]] = None, numbered: Optional[Sequence[int]] = None) -> None:
        self._source = source
        self._positions = range(len(source.records)) if positions is None else positions
        # The rows whose classes are numbered, where these are more: parts of a split, and what is chosen of them, have one numbering.
        self._numbered = numbered

    def __len__(self) -> int:
        return len(self._positions)

    @overload
    def __getitem__(self, key: Union[int, str]) -> Row: ...

    @overload
    def __getitem__(self, key: Union[slice, Iterable[Union[int, str]]]) -> "Dataset": ...

    def __getitem__(self, key: Any) -> Any:
        """A row by position or name; a data set by a slice, or by positions and names."""
        if isinstance(key, slice):
            return self._take(self._positions[key])
        if isinstance(key, str):
            return Row(self._source, self._positions[self._find([key])[0]])
        if hasattr(key, "__index__"):
            return Row(self._source, self._positions[key])
        return self._take([self._positions[place] for place in self._find(key)])

    def __iter__(self) -> Iterator[Row]:
        return (Row(self._source, position) for position in self._positions)

    @property
    def names(self) -> List[str]:
        """Names of the rows, stem:index."""
        return [record["row"] for record in self._records]

    @property
    def labels(self) -> List[Optional[str]]:
        """Labels as they stand in the files; None where missing."""
        return [record["label"] for record in self._records]

    @property
    def classes(self) -> Dict[str, int]:
        """Rows of each Lung-RADS class, in the order of first rows; `missing` counts rows without a label."""
        return dict(collections.Counter(record["class"] or "missing" for record in self._records))

    def where(self, expression: Optional[str] = None, *, label: Union[None, str, Iterable[str]] = None, **columns: Any) -> "Dataset":
        """The rows for which all of these hold.

        expression: on row figures, as --where takes it: "lesion_px>0 and stored==ok". label: a label or class, or several, as --label
        takes them. columns: a value, or a list of values, of an id or another column.
        """
        keep = [True] * len(self)
        if expression is not None:
            chosen = self._source.select("--where", expression)
            keep = [name in chosen for name in self.names]
        if label is not None:
            matches = match_labels(self.labels, [label] if isinstance(label, str) else label)
            keep = [kept and matches_ for kept, matches_ in zip(keep, matches)]
        for column, wanted in columns.items():
            values = self._column(column)
            several = isinstance(wanted, (list, tuple, set, frozenset))
            keep = [kept and (value in wanted if several else value == wanted) for kept, value in zip(keep, values)]
        return self._choose(keep)

    def without(self, *rules: str) -> "Dataset":
        """The rows that none of these rules names: ids, names, or a severity, as --without takes them. Judged over all rows."""
        chosen = self._source.select("--without", ",".join(rules))
        return self._choose([name in chosen for name in self.names])

    def split(self, path: Path, by: str = "name") -> Split:
        """The parts and folds of a split, made by `lungseg split`, that this data set is found to fit.

        The tool compares content keys (labels where there are none), once for a file and a split that have not changed. by="key" applies a
        split by content, whatever the rows are called. Of several repeats the first counts.

        Raises Error: 3 where rows differ from those that the split was made of, 2 where it does not name a row.
        """
        return Split(self, read_split(self._source, None if self._is_whole else self.names, os.fspath(path), by, self._image()))

    def stats(self, *options: str, by: Optional[str] = None) -> Table:
        """Figures of each row, as `stats --jsonl` prints them; with by="label" or by="group" of each class or group.

        options are further options of `stats`.
        """
        if by is None:
            return Table(self._run("stats", "--jsonl", *options))
        document = self._run("stats", "--json", "--by", by, *options)
        return Table({by: name, **_flatten(figures)} for name, figures in document["by"].items())

    def validate(self, *options: str) -> Table:
        """Findings in these rows, as `validate --json` has them: rule, severity, row, column, message, offset.

        findings of the result says whether one fails by --fail-on. options are further options of `validate`.
        """
        document = self._run("validate", "--json", *options)
        result = Table(document["findings"])
        result.exit_code, result.messages = document.exit_code, document.messages
        return result

    def to_arrays(
        self,
        image: str = "hu_array_old",
        window: Optional[Window] = None,
        size: Optional[int] = None,
        resample: str = "area",
        lesion: Union[None, int, Iterable[int]] = None,
        label_map: Union[None, str, Mapping[str, Union[int, str]]] = None,
        most_bytes: int = _MOST_BYTES,
    ) -> Arrays:
        """All rows in memory, for small sets: images (uint8 under a window, else HU as float32), masks (uint8), numbers of labels (int64).

        The options are those of TorchDataset. Raises Error (2) where slices differ in size, or the arrays would take more than most_bytes.
        """
        reader = SliceReader(self._source, image, window, size, resample, lesion)
        numbers = self.label_map(label_map)
        dtype = np.float32 if window is None else np.uint8
        X, y = np.empty((0, 0, 0), dtype), np.empty((0, 0, 0), np.uint8)
        for i, position in enumerate(self._positions):
            pixels, mask = reader.read(position, np.float32)
            if i == 0:
                needed = len(self) * (pixels.nbytes + mask.nbytes)
                if needed > most_bytes:
                    raise Error(f"{len(self)} rows need {needed} bytes, most_bytes is {most_bytes}; give a size, or use TorchDataset", 2)
                X, y = np.empty((len(self), *pixels.shape), dtype), np.empty((len(self), *mask.shape), np.uint8)
            if pixels.shape != X.shape[1:]:
                raise Error(f"row {self.names[i]} is {pixels.shape}, row {self.names[0]} {X.shape[1:]}; give a size", 2)
            X[i], y[i] = pixels, mask
        labels = np.array([numbers.number(record) for record in self._records], np.int64)
        return Arrays(X, y, labels, numbers.names)

    def label_map(self, given: Union[None, str, Mapping[str, Union[int, str]]] = None) -> LabelMap:
        """Numbers of labels: by {"LR2": 0, "LR3..": 1} or the text of --label-map; else of the classes that occur, in Lung-RADS order."""
        if given is not None:
            return LabelMap.parse(given)
        return LabelMap.of_rows(self._source.records[i] for i in (self._positions if self._numbered is None else self._numbered))

    def __repr__(self) -> str:
        inputs = ", ".join(os.path.basename(path) for path in self._source.paths)
        return f"<lungseg.Dataset {inputs}, {len(self)} rows>"

    def _repr_html_(self) -> str:
        lines = "".join(f"<tr><td>{html.escape(name)}</td><td>{rows}</td></tr>" for name, rows in self.classes.items())
        return f"<p>{html.escape(repr(self)[1:-1])}</p><table><tr><th>class</th><th>rows</th></tr>{lines}</table>"

    @property
    def _records(self) -> Iterator[Dict[str, Any]]:
        return (self._source.records[position] for position in self._positions)

    @property
    def _is_whole(self) -> bool:
        return len(self) == len(self._source.records)

    def _run(self, command: str, *words: str) -> Any:
        return self._source.run(command, "--quiet", *words, rows=None if self._is_whole else self.names)

    def _choose(self, keep: Sequence[bool]) -> "Dataset":
        return self._take([position for position, kept in zip(self._positions, keep) if kept])

    def _take(self, positions: Sequence[int]) -> "Dataset":
        return Dataset(self._source, positions, self._numbered)

    def _find(self, rows: Iterable[Union[int, str]]) -> List[int]:
        places = {name: place for place, name in enumerate(self.names)}
        found = []
        for row in rows:
            place = places.get(row) if isinstance(row, str) else range(len(self))[row]
            if place is None:
                raise Error(f"there is no row {row!r}", 2)
            found.append(place)
        return found

    def _column(self, name: str) -> List[Any]:
        cells = [{**record.get("ids", {}), **record.get("extra", {})} for record in self._records]
        known = {column for cell in cells for column in cell}
        if cells and name not in known:
            raise Error(f"there is no column {name!r}; there are {', '.join(sorted(known)) or 'none'}", 2)
        return [cell.get(name) for cell in cells]

    def _image(self) -> str:
        """The array that the rows have, for commands that need one."""
        return "hu_array" if all("hu_array_old" not in record["arrays"] for record in self._records) else "hu_array_old"


def _flatten(figures: Mapping[str, Any], prefix: str = "") -> Dict[str, Any]:
    """Nested figures side by side: {"hu": {"mean": 1}} is {"hu_mean": 1}; lists are left out."""
    flat: Dict[str, Any] = {}
    for name, value in figures.items():
        if isinstance(value, Mapping):
            flat.update(_flatten(value, f"{prefix}{name}_"))
        elif not isinstance(value, list):
            flat[prefix + name] = value
    return flat

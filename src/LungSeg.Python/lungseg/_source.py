"""The inputs of a data set: what the tool says of them, and the bytes of their arrays."""
from __future__ import annotations

import os
from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple, Union

import numpy as np

from ._binary import find
from ._cache import Cache
from ._errors import Error
from ._files import Identity, MappedFile, identify
from ._tool import Lines, run

SETTINGS = "lungseg.toml"
ARRAYS = ("mask", "hu_array", "hu_array_old")


class Source:
    """Inputs that were opened as one data set, and the index of all their rows as `inspect --jsonl` gives it.

    Everything here is found once and never changes. A worker process gets it without the maps of files, which it makes anew.
    """

    def __init__(self, paths: Sequence[str], options: Sequence[str], settings: bool, cache: Cache) -> None:
        self.paths = [os.path.abspath(path) for path in paths]
        self.options = [*options, *([] if settings else ["--no-config"])]
        self.cache = cache
        self.files = [MappedFile(path, identify(path)) for path in self.paths]
        self.records: List[Dict[str, Any]] = self._index(self.paths, self.options, [file.identity for file in self.files])
        self._copy: Optional[Tuple[MappedFile, List[Dict[str, Any]]]] = None

    def made_of(self) -> Dict[str, Any]:
        """What everything that is kept of these inputs depends on."""
        return self._made_of(self.paths, self.options, [file.identity for file in self.files])

    def run(self, *words: str, rows: Optional[Iterable[str]] = None) -> Any:
        """Runs a command on the inputs, or on rows of them by name. Raises Error (3) where an input has changed meanwhile."""
        command, *rest = words
        chosen = [] if rows is None else ["--rows", "@-"]
        for file in self.files:
            file.check()
        result = run(command, *self.paths, *self.options, *chosen, *rest, input=None if rows is None else "\n".join(rows) + "\n")
        for file in self.files:
            file.check()
        return result

    def select(self, *options: str) -> Set[str]:
        """Names of the rows that options of `inspect` leave, judged over all rows."""
        return {line["row"] for line in self.run("inspect", "--jsonl", "--quiet", "--allow-empty", *options)}

    def find(self, position: int, name: str) -> Optional[Tuple[MappedFile, Dict[str, Any]]]:
        """The file and the place in it of an array; None where the row has none. Raises Error (3) where its cell holds something else."""
        record = self.records[position]
        fault = record.get("faults", {}).get(name)
        if fault is not None:
            raise Error(fault, 3)
        place = record["arrays"].get(name)
        if place is None:
            return None
        file = self.files[record["input"]]
        if place["offset"] is not None and "compression" not in record and not file.is_folder:
            return file, place
        copy, records = self._find_copy()
        return copy, records[position]["arrays"][name]

    def view(self, position: int, name: str) -> Optional[np.ndarray]:
        """The array of a row, read-only, on the bytes of its file; None where the row has none."""
        found = self.find(position, name)
        return None if found is None else found[0].view(found[1])

    def prepare(self, positions: Iterable[int], names: Iterable[str]) -> None:
        """Makes the copy that arrays of these rows need, so that worker processes find it."""
        names = list(names)
        for position in positions:
            for name in names:
                if self._copy is None:
                    self.find(position, name)

    def _find_copy(self) -> Tuple[MappedFile, List[Dict[str, Any]]]:
        """The data set as a pickle of raw arrays, for arrays that cannot be mapped: packed, written as text, or of another format."""
        if self._copy is None:
            subject = {"paths": self.paths, "options": self.options}
            path = self.cache.reserve(self.made_of(), subject)
            if not os.path.exists(path):
                try:
                    self.run("convert", "-o", path, "--to", "pickle", "--hu-array", "none", "--columns-only", "--quiet")
                except Error as error:
                    # Another process that makes the same copy may have been faster.
                    if error.exit_code != 4 or not os.path.exists(path):
                        raise
            identity = identify(path)
            self._copy = MappedFile(path, identity), self._index([path], ["--no-config"], [identity])
        return self._copy

    def _index(self, paths: List[str], options: List[str], identities: List[Identity]) -> List[Dict[str, Any]]:
        made_of = self._made_of(paths, options, identities)
        kept = self.cache.read("index", made_of)
        if kept is not None:
            return kept
        lines = run("inspect", "--jsonl", "--quiet", "--allow-empty", *paths, *options)
        assert isinstance(lines, Lines)
        if [identify(path) for path in paths] != identities:
            raise Error(f"{', '.join(paths)}: changed while it was read", 3)
        self.cache.write("index", made_of, lines)
        return lines

    @staticmethod
    def _made_of(paths: List[str], options: List[str], identities: List[Identity]) -> Dict[str, Any]:
        program = find()
        # Files that options name, such as tables of labels, are read as well; so are settings, unless they are shut out.
        named = {word: identify(word) for word in options if os.path.exists(word)}
        settings = None if "--no-config" in options else _find_settings()
        return {
            "schema": "lungseg/python/1",
            "program": [program, identify(program)],
            "paths": paths,
            "options": options,
            "inputs": identities,
            "named": named,
            "settings": settings and [settings, identify(settings)],
        }


def _find_settings() -> Optional[str]:
    """The settings that the tool reads: the nearest file in the working folder and those above it."""
    folder = os.getcwd()
    while True:
        path = os.path.join(folder, SETTINGS)
        if os.path.isfile(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


Path = Union[str, "os.PathLike[str]"]

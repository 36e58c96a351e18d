"""Input files: what identifies them, and arrays as views on their bytes."""
from __future__ import annotations

import hashlib
import mmap
import os
import stat
from typing import Any, Dict, Optional, Set, Tuple

import numpy as np

from ._errors import Error
from ._scratch import scratch

Identity = Tuple[int, int, int]


def identify(path: str) -> Identity:
    """Size, time of the last change (ns) and inode; of a folder those of all files below it, as their sum, latest and digest.

    Raises Error (3) where nothing can be read there.
    """
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            return _identify_folder(path)
    except OSError as error:
        raise Error(f"{path}: {error.strerror}", 3) from None
    return status.st_size, status.st_mtime_ns, status.st_ino


def _identify_folder(path: str) -> Identity:
    size, latest, digest = 0, 0, hashlib.sha256()
    for folder, folders, names in os.walk(path, followlinks=True):
        folders.sort()
        for name in sorted(names):
            full = os.path.join(folder, name)
            status = os.stat(full) if os.path.exists(full) else os.lstat(full)
            size, latest = size + status.st_size, max(latest, status.st_mtime_ns)
            digest.update(repr((os.path.relpath(full, path), status.st_size, status.st_mtime_ns, status.st_ino)).encode("utf-8", "replace"))
    return size, latest, int.from_bytes(digest.digest()[:8], "big")


class MappedFile:
    """A file that is mapped into memory when an array of it is first asked for, in each process anew."""

    def __init__(self, path: str, identity: Identity) -> None:
        self.path = path
        self.identity = identity
        self.is_folder = os.path.isdir(path)
        self._map: Optional[mmap.mmap] = None
        self._read: Set[int] = set()

    def __getstate__(self) -> Tuple[str, Identity]:
        return self.path, self.identity

    def __setstate__(self, state: Tuple[str, Identity]) -> None:
        self.__init__(*state)  # type: ignore[misc]

    def check(self) -> None:
        """Raises Error (3) where the file is no longer the one that was indexed."""
        if identify(self.path) != self.identity:
            raise Error(f"{self.path} has changed since it was opened; open it again", 3)

    def view(self, place: Dict[str, Any]) -> np.ndarray:
        """The array at a place, read-only, on the bytes of the file. Raises Error (3) where the file has changed."""
        self.check()
        if place["length"] == 0:
            return np.empty(place["shape"], place["dtype"])
        if self._map is None:
            with open(self.path, "rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return np.ndarray(place["shape"], _dtype(place), self._map, place["offset"], order=place["order"])

    def read(self, place: Dict[str, Any], name: str) -> np.ndarray:
        """The array at a place, for use before the next call with the same name.

        What is read once, as by a worker process of one epoch, is copied: mapping its pages would cost more. What is read again is mapped.
        """
        if place["offset"] in self._read:
            return self.view(place)
        self.check()
        self._read.add(place["offset"])
        buffer = scratch.get(name, (place["length"],), np.uint8)
        with open(self.path, "rb", buffering=0) as stream:
            stream.seek(place["offset"])
            if stream.readinto(buffer) != place["length"]:
                raise Error(f"{self.path} ends within an array at byte {place['offset']}", 3)
        return np.ndarray(place["shape"], _dtype(place), buffer, order=place["order"])


def _dtype(place: Dict[str, Any]) -> np.dtype:
    return np.dtype(place["dtype"]).newbyteorder(">" if place["byte_order"] == "big" else "<")

"""Input files: what identifies them, and arrays as views on their bytes."""
from __future__ import annotations

import hashlib
import mmap
import os
import stat
from typing import Any, Dict, Optional, Tuple

import numpy as np

from ._errors import Error

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
        dtype = np.dtype(place["dtype"]).newbyteorder(">" if place["byte_order"] == "big" else "<")
        return np.ndarray(place["shape"], dtype, self._map, place["offset"], order=place["order"])

    def release(self, place: Dict[str, Any]) -> None:
        """Gives back the memory of an array's pages; they are read again when they are next used."""
        if self._map is not None and hasattr(mmap, "MADV_DONTNEED") and place["length"]:
            start = place["offset"] // mmap.PAGESIZE * mmap.PAGESIZE
            self._map.madvise(mmap.MADV_DONTNEED, start, place["offset"] + place["length"] - start)

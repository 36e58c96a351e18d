"""What is kept between runs: indexes, applied splits, and copies of what cannot be mapped."""
from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import os
import sys
import tempfile
from typing import Any, List, Optional, Union

from ._errors import Error
from ._tool import parse_lines


class Cache:
    """A folder of files that can be deleted at any time. Each names what it was made of, and is made anew where that has changed."""

    def __init__(self, folder: Union[str, "os.PathLike[str]", None, bool]) -> None:
        self.folder: Optional[str] = None
        if folder is not False:
            self.folder = _default() if folder is None or folder is True else os.fspath(folder)

    def read(self, kind: str, made_of: Any) -> Optional[List[Any]]:
        """The lines that were kept for something; None where there are none."""
        if self.folder is None:
            return None
        try:
            with open(self._path(kind, made_of), encoding="utf-8") as stream:
                header, *lines = stream.read().splitlines()
            return parse_lines(lines) if json.loads(header) == _plain(made_of) else None
        except (OSError, ValueError):
            return None

    def write(self, kind: str, made_of: Any, lines: List[Any]) -> None:
        """Keeps lines. Where that cannot be done they are only made anew next time."""
        if self.folder is None:
            return
        try:
            os.makedirs(self.folder, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".tmp-")
            try:
                with open(handle, "w", encoding="utf-8") as stream:
                    stream.writelines(json.dumps(line) + "\n" for line in [made_of, *lines])
                os.replace(name, self._path(kind, made_of))
            except BaseException:
                os.unlink(name)
                raise
        except OSError:
            pass

    def reserve(self, made_of: Any, subject: Any) -> str:
        """Path for a copy that is made of something; copies of earlier states of the subject are deleted. Raises Error (4)."""
        if self.folder is None:
            raise Error("arrays that are packed or written as text need a copy on disk, and cache=False allows none", 4)
        try:
            os.makedirs(self.folder, exist_ok=True)
        except OSError as error:
            raise Error(f"{self.folder}: {error.strerror}; name another folder with cache=", 4) from None
        stem = os.path.join(self.folder, _digest(subject))
        path = f"{stem}-{_digest(made_of)}.pkl"
        for old in glob.glob(glob.escape(stem) + "-*"):
            if not old.startswith(path):
                with contextlib.suppress(OSError):
                    os.unlink(old)
        return path

    def _path(self, kind: str, made_of: Any) -> str:
        assert self.folder is not None
        return os.path.join(self.folder, f"{_digest(made_of['paths'])}-{_digest(made_of['options'])}.{kind}.jsonl")


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]


def _default() -> str:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "lungseg")

"""Where the program is that this package wraps."""
from __future__ import annotations

import os
import shutil

from ._errors import Error

_NAME = "lungseg.exe" if os.name == "nt" else "lungseg"


def find_own() -> str:
    """Path of the program in this package. Raises Error (4) where the package was not installed from a wheel."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_bin", _NAME)
    if os.path.isfile(path):
        return path
    raise Error(f"{path} does not exist; install the wheel of lungseg for this system, or put the program lungseg on PATH", 4)


def find() -> str:
    """Path of the program: that of this package, else the one on PATH. Raises Error (4) without either."""
    try:
        return find_own()
    except Error:
        found = shutil.which("lungseg")
        if found is None:
            raise
        return found

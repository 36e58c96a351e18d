"""Memory that is used again."""
from __future__ import annotations

import threading
from typing import Any, Dict, Tuple

import numpy as np


class _Scratch(threading.local):
    """Arrays of a thread that are used again and again: fresh memory costs more than what is computed in it."""

    def __init__(self) -> None:
        self._arrays: Dict[str, np.ndarray] = {}

    def get(self, name: str, shape: Tuple[int, ...], dtype: Any = np.float64) -> np.ndarray:
        """An array with any content. What was got under the name before is overwritten."""
        array = self._arrays.get(name)
        if array is None or array.shape != shape or array.dtype != dtype:
            array = self._arrays[name] = np.empty(shape, dtype)
        return array


scratch = _Scratch()

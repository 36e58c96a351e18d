"""The one exception of this package."""
from __future__ import annotations


class Error(Exception):
    """Something that the tool or this module refused.

    exit_code is that of the tool: 2 wrong use, 3 bad input, 4 file system or environment, 70 a bug, 130 Ctrl-C.
    """

    def __init__(self, message: str, exit_code: int = 3) -> None:
        super().__init__(message, exit_code)
        self.message = message
        self.exit_code = exit_code

    def __str__(self) -> str:
        return self.message

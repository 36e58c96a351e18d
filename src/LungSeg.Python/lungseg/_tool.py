"""Runs the program and gives what it prints."""
from __future__ import annotations

import json
import os
import subprocess
from typing import Any, Iterable, List, Optional, Union

from ._binary import find
from ._errors import Error

Word = Union[str, "os.PathLike[str]", int, float]


class _Outcome:
    """How a run ended that was no error."""

    exit_code: int = 0
    messages: str = ""

    @property
    def findings(self) -> bool:
        """Whether the run ended with findings (exit code 1)."""
        return self.exit_code == 1


class Document(dict, _Outcome):
    """The document of --json."""


class Lines(list, _Outcome):
    """The records of --jsonl."""


class Text(str, _Outcome):
    """What a command prints without --json and --jsonl."""


class Table(list, _Outcome):
    """A list of dicts, one a line."""

    def frame(self) -> Any:
        """The same as a pandas.DataFrame. Raises Error (4) without pandas."""
        try:
            import pandas
        except ImportError:
            raise Error("a frame needs pandas, which is not installed", 4) from None
        return pandas.DataFrame(list(self))


def run(*words: Word, input: Optional[str] = None) -> Union[Document, Lines, Text]:
    """Runs `lungseg WORDS...`; nothing goes through a shell.

    Gives a dict with --json, a list of dicts with --jsonl, else text; each has exit_code (0 or 1), findings (True for 1) and messages
    (what was printed on standard error). input is standard input; without it that is empty.

    Raises Error with the exit code and message of any other end.
    """
    texts = [os.fspath(word) if isinstance(word, os.PathLike) else str(word) for word in words]
    done = subprocess.run(
        [find(), *texts],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **({"stdin": subprocess.DEVNULL} if input is None else {"input": input.encode("utf-8")}),
    )
    messages = done.stderr.decode("utf-8", "surrogateescape")
    if done.returncode not in (0, 1):
        raise Error(*_describe(messages, done.returncode))
    output = done.stdout.decode("utf-8", "surrogateescape")
    result: Union[Document, Lines, Text]
    if "--jsonl" in texts:
        result = Lines(parse_lines(output.splitlines()))
    elif output.startswith("{"):
        result = Document(json.loads(output))
    else:
        result = Text(output)
    result.exit_code, result.messages = done.returncode, messages
    return result


def parse_lines(lines: Iterable[str]) -> List[Any]:
    """The values of lines of JSON; parsed as one array, which takes a third of the time."""
    return json.loads("[" + ",".join(lines) + "]")


def _describe(messages: str, code: int) -> "tuple[str, int]":
    prefix = "lungseg: "
    lines = [line[len(prefix):] if line.startswith(prefix) else line for line in messages.strip().splitlines()]
    text = "\n".join(lines) or f"lungseg ended with exit code {code} and no message"
    return (text, code) if code > 0 else (f"lungseg was ended by signal {-code}", 128 - code)

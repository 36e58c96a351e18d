"""The command `lungseg`: becomes the program, so that exit codes and signals are its own."""
from __future__ import annotations

import os
import signal
import subprocess
import sys

from ._binary import find_own
from ._errors import Error


def main() -> int:
    try:
        program = find_own()
        if os.name == "nt":
            return subprocess.call([program, *sys.argv[1:]])
        # Python ignores these two, and what is ignored stays so in the program.
        for name in ("SIGPIPE", "SIGXFSZ"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_DFL)
        os.execv(program, ["lungseg", *sys.argv[1:]])
    except (Error, OSError) as error:
        print(f"lungseg: {error}", file=sys.stderr)
    return 4

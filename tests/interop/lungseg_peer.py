"""What the checks against real Python libraries share: running the tool, digests, and counting what failed.

LUNGSEG_BIN is the published lungseg, LUNGSEG_RUNNER the test runner (tests/LungSeg.Benchmarks).
"""
import functools
import hashlib
import json
import os
import signal
import subprocess
import sys

import numpy as np

BIN = os.environ.get("LUNGSEG_BIN", "lungseg")
RUNNER = os.environ.get("LUNGSEG_RUNNER", "LungSeg.Benchmarks")
SHARED = os.environ.get("LUNGSEG_SHARED")
ARRAY_COLUMNS = ("mask", "hu_array", "hu_array_old")

# What a shell without job control starts in the background ignores Ctrl-C, and so would all that is started here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def run(*args, ok=(0,), tool=None):
    """Runs the tool; returns (stdout, stderr, code). A code not in ok is an error here."""
    done = subprocess.run([tool or BIN, *map(str, args)], capture_output=True, text=True)
    if done.returncode not in ok:
        raise RuntimeError(f"{' '.join(map(str, args))} exited {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout, done.stderr, done.returncode


def inspect(path, *options, ok=(0,)):
    return json.loads(run("inspect", "--json", path, *options, ok=ok)[0])


def digests(*paths, masks=None):
    """Per row {label, digests}, as the library reads the arrays; several inputs are one data set."""
    runner = digest_runner()
    runner.stdin.write(json.dumps([masks and str(masks), *map(str, paths)]) + "\n")
    runner.stdin.flush()
    rows = []
    while (line := runner.stdout.readline()).strip():
        rows.append(json.loads(line))
    if not line:
        raise RuntimeError(f"array digests of {' '.join(map(str, paths))}: the runner ended, exit code {runner.wait()}")
    return rows


@functools.cache
def digest_runner():
    """The test runner, started once: each start would take it longer than most data sets. It ends with its standard input."""
    return subprocess.Popen([RUNNER, "array-digests-by-line"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def digest(array):
    """SHA-256 of the values in C order, little endian."""
    array = np.ascontiguousarray(array)
    return hashlib.sha256(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()).hexdigest()


def order_of(arrays):
    """C, F or mixed, as inspect names it; an array that is both counts as C."""
    orders = {"C" if a.flags.c_contiguous else "F" if a.flags.f_contiguous else "mixed" for a in arrays}
    return orders.pop() if len(orders) == 1 else "mixed"


class Check:
    """Counts comparisons and prints those that fail."""

    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def equal(self, what, found, expected):
        if found == expected:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {self.name}: {what}: found {str(found)[:300]}, expected {str(expected)[:300]}")

    def true(self, what, holds):
        self.equal(what, bool(holds), True)

    def done(self):
        print(f"{self.name}: {self.passed} comparisons equal, {self.failed} not")
        sys.exit(1 if self.failed or not self.passed else 0)

#!/usr/bin/env python3
"""What each command costs as rows grow, and what a model that fits it says of whole LIDC-IDRI (244,527 slices of 512 x 512):

    measure_scale.py --folder BIG_DISK [--rows 1000,4000,16000]
    measure_scale.py --quick            # CI: memory a row more, and that of slices of 4096 x 4096, stay below what is stated

Small slices in many rows give the cost of a row, 512 x 512 in few rows that of a pixel. CPU seconds are user and system time of all threads; wall time is that over the cores, where
the disk keeps up. Model: seconds = s0 + rows (s1 + s2 pixels) + s3 rows^2; memory = m0 + rows m1, where m0 is of 512 x 512. LUNGSEG_BIN is the published lungseg."""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import growing_data
from lungseg_peer import BIN

WHOLE, PIXELS = 244_527, 512 * 512
SMALL, LARGE = 64, 512
LARGE_ROWS = (48, 192)

# Name, words with {i} input and {o} output, and the bytes a row that docs/scale.md states.
COMMANDS = [
    ("inspect --json", ["inspect", "--json", "{i}"], 8_000),
    ("stats --json", ["stats", "--json", "{i}"], 16_000),
    ("validate --json", ["validate", "--json", "--fail-on", "never", "{i}"], 16_000),
    ("split -o x.csv", ["split", "{i}", "-o", "{o}.csv"], 16_000),
    ("convert -o x.npz", ["convert", "{i}", "-o", "{o}.npz"], 8_000),
    ("convert --to png", ["convert", "{i}", "-o", "{o}.png.d", "--to", "png"], 8_000),
    ("threshold -o x.pkl", ["threshold", "{i}", "-o", "{o}.pkl"], 8_000),
    ("threshold --check --json", ["threshold", "--check", "--json", "{i}"], 8_000),
]

# What takes most of all commands on large slices whose arrays are all float64, and the memory that docs/scale.md states for any command.
HEAVIEST = [
    ("validate", ["validate", "--fail-on", "never", "{i}"]),
    ("convert --to hf-parquet --card --verify", ["convert", "{i}", "-o", "{o}", "--to", "hf-parquet", "--card", "--draft", "--verify"]),
]
LARGEST_MEMORY = 1_000_000_000


class Cost:
    """One run: CPU seconds, wall seconds, peak RSS, most open files, bytes written."""

    def __init__(self, words, source, folder, environment=None):
        output = os.path.join(folder, "out")
        printed, timed = os.path.join(folder, "stdout"), os.path.join(folder, "timed")
        with open(printed, "wb") as stream:
            start = time.monotonic()
            # A child's peak is at least its parent's size when it was made: time is small, this Python is not.
            process = subprocess.Popen(["/usr/bin/time", "-o", timed, "-f", "%M %U %S", BIN, *[word.format(i=source, o=output) for word in words]], stdout=stream, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
            self.files = 0
            watch = threading.Thread(target=self.watch, args=(process.pid,))
            watch.start()
            error = process.stderr.read()
            process.wait()
            self.wall = time.monotonic() - start
            watch.join()
        if process.returncode not in (0, 1):
            raise RuntimeError(f"{words} exited {process.returncode}: {error.decode()[-300:]}")
        with open(timed, encoding="ascii") as text:
            kilobytes, user, system = map(float, text.read().split()[-3:])
        os.remove(timed)
        self.cpu, self.rss = user + system, kilobytes * 1024
        self.written = sum(os.path.getsize(os.path.join(at, name)) for at, _, names in os.walk(folder) for name in names)
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)

    def watch(self, pid):
        try:
            while True:
                with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
                    for child in children.read().split():
                        self.files = max(self.files, len(os.listdir(f"/proc/{child}/fd")))
                time.sleep(0.02)
        except OSError:
            pass


def fit(costs):
    """(seconds, memory a row, files, bytes written) for the whole; costs are {(rows, side): Cost}."""
    columns = np.array([[1, rows, rows * side * side, rows * rows] for rows, side in costs], float)
    seconds = np.array([cost.cpu for cost in costs.values()])
    # Shares of the measured, so that small runs count as much as large ones; no cost is below 0.
    left = list(range(4))
    while True:
        found = np.linalg.lstsq(columns[:, left] / seconds[:, None], np.ones(len(seconds)), rcond=None)[0]
        if (found >= 0).all():
            break
        left.remove(left[int(found.argmin())])
    at = np.array([1, WHOLE, WHOLE * PIXELS, WHOLE ** 2], float)[left]
    parts = dict(zip(left, found * at))
    error = np.abs(columns[:, left] @ found / seconds - 1).max()
    small = sorted((rows, cost) for (rows, side), cost in costs.items() if side == SMALL)
    slope = max(0, (small[-1][1].rss - small[-2][1].rss) / (small[-1][0] - small[-2][0]))
    large = max((rows, cost.rss, cost.written) for (rows, side), cost in costs.items() if side == LARGE)
    return {"seconds": sum(parts.values()), "square": parts.get(3, 0), "error": error, "slope": slope, "memory": large[1] + slope * (WHOLE - large[0]), "written": large[2] / large[0] * WHOLE}


def table(measured, rows):
    print("| command | " + " | ".join(f"{n:,} rows of {SMALL}²" for n in rows) + f" | {LARGE_ROWS[-1]} rows of {LARGE}² | files | bytes a row | model, {WHOLE:,} rows of 512²: CPU, memory, written | of which grows with the square | model off by |")
    print("|---" * (len(rows) + 7) + "|")
    for name, costs in measured.items():
        model = fit(costs)
        cells = [f"{costs[key].cpu:.1f} s, {costs[key].rss / 1e6:.0f} MB" for key in [*[(n, SMALL) for n in rows], (LARGE_ROWS[-1], LARGE)]]
        print(f"| `{name}` | " + " | ".join(cells) + f" | {max(cost.files for cost in costs.values())} | {model['slope']:.0f}"
              f" | {model['seconds'] / 60:.0f} min, {model['memory'] / 1e6:.0f} MB, {model['written'] / 1e9:.2f} GB | {model['square'] / 60:.0f} min | {model['error']:.0%} |")


def measure(folder, rows):
    sets = [(n, SMALL) for n in rows] + [(n, LARGE) for n in LARGE_ROWS]
    measured = {}
    for count, side in sets:
        source = growing_data.write(os.path.join(folder, f"{count}x{side}.pkl"), count, side)
        with open(source, "rb") as file:
            while file.read(1 << 24):
                pass
        for name, words, _ in COMMANDS:
            with tempfile.TemporaryDirectory(dir=folder) as work:
                cost = measured.setdefault(name, {})[count, side] = Cost(words, source, work)
            print(f"{count} x {side}: {name}: {cost.cpu:.2f} s CPU, {cost.wall:.2f} s, {cost.rss / 1e6:.0f} MB, {cost.files} files, {cost.written} bytes written", file=sys.stderr, flush=True)
    return measured


def quick(is_whole):
    """Memory of rows more, against what is stated; a small heap, so that it is the rows' and not the collector's leisure. Above 4,096 rows, from where on slices stand in a file."""
    few, many, side = 4_500, 7_500, 16
    failed = 0
    heap = {"DOTNET_GCConserveMemory": "9", "DOTNET_GCgen0size": "400000"}
    with tempfile.TemporaryDirectory() as folder:
        sources = {count: growing_data.write(os.path.join(folder, f"{count}.pkl"), count, side) for count in (few, many)}
        for name, words, stated in COMMANDS[:3 if is_whole else 2]:
            with tempfile.TemporaryDirectory(dir=folder) as work:
                costs = {count: Cost(words, sources[count], work, heap) for count in sources}
            slope = (costs[many].rss - costs[few].rss) / (many - few)
            failed += slope > stated
            print(f"{'ok' if slope <= stated else 'FAILED'}: {name}: {slope:.0f} bytes a row more, stated {stated}; {costs[many].cpu:.1f} s CPU")
        source = growing_data.write_noise(os.path.join(folder, "noise.pkl"), count=2, side=4096)
        for name, words in HEAVIEST:
            with tempfile.TemporaryDirectory(dir=folder) as work:
                cost = Cost(words, source, work)
            failed += cost.rss > LARGEST_MEMORY
            print(f"{'ok' if cost.rss <= LARGEST_MEMORY else 'FAILED'}: {name} of 2 slices of 4096 x 4096: {cost.rss / 1e6:.0f} MB, stated {LARGEST_MEMORY / 1e6:.0f}; {cost.cpu:.1f} s CPU")
    sys.exit(1 if failed else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", help="for the data, which stays, and the outputs, which do not")
    parser.add_argument("--rows", default="1000,4000,16000")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--validate", action="store_true", help="with --quick: validate as well, a minute of CPU")
    asked = parser.parse_args()
    if asked.quick:
        quick(asked.validate)
    if not asked.folder:
        parser.error("--folder or --quick is needed")
    os.makedirs(asked.folder, exist_ok=True)
    rows = [int(n) for n in asked.rows.split(",")]
    table(measure(asked.folder, rows), rows)


if __name__ == "__main__":
    main()

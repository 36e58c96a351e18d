#!/usr/bin/env python3
"""Times `threshold` from end to end (read, threshold, write, flush) against dd of the same files, turn by turn in one run.

    bench_threshold.py TOOL [--file FILE ...] [--rows 264] [--runs 3]

Without --file a phantom set is made with `demo`. How long one slice takes by itself: tests/interop/threshold/bench.py.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time


def once(command, output):
    if os.path.exists(output):
        os.remove(output)
    os.sync()
    start = time.perf_counter()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tool")
    parser.add_argument("--file", nargs="+")
    parser.add_argument("--rows", type=int, default=264)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths, output = options.file or [os.path.join(folder, "set.pkl")], os.path.join(folder, "out.pkl")
        if not options.file:
            subprocess.run([options.tool, "demo", "-o", paths[0], "--rows", str(options.rows), "--quiet"], check=True)
        ours = [[options.tool, "threshold", path, "-o", output, "--quiet"] for path in paths]
        dd = [["dd", f"if={path}", f"of={output}", "bs=4M", "conv=fsync"] for path in paths]
        times = [tuple(sum(once(command, output) for command in side) for side in (ours, dd)) for _ in range(options.runs)]
        a, b = (statistics.median(t) for t in zip(*times))
        print(f"{sum(map(os.path.getsize, paths)) / 1e9:.2f} GB: threshold {a:.2f} s, dd {b:.2f} s, ratio {statistics.median(x / y for x, y in times):.2f} (medians of {options.runs})")


if __name__ == "__main__":
    main()

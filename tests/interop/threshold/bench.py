#!/usr/bin/env python3
"""Times the Python reference and the C# code side by side on the real slices, one thread each: medians and how many times faster.

    LUNGSEG_SHARED=... python3 bench.py [--rounds 15] [--method published] [--skip-build]

The C# times are taken in one process after as many rounds of warming up; the reference is warmed by one slice. Exits 0."""
import argparse
import glob
import os
import statistics
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

import batch
from published_reference import reference


def python_times(images, rounds):
    """-> per image median seconds of the mask, and of mask and product"""
    reference(images[0])
    out = []
    for hu in images:
        masks, totals = [], []
        for _ in range(rounds):
            start = time.perf_counter()
            mask = reference(hu)[0]
            done = time.perf_counter()
            masks.append(done - start)
            if mask is not None:
                _ = mask * hu
            totals.append(time.perf_counter() - start)
        out.append((statistics.median(masks), statistics.median(totals)))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--method", default="published")
    parser.add_argument("--skip-build", action="store_true")
    arguments = parser.parse_args()
    if not arguments.skip_build:
        batch.build()
    paths = sorted(glob.glob(os.path.join(os.environ["LUNGSEG_SHARED"], "data", "hu", "*.npy")))
    images = [np.load(path).astype(np.float64) for path in paths]
    ours = batch.times(arguments.method, images, 10 * arguments.rounds)
    theirs = python_times(images, arguments.rounds)
    print(f"{'slice':24} {'python ms':>10} {'C# ms':>8} {'times':>6} {'+product':>9} {'C# ms':>8} {'times':>6}")
    for path, (a, b), (c, d) in zip(paths, theirs, ours):
        print(f"{os.path.basename(path):24} {a * 1e3:10.2f} {c / 1e6:8.3f} {a * 1e9 / c:6.1f} {b * 1e3:9.2f} {d / 1e6:8.3f} {b * 1e9 / d:6.1f}")
    python, sharp = [np.median(column) for column in zip(*theirs)], [np.median(column) for column in zip(*ours)]
    print(f"{'median':24} {python[0] * 1e3:10.2f} {sharp[0] / 1e6:8.3f} {python[0] * 1e9 / sharp[0]:6.1f} "
          f"{python[1] * 1e3:9.2f} {sharp[1] / 1e6:8.3f} {python[1] * 1e9 / sharp[1]:6.1f}")


if __name__ == "__main__":
    main()

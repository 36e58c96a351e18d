#!/usr/bin/env python3
"""Times `lungseg stats` beside two others in the same run, file in the page cache, process start included:

    python3 bench_stats.py lung_cancer_test.pkl [--rounds 5] [--python-rows 24]

- a two-thread .NET program that only reads the file into buffers and sums them (LUNGSEG_RUNNER raw-read);
- a numpy/scipy script for the same figures, of one process, on a sample of the rows, its time scaled to all. Its lungs come from a few
  labels, fills and one closing, which is less work than `refined` does; pandas' loading of the file is not counted against it."""
import argparse
import os
import statistics
import subprocess
import sys
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), os.path.join(os.path.dirname(HERE), "threshold")]
from lungseg_peer import BIN, RUNNER
from stats_reference import EIGHT, group_figures, row_figures


def simple_lungs(hu):
    """Air inside the body, two largest areas, closed: 1 for the one on the image's left, 2 for the other."""
    from scipy import ndimage
    labels, _ = ndimage.label(hu >= -400, EIGHT)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    body = ndimage.binary_fill_holes(labels == sizes.argmax())
    labels, _ = ndimage.label((hu < -400) & body)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    lungs = np.zeros(hu.shape, np.uint8)
    largest = [n for n in np.argsort(sizes)[:-3:-1] if sizes[n] > 1000]
    for side, n in enumerate(sorted(largest, key=lambda n: np.nonzero(labels == n)[1].mean()), 1):
        outside = ndimage.distance_transform_edt(labels != n)
        closed = ndimage.distance_transform_edt(outside <= 20) > 20
        lungs[ndimage.binary_fill_holes(closed | (labels == n))] = side
    return lungs


def time_of(command, rounds):
    """-> (median seconds, seconds of CPU, peak MB)"""
    times, cpu, peak = [], [], 0
    for _ in range(rounds):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        times.append(time.perf_counter() - start)
        cpu.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss / 1024)
        if status:
            sys.exit(f"{command} failed")
    return statistics.median(times), statistics.median(cpu), peak


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--python-rows", type=int, default=24)
    args = parser.parse_args()
    with open(args.path, "rb") as file:
        while file.read(1 << 24):
            pass
    raw = time_of([RUNNER, "raw-read", args.path, "2"], args.rounds)
    print(f"read and sum, 2 threads    {raw[0]:7.2f} s  cpu {raw[1]:6.2f} s", flush=True)
    for figures in ("hu", "hu,lesion", "hu,lesion,components"):
        ours = time_of([BIN, "stats", "--json", "--figures", figures, args.path], args.rounds)
        print(f"stats {figures:20} {ours[0]:7.2f} s  cpu {ours[1]:6.2f} s  peak {ours[2]:4.0f} MB  {ours[0] / raw[0]:.2f} x the reading ({ours[1] / raw[1]:.2f} x its cpu)", flush=True)
    ours = time_of([BIN, "stats", "--json", args.path], max(1, args.rounds // 2))
    print(f"stats, all figures         {ours[0]:7.2f} s  cpu {ours[1]:6.2f} s  peak {ours[2]:4.0f} MB", flush=True)

    import pandas as pd
    from published_reference import reference
    frame = pd.read_pickle(args.path)
    step = max(1, len(frame) // args.python_rows)
    chosen = range(0, len(frame), step)
    start, cpu = time.perf_counter(), time.process_time()
    figures = [row_figures(frame.hu_array_old[i], frame.hu_array[i], frame["mask"][i], simple_lungs(frame.hu_array_old[i]), outcome=lambda old: reference(old)[1]) for i in chosen]
    rows, values = zip(*figures)
    for label in dict.fromkeys(frame.label1[i] for i in chosen):
        picked = [k for k, i in enumerate(chosen) if frame.label1[i] == label]
        group_figures([rows[k] for k in picked], [values[k] for k in picked])
    group_figures(rows, values)
    scale = len(frame) / len(chosen)
    took, cpu = (time.perf_counter() - start) * scale, (time.process_time() - cpu) * scale
    print(f"numpy and scipy, all       {took:7.2f} s  cpu {cpu:6.2f} s  (from {len(chosen)} rows)  {took / ours[0]:.1f} x as long, {cpu / ours[1]:.1f} x the cpu")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares `published` with the Python reference: mask, product bits and outcome, on real, phantom and fuzz slices.

    python3 check_published.py [--fuzz 2000] [--phantoms 300] [--seed 1] [--jobs 2] [--skip-build]

Real slices are read from $LUNGSEG_SHARED/data/hu where that is set. Exits 1 on any difference."""
import argparse
import glob
import multiprocessing
import os
import sys
from collections import Counter

import numpy as np

import batch
import fuzz_images
import hard_phantom
from published_reference import exact_cases, reference

CHUNK = {"fuzz": 250, "phantom": 20, "real": 20}


def images_of(task):
    source, seeds = task
    if source == "real":
        return [(np.load(path).astype(np.float64), os.path.basename(path)) for path in seeds]
    make = fuzz_images.image if source == "fuzz" else hard_phantom.image
    return [make(seed) for seed in seeds]


def same_bits(a, b):
    return np.array_equal(np.ascontiguousarray(a).view(np.uint64), np.ascontiguousarray(b).view(np.uint64))


def difference(hu, ours, theirs):
    """-> text where they differ, else None"""
    (outcome, mask, product), (expected, expected_outcome, _) = ours, theirs
    if outcome != expected_outcome:
        return f"outcome {outcome}, expected {expected_outcome}"
    if expected is None:
        return None
    if not np.array_equal(mask, expected):
        return f"{np.count_nonzero(mask != expected)} mask pixels"
    with np.errstate(invalid="ignore"):
        return None if same_bits(product, expected * hu) else "product bits"


def check(task):
    """One chunk -> (counts, list of differences)"""
    counts, differences = Counter(), []
    images = images_of(task)
    for (hu, kind), ours, seed in zip(images, batch.run("published", [hu for hu, _ in images]), task[1]):
        theirs = reference(hu)
        tie, limit = exact_cases(theirs[2])
        kept = sum(area > 2000 for area in theirs[2])
        counts[task[0], "images"] += 1
        counts[task[0], "kind " + kind if task[0] != "real" else "slices"] += 1
        counts[task[0], "three or more hulls over 2000"] += kept >= 3
        text = difference(hu, ours, theirs)
        if tie or limit:
            counts[task[0], "apart: equal areas" if tie else "apart: area of exactly 2000"] += 1
            counts[task[0], "apart, and the same all the same"] += text is None
            expected = {"tie"} if tie and not limit and kept > 2 and theirs[1] != "qhull_error" else set(batch.OUTCOMES)
            if ours[0] not in expected:
                differences.append(f"{task[0]} {seed} {kind}: {ours[0]} where two of {kept} areas are equal")
        elif text:
            differences.append(f"{task[0]} {seed} {kind}: {text}")
        counts[task[0], "outcome " + theirs[1]] += 1
    return counts, differences


def tasks(arguments):
    shared = os.environ.get("LUNGSEG_SHARED")
    paths = sorted(glob.glob(os.path.join(shared, "data", "hu", "*.npy"))) if shared else []
    for source, seeds in (("real", paths), ("phantom", range(arguments.phantoms)), ("fuzz", range(arguments.fuzz))):
        for start in range(0, len(seeds), CHUNK[source]):
            part = seeds[start : start + CHUNK[source]]
            yield source, list(part) if source == "real" else [(arguments.seed, source == "fuzz", n) for n in part]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fuzz", type=int, default=2000)
    parser.add_argument("--phantoms", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--skip-build", action="store_true")
    arguments = parser.parse_args()
    if not arguments.skip_build:
        batch.build()
    if not os.environ.get("LUNGSEG_SHARED"):
        print("LUNGSEG_SHARED is not set: no real slices, and the reference of this folder")
    total, differences = Counter(), []
    with multiprocessing.Pool(arguments.jobs) as pool:
        for counts, found in pool.imap_unordered(check, tasks(arguments)):
            total += counts
            differences += found
    for (source, what), number in sorted(total.items()):
        print(f"{source:8} {what:40} {number:8}")
    for line in differences[:50]:
        print("DIFFERENT", line)
    print(f"{len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())

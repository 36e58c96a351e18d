#!/usr/bin/env python3
"""Compares `hull` with its definition, written with scipy and scikit-image, pixel for pixel, and says what it keeps of lesions.

    LUNGSEG_SHARED=... python3 check_hull.py [--skip-build] [--phantoms 300]

The lungs and the body are those of `refined`; padding, pieces, convex hulls and the margin are computed here. Real slices need
LUNGSEG_SHARED. Exits 1 where a pixel differs, where hull keeps less of a lesion that two readers outlined than `refined` in any slice or
under 0.99 of all, or under 0.9 of the phantoms' tumours on the wall."""
import argparse
import glob
import itertools
import os
import sys

import numpy as np
from scipy import ndimage
from skimage.morphology import convex_hull_image

import batch
import hard_phantom

EIGHT = np.ones((3, 3))
MARGIN = 10  # the default of `hull`, which the runner makes


def padding(hu):
    """The slice's minimum, if that is -1000 or less, in regions of 64 px and more that hold a corner of the image."""
    lowest = np.nanmin(hu)
    found = np.zeros(hu.shape, bool)
    if lowest <= -1000:
        labels, _ = ndimage.label(hu == lowest)
        sizes = np.bincount(labels.ravel())
        for corner in {labels[0, 0], labels[0, -1], labels[-1, 0], labels[-1, -1]} - {0}:
            if sizes[corner] >= 64:
                found |= labels == corner
    return found


def hull(hu, refined, body, margin):
    labels, count = ndimage.label(refined, EIGHT)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    pieces = [k for k in sorted(range(1, count + 1), key=lambda k: (-sizes[k], k)) if sizes[k] >= 1000][:2]
    area = refined.copy()
    for k in pieces:
        convex = convex_hull_image(labels == k, offset_coordinates=False)
        if convex.sum() <= 2 * sizes[k]:
            area |= convex
    if not area.any():
        return area
    return (ndimage.distance_transform_edt(~area) <= margin) & body & ~padding(hu)


def mask_of(result, shape):
    return np.zeros(shape, bool) if result[1] is None else result[1].astype(bool)


def compare(title, images, margin):
    """-> masks of hull, masks of refined, differing slices"""
    made = {method: batch.run(method, images) for method in ("refined", "hull", "body")}
    ours, lungs, bodies = ([mask_of(r, hu.shape) for r, hu in zip(made[m], images)] for m in ("hull", "refined", "body"))
    expected = [hull(hu, lung, body, margin) for hu, lung, body in zip(images, lungs, bodies)]
    differing = [n for n, (a, b) in enumerate(zip(ours, expected)) if (a != b).any()]
    kept = sum(int(mask.sum()) for mask in ours)
    tissue = sum(int((mask & (hu >= -300)).sum()) for mask, hu in zip(ours, images))
    print(f"{title}: {len(images)} slices, {len(differing)} differ {differing[:5]}; tissue among the kept {tissue / max(kept, 1):.3f}")
    return ours, lungs, len(differing)


def series(shared):
    import pydicom

    files = [pydicom.dcmread(path) for path in glob.glob(os.path.join(shared, "data", "dicom-series", "*", "*"))]
    files.sort(key=lambda d: float(d.ImagePositionPatient[2]))
    return [d.pixel_array * float(d.RescaleSlope) + float(d.RescaleIntercept) for d in files]


def check_real(shared, margin):
    import lidc

    failures = 0
    extra = [hu.astype(float) for hu in np.load(os.path.join(shared, "data", "refined", "extra.npy"))]
    failures += compare("extra.npy", extra, margin)[2]
    for start, images in enumerate(np.array_split(np.arange(133), 4)):
        whole = series(shared)
        failures += compare(f"series, part {start + 1}", [whole[i] for i in images], margin)[2]
    rows = list(lidc.slices(shared))
    ours, lungs, differing = compare("slices with outlines", [hu for _, hu, _, _ in rows], margin)
    failures += differing
    held, refined, total = 0, 0, 0
    for (name, _, lesion, _), mask, lung in zip(rows, ours, lungs):
        a, b = int((mask & lesion).sum()), int((lung & lesion).sum())
        held, refined, total = held + a, refined + b, total + int(lesion.sum())
        if a < b:
            print(f"  {name}: hull keeps {a} px of the lesion, refined {b} px")
            failures += 1
    print(f"  lesions that two readers outlined: {total} px, hull keeps {held / total:.4f}, refined {refined / total:.4f}")
    return failures + (held < 0.99 * total)


def wall_tumours(count):
    """Hard phantoms with a round tumour of 30 HU, 8 to 30 px in radius, whose centre lies on the outer edge of a lung."""
    for n in range(2 * count):
        rng = np.random.default_rng((33, n))
        hu, halves, _ = hard_phantom.scan(rng)
        lung = max(halves, key=lambda half: half.sum())
        if lung.sum() < 2000:
            continue  # no lung in this slice, or an apex smaller than the tumour
        rows, columns = np.nonzero(lung & ~ndimage.binary_erosion(lung))
        outward = np.sign(np.nonzero(lung)[1].mean() - hu.shape[1] / 2)
        outer = np.flatnonzero(outward * (columns - np.nonzero(lung)[1].mean()) > 0)
        at = rng.choice(outer)
        r, c = np.mgrid[: hu.shape[0], : hu.shape[1]]
        tumour = ((r - rows[at]) ** 2 + (c - columns[at]) ** 2 <= rng.uniform(8, 30) ** 2) & lung
        hu[tumour] = 30 + rng.normal(0, 10, int(tumour.sum()))
        yield hu, tumour


def check_wall_tumours(count):
    held, refined, total, low = 0, 0, 0, 0
    phantoms = list(itertools.islice(wall_tumours(count), count))
    for start in range(0, count, 20):
        part = phantoms[start : start + 20]
        made = [batch.run(method, [hu for hu, _ in part]) for method in ("hull", "refined")]
        for (hu, tumour), ours, lungs in zip(part, *made):
            kept = int((mask_of(ours, hu.shape) & tumour).sum())
            held, refined, total = held + kept, refined + int((mask_of(lungs, hu.shape) & tumour).sum()), total + int(tumour.sum())
            low += kept < 0.9 * tumour.sum()
    print(f"tumours on the wall: {count}, {total} px, hull keeps {held / total:.4f} ({low} tumours under 0.9), refined {refined / total:.4f}")
    return held < 0.9 * total


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--skip-build", action="store_true")
    parser.add_argument("--phantoms", type=int, default=300, help="tumours on the wall")
    arguments = parser.parse_args()
    if not arguments.skip_build:
        batch.build()
    shared = os.environ.get("LUNGSEG_SHARED")
    failures = check_real(shared, MARGIN) if shared else 0
    images = [hard_phantom.scan(np.random.default_rng((1, 2, n)))[0] for n in range(40)]
    failures += compare("hard phantoms", images, MARGIN)[2]
    failures += check_wall_tumours(arguments.phantoms)
    print(f"{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

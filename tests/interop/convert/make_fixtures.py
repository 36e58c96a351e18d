#!/usr/bin/env python3
"""Makes the table fixtures of LungSeg.Core.Tests with real pandas, numpy and scipy, and expected.json beside them.

    /usr/bin/python3 tests/interop/convert/make_fixtures.py tests/LungSeg.Core.Tests/Fixtures/Tables

Labels that are missing in every way that pandas has, HU that only integers of 64 bits hold, and lesions of a few pixels. All pixels are
synthetic. What is expected is computed here, never by our own reader or writer.
"""
import json
import pathlib
import sys

import numpy as np
import pandas as pd
from scipy import ndimage

SIDE = 64
SMALL = 16


def frame(labels, hu, masks):
    rows = [{"label1": label, "mask": mask, "hu_array": one, "hu_array_old": one} for label, one, mask in zip(labels, hu, masks)]
    return pd.DataFrame(rows, columns=["label1", "mask", "hu_array", "hu_array_old"])


def slices(count, side=12, dtype=np.int16, seed=29):
    rng = np.random.default_rng(seed)
    return [rng.integers(-1000, 400, (side, side + 2)).astype(dtype) for _ in range(count)]


def lesion(side=12):
    mask = np.zeros((side, side + 2), np.int8)
    mask[3:6, 4:8] = 1
    return mask


def missing_labels(folder):
    labels = ["LR2", None, float("nan"), pd.NA, "", "LR4A", "nodule"]
    made = frame(labels, slices(len(labels)), [lesion() for _ in labels])
    made.to_pickle(folder / "missing_labels.pkl", protocol=4)
    texts = ["" if pd.isna(label) else label for label in made.label1]
    stacks = {name: np.stack(made[name].to_numpy()) for name in ("mask", "hu_array_old")}
    np.savez_compressed(folder / "missing_labels.npz", label1=np.array(texts), **stacks)
    return [None if pd.isna(label) or label == "" else label for label in made.label1]


def wide_hu(folder):
    hu = slices(2, dtype=np.int64)
    hu[1][2, 3], hu[1][4, 5], hu[1][0, 0] = 2**53 + 1, -(2**60) - 1, 2**63 - 1
    made = frame(["LR2", "LR3"], hu, [lesion() for _ in hu])
    made.to_pickle(folder / "wide_hu.pkl", protocol=4)
    flat = hu[1].ravel()
    first = next(i for i, value in enumerate(flat.tolist()) if int(float(value)) != value)
    return {"values": [[str(value) for value in one.ravel().tolist()] for one in hu], "row": 1, "pixel": first, "value": str(flat[first])}


def centre(count, source, target):
    return ((2 * np.arange(count) + 1) * source) // (2 * target)


def tiny_lesions(folder):
    masks = []
    for points in [[(0, 0), (2, 2), (40, 41)], [(10, 10), (10, 11), (11, 12), (30, 30)], [(1, 61), (4, 4), (5, 5), (63, 63)], []]:
        mask = np.zeros((SIDE, SIDE), np.int8)
        for row, column in points:
            mask[row, column] = 1
        masks.append(mask)
    masks[0][20:30, 20:30] = 1
    labels = ["LR2", "LR3", "LR4A", "LR2"]
    hu = [one[:, :SIDE] for one in slices(len(masks), SIDE)]
    made = frame(labels, [np.ascontiguousarray(one) for one in hu], masks)
    made.to_pickle(folder / "tiny_lesions.pkl", protocol=4)
    rows = []
    for mask in masks:
        numbers, count = ndimage.label(mask, np.ones((3, 3)))
        at = centre(SMALL, SIDE, SMALL)
        nearest = numbers[np.ix_(at, at)]
        left = set(np.unique(nearest).tolist()) - {0}
        # The pixels of the small mask that cover a pixel of a lesion that vanished: one of each group is to be set.
        covers = [
            sorted({(int(r) * SMALL // SIDE) * SMALL + int(c) * SMALL // SIDE for r, c in np.argwhere(numbers == number)})
            for number in range(1, count + 1)
            if number not in left
        ]
        rows.append({"lesions": count, "lost": count - len(left), "nearest": (nearest != 0).astype(int).ravel().tolist(), "covers": covers})
    return rows


def main(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    expected = {
        "pandas": pd.__version__,
        "numpy": np.__version__,
        "missing_labels": missing_labels(folder),
        "wide_hu": wide_hu(folder),
        "tiny_lesions": {"size": SMALL, "rows": tiny_lesions(folder)},
    }
    (folder / "expected.json").write_text(json.dumps(expected, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

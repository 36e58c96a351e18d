"""Data sets of any number of rows in the published layout: scans of 12 slices that change slowly, of chests that no two scans share; made in seconds."""
import os
import pickle

import numpy as np
import pandas as pd

SLICES = 12
COARSE = 24
LABELS = ["LR2", "LR3", "LR4A", "LR4B"]


def chest(side, random):
    """HU of a body with two lungs [row, col], and where the lungs are."""
    row, column = np.mgrid[0:side, 0:side] / side - 0.5 - random.uniform(-0.06, 0.06, 2)[:, None, None]
    body = (row / random.uniform(0.3, 0.4)) ** 2 + (column / random.uniform(0.38, 0.44)) ** 2 < 1
    lungs = np.zeros_like(body)
    for at in (-0.2, 0.2):
        high, wide = random.uniform((0.14, 0.08), (0.26, 0.15))
        lungs |= ((row - random.uniform(-0.06, 0.06)) / high) ** 2 + ((column - at) / wide) ** 2 < 1
    return np.where(body, np.where(lungs, -800.0, 40.0), -1000.0), lungs & body


def upsample(coarse, side):
    at = np.linspace(0, COARSE - 1.001, side)
    low, part = at.astype(int), at % 1
    lines = coarse[low] * (1 - part)[:, None] + coarse[low + 1] * part[:, None]
    return lines[:, low] * (1 - part) + lines[:, low + 1] * part


def rows_of(count, side, seed):
    """One (hu_array, hu_array_old, mask) after another."""
    random = np.random.default_rng(seed)
    spot = max(2, side // 32)
    for index in range(count):
        if index % SLICES == 0:
            base, lungs = chest(side, random)
            body = base > -900
            first, last = (upsample(random.normal(0, 110, (COARSE, COARSE)), side) for _ in range(2))
        turn = (index % SLICES) * 0.25
        hu = np.where(body, np.rint(base + np.cos(turn) * first + np.sin(turn) * last), base)
        mask = np.zeros((side, side), np.int8)
        mask[side // 2:side // 2 + spot, int(side * 0.7):int(side * 0.7) + spot] = 1
        yield hu * lungs, hu, mask


def write(path, count, side, seed=1):
    """The frame as pandas pickles it."""
    if not os.path.exists(path):
        rows = list(rows_of(count, side, seed))
        frame = pd.DataFrame({
            "hu_array": [row[0] for row in rows],
            "mask": [row[2] for row in rows],
            "hu_array_old": [row[1] for row in rows],
            "label1": [LABELS[i // SLICES % len(LABELS)] for i in range(count)],
        })
        with open(path + ".tmp", "wb") as file:
            pickle.dump(frame, file, protocol=4)
        os.replace(path + ".tmp", path)
    return path


def write_noise(path, count, side, seed=1):
    """Slices of noise, in which areas of air are as many as they can be; every array is float64, and HU have fractions."""
    random = np.random.default_rng(seed)
    old = [random.normal(-400, 400, (side, side)) for _ in range(count)]
    mask = np.zeros((side, side))
    mask[side // 4:side // 4 + side // 20, side // 4:side // 4 + side // 14] = 1
    new = [hu * (np.arange(side)[:, None] >= side // 2) for hu in old]
    frame = pd.DataFrame({"label1": LABELS[:count], "mask": [mask.copy() for _ in old], "hu_array_old": old, "hu_array": new})
    frame.to_pickle(path, protocol=4)
    return path

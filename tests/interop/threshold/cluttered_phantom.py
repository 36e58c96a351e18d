"""Hard phantoms with what lies in and around patients beside lungs: gas of stomach and bowel, arms, a gown, metal with its streaks.

The table and fields of view that cut the body are those of hard_phantom."""
import numpy as np
from scipy import ndimage

import hard_phantom
from hard_phantom import COLUMNS, ROWS


def body_of(hu):
    """The largest area of tissue with all that it encloses."""
    labels, _ = ndimage.label(hu >= -400, np.ones((3, 3)))
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return ndimage.binary_fill_holes(labels == sizes.argmax())


def gas(hu, body, lungs, rng):
    """One to three bubbles in the soft tissue, at least 6 px from lung and skin; some with a level of fluid."""
    free = ndimage.distance_transform_edt(body & ~lungs & (hu > -250)) > 6
    for _ in range(int(rng.integers(1, 4))):
        rows, columns = np.nonzero(free)
        if rows.size == 0:
            return
        at = int(rng.integers(rows.size))
        bubble = free & (hard_phantom.oval(rows[at], columns[at], rng.uniform(5, 28), rng.uniform(5, 40)) < 1)
        if rng.random() < 0.5:
            bubble &= ROWS < rows[at] + 4
        # In real slices the median inside gas lies within 15 HU of that of the air around the patient, here -1000.
        hu[bubble] = rng.uniform(-1015, -985)


def arms(hu, body, rng):
    """One or two beside the body, with skin, muscle and bone."""
    columns = np.flatnonzero(body.any(0))
    beside = ndimage.distance_transform_edt(~body) > 3
    for side in (-1, 1) if rng.random() < 0.6 else (1,):
        edge = columns[-1] if side > 0 else columns[0]
        cy, cx, size = 256 + rng.uniform(-60, 60), edge + side * rng.uniform(20, 34), rng.uniform(16, 32)
        for part, value in ((1.0, -95), (0.85, 50), (0.3, 600)):
            hu[(np.hypot(ROWS - cy, COLUMNS - cx) < part * size) & beside] = value


def gown(hu, body, rng):
    """A band of cloth in front of the body, which closes in some air."""
    distance = ndimage.distance_transform_edt(~body)
    start, width = rng.uniform(2, 9), rng.uniform(1.5, 4)
    hu[(distance > start) & (distance < start + width) & (ROWS < 256 + rng.uniform(-40, 120))] = rng.uniform(-450, -80)


def metal(hu, body, lungs, rng):
    """A pacemaker or an implant: 3000 HU, bright and dark streaks that fade."""
    rows, columns = np.nonzero(body & ~lungs)
    at = int(rng.integers(rows.size))
    y, x = ROWS - rows[at], COLUMNS - columns[at]
    distance, angle = np.hypot(y, x), np.arctan2(y, x)
    streaks = np.cos(rng.integers(6, 14) * angle + rng.uniform(0, 6)) ** 9
    hu += rng.uniform(100, 500) * streaks * np.exp(-distance / 60)
    hu[distance < rng.uniform(2, 8)] = 3000


def scan(rng):
    """-> (HU float64, lung truth, body truth, names of what was planted)"""
    hu, halves, kind = hard_phantom.scan(rng)
    lungs = halves[0] | halves[1]
    body = body_of(hu) | lungs
    outside = hu < -1100  # of the field of view
    padded = hu[outside]
    planted = [kind]
    for name, share, plant in (
        ("gas", 0.7, lambda: gas(hu, body, lungs, rng)),
        ("arms", 0.4, lambda: arms(hu, body, rng)),
        ("gown", 0.4, lambda: gown(hu, body, rng)),
        ("metal", 0.2, lambda: metal(hu, body, lungs, rng)),
    ):
        if rng.random() < share:
            plant()
            planted.append(name)
    hu = np.maximum(np.rint(hu), -1024)
    hu[outside] = padded
    return hu, lungs & ~outside, body & ~outside, planted

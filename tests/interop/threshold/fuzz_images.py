"""Small random HU images that are hard on contour code. Every generator takes a numpy Generator and returns float64 [row, col]."""
import numpy as np

AIR, TISSUE = -800.0, 40.0


def smooth(rng, shape, passes):
    field = rng.standard_normal(shape)
    for _ in range(passes):
        field = (np.roll(field, 1, 0) + 2 * field + np.roll(field, -1, 0)) / 4
        field = (np.roll(field, 1, 1) + 2 * field + np.roll(field, -1, 1)) / 4
    return field / (field.std() + 1e-9)


def size(rng, low=50, high=200):
    return tuple(int(v) for v in rng.integers(low, high + 1, 2))


def draw(air, rng, value, centre, radii, kind):
    """Sets one filled shape: ellipse, box, diamond or a star-like outline."""
    rows, columns = np.ogrid[: air.shape[0], : air.shape[1]]
    y, x = (rows - centre[0]) / radii[0], (columns - centre[1]) / radii[1]
    if kind == 0:
        inside = y * y + x * x <= 1
    elif kind == 1:
        inside = (np.abs(y) <= 1) & (np.abs(x) <= 1)
    elif kind == 2:
        inside = np.abs(y) + np.abs(x) <= 1
    else:
        angle = np.arctan2(y, x)
        edge = 1 + 0.25 * np.cos(rng.integers(2, 9) * angle + rng.uniform(0, 6))
        inside = np.hypot(y, x) <= edge
    air[inside] = value


def rings(rng):
    """Nested and neighbouring large shapes, so that three and more hulls pass 2000 px^2."""
    shape = size(rng, 110, 200)
    air = np.full(shape, bool(rng.random() < 0.6))
    centre = (shape[0] / 2 + rng.uniform(-3, 3), shape[1] / 2 + rng.uniform(-3, 3))
    spill = 4 if rng.random() < 0.2 else -4
    radii = [side / 2 - rng.uniform(0, 4) + spill for side in shape]
    value = not air[0, 0]
    kind = int(rng.integers(4))
    for _ in range(int(rng.integers(2, 7))):
        draw(air, rng, value, centre, radii, kind if rng.random() < 0.9 else int(rng.integers(4)))
        radii = [r - rng.uniform(2, 7) for r in radii]
        value = not value
        if min(radii) < 30:
            break
    for side in (-1, 1):
        if rng.random() < 0.3:
            spot = (centre[0] + rng.uniform(-8, 8), centre[1] + side * radii[1] * rng.uniform(0.45, 0.6))
            draw(air, rng, value, spot, (rng.uniform(25, 60), rng.uniform(20, 40)), int(rng.integers(4)))
    return air


def lungs(rng):
    """A body with two or three large cavities and sometimes a strip below it."""
    shape = size(rng, 140, 200)
    air = np.ones(shape, bool)
    h, w = shape
    spill = 4 if rng.random() < 0.15 else 0
    draw(air, rng, False, (h / 2 - 4, w / 2), (h / 2 - rng.uniform(6, 12), w / 2 - rng.uniform(1.5, 4) + spill), int(rng.integers(2)))
    for side in (-1, 1):
        draw(air, rng, True, (h / 2 + rng.uniform(-5, 5), w / 2 + side * w / 4.4), (h / rng.uniform(2.7, 3.6), w / rng.uniform(5, 6.5)), int(rng.integers(4)))
    if rng.random() < 0.5:
        y, thick = h - int(rng.integers(2, 9)), int(rng.integers(1, 4))
        edge = int(rng.integers(0, 4))
        air[y : y + thick, edge : w - edge] = False
    if rng.random() < 0.4:
        draw(air, rng, False, (h / 2, w / 4), rng.uniform(2, 12, 2), int(rng.integers(4)))
    return air


def cells(rng):
    """A grid of large shapes, some with a hole or a second shape in it, some running into the border or each other."""
    air = np.full(size(rng, 150, 200), bool(rng.random() < 0.5))
    inside = not air[0, 0]
    for row in range(2):
        for column in range(2):
            centre = [(place + 0.5) * side / 2 + rng.uniform(-5, 5) for place, side in zip((row, column), air.shape)]
            radii = rng.uniform(29, 38, 2)
            draw(air, rng, inside, centre, radii, int(rng.integers(4)))
            if rng.random() < 0.4:
                draw(air, rng, not inside, centre, radii - rng.uniform(1, 20), int(rng.integers(4)))
    return air


def blobs(rng):
    return smooth(rng, size(rng), int(rng.integers(2, 60))) > rng.uniform(-1, 1)


def noise(rng):
    return rng.random(size(rng, 50, 110)) < rng.uniform(0.02, 0.98)


def borders(rng):
    """Blobs that touch the border in single pixels, or are closed off from it."""
    air = blobs(rng) if rng.random() < 0.5 else lungs(rng)
    frame = bool(rng.random() < 0.5)
    air[0], air[-1], air[:, 0], air[:, -1] = frame, frame, frame, frame
    for _ in range(int(rng.integers(0, 5))):
        side, place = int(rng.integers(4)), rng.random()
        turned = np.rot90(air, side)
        column = int(place * turned.shape[1])
        turned[: int(rng.integers(1, 4)), column : column + int(rng.integers(1, 3))] = not frame
    return air


def contact(rng):
    """A large closed air area, or two, that reach the border with one pixel."""
    air = np.zeros(size(rng, 100, 200), bool)
    h, w = air.shape
    draw(air, rng, True, (h / 2, w / 4), (h / 2 - 3, w / 5), int(rng.integers(4)))
    draw(air, rng, True, (h / 2, 3 * w / 4), (h / 2 - 3, w / 5), int(rng.integers(4)))
    for _ in range(int(rng.integers(1, 4))):
        turned = np.rot90(air, int(rng.integers(4)))
        column = int(rng.integers(1, turned.shape[1] - 1))
        first = int(np.argmax(turned[:, column]))
        turned[:first, column] = True
    return air


def flat(rng):
    """Corners cut straight or along a diagonal, straight edges across the image."""
    air = lungs(rng) if rng.random() < 0.7 else blobs(rng)
    turned = np.rot90(air, int(rng.integers(4)))
    rows, columns = np.ogrid[: turned.shape[0], : turned.shape[1]]
    choice, value = int(rng.integers(4)), bool(rng.integers(2))
    if choice == 0:
        turned[rows + columns <= int(rng.integers(0, 6))] = value
    elif choice == 1:
        turned[: int(rng.integers(1, 5))] = value
    elif choice == 2:
        cut = int(rng.integers(0, turned.shape[0]))
        turned[rows + columns <= cut] = value
        turned[(rows + columns > cut) & (rows + columns <= cut + 1 + rng.integers(3))] = not value
    else:
        turned[0, 0], turned[0, 1], turned[1, 0] = value, not value, not value
    return air


def saddles(rng):
    """Checkerboards, diagonal lines and diagonal contacts laid over large shapes."""
    air = rings(rng) if rng.random() < 0.7 else blobs(rng)
    rows, columns = np.indices(air.shape)
    for _ in range(int(rng.integers(1, 6))):
        y, x = (int(rng.integers(0, n - 12)) for n in air.shape)
        h, w = (int(v) for v in rng.integers(2, 40, 2))
        patch = (slice(y, y + h), slice(x, x + w))
        if rng.random() < 0.5:
            air[patch] = (rows[patch] + columns[patch]) % 2 == 0
        else:
            air[patch] ^= (rows[patch] - columns[patch] if rng.random() < 0.5 else rows[patch] + columns[patch]) % int(rng.integers(3, 12)) == 0
    return air


KINDS = {"rings": (rings, 0.22), "lungs": (lungs, 0.33), "cells": (cells, 0.16), "blobs": (blobs, 0.03), "noise": (noise, 0.02),
         "borders": (borders, 0.07), "contact": (contact, 0.05), "flat": (flat, 0.04), "saddles": (saddles, 0.08)}


def image(seed):
    """-> (HU image, kind) of a seed."""
    rng = np.random.default_rng(seed)
    kind = str(rng.choice(list(KINDS), p=[share for _, share in KINDS.values()]))
    air = KINDS[kind][0](rng)
    hu = np.where(air, AIR, TISSUE) + np.rint(rng.normal(0, 60, air.shape))
    if rng.random() < 0.2:
        hu[rng.random(hu.shape) < rng.choice([0.0003, 0.002, 0.01])] = rng.choice([AIR, TISSUE])
    if rng.random() < 0.15:
        hu[rng.random(hu.shape) < 0.002] = np.nan
    if rng.random() < 0.1:
        hu[rng.random(hu.shape) < 0.002] = rng.choice([np.inf, -np.inf, -300.0, np.nextafter(-300.0, -np.inf), -0.0])
    return np.ascontiguousarray(hu), kind

#!/usr/bin/env python3
"""Writes tests/LungSeg.Thresholding.Tests/Fixtures/hull.bin: small chests with the mask of `hull` by scipy and scikit-image.

    python3 make_hull_fixtures.py        (needs the runner, see batch.py)

Layout, little-endian: int32 count; per slice int32 rows, columns; then as packed bits (bit 7 first) the pixels of lung (-850 HU), of tissue (40 HU; the
rest is -1000 HU), the lungs of `refined`, and the mask. The lungs of `refined` stand in the file, so that a change of them is seen as one."""
import os
import struct

import numpy as np

import batch
import check_hull

TARGET = os.path.join(batch.ROOT, "tests", "LungSeg.Thresholding.Tests", "Fixtures", "hull.bin")
ROWS, COLUMNS = 128, 160


def oval(row, column, rows, columns):
    r, c = np.mgrid[:ROWS, :COLUMNS]
    return ((r - row) / rows) ** 2 + ((c - column) / columns) ** 2 < 1


def chests():
    body = oval(64, 80, 52, 68)
    two = oval(64, 48, 36, 20) | oval(64, 112, 36, 20)
    yield two, body
    # A tumour on the wall, and one on the mediastinum.
    yield two & ~oval(64, 30, 12, 12), body
    # A crescent, whose hull is over twice its size, and a lung too small for a hull of its own.
    yield (oval(64, 80, 46, 62) & ~oval(60, 80, 42, 56) & (np.mgrid[:ROWS, :COLUMNS][1] < 80)) | oval(80, 112, 17, 17), body
    # The body ends within the margin.
    yield oval(64, 40, 36, 24) | oval(64, 112, 30, 20), oval(64, 80, 42, 66)


def main():
    slices, images = list(chests()), []
    for lung, body in slices:
        images.append(np.where(lung, -850.0, np.where(body, 40.0, -1000.0)))
    refined, bodies = batch.run("refined", images), batch.run("body", images)
    out = [struct.pack("<i", len(images))]
    for (lung, body), hu, lungs, inside in zip(slices, images, refined, bodies):
        kept = check_hull.mask_of(lungs, hu.shape)
        mask = check_hull.hull(hu, kept, inside[1].astype(bool), 10)
        out.append(struct.pack("<ii", *hu.shape))
        out += [np.packbits(bits).tobytes() for bits in (lung, body & ~lung, kept, mask)]
    with open(TARGET, "wb") as f:
        f.write(b"".join(out))
    print(os.path.getsize(TARGET), "bytes")


if __name__ == "__main__":
    main()

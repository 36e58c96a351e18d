#!/usr/bin/env python3
"""Writes tests/LungSeg.Thresholding.Tests/Fixtures/published.bin: small synthetic slices with the mask of the Python reference.

    python3 make_fixtures.py

Layout, little-endian: int32 length and ASCII text of the versions; int32 count; per slice int32 rows, columns, outcome (0 ok, 1 ok_two_kept, 2 too_few,
3 qhull_error, 4 tie), the air pixels as packed bits, and the mask as packed bits (bit 7 first, all 0 where there is none)."""
import os
import struct

import numpy as np
import PIL
import scipy
import skimage

import fuzz_images
from batch import OUTCOMES, ROOT
from published_reference import exact_cases, own_reference

WANTED = {"ok": 4, "ok_two_kept": 2, "too_few": 1, "qhull_error": 1, "tie": 0}
LARGEST = 22000
TARGET = os.path.join(ROOT, "tests", "LungSeg.Thresholding.Tests", "Fixtures", "published.bin")


def main():
    left, slices, seed = dict(WANTED), [], 0
    while any(left.values()):
        hu, _ = fuzz_images.image((77, seed))
        seed += 1
        mask, outcome, areas = own_reference(hu)
        if hu.size > LARGEST or left[outcome] == 0 or any(exact_cases(areas)):
            continue
        left[outcome] -= 1
        air = ~(hu >= -300)
        mask = np.zeros(hu.shape, np.uint8) if mask is None else mask
        slices.append(struct.pack("<iii", *hu.shape, OUTCOMES.index(outcome)) + np.packbits(air).tobytes() + np.packbits(mask).tobytes())
    versions = f"numpy {np.__version__}, scipy {scipy.__version__}, skimage {skimage.__version__}, Pillow {PIL.__version__}".encode()
    with open(TARGET, "wb") as f:
        f.write(struct.pack("<i", len(versions)) + versions + struct.pack("<i", len(slices)) + b"".join(slices))
    print(os.path.getsize(TARGET), "bytes,", len(slices), "slices,", versions.decode())


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes LungSeg.Core.Tests/Fixtures/ReadBack with h5py, tifffile, Pillow and tarfile: sets in the forms that `convert` writes, by others.

    /usr/bin/python3 tests/interop/readers/make_read_back_fixtures.py tests/LungSeg.Core.Tests/Fixtures/ReadBack

Three rows of 6 x 8 px by one rule: HU = 100 n + 8 row + column - 1000, the mask is row n.
"""
import io
import json
import pathlib
import sys
import tarfile

import h5py
import numpy as np
import tifffile
from PIL import Image

ROWS, HEIGHT, WIDTH = 3, 6, 8
LABELS = ["LR2", "LR3", "LR4A"]
row, column = np.mgrid[0:HEIGHT, 0:WIDTH]
HU = np.stack([100 * n + 8 * row + column - 1000 for n in range(ROWS)])
MASK = np.stack([(row == n).astype("u1") for n in range(ROWS)])


def write_hdf5(path, version):
    with h5py.File(path, "w", libver=version) as file:
        file.create_dataset("mask", data=MASK.astype("i1"), chunks=(1, HEIGHT, WIDTH), compression="gzip", shuffle=True)
        file.create_dataset("hu_array_old", data=HU.astype(">f8"), chunks=(1, HEIGHT, WIDTH), compression="gzip", shuffle=True)
        file.create_dataset("whole", data=HU.astype("i2"))
        file.create_dataset("label1", data=LABELS, dtype=h5py.string_dtype())
        file["packs"] = np.array([3, 0, 2**53 + 1])
        file["packs__missing"] = np.array([False, True, False])


def write_tiffs(folder):
    folder.mkdir(exist_ok=True)
    for name, values, options in (
        ("int16_big", HU[0].astype(">i2"), {"byteorder": ">"}),
        ("int16_deflate", HU[0].astype("i2"), {"compression": "zlib", "predictor": 2, "rowsperstrip": 4}),
        ("float64", HU[0].astype("f8"), {}),
        ("int32_big_predictor", HU[0].astype(">i4"), {"byteorder": ">", "compression": "zlib", "predictor": 2}),
    ):
        tifffile.imwrite(folder / f"{name}.tif", values, photometric="minisblack", metadata=None, software=False, **options)
    Image.fromarray(HU[0].astype("f4")).save(folder / "float32_packbits.tif", compression="packbits")
    Image.fromarray(HU[0].astype("f4")).save(folder / "float32_predictor.tif", compression="tiff_adobe_deflate", tiffinfo={317: 3})


def write_tar(path):
    def add(name, content):
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))

    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        for n in range(ROWS):
            image, mask = io.BytesIO(), io.BytesIO()
            np.save(image, HU[n].astype("i2"))
            Image.fromarray(MASK[n] * 255).save(mask, "PNG")
            add(f"é/{n:03d}.image.npy", image.getvalue())
            add(f"é/{n:03d}.mask.png", mask.getvalue())
            fields = {"label1": LABELS[n], "smoker": n == 1, "packs": None if n == 1 else 2**53 + 1, "weight": 70 + n / 2, "site": None if n else "Köln"}
            add(f"é/{n:03d}.json", json.dumps(fields).encode())


folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
write_hdf5(folder / "latest.h5", "latest")
write_hdf5(folder / "earliest.h5", "earliest")
write_tiffs(folder / "tiff")
write_tar(folder / "samples.tar")

#!/usr/bin/env python3
"""Makes the small .npy, .npz and packed files under tests/LungSeg.Core.Tests/Fixtures/{Numpy,Packed} with numpy and the real packers.

expected.json beside the .npy files: shape of the whole, and SHA-256 of each slice's values in C order, little endian."""
import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import subprocess
import zipfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "..", "LungSeg.Core.Tests", "Fixtures")


def digest(array):
    array = np.ascontiguousarray(array)
    return hashlib.sha256(array.astype(array.dtype.newbyteorder("<")).tobytes()).hexdigest()


def numpy_files(folder):
    rng = np.random.default_rng(3)
    hu = rng.integers(-1024, 900, (3, 5, 7)).astype(np.float64)
    hu[0, 0, 0] = -0.0
    arrays = {
        "stack_f8": hu, "stack_f8_fortran": np.asfortranarray(hu), "stack_f8_big": hu.astype(">f8"), "stack_i2": hu.astype("<i2"),
        "stack_f4_big_fortran": np.asfortranarray(hu.astype(">f4")), "stack_f2": hu.astype("<f2"), "stack_u1": (hu > 0).astype(np.uint8),
        "stack_bool": hu > 0, "slice_f8": hu[0], "channels_f8": hu[..., None],
    }
    expected = {}
    for name, array in arrays.items():
        np.save(os.path.join(folder, name + ".npy"), array)
        slices = [array] if array.ndim == 2 else [a.reshape(a.shape[:2]) for a in array]
        expected[name] = {"dtype": array.dtype.name, "rows": len(slices), "slices": [digest(s) for s in slices]}
    for version in ((2, 0), (3, 0)):
        with open(os.path.join(folder, f"version{version[0]}.npy"), "wb") as f:
            np.lib.format.write_array(f, hu, version=version)
        expected[f"version{version[0]}"] = expected["stack_f8"]
    np.save(os.path.join(folder, "objects.npy"), np.array([{}, 1], dtype=object))
    np.save(os.path.join(folder, "fields.npy"), np.zeros(3, dtype=[("a", "f8"), ("b", "i4")]))
    columns = {"label1": np.array(["LR2", "LR3", "LR4A"]), "mask": (hu > 0).astype(np.int8), "hu_array": hu * (hu > 0), "hu_array_old": hu}
    np.savez(os.path.join(folder, "stored.npz"), **columns)
    np.savez_compressed(os.path.join(folder, "deflated.npz"), **columns)
    np.savez(os.path.join(folder, "rows_differ.npz"), mask=columns["mask"], hu_array_old=hu[:2])
    np.savez(os.path.join(folder, "with_objects.npz"), hu_array_old=hu, notes=np.array([{}, 1, None], dtype=object))
    with open(os.path.join(folder, "expected.json"), "w") as f:
        json.dump({"numpy": np.__version__, "arrays": expected}, f, indent=1)


def packed_files(folder):
    import pickle

    data = pickle.dumps({"label1": ["LR2", "LR3"], "mask": [np.eye(40, dtype=np.int8)] * 2, "hu_array": [np.ones((40, 40))] * 2,
                         "hu_array_old": [np.arange(1600.0).reshape(40, 40), np.full((40, 40), -1000.0)]}, protocol=4)
    half = len(data) // 2

    def write(name, content):
        with open(os.path.join(folder, name), "wb") as f:
            f.write(content)

    def zstd(part):
        return subprocess.run(["zstd", "-q", "-c", "--check"], input=part, stdout=subprocess.PIPE, check=True).stdout

    named = io.BytesIO()
    with gzip.GzipFile(filename="set.pkl", mode="wb", fileobj=named, mtime=0) as f:
        f.write(data)
    write("plain.pkl", data)
    write("one.gz", gzip.compress(data, mtime=0))
    write("named.gz", named.getvalue())
    write("two.gz", gzip.compress(data[:half], mtime=0) + gzip.compress(data[half:], mtime=0))
    write("one.bz2", bz2.compress(data))
    write("two.bz2", bz2.compress(data[:half]) + bz2.compress(data[half:]))
    write("one.xz", lzma.compress(data))
    write("two.xz", lzma.compress(data[:half]) + bytes(8) + lzma.compress(data[half:]))
    write("blocks.xz", subprocess.run(["xz", "-c", "--block-size=4096"], input=data, stdout=subprocess.PIPE, check=True).stdout)
    write("one.zst", zstd(data))
    write("two.zst", zstd(data[:half]) + zstd(data[half:]))
    for name, method in (("deflated.zip", zipfile.ZIP_DEFLATED), ("stored.zip", zipfile.ZIP_STORED)):
        with zipfile.ZipFile(os.path.join(folder, name), "w", method) as archive:
            archive.writestr(zipfile.ZipInfo("set.pkl"), data, method)
    with zipfile.ZipFile(os.path.join(folder, "two_members.zip"), "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.pkl"), data[:100])
        archive.writestr(zipfile.ZipInfo("b.pkl"), data[:100])
    write("bomb.gz", gzip.compress(bytes(64 << 20), mtime=0))


for name, make in (("Numpy", numpy_files), ("Packed", packed_files)):
    folder = os.path.join(FIXTURES, name)
    os.makedirs(folder, exist_ok=True)
    make(folder)

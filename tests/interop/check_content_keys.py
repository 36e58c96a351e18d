#!/usr/bin/env python3
"""Content keys by inspect against XXH3 (128 bits) of python-xxhash, over bytes that numpy lays out as docs/split.md says.

    LUNGSEG_BIN=PATH /usr/bin/python3 tests/interop/check_content_keys.py

The keys of samples/demo.pkl.gz that stand in tests are compared too.
"""
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
import xxhash

TOOL = os.environ["LUNGSEG_BIN"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
NAN = struct.unpack("<d", struct.pack("<Q", 0xFFF8000000000123))[0]


def key(values):
    """-> 32 digits, or None where float64 cannot hold an integer"""
    wide = values.astype("f8")
    if values.dtype.kind in "iu" and values.dtype.itemsize == 8 and any(int(a) != int(b) for a, b in zip(values.ravel(), wide.ravel())):
        return None
    whole = np.isfinite(wide) & (wide == np.trunc(wide)) & (wide >= -32768) & (wide <= 32767)
    if whole.all():
        body = wide.astype("<i2").tobytes()
    else:
        bits = (wide + 0.0).astype("<f8").view("<u8").copy()
        bits[np.isnan(wide)] = 0x7FF8000000000000
        bits[wide == 0] = 0
        body = bits.tobytes()
    # The canonical digest is big-endian.
    return xxhash.xxh3_128(struct.pack("<ii", *values.shape) + body, seed=0).hexdigest()


def slices():
    rng = np.random.default_rng(7)
    hu = rng.integers(-2048, 3072, (24, 40))
    yield "float64", hu.astype("f8")
    yield "int16", hu.astype("i2")
    yield "big-endian", hu.astype(">f4")
    yield "fortran", np.asfortranarray(hu.astype("f8"))
    yield "uint8", (hu % 256).astype("u1")
    yield "int64", hu.astype("i8")
    yield "limits", np.array([[-32768.0, 32767.0]])
    yield "below", np.array([[-32769.0, 0.0]])
    yield "above", np.array([[32768, 0]], "i4")
    yield "fraction", hu + rng.random(hu.shape)
    yield "float32 fraction", (hu + 0.1).astype("f4")
    yield "half", (hu / 7).astype("f2")
    yield "signed zeros", np.where(hu % 3 == 0, -0.0, hu.astype("f8"))
    yield "signed zeros among fractions", np.where(hu % 3 == 0, -0.0, hu + 0.5)
    yield "nan", np.where(hu % 5 == 0, NAN, hu.astype("f8"))
    yield "other nan", np.where(hu % 5 == 0, np.nan, hu.astype("f8"))
    yield "infinite", np.where(hu % 5 == 0, -np.inf, hu.astype("f8"))
    yield "huge", np.array([[1e300, -1e300, 5e-324, 2.0**53]])
    yield "rounded", np.array([[2**53 + 1, 0]], "i8")
    yield "held", np.array([[2**53, -(2**62)]], "i8")
    yield "unsigned", np.array([[2**63, 1]], "u8")
    for side in (1, 2, 3, 15, 16, 17, 63, 64, 65, 300):
        # XXH3 takes other ways for other lengths.
        yield f"length {side}", rng.integers(-1000, 1000, (1, side)).astype("i2")
    yield "large", rng.normal(0, 500, (512, 512))


def read(path):
    lines = subprocess.run([TOOL, "inspect", path, "--jsonl", "--values"], capture_output=True, text=True, check=True).stdout
    return [json.loads(line).get("key") for line in lines.splitlines()]


def main():
    names, arrays = zip(*slices())
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "set.pkl")
        pd.DataFrame({"label1": ["LR2"] * len(arrays), "hu_array_old": list(arrays)}).to_pickle(path)
        found = read(path)
        faults = [f"{name}: {a}, xxhash has {b}" for name, a, b in zip(names, found, map(key, arrays), strict=True) if a != b]
    sample = ROOT / "samples" / "demo.pkl.gz"
    frame = pd.read_pickle(sample)
    faults += [f"demo:{i}: {a}" for i, (a, b) in enumerate(zip(read(str(sample)), map(key, frame.hu_array_old), strict=True)) if a != b]
    test = (ROOT / "tests/LungSeg.Core.Tests/Datasets/JoinedTableTests.cs").read_text()
    faults += [f"key of demo:{i} in JoinedTableTests.cs" for i in (0, 1) if f'Key{i} = "{key(frame.hu_array_old.iloc[i])}"' not in test]
    print("\n".join(faults))
    print(f"{len(found) + len(frame)} keys, {len(faults)} differ")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

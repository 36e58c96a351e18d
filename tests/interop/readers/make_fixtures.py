#!/usr/bin/env python3
"""Makes the fixtures of LungSeg.Core.Tests for NIfTI, nnU-Net folders and PNG pairs with nibabel, numpy and Pillow.

    /usr/bin/python3 tests/interop/readers/make_fixtures.py tests/LungSeg.Core.Tests/Fixtures

Writes Nifti/ with an expected.json: what nibabel reads back from each file, slice by slice, [row, col]. All values are synthetic.
"""
import gzip
import hashlib
import json
import pathlib
import platform
import sys

import nibabel
import numpy as np

RNG = np.random.default_rng(20240312)
DTYPES = ["u1", "i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]


def voxels(dtype, shape):
    """Values up to the type's ends, the sign of zero among them where it has one."""
    if dtype[-2] == "f":
        values = RNG.normal(-400, 500, shape).astype(dtype)
        values.flat[:2] = (-0.0, 0.0)
        return values
    limits = np.iinfo(dtype)
    low, high = max(limits.min, -2000), min(limits.max, 4000)
    values = RNG.integers(low, high, shape, endpoint=True).astype(dtype)
    values.flat[:2] = (limits.min, limits.max)
    return values


def nifti(array, *, big=False, slope=None, inter=None, affine=None, units=None):
    """A Nifti1Image of [slice, row, col] or [row, col]; nibabel's axes are (col, row, slice)."""
    header = nibabel.Nifti1Header(endianness=">" if big else "<")
    header.set_data_dtype(array.dtype.newbyteorder(">" if big else "<"))
    image = nibabel.Nifti1Image(array.T, affine, header, dtype=array.dtype)
    if units:
        image.header.set_xyzt_units(units)
    data = bytearray(image.to_bytes())
    if slope is not None:
        order = ">f4" if big else "<f4"
        data[112:120] = np.array([slope, inter], order).tobytes()
    return bytes(data)


def fields(data, *changes):
    data = bytearray(data)
    for offset, value in changes:
        data[offset:offset + len(value)] = value
    return bytes(data)


def files():
    for dtype in DTYPES:
        for big in (False, True):
            yield f"{np.dtype(dtype).name}_{'big' if big else 'little'}.nii", nifti(voxels(dtype, (3, 4, 5)), big=big)
    for name, slope, inter in (("scaled", 2.5, -1024), ("shifted", 1, -1024.5), ("stretched", .1, 0), ("slope_zero", 0, 7), ("slope_nan", np.nan, 7), ("slope_inf", np.inf, 7), ("identity", 1, 0)):
        for dtype in ("i2", "f4", "u8") if name == "scaled" else ("i2", "f8"):
            for big in (False, True):
                yield f"{name}_{np.dtype(dtype).name}_{'big' if big else 'little'}.nii", nifti(voxels(dtype, (3, 4, 5)), big=big, slope=slope, inter=inter)
    yield "slice.nii", nifti(voxels("i2", (4, 5)))
    yield "slice_scaled.nii", nifti(voxels("i2", (4, 5)), slope=.5, inter=3)
    yield "depth_1.nii", nifti(voxels("i2", (1, 4, 5)))
    yield "four_axes.nii", nifti(voxels("i2", (1, 3, 4, 5)))
    yield "seven_axes.nii", nifti(voxels("f4", (1, 1, 1, 1, 3, 4, 5)))
    yield "mask.nii", nifti((RNG.random((3, 4, 5)) < .3).astype("u1"))
    affine = np.diag([-.703125, -.75, 1.25, 1])
    yield "spaced.nii", nifti(voxels("i2", (3, 4, 5)), affine=affine, units="mm")
    yield "spaced_micron_big.nii", nifti(voxels("i2", (3, 4, 5)), big=True, affine=np.diag([703, 750, 1250, 1.]), units="micron")
    plain = nifti(voxels("i2", (3, 4, 5)))
    yield "bitpix_zero.nii", fields(plain, (72, bytes(2)))
    extended = nibabel.Nifti1Image.from_bytes(plain)
    extended.header.extensions.append(nibabel.nifti1.Nifti1Extension("comment", b"an extension"))
    yield "extension.nii", extended.to_bytes()
    yield "packed.nii.gz", gzip.compress(nifti(voxels("i2", (3, 4, 5))), mtime=0)


def described(data):
    image = nibabel.Nifti1Image.from_bytes(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    scaled = (image.dataobj.slope, image.dataobj.inter) != (1, 0)  # the header's own fields are cleared by loading
    stored = image.get_data_dtype()
    values = image.get_fdata() if scaled else np.asanyarray(image.dataobj.get_unscaled())
    stack = values.T.reshape(-1, values.shape[1], values.shape[0])
    known = image.header["sform_code"] > 0 or image.header["qform_code"] > 0
    unit = {"mm": 1, "unknown": 1, "micron": 1e-3, "meter": 1e3}[image.header.get_xyzt_units()[0]]
    zooms = [float(z) * unit for z in image.header.get_zooms()]
    return {
        "dtype": values.dtype.name, "byte_order": "none" if stored.itemsize == 1 else "big" if stored.byteorder == ">" and not scaled else "little",
        "shape": list(stack.shape), "offset": None if scaled else int(image.dataobj.offset), "spacing": zooms[:2] if known else None,
        "sha256": [hashlib.sha256(np.ascontiguousarray(x, x.dtype.newbyteorder("<")).tobytes()).hexdigest() for x in stack],
    }


def main():
    folder = pathlib.Path(sys.argv[1]) / "Nifti"
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, data in files():
        (folder / name).write_bytes(data)
        expected[name] = described(data)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "nibabel": nibabel.__version__}
    document = json.dumps({"versions": versions, "files": expected}, separators=(",", ":"))
    (folder / "expected.json").write_text(document.replace("},", "},\n") + "\n")


if __name__ == "__main__":
    main()

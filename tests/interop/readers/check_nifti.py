#!/usr/bin/env python3
"""NIfTI-1 and NIfTI-2 against real nibabel, both ways: files of nibabel in every dtype, byte order, rank and scaling are read, and files of ours open in
nibabel with equal voxels and headers that its own checks find no fault with.

Needs LUNGSEG_RUNNER (tests/LungSeg.Benchmarks), LUNGSEG_BIN, and a build of tests/LungSeg.Core.Tests.
"""
import argparse
import gzip
import itertools
import os
import pathlib
import subprocess
import sys
import tempfile

import nibabel
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from lungseg_peer import Check, digest, digests, inspect, run  # noqa: E402

ROOT = HERE.parent.parent.parent
DTYPES = ["u1", "i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]
SHAPES = {"slice": (11, 13), "depth1": (1, 11, 13), "volume": (3, 11, 13), "four": (1, 2, 11, 13)}
SCALES = {"none": None, "zero": (0, 5), "nan": (np.nan, 5), "identity": (1, 0), "hu": (1, -1024), "slope": (.37, 0), "both": (-2.5, 1e4)}
RNG = np.random.default_rng(7)
check = Check("nifti")


def voxels(dtype, shape):
    if dtype[0] == "f":
        values = RNG.normal(0, 900, shape).astype(dtype)
        values.flat[:4] = (-0.0, 0.0, np.inf, np.nan)
        return values
    limits = np.iinfo(dtype)
    return RNG.integers(limits.min, limits.max, shape, dtype=dtype, endpoint=True)


def to_nifti(values, big, scale, version=1):
    kind = {1: nibabel.Nifti1Image, 2: nibabel.Nifti2Image}[version]
    header = kind.header_class(endianness=">" if big else "<")
    header.set_data_dtype(values.dtype)
    data = bytearray(kind(values.T, None, header, dtype=values.dtype).to_bytes())
    if scale and version == 2:
        data[176:192] = np.array(scale, ">f8" if big else "<f8").tobytes()
    elif scale:
        data[112:120] = np.array(scale, ">f4" if big else "<f4").tobytes()
    return bytes(data)


def slices_of(path):
    """What nibabel reads, slice by slice [row, col]."""
    image = nibabel.load(path)
    if (image.dataobj.slope, image.dataobj.inter) != (1, 0):
        with np.errstate(invalid="ignore"):
            values = image.get_fdata()
    else:
        values = np.asanyarray(image.dataobj)
    stack = values.T.reshape(-1, *values.T.shape[-2:])
    return [x.astype(x.dtype.newbyteorder("<")) for x in stack]


def column_of(stack):
    """The rule of an array that stands alone."""
    return "mask" if stack[0].dtype.kind in "iub" and all(((x == 0) | (x == 1)).all() for x in stack) else "hu_array_old"


def read_files_of_nibabel(folder):
    paths = []
    for dtype, big, (shape_name, shape), (scale_name, scale) in itertools.product(DTYPES, (False, True), SHAPES.items(), SCALES.items()):
        packed = shape_name == "volume" and scale_name == "none"
        path = folder / f"{dtype}_{'big' if big else 'little'}_{shape_name}_{scale_name}.nii{'.gz' if packed else ''}"
        data = to_nifti(voxels(dtype, shape), big, scale)
        path.write_bytes(gzip.compress(data) if packed else data)
        paths.append(path)
    for dtype, big, (shape_name, shape), (scale_name, scale) in itertools.product(("i2", "f8"), (False, True), SHAPES.items(), SCALES.items()):
        path = folder / f"two_{dtype}_{'big' if big else 'little'}_{shape_name}_{scale_name}.nii{'.gz' if shape_name == 'volume' else ''}"
        data = to_nifti(voxels(dtype, shape), big, scale, version=2)
        path.write_bytes(gzip.compress(data) if shape_name == "volume" else data)
        paths.append(path)
    for dtype in ("u1", "i8"):
        path = folder / f"mask_{dtype}.nii"
        path.write_bytes(to_nifti((RNG.random((2, 11, 13)) < .2).astype(dtype), True, None))
        paths.append(path)
    found = {row["row"]: row["digests"] for row in digests(*paths)}
    expected = {}
    for path in paths:
        stack = slices_of(path)
        stem = path.name.split(".nii")[0]
        expected |= {f"{stem}:{i}": {column_of(stack): digest(x)} for i, x in enumerate(stack)}
    check.equal("rows", sorted(found), sorted(expected))
    for row, value in expected.items():
        check.equal(row, found.get(row), value)


def read_spacing(folder):
    for name, affine, units, known in (("mm", np.diag([-.7, -.9, 2.5, 1]), "mm", True), ("none", None, None, False), ("micron", np.diag([700, 900, 2500, 1]), "micron", True)):
        image = nibabel.Nifti1Image(voxels("i2", (2, 4, 5)).T, affine)
        if units:
            image.header.set_xyzt_units(units)
        path = folder / f"spacing_{name}.nii.gz"
        image.to_filename(path)
        columns = [column["name"] for column in inspect(path)["columns"]]
        # nibabel gives an image with an affine an sform, which is a place.
        placed = ["row_spacing_mm", "column_spacing_mm", "image_position_mm", "image_orientation"]
        check.equal(f"spacing {name}", columns, ["hu_array_old"] + (placed if known else []))


def refuse(folder):
    image = nibabel.Nifti1Pair(voxels("i2", (2, 4, 5)).T, np.eye(4))
    image.to_filename(folder / "pair.hdr")
    two = nibabel.Nifti2Image(voxels("i2", (2, 4, 5)).T, np.eye(4)).to_bytes()
    (folder / "two_text.nii").write_bytes(two.replace(b"n+2\0\r\n", b"n+2\0\n\n"))
    (folder / "two_dim.nii").write_bytes(two[:24] + np.array([2**31 - 1] * 3, "<i8").tobytes() + two[48:])
    (folder / "two_cut.nii").write_bytes(two[:-1])
    (folder / "two_head.nii").write_bytes(two[:500])
    nibabel.Nifti1Image(voxels("i2", (2, 2, 4, 5)).T, np.eye(4)).to_filename(folder / "series.nii")
    nibabel.AnalyzeImage(voxels("i2", (2, 4, 5)).T, np.eye(4)).to_filename(folder / "analyze.hdr")
    nibabel.Nifti1Image(voxels("f4", (2, 4, 5)).T.astype(complex), np.eye(4)).to_filename(folder / "complex.nii")
    for name, words in (("pair.hdr", ".hdr/.img"), ("two_text.nii", "copied as text"), ("two_dim.nii", "more voxels"), ("two_cut.nii", "needs 80 bytes, 79 left"), ("two_head.nii", "NIfTI-2 header"), ("series.nii", "dim[4] is 2"), ("analyze.hdr", "Analyze"), ("complex.nii", "complex128")):
        _, error, code = run("inspect", folder / name, ok=(0, 1, 2, 3, 4, 70))
        check.true(f"{name}: code {code}, {error.strip()[-120:]}", code == 3 and words in error)


def open_files_of_ours(folder, configuration):
    """Names of the .bin are what NiftiPeerTests reads: DTYPE_SLICES_ROWS_COLUMNS."""
    stacks = {}
    for dtype, shape in itertools.product(DTYPES, ((1, 11, 13), (4, 3, 2), (1, 512, 512))):
        stacks[f"{dtype}_{'_'.join(map(str, shape))}"] = voxels(dtype, shape)
    for name, stack in stacks.items():
        (folder / f"{name}.bin").write_bytes(stack.tobytes())
    command = ["dotnet", "test", str(ROOT / "tests" / "LungSeg.Core.Tests"), "--no-build", "-c", configuration, "--filter", "FullyQualifiedName~NiftiPeerTests"]
    subprocess.run(command, env={**os.environ, "LUNGSEG_NIFTI_FOLDER": str(folder)}, check=True, stdout=sys.stderr)
    for (name, stack), kind in itertools.product(stacks.items(), ("unknown", "spaced")):
        path, what = folder / f"{name}.{kind}.nii", f"ours {name} {kind}"
        data = path.read_bytes()
        check.equal(f"{what} faults that nibabel finds", nibabel.Nifti1Header.diagnose_binaryblock(data[:348]), "")
        image = nibabel.load(path)
        check.equal(f"{what} class", type(image), nibabel.Nifti1Image)
        check.equal(f"{what} shape and dtype", (image.shape, image.get_data_dtype()), (stack.T.shape, stack.dtype))
        check.equal(f"{what} voxels", np.asanyarray(image.dataobj).T.tobytes(), stack.tobytes())
        check.equal(f"{what} length", len(data), 352 + stack.nbytes)
        zooms, affine = ((1, 1, 999), None) if kind == "unknown" else ((.703125, .75, 1.25), np.diag([-.703125, -.75, 1.25, 1]))
        check.equal(f"{what} spacing", tuple(image.header.get_zooms()), zooms)
        check.equal(f"{what} codes", (int(image.header["qform_code"]), int(image.header["sform_code"])), (0, 0) if affine is None else (0, 2))
        check.equal(f"{what} units", image.header.get_xyzt_units()[0], "unknown" if affine is None else "mm")
        if affine is not None:
            check.true(f"{what} affine", np.array_equal(image.affine, affine))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--configuration", default="Release", help="of the build of LungSeg.Core.Tests")
    configuration = parser.parse_args().configuration
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        read_files_of_nibabel(folder)
        read_spacing(folder)
        refuse(folder)
        open_files_of_ours(folder, configuration)
    print(f"{check.passed} passed, {check.failed} failed")
    check.done()


if __name__ == "__main__":
    main()

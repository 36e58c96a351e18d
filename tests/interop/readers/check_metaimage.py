#!/usr/bin/env python3
"""MetaImage (.mhd with .raw or .zraw, .mha) against a small reader in numpy: every element type, both byte orders, packed and plain, header
sizes, ranks; places against a sum by hand; folders as LUNA16 has them; and hostile headers, each of which is one error.

Needs LUNGSEG_RUNNER (tests/LungSeg.Benchmarks) and LUNGSEG_BIN.
"""
import gzip
import itertools
import json
import pathlib
import sys
import tempfile
import zlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from lungseg_peer import Check, digest, digests, run  # noqa: E402

# metaTypes.h: a MET_LONG has 4 bytes.
TYPES = {"MET_CHAR": "i1", "MET_UCHAR": "u1", "MET_SHORT": "i2", "MET_USHORT": "u2", "MET_INT": "i4", "MET_UINT": "u4", "MET_LONG": "i4",
         "MET_ULONG": "u4", "MET_LONG_LONG": "i8", "MET_ULONG_LONG": "u8", "MET_FLOAT": "f4", "MET_DOUBLE": "f8"}
SHAPES = {"slice": (11, 13), "volume": (3, 11, 13), "four": (1, 2, 11, 13)}
PLACES = ("raw", "zraw", "local", "zlocal", "gzip", "skip", "end")
PLACED = "ElementSpacing = 0.5 0.75 2\nOffset = -20 11 40\nTransformMatrix = 1 0 0 0 -1 0 0 0 1\n"
RNG = np.random.default_rng(39)
check = Check("metaimage")


def voxels(dtype, shape):
    if dtype[0] == "f":
        return RNG.normal(0, 900, shape).astype(dtype)
    limits = np.iinfo(dtype)
    return RNG.integers(limits.min, limits.max, shape, dtype=dtype, endpoint=True)


def write(path, values, name, big=False, place="local", extra=""):
    """path is .mha or .mhd; the voxels lie as place says."""
    data = values.astype(values.dtype.newbyteorder(">" if big else "<")).tobytes()
    lines = [f"ObjectType = Image\nNDims = {values.ndim}\nBinaryData = True\nBinaryDataByteOrderMSB = {big}\n",
             f"CompressedData = {place in ('zraw', 'zlocal', 'gzip')}\n{extra}DimSize = {' '.join(map(str, values.shape[::-1]))}\nElementType = {name}\n"]
    content = zlib.compress(data) if place in ("zraw", "zlocal") else gzip.compress(data) if place == "gzip" else data
    if place in ("skip", "end"):
        lines.append(f"HeaderSize = {-1 if place == 'end' else 7}\n")
        content = b"1234567" + content
    if "local" in place:
        path.write_bytes("".join(lines).encode() + b"ElementDataFile = LOCAL\n" + content)
    else:
        beside = path.with_suffix(".zraw" if place == "zraw" else ".raw")
        beside.write_bytes(content)
        path.write_text("".join(lines) + f"ElementDataFile = {beside.name}\n", newline="\r\n" if big else "\n")


def read(path):
    """The slices [row, col] of a file in little endian."""
    head = path.read_bytes()
    text, fields = head.split(b"ElementDataFile", 1)[0].decode(), {}
    for line in text.splitlines():
        name, value = line.split("=", 1)
        fields[name.strip()] = value.strip()
    file, rest = head.split(b"ElementDataFile", 1)[1].split(b"\n", 1)
    file = file.decode().split("=", 1)[1].strip()
    data = rest if file == "LOCAL" else (path.parent / file).read_bytes()
    shape = [int(x) for x in fields["DimSize"].split()][::-1]
    dtype = np.dtype(TYPES[fields["ElementType"]]).newbyteorder(">" if fields["BinaryDataByteOrderMSB"] == "True" else "<")
    size, skip = int(np.prod(shape)) * dtype.itemsize, int(fields.get("HeaderSize", 0))
    if fields["CompressedData"] == "True":
        data = zlib.decompress(data, 47)
    data = data[-size:] if skip == -1 else data[skip:skip + size]
    stack = np.frombuffer(data, dtype).reshape(-1, *shape[-2:])
    return [x.astype(x.dtype.newbyteorder("<")) for x in stack]


def read_every_kind(folder):
    paths = []
    kinds = [*itertools.product(TYPES, (False, True), ("volume",), ("raw", "zlocal")), *itertools.product(("MET_SHORT",), (False, True), SHAPES, PLACES)]
    for number, (name, big, shape, place) in enumerate(kinds):
        path = folder / f"f{number}.{'mha' if 'local' in place else 'mhd'}"
        write(path, voxels(TYPES[name], SHAPES[shape]), name, big, place)
        paths.append(path)
    found = {row["row"]: row["digests"] for row in digests(*paths)}
    expected = {f"{path.stem}:{i}": {"hu_array_old": digest(x)} for path in paths for i, x in enumerate(read(path))}
    check.equal("rows", sorted(found), sorted(expected))
    for row, value in expected.items():
        check.equal(row, found.get(row), value)


def lines_of(*arguments):
    return [json.loads(line) for line in run("inspect", *arguments, "--jsonl", "-q")[0].splitlines()]


def read_places(folder):
    """The position of slice k is the offset and k steps along the third row of the matrix; ITK has the axes in the matrix's rows."""
    values = voxels("i2", (3, 4, 5))
    turned = np.array([[0, 1, 0], [0, 0, -1], [-1, 0, 0]])
    for name, extra, spacing, place in (
        ("placed", PLACED, (0.75, 0.5), (np.diag([1, -1, 1]), 2)),
        ("turned", f"ElementSize = 0.5 0.75 2\nPosition = -20 11 40\nOrientation = {' '.join(map(str, turned.ravel()))}\n", (0.75, 0.5), (turned, 2)),
        ("spaced", "ElementSpacing = 0.5 0.75 2\n", (0.75, 0.5), None),
        ("nowhere", "Offset = 0 0 0\n", None, None),
    ):
        path = folder / f"{name}.mha"
        write(path, values, "MET_SHORT", extra=extra)
        for k, line in enumerate(lines_of(path)):
            found = line.get("extra", {})
            check.equal(f"{name} spacing", (found.get("row_spacing_mm"), found.get("column_spacing_mm")), spacing or (None, None))
            position = found.get("image_position_mm")
            if place is None:
                check.equal(f"{name} position", position, None)
                continue
            matrix, step = place
            check.equal(f"{name} position {k}", [float(x) for x in position.split("\\")], (np.array([-20, 11, 40]) + k * step * matrix[2]).tolist())
            check.equal(f"{name} orientation", [float(x) for x in found["image_orientation"].split("\\")], matrix[:2].ravel().tolist())


def read_folder(folder):
    """Two scans as LUNA16 has them, named after their series; masks in MetaImage, flipped, are put on them by place."""
    scans, masks = folder / "subset0", folder / "masks"
    scans.mkdir(), masks.mkdir()
    expected, lesions = {}, {}
    for number, place in enumerate(("raw", "zraw")):
        uid = f"1.3.6.1.4.1.14519.5.2.1.{number}"
        values, lesion = voxels("i2", (2, 8, 9)), (RNG.random((2, 8, 9)) < .3).astype("u1")
        write(scans / f"{uid}.mhd", values, "MET_SHORT", place=place, extra=PLACED)
        # The second axis runs the other way, from the last row on.
        flipped = PLACED.replace("-20 11 40", f"-20 {11 - .75 * 7} 40").replace("0 -1 0", "0 1 0")
        write(masks / f"{uid}.mha", lesion[:, ::-1], "MET_UCHAR", place="zlocal", extra=flipped)
        for k in range(2):
            expected[f"subset0:{2 * number + k}"] = (uid, digest(values[k]), digest(lesion[k]))
    for line in lines_of(scans):
        check.equal("series", line["ids"]["series_uid"], expected[line["row"]][0])
    for row in digests(scans):
        check.equal(row["row"], row["digests"], {"hu_array_old": expected[row["row"]][1]})
    out = folder / "out.npz"
    run("convert", scans, "--masks", masks, "--to", "npz", "--hu-array", "none", "-o", out, "-q")
    for row in digests(out):
        number = row["row"].split(":")[1]
        check.equal(f"mask {number}", row["digests"]["mask"], expected[f"subset0:{number}"][2])


def refuse(folder):
    """Each one line, exit 3."""
    values = voxels("i2", (2, 4, 5))
    write(folder / "good.mha", values, "MET_SHORT")
    good = (folder / "good.mha").read_bytes()
    (folder / "inner").mkdir()
    (folder / "outside.raw").write_bytes(values.tobytes())
    (folder / "bomb.zraw").write_bytes(zlib.compress(bytes(40 << 20)))
    (folder / "short.zraw").write_bytes(zlib.compress(values.tobytes())[:20])
    head = b"NDims = 3\nDimSize = 5 4 2\nElementType = MET_SHORT\n"
    cases = {
        "dimsize overflow": (good.replace(b"5 4 2", b"4294967296 4294967296 4"), "DimSize"),
        "dimsize beyond": (good.replace(b"5 4 2", b"5 4 2000000000"), "needs"),
        "dimsize zero": (good.replace(b"5 4 2", b"5 0 2"), "DimSize"),
        "dimsize short": (good.replace(b"5 4 2", b"5 4"), "DimSize"),
        "dimsize text": (good.replace(b"5 4 2", b"5 4 x"), "DimSize"),
        "cut": (good[:-1], "needs 80 bytes, 79 left"),
        "channels": (head + b"ElementNumberOfChannels = 3\nElementDataFile = LOCAL\n", "ElementNumberOfChannels"),
        "text": (head + b"BinaryData = False\nElementDataFile = LOCAL\n", "BinaryData"),
        "list": (head + b"ElementDataFile = LIST\na.raw\nb.raw\n", "LIST"),
        "pattern": (head + b"ElementDataFile = s%03d.raw 1 2 1\n", "pattern"),
        "outside": (head + b"ElementDataFile = ../outside.raw\n", "own folder"),
        "absolute": (head + f"ElementDataFile = {folder / 'outside.raw'}\n".encode(), "own folder"),
        "missing": (head + b"ElementDataFile = none.raw\n", "no such file"),
        "itself a folder": (head + b"ElementDataFile = inner\n", "no such file"),
        "no data file": (head, "ElementDataFile"),
        "twice": (head + b"NDims = 2\nElementDataFile = LOCAL\n", "twice"),
        "type": (good.replace(b"MET_SHORT", b"MET_STRING"), "ElementType"),
        "volumes": (good.replace(b"NDims = 3", b"NDims = 4").replace(b"5 4 2", b"5 4 1 2"), "volumes"),
        "spacing": (head + b"ElementSpacing = 1 0 1\nElementDataFile = LOCAL\n" + bytes(80), "ElementSpacing"),
        "packed end": (head + b"CompressedData = True\nHeaderSize = -1\nElementDataFile = LOCAL\n", "HeaderSize"),
        "bomb": (head + b"CompressedData = True\nElementDataFile = ../bomb.zraw\n", "own folder"),
        "unending": (b"NDims = " + b"3" * 100_000, "no line end"),
    }
    for name, (content, words) in cases.items():
        path = folder / "inner" / f"{name}.mhd"
        path.write_bytes(content)
        _, error, code = run("inspect", path, ok=(0, 1, 2, 3, 4, 70))
        check.true(f"{name}: code {code}, {error.strip()[-160:]}", code == 3 and words in error and len(error.strip().splitlines()) == 1)
    for name, data in (("bomb", "bomb.zraw"), ("short", "short.zraw")):
        path = folder / f"{name}.mhd"
        path.write_bytes(head + f"CompressedData = True\nElementDataFile = {data}\n".encode())
        _, error, code = run("convert", path, "--to", "npy", "-o", folder / f"{name}.npy", "-q", ok=(0, 1, 2, 3, 4, 70))
        check.true(f"{name}: code {code}, {error.strip()[-160:]}", code == 3 and not (folder / f"{name}.npy").exists())


def main():
    with tempfile.TemporaryDirectory() as name:
        for part in (read_every_kind, read_places, read_folder, refuse):
            folder = pathlib.Path(name) / part.__name__
            folder.mkdir()
            part(folder)
    print(f"{check.passed} passed, {check.failed} failed")
    check.done()


if __name__ == "__main__":
    main()

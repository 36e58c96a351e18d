#!/usr/bin/env python3
"""Makes the .npy, .npz and compressed fixtures of LungSeg.Core.Tests with numpy, Python's compressors and the tools xz and zstd.

    /usr/bin/python3 tests/interop/make_npz_fixtures.py tests/LungSeg.Core.Tests/Fixtures

Writes Npz/ and Compressed/, each with an expected.json: what numpy reads back from the file, where numpy finds the values in it, and
what a packed file unpacks to. All values are synthetic.
"""
import bz2
import gzip
import hashlib
import io
import json
import lzma
import pathlib
import platform
import struct
import subprocess
import sys
import zipfile
import zlib

import numpy as np

DATE = (2024, 3, 12, 0, 0, 0)
RNG = np.random.default_rng(20240312)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def values(dtype, shape):
    return RNG.integers(0, 2 if dtype in ("?", "b1") else 100, shape).astype(dtype)


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def by_hand(header, payload, version=(1, 0)):
    """A .npy whose header text is given, as old or foreign writers leave it: not padded to 64."""
    text = header.encode("latin1")
    length = struct.pack("<H" if version[0] == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes(version) + length + text + payload


def arrays():
    """Name, bytes of the .npy."""
    for name in ["|b1", "|i1", "|u1", "<i2", ">i2", "<u2", "<i4", ">u4", "<i8", ">i8", "<u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
        order = {"<": "little", ">": "big", "|": "none"}[name[0]]
        yield f"stack_{np.dtype(name).name}_{order}", npy(values(name, (3, 4, 5)))
    stack = values("f8", (3, 4, 5)) - 50.5
    yield "stack_fortran", npy(np.asfortranarray(stack))
    yield "stack_fortran_big", npy(np.asfortranarray(stack.astype(">i4")))
    yield "stack_channel", npy(stack[..., None])
    yield "slice", npy(stack[0])
    yield "slice_fortran", npy(np.asfortranarray(stack[0]))
    yield "slice_special", npy(np.array([[0.0, -0.0, np.nan], [np.inf, -np.inf, 5e-324]]))
    yield "numbers", npy(np.arange(-3, 4, dtype="<i4"))
    yield "empty", npy(np.empty((0, 4, 5)))
    yield "version_2", npy(stack, (2, 0))
    yield "version_3", npy(stack, (3, 0))
    plain = stack.astype("<f8").tobytes()
    yield "old_aligned_16", by_hand("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4, 5), }".ljust(16 * 5 - 10 - 1) + "\n", plain)
    yield "keys_in_other_order", by_hand("{'shape': (3, 4, 5), 'fortran_order': False, 'descr': '<f8'}\n", plain)
    yield "long_integers", by_hand("{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 4L, 5L), }\n", plain)
    yield "double_quotes", by_hand('{"descr": "<f8",\t"fortran_order": False, "shape": (3, 4, 5)}   \n', plain)


def member_offset(path, name):
    """Where the values of a stored member start: the local head is read here, numpy only confirms it."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(name).header_offset
    start = at + 30 + sum(struct.unpack_from("<HH", data, at + 26))
    file = io.BytesIO(data[start:])
    np.lib.format.read_magic(file)
    np.lib.format.read_array_header_1_0(file)
    return start + file.tell()


def described(array, offset):
    little = array.astype(array.dtype.newbyteorder("<"))
    mark = array.dtype.byteorder
    return {
        "dtype": array.dtype.name, "byte_order": {"|": "none", ">": "big"}.get(mark, "little"), "shape": list(array.shape),
        "order": "C" if array.flags.c_contiguous else "F", "offset": offset, "sha256": sha256(little.tobytes()),
    }


def write_npy(folder):
    expected = {}
    for name, data in arrays():
        (folder / f"{name}.npy").write_bytes(data)
        file = io.BytesIO(data)
        array = np.load(file)
        expected[f"{name}.npy"] = described(array, len(data) - array.nbytes)
    np.save(folder / "objects.npy", np.array(["LR2"] * 40 + ["LR4A"], dtype=object))
    np.save(folder / "fields.npy", np.zeros(3, [("label", "U4"), ("hu", "f8")]))
    np.save(folder / "single.npy", np.float64(1.5))
    np.save(folder / "complex.npy", np.ones((3, 4, 5), complex))
    return expected


def frame():
    return {
        "label1": np.array(["LR2", "LR4A", "LR3"]), "mask": values("i1", (3, 4, 5)),
        "hu_array": np.asfortranarray(values("f8", (3, 4, 5))), "hu_array_old": values(">i2", (3, 4, 5)),
    }


class Unseekable(io.RawIOBase):
    """A pipe, as far as zipfile can tell: lengths and CRCs follow the members."""

    def __init__(self, path):
        self.file = path.open("wb")

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)

    def close(self):
        self.file.close()


def write_members(archive):
    for name, array in frame().items():
        with archive.open(zipfile.ZipInfo(f"{name}.npy", DATE), "w", force_zip64=True) as member:
            member.write(npy(array))


def write_npz(folder):
    np.savez(folder / "stored.npz", **frame())
    np.savez_compressed(folder / "deflated.npz", **frame())
    np.savez(folder / "objects.npz", **(frame() | {"label1": np.array(["LR2", "LR2", "LR4A"], dtype=object)}))
    np.savez(folder / "unequal.npz", mask=values("i1", (3, 4, 5)), label1=np.array(["LR2", "LR3"]))
    with zipfile.ZipFile(folder / "mixed.npz", "w") as archive:
        for name, array in frame().items():
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", DATE), npy(array), zipfile.ZIP_DEFLATED if name == "hu_array" else zipfile.ZIP_STORED)
    with zipfile.ZipFile(Unseekable(folder / "streamed.npz"), "w") as archive:
        write_members(archive)
    zipfile.ZIP64_LIMIT = 64  # so that sizes and places are written as in archives over 4 GiB
    with zipfile.ZipFile(folder / "zip64.npz", "w") as archive:
        write_members(archive)
    expected = {}
    for path in sorted(folder.glob("*.npz")):
        if path.stem in ("objects", "unequal"):
            continue
        with np.load(path) as archive, zipfile.ZipFile(path) as directory:
            expected[path.name] = {}
            for name in archive.files:
                array = archive[name]
                stored = directory.getinfo(f"{name}.npy").compress_type == zipfile.ZIP_STORED
                offset = member_offset(path, f"{name}.npy") if stored else None
                expected[path.name][name] = {"values": array.tolist()} if array.ndim == 1 else described(array, offset)
    return expected


def tool(*command, data):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def gz(data, **options):
    return gzip.compress(data, mtime=0, **options)


def gz_with_fields(data):
    """All optional fields of RFC 1952: extra, name, comment and the head's own CRC."""
    plain = gz(data)
    head = plain[:3] + bytes([2 | 4 | 8 | 16]) + plain[4:10] + struct.pack("<H", 5) + b"extra" + b"plain.bin\0" + b"a comment\0"
    return head + struct.pack("<H", zlib.crc32(head) & 0xFFFF) + plain[10:]


def zipped(members, compression):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, DATE), data, compression)
    return out.getvalue()


def packed(first, second):
    """Name, bytes, and what they unpack to."""
    both = first + second
    skippable = b"\x53\x2a\x4d\x18" + struct.pack("<I", 5) + b"hello"
    yield "one.gz", gz(first), first
    yield "stored.gz", gz(first, compresslevel=0), first
    yield "fields.gz", gz_with_fields(first), first
    yield "two.gz", gz(first) + gz(second), both
    yield "with_empty.gz", gz(first) + gz(b"") + gz(second) + gz(b""), both
    yield "zero_padded.gz", gz(first) + bytes(100), first
    yield "empty.gz", gz(b""), b""
    yield "one.bz2", bz2.compress(first), first
    yield "two.bz2", bz2.compress(first) + bz2.compress(second, 1), both
    for check, name in ((lzma.CHECK_NONE, "none"), (lzma.CHECK_CRC32, "crc32"), (lzma.CHECK_CRC64, "crc64"), (lzma.CHECK_SHA256, "sha256")):
        yield f"check_{name}.xz", lzma.compress(first, check=check), first
    yield "two.xz", lzma.compress(first) + lzma.compress(second), both
    yield "two_padded.xz", lzma.compress(first) + bytes(8) + lzma.compress(second) + bytes(4), both
    yield "blocks.xz", tool("xz", "-c", "-T1", "--block-size=400", data=first), first
    yield "threads.xz", tool("xz", "-c", "-T2", "--block-size=400", data=first), first
    yield "one.zst", tool("zstd", "-qc", data=first), first
    yield "no_checksum.zst", tool("zstd", "-qc", "--no-check", data=first), first
    yield "two.zst", tool("zstd", "-qc", data=first) + tool("zstd", "-qc", data=second), both
    yield "skippable.zst", skippable + tool("zstd", "-qc", data=first) + skippable, first
    yield "one_deflated.zip", zipped([("plain.bin", first)], zipfile.ZIP_DEFLATED), first
    yield "one_stored.zip", zipped([("plain.bin", first)], zipfile.ZIP_STORED), first
    yield "delta.xz", lzma.compress(first, filters=[{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2}]), None
    yield "several.zip", zipped([("a.pkl", first), ("b.pkl", second)], zipfile.ZIP_DEFLATED), None


def write_packed(folder):
    first = "".join(f"{i} {i * i}\n" for i in range(90)).encode() + RNG.bytes(300)
    second = RNG.bytes(150) + first[:500][::-1]
    expected = {}
    for name, data, plain in packed(first, second):
        (folder / name).write_bytes(data)
        if plain is not None:
            expected[name] = {"length": len(plain), "sha256": sha256(plain)}
    return expected


def main():
    root = pathlib.Path(sys.argv[1])
    versions = {"python": platform.python_version(), "numpy": np.__version__}
    for folder, write in (("Npz", lambda path: write_npy(path) | write_npz(path)), ("Compressed", write_packed)):
        path = root / folder
        path.mkdir(parents=True, exist_ok=True)
        document = {"versions": versions, "files": write(path)}
        (path / "expected.json").write_text(json.dumps(document, separators=(",", ":")).replace("},", "},\n") + "\n")


if __name__ == "__main__":
    main()

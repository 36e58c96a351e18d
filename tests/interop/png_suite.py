"""PNG files made chunk by chunk: every colour type, depth, filter and interlacing that PNG has, with and without tRNS, and damaged ones.

What each should read as is known from the samples that it was made of, not from a decoder.
"""
import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
DEPTHS = {GREY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GREY_ALPHA: (8, 16), RGBA: (8, 16)}
PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def chunk(kind, content=b""):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def header(width, height, depth, color, interlaced=False):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced)))


def pack(row, depth):
    """A row of samples as bytes; depths under 8 share bytes, the leftmost in the highest bits."""
    if depth == 16:
        return row.astype(">u2").tobytes()
    if depth == 8:
        return row.astype("u1").tobytes()
    bits = (row[:, None] >> np.arange(depth - 1, -1, -1)) & 1
    return np.packbits(bits.astype("u1").ravel()).tobytes()


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def filtered(row, above, kind, pixel):
    out = bytearray()
    for i, value in enumerate(row):
        a, b, c = (row[i - pixel] if i >= pixel else 0), above[i], (above[i - pixel] if i >= pixel else 0)
        out.append((value - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]) & 255)
    return bytes([kind]) + bytes(out)


def scanlines(samples, depth, filters=(0, 1, 2, 3, 4)):
    """Rows of [row, col, channel], each with the next of the filters."""
    pixel = max(1, samples.shape[2] * depth // 8)
    lines, above = [], None
    for i, row in enumerate(samples):
        packed = pack(row.ravel(), depth)
        lines.append(filtered(packed, above or bytes(len(packed)), filters[i % len(filters)], pixel))
        above = packed
    return b"".join(lines)


def raw(samples, depth, interlaced):
    if not interlaced:
        return scanlines(samples, depth)
    parts = [samples[top::down, left::across] for top, left, down, across in PASSES]
    return b"".join(scanlines(part, depth) for part in parts if part.size)


def png(samples, depth, color, interlaced=False, palette=None, trns=None, extra=(), pieces=1):
    """A whole file of samples [row, col, channel]."""
    height, width, _ = samples.shape
    data = zlib.compress(raw(samples, depth, interlaced))
    size = -(-len(data) // pieces)
    chunks = [header(width, height, depth, color, interlaced), *(chunk(*one) for one in extra)]
    chunks += [chunk(b"PLTE", bytes(palette))] if palette is not None else []
    chunks += [chunk(b"tRNS", trns)] if trns is not None else []
    chunks += [chunk(b"IDAT", data[at:at + size]) for at in range(0, len(data), size)]
    return SIGNATURE + b"".join(chunks) + chunk(b"IEND")


def scaled(values, depth):
    """Grey values as decoders give them: fewer than 8 bits fill 0 to 255."""
    return (values.astype("i4") * (255 // ((1 << depth) - 1))).astype("u1") if depth < 8 else values.astype("u2" if depth == 16 else "u1")


def grey_pictures(rng):
    """(name, bytes, expected [row, col]) of pictures that are grey in content."""
    for color, depths in DEPTHS.items():
        for depth in depths:
            for size in ((1, 1), (3, 5), (13, 29), (32, 33)):
                for interlaced in (False, True):
                    values = rng.integers(0, 1 << depth, size)
                    name = f"c{color}_d{depth:02}_{size[0]}x{size[1]}_{'i' if interlaced else 'n'}"
                    if color == PALETTE:
                        greys = rng.permutation(256)[:1 << depth].astype("u1")
                        yield name, png(values[..., None], depth, color, interlaced, np.repeat(greys, 3).tobytes()), greys[values]
                        yield name + "_trns", png(values[..., None], depth, color, interlaced, np.repeat(greys, 3).tobytes(), b"\xff" * (1 << depth)), greys[values]
                        continue
                    samples = np.repeat(values[..., None], CHANNELS[color], axis=2)
                    if color in (GREY_ALPHA, RGBA):
                        samples[..., -1] = (1 << depth) - 1
                    yield name, png(samples, depth, color, interlaced, pieces=1 + size[0] % 3), scaled(values, depth)
                    if color in (GREY, RGB) and depth > 1:
                        values = np.where(values == 1, 2, values)
                        key = struct.pack(">H", 1) * CHANNELS[color]
                        yield name + "_trns", png(np.repeat(values[..., None], CHANNELS[color], axis=2), depth, color, interlaced, trns=key), scaled(values, depth)
    values = rng.integers(0, 256, (9, 11))
    profile = (b"iCCP", b"x\0\0" + zlib.compress(bytes(200)))
    for name, extra in (("gamma", (b"gAMA", struct.pack(">I", 100000))), ("chrm", (b"cHRM", bytes(32))), ("profile", profile), ("exif", (b"eXIf", b"MM\0*\0\0\0\x08\0\0\0\0\0\0")), ("physical", (b"pHYs", struct.pack(">IIB", 1000, 1000, 1)))):
        yield f"extra_{name}", png(values[..., None], 8, GREY, extra=[extra]), values.astype("u1")


def coloured_pictures(rng):
    """(name, bytes) of pictures that hold colour or transparency."""
    for depth in (8, 16):
        most = (1 << depth) - 1
        for interlaced in (False, True):
            grey = rng.integers(0, most, (6, 7))
            colour = np.repeat(grey[..., None], 3, axis=2)
            colour[3, 4, 1] += 1
            mixed = np.concatenate([np.repeat(grey[..., None], 3, axis=2), np.full((6, 7, 1), most)], axis=2)
            mixed[5, 6, 3] -= 1
            suffix = f"{depth}_{'i' if interlaced else 'n'}"
            yield f"rgb{suffix}", png(colour, depth, RGB, interlaced)
            yield f"rgba{suffix}", png(mixed, depth, RGBA, interlaced)
            yield f"la{suffix}", png(mixed[..., 2:], depth, GREY_ALPHA, interlaced)
            yield f"trns{suffix}", png(grey[..., None], depth, GREY, interlaced, trns=struct.pack(">H", int(grey[2, 2])))
    yield "palette", png(np.array([[[0], [1], [2]]]), 8, PALETTE, palette=[0, 0, 0, 9, 9, 9, 9, 9, 8])
    yield "palette_trns", png(np.array([[[0], [1]]]), 8, PALETTE, palette=[0, 0, 0, 9, 9, 9], trns=b"\xff\xfe")


def damaged_pictures():
    """(name, bytes, byte that is to be named, or None where several are right)."""
    side = 64
    values = (np.arange(side * side) ** 2 // 7 % 251).reshape(side, side, 1)
    lines = scanlines(values, 8)
    data = zlib.compress(lines)
    head = SIGNATURE + header(side, side, 8, GREY)

    def whole(content, before=b""):
        return head + before + chunk(b"IDAT", content) + chunk(b"IEND")

    at = len(head) + 8
    half = data[:len(data) // 2]
    yield "half", whole(half), at + len(half)
    yield "deflate", whole(data[:2] + bytes([data[2] | 6]) + data[3:]), at + 3
    yield "rows", whole(zlib.compress(lines[:-(side + 1)])), None
    yield "more", whole(zlib.compress(lines + bytes(side + 1))), None
    yield "adler", whole(data[:-1] + bytes([data[-1] ^ 1])), at + len(data)
    yield "no_adler", whole(data[:-4]), at + len(data) - 4
    yield "filter", whole(zlib.compress(bytes([9]) + lines[1:])), None
    yield "critical", whole(data, chunk(b"ABCD", b"x")), len(head)
    yield "crc", whole(data)[:-13] + b"\0" + whole(data)[-12:], at + len(data)
    yield "cut", whole(data)[:-20], len(head)
    seven = png(values[:8, :8], 8, GREY, interlaced=True)
    start = seven.index(b"IDAT") + 4
    content = zlib.decompress(seven[start:seven.index(b"IEND") - 8])
    yield "passes", seven[:start - 8] + chunk(b"IDAT", zlib.compress(content[:-9])) + chunk(b"IEND"), None
    yield "gigantic", SIGNATURE + header(20_000, 20_000, 8, GREY) + chunk(b"IDAT", zlib.compress(bytes(20_001 * 20_000))) + chunk(b"IEND"), 16


def masks():
    """(name, bytes) of one mask as tools write it."""
    lesion = np.zeros((20, 30), "i8")
    lesion[5:9, 7:21] = 1
    one = lesion[..., None]
    yield "grey_255", png(one * 255, 8, GREY), lesion
    yield "grey_1", png(one, 8, GREY), lesion
    yield "grey_128", png(one * 128, 8, GREY), lesion
    yield "bit", png(one, 1, GREY), lesion
    yield "two_bits", png(one, 2, GREY), lesion
    yield "deep", png(one * 65535, 16, GREY), lesion
    yield "opencv", png(np.repeat(one * 255, 3, axis=2), 8, RGB), lesion
    yield "matplotlib", png(np.concatenate([np.repeat(one * 255, 3, axis=2), np.full_like(one, 255)], axis=2), 8, RGBA), lesion
    yield "voc", png(one, 8, PALETTE, palette=[0, 0, 0, 128, 0, 0, 0, 128, 0]), lesion
    yield "palette_grey", png(one * 2, 2, PALETTE, palette=[0, 0, 0, 9, 9, 9, 255, 255, 255]), lesion

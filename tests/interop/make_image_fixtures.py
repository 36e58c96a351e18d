"""Makes the expected values of the Imaging tests with numpy and PIL.

    python3 tests/interop/make_image_fixtures.py

Last made with numpy 1.24.2 and Pillow 9.4.0. Writes tests/LungSeg.Core.Tests/Imaging/Fixtures.
"""

from pathlib import Path

import numpy as np
from PIL import Image

import png_suite

FIXTURES = Path(__file__).resolve().parent.parent / "LungSeg.Core.Tests" / "Imaging" / "Fixtures"
WINDOWS = {"lung": (-1350, 150), "mediastinum": (-160, 240), "bone": (-450, 1050)}


def window(hu, low, high):
    return np.floor(255 * (np.clip(hu, low, high) - low) / (high - low) + 0.5).astype(np.uint8)


def overlaps(source, target):
    """Area that source pixel j shares with target pixel i, in units of 1 / target."""
    i, j = np.arange(target)[:, None], np.arange(source)[None, :]
    shared = np.minimum((i + 1) * source, (j + 1) * target) - np.maximum(i * source, j * target)
    return np.maximum(shared, 0)


def scale_area(image, rows, columns):
    """Exact area average of [row, col, channel], rounded half up."""
    total = np.einsum("ir,rck,jc->ijk", overlaps(image.shape[0], rows), image.astype(np.int64), overlaps(image.shape[1], columns))
    area = image.shape[0] * image.shape[1]
    return ((2 * total + area) // (2 * area)).astype(np.uint8)


def outline(mask, outer):
    padded = np.pad(mask, 1)
    neighbours = np.stack([padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]])
    if not outer:
        return mask & ~neighbours.all(axis=0)
    border = np.ones_like(mask)
    border[1:-1, 1:-1] = False
    return (~mask & neighbours.any(axis=0)) | (mask & border)


def make_other_kinds(rng):
    """Pictures that are grey in content and of other types, with the values that Pillow reads; one in colour."""
    values = rng.integers(0, 256, (7, 13))
    opaque = np.repeat(values[..., None], 4, axis=2) * [1, 1, 1, 0] + [0, 0, 0, 255]
    (FIXTURES / "interlaced.png").write_bytes(png_suite.png(opaque, 8, png_suite.RGBA, True))
    values.astype("u1").tofile(FIXTURES / "interlaced.bin")
    greys, indices = rng.permutation(256)[:16].astype("u1"), rng.integers(0, 16, (7, 13))
    palette = np.repeat(greys, 3).tobytes()
    (FIXTURES / "palette.png").write_bytes(png_suite.png(indices[..., None], 4, png_suite.PALETTE, True, palette, b"\xff" * 16))
    greys[indices].tofile(FIXTURES / "palette.bin")

    y, x = np.mgrid[:19, :21]
    waves = ((np.sin(x / 4) + np.cos(y / 3)) * 60 + 128).astype("u1")
    for name, image, options in (("grey", Image.fromarray(waves), {"progressive": True}), ("colour420", Image.fromarray(waves).convert("RGB"), {})):
        image.save(FIXTURES / f"{name}.jpg", **options)
        np.asarray(Image.open(FIXTURES / f"{name}.jpg").convert("L")).tofile(FIXTURES / f"{name}.bin")
    Image.fromarray(np.dstack([waves, waves // 2, waves])).save(FIXTURES / "red.jpg")


def main():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20)
    hu = np.arange(-4000, 4001, dtype=np.float64)
    for name, (low, high) in WINDOWS.items():
        window(hu, low, high).tofile(FIXTURES / f"window_{name}.bin")
    # Every eighth of a HU, so that halves and values between them are met: as differences to keep the file small.
    fine = np.arange(-1400 * 8, 200 * 8 + 1) / 8
    window(fine, *WINDOWS["lung"]).tofile(FIXTURES / "window_lung_eighths.bin")

    grey8 = rng.integers(0, 256, (7, 13), dtype=np.uint8)
    grey16 = rng.integers(0, 65536, (7, 13), dtype=np.uint16)
    rgb8 = rng.integers(0, 256, (7, 13, 3), dtype=np.uint8)
    bits = rng.integers(0, 2, (7, 13), dtype=np.uint8)
    for name, array in {"grey8": grey8, "grey16": grey16, "rgb8": rgb8}.items():
        Image.fromarray(array).save(FIXTURES / f"{name}.png")
        array.tofile(FIXTURES / f"{name}.bin")
    Image.fromarray(bits * 255).convert("1").save(FIXTURES / "bits.png")
    (bits * 255).tofile(FIXTURES / "bits.bin")

    make_other_kinds(np.random.default_rng(34))

    picture = rng.integers(0, 256, (23, 31, 3), dtype=np.uint8)
    picture.tofile(FIXTURES / "picture_23x31.bin")
    for rows, columns in [(7, 9), (1, 1), (23, 31), (40, 35)]:
        scale_area(picture, rows, columns).tofile(FIXTURES / f"area_{rows}x{columns}.bin")

    mask = rng.random((19, 17)) < 0.55
    mask.astype(np.uint8).tofile(FIXTURES / "mask_19x17.bin")
    outline(mask, False).astype(np.uint8).tofile(FIXTURES / "outline_inner.bin")
    outline(mask, True).astype(np.uint8).tofile(FIXTURES / "outline_outer.bin")
    sparse = rng.random((19, 17)) < 0.04
    sparse.astype(np.uint8).tofile(FIXTURES / "sparse_19x17.bin")
    shared = np.einsum("ir,rc,jc->ij", overlaps(19, 5), sparse.astype(np.int64), overlaps(17, 8))
    (shared > 0).astype(np.uint8).tofile(FIXTURES / "sparse_any_5x8.bin")


if __name__ == "__main__":
    main()

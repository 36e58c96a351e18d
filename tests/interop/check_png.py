"""PNG both ways against Pillow: files that LungSeg.Core wrote, pixel by pixel; and files of every kind that PNG has (png_suite.py), JPEG and
masks as tools write them, which are read as Pillow reads them, or refused by name; damaged ones are refused with their byte.

    dotnet build tests/LungSeg.Core.Tests -c Release && python3 tests/interop/check_png.py [--configuration Release]

Needs LUNGSEG_BIN and LUNGSEG_RUNNER. Exits 1 on a failure.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

import png_suite
from lungseg_peer import BIN, Check, digest, digests, run

ROOT = Path(__file__).resolve().parent.parent.parent
FIXTURES = ROOT / "tests" / "LungSeg.Core.Tests" / "Imaging" / "Fixtures"
KINDS = {"grey8": (np.uint8, (7, 13), {"L"}), "grey16": (np.uint16, (7, 13), {"I", "I;16"}), "rgb8": (np.uint8, (7, 13, 3), {"RGB"})}
FILES_PER_KIND = 4


def write_files(folder, configuration):
    command = ["dotnet", "test", str(ROOT / "tests" / "LungSeg.Core.Tests"), "--no-build", "-c", configuration]
    subprocess.run(
        [*command, "--filter", "FullyQualifiedName~PngPeerTests"],
        env={**os.environ, "LUNGSEG_PNG_FOLDER": folder}, check=True, stdout=sys.stderr)


def problem_of(path):
    """What is wrong with one file, or None."""
    dtype, shape, modes = KINDS[path.name.split("_")[0]]
    expected = np.fromfile(FIXTURES / f"{path.name.split('_')[0]}.bin", dtype).reshape(shape)
    with Image.open(path) as image:
        image.load()
        if image.format != "PNG" or image.mode not in modes:
            return f"format {image.format}, mode {image.mode}, expected PNG, one of {sorted(modes)}"
        if image.text:
            return f"text chunks {image.text}"
        pixels = np.asarray(image)
    if pixels.shape != shape or not np.array_equal(pixels, expected):
        return f"{pixels.shape} with {np.sum(pixels != expected)} other pixels"
    return None


def grey_of(path):
    """What Pillow reads as one grey value a pixel; None where a pixel is coloured or transparent."""
    with Image.open(path) as image:
        if image.mode in ("I", "I;16"):
            return np.asarray(image).astype("u2")
        colours = np.asarray(image.convert("RGBA"))
    grey = (colours[..., :1] == colours[..., :3]).all() and (colours[..., 3] == 255).all()
    return colours[..., 0] if grey else None


def save(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def check_read(check, root):
    """One folder of all pictures that are grey in content."""
    expected = {}
    for name, content, values in png_suite.grey_pictures(np.random.default_rng(34)):
        found = grey_of(save(root / f"images/{name}.png", content))
        # Pillow keeps 8 bits of 16 in colour, also of the transparent one; the samples that the file was made of are all kept here.
        if not name.startswith("c2_d16") or not name.endswith("trns"):
            check.true(f"{name}: Pillow", found is not None and np.array_equal(found, values if found.dtype == values.dtype else values >> 8))
        save(root / f"masks/{name}.png", png_suite.png(np.zeros((*values.shape, 1), "i8"), 8, png_suite.GREY))
        expected[name] = digest(values)
    rows = digests(root)
    check.equal("pictures read", len(rows), len(expected))
    for name, row in zip(sorted(expected), rows):
        check.equal(name, row["digests"]["hu_array_old"], expected[name])


def refused(check, name, folder, words):
    _, error, code = run("inspect", "--values", folder, ok=(0, 1, 2, 3, 4, 70))
    check.true(f"{name}: exit {code}: {error.strip()[-200:]}", code == 3 and words in error and error.count("\n") == 1)
    return int(found[1]) if (found := re.search(r"\(at byte (\d+)\)$", error.strip())) else None


def check_refused(check, root):
    blank = png_suite.png(np.zeros((1, 1, 1), "i8"), 1, png_suite.GREY)
    for name, content in png_suite.coloured_pictures(np.random.default_rng(35)):
        check.true(f"{name}: Pillow", "16" in name or grey_of(save(root / name / "images/a.png", content)) is None)
        save(root / name / "images/a.png", content)
        save(root / name / "masks/a.png", blank)
        check.equal(name, refused(check, name, root / name, "only grey is read"), 25)
    for name, content, offset in png_suite.damaged_pictures():
        save(root / name / "images/a.png", content)
        save(root / name / "masks/a.png", blank)
        found = refused(check, name, root / name, ": png: ")
        check.true(f"{name}: byte {found}", found is not None and (offset is None or found == offset))
    # A child's peak is no less than that of the process that starts it, and this one has made large pictures: time(1) starts the program.
    done = subprocess.run(["/usr/bin/time", "-f", "%M", BIN, "inspect", str(root / "gigantic")], capture_output=True, text=True)
    check.true(f"memory: {done.stderr[-200:]}", int(done.stderr.split()[-1]) < 150_000)


def check_masks(check, root):
    names = []
    for name, content, lesion in png_suite.masks():
        save(root / f"images/{name}.png", png_suite.png(np.zeros((*lesion.shape, 1), "i8"), 8, png_suite.GREY))
        save(root / f"masks/{name}.png", content)
        names.append(name)
        expected = digest(lesion.astype("i1"))
    for name, row in zip(sorted(names), digests(root)):
        check.equal(f"mask {name}", row["digests"]["mask"], expected)


def check_jpeg(check, root):
    y, x = np.mgrid[:67, :93]
    grey = ((np.sin(x / 9) + np.cos(y / 7)) * 60 + 128 + np.random.default_rng(36).normal(0, 6, x.shape)).clip(0, 255).astype("u1")
    picture = Image.fromarray(grey)
    (root / "images").mkdir(parents=True)
    for name, image, options in (
        ("baseline", picture, {}), ("progressive", picture, {"progressive": True}), ("colour", picture.convert("RGB"), {}),
        ("full", picture.convert("RGB"), {"subsampling": 0, "quality": 95}), ("exif", picture, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}),
    ):
        image.save(root / f"images/{name}.jpg", **options)
        save(root / f"masks/{name}.png", png_suite.png(np.zeros((67, 93, 1), "i8"), 8, png_suite.GREY))
    packed = root.with_suffix(".npz")
    _, error, _ = run("convert", root, "-o", packed)
    check.true(f"jpeg: warning in {error.strip()[:200]}", "5 of 5 images are JPEG: HU are lost" in error)
    with np.load(packed) as arrays:
        for file, found in zip(arrays["file"], arrays["hu_array_old"]):
            with Image.open(root / str(file)) as image:
                # Decoders may round by one (ITU-T T.83).
                check.true(f"jpeg {file}", np.abs(np.asarray(image.convert("L")).astype("i4") - found).max() <= 1)
    for name, content in (("red", Image.fromarray(np.dstack([grey, grey // 2, grey]))), ("cmyk", Image.fromarray(np.dstack([grey] * 4), "CMYK"))):
        (root / name / "images").mkdir(parents=True)
        content.save(root / name / "images/a.jpg")
        save(root / name / "masks/a.png", png_suite.png(np.zeros((67, 93, 1), "i8"), 8, png_suite.GREY))
        refused(check, name, root / name, ": jpeg: ")
    whole = (root / "images/progressive.jpg").read_bytes()
    for length in range(2, 20, 3):
        save(root / f"cut{length}/images/a.jpg", whole[:length])
        save(root / f"cut{length}/masks/a.png", png_suite.png(np.zeros((67, 93, 1), "i8"), 8, png_suite.GREY))
        refused(check, f"jpeg of {length} bytes", root / f"cut{length}", ": jpeg: ")


def check_scale(check, root):
    """Pictures claim a physical size only where the spacing is known."""
    import nibabel

    image = nibabel.Nifti1Image(np.full((40, 30, 1), -900, "i2"), np.diag([0.75, 0.5, 2, 1]))
    image.header.set_xyzt_units("mm")
    root.mkdir()
    nibabel.save(image, root / "known.nii")
    np.save(root / "unknown.npy", np.full((1, 30, 40), -900, "i2"))
    for name in ("known.nii", "unknown.npy"):
        for kind in ("png", "png16", "tiff"):
            out = root / f"{name}_{kind}"
            run("convert", root / name, "-o", out, "--to", kind, "--quiet")
            for path in sorted([*out.rglob("*.png"), *out.rglob("*.tif")]):
                with Image.open(path) as picture:
                    found = [float(v) for v in picture.info.get("dpi", ())]
                    if kind == "tiff":
                        check.equal(f"{path.name}: unit", picture.tag_v2[296], 3 if name == "known.nii" else 1)
                    if name == "unknown.npy":
                        check.true(f"{name} as {kind}: {found}", kind == "tiff" or not found)
                    else:
                        # 25.4 mm an inch, across and down.
                        check.true(f"{name} as {kind}: {found}", np.allclose(found, [25.4 / 0.75, 25.4 / 0.5], rtol=1e-3))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--configuration", default="Release")
    configuration = parser.parse_args().configuration
    check = Check("png")
    with tempfile.TemporaryDirectory() as folder:
        for name, part in (("read", check_read), ("refused", check_refused), ("masks", check_masks), ("jpeg", check_jpeg), ("scale", check_scale)):
            part(check, Path(folder) / name)
        write_files(folder, configuration)
        paths = sorted(Path(folder).glob("*.png"))
        check.equal("files written", len(paths), len(KINDS) * FILES_PER_KIND)
        for path in paths:
            check.equal(path.name, problem_of(path), None)
    check.done()


if __name__ == "__main__":
    main()

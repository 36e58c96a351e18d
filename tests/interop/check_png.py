"""Opens PNG files that LungSeg.Core wrote with Pillow and compares every pixel.

    dotnet build tests/LungSeg.Core.Tests -c Release && python3 tests/interop/check_png.py [--configuration Release]

Ends with a line `N passed, N failed`; exits 1 on a failure.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--configuration", default="Release")
    configuration = parser.parse_args().configuration
    with tempfile.TemporaryDirectory() as folder:
        write_files(folder, configuration)
        paths = sorted(Path(folder).glob("*.png"))
        problems = {path.name: problem for path in paths if (problem := problem_of(path))}
    missing = len(KINDS) * FILES_PER_KIND - len(paths)
    for name, problem in problems.items():
        print(f"{name}: {problem}")
    if missing:
        print(f"{missing} files were not written")
    failed = len(problems) + missing
    print(f"{len(paths) - len(problems)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

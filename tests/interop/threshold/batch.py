"""Hands slices to the C# code and takes masks back (see ThresholdBatch in tests/LungSeg.Benchmarks)."""
import os
import struct
import subprocess
import tempfile

import numpy as np

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
RUNNER = os.path.join(ROOT, "artifacts", "bin", "LungSeg.Benchmarks", "release", "LungSeg.Benchmarks.dll")
OUTCOMES = ("ok", "ok_two_kept", "too_few", "qhull_error", "tie")


def build():
    """Builds the runner in Release, the configuration that users get."""
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "quiet", "--nologo", os.path.join(ROOT, "tests", "LungSeg.Benchmarks")], check=True)


def write(path, images):
    with open(path, "wb") as f:
        f.write(struct.pack("<i", len(images)))
        for hu in images:
            f.write(struct.pack("<ii", *hu.shape))
            f.write(np.ascontiguousarray(hu, "<f8").tobytes())


def run(method, images):
    """-> per image (outcome, mask or None, product or None)"""
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in"), os.path.join(folder, "out")
        write(source, images)
        subprocess.run(["dotnet", RUNNER, "threshold-batch", method, source, target], check=True)
        with open(target, "rb") as f:
            return [read(f, hu.shape) for hu in images]


def read(f, shape):
    outcome = OUTCOMES[struct.unpack("<i", f.read(4))[0]]
    if not outcome.startswith("ok"):
        return outcome, None, None
    pixels = shape[0] * shape[1]
    mask = np.frombuffer(f.read(pixels), np.uint8).reshape(shape)
    return outcome, mask, np.frombuffer(f.read(8 * pixels), "<f8").reshape(shape)


def times(method, images, rounds):
    """-> per image (nanoseconds of the mask, nanoseconds of mask and product), medians on one thread"""
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "in")
        write(source, images)
        out = subprocess.run(["dotnet", RUNNER, "threshold-time", method, source, str(rounds)], check=True, capture_output=True, text=True).stdout
    return [tuple(float(v) for v in line.split()[1:]) for line in out.splitlines()]

"""What the cluster checks share: the work that is given out, a worker that is killed in the midst of it, and the comparison with one run."""
import glob
import hashlib
import os
import signal
import sys
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "interop"))
from lungseg_peer import BIN, Check, run  # noqa: F401  (for the checks)

SHARDS = 8

# Command, output, options: files of one row each, one file of stacks, packed ones, and a pickle whose arrays are patched. The scheduler makes no difference to
# what a shard holds, nor the format to the scheduler: each format is killed half-way and merged under one of the two.
SMALL_ON_SLURM = [
    ("convert", "pictures", ["--to", "png16"]),
    ("convert", "data.npz", []),
    ("threshold", "again.pkl", ["--method", "refined"]),
]
SMALL_ON_DASK = [
    ("convert", "volumes", ["--to", "nnunet"]),
    ("convert", "data.parquet", []),
]
FULL = [("convert", "stacks", ["--to", "npy", "--dtype", "int16"]), ("threshold", "again.pkl", ["--method", "published"])]


def digests(path):
    """SHA-256 of a file and its manifest, or of all files of a folder, by name."""
    found = {}
    for file in sorted(glob.glob(path + "/**", recursive=True) + [path, path + ".manifest.json"]):
        if os.path.isfile(file):
            with open(file, "rb") as stream:
                found[os.path.relpath(file, os.path.dirname(path))] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def staged(output, shard):
    """Folders in which a shard is being written."""
    return glob.glob(os.path.join(os.path.dirname(output), f".{os.path.basename(output)}.shard-{shard}-of-{SHARDS}.tmp-*"))


def owner_of(folder):
    """The process that holds the lock in a folder; None where none does any more."""
    for file in glob.glob("/proc/[0-9]*/fd/*"):
        try:
            if os.readlink(file) == os.path.join(folder, ".lock"):
                return int(file.split("/")[2])
        except OSError:
            pass  # The process has ended, or closed it.
    return None


def kill_one(output, shard, seconds=120):
    """Kills the process that writes a shard, by the lock that it holds, half-way: once it has begun to keep rows."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for folder in staged(output, shard):
            pid = owner_of(folder)
            size = sum(os.path.getsize(file) for file in glob.glob(folder + "/**", recursive=True) if os.path.isfile(file)) if os.path.isdir(folder) else 0
            if size and pid:
                os.kill(pid, signal.SIGKILL)
                return pid
        time.sleep(0.005)
    raise RuntimeError(f"shard {shard} of {output} was not seen at work")


def compare(check, what, whole, merged):
    expected, found = digests(whole), digests(merged)
    check.true(f"{what}: one run wrote files", expected)
    check.equal(f"{what}: files", sorted(found), sorted(expected))
    for name, digest in expected.items():
        check.equal(f"{what}: {name}", found.get(name), digest)

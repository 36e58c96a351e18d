"""Times `lungseg convert` against what people do without it, side by side, and reads its memory from /usr/bin/time.

    LUNGSEG_BIN=... /usr/bin/python3 tests/interop/convert/bench_convert.py DATA.pkl [--rows N] [--only npz,png,...] [--folder DIR]

Peers: numpy.savez_compressed for npz, a loop of Pillow for png, `gzip -6` and pigz for .gz, `zstd -3` for .zst, `dd bs=4M conv=fsync`
of as many bytes for what is not packed (nifti neither, here). Each pair runs one after the other. dd varies most, so these take turns and
medians are compared; SHA-256 of the input by OpenSSL alone, below which no conversion can go, is timed in the same turns. Lower is better;
ratios are peer / lungseg, but lungseg / dd and lungseg / (dd + SHA-256). Numbers hold for the machine and its load at that time only.
"""
import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image

BIN = os.environ.get("LUNGSEG_BIN", "lungseg")


class Timed:
    """Seconds on the clock, and of the processor in this process and those it ran: on a busy machine the second is the one to compare."""

    def __init__(self, work):
        start, before = time.perf_counter(), os.times()
        work()
        self.seconds, after = time.perf_counter() - start, os.times()
        self.cpu = sum(after[:4]) - sum(before[:4])

    def __str__(self):
        return f"{self.seconds:.2f} s (CPU {self.cpu:.2f} s)"


def lungseg(source, target, rows, *options):
    """One conversion, and its peak megabytes."""
    selection = ["--rows", f"0..{rows - 1}"] if rows else []
    peak = []

    def work():
        done = subprocess.run(["/usr/bin/time", "-f", "%M KB", BIN, "convert", source, "-o", target, "--quiet", *selection, *options], capture_output=True, text=True, check=True)
        peak.append(int(re.search(r"(\d+) KB", done.stderr).group(1)) / 1024)
    return Timed(work), peak[0]


def size_of(path):
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) if path.is_dir() else path.stat().st_size


def against(peer, ours):
    return f"{peer}, {peer.seconds / ours.seconds:.1f}x (CPU {peer.cpu / ours.cpu:.1f}x)"


def report(name, ours, memory, peers, size, peer_size=None):
    sizes = f"{size / 1e6:.1f} MB" + (f", peer {peer_size / 1e6:.1f} MB ({100 * size / peer_size - 100:+.1f} %)" if peer_size else "")
    print(f"{name:14} {ours}  {memory:4.0f} MB peak  {peers}  {sizes}", flush=True)


def bench_npz(frame, source, work, rows):
    columns = {name: np.stack(frame[name].to_numpy()) for name in ("mask", "hu_array", "hu_array_old")}
    peer = Timed(lambda: np.savez_compressed(work / "peer.npz", label1=frame.label1.to_numpy().astype("U"), **columns))
    ours, memory = lungseg(source, work / "ours.npz", rows)
    report("npz", ours, memory, f"numpy.savez_compressed {against(peer, ours)}", size_of(work / "ours.npz"), size_of(work / "peer.npz"))


def bench_png(frame, source, work, rows):
    folder = work / "peer-png"
    for name in ("images", "masks"):
        (folder / name).mkdir(parents=True)

    def loop():
        for i, (hu, mask) in enumerate(zip(frame.hu_array_old, frame["mask"])):
            grey = np.floor(255 * (np.clip(hu, -1350, 150) + 1350) / 1500 + 0.5).astype(np.uint8)
            Image.fromarray(grey).save(folder / "images" / f"{i:05}.png")
            Image.fromarray((mask * 255).astype(np.uint8)).save(folder / "masks" / f"{i:05}.png")
    peer = Timed(loop)
    ours, memory = lungseg(source, work / "ours-png", rows, "--to", "png")
    report("png", ours, memory, f"Pillow loop {against(peer, ours)}", size_of(work / "ours-png"), size_of(folder))


def middle(runs):
    """The run with the median time on the clock."""
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]


def digest(source):
    with open(source, "rb") as file:
        hashlib.file_digest(file, "sha256")


def bench_plain(work, source, rows, name, turns, *options):
    target, runs, copies, digests, memories = work / f"ours-{name}", [], [], [], []
    for _ in range(turns):
        ours, memory = lungseg(source, target, rows, "--to", name, *options)
        runs.append(ours)
        memories.append(memory)
        size = size_of(target)
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        Path(f"{target}.manifest.json").unlink(missing_ok=True)
        blocks = -(-size // (4 << 20))
        copies.append(Timed(lambda: subprocess.run(["dd", f"if={source}", f"of={work / 'dd'}", "bs=4M", f"count={blocks}", "conv=fsync", "status=none"], check=True)))
        (work / "dd").unlink()
        digests.append(Timed(lambda: digest(source)))
    ours, copy, hashed = middle(runs), middle(copies), middle(digests)
    spread = " ".join(f"{run.seconds:.2f}/{other.seconds:.2f}" for run, other in zip(runs, copies))
    report(name, ours, max(memories), f"dd {copy}, {ours.seconds / copy.seconds:.2f} of it (turns: {spread}); SHA-256 of the input alone {hashed}, {ours.seconds / (copy.seconds + hashed.seconds):.2f} of both", size)


def bench_packed(work, source, rows):
    plain = work / "plain.pkl"
    lungseg(source, plain, rows)
    for suffix, peers in ((".gz", (["gzip", "-6"], ["pigz", "-6"])), (".zst", (["zstd", "-3", "-q"],))):
        for peer in peers:
            if shutil.which(peer[0]) is None:
                print(f"{peer[0]} is not here")
                continue
            with open(work / "peer", "wb") as out:
                seconds = Timed(lambda: subprocess.run([*peer, "-c", plain], stdout=out, check=True))
            ours, memory = lungseg(plain, work / f"ours.pkl{suffix}", 0)
            report(suffix, ours, memory, f"{' '.join(peer)} {against(seconds, ours)}", size_of(work / f"ours.pkl{suffix}"), size_of(work / "peer"))
            (work / f"ours.pkl{suffix}").unlink()
            Path(f"{work}/ours.pkl{suffix}.manifest.json").unlink()


def bench_table(work, source, rows, name, suffix):
    ours, memory = lungseg(source, work / f"ours-{name}{suffix}", rows, "--to", name)
    report(name, ours, memory, "no peer", size_of(work / f"ours-{name}{suffix}"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=int, default=0, help="only the first N rows")
    parser.add_argument("--only", default="npz,png,npy,pickle,nifti,packed,webdataset,tiff,parquet,hdf5")
    parser.add_argument("--turns", type=int, default=9, help="of what is not packed, and dd")
    parser.add_argument("--folder", help="where to write (default: the temporary folder)")
    arguments = parser.parse_args()
    only = arguments.only.split(",")
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{arguments.data.name}, {arguments.rows or 'all'} rows, {os.cpu_count()} cores, load {load}", flush=True)
    frame = pd.read_pickle(arguments.data) if {"npz", "png"} & set(only) else None
    if frame is not None and arguments.rows:
        frame = frame.iloc[:arguments.rows]
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for name in only:
            work = Path(folder) / name
            work.mkdir()
            if name == "npz":
                bench_npz(frame, arguments.data, work, arguments.rows)
            elif name == "png":
                bench_png(frame, arguments.data, work, arguments.rows)
            elif name in ("npy", "pickle", "nifti"):
                bench_plain(work, arguments.data, arguments.rows, name, arguments.turns, *(["--uncompressed"] if name == "nifti" else []))
            elif name == "packed":
                bench_packed(work, arguments.data, arguments.rows)
            else:
                bench_table(work, arguments.data, arguments.rows, name, {"parquet": ".parquet", "hdf5": ".h5"}.get(name, ""))
            shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())

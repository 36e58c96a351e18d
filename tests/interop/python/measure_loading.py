#!/usr/bin/env python3
"""How fast batches come from a file of full size, and what they take of memory; nothing here is a check.

  measure_loading.py FILE [ROWS]

Each figure is of a process of its own, the file in the page cache, after `import torch, numpy`. first: from then to the first batch of 8 (import of the module
and opening of the file included, with and without its index in the cache), and by how much resident memory has grown. steady: samples a second of one process over
ROWS rows (default 64), in the best of later passes, against the same transform of rows that are held in memory as float64. pandas: the same first batch by pandas.
"""
import os
import subprocess
import sys
import tempfile
import time

OPTIONS = {"window": "lung", "size": 256}


def resident():
    with open("/proc/self/status", encoding="ascii") as stream:
        return next(int(line.split()[1]) for line in stream if line.startswith("VmRSS")) / 1024


def first(path, cache):
    import numpy  # noqa: F401
    import torch

    memory, start = resident(), time.perf_counter()
    import lungseg

    samples = lungseg.TorchDataset(lungseg.open(path, cache=cache), **OPTIONS)
    next(iter(torch.utils.data.DataLoader(samples, batch_size=8)))
    print(f"{time.perf_counter() - start:.3f} s, {resident() - memory:.0f} MB")


def pandas(path):
    import numpy
    import torch

    memory, start = resident(), time.perf_counter()
    import pandas

    frame = pandas.read_pickle(path)
    torch.from_numpy(numpy.stack([hu.astype(numpy.float32) for hu in frame["hu_array_old"][:8]]))
    print(f"{time.perf_counter() - start:.3f} s, {resident() - memory:.0f} MB")


class InMemory:
    """The same arrays on memory of the process, in the place of the file."""

    is_folder = False

    def __init__(self, file):
        import numpy

        self._views, self._read, self._numpy = {}, file.view, numpy

    def view(self, place):
        key = place["offset"]
        if key not in self._views:
            array = self._read(place)
            self._views[key] = array.astype(self._numpy.float64) if array.dtype.kind == "f" else array.copy()
            self._views[key].flags.writeable = False
        return self._views[key]

    def read(self, place, name):
        return self.view(place)


def steady(path, rows, in_memory, options):
    import numpy  # noqa: F401
    import torch

    import lungseg

    torch.set_num_threads(1)
    ds = lungseg.open(path, cache=False)[:rows]
    if in_memory:
        ds._source.files = [InMemory(file) for file in ds._source.files]
    samples = lungseg.TorchDataset(ds, **options)
    rates = []
    for _ in range(5):
        start = time.perf_counter()
        for batch in torch.utils.data.DataLoader(samples, batch_size=8, shuffle=True):
            batch["image"].sum()
        rates.append(len(ds) / (time.perf_counter() - start))
    print(f"{max(rates[2:]):.1f}")


def run(*words):
    done = subprocess.run([sys.executable, os.path.abspath(__file__), *map(str, words)], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.strip()


def main():
    path, rows = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 64
    with open(path, "rb") as stream:
        while stream.read(1 << 24):
            pass
    with tempfile.TemporaryDirectory() as cache:
        for name in ("new", "new", "new", "kept", "kept", "kept"):
            if name == "new":
                for file in os.listdir(cache):
                    os.unlink(f"{cache}/{file}")
            print(f"first batch, {name} index: {run('--first', path, cache)}")
    print(f"first batch, pandas: {run('--pandas', path)}")
    for name, options in (("lung window, 256 px", OPTIONS), ("lung window", {"window": "lung"}), ("HU", {})):
        pairs = [[float(run("--steady", path, rows, kind, repr(options))) for kind in ("file", "memory")] for _ in range(3)]
        for pair in pairs:
            print(f"{name}: {pair[0]:.0f} samples a second from the file, {pair[1]:.0f} from memory, {pair[0] / pair[1]:.2f}")


if __name__ == "__main__":
    if sys.argv[1] == "--first":
        first(sys.argv[2], sys.argv[3])
    elif sys.argv[1] == "--pandas":
        pandas(sys.argv[2])
    elif sys.argv[1] == "--steady":
        steady(sys.argv[2], int(sys.argv[3]), sys.argv[4] == "memory", eval(sys.argv[5]))
    else:
        main()

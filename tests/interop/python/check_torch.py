#!/usr/bin/env python3
"""Batches of the module in PyTorch against pandas and `convert`, and what docs/python.md shows. Runs in an environment with the wheel and PyTorch.

LUNGSEG_BIN is the program.
"""
import csv
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
import torch
from torch.utils.data import DataLoader

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lungseg_peer import Check, run

import lungseg

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
SAMPLE = os.path.join(ROOT, "samples", "demo.pkl.gz")
LOADERS = [(0, None), (2, "fork"), (2, "spawn")]
check = Check("PyTorch")


def flip(image, mask, generator):
    """An augmentation that depends on nothing but its generator."""
    return (image[:, ::-1], mask[:, ::-1]) if generator.random() < .5 else (image + np.float32(generator.normal()), mask)


def load(samples, workers, start, **options):
    """{row: (image, mask, label)} of one epoch, and the order of rows."""
    return read(DataLoader(samples, batch_size=5, num_workers=workers, multiprocessing_context=start, **options))


def read(loader):
    found, order = {}, []
    for batch in loader:
        check.equal("types", (batch["image"].dtype, batch["mask"].dtype, batch["label"].dtype), (torch.float32, torch.uint8, torch.int64))
        for image, mask, label, row in zip(batch["image"].numpy(), batch["mask"].numpy(), batch["label"].tolist(), batch["row"]):
            found[row] = image, mask, label
            order.append(row)
    return found, order


def equal(a, b):
    return a.keys() == b.keys() and all(np.array_equal(a[row][0], b[row][0]) and np.array_equal(a[row][1], b[row][1]) and a[row][2] == b[row][2] for row in a)


def check_loaders(folder):
    path = f"{folder}/set.pkl"
    run("demo", "-o", path, "--rows", "23", "--side", "128", "--quiet")
    frame = pd.read_pickle(path)
    run("convert", path, "-o", f"{folder}/out", "--to", "npy", "--window", "lung", "--size", "72", "--label-map", "LR2=0,LR3..=1", "--quiet")
    X, y = np.load(f"{folder}/out/X.npy"), np.load(f"{folder}/out/y.npy")
    with open(f"{folder}/out/labels.csv", newline="", encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream))
    ways = {
        "HU": ({}, {f"set:{i}": (hu[None].astype(np.float32), mask[None].astype(np.uint8), ["LR2", "LR3", "LR4A", "LR4B"].index(label))
                    for i, (hu, mask, label) in enumerate(zip(frame["hu_array_old"], frame["mask"], frame["label1"]))}),
        "windowed": ({"window": "lung", "size": 72, "label_map": {"LR2": 0, "LR3..": 1}},
                     {line["row"]: (X[i][None].astype(np.float32) / np.float32(255), y[i][None], int(line["class_id"])) for i, line in enumerate(lines)}),
    }
    rows = lungseg.open(path, cache=f"{folder}/cache")
    for name, (options, expected) in ways.items():
        samples = lungseg.TorchDataset(rows, **options)
        for workers, start in LOADERS:
            orders = []
            # Forked workers begin each epoch anew; spawned ones, which import PyTorch, stay.
            loader = DataLoader(samples, batch_size=5, shuffle=True, num_workers=workers, multiprocessing_context=start, persistent_workers=start == "spawn")
            for epoch in range(3):
                torch.manual_seed(epoch)
                found, order = read(loader)
                check.true(f"{name}, {workers} workers, {start}, epoch {epoch}", equal(found, expected) and len(order) == len(expected))
                orders.append(order)
            check.true(f"{name}, {workers} workers, {start}: epochs are shuffled", len({tuple(order) for order in orders}) == 3)
        check.true(f"{name}: what a worker gets is small", len(pickle.dumps(samples)) < 60_000)
    packed = lungseg.TorchDataset(lungseg.open(SAMPLE, cache=f"{folder}/cache"), window="lung", size=64)
    check.true("packed, spawned", equal(load(packed, 2, "spawn")[0], load(packed, 0, None)[0]))


def check_seeds(folder):
    rows = lungseg.open(f"{folder}/set.pkl", cache=f"{folder}/cache")

    def epochs(workers, start, seed=0, **options):
        samples = lungseg.TorchDataset(rows, size=32, transform=flip, seed=seed)
        loader = DataLoader(samples, batch_size=4, num_workers=workers, multiprocessing_context=start, **options)
        result = []
        for epoch in range(3):
            samples.set_epoch(epoch)
            result.append({row: image.numpy() for batch in loader for row, image in zip(batch["row"], batch["image"])})
        return result

    def same(a, b):
        return all(np.array_equal(one[row], other[row]) for one, other in zip(a, b) for row in one)

    plain = epochs(0, None)
    for workers, start, options in ((1, "fork", {}), (2, "fork", {"persistent_workers": True}), (2, "spawn", {"persistent_workers": True})):
        check.true(f"the same augmentation with {workers} workers, {start}, {options}", same(plain, epochs(workers, start, **options)))
    check.true("another in each epoch", not same(plain[:1], plain[1:2]))
    check.true("another with another seed", not same(plain, epochs(0, None, seed=1)))


def check_sampler(folder):
    rows = lungseg.open(f"{folder}/set.pkl", cache=f"{folder}/cache")
    run("split", f"{folder}/set.pkl", "-o", f"{folder}/folds.csv", "--folds", "3", "--quiet")
    fold = rows.split(f"{folder}/folds.csv").fold(1)
    samples = lungseg.TorchDataset(rows, size=32)
    for part, workers in ((fold.train, 0), (fold.val, 2)):
        sampler = lungseg.SplitSampler(samples, part, seed=4)
        orders = [load(samples, workers, None, sampler=sampler)[1] for _ in range(2)]
        check.true(f"{len(part)} rows of the part, each once, shuffled anew", all(sorted(order) == sorted(part.names) for order in orders) and orders[0] != orders[1])
        again = lungseg.SplitSampler(samples, part, seed=4)
        again.epoch = 1
        check.equal("a run that is continued", load(samples, 0, None, sampler=again)[1], orders[1])
        check.equal("in order", load(samples, 0, None, sampler=lungseg.SplitSampler(samples, part, shuffle=False))[1], part.names)
    check.equal("classes of a part", lungseg.TorchDataset(fold.val).class_names, ["LR2", "LR3", "LR4A", "LR4B"])


def check_faults(folder):
    """A file that changes under its workers ends the epoch with the error of the module."""
    path = f"{folder}/moving.pkl"
    shutil.copyfile(f"{folder}/set.pkl", path)
    samples = lungseg.TorchDataset(lungseg.open(path, cache=f"{folder}/cache"))
    with open(path, "ab") as stream:
        stream.write(b"x")
    for workers in (0, 2):
        try:
            load(samples, workers, None)
            check.true("a changed file is noticed", False)
        except lungseg.Error as error:
            check.true(f"{workers} workers: {error}", "has changed since it was opened" in str(error))


def check_documents(folder):
    """The blocks of docs/python.md one after another in one folder, and the training loop, whose loss falls."""
    with open(f"{ROOT}/docs/python.md", encoding="utf-8") as stream:
        page = stream.read()
    blocks = re.findall(r"(?:<!-- (loop) -->\n)?```python\n(.*?)```\n(?:\n```\n(.*?)```\n)?", page, re.S)
    check.true("blocks", len(blocks) > 3)
    work = f"{folder}/docs"
    os.makedirs(f"{work}/samples")
    shutil.copyfile(SAMPLE, f"{work}/samples/demo.pkl.gz")
    for name, seed in (("lung_cancer_train.pkl", "7"), ("lung_cancer_test.pkl", "8")):
        run("demo", "-o", f"{work}/{name}", "--rows", "24", "--side", "128", "--seed", seed, "--quiet")
    environment = {**os.environ, "XDG_CACHE_HOME": f"{folder}/home", "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"}
    subprocess.run(["lungseg", "split", "lung_cancer_train.pkl", "--folds", "5", "-o", "folds.csv", "--quiet"], cwd=work, env=environment, check=True, stdout=subprocess.DEVNULL)
    session = ""
    for mark, block, printed in blocks:
        code = block if mark else session + block
        done = subprocess.run([sys.executable, "-c", code], cwd=work, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        check.equal(f"docs/python.md: {block.splitlines()[0]} {done.stderr[-300:]}", done.returncode, 0)
        if mark:
            losses = [float(loss) for loss in re.findall(r"loss ([0-9.]+)", done.stdout)]
            check.true(f"the loss falls: {losses}", len(losses) == 2 and losses[1] < losses[0])
            check.true("ten lines", len(block.splitlines()) <= 12)
        else:
            session += block
            if printed:
                check.equal(f"docs/python.md prints after {block.splitlines()[0]}", done.stdout.splitlines()[-len(printed.splitlines()):], printed.splitlines())


def main():
    with tempfile.TemporaryDirectory(prefix="lungseg-torch-") as folder:
        for one in (check_loaders, check_seeds, check_sampler, check_faults, check_documents):
            one(folder)
    print(f"torch {torch.__version__}, numpy {np.__version__}")
    check.done()


if __name__ == "__main__":
    main()

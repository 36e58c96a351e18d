#!/usr/bin/env python3
"""lungseg split against scikit-learn's StratifiedGroupKFold: the same groups on random layouts, the classes at least as evenly shared on every one,
no group divided. Then the files it writes, the same bytes whatever the threads and the locale, and --check."""
import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lungseg_peer import BIN, Check, run

CLASSES = np.array(["LR2", "LR3", "LR4A", "LR4B"])
SHUFFLES = (None, 0, 1, 2, 3, 4)
check = Check("split")


def layout(number):
    """(labels, groups, lesion pixels, folds): number of groups, skew of their sizes and mixing of classes vary."""
    rng = np.random.default_rng([20241, number])
    count = int(rng.integers(8, 121))
    folds = int(rng.integers(2, min(10, count) + 1))
    skew = ("equal", "geometric", "lognormal", "giant")[number % 4]
    sizes = {
        "equal": lambda: rng.integers(1, 13, count),
        "geometric": lambda: rng.geometric(0.15, count),
        "lognormal": lambda: np.ceil(rng.lognormal(1.2, 1.0, count)).astype(int),
        "giant": lambda: np.concatenate([rng.integers(1, 6, count - 1), [int(rng.integers(40, 120))]]),
    }[skew]()
    shares = rng.dirichlet(np.full(len(CLASSES), 3.0))
    mixing = rng.uniform(0, 1)
    labels, groups = [], []
    for group, size in enumerate(sizes):
        own = rng.choice(len(CLASSES), p=shares)
        mixed = rng.uniform() < mixing
        labels += list(rng.choice(len(CLASSES), size=size, p=shares) if mixed else np.full(size, own))
        groups += [group] * size
    labels, groups = np.array(labels), np.array(groups)
    order = np.argsort(labels, kind="stable")
    lesions = np.where(rng.uniform(size=len(labels)) < 0.1, 0, rng.integers(1, 65, len(labels)))
    return CLASSES[labels[order]], groups[order], lesions, folds


def deviation(labels, fold_of):
    """Mean over folds and classes of |share in the fold - share overall|."""
    return float(np.mean([abs(np.mean(labels[fold_of == fold] == c) - np.mean(labels == c)) for fold in np.unique(fold_of) for c in np.unique(labels)]))


def size_deviation(fold_of, folds):
    return float(np.mean(np.abs(np.bincount(fold_of, minlength=folds) * folds / len(fold_of) - 1)))


def peer_folds(labels, groups, folds, shuffle):
    splitter = StratifiedGroupKFold(folds, shuffle=shuffle is not None, random_state=shuffle)
    fold_of = np.full(len(labels), -1)
    for fold, (_, rows) in enumerate(splitter.split(np.zeros(len(labels)), labels, groups)):
        fold_of[rows] = fold
    return fold_of


def write(folder, labels, groups, lesions):
    masks = []
    for pixels in lesions:
        mask = np.zeros(64, np.int8)
        mask[:pixels] = 1
        masks.append(mask.reshape(8, 8))
    data, group_file = os.path.join(folder, "set.pkl"), os.path.join(folder, "groups.csv")
    pd.DataFrame({"label1": list(map(str, labels)), "mask": masks}).to_pickle(data)
    with open(group_file, "w") as file:
        file.write("row,group\n" + "".join(f"set:{i},scan{group}\n" for i, group in enumerate(groups)))
    return data, group_file


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def check_against_sklearn(folder, count, verbose):
    ours_all, best_all = [], []
    for number in range(count):
        labels, groups, lesions, folds = layout(number)
        data, group_file = write(folder, labels, groups, lesions)
        rows = rows_of(run("split", data, "--group", group_file, "--folds", folds, "-o", "-", "--quiet")[0])
        fold_of = np.array([int(row["fold"]) for row in rows])
        name = f"layout {number} ({len(np.unique(groups))} groups, {len(labels)} rows, {folds} folds)"
        check.equal(f"{name}: rows in order, once", [row["row"] for row in rows], [f"set:{i}" for i in range(len(labels))])
        check.equal(f"{name}: labels", [row["label"] for row in rows], list(labels))
        check.equal(f"{name}: folds", sorted(set(fold_of)), list(range(folds)))
        check.true(f"{name}: groups whole", all(len(np.unique(fold_of[groups == group])) == 1 for group in np.unique(groups)))
        ours, peers, sizes = deviation(labels, fold_of), [], []
        for shuffle in SHUFFLES:
            theirs = peer_folds(labels, groups, folds, shuffle)
            if len(np.unique(theirs)) == folds:
                peers.append(deviation(labels, theirs))
                sizes.append(size_deviation(theirs, folds))
            else:
                peers.append(np.inf)
                sizes.append(np.inf)
        for shuffle, peer in zip(SHUFFLES, peers):
            check.true(f"{name}: {ours:.5f} at most sklearn's {peer:.5f} (shuffle {shuffle})", ours <= peer + 1e-12)
        at = int(np.argmin(peers))
        ours_all.append(ours)
        best_all.append(peers[at])
        if verbose:
            print(f"{name}: ours {ours:.5f} sizes {size_deviation(fold_of, folds):.3f}; sklearn unshuffled {peers[0]:.5f} sizes {sizes[0]:.3f}, best {peers[at]:.5f} sizes {sizes[at]:.3f}")
    finite = np.isfinite(best_all)
    print(f"mean deviation over {finite.sum()} layouts: ours {np.mean(np.array(ours_all)[finite]):.5f}, best of sklearn's {len(SHUFFLES)} {np.mean(np.array(best_all)[finite]):.5f}; "
          f"better on {np.sum(np.array(ours_all) < np.array(best_all) - 1e-12)} of {count}")


def check_files(folder):
    """Every file says the same, nnU-Net's and MONAI's as those programs read them."""
    labels, groups, lesions, _ = layout(2)
    data, group_file = write(folder, labels, groups, lesions)
    common = ("--group", group_file, "--folds", 5, "--quiet", "--force")
    rows = rows_of(run("split", data, *common, "-o", "-")[0])
    paths = {name: os.path.join(folder, name) for name in ("split.csv", "split.json", "splits_final.json", "my_datalist.json")}
    for path in paths.values():
        run("split", data, *common, "-o", path)
    table = pd.read_csv(paths["split.csv"])
    check.equal("csv columns", list(table.columns), ["row", "part", "fold", "group", "label", "key"])
    check.equal("csv folds", list(map(str, table["fold"])), [row["fold"] for row in rows])

    document = json.load(open(paths["split.json"]))
    check.equal("json assignments", [(a["row"], str(a["fold"]), a["group"], a["label"]) for a in document["assignments"]], [(r["row"], r["fold"], r["group"], r["label"]) for r in rows])
    check.true("json deviation", abs(document["deviation"] - deviation(labels, table["fold"].to_numpy())) < 1e-12)
    check.equal("json groups", document["groups"], len(np.unique(groups)))

    case = [f"set_{i:05d}" for i in range(len(rows))]
    fold_of = table["fold"].to_numpy()
    expected = [{"train": [c for c, f in zip(case, fold_of) if f != fold], "val": [c for c, f in zip(case, fold_of) if f == fold]} for fold in range(5)]
    check.equal("splits_final.json", json.load(open(paths["splits_final.json"])), expected)
    datalist = json.load(open(paths["my_datalist.json"]))
    check.equal("datalist folds", [item["fold"] for item in datalist["training"]], list(fold_of))
    check.equal("datalist cases", [os.path.basename(item["label"]) for item in datalist["training"]], [f"{c}.nii.gz" for c in case])

    for name in ("split.csv", "split.json", "splits_final.json"):
        check.equal(f"--check {name}", run("split", "--check", paths[name], data, "--group", group_file)[2], 0)
    largest = np.argmax(np.bincount(groups))
    at = int(np.flatnonzero(groups == largest)[0])
    table.loc[at, "fold"] = (table.loc[at, "fold"] + 1) % 5
    table.drop(index=int(np.flatnonzero(groups != largest)[0])).to_csv(paths["split.csv"], index=False)
    out, _, code = run("split", "--check", paths["split.csv"], data, "--group", group_file, "--json", ok=(0, 1))
    check.equal("--check of a moved and a missing row", (code, sorted(f["code"] for f in json.loads(out)["findings"])), (1, ["group_divided", "row_missing"]))


def check_bytes(folder):
    """Threads, locale and time zone leave no trace; the seed does."""
    labels, groups, lesions, _ = layout(5)
    data, group_file = write(folder, labels, groups, lesions)

    def once(seed, jobs, locale):
        done = subprocess.run([BIN, "split", data, "--group", group_file, "--repeat", "3", "--json", "--seed", str(seed), "--jobs", str(jobs)],
                              capture_output=True, env=dict(os.environ, LC_ALL=locale, LANG=locale), check=True)
        return done.stdout

    first = once(7, 1, "C")
    for jobs, locale in ((1, "tr_TR.UTF-8"), (2, "de_DE.UTF-8"), (2, "C")):
        check.true(f"the same bytes on {jobs} threads under {locale}", once(7, jobs, locale) == first)
    check.true("another seed, another split", once(8, 1, "C") != first)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--layouts", type=int, default=50)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        check_against_sklearn(folder, options.layouts, options.verbose)
        check_files(folder)
        check_bytes(folder)
    check.done()


main()

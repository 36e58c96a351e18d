#!/usr/bin/env python3
"""The threshold command against the Python reference, on files that real pandas wrote: regenerated arrays bit for bit, everything else
untouched, arrays that share one object told apart, and --check row by row."""
import json
import os
import pickle
import sys
import tempfile

import numpy as np
import pandas as pd
from scipy import ndimage

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "threshold"))
import hard_phantom
from lungseg_peer import Check, run
from published_reference import reference

check = Check("threshold")


def bits(array):
    return np.ascontiguousarray(array).tobytes()


def rows(count):
    """Slices on which the published code ends in several ways; hu_array as the authors' loop stores it: the same object where it fails."""
    columns, outcomes = {"label1": [], "mask": [], "hu_array": [], "hu_array_old": []}, []
    for seed in range(count):
        hu = np.asarray(hard_phantom.image(seed)[0], dtype=np.float64)
        lung, outcome, _ = reference(hu)
        mask = np.zeros(hu.shape, np.int8)
        mask[hu.shape[0] // 2:hu.shape[0] // 2 + 9, hu.shape[1] // 4:hu.shape[1] // 4 + 9] = 1
        columns["label1"].append(["LR2", "LR3", "LR4A", "LR4B"][seed % 4])
        columns["mask"].append(mask)
        columns["hu_array"].append(hu if lung is None else lung * hu)
        columns["hu_array_old"].append(hu)
        outcomes.append(outcome)
    return columns, outcomes


def check_regeneration(folder, columns, outcomes):
    frame = pd.DataFrame(columns)
    for protocol in (3, 4, 5):
        path, out = os.path.join(folder, "set.pkl"), os.path.join(folder, "out.pkl")
        frame.to_pickle(path, protocol=protocol, compression=None)
        run("threshold", path, "-o", out, "--force", "--quiet")
        check.true(f"p{protocol}: regenerating a set made by the reference changes no byte", open(path, "rb").read() == open(out, "rb").read())

        blank = frame.copy()
        blank["hu_array"] = [np.full_like(x, 7.0) for x in columns["hu_array_old"]]
        blank.to_pickle(path, protocol=protocol, compression=None)
        run("threshold", path, "-o", out, "--force", "--quiet", "--jobs", "2")
        again = pd.read_pickle(out)
        for i in range(len(frame)):
            check.equal(f"p{protocol} row {i} ({outcomes[i]}) hu_array", bits(again.hu_array[i]), bits(columns["hu_array"][i]))
            check.equal(f"p{protocol} row {i} hu_array_old", bits(again.hu_array_old[i]), bits(columns["hu_array_old"][i]))
            check.equal(f"p{protocol} row {i} mask", bits(again["mask"][i]), bits(columns["mask"][i]))
        check.equal(f"p{protocol} labels", list(again.label1), columns["label1"])

        frame.to_pickle(path, protocol=protocol, compression=None)
        run("threshold", path, "-o", out, "--force", "--quiet", "--on-failure", "zero")
        for load in (pd.read_pickle, lambda name: pickle._Unpickler(open(name, "rb")).load()):
            zeroed = load(out)
            for i, outcome in enumerate(outcomes):
                failed = columns["hu_array"][i] is columns["hu_array_old"][i]
                expected = np.zeros_like(columns["hu_array"][i]) if failed else columns["hu_array"][i]
                check.equal(f"p{protocol} row {i} ({outcome}) zeroed", bits(zeroed.hu_array[i]), bits(expected))
                check.equal(f"p{protocol} row {i} hu_array_old beside it", bits(zeroed.hu_array_old[i]), bits(columns["hu_array_old"][i]))
                check.true(f"p{protocol} row {i} can be written to", zeroed.hu_array[i].flags.writeable or protocol == 5)
        os.remove(out)
        _, _, code = run("threshold", path, "-o", out, "--on-failure", "fail", ok=(0, 1))
        check.equal(f"p{protocol} --on-failure fail", (code, os.path.exists(out)), (1, False))


def check_other_layouts(folder, columns):
    layouts = {
        "fortran": lambda x: np.asfortranarray(x),
        "big endian": lambda x: x.astype(">f8"),
        "float32": lambda x: x.astype(np.float32),
        "int16": lambda x: np.nan_to_num(x).astype(np.int16),
    }
    for name, change in layouts.items():
        old = [change(x) for x in columns["hu_array_old"]]
        frame = pd.DataFrame(dict(columns, hu_array_old=old, hu_array=[x.copy(order="K") for x in old]))
        path, out = os.path.join(folder, "set.pkl"), os.path.join(folder, "out.pkl")
        frame.to_pickle(path, protocol=4, compression=None)
        run("threshold", path, "-o", out, "--force", "--quiet")
        again = pd.read_pickle(out)
        for i, hu in enumerate(old):
            native = hu.astype(hu.dtype.newbyteorder("="))
            lung, _, _ = reference(native.astype(np.float64))
            expected = native if lung is None else lung * native
            check.equal(f"{name} row {i}", bits(again.hu_array[i].astype(native.dtype)), bits(expected.astype(native.dtype)))
    stack = np.stack([x for x in columns["hu_array_old"] if x.shape == columns["hu_array_old"][0].shape])
    path, out = os.path.join(folder, "X.npy"), os.path.join(folder, "Y.npy")
    np.save(path, stack)
    run("threshold", path, "-o", out, "--force", "--quiet", "--column", "hu_array_old")
    for i, made in enumerate(np.load(out)):
        lung, _, _ = reference(stack[i])
        check.equal(f"npy slice {i}", bits(made), bits(stack[i] if lung is None else lung * stack[i]))


def check_check(folder, columns, outcomes):
    path = os.path.join(folder, "set.pkl")
    pd.DataFrame(columns).to_pickle(path, compression=None)
    found = json.loads(run("threshold", "--check", "--json", path)[0])
    check.equal("best", found["best"], "published")
    check.equal("identical rows", found["methods"]["published"]["identical_rows"], len(outcomes))
    for i, row in enumerate(found["per_row"]):
        check.equal(f"row {i} name", row["row"], f"set:{i}")
        check.equal(f"row {i} outcome", row["outcome"], outcomes[i])
        hu, old, mask = columns["hu_array"][i], columns["hu_array_old"][i], columns["mask"][i] != 0
        dropped = (hu == 0) & (old != 0)
        check.equal(f"row {i} lesion kept", row["lesion_kept"], 1 - (dropped & mask).sum() / mask.sum())
        labels = ndimage.label(old >= -300)[0]
        body = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
        not_lung = (old[hu != 0] >= -300).sum() > 0.5 * (hu != 0).sum()
        expected = "raw" if bits(hu) == bits(old) else "body_kept" if (~dropped & body).sum() >= 0.5 * body.sum() else "not_lung" if not_lung else row["stored"]
        check.equal(f"row {i} stored", row["stored"], expected)
    # A row of another origin: no method made every row, and the exit code says so.
    changed = dict(columns, hu_array=[x.copy() for x in columns["hu_array"]])
    changed["hu_array"][0][:40] = 0.0
    pd.DataFrame(changed).to_pickle(path, compression=None)
    out, _, code = run("threshold", "--check", "--json", path, ok=(0, 1))
    check.equal("exit code of a check that fails", code, 1)
    check.equal("best of a check that fails", json.loads(out)["best"], None)


def main():
    columns, outcomes = rows(24)
    print({outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))})
    check.true("several outcomes are there", len(set(outcomes)) >= 3)
    with tempfile.TemporaryDirectory() as folder:
        check_regeneration(folder, columns, outcomes)
        check_other_layouts(folder, columns)
        check_check(folder, columns, outcomes)
    check.done()


if __name__ == "__main__":
    main()

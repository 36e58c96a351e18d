#!/usr/bin/env python3
"""Splits seeded sets with ids of all types, partly missing, over one to three inputs: no id and no near-identical pair stands on both sides,
and split --check refutes each leak that is planted. LUNGSEG_BIN is the tool; the first argument is the number of sets (default 12)."""
import csv
import datetime
import io
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

TOOL = os.environ["LUNGSEG_BIN"]
SIDE = 64


def run(*arguments, ok=(0,)):
    done = subprocess.run([TOOL, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in ok:
        raise SystemExit(f"{arguments}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr}")
    return done


def written(patient, random):
    """One patient's id as people write it; one of these kinds is one id."""
    number = patient + 1
    kinds = [number, float(number), str(number), f"{number}.0", str(number).encode(), np.int64(number), np.float32(number)]
    return kinds[random.integers(len(kinds))]


def missing(random):
    return [None, float("nan"), pd.NaT, pd.NA, ""][random.integers(5)]


def make(random):
    """-> inputs, each a list of (slice, patient or None, id as written)"""
    patients = int(random.integers(4, 9))
    # Coarse random bodies: slices of one patient share one but for noise, and strangers have nothing in common.
    bodies = [np.kron(random.integers(-250, 200, (16, 16)), np.ones((SIDE // 16, SIDE // 16))) for _ in range(patients)]
    # Patients of even number have near-identical slices, the others unlike ones that only their id joins.
    inputs = []
    for _ in range(int(random.integers(1, 4))):
        rows, style = [], random.integers(3)
        for _ in range(int(random.integers(8, 14))):
            patient = int(random.integers(patients))
            body = bodies[patient] if patient % 2 == 0 else np.kron(random.integers(-250, 200, (16, 16)), np.ones((SIDE // 16, SIDE // 16)))
            known = style == 0 or (style == 1 and random.random() < 0.6)
            slice_ = body + np.round(random.normal(0, 3, (SIDE, SIDE)))
            rows.append((slice_, patient, known, written(patient, random) if known else missing(random)))
        inputs.append((rows, int(style)))
    return inputs


def write(folder, inputs, random):
    paths = []
    for n, (rows, style) in enumerate(inputs):
        mask = np.zeros((SIDE, SIDE), np.int8)
        mask[8:12, 8:12] = 1
        frame = pd.DataFrame({
            "label1": [["LR2", "LR3"][i % 2] for i in range(len(rows))],
            "mask": [mask.copy() for _ in rows],
            "hu_array_old": [row[0] for row in rows],
        })
        if style < 2:
            ids = pd.Series([row[3] for row in rows], dtype=object)
            if random.random() < 0.3:
                frame = frame.set_axis(pd.Index(ids, dtype=object, name="patient_id"))
            else:
                frame["patient_id"] = ids
        paths.append(os.path.join(folder, f"in{n}.pkl"))
        frame.to_pickle(paths[-1], protocol=int(random.integers(2, 5)))
    return paths


def must_join(inputs):
    """Pairs of rows that may not be parted: one id, or near-identical slices."""
    rows = [(f"in{n}:{i}", *row) for n, (input_, _) in enumerate(inputs) for i, row in enumerate(input_)]
    for a, first in enumerate(rows):
        for second in rows[a + 1:]:
            by_id = first[3] and second[3] and first[2] == second[2]
            if by_id or (first[2] == second[2] and first[2] % 2 == 0):
                yield first[0], second[0]


def check(seed):
    random = np.random.default_rng(seed)
    inputs = make(random)
    pairs = list(must_join(inputs))
    with tempfile.TemporaryDirectory() as folder:
        paths = write(folder, inputs, random)
        done = run("split", *paths, "--parts", "train=0.6,val=0.4", "-o", "-")
        part = {row["row"]: row["part"] for row in csv.DictReader(io.StringIO(done.stdout))}
        parted = [pair for pair in pairs if part[pair[0]] != part[pair[1]]]
        assert not parted, f"seed {seed}: parted {parted[:3]}\n{done.stderr}"
        known = sum(row[2] for rows, _ in inputs for row in rows)
        total = sum(len(rows) for rows, _ in inputs)
        if known:
            assert f"{known} row{'' if known == 1 else 's'} by id, {total - known} from pixels" in done.stderr, done.stderr
        path = os.path.join(folder, "split.csv")
        lines = done.stdout.splitlines()
        for a, b in [pairs[i] for i in random.permutation(len(pairs))[:2]]:
            moved = [line.replace(f"{a},{part[a]},", f"{a},{'val' if part[a] == 'train' else 'train'},") for line in lines]
            with open(path, "w", encoding="utf-8") as stream:
                stream.write("\n".join(moved) + "\n")
            found = json.loads(run("split", "--check", path, *paths, "--json", ok=(1,)).stdout)["findings"]
            divided = [row for finding in found if finding["code"] == "group_divided" for row in finding["rows"]]
            assert a in divided and b in divided, f"seed {seed}: the leak of {a} and {b} is not found: {found}"


def check_conflict():
    """One slice under two ids is one group, and LS046 names both rows."""
    random = np.random.default_rng(1)
    body = np.kron(random.integers(-250, 200, (16, 16)), np.ones((4, 4)))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "two.pkl")
        pd.DataFrame({
            "label1": ["LR2"] * 3,
            "hu_array_old": [body, body + 1000 * random.random((64, 64)), body],
            "patient_id": [datetime.date(2020, 1, 2), "x", "p2"],
        }).to_pickle(path)
        found = [row for row in json.loads(run("validate", path, "--json", ok=(0, 1)).stdout)["findings"] if row["rule"] == "LS046"]
        assert [row["row"] for row in found] == ["two:0", "two:2"], found
        assert "patient_id 2020-01-02 here, patient_id p2 in two:2" in found[0]["message"], found


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    for seed in range(count):
        check(seed)
    check_conflict()
    print(f"{count} sets: no id and no near-identical pair is parted; each planted leak is refuted")


if __name__ == "__main__":
    main()

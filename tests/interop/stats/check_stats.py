#!/usr/bin/env python3
"""`lungseg stats` against numpy and scipy on files that real pandas and numpy wrote: every figure of every row, the totals, the CSV, and that
shards, several files, threads and locales change no byte.

Counts, extents, percentiles and words must be equal; sums of whole numbers too; other sums and moments within 1e-12 of the sum of absolute values.
Needs LUNGSEG_BIN and LUNGSEG_RUNNER; real slices are taken from the folder in LUNGSEG_SHARED where it is set."""
import csv
import glob
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), os.path.join(os.path.dirname(HERE), "threshold")]
import hard_phantom
from lungseg_peer import BIN, RUNNER, SHARED, Check, run
from published_reference import reference
from stats_reference import group_figures, row_figures

check = Check("stats")
LABELS = ["LR2", "LR3", "LR4A", "LR4B"]
APPROXIMATE = ("mean", "std", "squared_deviations", "share", "kept", "contrast", "lesion_row", "lesion_col", "in_lung", "diameter_px", "pleura")


def scale_of(name, row):
    """What 1e-12 is relative to: the mean of absolute values, their square for squared deviations, else 1."""
    least, most = row.get("hu_min"), row.get("hu_max")
    if "lesion_hu" in name or "contrast" in name or "ring" in name:
        least, most = min(x for x in (row.get("lesion_hu_min"), least, 0) if x is not None), max(x for x in (row.get("lesion_hu_max"), most, 0) if x is not None)
    size = max(1, abs(least or 0), abs(most or 0))
    if "squared_deviations" in name:
        return size * size * max(1, row.get("hu_px") or 1)
    if name.endswith("sum"):
        return size * max(1, row.get("hu_px") or 1)
    return size


def compare(where, name, found, expected, scale):
    if isinstance(expected, np.generic):
        expected = expected.item()
    if expected is None or found is None or isinstance(expected, (str, bool)):
        check.equal(f"{where} {name}", found, expected)
    elif any(part in name for part in APPROXIMATE) or isinstance(expected, float) and name.endswith("sum"):
        check.true(f"{where} {name}: {found!r} is {expected!r}", abs(found - expected) <= 1e-12 * scale)
    else:
        check.equal(f"{where} {name}", found, expected)


def lungs_of(path, shapes, folder):
    """Labels of the lungs as the tool finds them, one array a row."""
    out = os.path.join(folder, "lungs.bin")
    run("lung-labels", path, out, tool=RUNNER)
    flat, labels, at = np.fromfile(out, np.uint8), [], 0
    for rows, cols in shapes:
        labels.append(flat[at:at + rows * cols].reshape(rows, cols))
        at += rows * cols
    return labels


def check_file(name, path, frame, folder, image="hu_array_old"):
    """Compares all figures of a frame that lies at path."""
    column = lambda key, i: frame[key].iloc[i] if key in frame else None
    count = len(frame)
    can_threshold = "hu_array_old" in frame and min(min(a.shape) for a in frame["hu_array_old"]) >= 2
    lungs = lungs_of(path, [a.shape for a in frame["hu_array_old"]], folder) if can_threshold else [None] * count
    document = json.loads(run("stats", "--json", "--image", image, path)[0])
    rows, values, outcomes = [], [], []
    for i in range(count):
        outcome = (lambda old: reference(old)[1]) if can_threshold else None
        expected, v = row_figures(column("hu_array_old", i), column("hu_array", i), column("mask", i), lungs[i], image, outcome)
        found = document["per_row"][i]
        for key, value in expected.items():
            compare(f"{name} row {i}", key, found[key], value, scale_of(key, expected))
        rows.append(dict(expected, **{"class": found["class"]}))
        values.append(v)
    check.equal(f"{name} rows", document["rows"], count)
    check_totals(f"{name} overall", document["overall"], rows, values)
    check_lesion_pool(f"{name} overall", document["overall"], frame, rows)
    for label in dict.fromkeys(r["class"] for r in rows):
        chosen = [i for i in range(count) if rows[i]["class"] == label]
        check_totals(f"{name} {label}", document["by"][label], [rows[i] for i in chosen], [values[i] for i in chosen])
    check.equal(f"{name} histogram", document["hu_histogram"], document["overall"]["hu_histogram"])
    check_csv(name, path, document, image, folder)
    return document


def check_totals(where, found, rows, values):
    expected = group_figures(rows, values)
    v = np.concatenate(values) if values else np.zeros(0)
    scale = max(1, np.abs(v).max(initial=0))

    def walk(path, left, right):
        if isinstance(right, dict):
            for key, value in right.items():
                walk(f"{path}.{key}" if path else key, left[key], value)
        elif isinstance(right, list):
            check.equal(f"{where} {path}", left, right)
        else:
            compare(where, path, left, right, scale)

    walk("", found, expected)
    for key in ("outcome", "stored"):
        names = [r[key] for r in rows if r.get(key)]
        check.equal(f"{where} {key}", found[key], {n: names.count(n) for n in found[key]})
        check.equal(f"{where} {key} rows", sum(found[key].values()), len(names))


def check_lesion_pool(where, found, frame, rows):
    """Lesion HU pooled over pixels, from the rows' own exact sums."""
    pool = [r for r in rows if r.get("lesion_hu_px")]
    if not pool:
        check.equal(f"{where} lesion.hu_mean", found["lesion"]["hu_mean"], None)
        return
    n = sum(r["lesion_hu_px"] for r in pool)
    centre = sum(float(r["lesion_hu_sum"]) for r in pool) / n
    spread = sum(r["lesion_hu_px"] * (float(r["lesion_hu_std"]) ** 2 + (float(r["lesion_hu_mean"]) - centre) ** 2) for r in pool)
    scale = max(1, max(abs(r["lesion_hu_min"]) for r in pool), max(abs(r["lesion_hu_max"]) for r in pool))
    compare(where, "lesion.hu_mean", found["lesion"]["hu_mean"], centre, scale)
    compare(where, "lesion.hu_std", found["lesion"]["hu_std"], np.sqrt(spread / n), scale)


def check_csv(name, path, document, image, folder):
    target = os.path.join(folder, "rows.csv")
    run("stats", "--image", image, path, "--csv", target, "--force", "--quiet")
    with open(target, newline="") as text:
        lines = list(csv.DictReader(text))
    check.equal(f"{name} csv lines", len(lines), len(document["per_row"]))
    for line, row in zip(lines, document["per_row"]):
        check.equal(f"{name} csv columns", list(line), list(row))
        for key, value in row.items():
            same = line[key] == "" if value is None else line[key] == value if isinstance(value, str) else float(line[key]) == value
            check.true(f"{name} csv {row['row']} {key}: {line[key]!r} is {value!r}", same)


def lesion_masks(shape, seed):
    """A blob, two diagonal pixels, a ring with an island, an area at the border, one pixel, nothing."""
    rng = np.random.default_rng(seed)
    y, x = np.ogrid[:shape[0], :shape[1]]
    at = rng.integers(shape[0] // 4, shape[0] // 2, 2)
    radius2 = (y - at[0]) ** 2 + (x - at[1]) ** 2
    blob = radius2 <= 81
    diagonal = np.zeros(shape, bool)
    diagonal[at[0], at[1]] = diagonal[at[0] + 1, at[1] + 1] = True
    ring = (radius2 <= 144) & (radius2 >= 49) | (radius2 <= 4)
    border = (y < 6) & (x < 9) & ~((y == 0) & (x == 3)) & ~((y == 3) & (x == 3))
    one = np.zeros(shape, bool)
    one[-1, -1] = True
    noise = rng.random(shape) < 0.3
    return [m.astype(np.int8) for m in (blob, diagonal, ring, border, one, noise, np.zeros(shape, bool), np.ones(shape, bool))]


def frame_of(slices, masks, change=lambda a: a):
    old = [change(np.asarray(s, np.float64)) for s in slices]
    kept = [np.where(np.abs(np.arange(s.shape[1]) - s.shape[1] / 3) < s.shape[1] / 5, 1.0, 0.0) for s in slices]
    hu = [change(np.asarray(s, np.float64)) if i % 5 == 4 else change(np.asarray(s, np.float64) * k) for i, (s, k) in enumerate(zip(slices, kept))]
    return pd.DataFrame({"label1": [LABELS[i % 4] for i in range(len(old))], "mask": masks[:len(old)], "hu_array": hu, "hu_array_old": old})


def real_slices():
    paths = sorted(glob.glob(os.path.join(SHARED, "data", "hu", "*.npy"))) if SHARED else []
    return [np.load(p).astype(np.float64) for p in paths]


def hostile_slices(shape=(96, 80)):
    """Names and slices that are none of a scanner's."""
    rng = np.random.default_rng(5)
    chest = np.rint(rng.normal(-400, 300, shape)).clip(-990, 1500)
    padded = chest.copy()
    padded[:12], padded[:, :10] = -2048, -2048
    small = chest.copy()
    small[:7, :9] = -2000
    island = padded.copy()
    island[40:60, 40:60] = -2048
    island[30, 30] = np.nan
    nan = padded.copy()
    nan[50:55, 20:25], nan[3, 3], nan[70, 70], nan[71, 71] = np.nan, np.nan, np.inf, -np.inf
    fraction = padded + 0.0
    fraction[20:] += rng.random((shape[0] - 20, shape[1]))
    huge = chest * 1e6
    large = np.where(rng.random(shape) < 0.5, 3e9, -3e9)
    odd = padded.copy()
    odd[30:, 30:] = -0.0
    return {
        "integral": chest, "padded": padded, "63 px of padding": small, "island of padding": island, "nan and infinities": nan, "fractions": fraction,
        "out of range": huge, "large": large, "negative zero": odd, "constant": np.full(shape, -1000.0), "constant 7": np.full(shape, 7.0),
        "all padding": np.full(shape, -2000.0), "all NaN": np.full(shape, np.nan), "edges of 16 bits": np.where(rng.random(shape) < 0.5, -32768.0, 65535.0),
        "off centre": np.rint(rng.normal(60000, 1, shape)) + (rng.random(shape) < 0.5) / 1024}


def check_layouts(folder, slices, masks):
    flip = lambda a: a.astype(a.dtype.newbyteorder(">"))
    layouts = {"int16": lambda a: np.nan_to_num(a).astype(np.int16), "float32": lambda a: a.astype(np.float32), "Fortran order": np.asfortranarray,
               "big endian": flip, "uint16": lambda a: np.nan_to_num(a).clip(0).astype(np.uint16), "int32 big endian": lambda a: np.nan_to_num(a).astype(">i4")}
    for name, change in layouts.items():
        frame = frame_of(slices, masks, change)
        path = os.path.join(folder, "layout.pkl")
        frame.to_pickle(path)
        check_file(name, path, frame, folder)
    mask_types = {"bool": bool, "uint8 255": np.uint8, "float64": np.float64, "int32": np.int32}
    for name, kind in mask_types.items():
        frame = frame_of(slices, [(m * 255).astype(kind) if kind != bool else m.astype(bool) for m in masks])
        path = os.path.join(folder, "layout.pkl")
        frame.to_pickle(path)
        check_file(f"mask {name}", path, frame, folder)


def check_partial(folder, slices, masks):
    """Files that lack columns."""
    frame = frame_of(slices, masks)
    for columns in (["label1", "mask"], ["label1", "hu_array_old"], ["label1", "mask", "hu_array"], ["label1", "mask", "hu_array_old"]):
        path = os.path.join(folder, "partial.pkl")
        frame[columns].to_pickle(path)
        check_file("only " + ",".join(columns), path, frame[columns], folder, "hu_array" if "hu_array" in columns else "hu_array_old")
    path = os.path.join(folder, "stack.npy")
    np.save(path, np.stack(slices))
    check_file("npy stack", path, pd.DataFrame({"hu_array_old": list(slices)}), folder)


def check_layout_of_work(folder, frame):
    """Threads, locales, shards and several files change no byte."""
    half = len(frame) // 2
    a, b, both = (os.path.join(folder, n) for n in ("a.pkl", "b.pkl", "both.pkl"))
    frame[:half].to_pickle(a)
    frame[half:].to_pickle(b)
    frame.to_pickle(both)
    for options in ([], ["--figures", "hu,lesion"], ["--where", "lesion_px>0 and hu_mean<0"], ["--image", "hu_array"]):
        whole = run("stats", "--json", a, b, *options)[0]
        for jobs in ("1", "2"):
            check.true(f"{options} --jobs {jobs}", run("stats", "--json", a, b, "--jobs", jobs, *options)[0] == whole)
        for culture in ("tr_TR.UTF-8", "de_DE.UTF-8"):
            env = dict(os.environ, LANG=culture, LC_ALL=culture)
            done = subprocess.run([BIN, "stats", "--json", a, b, *options], capture_output=True, text=True, env=env)
            check.true(f"{options} under {culture}", done.stdout == whole)
        parts = []
        for path in (a, b):
            parts.append(os.path.join(folder, os.path.basename(path) + ".json"))
            with open(parts[-1], "w") as text:
                text.write(run("stats", "--json", path, *options)[0])
        check.true(f"{options} two files merged", run("stats", "--merge", *parts, "--json")[0] == whole)
        for count in (2, 5):
            parts = []
            for index in range(count):
                parts.append(os.path.join(folder, f"shard{index}.json"))
                with open(parts[-1], "w") as text:
                    text.write(run("stats", "--json", a, b, "--shard", f"{index}/{count}", "--jobs", "2", *options)[0])
            order = parts[1:] + parts[:1]
            check.true(f"{options} {count} shards merged", run("stats", "--merge", *order, "--json")[0] == whole)
            halves = os.path.join(folder, "half.json")
            with open(halves, "w") as text:
                text.write(run("stats", "--merge", *parts[:-1], "--json", ok=(3,))[0])
            check.true(f"{options} {count} shards merged in two steps", run("stats", "--merge", halves, parts[-1], "--json")[0] == whole)
            check.equal(f"{options} a shard twice", run("stats", "--merge", parts[0], parts[0], "--json", ok=(3,))[2], 3)
    one, two = (json.loads(run("stats", "--json", *paths)[0]) for paths in ([both], [a, b]))
    for key in ("overall", "by", "hu_histogram", "hu_counts"):
        check.equal(f"one file and its halves: {key}", one[key], two[key])
    auto = dict(os.environ, SLURM_ARRAY_TASK_ID="7", SLURM_ARRAY_TASK_MIN="3", SLURM_ARRAY_TASK_STEP="2", SLURM_ARRAY_TASK_COUNT="3")
    done = subprocess.run([BIN, "stats", "--json", both, "--shard", "auto"], capture_output=True, text=True, env=auto)
    check.true("--shard auto under Slurm", done.stdout == run("stats", "--json", both, "--shard", "2/3")[0])
    auto = dict(os.environ, JOB_COMPLETION_INDEX="1", JOB_COMPLETIONS="3")
    done = subprocess.run([BIN, "stats", "--json", both, "--shard", "auto"], capture_output=True, text=True, env=auto)
    check.true("--shard auto under Kubernetes", done.stdout == run("stats", "--json", both, "--shard", "1/3")[0])


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "set.pkl")
        phantoms = [np.asarray(hard_phantom.image(seed)[0], np.float64) for seed in range(6)]
        real = real_slices()
        masks = lesion_masks((512, 512), 1)
        for name, slices in (("phantoms", phantoms), ("real slices", real)):
            if not slices:
                print(f"{name}: left out, LUNGSEG_SHARED is not set")
                continue
            marks = [masks[i % len(masks)] if s.shape == (512, 512) else lesion_masks(s.shape, i)[i % 8] for i, s in enumerate(slices)]
            frame = frame_of(slices, marks)
            frame.to_pickle(path)
            check_file(name, path, frame, folder)
            check_file(f"{name}, hu_array", path, frame, folder, "hu_array")
        hostile = hostile_slices()
        small_masks = lesion_masks((96, 80), 2)
        for name, slice_ in hostile.items():
            frame = frame_of([slice_] * len(small_masks), small_masks)
            frame.to_pickle(path)
            check_file(name, path, frame, folder)
            check_file(f"{name}, hu_array", path, frame, folder, "hu_array")
        mixed = frame_of(list(hostile.values()), (small_masks * 2)[:len(hostile)])
        mixed.to_pickle(path)
        check_file("all of these together", path, mixed, folder)
        tame = [hostile[n] for n in ("integral", "padded", "63 px of padding", "negative zero", "constant", "constant 7", "all padding", "padded")]
        check_layouts(folder, tame, small_masks)
        check_partial(folder, tame, small_masks)
        check_layout_of_work(folder, mixed)
        check_layout_of_work(folder, frame_of(tame, small_masks))
    check.done()


if __name__ == "__main__":
    main()

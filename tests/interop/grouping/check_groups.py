#!/usr/bin/env python3
"""Group inference and leakage against known truth: real slices of several patients mixed with phantoms and shuffled, and planted leaks.

Needs LUNGSEG_RUNNER; LUNGSEG_SHARED for real slices and phantoms (skipped without). `--full FILE...` adds data sets with a FILE.rows.json that says
which scan each row is of. Figures are printed with the counts: they are what docs/grouping.md states."""
import functools
import json
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from lungseg_peer import RUNNER, SHARED, Check, run  # noqa: E402

LOOSE = 0.2                                    # everything this alike is listed when margins are measured
PHANTOM_SCANS = 40


def real_slices():
    """(patient, z in mm, HU) of the outside data."""
    import pydicom
    root = os.path.join(SHARED, "data", "dicom")
    files = [os.path.join(root, d, f) for d in sorted(os.listdir(root)) if d.startswith("LIDC") for f in sorted(os.listdir(os.path.join(root, d))) if f.endswith(".dcm")]
    files.append(os.path.join(root, "transfer-syntaxes", "LittleEndianExplicit.dcm"))
    for path in files:
        d = pydicom.dcmread(path)
        yield d.PatientID, float(d.ImagePositionPatient[2]), d.pixel_array * float(d.RescaleSlope) + float(d.RescaleIntercept)


@functools.cache
def phantom_slices(count, step, seed):
    sys.path.insert(0, os.path.join(SHARED, "oracle"))
    import phantom
    rng = np.random.default_rng(seed)
    slices = []
    for scan in range(count):
        made = phantom.Scan("LR4B", rng)
        slices += [(f"phantom{scan}", k * step, made.slice(k * step)[0]) for k in range(int(rng.integers(2, 5)))]
    return slices


def save(path, slices):
    pd.DataFrame({"label1": ["LR2"] * len(slices), "hu_array_old": [np.asarray(s, dtype=np.float64) for s in slices]}).to_pickle(path, protocol=4)


NOISE = np.random.default_rng(8)


def grain(sd, shape):
    """Noise as reconstruction leaves it: smooth over about a pixel."""
    from scipy import ndimage
    noise = ndimage.gaussian_filter(NOISE.normal(size=shape), 1)
    return noise * (sd / noise.std())


def group(*paths, jobs=2):
    return json.loads(run("group-rows", jobs, *paths, tool=RUNNER)[0])


def leakage(threshold, *paths, jobs=2):
    return json.loads(run("group-leakage", jobs, threshold, *paths, tool=RUNNER)[0])["pairs"]


def figures(truth, z, groups):
    """Pairwise precision; recall of pairs; recall of rows that have a slice of their scan within 5 mm."""
    n = len(truth)
    joined = [(i, j) for i in range(n) for j in range(i) if groups[i] == groups[j]]
    right = sum(truth[i] == truth[j] for i, j in joined)
    same = sum(truth[i] == truth[j] for i in range(n) for j in range(i))
    have = [i for i in range(n) if any(j != i and truth[i] == truth[j] and abs(z[i] - z[j]) <= 5 for j in range(n))]
    found = sum(any(j != i and groups[i] == groups[j] and truth[i] == truth[j] for j in range(n)) for i in have)
    return right / max(1, len(joined)), right / max(1, same), found / max(1, len(have)), len(have)


def check_mixed(folder):
    check = Check("mixed scans")
    real = list(real_slices())
    for name, keep, sd in (("all", 1, 0), ("every other slice", 2, 0), ("all, noise of 60 HU", 1, 60), ("every other slice, noise of 60 HU", 2, 60)):
        taken = sorted((r for r in real), key=lambda r: r[:2])[::keep] + phantom_slices(PHANTOM_SCANS, 1.25 * keep, 3)
        taken = [(p, z, hu if sd == 0 else np.rint(hu + grain(sd, hu.shape))) for p, z, hu in taken]
        for seed in (None, 1, 2):
            order = np.arange(len(taken)) if seed is None else np.random.default_rng(seed).permutation(len(taken))
            rows = [taken[i] for i in order]
            path = os.path.join(folder, "mixed.pkl")
            save(path, [r[2] for r in rows])
            answer = group(path)
            ids = [r["group"] for r in answer["rows"]]
            precision, pairs, recall, have = figures([r[0] for r in rows], [r[1] for r in rows], ids)
            print(f"{name}, order {seed}: {len(rows)} rows, precision {precision:.4f}, recall of pairs {pairs:.4f}, of rows with a neighbour {recall:.4f} ({have} rows), "
                  f"{len(set(ids))} groups, weakest join {min(j['score'] for j in answer['joins']):.3f}")
            check.equal(f"{name}, order {seed}: precision", precision, 1.0)
            check.equal(f"{name}, order {seed}: recall", recall >= 0.99, True)
            check.equal(f"{name}, order {seed}: ids by first row", list(dict.fromkeys(ids)), [f"g{i + 1:04}" for i in range(len(set(ids)))])
            if seed == 1:
                check.equal(f"{name}: one thread", [r["group"] for r in group(path, jobs=1)["rows"]], ids)
        report_margins(rows, leakage(LOOSE, path))
    return check


def report_margins(rows, pairs):
    """Likeness of strangers against that of neighbours, by distance."""
    kinds = {}
    for pair in pairs:
        a, b = rows[pair["a"]], rows[pair["b"]]
        source = "phantom" if a[0].startswith("phantom") else "real"
        kind = f"{source} strangers" if a[0] != b[0] else f"{source} {min(99, abs(a[1] - b[1])):05.2f} mm"
        kinds.setdefault(kind, []).append(pair["score"])
    for kind in sorted(kinds):
        scores = kinds[kind]
        print(f"  {kind}: {len(scores)} pairs from {LOOSE} on, {min(scores):.3f} to {max(scores):.3f}")


def planted(rng):
    """Name, change, kinds that count as found."""
    noise = lambda sd: lambda hu: hu + np.rint(rng.normal(0, sd, hu.shape))
    roll = lambda dy, dx: lambda hu: np.roll(hu, (dy, dx), (0, 1))
    yield "same slice", lambda hu: hu, ("Exact",)
    yield "moved 3 px", roll(0, 3), ("Shifted",)
    yield "moved 3 and -2 px, noise of 6 HU", lambda hu: noise(6)(roll(3, -2)(hu)), ("Shifted", "Neighbour")
    yield "moved 6 px", roll(0, 6), ("Shifted",)
    yield "moved 10 px", roll(0, 10), None
    yield "moved 20 px", roll(0, 20), None
    yield "noise of 10 HU", noise(10), ("Shifted", "Neighbour")
    yield "noise of 60 HU", noise(60), ("Shifted", "Neighbour")
    yield "HU times 0.9", lambda hu: np.rint(hu * 0.9), ("Shifted", "Neighbour")
    yield "mirrored left to right", lambda hu: hu[:, ::-1], ("Shifted",)
    yield "mirrored top to bottom", lambda hu: hu[::-1], ("Shifted",)
    yield "half a turn", lambda hu: hu[::-1, ::-1], ("Shifted",)
    yield "mirrored, moved 3 px, noise of 6 HU", lambda hu: noise(6)(roll(0, 3)(hu[:, ::-1])), ("Shifted", "Neighbour")
    yield "quarter of a turn", np.rot90, None
    yield "cut to [-1000, 400] HU", lambda hu: np.clip(hu, -1000, 400), ("Shifted", "Neighbour")
    yield "scaled to 0..1", lambda hu: (hu - hu.min()) / (hu.max() - hu.min()), None
    yield "enlarged by 5 %", lambda hu: hu[np.ix_(*[np.clip(np.rint((np.arange(n) - n / 2) / 1.05 + n / 2).astype(int), 0, n - 1) for n in hu.shape])], None


def check_leaks(folder):
    check = Check("planted leaks")
    rng = np.random.default_rng(4)
    slices = list(real_slices()) + [s for s in phantom_slices(20, 1.25, 9) if s[1] == 0]
    a, b = os.path.join(folder, "a.pkl"), os.path.join(folder, "b.pkl")
    save(a, [s[2] for s in slices])
    for name, change, kinds in planted(rng):
        save(b, [np.ascontiguousarray(change(s[2])) for s in slices])
        pairs = leakage(0.65, a, b)
        own = {p["a"]: p for p in pairs if p["a"] == p["b"]}
        wrong = [p for p in pairs if slices[p["a"]][0] != slices[p["b"]][0]]
        counts = {kind: sum(p["kind"] == kind for p in own.values()) for kind in sorted({p["kind"] for p in own.values()})}
        print(f"{name}: {len(own)} of {len(slices)} found: {counts}, pairs of strangers {len(wrong)}")
        check.equal(f"{name}: strangers", wrong, [])
        if kinds:
            check.equal(f"{name}: found", sorted(i for i in range(len(slices)) if i not in own or own[i]["kind"] not in kinds), [])
    runs = [i for i, s in enumerate(slices) if any(s[0] == t[0] and 0 < abs(s[1] - t[1]) <= 2.5 for t in slices)]
    left, right = runs[::2], runs[1::2]
    save(a, [slices[i][2] for i in left])
    save(b, [slices[i][2] for i in right])
    pairs = leakage(0.65, a, b)
    check.equal("one scan on both sides: rows affected", (len({p["a"] for p in pairs}), len({p["b"] for p in pairs})), (len(left), len(right)))
    return check


def check_full(paths):
    check = Check("full size")
    start = time.time()
    answer = group(*paths)
    wall = time.time() - start
    truth = []
    for number, path in enumerate(paths):
        with open(path + ".rows.json") as f:
            truth += [(row["source"], number, row["scan"]) for row in json.load(f)]
    ids = [r["group"] for r in answer["rows"]]
    phantoms = [i for i, t in enumerate(truth) if t[0] == "phantom"]
    members = {}
    for i in phantoms:
        members.setdefault(ids[i], set()).add(truth[i])
    scans = {}
    for i in phantoms:
        scans.setdefault(truth[i], set()).add(ids[i])
    print(f"{len(truth)} rows: {wall:.1f} s in all, {len(set(ids))} groups, weakest join {min(j['score'] for j in answer['joins']):.3f}")
    check.equal("scans split", [s for s, g in scans.items() if len(g) > 1], [])
    check.equal("groups of phantoms with real rows", [g for g in members if any(truth[i][0] == "real" for i in range(len(truth)) if ids[i] == g)], [])
    # Both files may come of one seed: then the same phantom stands in both, and equal first scans are one.
    check.equal("scans merged", [m for m in members.values() if len({(n, s) for _, n, s in m}) > len({n for _, n, _ in m})], [])
    return check


def main():
    if not SHARED:
        print("skipped: LUNGSEG_SHARED is not set\n0 passed, 0 failed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        checks = [check_mixed(folder), check_leaks(folder)]
        if "--full" in sys.argv:
            checks.append(check_full(sys.argv[sys.argv.index("--full") + 1:]))
    print(f"{sum(c.passed for c in checks)} passed, {sum(c.failed for c in checks)} failed")
    return 1 if any(c.failed for c in checks) else 0


if __name__ == "__main__":
    sys.exit(main())

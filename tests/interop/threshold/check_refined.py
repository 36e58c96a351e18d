#!/usr/bin/env python3
"""Checks `refined` on real slices with lesion outlines and on phantoms with known lungs, beside `published`.

    LUNGSEG_SHARED=... python3 check_refined.py [--phantoms 200] [--seed 1] [--pictures DIR] [--skip-build]

Without LUNGSEG_SHARED only the phantoms of this folder are used. Exits 1 where a criterion fails:
lesion kept 1.0; tissue (HU >= -300, outside any outline) at most 15 % of the kept; at least 98 % of every air area in the body kept, airways
excepted; nothing outside the body; on phantoms a mean Dice of at least 0.98 with the lungs they were made from."""
import argparse
import importlib.util
import os
import sys

import numpy as np
from PIL import Image
from scipy import ndimage

import batch
import cluttered_phantom
import hard_phantom
from cluttered_phantom import body_of

EIGHT = np.ones((3, 3))


def air_areas(hu, body):
    """Air areas of at least 1000 px in the body that are not an airway: near the midline, small and darker than lung."""
    labels, count = ndimage.label((hu < -400) & body)
    columns = np.nonzero(body.any(0))[0]
    for n in range(1, count + 1):
        area = labels == n
        pixels = np.count_nonzero(area)
        if pixels < 1000:
            continue
        place = (np.nonzero(area)[1].mean() - columns[0]) / (columns[-1] - columns[0])
        if pixels < 2000 and abs(place - 0.5) < 0.1 and np.median(hu[area]) < -900:
            continue
        yield area


def figures(mask, hu, lesion, anyone, body):
    """-> lesion kept (None without), tissue share, lowest share of an air area, pixels outside the body"""
    mask = np.zeros(hu.shape, bool) if mask is None else mask.astype(bool)
    kept = np.count_nonzero(mask & lesion) / lesion.sum() if lesion.any() else None
    tissue = np.count_nonzero(mask & ~anyone & (hu >= -300)) / max(mask.sum(), 1)
    air = min((np.count_nonzero(mask & area) / area.sum() for area in air_areas(hu, body)), default=1.0)
    return kept, tissue, air, np.count_nonzero(mask & ~body)


def holds(kept, tissue, air, outside):
    return (kept is None or kept == 1) and tissue <= 0.15 and air >= 0.98 and outside == 0


def save_picture(folder, name, hu, refined, published, lesion):
    grey = np.clip((hu + 1350) / 1500 * 255, 0, 255)
    panes = []
    for mask in (refined, published):
        picture = np.stack([grey] * 3, -1)
        if mask is not None:
            picture[mask != 0, 1] = np.minimum(picture[mask != 0, 1] + 60, 255)
        picture[lesion & ~ndimage.binary_erosion(lesion)] = (255, 60, 60)
        panes.append(picture)
    Image.fromarray(np.hstack(panes).astype(np.uint8)).save(os.path.join(folder, name + ".png"))


def check_real(shared, pictures):
    import lidc

    rows = list(lidc.slices(shared))
    images = [hu for _, hu, _, _ in rows]
    failures = 0
    print(f"{'slice':24} {'kept':>6} {'tissue':>7} {'air':>6} {'out':>4} {'':4} | published {'outcome':12} {'kept':>6} {'tissue':>7} {'air':>6} {'out':>5}")
    for (name, hu, lesion, anyone), ours, published in zip(rows, batch.run("refined", images), batch.run("published", images)):
        body = body_of(hu)
        a, b = (figures(result[1], hu, lesion, anyone, body) for result in (ours, published))
        failures += not holds(*a)
        kept = ["-" if f[0] is None else f"{f[0]:.3f}" for f in (a, b)]
        print(f"{name:24} {kept[0]:>6} {a[1]:7.3f} {a[2]:6.3f} {a[3]:4d} {'ok' if holds(*a) else 'FAIL':4} |"
              f" {'':9} {published[0]:12} {kept[1]:>6} {b[1]:7.3f} {b[2]:6.3f} {b[3]:5d}")
        if pictures:
            save_picture(pictures, name, hu, ours[1], published[1], lesion)
    return failures


def dice(a, b):
    a = np.zeros(b.shape, bool) if a is None else a.astype(bool)
    return 2 * np.count_nonzero(a & b) / max(a.sum() + b.sum(), 1) if a.any() or b.any() else 1.0


def own_phantoms(count, seed):
    for n in range(count):
        hu, halves, kind = hard_phantom.scan(np.random.default_rng((seed, 2, n)))
        yield f"hard{n}", kind, hu, halves[0] | halves[1]


def outside_phantoms(shared, count, seed):
    """The phantoms of the independent oracle, with the lungs that its drawing code keeps to itself."""
    path = os.path.join(shared, "oracle", "phantom.py")
    with open(path, encoding="utf-8") as f:
        source = f.read()
    changed = source.replace("(mask ** 2).astype(np.int8)\n", "(mask ** 2).astype(np.int8), lung\n")
    assert changed != source, "the phantom's return line has changed"
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("phantom_with_lungs", loader=None))
    exec(compile(changed, path, "exec"), module.__dict__)
    rng = np.random.default_rng((seed, 3))
    for n in range(count):
        scan = module.Scan(["LR2", "LR3", "LR4A", "LR4B"][n % 4], rng)
        hu, _, lung = scan.slice(rng.uniform(-3, 3))
        yield f"phantom{n}", scan.label, hu, lung


def check_phantoms(title, phantoms, pictures):
    scores, other, worst = {}, [], []
    phantoms = list(phantoms)
    for start in range(0, len(phantoms), 20):
        part = phantoms[start : start + 20]
        images = [hu for _, _, hu, _ in part]
        for (name, kind, hu, lung), ours, published in zip(part, batch.run("refined", images), batch.run("published", images)):
            score = dice(ours[1], lung)
            scores.setdefault(kind, []).append(score)
            other.append(dice(published[1], lung))
            worst.append((score, name, kind, int(lung.sum())))
            if pictures and score < 0.98:
                save_picture(pictures, name, hu, ours[1], published[1], lung)
    every = np.concatenate(list(scores.values()))
    print(f"\n{title}: {every.size} slices, Dice mean {every.mean():.4f}, median {np.median(every):.4f}, lowest {every.min():.4f}, "
          f"{np.count_nonzero(every < 0.98)} below 0.98; published mean {np.mean(other):.4f}")
    for kind, values in sorted(scores.items()):
        print(f"  {kind:10} {len(values):5} mean {np.mean(values):.4f} lowest {np.min(values):.4f}")
    print("  lowest:", ", ".join(f"{name} ({kind}, {pixels} px) {score:.3f}" for score, name, kind, pixels in sorted(worst)[:8]))
    return every.mean() < 0.98


def check_clutter(count, seed):
    """What `refined` loses of the lungs and keeps of planted air, and outside the body. -> failures"""
    lost, gas, outside, dices, worst = [], [], [], [], []
    for start in range(0, count, 20):
        scans = [cluttered_phantom.scan(np.random.default_rng((seed, 5, n))) for n in range(start, min(start + 20, count))]
        for n, ((hu, lung, body, planted), result) in enumerate(zip(scans, batch.run("refined", [scan[0] for scan in scans]))):
            mask = result[1]
            kept = np.zeros(hu.shape, bool) if mask is None else mask.astype(bool)
            pieces, k = ndimage.label(ndimage.binary_opening(lung & (hu < -400) & ~kept), EIGHT)
            lost.append(sum(size for size in np.bincount(pieces.ravel())[1:] if size >= 200))
            gas.append(np.count_nonzero(kept & body & ~lung & (hu < -900)))
            outside.append(np.count_nonzero(kept & ~body))
            dices.append(dice(mask, lung))
            worst.append((lost[-1] + gas[-1] + outside[-1], start + n, "+".join(planted), lost[-1], gas[-1], outside[-1]))
    lost, gas, outside = map(np.array, (lost, gas, outside))
    print(f"\nclutter: {count} slices, Dice mean {np.mean(dices):.4f}; lung lost in {np.count_nonzero(lost)} ({lost.sum()} px), "
          f"over 200 px of gas kept in {np.count_nonzero(gas > 200)}, outside the body in {np.count_nonzero(outside)} ({outside.sum()} px)")
    print("  most:", "; ".join(f"{n} ({what}): lost {a}, gas {b}, outside {c}" for _, n, what, a, b, c in sorted(worst, reverse=True)[:6]))
    most = 1 + 0.02 * count  # a few slices have one more by chance
    return int(np.mean(dices) < 0.97) + int(np.count_nonzero(lost) > most) + int(np.count_nonzero(gas > 200) > most)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--phantoms", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", help="folder for one picture a real slice, and one for each phantom below 0.98")
    parser.add_argument("--skip-build", action="store_true")
    arguments = parser.parse_args()
    if not arguments.skip_build:
        batch.build()
    if arguments.pictures:
        os.makedirs(arguments.pictures, exist_ok=True)
    shared = os.environ.get("LUNGSEG_SHARED")
    failures = check_real(shared, arguments.pictures) if shared else 0
    failures += check_clutter(arguments.phantoms, arguments.seed)
    failures += check_phantoms("hard phantoms", own_phantoms(arguments.phantoms, arguments.seed), arguments.pictures)
    if shared:
        failures += check_phantoms("independent phantoms", outside_phantoms(shared, arguments.phantoms, arguments.seed), arguments.pictures)
    print(f"\n{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

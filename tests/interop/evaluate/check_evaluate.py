#!/usr/bin/env python3
"""Compares evaluate with numpy and scipy: every figure of seeded mask pairs, intervals on the same draws, comparisons with Holm's correction,
FROC, suspects, nnU-Net's summary, the authors' table, all kinds of prediction inputs and their faults. LUNGSEG_BIN is the tool; the first
argument is the number of pairs (default 500)."""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import nibabel
import numpy as np
import pandas as pd
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import reference as ref

TOOL = os.environ["LUNGSEG_BIN"]
CLASSES = ["LR2", "LR3", "LR4A", "LR4B"]
OVERLAP = ("dice", "iou", "precision", "recall")
TOLERANCES = (1, 2, 3)
compared = 0


def run(*arguments, ok=(0,)):
    done = subprocess.run([TOOL, "evaluate", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode not in ok:
        raise SystemExit(f"{arguments}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr}")
    return done


def same(found, expected, what, within=1e-9):
    global compared
    compared += 1
    nothing = expected is None or (isinstance(expected, float) and not math.isfinite(expected))
    if (found is None) != nothing or (not nothing and abs(found - expected) > within):
        raise SystemExit(f"{what}: found {found}, expected {expected}")


def blobs(random, shape, count):
    mask = np.zeros(shape, bool)
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    for _ in range(count):
        r, c, radius = random.integers(shape[0]), random.integers(shape[1]), random.uniform(0.5, 8)
        mask |= (rows - r) ** 2 + (columns - c) ** 2 <= radius**2
    return mask


def pair(random, kind):
    shape = tuple(random.integers(20, 60, 2))
    truth = blobs(random, shape, random.integers(1, 5))
    predicted = np.roll(truth, tuple(random.integers(-3, 4, 2)), (0, 1)) | blobs(random, shape, random.integers(0, 3))
    empty, full = np.zeros(shape, bool), np.ones(shape, bool)
    one = empty.copy()
    one[tuple(random.integers(0, n) for n in shape)] = True
    checker = np.indices(shape).sum(0) % 2 == 0
    ring = truth & ~np.roll(truth, 1, 0)
    left, right = truth.copy(), truth.copy()
    left[:, shape[1] // 2 - 1 :], right[:, : shape[1] // 2 + 1] = False, False
    cases = [(truth, predicted)] * 8 + [
        (truth, empty), (empty, predicted), (empty, empty), (full, truth), (truth, full), (full, full), (one, one), (one, truth), (truth, one),
        (truth, truth), (checker, truth), (truth, ring), (ring, truth), (left, right),
    ]
    return cases[kind % len(cases)]


def probability(random, mask):
    return np.clip(mask * random.uniform(0.4, 1.0, mask.shape) + (random.random(mask.shape) < 0.01) * 0.7, 0, 1)


def mean(values):
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else float("nan")


def interval(values, units, draws):
    means = []
    for counts in draws:
        weights = np.array([0.0 if math.isnan(value) else counts[unit] for value, unit in zip(values, units)])
        filled = np.array([0.0 if math.isnan(value) else value for value in values])
        means.append((weights * filled).sum() / weights.sum() if weights.sum() else float("nan"))
    means = np.array(means)
    return means, (np.percentile(means[~np.isnan(means)], [2.5, 97.5]) if (~np.isnan(means)).any() else (None, None))


def row_figures(truth, predicted, pooled=False):
    figures = ref.overlap(truth, predicted, "nan")
    both = truth.any() and predicted.any()
    nothing = dict.fromkeys(("hd", "hd95", "assd"), float("nan"))
    figures.update(ref.distances(truth, predicted, pooled=pooled) if both else nothing)
    for tolerance in TOLERANCES:
        figures[f"nsd_{tolerance}"] = ref.surface_dice(truth, predicted, tolerance) if both else float("nan")
    return figures


def check_figures(folder, count):
    random = np.random.default_rng(38)
    pairs = [pair(random, kind) for kind in range(count)]
    other = [probability(random, predicted) for _, predicted in pairs]
    labels = [CLASSES[random.integers(4)] for _ in pairs]
    groups = [f"s{random.integers(count // 4 + 1)}" for _ in pairs]
    frame = {"label1": labels, "mask": [t.astype(np.int8) for t, _ in pairs], "hu_array_old": [np.zeros(t.shape) for t, _ in pairs]}
    pd.DataFrame(frame).to_pickle(folder / "truth.pkl")
    pd.DataFrame({"prediction": [p.astype(np.uint8) for _, p in pairs]}).to_pickle(folder / "a.pkl")
    pd.DataFrame({"prediction": other}).to_pickle(folder / "b.pkl")
    pd.DataFrame({"row": [f"truth:{i}" for i in range(count)], "group": groups}).to_csv(folder / "groups.csv", index=False)

    arguments = [folder / "truth.pkl", "--prediction", f"a={folder / 'a.pkl'}", "--prediction", f"b={folder / 'b.pkl'}", "--probability", 0.5]
    arguments += ["--group", folder / "groups.csv", "-q"]
    document = json.loads(run(*arguments, "--draws", folder / "draws.csv", "--json").stdout)
    draws = {"group": [], "row": []}
    for line in (folder / "draws.csv").read_text().splitlines()[1:]:
        unit, _, counts = line.split(",")
        draws[unit].append(np.array(counts.split(), float))
    assert len(draws["group"]) == 2000, len(draws["group"])
    names = list(dict.fromkeys(groups))
    units = [names.index(group) for group in groups]
    for counts in draws["group"]:
        assert counts.sum() == len(names)

    models = {"a": [p for _, p in pairs], "b": [p >= 0.5 for p in other]}
    figures = {name: [row_figures(t, p) for (t, _), p in zip(pairs, predicted)] for name, predicted in models.items()}
    for n, line in enumerate(document["per_row"]):
        row, name = divmod(n, 2)
        model = "ab"[name]
        assert (line["row"], line["prediction"]) == (f"truth:{row}", model), line
        for figure, expected in figures[model][row].items():
            same(line[figure], expected, f"{line['row']} {model} {figure}")
        t, p = pairs[row][0], models[model][row]
        a, b, matched = ref.lesions(t, p)
        assert (line["lesions"], line["predicted_lesions"], line["found_lesions"]) == (a.max(), b.max(), len(matched)), line
        assert line["case"] == {(1, 1): "both", (1, 0): "truth_only", (0, 1): "prediction_only", (0, 0): "neither"}[(t.any(), p.any())]

    sizes = []
    for t, _ in pairs:
        areas = np.bincount(ref.ndimage.label(t, ref.EIGHT)[0].ravel())[1:]
        d = 2 * math.sqrt(areas.max() / math.pi) if len(areas) else None
        sizes.append("none" if d is None else "0-10" if d < 10 else "10-20" if d < 20 else "20-")
    means = {}
    for model, predicted in models.items():
        found = document["predictions"][model]
        strata = [("overall", found["overall"], [True] * count)]
        strata += [(one, found["by_class"][one], [label == one for label in labels]) for one in CLASSES]
        strata += [(one, found["by_size"][one], [size == one for size in sizes]) for one in dict.fromkeys(sizes)]
        strata += [(one, found["by_group"][one], [group == one for group in groups]) for one in names[:5]]
        for what, stratum, chosen in strata:
            assert stratum["rows"] == sum(chosen), (what, stratum["rows"])
            for figure in OVERLAP:
                for policy in ref.POLICIES:
                    values = [ref.overlap(t, p, policy)[figure] for (t, _), p, c in zip(pairs, predicted, chosen) if c]
                    same(stratum[figure][policy], mean(values), f"{model} {what} {figure} {policy}")
            matched = [ref.lesions(t, p) for (t, _), p, c in zip(pairs, predicted, chosen) if c]
            truth, guessed = sum(a.max() for a, _, _ in matched), sum(b.max() for _, b, _ in matched)
            hits, iou = sum(len(m) for _, _, m in matched), sum(i for _, _, m in matched for _, _, i in m)
            lesions = stratum["lesions"]
            assert (lesions["truth"], lesions["predicted"], lesions["found"]) == (truth, guessed, hits), (what, lesions)
            rq = hits / (hits + (truth - hits) / 2 + (guessed - hits) / 2) if truth + guessed else float("nan")
            sq = iou / hits if hits else float("nan")
            same(lesions["sensitivity"], hits / truth if truth else float("nan"), f"{model} {what} sensitivity")
            same(lesions["false_per_row"], (guessed - hits) / sum(chosen), f"{model} {what} false a row")
            same(lesions["rq"], rq, f"{model} {what} rq")
            same(lesions["f1"], rq, f"{model} {what} f1")
            same(lesions["sq"], sq, f"{model} {what} sq")
            if hits:
                same(lesions["pq"], sq * rq, f"{model} {what} pq")
            if not what.startswith("s"):
                for figure in (*OVERLAP, "hd", "hd95", "assd", "nsd_2"):
                    values = [row[figure] if c else float("nan") for row, c in zip(figures[model], chosen)]
                    d = stratum["nsd"]["2"] if figure == "nsd_2" else stratum[figure]
                    means[model, what, figure], (low, high) = interval(values, units, draws["group"])
                    same(d["mean"], mean(values), f"{model} {what} {figure}")
                    same(d["low"], low, f"{model} {what} {figure} low")
                    same(d["high"], high, f"{model} {what} {figure} high")
                    if figure in OVERLAP and what == "overall":
                        _, (low, high) = interval(values, range(count), draws["row"])
                        same(d["low_rows"], low, f"{model} {what} {figure} low of rows")
                        same(d["high_rows"], high, f"{model} {what} {figure} high of rows")
    rows = [(t, p, 0.5) for (t, _), p in zip(pairs, other)]
    for point, expected in zip(document["predictions"]["b"]["overall"]["lesions"]["froc"], ref.froc(rows)):
        same(point["sensitivity"], expected, f"froc at {point['false_per_row']}")

    for one in document["comparisons"]:
        key = one["class"] or "overall", one["figure"]
        if ("a", *key) in means:
            difference = means["a", *key] - means["b", *key]
            difference = difference[~np.isnan(difference)]
            low, high = np.percentile(difference, [2.5, 97.5])
            p = min(1, max(1 / (len(difference) + 1), 2 * min((difference <= 0).mean(), (difference >= 0).mean())))
            same(one["low"], low, f"comparison {key} low")
            same(one["high"], high, f"comparison {key} high")
            same(one["p"], p, f"comparison {key} p")
            same(one["p_holm"], p, f"comparison {key} p_holm")

    again = run(*arguments, "--json", "--jobs", 1).stdout
    assert json.loads(again) == document, "another number of threads gives other figures"
    pooled = json.loads(run(*arguments, "--json", "--hd95", "pooled", "--match", "centre").stdout)
    for n, line in enumerate(pooled["per_row"]):
        t, p = pairs[n // 2][0], models["ab"[n % 2]][n // 2]
        same(line["hd95"], row_figures(t, p, pooled=True)["hd95"], f"{line['row']} pooled hd95")
        assert line["found_lesions"] == len(ref.lesions(t, p, centre=True)[2]), line

    suspects = json.loads(run(*arguments, "--suspects", "--json").stdout)["suspects"]
    found = {line["row"]: line["score"] for line in suspects}
    for i, (t, p) in enumerate(pairs):
        expected = ref.suspicion(t, [p, other[i] >= 0.5], [p.astype(float), other[i]])
        same(found.get(f"truth:{i}", 0 if expected == 0 else None), expected, f"suspicion of row {i}")
    assert [line["score"] for line in suspects] == sorted(found.values(), reverse=True) and 0 not in found.values()

    table = json.loads(run(folder / "truth.pkl", "-p", f"a={folder / 'a.pkl'}", "--compat", "authors", "--format", "json", "--group", "none", "-q").stdout)
    for what in ("overall", *CLASSES):
        for figure in OVERLAP:
            values = [ref.authors(t, p)[figure] for (t, p), label in zip(pairs, labels) if what in ("overall", label)]
            same(table["predictions"]["a"][what][figure], float(np.mean(values)), f"authors {what} {figure}", 1e-12)
    summary = json.loads(run(folder / "truth.pkl", "-p", f"a={folder / 'a.pkl'}", "--compat", "nnunet", "--group", "none", "-q").stdout)
    for (t, p), case in zip(pairs, summary["metric_per_case"]):
        metrics, expected = case["metrics"]["1"], ref.overlap(t, p, "nan")
        for key, figure in (("Dice", "dice"), ("IoU", "iou")):
            same(None if math.isnan(metrics[key]) else metrics[key], expected[figure], f"summary {key}")
        counts = [metrics[key] for key in ("TP", "FP", "FN", "TN", "n_pred", "n_ref")]
        assert counts == [(t & p).sum(), (p & ~t).sum(), (t & ~p).sum(), (~t & ~p).sum(), p.sum(), t.sum()], case
    same(summary["foreground_mean"]["Dice"], mean([ref.overlap(t, p, "nan")["dice"] for t, p in pairs]), "summary mean")

    three = [folder / "truth.pkl", "-p", f"a={folder / 'a.pkl'}", "-p", f"b={folder / 'b.pkl'}", "-p", f"c={folder / 'b.pkl'}"]
    document = json.loads(run(*three, "--probability", 0.6, "--group", folder / "groups.csv", "-q", "--json").stdout)
    by_family = {}
    for one in document["comparisons"]:
        by_family.setdefault((one["figure"], one["class"]), []).append(one)
    for family, members in by_family.items():
        order, highest = sorted((one for one in members if one["p"] is not None), key=lambda one: one["p"]), 0
        for rank, one in enumerate(order):
            highest = max(highest, min(1, (len(order) - rank) * one["p"]))
            same(one["p_holm"], highest, f"Holm {family}")


def check_inputs(folder):
    """One prediction in all its forms gives one document; faults are one clear error each."""
    random = np.random.default_rng(3)
    truth = [blobs(random, (40, 48), 3).astype(np.int8) for _ in range(6)]
    predicted = np.stack([np.roll(t, 1, 0) for t in truth])
    pd.DataFrame({"label1": CLASSES + CLASSES[:2], "mask": truth, "hu_array_old": [np.zeros((40, 48))] * 6}).to_pickle(folder / "set.pkl")
    stack = folder / "forms"
    stack.mkdir()
    np.save(stack / "rows.npy", predicted)
    np.save(stack / "last.npy", predicted[..., None].astype(bool))
    np.save(stack / "middle.npy", predicted[:, None].astype(np.float32))
    np.savez_compressed(stack / "packed.npz", pred=predicted)
    pd.DataFrame({"prediction": list(predicted)}).to_pickle(stack / "column.pkl")
    for kind in ("png255", "png1", "nifti", "nnunet"):
        (stack / kind).mkdir()
    for i, p in enumerate(predicted):
        Image.fromarray((p * 255).astype(np.uint8)).save(stack / f"png255/set_{i:05}.png")
        Image.fromarray(p.astype(np.uint8)).save(stack / f"png1/set_{i:05}.png")
        image = nibabel.Nifti1Image(p.T[:, :, None].astype(np.uint8), np.eye(4))
        nibabel.save(image, stack / f"nifti/set_{i:05}.nii.gz")
        nibabel.save(image, stack / f"nnunet/set_{i:05}.nii.gz")
        one = p * 0.9
        np.savez_compressed(stack / f"nnunet/set_{i:05}.npz", probabilities=np.stack([1 - one, one])[:, None].astype(np.float32))

    def figures(path, *more):
        document = json.loads(run(folder / "set.pkl", "-p", f"m={path}", "--json", "--group", "none", "-q", *more).stdout)
        for one in document["predictions"]["m"].values():
            for part in [one] if "rows" in one else one.values():
                part["lesions"].pop("froc")
        return document["predictions"], document["per_row"]

    expected = figures(stack / "rows.npy")
    for form in sorted(stack.iterdir()):
        more = ["--probability", 0.5] if form.name == "nnunet" else []
        if figures(form, *more) != expected:
            raise SystemExit(f"{form.name} gives other figures than rows.npy")
    for i, line in enumerate(expected[1]):
        same(line["dice"], ref.overlap(truth[i] != 0, predicted[i] != 0, "nan")["dice"], f"row {i}")

    small = np.stack([p[::2, ::2] for p in predicted])
    np.save(folder / "small.npy", small)
    document = figures(folder / "small.npy", "--resize", "nearest")[1]
    for i, line in enumerate(document):
        big = np.kron(small[i], np.ones((2, 2), int)) != 0
        same(line["dice"], ref.overlap(truth[i] != 0, big, "nan")["dice"], f"resized row {i}")

    wrong = predicted.astype(float)
    wrong[3, 5, 7] = 2
    np.save(folder / "two.npy", wrong.astype(np.int16))
    wrong[3, 5, 7] = float("nan")
    np.save(folder / "nan.npy", wrong)
    np.save(folder / "five.npy", predicted[:5])
    (folder / "partly").mkdir()
    (folder / "more").mkdir()
    for i, p in enumerate(predicted):
        picture = Image.fromarray((p * 255).astype(np.uint8))
        picture.save(folder / f"more/set_{i:05}.png")
        if i != 4:
            picture.save(folder / f"partly/set_{i:05}.png")
    Image.fromarray(np.zeros((4, 4), np.uint8)).save(folder / "more/other_00000.png")
    for arguments, code, words in (
        (["two.npy"], 3, ["row 5, column 7", "found 2"]),
        (["nan.npy"], 3, ["row 5, column 7", "NaN"]),
        (["nan.npy", "--probability", "0.5"], 3, ["NaN", "probability"]),
        (["five.npy"], 3, ["is 5", "expected 6"]),
        (["small.npy"], 3, ["20 x 24", "--resize nearest"]),
        (["partly"], 3, ["set:4", "--missing empty"]),
        (["more"], 3, ["other_00000.png"]),
        (["gone.npy"], 2, ["gone.npy"]),
        (["set.pkl"], 2, ["mask, hu_array_old", "--prediction-column"]),
        (["rows.npy", "--fail-under", "dice=0.999"], 1, ["dice is"]),
        (["rows.npy", "--fail-under", "hd95=3"], 2, ["hd95"]),
    ):
        path = folder / arguments[0] if (folder / arguments[0]).exists() else stack / arguments[0]
        done = run(folder / "set.pkl", "-p", path, *arguments[1:], "--group", "none", "-q", ok=(code,))
        lines = [line for line in done.stderr.splitlines() if line]
        if len(lines) != 1 or not all(word in lines[0] for word in words):
            raise SystemExit(f"{arguments}: {done.stderr}")
    assert json.loads(run(folder / "set.pkl", "-p", folder / "partly", "--missing", "empty", "--json", "--group", "none", "-q").stdout)[
        "predictions"
    ]["partly"]["overall"]["cases"]["truth_only"] == 1


def check_converted(folder):
    """Predictions made on smaller and cut slices are put back by the output's manifest."""
    random = np.random.default_rng(8)
    frame = pd.read_pickle(folder / "set.pkl")
    for n, options in enumerate((["--size", "32"], ["--lesion-crop", "24"], ["--lesion-crop", "60", "--size", "30"])):
        output = folder / f"converted{n}"
        command = [TOOL, "convert", folder / "set.pkl", "--to", "png", "-o", output, *options, "-q"]
        subprocess.run([str(word) for word in command], check=True, capture_output=True)
        rows = json.loads((output / "manifest.json").read_text())["rows"]
        predicted = [random.random(row["size"]) < 0.3 for row in rows]
        np.save(folder / f"small{n}.npy", np.stack(predicted))
        (folder / f"pictures{n}").mkdir()
        for row, p in zip(rows, predicted):
            Image.fromarray((p * 255).astype(np.uint8)).save(folder / f"pictures{n}/{row['row'].replace(':', '_0000')}.png")
        for path in (folder / f"small{n}.npy", folder / f"pictures{n}"):
            done = run(folder / "set.pkl", "-p", path, "--converted", output, "--json", "--group", "none", "-q")
            for line, row, p, truth in zip(json.loads(done.stdout)["per_row"], rows, predicted, frame["mask"]):
                crop, back = row["crop"], np.zeros(truth.shape, bool)
                for r in range(truth.shape[0]):
                    for c in range(truth.shape[1]):
                        y, x = r - crop["top"], c - crop["left"]
                        if 0 <= y < crop["height"] and 0 <= x < crop["width"]:
                            back[r, c] = p[int((y + 0.5) * p.shape[0] / crop["height"]), int((x + 0.5) * p.shape[1] / crop["width"])]
                same(line["dice"], ref.overlap(truth != 0, back, "nan")["dice"], f"{options} {line['row']}")
                assert line["predicted_px"] == back.sum(), (options, line)


def check_suspects(folder):
    """Of 300 rows with 20 planted wrong masks at least 18 are among the first 25; the rest of the page of suspects is a table."""
    random, count, shape = np.random.default_rng(25), 300, (96, 96)
    real = []
    while len(real) < count:
        mask = blobs(random, shape, random.integers(1, 3))
        if mask.sum() >= 30:
            real.append(mask)
    truth = list(real)
    planted = random.choice(count, 20, replace=False)
    for n, row in enumerate(planted):
        small = real[row]
        while small.sum() > real[row].sum() / 3:
            small = ref.ndimage.binary_erosion(small) if ref.ndimage.binary_erosion(small).any() else np.zeros(shape, bool)
        wrong = (np.roll(real[row], (14, -11), (0, 1)), small, real[(row + 150) % count], np.zeros(shape, bool))
        truth[row] = wrong[n % 4]
    for name in ("one", "two"):
        seen = [np.roll(mask, tuple(random.integers(-1, 2, 2)), (0, 1)) for mask in real]
        np.save(folder / f"{name}.npy", np.stack([np.clip(ref.ndimage.gaussian_filter(mask.astype(float), 1), 0, 1) for mask in seen]))
    np.save(folder / "planted.npy", np.stack(truth).astype(np.uint8))
    arguments = [folder / "planted.npy", "-p", folder / "one.npy", "-p", folder / "two.npy", "--probability", 0.5, "--group", "none", "--suspects", "-q"]
    first = [line.split(",")[0] for line in run(*arguments, "--format", "csv").stdout.splitlines()[1:26]]
    hits = len({f"planted:{row}" for row in planted} & set(first))
    assert hits >= 18, f"{hits} of 20 planted masks are among the first 25"
    lines = run(*arguments, "--format", "markdown").stdout.splitlines()
    listed = lines[next(i for i, line in enumerate(lines) if line.startswith("| row |")) + 2:]
    assert [line.split(" | ")[0].strip("| ") for line in listed] == first, lines
    print(f"{hits} of 20 planted masks are among the first 25")


def check_plain(folder):
    """Ends of intervals are columns of their own, in full; where scans cannot be inferred the way out is named."""
    arguments = [folder / "truth.pkl", "-p", f"a={folder / 'a.pkl'}", "--group", folder / "groups.csv", "-q"]
    overall = json.loads(run(*arguments, "--json").stdout)["predictions"]["a"]["overall"]["dice"]
    lines = [line.split("\t") for line in run(*arguments, "--plain").stdout.splitlines()]
    head = next(line for line in lines if "dice_low" in line)
    line = dict(zip(head, next(line for line in lines if line[0] == "all")))
    assert [float(line[name]) for name in ("dice", "dice_low", "dice_high")] == [overall[name] for name in ("mean", "low", "high")], line
    done = run(folder / "planted.npy", "-p", folder / "planted.npy", "-q", ok=(3,))
    assert "--group none" in done.stderr, done.stderr


def check_shards(folder):
    arguments = [folder / "truth.pkl", "-p", f"b={folder / 'b.pkl'}", "--probability", "0.5", "--group", folder / "groups.csv", "-q", "--json"]
    whole = run(*arguments).stdout
    for shard in range(3):
        run(*arguments, "--shard", f"{shard}/3", "-o", folder / "part")
    merged = subprocess.run([TOOL, "merge", *sorted(map(str, folder.glob("part.shard-*")))], capture_output=True, text=True, check=True).stdout
    assert merged == whole, "shards merge to another document"


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_figures(folder, int(sys.argv[1]) if len(sys.argv) > 1 else 500)
        check_inputs(folder)
        check_converted(folder)
        check_suspects(folder)
        check_plain(folder)
        check_shards(folder)
    print(f"{compared} figures compared, 0 differ")


if __name__ == "__main__":
    main()

"""Figures of predicted masks in numpy and scipy, written from their definitions: nothing is shared with the tool."""
import math

import numpy as np
from scipy import ndimage

EIGHT = np.ones((3, 3), int)
FOUR = ndimage.generate_binary_structure(2, 1)
POLICIES = ("nan", "one", "zero", "skip_empty_truth")


def overlap(truth, predicted, policy):
    """nnU-Net's formulas with its NaN, and what the other policies put in its place."""
    t, p, i = int(truth.sum()), int(predicted.sum()), int((truth & predicted).sum())
    u = t + p - i
    nan = float("nan")
    if policy == "skip_empty_truth" and t == 0:
        return dict.fromkeys(("dice", "iou", "precision", "recall"), nan)
    if t + p == 0:
        value = {"nan": nan, "one": 1.0, "zero": 0.0, "skip_empty_truth": nan}[policy]
        return dict.fromkeys(("dice", "iou", "precision", "recall"), value)
    empty = nan if policy == "nan" else 0.0
    return {"dice": 2 * i / (t + p), "iou": i / u, "precision": i / p if p else empty, "recall": i / t if t else empty}


def authors(truth, predicted):
    t, p, i = truth.sum(), predicted.sum(), (truth & predicted).sum()
    u = (truth | predicted).sum()
    e = 1e-8
    return {"dice": 2 * i / (t + p + e), "iou": (i + e) / (u + e), "precision": (i + e) / (p + e), "recall": (i + e) / (t + e)}


def directed(truth, predicted, spacing):
    """medpy's surface distances: from each border pixel of the first to the nearest border pixel of the second."""
    border = truth & ~ndimage.binary_erosion(truth, FOUR)
    other = predicted & ~ndimage.binary_erosion(predicted, FOUR)
    return ndimage.distance_transform_edt(~other, sampling=spacing)[border]


def distances(truth, predicted, spacing=(1, 1), pooled=False):
    there, back = directed(truth, predicted, spacing), directed(predicted, truth, spacing)
    both = np.concatenate([there, back])
    hd95 = np.percentile(both, 95) if pooled else max(np.percentile(there, 95), np.percentile(back, 95))
    return {"hd": both.max(), "hd95": hd95, "assd": both.mean()}


def surface_dice(truth, predicted, tolerance, spacing=(1, 1)):
    """surface-distance in two dimensions: contours between pixels by their codes, each with its length."""
    rows, columns = spacing
    diagonal = 0.5 * math.hypot(rows, columns)
    length = np.zeros(16)
    for code, of in (
        ("0001", diagonal), ("0010", diagonal), ("0011", columns), ("0100", diagonal), ("0101", rows), ("0110", 2 * diagonal),
        ("0111", diagonal), ("1000", diagonal), ("1001", 2 * diagonal), ("1010", rows), ("1011", diagonal), ("1100", columns),
        ("1101", diagonal), ("1110", diagonal),
    ):
        length[int(code, 2)] = of
    kernel = np.array([[8, 4], [2, 1]])
    codes = [ndimage.correlate(np.pad(mask, ((0, 1), (0, 1))).astype(np.uint8), kernel, mode="constant", cval=0) for mask in (truth, predicted)]
    borders = [(code != 0) & (code != 15) for code in codes]
    found = [ndimage.distance_transform_edt(~border, sampling=spacing) for border in borders]
    near = sum(length[codes[a][borders[a]]][found[1 - a][borders[a]] <= tolerance].sum() for a in (0, 1))
    return near / sum(length[codes[a][borders[a]]].sum() for a in (0, 1))


def lesions(truth, predicted, minimum=0.1, centre=False, wanted=None):
    """-> (truth labels, predicted labels, matched pairs with IoU); wanted: labels of predicted lesions that count"""
    a, n = ndimage.label(truth, EIGHT)
    b, m = ndimage.label(predicted, EIGHT)
    pairs = []
    for i in range(1, n + 1):
        rows, columns = np.nonzero(a == i)
        middle = b[math.floor(rows.mean() + 0.5), math.floor(columns.mean() + 0.5)]
        for j in range(1, m + 1):
            both = ((a == i) & (b == j)).sum()
            iou = both / ((a == i) | (b == j)).sum()
            if both and (middle == j if centre else iou >= minimum) and (wanted is None or j in wanted):
                pairs.append((-iou, i, j))
    taken_a, taken_b, matched = set(), set(), []
    for iou, i, j in sorted(pairs):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i), taken_b.add(j), matched.append((i, j, -iou))
    return a, b, matched


def froc(rows, at=(0.125, 0.25, 0.5, 1, 2, 4, 8)):
    """rows: (truth, probability, threshold); the highest sensitivity of a threshold of scores with at most x false lesions a row"""
    labelled = []
    for truth, probability, threshold in rows:
        b, m = ndimage.label(probability >= threshold, EIGHT)
        labelled.append([probability[b == j].max() for j in range(1, m + 1)])
    total = sum(ndimage.label(truth, EIGHT)[1] for truth, _, _ in rows)
    points = []
    for score in sorted({s for scores in labelled for s in scores}, reverse=True):
        found = unmatched = 0
        for (truth, probability, threshold), scores in zip(rows, labelled):
            wanted = {j + 1 for j, s in enumerate(scores) if s >= score}
            matched = lesions(truth, probability >= threshold, wanted=wanted)[2]
            found += len(matched)
            unmatched += len(wanted) - len(matched)
        points.append((unmatched / len(rows), found / total))
    return [max([s for f, s in points if f <= x], default=0.0) for x in at]


def suspicion(truth, predictions, probabilities):
    def dice(a, b):
        return [2 * (a & b).sum() / (a.sum() + b.sum())] if a.any() or b.any() else []

    parts = []
    among = [d for n, a in enumerate(predictions) for b in predictions[n + 1:] for d in dice(a, b)]
    with_truth = [d for p in predictions for d in dice(truth, p)]
    if among and with_truth:
        parts.append(min(1, max(0, np.mean(among) - np.mean(with_truth))))
    scores = []
    for p, probability in zip(predictions, probabilities):
        if probability is not None and (truth | p).any():
            near = ndimage.distance_transform_edt(~(truth | p)) <= 16
            s = np.where(truth, probability, 1 - probability)[near]
            w = np.exp((1 - s) / 0.1)
            scores.append(1 - (s * w).sum() / w.sum())
    if scores:
        parts.append(np.mean(scores))
    return np.mean(parts) if parts else None

"""The published lung mask in Python: skimage for contours, scipy for hulls, PIL for the fill. Slow; here to compare with.

Where the folder named by LUNGSEG_SHARED holds an independent oracle, that one is used instead."""
import os
import sys

import numpy as np
from PIL import Image, ImageDraw
from scipy.spatial import ConvexHull, QhullError
from skimage.measure import find_contours

MINIMUM_AREA = 2000.0


def own_reference(hu):
    """-> (mask or None, outcome, hull areas of all closed contours)"""
    clipped = np.clip(hu, -1000, -300)
    contours = find_contours(np.where(clipped == -300, 0.0, 1.0), 0.95)
    closed, failed = [], False
    for contour in contours:
        try:
            area = ConvexHull(contour).volume
        except QhullError:
            failed = True
            continue
        if np.linalg.norm(contour[0] - contour[-1]) < 1:
            closed.append((area, contour))
    areas = [area for area, _ in closed]
    kept = [(area, contour) for area, contour in closed if area > MINIMUM_AREA]
    if failed:
        return None, "qhull_error", areas
    if len(kept) < 2:
        return None, "too_few", areas
    outcome = "ok_two_kept"
    if len(kept) > 2:
        if len({area for area, _ in kept}) < len(kept):
            return None, "tie", areas
        kept.sort(key=lambda pair: pair[0])
        kept.pop()
        outcome = "ok"
    layers = np.zeros(hu.shape[::-1], np.uint8)
    for _, contour in kept:
        canvas = Image.new("L", hu.shape, 0)
        ImageDraw.Draw(canvas).polygon([tuple(point) for point in contour], fill=1, outline=0)
        layers = layers + np.asarray(canvas)
    return np.minimum(layers, 1).T, outcome, areas


def outside_reference(hu):
    trace = {}
    mask = reference_threshold.reference_lung_mask(hu, trace)
    return mask, trace["outcome"], [row["area"] for row in trace["detail"] if row["closed"] and row["area"] is not None]


reference = own_reference
if os.environ.get("LUNGSEG_SHARED"):
    sys.path.insert(0, os.path.join(os.environ["LUNGSEG_SHARED"], "oracle"))
    import reference_threshold

    reference = outside_reference


def exact_cases(areas):
    """-> (whether two kept areas are equal, whether one is 2000): areas are multiples of 1/800 px^2, so closer than that is equal"""
    kept = sorted(area for area in areas if area > MINIMUM_AREA - 1e-6)
    tie = any(b - a < 1e-6 for a, b in zip(kept, kept[1:]))
    return tie, any(abs(area - MINIMUM_AREA) < 1e-6 for area in kept)

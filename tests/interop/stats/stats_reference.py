"""The figures of `lungseg stats` worked out with numpy and scipy, vectorised: what they are compared with, and what they are timed against.

Lungs are given, or None: the method that finds them is not part of what is compared here."""
import numpy as np
from scipy import ndimage

EDGES = np.arange(-1024, 3073, 32)
PERCENTS = (1, 5, 50, 95, 99)
RING_RADIUS = 5
_y, _x = np.ogrid[-RING_RADIUS:RING_RADIUS + 1, -RING_RADIUS:RING_RADIUS + 1]
DISK = _y * _y + _x * _x <= RING_RADIUS * RING_RADIUS
EIGHT = np.ones((3, 3))


def padding_of(hu):
    """Areas of the least finite value, if <= -1000, that hold a corner and at least 64 px."""
    finite = hu[np.isfinite(hu)]
    none = np.zeros(hu.shape, bool)
    if finite.size == 0 or finite.min() > -1000:
        return none
    equal = hu == finite.min()
    corners = [(0, 0), (0, -1), (-1, 0), (-1, -1)]
    if not any(equal[c] for c in corners):
        return none
    labels, _ = ndimage.label(equal)
    sizes = np.bincount(labels.ravel())
    chosen = {labels[c] for c in corners if labels[c] and sizes[labels[c]] >= 64}
    return np.isin(labels, list(chosen)) if chosen else none


def moments(values):
    """-> (n, sum, sum of squares or None, squared deviations or None): exact where the values are whole and within 16 bits"""
    whole = np.all((np.floor(values) == values) & (values >= -32768) & (values <= 65535))
    if whole:
        v = values.astype(np.int64)
        return len(v), int(v.sum()), int((v * v).sum()), None
    return len(values), values.sum(), None, ((values - values.mean()) ** 2).sum()


def hu_figures(image, old, hu, padding, leave_dropped):
    counts = ~padding
    row = {"hu_padding_px": int(padding.sum()), "hu_padding_share": padding.sum() / image.size, "hu_dropped_px": None}
    if leave_dropped:
        dropped = (hu == 0) & (old != 0 if old is not None else True) & counts
        row["hu_dropped_px"] = int(dropped.sum())
        counts = counts & ~dropped
    finite = np.isfinite(image)
    row["hu_non_finite_px"] = int((counts & ~finite).sum())
    v = image[counts & finite]
    n, total, squares, deviations = moments(v) if v.size else (0, 0, 0, None)
    row.update(hu_px=n, hu_sum=total, hu_sum_squares=squares, hu_squared_deviations=deviations,
               hu_air_px=int((v < -900).sum()), hu_lung_px=int(((v >= -900) & (v < -300)).sum()),
               hu_soft_px=int(((v >= -300) & (v < 200)).sum()), hu_bone_px=int((v >= 200).sum()))
    some = v.size > 0
    row.update(hu_min=v.min() if some else None, hu_max=v.max() if some else None,
               hu_mean=v.mean() if some else None, hu_std=v.std() if some else None)
    percentiles = np.percentile(v, PERCENTS) if some and squares is not None else [None] * 5
    row.update(zip(("hu_p01", "hu_p05", "hu_p50", "hu_p95", "hu_p99"), percentiles))
    return row, v


def lesion_figures(lesion, image, old, hu, padding, leave_dropped):
    row = dict.fromkeys(("lesion_diameter_px", "lesion_top", "lesion_left", "lesion_bottom", "lesion_right", "lesion_row", "lesion_col",
                         "lesion_hu_px", "lesion_hu_min", "lesion_hu_max", "lesion_hu_mean", "lesion_hu_std", "lesion_hu_sum", "lesion_hu_sum_squares",
                         "lesion_hu_squared_deviations", "ring_px", "ring_hu_mean", "lesion_contrast", "lesion_kept", "lung_share"))
    both = old is not None and hu is not None
    dropped = (hu == 0) & (old != 0) if both else hu == 0 if hu is not None else np.zeros(lesion.shape, bool)
    if both:
        row["lung_share"] = 1 - dropped.sum() / dropped.size
    px = row["lesion_px"] = int(lesion.sum())
    if px == 0:
        return row
    row["lesion_diameter_px"] = 2 * np.sqrt(px / np.pi)
    (rows, cols), = ndimage.find_objects(lesion.astype(np.int8))
    row.update(lesion_top=rows.start, lesion_left=cols.start, lesion_bottom=rows.stop, lesion_right=cols.stop)
    row["lesion_row"], row["lesion_col"] = (np.mean(axis) for axis in np.nonzero(lesion))
    if both:
        row["lesion_kept"] = 1 - (dropped & lesion).sum() / px
    if image is None:
        return row
    counts = np.isfinite(image) & ~padding
    inside = image[lesion & counts & ~dropped] if leave_dropped else image[lesion & counts]
    around = (slice(max(rows.start - RING_RADIUS, 0), rows.stop + RING_RADIUS), slice(max(cols.start - RING_RADIUS, 0), cols.stop + RING_RADIUS))
    ring = ndimage.binary_dilation(lesion[around], DISK) & ~lesion[around] & ~dropped[around] & counts[around]
    n, total, squares, deviations = moments(inside) if inside.size else (0, 0, 0, None)
    row.update(lesion_hu_px=n, lesion_hu_sum=total, lesion_hu_sum_squares=squares, lesion_hu_squared_deviations=deviations, ring_px=int(ring.sum()))
    if inside.size:
        row.update(lesion_hu_min=inside.min(), lesion_hu_max=inside.max(), lesion_hu_mean=inside.mean(), lesion_hu_std=inside.std())
    if ring.any():
        row["ring_hu_mean"] = image[around][ring].mean()
        if inside.size:
            row["lesion_contrast"] = inside.mean() - image[around][ring].mean()
    return row


def component_figures(lesion):
    labels, count = ndimage.label(lesion, EIGHT)
    holes = ndimage.binary_fill_holes(lesion) & ~lesion
    return {"lesion_components": count, "lesion_largest_px": int(np.bincount(labels.ravel())[1:].max(initial=0)),
            "lesion_holes": ndimage.label(holes)[1], "lesion_hole_px": int(holes.sum())}


def position_figures(lesion, lungs):
    """lungs: 0 outside, 1 in the lung on the image's left, 2 in the other"""
    row = {"lungs": len(np.unique(lungs[lungs > 0])), "lesion_side": None, "lesion_in_lung": None, "pleura_min_px": None, "pleura_max_px": None}
    px = lesion.sum()
    if px == 0:
        return row
    in_left, in_right = (int((lungs[lesion] == side).sum()) for side in (1, 2))
    row["lesion_in_lung"] = (in_left + in_right) / px
    if in_left + in_right == 0:
        return row
    side = 1 if in_left >= in_right else 2
    row["lesion_side"] = ("image_left", "image_right")[side - 1]
    if not (lungs == side).all():
        depth = ndimage.distance_transform_edt(lungs == side)[lesion]
        row.update(pleura_min_px=depth.min(), pleura_max_px=depth.max())
    return row


def lung_figures(lungs, image, old, hu, padding, leave_dropped):
    """HU of the pixels of the lungs; null without a lung"""
    keys = ("lung_hu_px", "lung_hu_mean", "lung_hu_std", "lung_hu_sum", "lung_hu_sum_squares", "lung_hu_squared_deviations")
    if image is None or not lungs.any():
        return dict.fromkeys(keys)
    counts = np.isfinite(image) & ~padding & (lungs > 0)
    if leave_dropped:
        counts &= ~((hu == 0) & (old != 0))
    v = image[counts]
    n, total, squares, deviations = moments(v) if v.size else (0, 0, 0, None)
    return dict(zip(keys, (n, v.mean() if v.size else None, v.std() if v.size else None, total, squares, deviations)))


def body_is_kept(old, kept):
    """half or more of the largest 4-connected component of -300 HU and more"""
    labels, count = ndimage.label(old >= -300)
    if count == 0:
        return False
    body = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
    return (kept & body).sum() >= 0.5 * body.sum()


def stored_area(old, hu, lungs):
    if old.tobytes() == hu.tobytes():
        return "raw"
    kept = ~((hu == 0) & (old != 0))
    if body_is_kept(old, kept):
        return "body_kept"
    if (old[hu != 0] >= -300).sum() > 0.5 * (hu != 0).sum():
        return "not_lung"
    sizes = [(lungs == side).sum() for side in (1, 2)]
    shares = [(kept & (lungs == side)).sum() / size for side, size in zip((1, 2), sizes) if size]
    return "lung_lost" if shares and min(shares) < 0.5 else "ok"


def row_figures(old, hu, mask, lungs, image="hu_array_old", outcome=None, families=("hu", "lesion", "components", "position", "threshold")):
    """-> (figures by name, HU values that count)"""
    old, hu = (None if a is None else np.ascontiguousarray(a, np.float64) for a in (old, hu))
    leave_dropped = image == "hu_array"
    measured = hu if leave_dropped else old
    row, values = {}, np.zeros(0)
    padding = padding_of(old if old is not None else measured) if measured is not None else None
    if "hu" in families and measured is not None:
        row, values = hu_figures(measured, old, hu, padding, leave_dropped)
    if mask is not None:
        lesion = mask != 0
        if "lesion" in families:
            row.update(lesion_figures(lesion, measured, old, hu, padding, leave_dropped))
        if "components" in families:
            row.update(component_figures(lesion))
        if "position" in families and lungs is not None:
            row.update(position_figures(lesion, lungs))
    if "position" in families and lungs is not None:
        row.update(lung_figures(lungs, measured, old, hu, padding, leave_dropped))
    if "threshold" in families and old is not None:
        row["outcome"] = outcome(old) if outcome else None
        row["stored"] = stored_area(old, hu, lungs) if hu is not None and lungs is not None else None
    return row, values


def mean(values):
    present = [v for v in values if v is not None]
    return np.mean(present) if present else None


def group_figures(rows, values):
    """Totals as the JSON has them, of rows and their HU values."""
    v = np.concatenate(values) if values else np.zeros(0)
    measured = [r for r in rows if r.get("hu_px") is not None]
    whole = all(r["hu_sum_squares"] is not None for r in measured)
    every = sum(r["hu_px"] + r["hu_padding_px"] + r["hu_non_finite_px"] + (r["hu_dropped_px"] or 0) for r in measured)
    percentiles = np.percentile(v, PERCENTS) if v.size and whole else [None] * 5
    share = lambda name: sum(r[name] for r in measured) / v.size if v.size else None
    some = v.size > 0
    hu = dict(rows=len(measured), pixels=v.size, min=v.min() if some else None, max=v.max() if some else None, mean=v.mean() if some else None,
              std=v.std() if some else None, percentiles_exact=whole, padding_share=sum(r["hu_padding_px"] for r in measured) / every if every else None,
              non_finite_pixels=sum(r["hu_non_finite_px"] for r in measured), air_share=share("hu_air_px"), lung_share=share("hu_lung_px"),
              soft_share=share("hu_soft_px"), bone_share=share("hu_bone_px"), **dict(zip(("p01", "p05", "p50", "p95", "p99"), percentiles)))
    with_lesion = [r for r in rows if r.get("lesion_px")]
    px = [r["lesion_px"] for r in with_lesion]
    kept = [r["lesion_kept"] for r in rows if r.get("lesion_kept") is not None]
    lesion = dict(rows_with=len(px), rows_empty=sum(r.get("lesion_px") == 0 for r in rows), rows_near_empty=sum(p < 10 for p in px),
                  pixels=dict(min=min(px), median=np.median(px), mean=np.mean(px), max=max(px)) if px else dict.fromkeys(("min", "median", "mean", "max")),
                  components_mean=mean([r.get("lesion_components") for r in with_lesion]),
                  contrast_mean=mean([r.get("lesion_contrast") for r in with_lesion]), pleura_min_mean=mean([r.get("pleura_min_px") for r in with_lesion]))
    counts, _ = np.histogram(v[(v >= EDGES[0]) & (v < EDGES[-1])], EDGES)
    return dict(rows=len(rows), hu=hu, lesion=lesion, lung_share_mean=mean([r.get("lung_share") for r in rows]),
                lesion_kept=dict(mean=mean(kept), rows_below_1=sum(k < 1 for k in kept), rows_0=sum(k == 0 for k in kept)),
                hu_histogram=dict(edges=EDGES.tolist(), counts=counts.tolist(), below=int((v < EDGES[0]).sum()), above=int((v >= EDGES[-1]).sum())))

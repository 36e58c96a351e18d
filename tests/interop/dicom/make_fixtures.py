#!/usr/bin/env python3
"""Writes the DICOM fixtures of the .NET tests, and what pydicom reads from them. usage: make_fixtures.py tests/LungSeg.Core.Tests/Fixtures/Dicom"""
import hashlib
import json
import os
import sys
import warnings

import numpy as np
import pydicom
from skimage.draw import polygon

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import synthetic  # noqa: E402
from check_dicom import hu_frames, placed_frames, read  # noqa: E402
from outlines import consensus  # noqa: E402

SHAPE = (12, 14)
# Of the files in lossless JPEG: each predictor on all 16 bits, fewer bits, and frames in fragments.
JPEG = ("_i16", "jpeg1_u8", "jpeg6_u10", "jpeg7_i12", "frames", "table", "bare")
SOLID = [(2, 2), (3, 2), (4, 2), (5, 2), (6, 2), (7, 2), (8, 2), (8, 3), (8, 4), (8, 5), (8, 6), (8, 7), (7, 8), (6, 8), (5, 8), (4, 8), (3, 8), (2, 7), (2, 6), (2, 5), (2, 4), (2, 3)]
SHIFTED = [(x + 1, y + 1) for x, y in SOLID]
HOLE = [(4, 4), (5, 4), (6, 4), (6, 5), (6, 6), (5, 6), (4, 6), (4, 5)]


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def write(folder, name, data):
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)


def write_series(folder):
    """Three slices whose names go against their positions, with outlines, a segmentation, and files that are no slices."""
    os.makedirs(folder, exist_ok=True)
    positions = {"c.dcm": (1, -2.5), "a.dcm": (2, 2.5), "b.dcm": (3, 0.0)}
    slices = {name: synthetic.ct(number, z, shape=SHAPE) for name, (number, z) in positions.items()}
    for name, d in slices.items():
        write(folder, name, synthetic.as_bytes(d))
    localizer = synthetic.ct(9, 100, shape=SHAPE)
    localizer.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]
    write(folder, "localizer.dcm", synthetic.as_bytes(localizer))
    write(folder, "report.dcm", synthetic.as_bytes(synthetic.dataset(synthetic.BASIC_TEXT_SR, "2.25.400")))
    write(folder, "notes.txt", b"nothing to read here\n")
    first, second = "2.25.2001", "2.25.2003"
    xml = synthetic.lidc(synthetic.SERIES, [
        [[(first, True, SOLID), (first, False, HOLE)], [(first, True, [(12, 1)])]],
        [[(first, True, SHIFTED), (second, True, SOLID)]],
        [[(first, True, SOLID), ("2.25.9999", True, SOLID)]],
        []])
    write(folder, "reading.xml", xml)
    drawn = np.zeros((2, *SHAPE), bool)
    drawn[0, 9:11, 3:6], drawn[1, 0, 13] = True, True
    write(folder, "segmentation.dcm", synthetic.as_bytes(synthetic.segmentation(drawn, sources=["2.25.2002", "2.25.2002"], segments=[1, 2])))
    for name, segments in (("one_segment", [1, 1]), ("two_segments", [1, 2])):
        write(os.path.dirname(folder), f"one_image_{name}.dcm", synthetic.as_bytes(synthetic.segmentation(drawn, segments=segments, images=["2.25.2002"])))
    rows = []
    for name in ("c.dcm", "b.dcm", "a.dcm"):
        sop = str(slices[name].SOPInstanceUID)
        masks = {f"{readers} {kind}": consensus(xml, sop, SHAPE, readers, kind == "inclusive") for readers in (1, 2, 3) for kind in ("exclusive", "inclusive")}
        if name == "a.dcm":
            masks = {key: mask | drawn.any(0) for key, mask in masks.items()}
        rows.append({"file": name, "sop_uid": sop, "hu": sha256(next(hu_frames(slices[name]))),
                     "masks": {key: {"sha256": sha256(mask.astype(np.int8)), "pixels": int(mask.sum())} for key, mask in masks.items()}})
    return rows


def write_structures(folder):
    """Three slices with a structure set: a ring, a part, a point, a contour on no slice; and the pixels that skimage fills."""
    os.makedirs(folder, exist_ok=True)
    for number, z in ((1, -2.5), (2, 0.0), (3, 2.5)):
        write(folder, f"{number}.dcm", synthetic.as_bytes(synthetic.ct(number, z, shape=SHAPE)))
    outer, inner, part = [(1.3, 2.2), (9.6, 2.7), (8.9, 9.4), (1.8, 10.1)], [(4.2, 4.4), (6.7, 4.9), (6.1, 7.3)], [(9.3, 10.2), (11.4, 10.6), (10.2, 13.4)]
    contours = [("CLOSED_PLANAR", -2.5, outer), ("CLOSED_PLANAR", -2.5, inner), ("CLOSED_PLANAR", 3.0, part), ("POINT", 0.0, [(3, 3)]), ("CLOSED_PLANAR", 40.0, part)]
    write(folder, "structures.dcm", synthetic.as_bytes(synthetic.structure_set([("GTV-1", contours)])))
    lung = ("Lung", [("CLOSED_PLANAR", 0.0, outer)])
    write(os.path.dirname(folder), "two_rois.dcm", synthetic.as_bytes(synthetic.structure_set([("GTV-1", contours), lung])))
    filled = []
    for drawn in ((outer, inner), (), (part,), (outer,)):
        mask = np.zeros(SHAPE, np.int8)
        for points in drawn:
            inside = np.zeros(SHAPE, np.int8)
            inside[polygon(*np.array(points).T, shape=SHAPE)] = 1
            mask ^= inside
        filled.append({"sha256": sha256(mask), "pixels": int(mask.sum())})
    return {"GTV-1": filled[:3], "Lung": [filled[1], filled[3], filled[1]]}


def write_label_map(folder):
    """Three slices with a label map that leaves out the frame of the second; 9 is padding."""
    os.makedirs(folder, exist_ok=True)
    for number, z in ((1, -2.5), (2, 0.0), (3, 2.5)):
        write(folder, f"{number}.dcm", synthetic.as_bytes(synthetic.ct(number, z, shape=SHAPE)))
    pixels = np.zeros((2, *SHAPE), int)
    pixels[0, 2:5, 3:9], pixels[1, 6, 1:4], pixels[:, :, 13] = 2, 2, 9
    write(folder, "labels.dcm", synthetic.as_bytes(synthetic.label_map(pixels, [2.5, -2.5], {0: "Background", 2: "Tumor"})))
    return [sha256((mask == 2).astype(np.int8)) for mask in (pixels[1], np.zeros(SHAPE), pixels[0])]


def main():
    warnings.simplefilter("ignore")
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    files = {}
    variants = (synthetic.variants, synthetic.multiframe_variants, synthetic.lossless_variants, synthetic.lossless_multiframe_variants)
    for name, data in (found for make in variants for found in make() if not found[0].startswith("jpeg") or found[0].endswith(JPEG)):
        write(folder, f"{name}.dcm", data)
        d = read(os.path.join(folder, f"{name}.dcm"))
        files[f"{name}.dcm"] = {"shape": [d.Rows, d.Columns], "hu": [sha256(hu) for hu in placed_frames(d)]}
    expected = {"pydicom": pydicom.__version__, "numpy": np.__version__, "files": files, "series": write_series(os.path.join(folder, "series")),
                "structures": write_structures(os.path.join(folder, "structures")), "label_map": write_label_map(os.path.join(folder, "label_map"))}
    write(folder, "expected.json", (json.dumps(expected, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""DICOM, LIDC outlines and segmentations against real pydicom: synthetic files in every encoding and, where LUNGSEG_SHARED points at the
project's outside data, real ones."""
import glob
import json
import os
import sys
import tempfile

import numpy as np
import pydicom
from PIL import Image
from pydicom.encaps import encapsulate, generate_pixel_data_frame

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import synthetic  # noqa: E402
from lungseg_peer import RUNNER, SHARED, Check, digest, inspect, run  # noqa: E402
from outlines import consensus  # noqa: E402

check = Check("dicom")


def rows_of(path, readers=2, inclusive=False):
    return [json.loads(line) for line in run("array-digests", "--annotations", readers, "inclusive" if inclusive else "exclusive", path, tool=RUNNER)[0].splitlines()]


def read(path):
    """What pydicom reads; a bare file does not say its encoding, so its name does."""
    d = pydicom.dcmread(path, force=True)
    if not hasattr(d.file_meta, "TransferSyntaxUID"):
        d.file_meta.TransferSyntaxUID = {"e": synthetic.ExplicitVRLittleEndian, "i": synthetic.ImplicitVRLittleEndian, "b": synthetic.ExplicitVRBigEndian}[os.path.basename(path)[0]]
    if "fragments" in os.path.basename(path):
        # gdcm takes each fragment for a frame: it is given those that pydicom joins.
        d.PixelData = encapsulate(list(generate_pixel_data_frame(d.PixelData, d.NumberOfFrames)))
    return d


def hu_frames(d):
    """HU [row, col] of each frame, as the data set's authors worked them out."""
    values = d.pixel_array.astype(float)
    frames = values if values.ndim == 3 else values[None]
    groups = d.get("PerFrameFunctionalGroupsSequence")
    for i, frame in enumerate(frames):
        where = groups[i].PixelValueTransformationSequence[0] if groups else d
        yield frame * float(where.get("RescaleSlope", 1)) + float(where.get("RescaleIntercept", 0))


def placed_frames(d):
    """HU of each frame in the order of rows: by position, where frames have one."""
    frames, groups = list(hu_frames(d)), d.get("PerFrameFunctionalGroupsSequence")
    return frames if not groups else [frames[i] for i in np.argsort([g.PlanePositionSequence[0].ImagePositionPatient[2] for g in groups])]


def check_encodings(folder):
    """All encodings as slices of one series; those of several frames by themselves."""
    files = []
    for name, data in (*synthetic.variants(), *synthetic.lossless_variants()):
        files.append((name, os.path.join(folder, f"{name}.dcm")))
        open(files[-1][1], "wb").write(data)
    for (name, path), row in zip(files, rows_of(folder), strict=True):
        check.equal(name, row["digests"]["hu_array_old"], digest(next(hu_frames(read(path)))))
    for name, data in (*synthetic.multiframe_variants(), *synthetic.lossless_multiframe_variants()):
        path = os.path.join(folder, f"{name}.dcm")
        open(path, "wb").write(data)
        for i, (hu, row) in enumerate(zip(placed_frames(read(path)), rows_of(path), strict=True)):
            check.equal(f"{name} frame {i}", row["digests"]["hu_array_old"], digest(hu))


def check_order(folder):
    """Slices come by position whatever their files are called, series one after another."""
    for number, z in enumerate((5.0, -2.5, 0.0, 2.5, -5.0), 1):
        synthetic.ct(number, z).save_as(os.path.join(folder, f"{9 - number}.dcm"), write_like_original=False)
    second = synthetic.ct(6, 1)
    second.SeriesInstanceUID = synthetic.EARLIER_SERIES
    second.save_as(os.path.join(folder, "a.dcm"), write_like_original=False)
    expected = [second] + sorted((pydicom.dcmread(os.path.join(folder, f"{9 - n}.dcm")) for n in range(1, 6)), key=lambda d: float(d.ImagePositionPatient[2]))
    for i, (d, row) in enumerate(zip(expected, rows_of(folder), strict=True)):
        check.equal(f"order, row {i}", row["digests"]["hu_array_old"], digest(next(hu_frames(d))))
    columns = {c["name"] for c in inspect(folder)["columns"]}
    check.equal("columns", columns, {"hu_array_old", "patient_id", "series_uid", "sop_uid", "position_mm", "row_spacing_mm", "column_spacing_mm", "thickness_mm", "image_position_mm", "image_orientation", "frame_uid", "study_uid", "file"})


def random_outline(rng, side):
    """A closed path of neighbouring pixels round a point."""
    centre, points = rng.integers(6, side - 6, 2), []
    radii = rng.uniform(1, 6) + np.cumsum(rng.normal(0, .5, 24))
    corners = [(int(centre[0] + r * np.cos(a)), int(centre[1] + r * np.sin(a))) for r, a in zip(radii - (radii[-1] - radii[0]) * np.linspace(0, 1, 24), np.linspace(0, 2 * np.pi, 24, endpoint=False))]
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1]):
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        points += [(max(0, round(x0 + (x1 - x0) * i / steps)), max(0, round(y0 + (y1 - y0) * i / steps))) for i in range(steps)]
    return points


def check_outlines(folder):
    """Random outlines, holes and crossing paths among them, on one series."""
    rng, side, slices = np.random.default_rng(8), 32, 60
    readers = [[] for _ in range(4)]
    for number in range(1, slices + 1):
        sop = f"2.25.200{number}"
        synthetic.ct(number, number, shape=(side, side)).save_as(os.path.join(folder, f"{number}.dcm"), write_like_original=False)
        for nodules in readers:
            nodules += [[(sop, rng.random() < .75, random_outline(rng, side)) for _ in range(rng.integers(1, 4))] for _ in range(rng.integers(0, 3))]
        if number % 4 == 0:
            readers[0].append([(sop, True, [tuple(map(int, p)) for p in rng.integers(0, side + 4, (7, 2))])])
    xml = synthetic.lidc(synthetic.SERIES, readers)
    open(os.path.join(folder, "a.xml"), "wb").write(xml)
    for least in (1, 2, 3):
        for inclusive in (False, True):
            for number, row in enumerate(rows_of(folder, least, inclusive), 1):
                expected = consensus(xml, f"2.25.200{number}", (side, side), least, inclusive)
                check.equal(f"outlines {number}, {least} readers, {'in' if inclusive else 'ex'}clusive", row["digests"]["mask"], digest(expected.astype(np.int8)))


def check_segmentations(folder):
    rng, shape = np.random.default_rng(9), (7, 9)
    for number in range(1, 5):
        synthetic.ct(number, number * 2.5, shape=shape).save_as(os.path.join(folder, f"{number}.dcm"), write_like_original=False)
    masks = rng.random((6, *shape)) < .3
    slices, segments = [3, 1, 1, 4, 3, 1], [1, 1, 2, 1, 2, 3]
    for name, options in (("source", {"sources": [f"2.25.200{n}" for n in slices]}), ("position", {"positions": [[-10.5, -20.25, n * 2.5] for n in slices]})):
        for syntax in (synthetic.ExplicitVRLittleEndian, synthetic.ImplicitVRLittleEndian, synthetic.DeflatedExplicitVRLittleEndian):
            d = synthetic.segmentation(masks, segments=segments, syntax=syntax, **options)
            path = os.path.join(folder, "seg.dcm")
            d.save_as(path, write_like_original=False)
            frames = pydicom.dcmread(path).pixel_array
            for number, row in enumerate(rows_of(folder), 1):
                joined = np.any([f for f, s in zip(frames, slices) if s == number], 0) if number in slices else np.zeros(shape, bool)
                check.equal(f"segmentation by {name}, slice {number}, {syntax.name}", row["digests"]["mask"], digest(joined.astype(np.int8)))


def check_real():
    folder = os.path.join(SHARED, "data", "dicom")
    for case in ("LIDC-IDRI-0001", "LIDC-IDRI-0003", "LIDC-IDRI-0095"):
        slices = sorted((pydicom.dcmread(f) for f in glob.glob(os.path.join(folder, case, "*.dcm"))), key=lambda d: float(d.ImagePositionPatient[2]))
        xml = open(glob.glob(os.path.join(folder, case, "*.xml"))[0], "rb").read()
        marked = 0
        for readers in (1, 2, 3):
            for inclusive in (False, True):
                for d, row in zip(slices, rows_of(os.path.join(folder, case), readers, inclusive), strict=True):
                    mask = consensus(xml, str(d.SOPInstanceUID), (d.Rows, d.Columns), readers, inclusive)
                    marked += mask.any() and (readers, inclusive) == (2, False)
                    check.equal(f"{case} {d.SOPInstanceUID} HU", row["digests"]["hu_array_old"], digest(next(hu_frames(d))))
                    check.equal(f"{case} {d.SOPInstanceUID} mask of {readers}, {'in' if inclusive else 'ex'}clusive", row["digests"]["mask"], digest(mask.astype(np.int8)))
        print(f"{case}: {len(slices)} slices, {marked} with an area that two readers marked")
    drawn = np.array(Image.open(os.path.join(folder, "LIDC-IDRI-0095", "IM140.png"))) > 0
    for inclusive, expected in ((False, .78), (True, .88)):
        # The digest above proves that the tool's mask is this one.
        mask = consensus(xml, str(slices[0].SOPInstanceUID), drawn.shape, 2, inclusive)
        dice = 2 * (mask & drawn).sum() / (mask.sum() + drawn.sum())
        print(f"LIDC-IDRI-0095 against IM140.png, {'in' if inclusive else 'ex'}clusive: Dice {dice:.4f}")
        check.true(f"Dice {'in' if inclusive else 'ex'}clusive", abs(dice - expected) <= .01)


def check_real_encodings():
    folder = os.path.join(SHARED, "data", "dicom", "transfer-syntaxes")
    plain = pydicom.dcmread(os.path.join(folder, "LittleEndianExplicit.dcm"))
    expected = digest(next(hu_frames(plain)))
    for name in ("LittleEndianExplicit", "LittleEndianImplicit", "BigEndianExplicit", "DeflatedExplicitVRLittleEndian", "RLELossless", "JPEGProcess14SV1"):
        check.equal(name, [r["digests"] for r in rows_of(os.path.join(folder, name + ".dcm"))], [{"hu_array_old": expected}])
    for name, words in (("JPEG2000LosslessOnly", ("JPEG 2000", "gdcmconv --raw")), ("JPEGLSLossless", ("JPEG-LS", "dcmdjpls")), ("no-pixel-data", ("Basic Text SR", "Explicit VR Little Endian"))):
        out, err, code = run("inspect", os.path.join(folder, name + ".dcm"), ok=(3,))
        check.true(f"{name} names {words}: {err}", all(word in err for word in words) and out == "" and len(err.strip().splitlines()) == 1)


def check_real_segmentations():
    folder = os.path.join(SHARED, "data", "dicom", "seg")
    image, single = (pydicom.dcmread(os.path.join(folder, name)) for name in ("ct_image.dcm", "seg_image_ct_binary_single_frame.dcm"))
    row, = rows_of(folder)
    check.equal("seg/ct_image HU", row["digests"]["hu_array_old"], digest(next(hu_frames(image))))
    check.equal("seg mask", row["digests"]["mask"], digest(single.pixel_array.astype(np.int8)))
    several = pydicom.dcmread(os.path.join(folder, "seg_image_ct_binary.dcm"))
    positions = [float(g.PlanePositionSequence[0].ImagePositionPatient[2]) for g in several.PerFrameFunctionalGroupsSequence]
    expected = [digest(several.pixel_array[i].astype(np.int8)) for i in np.argsort(positions)]
    check.equal("a segmentation alone", [r["digests"]["mask"] for r in rows_of(os.path.join(folder, "seg_image_ct_binary.dcm"))], expected)


def main():
    for synthetic_check in (check_encodings, check_order, check_outlines, check_segmentations):
        with tempfile.TemporaryDirectory() as folder:
            synthetic_check(folder)
    if SHARED:
        check_real()
        check_real_encodings()
        check_real_segmentations()
    else:
        print("skipped: real slices (LUNGSEG_SHARED is not set)")
    print(f"pydicom {pydicom.__version__}, numpy {np.__version__}")
    check.done()


if __name__ == "__main__":
    main()

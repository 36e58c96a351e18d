#!/usr/bin/env python3
"""What `convert --to dicom` and `--to dicom-seg` write, in its real clients: pydicom value by value, dciodvfy for the rules of the standard, dcm2niix
for the series; on the demo sample, on a pickle of two small oblique series that pandas wrote, and, where LUNGSEG_SHARED is set, on LIDC's slices."""
import csv
import filecmp
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

import nibabel
import numpy as np
import pandas as pd
import pydicom

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from lungseg_peer import SHARED, Check, digest, digests, run  # noqa: E402
from outlines import consensus  # noqa: E402

check = Check("written DICOM")
CT, CAPTURE, SEGMENTATION = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.7.3", "1.2.840.10008.5.1.4.1.1.66.4"
DEMO = os.path.join(HERE, "..", "..", "..", "samples", "demo.pkl.gz")
validated = 0


def validate(path):
    global validated
    done = subprocess.run(["dciodvfy", path], capture_output=True, text=True)
    lines = (done.stdout + done.stderr).splitlines()
    check.equal(f"dciodvfy on {os.path.basename(path)}", [line for line in lines if line.startswith("Error")], [])
    check.true("dciodvfy knows the object", any(line in ("CTImage", "MultiframeGrayscaleWordSCImage", "Segmentation") for line in lines))
    validated += 1


def convert(source, folder, to, *options):
    out = os.path.join(folder, f"{to}-{len(os.listdir(folder))}")
    run("convert", source, "-o", out, "--to", to, "--verify", *options)
    return out


def files(out):
    """Names of the rows' files, from the manifest."""
    return [row["files"] for row in json.load(open(os.path.join(out, "manifest.json"), encoding="utf-8"))["rows"]]


def hu(d):
    frame = d.pixel_array.astype(float)
    return (frame[0] if frame.ndim == 3 else frame) * float(d.RescaleSlope) + float(d.RescaleIntercept)


def read(*path):
    path = os.path.join(*path)
    validate(path)
    return pydicom.dcmread(path)


def label_of(text):
    return text[len("label1: "):] if text else None


def masks_of(out):
    """Mask and label by the instance that a frame refers to."""
    found = {}
    for path in sorted(glob.glob(os.path.join(out, "**", "*.dcm"), recursive=True)):
        d = read(path)
        check.equal("class", d.SOPClassUID, SEGMENTATION)
        frames = d.pixel_array.reshape(-1, d.Rows, d.Columns)
        listed = {r.ReferencedSOPInstanceUID for s in d.ReferencedSeriesSequence for r in s.ReferencedInstanceSequence}
        check.equal("instances that the head lists", len(listed), len(frames))
        for frame, group in zip(frames, d.PerFrameFunctionalGroupsSequence, strict=True):
            source = group.DerivationImageSequence[0].SourceImageSequence[0]
            check.true("an instance of the head", source.ReferencedSOPInstanceUID in listed)
            found[source.ReferencedSOPInstanceUID] = (frame, label_of(group.FrameContentSequence[0].get("FrameComments")), source.ReferencedSOPClassUID, d, group)
    return found


def check_pair(name, source, frame, folder, *options):
    """Both formats of the rows of a frame; returns the images and the masks by SOP Instance UID."""
    images, masks = convert(source, folder, "dicom", *options), convert(source, folder, "dicom-seg", *options)
    drawn, objects = masks_of(masks), []
    for i, (path,) in enumerate(files(images)):
        d = read(images, path)
        objects.append(d)
        check.true(f"{name} {i} HU", np.array_equal(hu(d), frame.hu_array_old[i]))
        check.equal(f"{name} {i} label", label_of(d.get("ImageComments")), frame.label1[i] if "label1" in frame else None)
        if frame["mask"][i] is not None:
            mask, label, kind, _, _ = drawn[d.SOPInstanceUID]
            check.true(f"{name} {i} mask", np.array_equal(mask, frame["mask"][i]))
            check.equal(f"{name} {i} label and class of the mask", (label, kind), (label_of(d.get("ImageComments")), d.SOPClassUID))
    check.equal(f"{name}: frames", len(drawn), sum(m is not None for m in frame["mask"]))
    check.equal(f"{name}: instances", len({d.SOPInstanceUID for d in objects}), len(frame))
    both = os.path.join(folder, f"both-{len(os.listdir(folder))}")
    shutil.copytree(os.path.join(images, "images"), os.path.join(both, "images"))
    shutil.copytree(os.path.join(masks, "masks"), os.path.join(both, "masks"))
    return images, masks, both, objects, drawn


def check_capture(folder):
    """Rows of which no place is known."""
    frame = pd.read_pickle(DEMO)
    images, masks, both, objects, drawn = check_pair("demo", DEMO, frame, folder)
    for i, d in enumerate(objects):
        check.equal("class", d.SOPClassUID, CAPTURE)
        check.equal("type 2, not known", {str(d.get(k)) for k in ("PatientName", "PatientID", "PatientBirthDate", "StudyDate", "StudyID", "Manufacturer")}, {""})
        check.true("nothing made up", not any(k in d for k in ("PixelSpacing", "ImagePositionPatient", "SliceThickness", "FrameOfReferenceUID")))
        check.equal("frame", (d.NumberOfFrames, d.RescaleType, d.PixelRepresentation, d.InstanceNumber), (1, "HU", 0, i + 1))
        seg = drawn[d.SOPInstanceUID][3]
        check.equal("study and series of the segmentation", (seg.StudyInstanceUID, seg.ReferencedSeriesSequence[0].SeriesInstanceUID), (d.StudyInstanceUID, d.SeriesInstanceUID))
        check.true("no place of the segmentation", "FrameOfReferenceUID" not in seg and not len(seg.SharedFunctionalGroupsSequence[0]))
    check.equal("studies", len({d.StudyInstanceUID for d in objects}), len(frame))
    rows = digests(both)
    check.equal("our reader", [(r["label"], r["digests"]["hu_array_old"], r["digests"]["mask"]) for r in rows],
                [(label, digest(old), digest(mask)) for label, old, mask in zip(frame.label1, frame.hu_array_old, frame["mask"])])
    check.equal("our reader, masks alone", [(r["label"], r["digests"]["mask"]) for r in digests(masks)], [(label, digest(mask)) for label, mask in zip(frame.label1, frame["mask"])])
    with open(os.path.join(images, "labels.csv"), encoding="utf-8") as stream:
        check.equal("labels.csv", [row["label1"] for row in csv.DictReader(stream)], list(frame.label1))
    again = os.path.join(folder, "again")
    for out, to in ((images, "dicom"), (masks, "dicom-seg")):
        run("convert", DEMO, "-o", again, "--to", to, "-j", "1", "--force")
        for path in glob.glob(os.path.join(out, "**", "*.*"), recursive=True):
            check.true(f"same bytes of {path}", filecmp.cmp(path, os.path.join(again, os.path.relpath(path, out)), shallow=False))


ORIENTATIONS = ([1, 0, 0, 0, 1, 0], [0.8, 0.6, 0, -0.6, 0.8, 0])


def small_series(path):
    """Two series of 9 x 11 px in oblique planes, one slice without a mask, a label that is not ASCII, and HU at the ends of int16."""
    random, rows = np.random.default_rng(4), []
    for series, orientation in enumerate(ORIENTATIONS):
        for number in range(5):
            old = random.integers(-1024, 3000, (9, 11)).astype(float)
            old.flat[:4] = -32768, 32767, -0.0, -2000
            origin = np.array([-10.5, 20.25, 3.0]) + np.array([0, 0, 1.25 * number])
            rows.append({
                "label1": "LR4A" if number else "größer", "mask": None if number == 3 else (random.random((9, 11)) < .3).astype(np.int8), "hu_array": old, "hu_array_old": old,
                "patient_id": f"P{series}", "series_uid": f"1.2.3.{series}", "sop_uid": f"1.2.3.{series}.{number}", "study_uid": f"1.2.4.{series}", "frame_uid": f"1.2.5.{series}",
                "row_spacing_mm": 0.75, "column_spacing_mm": 0.5, "thickness_mm": 1.25,
                "image_position_mm": "\\".join(map(repr, map(float, origin))), "image_orientation": "\\".join(map(str, orientation)),
            })
    frame = pd.DataFrame(rows)
    frame.to_pickle(path)
    return frame


def check_series(folder):
    """Rows of which all is known."""
    source = os.path.join(folder, "small.pkl")
    frame = small_series(source)
    images, masks, both, objects, drawn = check_pair("series", source, frame, folder)
    check.equal("segmentations", len(glob.glob(os.path.join(masks, "masks", "*.dcm"))), 2)
    for i, d in enumerate(objects):
        row = frame.iloc[i]
        check.equal("class, type, patient", (d.SOPClassUID, list(d.ImageType), d.PatientID), (CT, ["DERIVED", "PRIMARY", "AXIAL"], row.patient_id))
        check.equal("UIDs", (d.SOPInstanceUID, d.SeriesInstanceUID, d.StudyInstanceUID, d.FrameOfReferenceUID), (row.sop_uid, row.series_uid, row.study_uid, row.frame_uid))
        check.equal("plane", (list(map(float, d.ImagePositionPatient)), list(d.PixelSpacing), d.SliceThickness), (list(map(float, row.image_position_mm.split("\\"))), [.75, .5], 1.25))
        if row["mask"] is None:
            continue
        _, _, _, seg, group = drawn[d.SOPInstanceUID]
        shared = seg.SharedFunctionalGroupsSequence[0]
        check.equal("place of the frame", (list(group.PlanePositionSequence[0].ImagePositionPatient), list(shared.PlaneOrientationSequence[0].ImageOrientationPatient)), (list(d.ImagePositionPatient), list(d.ImageOrientationPatient)))
        check.equal("spacing of the frame", (list(shared.PixelMeasuresSequence[0].PixelSpacing), shared.PixelMeasuresSequence[0].SliceThickness), ([.75, .5], 1.25))
        order = [k for k in range(len(frame)) if frame.series_uid[k] == row.series_uid and frame["mask"][k] is not None]
        check.equal("index of the frame", list(group.FrameContentSequence[0].DimensionIndexValues), [1, order.index(i) + 1])
        check.equal("axes of the segmentation", (seg.FrameOfReferenceUID, seg.StudyInstanceUID, seg.PatientID), (row.frame_uid, row.study_uid, row.patient_id))
    seen = digests(both)
    empty = digest(np.zeros((9, 11), np.int8))
    check.equal("our reader", [(r["label"], r["digests"]["hu_array_old"], r["digests"]["mask"]) for r in seen],
                [(label, digest(old + 0.0), empty if mask is None else digest(mask)) for label, old, mask in zip(frame.label1, frame.hu_array_old, frame["mask"])])
    check.equal("signs of zero in the manifest", json.load(open(os.path.join(images, "manifest.json"), encoding="utf-8"))["lost"]["signed_zeros"], 10)
    axial = os.path.join(folder, "axial")
    shutil.copytree(os.path.join(images, "images"), axial, ignore=lambda _, names: [name for name in names if int(name[-9:-4]) >= 5])
    check_dcm2niix("series", axial, objects[:5], folder)
    check_unknown_thickness(frame, folder)
    check_cuts(source, frame, objects, folder)


def check_unknown_thickness(frame, folder):
    """Frames of a segmentation may not have a place without a thickness, so that each row gets its own."""
    source = os.path.join(folder, "thin.pkl")
    frame.drop(columns="thickness_mm").to_pickle(source)
    _, masks, _, objects, drawn = check_pair("no thickness", source, frame, folder)
    check.equal("CT without thickness", {(d.SOPClassUID, d.SliceThickness) for d in objects}, {(CT, None)})
    check.equal("segmentations", len({seg.SOPInstanceUID for _, _, _, seg, _ in drawn.values()}), 8)


def place(d, row, column):
    """Where a pixel lies, mm (PS3.3 C.7.6.2.1.1)."""
    o, (down, right) = np.array(d.ImageOrientationPatient, float), map(float, d.PixelSpacing)
    return np.array(d.ImagePositionPatient, float) + o[:3] * right * column + o[3:] * down * row


def check_cuts(source, frame, objects, folder):
    """Cut and scaled slices are other images of the same places."""
    has_lesion = [i for i in range(len(frame)) if frame["mask"][i] is not None]
    out, masks = convert(source, folder, "dicom", "--lesion-crop", "5"), convert(source, folder, "dicom-seg", "--lesion-crop", "5")
    drawn = masks_of(masks)
    for i, (path,) in zip(has_lesion, files(out), strict=True):
        d, whole = read(out, path), objects[i]
        check.true("other UIDs, same study and axes", d.SOPInstanceUID != whole.SOPInstanceUID and d.SeriesInstanceUID != whole.SeriesInstanceUID and (d.StudyInstanceUID, d.FrameOfReferenceUID) == (whole.StudyInstanceUID, whole.FrameOfReferenceUID))
        rows, columns = np.nonzero(frame["mask"][i])
        top, left = (rows.min() + rows.max() + 1) // 2 - 2, (columns.min() + columns.max() + 1) // 2 - 2
        check.true("place of a pixel of the cut", np.allclose(place(d, 2, 1), place(whole, top + 2, left + 1), atol=1e-9) and hu(d)[2, 1] == hu(whole)[top + 2, left + 1])
        check.equal("place of the cut mask", list(drawn[d.SOPInstanceUID][4].PlanePositionSequence[0].ImagePositionPatient), list(d.ImagePositionPatient))
    half = convert(source, folder, "dicom", "--size", "5")
    for i, (path,) in enumerate(files(half)):
        d, side = read(half, path), 11 / 5
        check.true("spacing of scaled pixels", np.allclose(d.PixelSpacing, [.75 * side, .5 * side], atol=1e-12))
        corner = place(objects[i], -0.5, -0.5)
        check.true("corner of the first pixel stays", np.allclose(place(d, -0.5, -0.5), corner, atol=1e-9))
    check_mixed_sizes(frame, folder)
    image = convert(source, folder, "dicom", "--image", "hu_array")
    check.true("hu_array is another image", read(image, files(image)[0][0]).SOPInstanceUID != objects[0].SOPInstanceUID)


def check_mixed_sizes(frame, folder):
    """Slices of one series and two sizes, brought to one: their pixels are not equally far apart."""
    frame, source = frame.copy(), os.path.join(folder, "mixed.pkl")
    for column in ("mask", "hu_array", "hu_array_old"):
        frame.at[1, column] = np.repeat(np.repeat(frame[column][1], 2, 0), 2, 1)
    frame.to_pickle(source)
    out, drawn = convert(source, folder, "dicom", "--size", "5"), masks_of(convert(source, folder, "dicom-seg", "--size", "5"))
    spacings = set()
    for i, (path,) in enumerate(files(out)):
        d = read(out, path)
        if d.SOPInstanceUID in drawn:
            shared = drawn[d.SOPInstanceUID][3].SharedFunctionalGroupsSequence[0]
            check.equal(f"spacing of mask and image {i}", list(shared.PixelMeasuresSequence[0].PixelSpacing), list(d.PixelSpacing))
            spacings.add(tuple(d.PixelSpacing))
    check.equal("spacings", len(spacings), 2)


def check_refusals(folder):
    frame = pd.read_pickle(DEMO).iloc[:2].reset_index(drop=True)
    frame.at[1, "hu_array_old"] = frame.hu_array_old[1] + 0.5
    source = os.path.join(folder, "half.pkl")
    frame.to_pickle(source)
    _, err, code = run("convert", source, "-o", os.path.join(folder, "no"), "--to", "dicom", ok=(3,))
    check.true(f"half HU are refused: {err}", "half:1" in err and "nifti" in err and not os.path.exists(os.path.join(folder, "no")))
    run("convert", source, "-o", os.path.join(folder, "seg"), "--to", "dicom-seg", "--verify")
    frame.drop(columns="mask").to_pickle(source)
    _, err, code = run("convert", source, "-o", os.path.join(folder, "no"), "--to", "dicom-seg", ok=(3,))
    check.true(f"no masks are refused: {err}", "no row has a mask" in err and not os.path.exists(os.path.join(folder, "no")))
    for options in (("--window", "lung"), ("--dtype", "float32")):
        run("convert", DEMO, "-o", os.path.join(folder, "no"), "--to", "dicom", *options, ok=(2,))
        check.true(f"{options} means nothing to DICOM", not os.path.exists(os.path.join(folder, "no")))


def check_split(folder):
    split = os.path.join(folder, "split.csv")
    run("split", DEMO, "--parts", "train=0.5,val=0.25,test=0.25", "-o", split)
    parts = {row["row"]: row["part"] for row in csv.DictReader(open(split, encoding="utf-8"))}
    for to, kind in (("dicom", "images"), ("dicom-seg", "masks")):
        out = convert(DEMO, folder, to, "--split", split)
        for row in json.load(open(os.path.join(out, "manifest.json"), encoding="utf-8"))["rows"]:
            check.equal("folder of the part", row["files"][0], f"{parts[row['row']]}/{kind}/demo_{int(row['row'].split(':')[1]):05d}.dcm")


def check_lidc(folder):
    """DICOM to the authors' pickle and back."""
    for case in ("LIDC-IDRI-0001", "LIDC-IDRI-0003", "LIDC-IDRI-0095"):
        source = os.path.join(SHARED, "data", "dicom", case)
        slices = sorted((pydicom.dcmread(f) for f in glob.glob(os.path.join(source, "*.dcm"))), key=lambda d: float(d.ImagePositionPatient[2]))
        xml = open(glob.glob(os.path.join(source, "*.xml"))[0], "rb").read()
        pickle = os.path.join(folder, f"{case}.pkl")
        run("convert", source, "-o", pickle)
        work = os.path.join(folder, case)
        os.mkdir(work)
        frame = pd.DataFrame({"hu_array_old": [hu(d) for d in slices], "mask": [consensus(xml, str(d.SOPInstanceUID), (d.Rows, d.Columns)).astype(np.int8) for d in slices]})
        images, _, both, objects, _ = check_pair(case, pickle, frame, work)
        for d, was in zip(objects, slices, strict=True):
            for tag in ("SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID", "FrameOfReferenceUID", "PatientID", "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "SliceThickness", "Rows", "Columns"):
                check.equal(f"{case} {tag}", d.get(tag), was.get(tag))
        direct = convert(source, work, "dicom")
        check.true(f"{case}: the way through the pickle changes nothing", all(filecmp.cmp(os.path.join(images, a), os.path.join(direct, b), shallow=False) for (a,), (b,) in zip(files(images), files(direct), strict=True)))
        check_dcm2niix(case, os.path.join(images, "images"), slices, work)
        check.equal(f"{case}: our reader", [(r["digests"]["hu_array_old"], r["digests"]["mask"]) for r in digests(both)], [(digest(a), digest(m)) for a, m in zip(frame.hu_array_old, frame["mask"])])


def check_dcm2niix(case, images, slices, folder):
    out = os.path.join(folder, "nii")
    os.mkdir(out)
    subprocess.run(["dcm2niix", "-z", "n", "-m", "y", "-f", "volume", "-o", out, images], check=True, capture_output=True)
    volumes = [nibabel.load(path) for path in sorted(glob.glob(os.path.join(out, "volume*.nii"))) if "_Eq" not in path]
    planes = np.concatenate([np.asarray(v.dataobj, float) for v in volumes], axis=2)
    # NIfTI counts columns first, and dcm2niix turns rows over.
    found = {digest(np.ascontiguousarray(planes[:, ::-1, i].T)) for i in range(planes.shape[2])}
    check.equal(f"{case}: slices of dcm2niix", (planes.shape[2], found), (len(slices), {digest(hu(d)) for d in slices}))
    check.true(f"{case}: spacing of dcm2niix", np.allclose(volumes[0].header.get_zooms()[:2], [float(x) for x in slices[0].PixelSpacing[::-1]]))


def main():
    for part in (check_capture, check_series, check_refusals, check_split) + ((check_lidc,) if SHARED else ()):
        with tempfile.TemporaryDirectory() as folder:
            part(folder)
        print(f"{part.__name__}: {check.passed} equal, {check.failed} not")
    if not SHARED:
        print("skipped: LIDC's slices (LUNGSEG_SHARED is not set)")
    print(f"pydicom {pydicom.__version__}, dciodvfy on {validated} files")
    check.done()


if __name__ == "__main__":
    main()

"""Reads the nodule outlines of an LIDC XML file. A pixel on an outline is outside the nodule."""
import glob
import os
import xml.etree.ElementTree as ElementTree

import numpy as np
from skimage.draw import polygon

NAMESPACE = {"l": "http://www.nih.gov"}


def area(roi, shape):
    """-> (pixels inside the outline, pixels inside or on it)"""
    points = [(int(e.find("l:yCoord", NAMESPACE).text), int(e.find("l:xCoord", NAMESPACE).text)) for e in roi.findall("l:edgeMap", NAMESPACE)]
    rows, columns = np.array(points).T
    filled = np.zeros(shape, bool)
    filled[polygon(rows, columns, shape)] = True
    outline = np.zeros(shape, bool)
    outline[rows, columns] = True
    return filled & ~outline, filled | outline


def reader_areas(xml, sop_uid, shape):
    """-> (per reader the pixels inside, pixels inside or on any outline) of one slice"""
    insides, anyone = [], np.zeros(shape, bool)
    for session in ElementTree.parse(xml).getroot().findall("l:readingSession", NAMESPACE):
        inside = np.zeros(shape, bool)
        for roi in session.findall("l:unblindedReadNodule/l:roi", NAMESPACE):
            if roi.find("l:imageSOP_UID", NAMESPACE).text.strip() != sop_uid or len(roi.findall("l:edgeMap", NAMESPACE)) < 3:
                continue
            within, covered = area(roi, shape)
            if roi.find("l:inclusion", NAMESPACE).text.strip().upper() == "TRUE":
                inside |= within
                anyone |= covered
            else:
                inside &= ~covered
        insides.append(inside)
    return insides, anyone


def slices(shared):
    """Yields (name, HU, pixels that two readers marked, pixels that any reader outlined)."""
    import pydicom

    for path in sorted(glob.glob(os.path.join(shared, "data", "hu", "*.npy"))):
        case, image = os.path.basename(path)[:-4].split("_")
        folder = os.path.join(shared, "data", "dicom", case)
        sop_uid = str(pydicom.dcmread(os.path.join(folder, image + ".dcm"), stop_before_pixels=True).SOPInstanceUID)
        hu = np.load(path).astype(np.float64)
        insides, anyone = reader_areas(glob.glob(os.path.join(folder, "*.xml"))[0], sop_uid, hu.shape)
        yield f"{case}_{image}", hu, np.sum(insides, 0) >= 2, anyone

"""RT Structure Sets and label maps against skimage and pydicom: every pixel of a mask is where the points or pixels of the file put it.

Series in 16 orientations, each with a structure set of random contours: holes, keyholes, several parts, contours beside the planes of the
slices. What is expected is skimage.draw.polygon over pydicom's points, which are put on the slices by solving a linear system.
"""
import itertools
import os
import sys
import tempfile

import numpy as np
import pydicom
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless, generate_uid
from skimage.draw import polygon

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import synthetic  # noqa: E402
from check_places import BASES, SLICES, STEP, TURNS, Grid, ct_grid, item, new, run, seg_grid, write_series  # noqa: E402
from lungseg_peer import Check  # noqa: E402

STRUCTURES, LABEL_MAP = "1.2.840.10008.5.1.4.1.1.481.3", "1.2.840.10008.5.1.4.1.1.66.7"
random = np.random.default_rng(39)
check = Check("structures")


def ring(row, column, radius, corners=11):
    angles = np.sort(random.uniform(0, 2 * np.pi, corners))
    lengths = radius * random.uniform(.5, 1, corners)
    return [(row + r * np.sin(a), column + r * np.cos(a)) for r, a in zip(lengths, angles)]


def shapes(kind):
    """Contours of one slice as lists of (row, column)."""
    row, column = random.uniform(8, 15), random.uniform(7, 12)
    outer, inner = ring(row, column, 7.5, 16), ring(row, column, 2.5, 6)
    if kind == "hole":
        return [outer, inner]
    if kind == "keyhole":
        return [outer + [outer[0]] + inner[::-1] + [inner[-1]]]
    if kind == "parts":
        return [ring(5, 5, 4), ring(18, 13, 5), ring(5, 15, 3, 4)]
    if kind == "crossing":
        return [[tuple(p) for p in random.uniform(-4, 28, (9, 2))]]
    return [ring(row, column, 6)]


def text(value, style):
    """A coordinate as writers print it: short, with many digits, or padded with blanks."""
    return {"short": f"{value:.10g}"[:16], "long": f"{value:.22f}", "padded": f" {value:.9f} "}[style]


def write_structures(path, ct, series, identity, rois, syntax=ExplicitVRLittleEndian, style="short", images=None, contour_type="CLOSED_PLANAR"):
    """rois: (name, [(mm beside the first slice, [(row, column)])])."""
    study, frame = identity
    d = new(path, STRUCTURES)
    d.file_meta.TransferSyntaxUID = syntax
    d.is_implicit_VR = syntax == ImplicitVRLittleEndian
    del d.SamplesPerPixel, d.PhotometricInterpretation
    d.Modality, d.StudyInstanceUID, d.SeriesInstanceUID, d.StructureSetLabel = "RTSTRUCT", study, generate_uid(), "L"
    if series:
        d.ReferencedFrameOfReferenceSequence = Sequence([item(FrameOfReferenceUID=frame, RTReferencedStudySequence=Sequence([item(
            ReferencedSOPClassUID="1.2.840.10008.3.1.2.3.1", ReferencedSOPInstanceUID=study,
            RTReferencedSeriesSequence=Sequence([item(SeriesInstanceUID=series)]))]))])
    d.StructureSetROISequence = Sequence([
        item(ROINumber=number, ReferencedFrameOfReferenceUID=frame, ROIName=name, ROIGenerationAlgorithm="")
        for number, (name, _) in enumerate(rois, 5)])
    drawn = []
    for number, (_, contours) in enumerate(rois, 5):
        group = item(ROIDisplayColor=["255", "0", "0"], ReferencedROINumber=number)
        if contours:
            group.ContourSequence = Sequence()
        for mm, points in contours:
            places = [ct.moved(mm).at(r, c) for r, c in points]
            contour = item(ContourGeometricType=contour_type, NumberOfContourPoints=len(points))
            contour.add_new("ContourData", "UN" if style == "long" and not d.is_implicit_VR else "DS",
                            "\\".join(text(v, style) for p in places for v in p).encode() if style == "long" and not d.is_implicit_VR
                            else [pydicom.valuerep.DSfloat(text(v, "short")) for p in places for v in p] if style == "short"
                            else "\\".join(text(v, style) for p in places for v in p))
            if images:
                contour.ContourImageSequence = Sequence([item(ReferencedSOPClassUID="1.2.840.10008.5.1.4.1.1.2", ReferencedSOPInstanceUID=images[round(mm / STEP)])])
            group.ContourSequence.append(contour)
        drawn.append(group)
    d.ROIContourSequence = Sequence(drawn)
    if style == "padded":
        synthetic.undefined_lengths(d)
    d.save_as(path, write_like_original=False)


def near_edge(points, rows, columns):
    """Pixels whose centre lies within 1e-6 px of an edge."""
    at = np.stack(np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij"), -1).astype(float)
    near = np.zeros((rows, columns), bool)
    for a, b in zip(points, np.roll(points, -1, 0)):
        length = ((b - a) ** 2).sum()
        along = np.clip(((at - a) @ (b - a)) / length, 0, 1)[..., None] if length else 0
        near |= ((at - a - along * (b - a)) ** 2).sum(-1) < 1e-12
    return near


def points_of(contour):
    data = contour[0x30060050].value
    data = data.decode().split("\\") if isinstance(data, bytes) else data
    return np.array([float(v) for v in data]).reshape(-1, 3)


def expected(path, name, grids):
    """By slice the mask of an ROI, and the pixels on its edges, of pydicom's points."""
    d = pydicom.dcmread(path)
    number = next(roi.ROINumber for roi in d.StructureSetROISequence if roi.ROIName == name)
    contours = [c for group in d.ROIContourSequence if group.ReferencedROINumber == number for c in group.get("ContourSequence", [])]
    found = {}
    for contour in contours:
        points = points_of(contour)
        placed = {uid: np.array([grid.pixel(p) for p in points]) for uid, grid in grids.items()}
        uid = min(placed, key=lambda uid: abs(placed[uid][:, 2].mean()))
        found.setdefault(uid, []).append((abs(placed[uid][:, 2].mean()), placed[uid][:, :2]))
    for uid, grid in grids.items():
        mask, edges = np.zeros((2, grid.rows, grid.columns), bool)
        nearest = min((distance for distance, _ in found.get(uid, [])), default=0)
        for distance, points in found.get(uid, []):
            if distance <= nearest + .01:
                inside = np.zeros_like(mask)
                inside[polygon(*points.T, shape=inside.shape)] = True
                mask ^= inside
                edges |= near_edge(points, grid.rows, grid.columns)
        yield uid, mask, edges


def masks_of(out, *arguments):
    done = run("convert", *arguments, "-o", out, "-f", "-q", "--verify")
    check.equal(f"convert {arguments[-2:]}: {done.stderr[:300]}", done.returncode, 0)
    if done.returncode:
        return {}
    with np.load(out) as arrays:
        return {uid.decode() if isinstance(uid, bytes) else str(uid): mask for uid, mask in zip(arrays["sop_uid"], arrays["mask"])}


def compare(what, masks, path, name, grids):
    pixels = 0
    for uid, want, edges in expected(path, name, grids):
        differ = (masks[uid] != 0) != want if uid in masks else np.ones_like(want)
        pixels += want.sum()
        check.equal(f"{what}, slice {uid}", np.argwhere(differ & ~edges).tolist(), [])
    check.true(f"{what} has pixels", pixels)


def check_orientations(root):
    """One set a series, in the folder of its slices."""
    made = []
    styles = itertools.cycle([(ExplicitVRLittleEndian, "short"), (ImplicitVRLittleEndian, "padded"), (ExplicitVRLittleEndian, "long"), (ImplicitVRLittleEndian, "short")])
    for (base, turn), (syntax, style) in zip(itertools.product(BASES, TURNS), styles):
        ct, folder, identity = ct_grid(base, turn), f"{root}/{base}-{turn}", (generate_uid(), generate_uid())
        series, sops = write_series(folder, ct, *identity)
        contours = []
        for number, kind in enumerate(("hole", "keyhole", "parts", "crossing")[:SLICES]):
            beside = random.choice([0, 0, .3, -.4]) * STEP
            contours += [(number * STEP + beside, points) for points in shapes(kind)]
        contours.append((.45 * STEP, ring(12, 10, 3)))
        write_structures(f"{folder}/rs.dcm", ct, series, identity, [("GTV", contours)], syntax, style)
        made.append((folder, {uid: ct.moved(at * STEP) for at, uid in enumerate(sops)}))
    masks = masks_of(f"{root}/o.npz", *(folder for folder, _ in made))
    for folder, grids in made:
        compare(os.path.basename(folder), masks, f"{folder}/rs.dcm", "GTV", grids)


def check_choice(root):
    """40 ROIs, of which one is chosen; beside the slices, as a file and as a folder; with a second series at the same place."""
    ct, identity = ct_grid("oblique", "prone"), (generate_uid(), generate_uid())
    series, sops = write_series(f"{root}/ct", ct, *identity)
    _, others = write_series(f"{root}/other", ct, *identity)
    grids = {uid: ct.moved(at * STEP) for at, uid in enumerate(sops)}
    rois = [(f"ROI-{number}", [(at * STEP, points) for at in range(SLICES) for points in shapes("hole")]) for number in range(39)] + [("Empty", [])]
    os.makedirs(f"{root}/rs")
    path = f"{root}/rs/set.dcm"
    write_structures(path, ct, series, identity, rois)
    listed = run("inspect", f"{root}/ct", "--masks", path)
    check.equal(f"inspect of 40 ROIs: {listed.stderr}", listed.returncode, 0)
    words = " ".join(listed.stdout.split())
    check.true("inspect lists contours and slices", all(f"ROI-{n}: {2 * SLICES} contours on {SLICES} slices" in words for n in range(39)))
    for command in (["convert", "-o", f"{root}/n.npz"], ["stats"], ["validate"], ["split", "-o", f"{root}/n.csv", "--folds", "2"]):
        done = run(command[0], f"{root}/ct", "--masks", path, *command[1:], "-q")
        check.equal(f"{command[0]} of 40 ROIs", done.returncode, 3)
        check.true(f"{command[0]} names them: {done.stderr[:200]}", all(f"ROI-{n}," in done.stderr for n in range(39)) and "--lesion" in done.stderr)
    for masks, name in ((path, "ROI-0"), (f"{root}/rs", "roi-17"), (path, "ROI-38")):
        found = masks_of(f"{root}/c.npz", f"{root}/ct", "--masks", masks, "--lesion", name)
        compare(f"{name} of {os.path.basename(masks)}", found, path, name.upper(), grids)
    done = run("convert", f"{root}/ct", "--masks", path, "--lesion", "Empty", "-o", f"{root}/e.npz", "-q")
    check.equal(f"an ROI without contours: {done.stderr}", (done.returncode, "no contour lies on a slice" in done.stderr), (3, True))
    done = run("convert", f"{root}/other", "--masks", path, "--lesion", "ROI-1", "-o", f"{root}/e.npz", "-q")
    check.equal(f"the set of another series: {done.stderr}", (done.returncode, series in done.stderr), (3, True))
    both = f"{root}/both"
    os.makedirs(both)
    for number, source in enumerate((f"{root}/ct", f"{root}/other")):
        for file in os.listdir(source):
            os.link(f"{source}/{file}", f"{both}/{number}{file}")
    write_structures(f"{both}/rs.dcm", ct, None, identity, [("GTV", rois[0][1])], images=sops)
    table = run("stats", both, "--csv", "-", "-q")
    lines = [line.split(",") for line in table.stdout.splitlines()]
    check.equal(f"images decide between two series: {table.stderr[:200]}", table.returncode, 0)
    at = lines[0].index("lesion_px") if lines else 0
    check.equal("rows with a lesion of two series", sum(line[at] not in ("", "0") for line in lines[1:]), SLICES)
    write_structures(f"{both}/rs.dcm", ct, series, identity, [("Points", rois[0][1])], contour_type="POINT")
    done = run("convert", both, "-o", f"{root}/p.npz", "-q")
    check.equal(f"contours of another type: {done.stderr}", (done.returncode, f"{2 * SLICES} of type POINT" in done.stderr), (3, True))
    assert others


def write_label_map(path, placed, pixels, identity, syntax, bits):
    study, frame = identity
    d = new(path, LABEL_MAP)
    d.Modality, d.StudyInstanceUID, d.SeriesInstanceUID, d.FrameOfReferenceUID = "SEG", study, generate_uid(), frame
    d.ImageType, d.ContentLabel, d.SegmentationType, d.NumberOfFrames = ["DERIVED", "PRIMARY"], "L", "LABELMAP", len(placed)
    d.Rows, d.Columns = pixels.shape[1:]
    d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = bits, bits, bits - 1, 0
    d.add_new("PixelPaddingValue", "US", 9)
    d.SegmentSequence = Sequence([item(SegmentNumber=n, SegmentLabel=label, SegmentAlgorithmType="MANUAL") for n, label in ((0, "Background"), (1, "Lung"), (2, "Tumor"))])
    d.SharedFunctionalGroupsSequence = Sequence([item(
        PlaneOrientationSequence=Sequence([item(ImageOrientationPatient=placed[0].orientation())]),
        PixelMeasuresSequence=Sequence([item(PixelSpacing=placed[0].spacing(), SliceThickness=STEP)]))])
    d.PerFrameFunctionalGroupsSequence = Sequence([item(
        FrameContentSequence=Sequence([item(DimensionIndexValues=[at + 1])]),
        PlanePositionSequence=Sequence([item(ImagePositionPatient=grid.position())])) for at, grid in enumerate(placed)])
    data = pixels.astype(f"<u{bits // 8}").tobytes()
    d.PixelData = data + b"\0" * (len(data) % 2)
    d["PixelData"].VR = "OW" if bits == 16 else "OB"
    if syntax == RLELossless:
        d.compress(RLELossless, encoding_plugin="pydicom")
    d.save_as(path, write_like_original=False)


def check_label_maps(root):
    """8 and 16 bits, native and in run-length codes, on grids of their own, with frames left out where there is nothing."""
    made = []
    kinds = itertools.cycle(("same", "flip-rows", "transposed", "cropped", "larger", "turned"))
    for number, (base, kind, bits, syntax) in enumerate(zip(itertools.cycle(BASES), kinds, [8, 16] * 6, [ExplicitVRLittleEndian] * 6 + [RLELossless] * 6)):
        ct, folder, identity = ct_grid(base, "feet-first"), f"{root}/{number}", (generate_uid(), generate_uid())
        _, sops = write_series(folder, ct, *identity)
        grid, at = seg_grid(ct, kind), [0, 2, 3]
        placed = [Grid(grid.origin + ct.normal() * (n * STEP), grid.across, grid.down, grid.rows, grid.columns) for n in at]
        write_label_map(f"{folder}/seg.dcm", placed, random.choice([0, 1, 2, 9], (3, grid.rows, grid.columns), p=[.6, .2, .1, .1]), identity, syntax, bits)
        made.append((folder, placed, {uid: ct.moved(n * STEP) for n, uid in enumerate(sops)}))
    masks = masks_of(f"{root}/l.npz", *(folder for folder, _, _ in made), "--lesion", "Tumor")
    for folder, placed, grids in made:
        want = {uid: np.zeros((grid.rows, grid.columns), bool) for uid, grid in grids.items()}
        for frame, pixels in zip(placed, pydicom.dcmread(f"{folder}/seg.dcm").pixel_array):
            for row, column in np.argwhere(pixels == 2):
                for uid, grid in grids.items():
                    r, c, distance = grid.pixel(frame.at(row, column))
                    if abs(distance) < 1 and -.5 < r < grid.rows - .5 and -.5 < c < grid.columns - .5:
                        want[uid][round(r), round(c)] = True
        for uid in grids:
            check.equal(f"label map {os.path.basename(folder)}, {uid}", np.array_equal(masks.get(uid, np.zeros(0)) != 0, want[uid]), True)


def main():
    for part in (check_orientations, check_choice, check_label_maps):
        with tempfile.TemporaryDirectory() as root:
            part(root)
    check.done()


if __name__ == "__main__":
    main()

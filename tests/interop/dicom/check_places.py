"""Segmentations on grids of their own: every mask pixel lies where pydicom's attributes put it, or the file is refused or counted.

CT series of 4 slices in 16 orientations, each with segmentations that are flipped, transposed, turned, shifted, cropped, larger, resampled
or rotated against them, with five kinds of references to images. What is expected is computed in world coordinates, by solving for the
pixel of each marked point: no code and no formula of lungseg is used.
"""
import csv
import itertools
import json
import os
import subprocess
import sys
import tempfile

import nibabel
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

BIN = os.environ.get("LUNGSEG_BIN", "artifacts/bin/LungSeg.Cli/release/lungseg")
CT, SEG = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.66.4"
ROWS, COLUMNS, SLICES, STEP = 24, 20, 4, 5.0
SPACING = (0.8, 0.8)  # equal, so that a turned grid has the spacing of its image
AXIAL, CORONAL, SAGITTAL = ((1, 0, 0), (0, 1, 0)), ((1, 0, 0), (0, 0, -1)), ((0, 1, 0), (0, 0, -1))
OBLIQUE = ((0.8, 0.6, 0), (-0.36, 0.48, -0.8))
BASES = {"axial": AXIAL, "coronal": CORONAL, "sagittal": SAGITTAL, "oblique": OBLIQUE}
# Prone: both directions turned round; feet first: rows reversed in x and slices downward; mirrored: columns reversed.
TURNS = {"supine": (1, 1), "prone": (-1, -1), "feet-first": (-1, 1), "mirrored": (1, -1)}
EXACT = ["same", "flip-rows", "flip-columns", "transposed", "turned", "shifted", "cropped", "larger"]
REFUSED = ["other-spacing", "half-pixel", "rotated"]
REFERENCES = ["own", "all", "one", "none", "two-series"]
random = np.random.default_rng(31)


class Grid:
    """Pixels in space: origin, the step to the next column and to the next row, and their numbers."""

    def __init__(self, origin, across, down, rows, columns):
        self.origin, self.across, self.down = (np.array(v, float) for v in (origin, across, down))
        self.rows, self.columns = rows, columns

    def at(self, row, column):
        return self.origin + self.across * column + self.down * row

    def normal(self):
        return np.cross(self.across, self.down) / np.linalg.norm(np.cross(self.across, self.down))

    def moved(self, mm):
        return Grid(self.origin + self.normal() * mm, self.across, self.down, self.rows, self.columns)

    def pixel(self, point):
        """Row, column and distance from the plane of a point, by solving a linear system."""
        matrix = np.stack([self.down, self.across, self.normal()], axis=1)
        return np.linalg.solve(matrix, point - self.origin)

    def orientation(self):
        return [float(f"{v:.10g}") for v in (*self.across / np.linalg.norm(self.across), *self.down / np.linalg.norm(self.down))]

    def spacing(self):
        return [float(f"{np.linalg.norm(v):.10g}") for v in (self.down, self.across)]

    def position(self):
        return [float(f"{v:.10g}") for v in self.origin]


def ct_grid(base, turn):
    row, column = (np.array(v, float) for v in BASES[base])
    a, b = TURNS[turn]
    return Grid((-10.5, 7.25, -31), row * a * SPACING[1], column * b * SPACING[0], ROWS, COLUMNS)


def seg_grid(ct, kind):
    """The grid of a segmentation in the plane of a slice."""
    last_row, last_column = ct.rows - 1, ct.columns - 1
    if kind == "same":
        return ct
    if kind == "flip-rows":
        return Grid(ct.at(last_row, 0), ct.across, -ct.down, ct.rows, ct.columns)
    if kind == "flip-columns":
        return Grid(ct.at(0, last_column), -ct.across, ct.down, ct.rows, ct.columns)
    if kind == "transposed":
        return Grid(ct.origin, ct.down, ct.across, ct.columns, ct.rows)
    if kind == "turned":
        return Grid(ct.at(0, last_column), ct.down, -ct.across, ct.columns, ct.rows)
    if kind == "shifted":
        return Grid(ct.at(3, -2), ct.across, ct.down, ct.rows, ct.columns)
    if kind == "cropped":
        return Grid(ct.at(5, 4), ct.across, ct.down, 12, 9)
    if kind == "larger":
        return Grid(ct.at(-3, -5), ct.across, ct.down, 31, 30)
    if kind == "other-spacing":
        return Grid(ct.origin, ct.across * 0.5, ct.down * 0.5, 2 * ct.rows, 2 * ct.columns)
    if kind == "half-pixel":
        return Grid(ct.at(0.5, 0), ct.across, ct.down, ct.rows, ct.columns)
    sin, cos = np.sin(np.radians(20)), np.cos(np.radians(20))
    return Grid(ct.origin, ct.across * cos + ct.down * sin, ct.down * cos - ct.across * sin, ct.rows, ct.columns)


def new(path, sop_class):
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID = sop_class, ExplicitVRLittleEndian
    meta.MediaStorageSOPInstanceUID = generate_uid()
    data = FileDataset(path, {}, file_meta=meta, preamble=b"\0" * 128)
    data.is_little_endian, data.is_implicit_VR = True, False
    data.SOPClassUID, data.SOPInstanceUID = sop_class, meta.MediaStorageSOPInstanceUID
    data.PatientName, data.PatientID, data.InstanceNumber = "P", "P1", 1
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    return data


def write_series(folder, ct, study, frame):
    """Slices in a shuffled order of files; gives the SOP Instance UIDs by slice, and the files."""
    os.makedirs(folder, exist_ok=True)
    series, sops = generate_uid(), []
    for number in range(SLICES):
        grid = ct.moved(number * STEP)
        data = new(f"{folder}/{(number * 3) % SLICES}.dcm", CT)
        data.Modality, data.StudyInstanceUID, data.SeriesInstanceUID, data.FrameOfReferenceUID = "CT", study, series, frame
        data.ImagePositionPatient, data.ImageOrientationPatient, data.PixelSpacing = grid.position(), grid.orientation(), grid.spacing()
        data.Rows, data.Columns, data.SliceThickness = grid.rows, grid.columns, STEP
        data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 16, 15, 1
        data.RescaleSlope, data.RescaleIntercept, data.RescaleType = 1, -1024, "HU"
        data.PixelData = random.integers(0, 2000, (grid.rows, grid.columns)).astype("<i2").tobytes()
        data.save_as(data.filename, write_like_original=False)
        sops.append(data.SOPInstanceUID)
    return series, sops


def item(**values):
    data = Dataset()
    for name, value in values.items():
        setattr(data, name, value)
    return data


def source_of(sops):
    return Sequence([item(SourceImageSequence=Sequence([item(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=sop) for sop in sops]))])


def write_seg(path, grids, masks, identity, references):
    """grids and masks: by frame; references: by frame the images that it names, or one list for the object."""
    study, frame = identity
    data = new(path, SEG)
    data.Modality, data.StudyInstanceUID, data.SeriesInstanceUID, data.FrameOfReferenceUID = "SEG", study, generate_uid(), frame
    data.ImageType, data.ContentLabel, data.SegmentationType, data.NumberOfFrames = ["DERIVED", "PRIMARY"], "L", "BINARY", len(grids)
    data.Rows, data.Columns = masks[0].shape
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 1, 1, 0, 0
    data.SegmentSequence = Sequence([item(SegmentNumber=1, SegmentLabel="Lesion", SegmentAlgorithmType="MANUAL")])
    data.SharedFunctionalGroupsSequence = Sequence([item(
        PlaneOrientationSequence=Sequence([item(ImageOrientationPatient=grids[0].orientation())]),
        PixelMeasuresSequence=Sequence([item(PixelSpacing=grids[0].spacing(), SliceThickness=STEP)]),
    )])
    frames = []
    for at, grid in enumerate(grids):
        group = item(
            PlanePositionSequence=Sequence([item(ImagePositionPatient=grid.position())]),
            SegmentIdentificationSequence=Sequence([item(ReferencedSegmentNumber=1)]),
        )
        if references["frames"]:
            group.DerivationImageSequence = source_of(references["frames"][at])
        frames.append(group)
    data.PerFrameFunctionalGroupsSequence = Sequence(frames)
    if references["object"]:
        data.ReferencedSeriesSequence = Sequence([item(SeriesInstanceUID=generate_uid(), ReferencedInstanceSequence=Sequence(
            [item(ReferencedSOPClassUID=CT, ReferencedSOPInstanceUID=sop) for sop in references["object"]]))])
    bits = np.packbits(np.concatenate([mask.ravel() for mask in masks]), bitorder="little").tobytes()
    data.PixelData = bits + b"\0" * (len(bits) % 2)
    data.save_as(path, write_like_original=False)


def references_of(kind, slices, sops, others):
    return {
        "own": {"frames": [[sops[at]] for at in slices], "object": None},
        "all": {"frames": [sops for _ in slices], "object": sops},
        "one": {"frames": None, "object": [sops[0]]},
        "none": {"frames": None, "object": None},
        "two-series": {"frames": [[others[at]] for at in slices], "object": sops + others},
    }[kind]


def expected(path, slices):
    """The pixels [row, col] of each slice, by its SOP Instance UID, from the attributes of the files alone."""
    seg = pydicom.dcmread(path)
    shared = seg.SharedFunctionalGroupsSequence[0]
    orientation = np.array(shared.PlaneOrientationSequence[0].ImageOrientationPatient, float)
    spacing = np.array(shared.PixelMeasuresSequence[0].PixelSpacing, float)
    masks = seg.pixel_array.reshape(seg.NumberOfFrames, seg.Rows, seg.Columns)
    found = {uid: set() for uid in slices}
    for group, mask in zip(seg.PerFrameFunctionalGroupsSequence, masks):
        origin = np.array(group.PlanePositionSequence[0].ImagePositionPatient, float)
        frame = Grid(origin, orientation[:3] * spacing[1], orientation[3:] * spacing[0], seg.Rows, seg.Columns)
        for row, column in np.argwhere(mask):
            for uid, grid in slices.items():
                r, c, distance = grid.pixel(frame.at(row, column))
                if abs(distance) < STEP / 2 and -0.5 < r < grid.rows - 0.5 and -0.5 < c < grid.columns - 0.5:
                    assert abs(r - round(r)) < 0.05 and abs(c - round(c)) < 0.05, (path, r, c)
                    found[uid].add((round(r), round(c)))
    return found


def blob(grid, ct):
    """An odd shape somewhere within the slice, as a mask on the grid of the segmentation."""
    mask = np.zeros((grid.rows, grid.columns), np.uint8)
    top, left = random.integers(6, 11), random.integers(5, 8)
    for row, column in [(0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (2, 1), (3, 3), (5, 1)]:
        r, c, _ = grid.pixel(ct.at(top + row, left + column))
        mask[int(np.clip(round(r), 0, grid.rows - 1)), int(np.clip(round(c), 0, grid.columns - 1))] = 1
    return mask


def run(*arguments):
    return subprocess.run([BIN, *arguments], capture_output=True, text=True)


def make(root):
    """Folders of the combinations: name, kind, and the slices that masks belong to."""
    made = []
    for base, turn in itertools.product(BASES, TURNS):
        ct = ct_grid(base, turn)
        study, frame = generate_uid(), generate_uid()
        one, two = f"{root}/series/{base}-{turn}-1", f"{root}/series/{base}-{turn}-2"
        _, sops = write_series(one, ct, study, frame)
        _, others = write_series(two, ct, study, frame)
        # Two series are slower to check, and differ from one in how a slice is found, not in how its pixels are.
        exact = [(kind, one) for kind, one in itertools.product(EXACT, REFERENCES) if one != "two-series" or kind in EXACT[:2] + ["shifted"]]
        combinations = [*exact, *((kind, "own") for kind in REFUSED), ("same", "elsewhere")]
        for kind, reference in combinations:
            folder = f"{root}/{base}-{turn}-{kind}-{reference}"
            os.makedirs(folder)
            for prefix, source in (("a", one), *([("b", two)] if reference == "two-series" else [])):
                for file in os.listdir(source):
                    os.link(f"{source}/{file}", f"{folder}/{prefix}{file}")
            slices = list(random.permutation(SLICES))[:3]
            away = 40 if reference == "elsewhere" else 0
            grids = [seg_grid(ct, kind).moved(0 if kind == "same" and not away else 0) for _ in slices]
            # The normal of a flipped grid points the other way: frames are moved along that of the series.
            placed = [Grid(grid.origin + ct.normal() * (at * STEP + away), grid.across, grid.down, grid.rows, grid.columns)
                      for grid, at in zip(grids, slices)]
            masks = [blob(grid, ct.moved(at * STEP + away)) for grid, at in zip(placed, slices)]
            named = references_of("own" if reference == "elsewhere" else reference, slices, sops, others)
            write_seg(f"{folder}/seg.dcm", placed, masks, (study, frame), named)
            own = others if reference == "two-series" else sops
            made.append((folder, kind, reference, {uid: ct.moved(at * STEP) for at, uid in enumerate(own)}))
    return made


def read_masks(group, out):
    """SOP Instance UID and mask of each row that the tool writes for some folders."""
    stacked = group[0][2] != "two-series"
    options = ["-o", f"{out}.npz"] if stacked else ["-o", out, "--to", "nifti", "--uncompressed"]
    done = run("convert", *(one[0] for one in group), *options, "--verify", "-q")
    if done.returncode != 0:
        sys.exit(f"convert of {len(group)} folders ended with {done.returncode}: {done.stderr[:2000]}")
    if stacked:
        with np.load(f"{out}.npz") as arrays:
            yield from zip([uid.decode() if isinstance(uid, bytes) else str(uid) for uid in arrays["sop_uid"]], arrays["mask"])
        return
    with open(f"{out}/labels.csv", newline="") as lines:
        for line in csv.DictReader(lines):
            yield line["sop_uid"], np.asarray(nibabel.load(f"{out}/masks/{line['file']}.nii").dataobj)[:, :, 0].T


def write_kind(path, ct, identity, sops, kind, pixels):
    """One frame on the first slice: fractions, a label map of two classes, or a frame for each of two segments."""
    both = kind == "segments"
    masks = [(pixels == value).astype(np.uint8) for value in (1, 2)] if both else [pixels]
    write_seg(path, [ct] * len(masks), masks, identity, {"frames": [[sops[0]]] * len(masks), "object": None})
    data = pydicom.dcmread(path)
    if kind != "fractions":
        data.SegmentSequence = Sequence([
            item(SegmentNumber=number, SegmentLabel=label, SegmentAlgorithmType="MANUAL", SegmentedPropertyTypeCodeSequence=Sequence(
                [item(CodeValue=f"T{number}", CodingSchemeDesignator="99", CodeMeaning=label)]))
            for number, label in ((1, "Lung"), (2, "Tumor"))])
    for number, group in enumerate(data.PerFrameFunctionalGroupsSequence, 1):
        group.SegmentIdentificationSequence[0].ReferencedSegmentNumber = number if both else 1
    if not both:
        data.BitsAllocated, data.BitsStored, data.HighBit = 8, 8, 7
        data.PixelData = pixels.astype(np.uint8).tobytes()
        if kind == "fractions":
            data.SegmentationType, data.SegmentationFractionalType, data.MaximumFractionalValue = "FRACTIONAL", "PROBABILITY", 255
        else:
            data.SegmentationType = "LABELMAP"
            data.add_new("PixelPaddingValue", "US", 9)
            data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.66.7"
    data.save_as(path, write_like_original=False)


def check_kinds(root):
    """Fractions from a threshold on, and classes by name; the values are those that are written here."""
    failures = []
    ct, identity = ct_grid("axial", "supine"), (generate_uid(), generate_uid())
    classes = np.zeros((ct.rows, ct.columns), np.uint8)
    classes[2:6, 3:9], classes[10:12, 4:7] = 1, 2
    fractions = np.zeros_like(classes)
    fractions[1, 1:7] = 63, 64, 127, 128, 200, 255
    padded = classes.copy()
    padded[20:, :] = 9
    for kind, pixels in (("fractions", fractions), ("segments", classes), ("labels", padded)):
        folder = f"{root}/kind-{kind}"
        _, sops = write_series(folder, ct, *identity)
        write_kind(f"{folder}/seg.dcm", ct, identity, sops, kind, pixels)
        asked = (
            [([], fractions >= 128), (["--seg-threshold", "0.25"], fractions >= 64), (["--seg-threshold", "1"], fractions == 255)]
            if kind == "fractions"
            else [([], None), (["--lesion", "Tumor"], classes == 2), (["--lesion", "Lung"], classes == 1), (["--lesion", "all"], classes > 0)]
        )
        for number, (options, want) in enumerate(asked):
            out = f"{root}/{kind}-{number}.npz"
            done = run("convert", folder, "-o", out, "--verify", "-q", *options)
            if want is None:
                if done.returncode != 3 or not all(word in done.stderr for word in ("Lung", "Tumor", "--lesion")) or os.path.exists(out):
                    failures.append(f"{kind}: two classes end with {done.returncode}: {done.stderr[:300]}")
                continue
            if done.returncode != 0:
                failures.append(f"{kind} {options}: {done.returncode} {done.stderr[:300]}")
                continue
            with np.load(out) as arrays:
                if not (np.array_equal(arrays["mask"][0] != 0, want) and not arrays["mask"][1:].any()):
                    failures.append(f"{kind} {options}: {np.argwhere(arrays['mask'][0]).tolist()}")
        if kind == "segments":
            shards = [f"{root}/s.npz.shard-{number}-of-2" for number in range(2)]
            codes = [run("convert", folder, "-o", f"{root}/s.npz", "--shard", f"{number}/2", "-q").returncode for number in range(2)]
            merged = run("merge", *shards, "-o", f"{root}/s.npz", "-q")
            if (codes, merged.returncode) != ([0, 0], 3) or "--lesion" not in merged.stderr or os.path.exists(f"{root}/s.npz"):
                failures.append(f"shards of two classes: {codes}, merge {merged.returncode}: {merged.stderr[:300]}")
    return failures


def main():
    with tempfile.TemporaryDirectory() as root:
        made = make(root)
        exact = [one for one in made if one[1] in EXACT and one[2] != "elsewhere"]
        rest = [one for one in made if one not in exact]
        failures = check_kinds(root)
        # A series that nobody looked at has no masks, which a stack cannot hold: those folders are written slice by slice.
        for number, group in enumerate((
            [one for one in exact if one[2] != "two-series"],
            [one for one in exact if one[2] == "two-series"],
        )):
            rows = read_masks(group, f"{root}/out-{number}")
            for folder, kind, reference, slices in group:
                want = expected(f"{folder}/seg.dcm", slices)
                assert sum(map(len, want.values())) > 0, folder
                for _ in range(SLICES * (number + 1)):
                    sop, mask = next(rows)
                    got = {tuple(map(int, pixel)) for pixel in np.argwhere(mask)}
                    if got != want.get(sop, set()):
                        failures.append(f"{os.path.basename(folder)}: slice {sop}: {sorted(got)} for {sorted(want.get(sop, set()))}")
            assert next(rows, None) is None

        # What is refused ends with exit 3, names the file and shows both geometries; --mask-resample goes on.
        done = run("inspect", "--json", *(one[0] for one in rest))
        notes = "\n".join(json.loads(done.stdout)["notes"])
        for folder, kind, reference, _ in rest:
            line = next((line for line in done.stderr.splitlines() if f"{os.path.basename(folder)}: " in line or f"{folder}/" in line), "")
            lines = [line for line in done.stderr.splitlines() if "seg.dcm" in line]
            if done.returncode != 3 or len(lines) != len(rest):
                failures.append(f"{folder}: exit {done.returncode}, {len(lines)} lines for {len(rest)} files: {line}")
                break
        geometries = sum("rows along" in line and "--mask-resample nearest" in line for line in done.stderr.splitlines())
        if geometries != sum(one[1] in REFUSED for one in rest):
            failures.append(f"{geometries} refusals show both geometries")
        if notes.count("3 frames belong to no slice") != sum(one[2] == "elsewhere" for one in rest):
            failures.append("frames elsewhere are not counted: " + notes[:500])
        nearest = [one[0] for one in rest if one[2] != "elsewhere"]
        done = run("convert", *nearest, "-o", f"{root}/nearest.npz", "--mask-resample", "nearest", "-q")
        if done.returncode != 0:
            failures.append(f"--mask-resample: {done.returncode} {done.stderr[:500]}")
    for failure in failures[:20]:
        print("FAILED", failure)
    print(f"{len(exact)} segmentations pixel by pixel, {len(rest)} refused or counted, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

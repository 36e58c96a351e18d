"""The place of NIfTI: in 48 orientations (24 rotations, each mirrored) every voxel lies at the same millimetre before and after.

An nnU-Net folder of 48 cases is written as nifti, nnunet, monai and dicom, and those back as nifti; places are compared by nibabel and
pydicom. A second folder has labels in other orientations than their images, which --mask-place world puts on them.
"""
import glob
import itertools
import json
import os
import subprocess
import sys
import tempfile

import nibabel
import numpy as np
import pydicom

BIN = os.environ.get("LUNGSEG_BIN", "artifacts/bin/LungSeg.Cli/release/lungseg")
random = np.random.default_rng(48)
SPACING, SHAPE, ORIGIN = (0.75, 1.25, 2.5), (5, 4, 3), (-20.5, 11.25, 40)
ORIENTATIONS = [(order, signs) for order in itertools.permutations(range(3)) for signs in itertools.product((1, -1), repeat=3)]
failures = []


def affine(order, signs):
    """Voxel axis i runs along axis order[i] of the patient, with that axis' spacing: all orientations are of one grid of points."""
    matrix = np.eye(4)
    matrix[:3, :3] = 0
    matrix[:3, 3] = ORIGIN
    for axis, (target, sign) in enumerate(zip(order, signs)):
        matrix[target, axis] = sign * SPACING[target]
        if sign < 0:
            matrix[target, 3] += SPACING[target] * (SHAPE[target] - 1)
    return matrix


def volume(values, order, signs):
    """values is indexed by the patient's axes; this is the array of a file whose affine is affine(order, signs)."""
    array = np.transpose(values, order)
    for axis, sign in enumerate(signs):
        array = np.flip(array, axis) if sign < 0 else array
    return array


def save(array, matrix, path, form):
    # Every other file is NIfTI-2.
    save.count = getattr(save, "count", 0) + 1
    image = (nibabel.Nifti2Image if save.count % 2 else nibabel.Nifti1Image)(array, matrix)
    if form == "qform":
        image.set_qform(matrix, 1)
        image.set_sform(None, 0)
    nibabel.save(image, path)


def points(array, matrix):
    """Millimetre (RAS) and value of every voxel."""
    where = nibabel.affines.apply_affine(matrix, np.argwhere(np.ones_like(array, bool)))
    return {tuple(point): value for point, value in zip(np.round(where, 2).tolist(), array.ravel().tolist())}


def make(root, other_labels):
    """48 cases; what lies where, by case: HU and lesion by point."""
    os.makedirs(f"{root}/imagesTr")
    os.makedirs(f"{root}/labelsTr")
    truth = []
    for number, orientation in enumerate(ORIENTATIONS):
        hu = random.integers(-1000, 1000, SHAPE).astype(np.int16)
        lesion = (random.random(SHAPE) < 0.3).astype(np.uint8)
        form = "qform" if number % 3 == 2 else "sform"
        save(volume(hu, *orientation), affine(*orientation), f"{root}/imagesTr/c{number:02}_0000.nii.gz", form)
        of_label = ORIENTATIONS[(number * 7 + 5) % 48] if other_labels else orientation
        save(volume(lesion, *of_label), affine(*of_label), f"{root}/labelsTr/c{number:02}.nii.gz", form)
        truth.append((points(hu, affine((0, 1, 2), (1, 1, 1))), points(lesion, affine((0, 1, 2), (1, 1, 1)))))
    with open(f"{root}/dataset.json", "w") as file:
        json.dump({"channel_names": {"0": "CT"}, "labels": {"background": 0, "lesion": 1}, "numTraining": 48, "file_ending": ".nii.gz"}, file)
    return truth


def run(*arguments):
    done = subprocess.run([BIN, *arguments, "-q"], capture_output=True, text=True)
    if done.returncode != 0:
        failures.append(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr[:500]}")
    return done


def compare(what, truth, slices):
    """slices: (image, mask) of each row as points, in the order of the cases."""
    slices = list(slices)
    if len(slices) != sum(SHAPE[order[2]] for order, _ in ORIENTATIONS):
        failures.append(f"{what}: {len(slices)} slices")
        return
    at = 0
    for number, (order, _) in enumerate(ORIENTATIONS):
        hu, lesion = {}, {}
        for _ in range(SHAPE[order[2]]):
            hu |= slices[at][0]
            lesion |= slices[at][1]
            at += 1
        for name, found, expected in (("image", hu, truth[number][0]), ("label", lesion, truth[number][1])):
            if found != expected:
                moved = sum(expected.get(point) != value for point, value in found.items())
                failures.append(f"{what}: {name} of case {number} {ORIENTATIONS[number]}: {moved} of {len(expected)} voxels lie elsewhere")


def nifti(images, masks):
    def read(path):
        image = nibabel.load(path)
        return points(np.asarray(image.dataobj), image.affine)

    return ((read(image), read(mask)) for image, mask in zip(sorted(glob.glob(images, recursive=True)), sorted(glob.glob(masks, recursive=True)), strict=True))


def dicom(root):
    """Images and segmentations by pydicom, in RAS; a segmentation lies where the image lies that it names."""
    images, segmentations = {}, {}
    for path in sorted(glob.glob(f"{root}/images/*.dcm")):
        image = pydicom.dcmread(path)
        o, s = np.array(image.ImageOrientationPatient, float), image.PixelSpacing
        matrix = np.eye(4)
        matrix[:3, 0], matrix[:3, 1] = o[3:] * s[0], o[:3] * s[1]
        matrix[:3, 3] = image.ImagePositionPatient
        matrix = np.diag([-1, -1, 1, 1]) @ matrix
        hu = image.pixel_array.astype(int) * int(image.RescaleSlope) + int(image.RescaleIntercept)
        images[image.SOPInstanceUID] = (matrix, points(hu[..., None], matrix))
    for path in glob.glob(f"{root}/masks/*.dcm"):
        seg = pydicom.dcmread(path)
        for group, mask in zip(seg.PerFrameFunctionalGroupsSequence, seg.pixel_array.reshape(seg.NumberOfFrames, seg.Rows, seg.Columns)):
            sop = group.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID
            segmentations[sop] = points(mask[..., None], images[sop][0])
    return [(image, segmentations[sop]) for sop, (_, image) in images.items()]


def main():
    with tempfile.TemporaryDirectory() as root:
        truth = make(f"{root}/in", other_labels=False)
        run("convert", f"{root}/in", "-o", f"{root}/nifti", "--to", "nifti", "--verify")
        compare("nifti", truth, nifti(f"{root}/nifti/**/images/*", f"{root}/nifti/**/masks/*"))
        run("convert", f"{root}/in", "-o", f"{root}/monai", "--to", "monai", "--verify")
        compare("monai", truth, nifti(f"{root}/monai/**/images/*", f"{root}/monai/**/masks/*"))
        run("convert", f"{root}/monai", "-o", f"{root}/monai-back", "--to", "nifti", "--verify")
        compare("monai and back", truth, nifti(f"{root}/monai-back/**/images/*", f"{root}/monai-back/**/masks/*"))
        run("convert", f"{root}/in", "-o", f"{root}/nnunet", "--to", "nnunet", "--verify")
        raw = f"{root}/nnunet/Dataset501_LungSeg"
        compare("nnunet", truth, nifti(f"{raw}/imagesTr/*", f"{raw}/labelsTr/*"))
        for path in glob.glob(f"{raw}/*Tr/*"):
            zooms = nibabel.load(path).header.get_zooms()
            if abs(zooms[2] / max(zooms[:2]) - 999) > 0.01:
                failures.append(f"{path}: its slice axis is not that of the largest spacing: {zooms}")
        run("convert", raw, "-o", f"{root}/nnunet-back", "--to", "nifti", "--verify")
        compare("nnunet and back", truth, nifti(f"{root}/nnunet-back/**/images/*", f"{root}/nnunet-back/**/masks/*"))

        for to in ("dicom", "dicom-seg"):
            run("convert", f"{root}/in", "-o", f"{root}/{to}", "--to", to, "--verify")
        os.makedirs(f"{root}/both")
        for folder, kind in (("dicom", "images"), ("dicom-seg", "masks")):
            found = glob.glob(f"{root}/{folder}/**/{kind}", recursive=True)
            os.rename(found[0], f"{root}/both/{kind}")
        compare("dicom", truth, dicom(f"{root}/both"))
        run("convert", f"{root}/both", "-o", f"{root}/dicom-back", "--to", "nifti", "--verify")
        compare("dicom and back", truth, nifti(f"{root}/dicom-back/**/images/*", f"{root}/dicom-back/**/masks/*"))

        truth = make(f"{root}/other", other_labels=True)
        run("convert", f"{root}/other", "-o", f"{root}/world", "--to", "nifti", "--mask-place", "world", "--verify")
        compare("labels of other orientations", truth, nifti(f"{root}/world/**/images/*", f"{root}/world/**/masks/*"))
        done = subprocess.run([BIN, "validate", f"{root}/other", "--only", "LS047", "--json"], capture_output=True, text=True)
        found = len(json.loads(done.stdout)["findings"])
        # 7n + 5 = n (mod 48) for no n: all labels lie otherwise than their images.
        if done.returncode != 1 or found != sum(SHAPE[order[2]] for order, _ in ORIENTATIONS):
            failures.append(f"validate: exit {done.returncode}, {found} findings")

        os.makedirs(f"{root}/list")
        for kind in ("imagesTr", "labelsTr"):
            os.symlink(f"{root}/other/{kind}", f"{root}/list/{kind}")
        names = [(os.path.basename(path), os.path.basename(path).replace("_0000", "")) for path in sorted(glob.glob(f"{root}/other/imagesTr/*"))]
        with open(f"{root}/list/dataset.json", "w", encoding="utf-8") as stream:
            json.dump({"training": [{"image": f"imagesTr/{image}", "label": f"labelsTr/{label}"} for image, label in names]}, stream)
        done = subprocess.run([BIN, "validate", f"{root}/list", "--only", "LS047", "--json"], capture_output=True, text=True)
        if done.returncode != 1 or len(json.loads(done.stdout)["findings"]) != found:
            failures.append(f"validate of a datalist: exit {done.returncode}, {done.stdout[:300]} {done.stderr[:300]}")

        # An image alone finds the mask of its name, which lies in another orientation.
        os.rename(f"{root}/other/imagesTr/c07_0000.nii.gz", f"{root}/c07.nii.gz")
        run("convert", f"{root}/c07.nii.gz", "-o", f"{root}/one", "--to", "nifti", "--masks", f"{root}/other/labelsTr")
        found = [*nifti(f"{root}/one/images/*", f"{root}/one/masks/*")]
        if {k: v for _, mask in found for k, v in mask.items()} != truth[7][1]:
            failures.append("a mask of the image's name lies elsewhere")
    for failure in failures[:20]:
        print("FAILED", failure)
    print(f"48 orientations through nifti, monai, nnunet, dicom and back, and with labels of other orientations: {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()

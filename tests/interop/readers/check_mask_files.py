#!/usr/bin/env python3
"""Masks of one file (--masks FILE) against what numpy, pandas, nibabel and Pillow put in: by place, else by the order of the rows.

Needs LUNGSEG_BIN; with LUNGSEG_SHARED also a real series.
"""
import pathlib
import sys
import tempfile

import nibabel
import numpy as np
import pandas as pd
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from lungseg_peer import SHARED, Check, run  # noqa: E402

RNG = np.random.default_rng(39)
SHAPE = (7, 40, 48)
check = Check("mask files")


def frame(masks, **more):
    images = [RNG.integers(-1000, 400, SHAPE[1:]).astype("f8") for _ in masks]
    return pd.DataFrame({"label1": ["LR2"] * len(masks), "mask": list(masks), "hu_array_old": images, **more})


def masks_of(root, *arguments):
    out = root / "out.npz"
    run("convert", *arguments, "--to", "npz", "--hu-array", "none", "-o", out, "-f", "-q")
    with np.load(out, allow_pickle=False) as archive:
        return archive["mask"]


def refused(what, code, text, *arguments, lines=1):
    done = run("inspect", *arguments, ok=range(256))
    check.equal(f"{what}: exit code", done[2], code)
    check.true(f"{what}: {text!r} in {done[1].strip()!r}", text in done[1])
    check.equal(f"{what}: lines", done[1].count("\n"), lines)


def by_order(root):
    """A stack or a column over the rows of two pickles."""
    own = np.zeros((1, *SHAPE[1:]), "i1")
    frame([own[0]] * 4).to_pickle(root / "a.pkl")
    frame([own[0]] * 3).to_pickle(root / "b.pkl")
    masks = (RNG.random(SHAPE) < .1).astype("i1")
    np.save(root / "stack.npy", masks)
    np.save(root / "stack_bool.npy", masks.astype(bool))
    np.save(root / "stack_f.npy", np.asfortranarray(masks))
    np.save(root / "stack_c.npy", masks[..., None])
    np.savez(root / "one.npz", arr_0=masks)
    np.savez_compressed(root / "two.npz", mask=masks, score=RNG.random(SHAPE))
    frame(masks).to_pickle(root / "frame.pkl")
    frame([one[None] for one in masks]).to_pickle(root / "forms.pkl.gz")
    frame(masks)[["mask"]].rename(columns={"mask": "seg"}).to_pickle(root / "seg.pkl")
    frame([one.tolist() for one in masks]).to_pickle(root / "lists.pkl")
    frame([np.ma.MaskedArray(np.where(one, 1, 9), mask=one == 0).astype("i1") for one in masks]).to_pickle(root / "masked.pkl")
    frame([np.repeat(one[..., None], 3, 2) for one in masks]).to_pickle(root / "colour.pkl")
    run("convert", root / "frame.pkl", "-o", root / "frame.parquet", "-q")
    run("convert", root / "frame.pkl", "--to", "webdataset", "-o", root / "tar", "-q")
    for file in ("stack.npy", "stack_bool.npy", "stack_f.npy", "stack_c.npy", "one.npz", "two.npz", "frame.pkl", "forms.pkl.gz", "seg.pkl", "lists.pkl", "masked.pkl", "colour.pkl",
                 "frame.parquet"):
        found = masks_of(root, root / "a.pkl", root / "b.pkl", "--masks", root / file)
        check.true(file, np.array_equal(found, masks))
    tar = next((root / "tar").glob("*.tar"))
    check.true("webdataset", np.array_equal(masks_of(root, root / "a.pkl", root / "b.pkl", "--masks", tar) != 0, masks != 0))
    chosen = masks_of(root, root / "a.pkl", root / "b.pkl", "--masks", root / "stack.npy", "--rows", "3,5")
    check.true("chosen rows keep their masks", np.array_equal(chosen, masks[[3, 5]]))
    classes = np.where(masks > 0, RNG.integers(1, 4, SHAPE), 0).astype("u1")
    np.save(root / "classes.npy", classes)
    found = masks_of(root, root / "a.pkl", root / "b.pkl", "--masks", root / "classes.npy", "--lesion", "2")
    check.true("a class", np.array_equal(found != 0, classes == 2))
    picture = np.where(masks[0], 255, 0).astype("u1")
    Image.fromarray(picture).save(root / "any name.png")
    frame([own[0]]).to_pickle(root / "row.pkl")
    found = masks_of(root, root / "row.pkl", "--masks", root / "any name.png")
    check.true("a picture", np.array_equal(found[0] != 0, picture != 0))

    for name, values in (("short", masks[:6]), ("long", np.concatenate([masks, masks[:1]]))):
        np.save(root / f"{name}.npy", values)
        refused(name, 3, f"masks is {len(values)}, expected", root / "a.pkl", root / "b.pkl", "--masks", root / f"{name}.npy")
    np.savez(root / "three.npz", x=masks, y=masks)
    refused("two columns", 2, "x, y", root / "a.pkl", root / "b.pkl", "--masks", root / "three.npz")
    pd.DataFrame({"label1": ["LR2"] * 7}).to_pickle(root / "none.pkl")
    refused("no arrays", 2, "no column of arrays", root / "a.pkl", root / "b.pkl", "--masks", root / "none.pkl")
    refused("nowhere", 2, "not found", root / "a.pkl", "--masks", root / "nowhere.npy")
    (root / "cut.npy").write_bytes((root / "stack.npy").read_bytes()[:-5])
    (root / "bad.pkl").write_bytes((root / "a.pkl").read_bytes()[:1000])
    done = run("convert", root / "bad.pkl", root / "b.pkl", "--masks", root / "stack.npy", "--to", "npz", "-o", root / "x.npz", ok=(3,))
    check.true("no masks after an input that was not read", "was not read" in done[1] and not (root / "x.npz").exists())
    refused("cut", 3, "cut.npy", root / "a.pkl", "--masks", root / "cut.npy")


def by_place(root):
    """A volume of the same scan, whatever its name and order."""
    affine = np.array([[-.7, 0, 0, 100], [0, -.7, 0, 90], [0, 0, 2.5, -300], [0, 0, 0, 1.]])
    lesion = (RNG.random(SHAPE) < .1).astype("u1")

    def save(name, stack, place, code=1):
        image = nibabel.Nifti1Image(stack.T, place)
        image.set_sform(place, code), image.set_qform(place, code)
        image.to_filename(root / name)

    save("scan.nii.gz", RNG.integers(-1000, 400, SHAPE).astype("i2"), affine)
    turned = affine.copy()
    turned[:, 3] = affine @ [SHAPE[2] - 1, 0, SHAPE[0] - 1, 1]
    turned[:, 0], turned[:, 2] = -affine[:, 0], -affine[:, 2]
    save("other name.nii", lesion[::-1, :, ::-1], turned)
    part = affine.copy()
    part[:, 3] = affine @ [5, 3, 2, 1]
    save("part.nii.gz", lesion[2:6, 3:30, 5:40], part)
    expected = np.zeros_like(lesion)
    expected[2:6, 3:30, 5:40] = lesion[2:6, 3:30, 5:40]
    for name, values in (("other name.nii", lesion), ("part.nii.gz", expected)):
        check.true(name, np.array_equal(masks_of(root, root / "scan.nii.gz", "--masks", root / name), values))
    save("unplaced.nii", lesion, affine, 0)
    check.true("without a place by index", np.array_equal(masks_of(root, root / "scan.nii.gz", "--masks", root / "unplaced.nii"), lesion))
    save("unplaced6.nii", lesion[:6], affine, 0)
    refused("without a place, fewer slices", 3, "number of slices", root / "scan.nii.gz", "--masks", root / "unplaced6.nii")
    away = affine.copy()
    away[2, 3] += 1000
    save("away.nii", lesion, away)
    refused("another scan", 3, "another scan", root / "scan.nii.gz", "--masks", root / "away.nii")
    check.true("by index where asked", np.array_equal(
        masks_of(root, root / "scan.nii.gz", "--masks", root / "away.nii", "--mask-place", "index"), lesion))
    half = affine.copy()
    half[0, 3] += .35
    save("half.nii", lesion, half)
    refused("half a pixel", 3, "do not lie on those", root / "scan.nii.gz", "--masks", root / "half.nii")
    written = "\n".join(["ObjectType = Image", "NDims = 3", f"DimSize = {SHAPE[2]} {SHAPE[1]} {SHAPE[0]}", "ElementSpacing = 0.7 0.7 2.5",
                         "Offset = -100 -90 -300", "TransformMatrix = 1 0 0 0 1 0 0 0 1", "ElementType = MET_UCHAR", "ElementDataFile = LOCAL", ""])
    (root / "lesions.mha").write_bytes(written.encode() + lesion.tobytes())
    check.true("MetaImage", np.array_equal(masks_of(root, root / "scan.nii.gz", "--masks", root / "lesions.mha"), lesion))


def real_series(root):
    """133 slices of a scanner, and a volume as a tool of the field writes it: RAS, in the order of positions."""
    import pydicom
    slices = [pydicom.dcmread(path, stop_before_pixels=True) for path in sorted(pathlib.Path(SHARED, "data/dicom-series/LIDC-IDRI-0001").rglob("*.dcm"))]
    slices = sorted((one for one in slices if one.get("Modality") == "CT"), key=lambda one: float(one.ImagePositionPatient[2]))
    down, across = (float(x) for x in slices[0].PixelSpacing)
    first = [float(x) for x in slices[0].ImagePositionPatient]
    step = float(slices[1].ImagePositionPatient[2]) - first[2]
    affine = np.diag([-across, -down, step, 1])
    affine[:3, 3] = -first[0], -first[1], first[2]
    lesion = (RNG.random((len(slices), slices[0].Rows, slices[0].Columns)) < .01).astype("u1")
    nibabel.Nifti1Image(lesion.T, affine).to_filename(root / "series.nii.gz")
    folder = pathlib.Path(slices[0].filename).parent
    found = masks_of(root, folder, "--masks", root / "series.nii.gz")
    check.equal("series: lesion pixels", int((found != 0).sum()), int(lesion.sum()))
    with np.load(root / "out.npz") as archive:
        of = {str(uid): mask for uid, mask in zip(archive["sop_uid"], archive["mask"])}
    for one, mask in zip(slices, lesion):
        check.true(f"series: {one.SOPInstanceUID}", np.array_equal(of[one.SOPInstanceUID], mask))


def main():
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary)
        by_order(root)
        by_place(root)
        if SHARED:
            real_series(root)
        else:
            print("skipped: the real series; LUNGSEG_SHARED names no folder")
    check.done()


main()

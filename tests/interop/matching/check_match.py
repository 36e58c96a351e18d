#!/usr/bin/env python3
"""match against pydicom, pandas, xxhash and an independent reading of the XML: real slices of LUNGSEG_SHARED, put through the authors'
loading line into pickles, shuffled, changed and mixed with foreign rows."""
import csv
import glob
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib
import xml.etree.ElementTree as ElementTree

import numpy as np
import pandas as pd
import pydicom
import xxhash

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../dicom"))
from lungseg_peer import BIN, SHARED, Check, run  # noqa: E402
from outlines import NAMESPACE, on_path  # noqa: E402
from skimage.draw import polygon2mask  # noqa: E402

check = Check("match")
SHAPE = (512, 512)
CHARACTERISTICS = ("subtlety", "internalStructure", "calcification", "sphericity", "margin", "lobulation", "spiculation", "texture", "malignancy")


def key_of(hu, blind=False):
    hu = np.where(hu <= -1000, -1024, hu) if blind else hu
    integral = bool((hu == np.round(hu)).all() and hu.min() >= -32768 and hu.max() <= 32767)
    return xxhash.xxh128(struct.pack("<ii", *hu.shape) + (hu.astype("<i2") if integral else (hu + 0.0).astype("<f8")).tobytes()).hexdigest()


def load(path):
    """The authors' line."""
    d = pydicom.dcmread(path)
    return d, d.pixel_array.astype(float) * d.RescaleSlope + d.RescaleIntercept


def readings_of(path):
    """Per SOP: [(reader, nodule id, ratings, area)], by this script's own reading of the XML."""
    found = {}
    for reader, session in enumerate(ElementTree.parse(path).getroot().iter(NAMESPACE + "readingSession")):
        for nodule in session.iter(NAMESPACE + "unblindedReadNodule"):
            ratings = [int(nodule.findtext(f"{NAMESPACE}characteristics/{NAMESPACE}{name}") or 0) for name in CHARACTERISTICS]
            areas = {}
            for roi in nodule.iter(NAMESPACE + "roi"):
                points = [(int(e.findtext(NAMESPACE + "xCoord")), int(e.findtext(NAMESPACE + "yCoord"))) for e in roi.iter(NAMESPACE + "edgeMap")]
                if len(points) < 3:
                    continue
                path_ = on_path(points, SHAPE)
                inside = polygon2mask(SHAPE, np.array(points)[:, ::-1]) & ~path_
                area, holes = areas.setdefault(roi.findtext(NAMESPACE + "imageSOP_UID").strip(), (np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)))
                if roi.findtext(NAMESPACE + "inclusion").strip().upper() == "TRUE":
                    area |= inside
                else:
                    holes |= inside | path_
            for sop, (area, holes) in areas.items():
                found.setdefault(sop, []).append((reader, nodule.findtext(NAMESPACE + "noduleID"), ratings, area & ~holes))
    return found


def dice(a, b):
    return None if not a.any() and not b.any() else 2 * int((a & b).sum()) / int(a.sum() + b.sum())


def expected_readers(mask, drawn):
    mine = [one for one in drawn if (one[3] & mask).any()]
    votes = np.zeros(SHAPE, int)
    for reader in {one[0] for one in mine}:
        votes += np.any([one[3] for one in mine if one[0] == reader], axis=0)
    return mine, [dice(mask, votes >= least) for least in (1, 2, 3, 4)]


def frame(rows):
    return pd.DataFrame({"label1": [r["label"] for r in rows], "mask": [r["mask"].astype(np.int8) for r in rows],
                         "hu_array": [r["hu"] for r in rows], "hu_array_old": [r["hu"] for r in rows]})


def make_rows(slices, drawn, rng):
    """One row a slice, changed in turn, with foreign rows between."""
    rows = []
    for i, (d, hu) in enumerate(slices):
        areas = drawn.get(d.SOPInstanceUID, [])
        votes = sum((np.any([a[3] for a in areas if a[0] == r], axis=0).astype(int) for r in {a[0] for a in areas}), np.zeros(SHAPE, int))
        mask = votes >= 1 + i % 3
        if i % 7 == 3:
            mask = np.roll(mask, (150, 150), (0, 1))
        kind = ("exact", "exact", "offset", "padding_blind", "transposed", "exact")[i % 6]
        changed = {"offset": hu + (1024, -1024, 1000, -1000)[i // 6 % 4], "transposed": hu.T.copy(),
                   "padding_blind": np.maximum(hu, -1024)}.get(kind, hu)
        if kind == "padding_blind" and (changed == hu).all():
            kind = "exact"
        rows.append({"label": ("LR2", "LR3", "LR4A", "LR4B")[i % 4], "mask": mask, "hu": changed, "kind": kind, "of": d})
        if i % 5 == 0:
            foreign = np.round(rng.normal(0, 300, SHAPE))
            rows.append({"label": "LR2", "mask": mask, "hu": foreign, "kind": "foreign", "of": None})
    rng.shuffle(rows)
    return rows


def check_rows(rows, document, drawn, name):
    check.equal(f"{name}: rows", document["rows"], len(rows))
    kinds = {}
    for row, found in zip(rows, document["per_row"], strict=True):
        what, d = f"{name} {found['row']}", row["of"]
        kind = {"foreign": "none", "transposed": "none"}.get(row["kind"], row["kind"])
        kinds[kind] = kinds.get(kind, 0) + 1
        check.equal(f"{what}: key", found["key"], key_of(row["hu"]))
        check.equal(f"{what}: kind", found["kind"], kind)
        if kind == "none":
            check.equal(f"{what}: reason", ("only when transposed" in found["reason"], found["patient_id"]), (row["kind"] == "transposed", None))
            continue
        check.equal(what, [found[c] for c in ("patient_id", "series_uid", "sop_uid", "row_spacing_mm", "column_spacing_mm", "thickness_mm")],
                    [d.PatientID, d.SeriesInstanceUID, d.SOPInstanceUID, float(d.PixelSpacing[0]), float(d.PixelSpacing[1]), float(d.SliceThickness)])
        check.equal(f"{what}: place", [float(x) for x in found["image_position_mm"].split("\\")], [float(x) for x in d.ImagePositionPatient])
        check.equal(f"{what}: directions", [float(x) for x in found["image_orientation"].split("\\")], [float(x) for x in d.ImageOrientationPatient])
        row_, column = np.array(d.ImageOrientationPatient[:3], float), np.array(d.ImageOrientationPatient[3:], float)
        check.equal(f"{what}: z", abs(found["position_mm"] - np.dot(np.cross(row_, column), np.array(d.ImagePositionPatient, float))) < 1e-9, True)
        mine, shares = expected_readers(row["mask"], drawn.get(d.SOPInstanceUID, []))
        check.equal(f"{what}: readers", found["readers"], len({one[0] for one in mine}))
        check.equal(f"{what}: ids", sorted(found["nodule_ids"]), sorted(one[1] for one in mine))
        check.equal(f"{what}: dice", found["dice_readers"], shares)
        for at, characteristic in enumerate(CHARACTERISTICS):
            given = [one[2][at] for one in mine if one[2][at]]
            rated = found["characteristics"][characteristic]
            check.equal(f"{what}: {characteristic}", (sorted(rated["per_reader"]), rated["median"]), (sorted(given), float(np.median(given)) if given else None))
        check.equal(f"{what}: malignancy", found["malignancy"], found["characteristics"]["malignancy"]["median"])
        untouched = [one for one in drawn.get(d.SOPInstanceUID, []) if any(one[2]) and not (one[3] & row["mask"]).any()]
        check.equal(f"{what}: unmarked without a reader", sum(one["readers"] for one in found["unmarked_nodules"]) <= len(untouched), True)
        check.equal(f"{what}: unmarked at all", bool(untouched) or not found["unmarked_nodules"], True)
        if not mine and untouched:
            check.equal(f"{what}: all readers of unmarked", sum(one["readers"] for one in found["unmarked_nodules"]), len({(one[0], one[1]) for one in untouched}))
    counts = {kind: count for kind, count in document["matched"].items() if count}
    check.equal(f"{name}: counts", counts, kinds)


def check_index(folder, slices, index):
    """Keys of the index, all layouts of files, shards, additions and CSV."""
    run("match", "--make-index", folder, "-o", f"{index}.parquet")
    run("match", "--make-index", folder, "-o", f"{index}-text.csv")
    lines = list(csv.DictReader(open(f"{index}-text.csv").readlines()[1:]))
    check.equal("index: images", len(lines), len(slices))
    by_sop = {line["sop_uid"]: line for line in lines}
    for d, hu in slices:
        line = by_sop[d.SOPInstanceUID]
        check.equal(f"{d.SOPInstanceUID}: keys", (line["key"], line["padding_key"]), (key_of(hu), key_of(hu, blind=True)))
        check.equal(f"{d.SOPInstanceUID}: figures", [float(line[c]) for c in ("minimum", "maximum", "sum")], [hu.min(), hu.max(), hu.sum()])
        check.equal(f"{d.SOPInstanceUID}: scanner", (line["manufacturer"], line["kernel"], line["instance_number"]),
                    (d.Manufacturer, d.get("ConvolutionKernel", ""), str(d.InstanceNumber)))
    for shard in range(3):
        run("match", "--make-index", folder, "-o", f"{index}-joined.parquet", "--shard", f"{shard}/3")
    run("merge", *sorted(glob.glob(f"{index}-joined.parquet.shard-*")), "-o", f"{index}-joined.parquet")
    for part in ("", ".readings"):
        check.equal(f"shards{part}", open(f"{index}-joined{part}.parquet", "rb").read(), open(f"{index}{part}.parquet", "rb").read())
    first = sorted(os.listdir(folder))[0]
    run("match", "--make-index", os.path.join(folder, first), "-o", f"{index}-grown.parquet")
    run("match", "--make-index", folder, "-o", f"{index}-grown.parquet", "--update")
    check.equal("an index that grew", open(f"{index}-grown.parquet", "rb").read(), open(f"{index}.parquet", "rb").read())


def check_hostile(work, index):
    data = open(f"{index}.parquet", "rb").read()
    text = open(f"{index}-text.csv").read()
    bad = {"cut": data[: len(data) // 2], "tail": data[:-3], "middle": data[:200] + b"\xff" * 300 + data[500:], "version": text.replace("slice-index/1", "slice-index/9", 1).encode(),
           "columns": text.replace("padding_key", "padding", 1).encode(), "csv-cut": text[: len(text) // 2].encode(), "head": text.split("\n", 1)[1].encode(),
           "number": text.replace(",512,512,", ",512,wide,", 1).encode(), "empty": b""}
    for name, content in bad.items():
        path = os.path.join(work, f"bad-{name}")
        open(path, "wb").write(content)
        _, error, code = run("match", os.path.join(work, "a.pkl"), "--lidc", path, ok=(0, 1, 2, 3, 4, 70))
        check.equal(f"hostile {name}", (code, error.count("\n"), path in error), (3, 1, True))
    readings = open(f"{index}.readings.parquet", "rb").read()
    for name, content in {"cut": readings[: len(readings) // 2], "version": readings.replace(b"readings/1", b"readings/7"), "other": data}.items():
        path = os.path.join(work, f"bad-{name}-readings")
        open(f"{path}.parquet", "wb").write(data)
        open(f"{path}.readings.parquet", "wb").write(content)
        _, error, code = run("match", os.path.join(work, "a.pkl"), "--lidc", f"{path}.parquet", ok=(0, 1, 2, 3, 4, 70))
        check.equal(f"hostile readings {name}", (code, error.count("\n"), f"{path}.readings.parquet" in error), (3, 1, True))
    large = os.path.join(work, "large.csv")
    with open(large, "w") as file:
        file.write("".join(text.splitlines(keepends=True)[:2]))
        for _ in range(100):
            file.write((",,,,,512,512" + 14 * "," + "\n") * 100_000)
    peak = os.path.join(work, "peak")
    done = subprocess.run(["/usr/bin/time", "-q", "-o", peak, "-f", "%M", BIN, "match", os.path.join(work, "a.pkl"), "--lidc", large], capture_output=True, text=True)
    check.equal("10^7 lines", (done.returncode, done.stderr), (3, f"lungseg: {large}: csv: the number of lines is 10000000, the limit is 1000000\n"))
    check.equal("10^7 lines: half of the file's 260 MB at most", int(open(peak).read()) < 130 << 10, True)
    os.remove(large)


def check_suspects(work, inputs, joined, document):
    """With one prediction the score is 1 less the Dice with the area of two readers and more."""
    predicted = os.path.join(work, "predicted.npy")
    np.save(predicted, np.zeros((len(document["per_row"]), *SHAPE), np.uint8))
    found = json.loads(run("evaluate", *inputs, "-p", f"none={predicted}", "--columns-from", joined, "--group", "none", "--suspects", "--json")[0])
    expected = {row["row"]: 1 - row["dice_readers"][1] for row in document["per_row"] if row["dice_readers"] and row["dice_readers"][1] is not None}
    check.equal("suspects by readers", {row["row"] for row in found["suspects"]}, {row for row, score in expected.items() if score > 0})
    check.equal("suspects: scores", all(abs(row["score"] - expected[row["row"]]) < 1e-12 and row["score"] == row["reader_doubt"] for row in found["suspects"]), True)
    check.equal("suspects: order", [row["score"] for row in found["suspects"]], sorted((row["score"] for row in found["suspects"]), reverse=True))


def check_page(work, inputs, joined, document, rows):
    """The page's tables on patients, readers and diameters in mm, against pandas' reading of the joined table."""
    page = os.path.join(work, "page.html")
    run("stats", *inputs, "--columns-from", joined, "--figures", "lesion", "--report", page)
    lines = {}
    for table in re.findall("<table>.*?</table>", open(page).read(), re.DOTALL):
        name = re.search("<caption>(.*?)</caption>", table)[1]
        cells = [[re.sub("<.*?>", "", cell) for cell in re.findall("<t[hd].*?>(.*?)</t[hd]>", line)] for line in table.split("<tr>")]
        lines |= {(name, line[1]): line[2:] for line in cells if line[:1] == ["all"]}

    def numbers(table, stem):
        return [float(cell.replace(",", "")) for cell in lines[table, stem]]

    of = pd.DataFrame(document["per_row"]).assign(unmarked=lambda t: t.unmarked_nodules.map(len))
    known = of[of.readers.notna()]
    for stem in ("a", "b"):
        mine, read = of[of.row.str.startswith(stem + ":")], known[known.row.str.startswith(stem + ":")]
        check.equal(f"page {stem}: readers", numbers("Patients and readers by class", stem),
                    [mine.patient_id.nunique(), len(read), sum(rows[i]["mask"].any() for i in read.index[read.readers == 0]), (read.readers >= 2).sum(), round(read.malignancy.median(), 2), read.unmarked.sum()])
        sizes = [2 * np.sqrt(rows[i]["mask"].sum() * of.row_spacing_mm[i] * of.column_spacing_mm[i] / np.pi) for i in mine.index
                 if of.row_spacing_mm[i] == of.row_spacing_mm[i] and rows[i]["mask"].any()]
        check.equal(f"page {stem}: mm", numbers("Rows by lesion diameter, mm", stem), [*np.histogram(sizes, [0, 6, 8, 15, np.inf])[0], round(float(np.median(sizes)), 1)])


def check_groups(work, slices):
    """Patients with two scans: no patient is divided, and groups are patients."""
    folder, rows = os.path.join(work, "scans"), []
    os.mkdir(folder)
    for i, (d, hu) in enumerate(slices):
        patient, scan = i % 8, i // 8 % 2
        copy = pydicom.dcmread(d.filename)
        copy.PatientID, copy.SeriesInstanceUID = f"P{patient}", f"1.2.3.{patient}.{scan}"
        copy.SOPInstanceUID = copy.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{patient}.{scan}.{i}"
        noise = np.random.default_rng(i).integers(-900, 900, SHAPE).astype(d.pixel_array.dtype)
        copy.PixelData = noise.tobytes()
        copy.save_as(os.path.join(folder, f"{i}.dcm"))
        rows.append({"label": ("LR2", "LR3")[i % 2], "mask": np.zeros(SHAPE), "hu": noise * float(copy.RescaleSlope) + float(copy.RescaleIntercept), "patient": f"P{patient}"})
    frame(rows).to_pickle(os.path.join(work, "scans.pkl"))
    joined = os.path.join(work, "scans.csv")
    run("match", os.path.join(work, "scans.pkl"), "--lidc", folder, "-o", joined)
    split = json.loads(run("split", os.path.join(work, "scans.pkl"), "--columns-from", joined, "--json")[0])
    group_of = {}
    for row, assignment in zip(rows, split["assignments"], strict=True):
        group_of.setdefault(row["patient"], set()).add((assignment["group"], assignment["part"]))
    check.equal("a patient is in one part", sorted(map(len, group_of.values())), [1] * len(group_of))
    check.equal("groups are patients", split["groups"], len(group_of))


def check_volumes(work, slices, rng):
    """MetaImage as LUNA16 has it, one scan stored flipped, and NIfTI: no patients, groups are series; a header that leads elsewhere."""
    import nibabel
    folder = os.path.join(work, "luna")
    os.mkdir(folder)
    some = sorted(((d, hu) for d, hu in slices if d.PatientID == "LIDC-IDRI-0001"), key=lambda one: one[0].ImagePositionPatient[2])[:6]
    for uid, part, flip in (("1.2.840.1", some[:3], 1), ("1.2.840.2", some[3:], -1)):
        stack = np.stack([hu for _, hu in part]).astype("<i2")[:, ::flip, ::flip]
        row, column = (float(x) for x in part[0][0].PixelSpacing)
        x, y, z = (float(v) for v in part[0][0].ImagePositionPatient)
        x, y = (x, y) if flip > 0 else (x + 511 * column, y + 511 * row)
        with open(os.path.join(folder, uid + ".mhd"), "w") as header:
            header.write(f"""ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = False
TransformMatrix = {flip} 0 0 0 {flip} 0 0 0 1\nOffset = {x} {y} {z}\nCenterOfRotation = 0 0 0\nElementSpacing = {column} {row} 2.5
DimSize = 512 512 {len(part)}\nAnatomicalOrientation = RAI\nElementType = MET_SHORT\nElementDataFile = {uid}.raw\n""")
        stack.tofile(os.path.join(folder, uid + ".raw"))
    frame([{"label": "LR2", "mask": np.zeros(SHAPE), "hu": hu} for _, hu in some]).to_pickle(os.path.join(work, "luna.pkl"))
    run("match", "--make-index", folder, "-o", os.path.join(work, "luna.parquet"))
    document = json.loads(run("match", os.path.join(work, "luna.pkl"), "--lidc", os.path.join(work, "luna.parquet"), "--json")[0])
    for row, (d, _) in zip(document["per_row"], some, strict=True):
        check.equal(f"LUNA16 {row['row']}", (row["kind"], row["patient_id"], row["sop_uid"]), ("exact", None, None))
        found = [float(v) for v in row["image_position_mm"].split("\\")]
        check.equal(f"LUNA16 {row['row']}: in the plane", np.allclose(found[:2], np.array(d.ImagePositionPatient[:2], float), atol=1e-4), True)
    check.equal("LUNA16: series", [row["series_uid"] for row in document["per_row"]], ["1.2.840.1"] * 3 + ["1.2.840.2"] * 3)
    check.equal("LUNA16: said", any("groups are series" in note for note in document["notes"]), True)
    nifti = os.path.join(work, "nifti")
    os.mkdir(nifti)
    volume = np.stack([hu.T for _, hu in some], -1).astype(np.int16)
    nibabel.save(nibabel.Nifti1Image(volume, np.diag([-0.7, -0.7, 2.5, 1])), os.path.join(nifti, "scan.nii.gz"))
    run("match", "--make-index", nifti, "-o", os.path.join(work, "nifti.parquet"))
    document = json.loads(run("match", os.path.join(work, "luna.pkl"), "--lidc", os.path.join(work, "nifti.parquet"), "--json")[0])
    check.equal("NIfTI", [(row["kind"], row["series_uid"]) for row in document["per_row"]], [("exact", "scan")] * len(some))
    header = open(os.path.join(folder, "1.2.840.1.mhd")).read()
    packed = header.replace("CompressedData = False", "CompressedData = True").replace("1.2.840.1.raw", "hostile.zraw")
    zeros, noise = bytes(64 << 20), rng.bytes(3 << 19)
    for name, text, data, message in (
        ("outside", header.replace("1.2.840.1.raw", "../a.pkl"), b"", "'../a.pkl', expected a file in the header's own folder"),
        ("elsewhere", header.replace("1.2.840.1.raw", "/etc/passwd"), b"", "'/etc/passwd', expected a file in the header's own folder"),
        ("large", header.replace("512 512", "2000000000 2000000000"), b"", "DimSize"),
        ("overflow", header.replace("512 512 3", "4294967296 4294967296 4294967296"), b"", "more voxels than a file can hold"),
        ("bomb", packed, zlib.compress(zeros), "unpacked length, in bytes, is "),
        ("short", packed.replace("512 512 3", "512 512 2000"), zlib.compress(zeros), "needs 1048576000 bytes"),
        ("cut", packed, zlib.compress(noise)[:-1000], "the file is cut short"),
    ):
        hostile, made = os.path.join(work, f"hostile-{name}"), os.path.join(work, f"{name}.parquet")
        os.mkdir(hostile)
        open(os.path.join(hostile, "hostile.mhd"), "w").write(text)
        open(os.path.join(hostile, "hostile.zraw"), "wb").write(data)
        _, error, code = run("match", "--make-index", hostile, "-o", made, "-q", ok=(0, 1, 2, 3, 4, 70))
        check.equal(f"hostile .mhd {name}", (code, error.count("\n"), hostile in error, message in error, os.path.exists(made)), (3, 2, True, True, False))
        run("match", "--make-index", hostile, folder, "-o", made, "-q", ok=(3,))
        check.equal(f"hostile .mhd {name}: the rest is indexed", os.path.exists(made), True)


def main():
    if not SHARED:
        print("skipped match: LUNGSEG_SHARED is not set")
        return
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory(prefix="lungseg-match-") as work:
        collection = os.path.join(work, "LIDC-IDRI")
        os.mkdir(collection)
        for name in ("LIDC-IDRI-0001", "LIDC-IDRI-0003", "LIDC-IDRI-0095"):
            os.symlink(os.path.join(SHARED, "data/dicom", name), os.path.join(collection, name))
        series = sorted(glob.glob(os.path.join(SHARED, "data/dicom-series/LIDC-IDRI-0001/*.dcm")))[::6]
        os.makedirs(os.path.join(collection, "more/series"))
        for path in series:
            os.symlink(path, os.path.join(collection, "more/series", os.path.basename(path)))
        every = [load(path) for path in sorted(glob.glob(os.path.join(collection, "*/*.dcm"))) + series]
        slices = list({d.SOPInstanceUID: (d, hu) for d, hu in every}.values())
        drawn = {}
        for path in glob.glob(os.path.join(collection, "*/*.xml")):
            drawn.update(readings_of(path))
        index = os.path.join(work, "lidc")
        check_index(collection, slices, index)
        rows = make_rows(slices, drawn, rng)
        half = len(rows) // 2
        parts = {"a": rows[:half], "b": rows[half:]}
        for name, part in parts.items():
            frame(part).to_pickle(os.path.join(work, f"{name}.pkl"))
        check_hostile(work, index)
        inputs = [os.path.join(work, "a.pkl"), os.path.join(work, "b.pkl")]
        joined = os.path.join(work, "joined.csv")
        document = json.loads(run("match", *inputs, "--lidc", f"{index}.parquet", "--json", "-o", joined)[0])
        check_rows(rows, document, drawn, "index")
        text = json.loads(run("match", *inputs, "--lidc", f"{index}-text.csv", "--json")[0])
        check.equal("the index as CSV", text["matched"], document["matched"])
        table = pd.read_csv(joined)
        check.equal("joined.csv: names", list(table["row"]), [row["row"] for row in document["per_row"]])
        check.equal("joined.csv: patients", [None if p != p else p for p in table["patient_id"]], [row["patient_id"] for row in document["per_row"]])
        check.equal("joined.csv: medians", [None if m != m else m for m in table["malignancy"]], [row["malignancy"] for row in document["per_row"]])

        run("match", inputs[0], "--lidc", f"{index}.parquet", "-o", os.path.join(work, "joined.pkl"))
        made = pd.read_pickle(os.path.join(work, "joined.pkl"))
        check.equal("joined.pkl", list(made["sop_uid"].where(made["sop_uid"].notna(), None)), [row["sop_uid"] for row in document["per_row"][:half]])

        found = json.loads(run("validate", *inputs, "--lidc", f"{index}.parquet", "--only", "LS043,LS050", "--json", ok=(0, 1))[0])
        notes = [f for f in found["findings"] if f["rule"] == "LS050"]
        check.equal("LS050", len(notes), sum(len(row["unmarked_nodules"]) for row in document["per_row"]))
        patients = {f["row"] for f in found["findings"] if f["rule"] == "LS043" and f["message"].startswith("patient ")}
        in_a = {row["patient_id"] for row in document["per_row"][:half]} - {None}
        check.equal("LS043 by patient", patients, {row["row"] for row in document["per_row"][half:] if row["patient_id"] in in_a})

        stats = json.loads(run("stats", *inputs, "--columns-from", joined, "--by", "malignancy", "--figures", "lesion", "--json")[0])
        expected = table["malignancy"].value_counts()
        check.equal("stats by malignancy", {float(k): v["rows"] for k, v in stats["by"].items() if k != "ungrouped"}, expected.to_dict())

        alike = json.loads(run("match", inputs[0], "--lidc", collection, "--json", ok=(0, 3))[0])
        exact = ("exact", "padding_blind", "offset")
        check.equal("a folder finds what its index finds", [r["kind"] for r in alike["per_row"] if r["kind"] in exact],
                    [r["kind"] for r in document["per_row"][:half] if r["kind"] in exact])
        check_suspects(work, inputs, joined, document)
        check_page(work, inputs, joined, document, rows)
        check_groups(work, slices[:32])
        check_volumes(work, slices, rng)
    check.done()


if __name__ == "__main__":
    main()

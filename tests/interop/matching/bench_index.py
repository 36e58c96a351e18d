#!/usr/bin/env python3
"""Times `lungseg match --make-index` beside pydicom, whole process against whole process, turn by turn in one run, page cache warm:

    python3 bench_index.py [--copies 10] [--rounds 5]

Copies of LUNGSEG_SHARED's data/dicom-series get UIDs of their own (ten: 1,330 slices). Two loops of pydicom and python3-xxhash make the same
two keys: `plain` as the authors load a slice, in float64; `integer` in integers alone, which is right where slope and intercept are such.
Both are checked against the index, of which LUNGSEG_BIN is the maker. Prints medians of wall and CPU seconds, and the ratios."""
import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lungseg_peer import BIN, SHARED  # noqa: E402

LOOP = """
import os, struct, sys
import numpy as np, pydicom, xxhash
for folder, _, names in os.walk(sys.argv[2]):
    for name in sorted(names):
        d = pydicom.dcmread(os.path.join(folder, name))
        head = struct.pack("<ii", d.Rows, d.Columns)
        if sys.argv[1] == "integer":
            hu = (d.pixel_array * int(d.RescaleSlope) + int(d.RescaleIntercept)).astype("<i2")
            padded = np.where(hu <= -1000, np.int16(-1024), hu)
        else:
            hu = d.pixel_array.astype(float) * d.RescaleSlope + d.RescaleIntercept
            assert (hu == np.round(hu)).all() and hu.min() >= -32768 and hu.max() <= 32767
            hu, padded = hu.astype("<i2"), np.where(hu <= -1000, -1024, hu).astype("<i2")
        print(d.SOPInstanceUID, *(xxhash.xxh128(head + values.tobytes()).hexdigest() for values in (hu, padded)))
"""


def make_copies(folder, count):
    import pydicom
    for copy in range(count):
        for root, _, names in os.walk(os.path.join(SHARED, "data/dicom-series")):
            for name in (name for name in names if name.endswith(".dcm")):
                image = pydicom.dcmread(os.path.join(root, name))
                image.SeriesInstanceUID += f".{copy}"
                image.SOPInstanceUID += f".{copy}"
                image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
                os.makedirs(os.path.join(folder, str(copy)), exist_ok=True)
                image.save_as(os.path.join(folder, str(copy), name))


def once(command):
    """-> (seconds, seconds of CPU, standard output)"""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, output


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lungseg-index-") as work:
        folder, index = os.path.join(work, "series"), os.path.join(work, "index.csv")
        make_copies(folder, args.copies)
        commands = {
            "lungseg": [BIN, "match", "--make-index", folder, "-o", index, "-f", "-q"],
            "plain": [sys.executable, "-W", "ignore", "-c", LOOP, "plain", folder],
            "integer": [sys.executable, "-W", "ignore", "-c", LOOP, "integer", folder],
        }
        took = {name: [] for name in commands}
        for _ in range(args.rounds):
            for name, command in commands.items():
                took[name].append(once(command))
        with open(index) as file:
            file.readline()
            lines = {(line["sop_uid"], line["key"], line["padding_key"]) for line in csv.DictReader(file)}
        for name in ("plain", "integer"):
            assert {tuple(line.split()) for line in took[name][-1][2].splitlines()} == lines, f"{name}: other keys"
        print(f"{len(lines)} slices, keys equal")
        wall, cpu = ({name: statistics.median(one[at] for one in runs) for name, runs in took.items()} for at in (0, 1))
        for name in commands:
            print(f"{name:8} {wall[name]:6.2f} s  cpu {cpu[name]:6.2f} s  {wall[name] / wall['lungseg']:5.1f} x the time, {cpu[name] / cpu['lungseg']:5.1f} x the cpu")


if __name__ == "__main__":
    main()

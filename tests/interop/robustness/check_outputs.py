"""Outputs hold: whatever ends a run, and whoever writes the same name, the name has the old output whole or the new one whole.

Random signals at random moments over everything that writes, onto a new name and over an old output; and pairs of runs that race for one name, each the first
process of a namespace of its own, as in two containers. Which bytes an output has is known from runs that nothing disturbed.

usage: check_outputs.py [--signals N] [--pairs N] [--seed S]; LUNGSEG_NATIVE names a second build to take turns with.
"""
import argparse
import hashlib
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from lungseg_peer import BIN, Check

FOLDERS = ["npy", "png", "png16", "tiff", "nifti", "nnunet", "monai", "coco", "yolo", "hf", "webdataset", "dicom", "dicom-seg"]
FILES = {"pickle": "x.pkl", "npz": "x.npz", "parquet": "x.parquet", "csv": "x.csv"}
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL]
check = Check("outputs")
work = pathlib.Path(tempfile.mkdtemp(prefix="lungseg-outputs-"))


def writers():
    """Name of each thing that writes, the name that it writes, and its words, from a source and to an output."""
    for name in FOLDERS:
        yield f"convert {name}", "x", lambda source, out, to=name: ["convert", source, "--to", to, "-o", out]
    for name, file in FILES.items():
        yield f"convert {name}", file, lambda source, out, to=name: ["convert", source, "--to", to, "-o", out]
    for file in ("x.pkl.gz", "x.pkl.zst"):
        yield f"convert {file}", file, lambda source, out: ["convert", source, "-o", out]
    # Threads put pieces into a shard as they come.
    yield "shard", "x.npz.shard-0-of-2", lambda source, out: ["convert", source, "-o", out.with_name("x.npz"), "--shard", "0/2", "-j", "1"]
    yield "threshold", "x.pkl", lambda source, out: ["threshold", source, "-o", out]
    yield "split", "x.csv", lambda source, out: ["split", source, "-o", out, "--group", "none", "--folds", "2"]
    yield "stats csv", "x.csv", lambda source, out: ["stats", source, "--csv", out]
    yield "stats report", "x.html", lambda source, out: ["stats", source, "--report", out]
    yield "demo", "x.pkl", lambda source, out: ["demo", "-o", out, "--rows", "20", "--side", "64", "--seed", "1" if "old" in source.parent.name else "2"]


def digest(path):
    """Of a file its own, of a folder that of its files with their names; None where nothing is there."""
    if path.name == "shard.json":
        # A shard keeps the words of its command, its output's folder among them.
        return hashlib.sha256(re.sub(rb'"arguments":\[.*?\],', b"", path.read_bytes())).hexdigest()
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    if not path.is_dir():
        return None
    return hashlib.sha256("\n".join(f"{digest(file)} {file.relative_to(path)}" for file in sorted(path.rglob("*")) if file.is_file()).encode()).hexdigest()


def manifest_of(path):
    return path.with_name(path.name + ".manifest.json")


def clear(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


def run(tool, words):
    return subprocess.run([tool, *map(str, words), "--quiet"], capture_output=True, text=True)


def references(tool, sources):
    """What each writer gives of the old and of the new source, and how long it takes."""
    found = {}
    for what, file, words in writers():
        for age, source in sources.items():
            folder = work / "reference"
            clear(folder)
            start = time.monotonic()
            done = run(tool, words(source, folder / file))
            check.true(f"{what}, undisturbed: exit {done.returncode} {done.stderr[-200:]}", done.returncode == 0)
            found[what, age] = (digest(folder / file), digest(manifest_of(folder / file)), time.monotonic() - start)
            if age == "old":
                kept = work / "kept" / what
                kept.parent.mkdir(exist_ok=True)
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(folder, kept)
    return found


def judge(what, path, known, had_old, code, killed):
    """Old or new whole, exit 0 only where it is new, and no manifest but its own."""
    data, manifest = digest(path), digest(manifest_of(path))
    (old, old_manifest, _), (new, new_manifest, _) = known[what, "old"], known[what, "new"]
    age = "new" if data == new else "old" if data == old and had_old else "none" if data is None and not had_old else "broken"
    check.true(f"{what}, over old {had_old}: the name holds {age}, exit {code}", age != "broken" and (code != 0 or age == "new"))
    allowed = {"new": [new_manifest], "old": [old_manifest], "none": [None]}.get(age, []) + ([None] if killed else [])
    check.true(f"{what}, over old {had_old}: the manifest of another lies beside {age} output", manifest in allowed)
    return age


def disturb(tools, sources, known, count, dice):
    ages = {}
    for turn in range(count):
        tool, (what, file, words) = tools[turn % len(tools)], dice.choice(list(writers()))
        had_old, number = dice.random() < 0.5, dice.choice(SIGNALS)
        folder = work / "run"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(work / "kept" / what, folder) if had_old else folder.mkdir()
        command = [tool, *map(str, words(sources["new"], folder / file)), "--quiet", "--force"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        # Half of them near the end, where the output takes its name.
        seconds = known[what, "new"][2]
        time.sleep(max(0, dice.uniform(0, 1.1 * seconds) if dice.random() < 0.5 else dice.gauss(0.85, 0.1) * seconds))
        process.send_signal(number)
        error = process.communicate()[1]
        expected = {signal.SIGTERM: 143, signal.SIGINT: 130, signal.SIGHUP: 129, signal.SIGKILL: -9}[number]
        # A signal before the program listens ends it as it ends any process.
        check.true(f"{what} after {number.name}: exit {process.returncode}: {error[-300:]}", process.returncode in (0, expected, -number))
        age = judge(what, folder / file, known, had_old, process.returncode, number == signal.SIGKILL)
        ages[number.name, age] = ages.get((number.name, age), 0) + 1
        if process.returncode not in (-number, 0):
            check.equal(f"{what} after {number.name}: left", [p.name for p in folder.iterdir() if ".tmp-" in p.name], [])
        if dice.random() < 0.2 or number == signal.SIGKILL:
            done = run(tool, [*words(sources["new"], folder / file), "--force"])
            check.equal(f"{what}: the next run ({done.stderr[-200:]})", (done.returncode, digest(folder / file)), (0, known[what, "new"][0]))
            check.equal(f"{what}: left after the next run", [p.name for p in folder.iterdir() if ".tmp-" in p.name], [])
    print(f"{count} signals: {dict(sorted(ages.items()))}")


def namespace(command):
    """The command as process 1 of a namespace, as a container's is; where that is not allowed, as any process."""
    return ["unshare", "--pid", "--fork", "--mount-proc", *command] if os.geteuid() == 0 and shutil.which("unshare") else command


def race(tools, sources, known, count, dice):
    chosen = [writer for writer in writers() if writer[0] in ("convert npz", "convert png", "convert pickle", "shard", "threshold", "split", "convert x.pkl.gz")]
    codes = {}
    for turn in range(count):
        tool, (what, file, words), force = tools[turn % len(tools)], dice.choice(chosen), dice.random() < 0.5
        folder = work / "race"
        clear(folder)
        runs = []
        for age in ("old", "new"):
            command = [tool, *map(str, words(sources[age], folder / file)), "--quiet", *(["--force"] if force else [])]
            runs.append((age, subprocess.Popen(namespace(command), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)))
            time.sleep(dice.uniform(0, 0.3) * known[what, "new"][2])
        ended = {age: (process.communicate()[1], process.returncode) for age, process in runs}
        key = tuple(sorted(code for _, code in ended.values()))
        codes[force, key] = codes.get((force, key), 0) + 1
        check.true(f"race of {what}, force {force}: exits {ended}", key == (0, 0) if force else key == (0, 4))
        winners = [age for age, (_, code) in ended.items() if code == 0]
        found = (digest(folder / file), digest(manifest_of(folder / file)))
        check.true(f"race of {what}, force {force}: what is there is neither's, or the loser's", found in [known[what, age][:2] for age in winners])
        check.equal(f"race of {what}: left", [p.name for p in folder.iterdir() if ".tmp-" in p.name], [])
    print(f"{count} races (force, exits): {dict(sorted(codes.items()))}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--signals", type=int, default=60)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tools = [BIN, *filter(None, [os.environ.get("LUNGSEG_NATIVE")])]
    dice = random.Random(options.seed)
    (work / "in").mkdir()
    sources = {"old": work / "in" / "old" / "set.pkl", "new": work / "in" / "new" / "set.pkl"}
    for age, seed in (("old", 1), ("new", 2)):
        sources[age].parent.mkdir()
        run(BIN, ["demo", "-o", sources[age], "--rows", "24", "--side", "128", "--seed", seed])
    known = references(BIN, sources)
    disturb(tools, sources, known, options.signals, dice)
    race(tools, sources, known, options.pairs, dice)
    shutil.rmtree(work)
    check.done()


main()

#!/usr/bin/env python3
"""Choosing rows against what validate finds: a set in which each rule that names rows finds a planted fault.

Which row of the set has which fault is known from how it was made; the rows of --with are compared with that and with validate's findings."""
import filecmp
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import nibabel
import numpy as np
import pandas as pd

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from lungseg_peer import BIN, Check, run

check = Check("choosing rows")
work = pathlib.Path(tempfile.mkdtemp(prefix="lungseg-selection-"))
os.chdir(work)

NO_ROWS = ["LS002", "LS003", "LS005", "LS018", "LS044", "LS050"]  # About inputs; the last needs the index of a collection.
GOOD = 6


def lines(*args, ok=(0,)):
    return [json.loads(line) for line in run(*args, ok=ok)[0].splitlines()]


def body(old):
    """The table of Hounsfield units above -300 in one piece, as validate takes the body."""
    from scipy import ndimage
    parts, _ = ndimage.label(old >= -300)
    return parts == np.argmax(np.bincount(parts.ravel())[1:]) + 1


def plant():
    """Writes main.pkl, more.pkl and the nnU-Net folder nn; -> {rule: rows that were given its fault}"""
    run("demo", "-o", "raw.pkl", "--rows", "96", "--seed", "35", "-q")
    run("threshold", "raw.pkl", "-o", "base.pkl", "--method", "refined", "-q")
    base = pd.read_pickle("base.pkl")
    dropped = {finding["row"] for finding in findings("base.pkl") if finding["rule"] not in ("LS018",)}
    # A mirrored slice is like no other: validate compares slices as they lie.
    clean = [(i, step) for i in range(len(base)) if f"base:{i}" not in dropped for step in (1, -1)]
    rows, planted, ids = [], {}, []

    def take():
        i, step = clean.pop()
        row = base.iloc[i]
        return [row["label1"], *(row[name][:, ::step].copy() for name in ("mask", "hu_array", "hu_array_old"))]

    def add(rule, row, patient=None):
        if rule:
            planted.setdefault(rule, []).append(f"main:{len(rows)}")
        rows.append(row)
        ids.append(patient)

    for _ in range(GOOD):
        add(None, take())
    row = take(); row[1] = "no mask"; add("LS004", row)
    row = take(); row[1] = row[1][:-2]; add("LS010", row)
    row = take(); row[1:] = [array[:-8] for array in row[1:]]; add("LS011", row)
    row = take(); row[1] = row[1].astype(np.float32); add("LS012", row)
    row = take(); row[1] = (row[1] * 9).astype(np.int8); add("LS013", row)
    row = take(); row[2] = row[2].astype(np.float16); row[3] = row[3].astype(np.float16); add("LS014", row)
    row = take(); row[3] = row[3].copy(); row[3][5, 5] = np.nan; add("LS015", row)
    row = take(); row[3] = row[3].copy(); row[3][7, 7] = 40000; add("LS016", row)
    row = take(); row[3] = row[3].copy(); row[3][300, 300] += 0.25; add("LS017", row)
    row = take(); row[0] = "benign"; add("LS020", row)
    row = take(); row[0] = "LR3"; row[1] = np.zeros_like(row[1]); add("LS021", row)
    row = take(); row[1] = np.zeros_like(row[1]); row[1][:6, :6] = 1; row[0] = "LR3"; add("LS022", row)
    row = take(); row[0] = "LR2"; row[1] = np.zeros_like(row[1]); row[1][200:300, 200:300] = 1; add("LS023", row)
    row = take(); row[1] = np.zeros_like(row[1]); row[1][250:274:2, 250] = 1; row[0] = "LR3"; add("LS024", row)
    row = take(); row[2] = row[2].copy(); row[2][row[2] != 0] += 3; add("LS030", row)
    row = take(); row[2] = row[3].copy(); add("LS031", row)
    row = take(); row[2] = np.where(body(row[3]), row[3], 0); add("LS032", row)
    row = take(); row[2] = np.where(np.arange(512)[None, :] < 256, row[2], 0); add("LS033", row)
    row = take(); row[2] = row[2].copy(); row[2][row[1] != 0] = 0; add("LS034", row)
    row = take(); row[2] = np.where(row[1] != 0, row[3], row[2]); at = np.argwhere(row[1] != 0); row[2][tuple(at[0])] = 0; row[2][tuple(at[1])] = 0; row[2][tuple(at[2])] = 0; add("LS035", row)
    row = take(); row[2] = np.where(body(row[3]), 0, row[3]); row[2][row[3] < -300] = 0; row[2][400:404, 250:262] = 40; row[3] = row[3].copy(); row[3][400:404, 250:262] = 40; row[2][row[1] != 0] = row[3][row[1] != 0]; add("LS036", row)
    first = take(); add(None, first); add("LS040", [first[0], first[1].copy(), first[2].copy(), first[3].copy()])
    first = take(); add(None, first); twin = first[3].copy(); twin[300:310, 300:310] += 1; add("LS041", [first[0], first[1].copy(), np.where(first[2] != 0, twin, 0), twin])
    first = take(); add(None, first); add("LS042", ["LR4B" if first[0] != "LR4B" else "LR2", first[1].copy(), first[2].copy(), first[3].copy()])
    first = take(); add("LS046", first, "P1"); twin = first[3].copy(); twin[300:310, 300:310] += 1; add("LS046", [first[0], first[1].copy(), np.where(first[2] != 0, twin, 0), twin], "P2")
    frame = pd.DataFrame(rows, columns=["label1", "mask", "hu_array", "hu_array_old"])
    frame["patient_id"] = ids
    frame.to_pickle("main.pkl")

    good = [rows[0], rows[1], take()]
    twin = good[1][3].copy(); twin[300:310, 300:310] += 1
    pd.DataFrame([good[0], [good[1][0], good[1][1], np.where(good[1][2] != 0, twin, 0), twin], good[2]], columns=frame.columns[:4]).to_pickle("more.pkl")
    planted["LS045"], planted["LS043"] = ["more:0"], ["more:1"]

    folder = work / "Dataset501_made"
    for part in ("imagesTr", "labelsTr"):
        (folder / part).mkdir(parents=True)
    for i in range(3):
        image, mask = take()[3].astype(np.int16), np.zeros((512, 512), np.uint8)
        mask[250:260, 200 + i:210 + i] = 1
        moved = np.diag([-1, -1, 1, 1]).astype(float)
        if i == 1:
            moved[:2, 3] = 40
        nibabel.save(nibabel.Nifti1Image(image.T[:, :, None], np.diag([-1, -1, 1, 1]).astype(float)), folder / "imagesTr" / f"case_{i:03}_0000.nii.gz")
        nibabel.save(nibabel.Nifti1Image(mask.T[:, :, None], moved), folder / "labelsTr" / f"case_{i:03}.nii.gz")
    (folder / "dataset.json").write_text(json.dumps({"channel_names": {"0": "CT"}, "labels": {"background": 0, "cancer": 1}, "numTraining": 3, "file_ending": ".nii.gz"}))
    planted["LS047"] = ["Dataset501_made:1"]
    return planted


def findings(*inputs, options=()):
    return json.loads(run("validate", "--json", *options, *inputs, ok=(0, 1, 3))[0])["findings"]


def unread(planted):
    """A file in which one row cannot be read though the index can: its deflated bytes are damaged."""
    import zipfile
    with zipfile.ZipFile("cut.npz", "w", zipfile.ZIP_STORED) as packed:
        for name, array in (("mask", np.zeros((3, 64, 64), np.int8)), ("hu_array_old", np.random.default_rng(1).integers(-900, 90, (3, 64, 64)).astype(np.int16))):
            with packed.open(name + ".npy", "w") as member:
                np.lib.format.write_array(member, array)


planted = plant()
inputs = ["main.pkl", "more.pkl", "Dataset501_made"]
everything = [row["row"] for row in lines("inspect", "--jsonl", "-q", *inputs)]
found = findings(*inputs)
named = {}
for finding in found:
    if finding["row"]:
        named.setdefault(finding["rule"], set()).add(finding["row"])
rules = [line.split()[0] for line in run("validate", "--rules", "--plain")[0].splitlines() if line.startswith("LS")]
check.true("rules are listed", len(rules) >= 34)
for rule, rows in planted.items():
    check.equal(f"{rule} finds what was planted", [row for row in rows if row not in named.get(rule, ())], [])

for rule in rules:
    out, error, code = run("inspect", "--jsonl", "--with", rule, *inputs, ok=(0, 2))
    if rule in NO_ROWS:
        check.equal(f"{rule} names no rows: exit", code, 2)
        check.true(f"{rule}: one line says so", "no row can be chosen by it" in error and error.count("\n") == 1)
        continue
    rows = sorted(named.get(rule, ()), key=everything.index)
    check.equal(f"{rule}: exit", code, 0 if rows else 2)
    chosen = [json.loads(line) for line in out.splitlines()] if rows else lines("inspect", "--jsonl", "--allow-empty", "-q", "--with", rule, *inputs)
    others = lines("inspect", "--jsonl", "--allow-empty", "-q", "--without", rule, *inputs)
    check.equal(f"{rule}: rows of --with are those of the findings", [row["row"] for row in chosen], rows)
    check.equal(f"{rule}: with and without are all", sorted([row["row"] for row in chosen + others], key=everything.index), everything)
    check.true(f"{rule}: each chosen row says why", all([why["rule"] for why in row["chosen"]] == [rule] for row in chosen))
    check.true(f"{rule}: rows left have no reason", all(row["chosen"] == [] for row in others))
check.true("all rules that name rows but those of damage find some", set(rules) - set(NO_ROWS) - set(named) <= {"LS001"})

for severity in ("error", "warning", "note"):
    rows = sorted({finding["row"] for finding in found if finding["row"] and finding["severity"] == severity}, key=everything.index)
    check.equal(f"severity {severity}", [row["row"] for row in lines("inspect", "--jsonl", "-q", "--with", severity, *inputs)], rows)

lost = next(row for row in lines("inspect", "--jsonl", "-q", "--with", "lesion-lost", *inputs) if row["row"] == planted["LS034"][0])
check.equal("figure and limit of a lesion that is lost whole", lost["chosen"], [{"rule": "LS034", "figure": 0, "limit": 0.5}])

# The rows by way of jq, or of what it would print.
report = run("validate", "--json", *inputs, ok=(0, 1, 3))[0]
if shutil.which("jq"):
    names = subprocess.run(["jq", "-r", '.findings[] | select(.rule == "LS034") | .row'], input=report, capture_output=True, text=True, check=True).stdout
else:
    names = "".join(finding["row"] + "\n" for finding in json.loads(report)["findings"] if finding["rule"] == "LS034")
piped = subprocess.run([BIN, "inspect", "--jsonl", "--rows", "@-", *inputs], input=names, capture_output=True, text=True, check=True).stdout
check.equal("validate --json | jq | --rows @-", [json.loads(line)["row"] for line in piped.splitlines()], [row["row"] for row in lines("inspect", "--jsonl", "-q", "--with", "LS034", *inputs)])
nothing = subprocess.run([BIN, "validate", "--rows", "@-", "main.pkl"], input="", capture_output=True, text=True)
check.equal("an empty list is no good news", (nothing.returncode, nothing.stdout), (2, ""))

# One command cleans the set of all that names rows.
for inputs_of, target, options in ((["main.pkl", "more.pkl"], "clean.pkl", []), (inputs, "clean", ["--to", "png"])):
    run("convert", *inputs_of, "-o", target, "--without", "error,warning,note", *options)
    left = [finding for finding in findings(target, options=["--fail-on", "never"]) if finding["row"]]
    names = {finding["row"] for finding in findings(*inputs_of) if finding["row"]}
    manifest = json.loads(pathlib.Path(target + ".manifest.json" if target.endswith(".pkl") else target + "/manifest.json").read_text())
    of_inputs = [row["row"] for row in lines("inspect", "--jsonl", "-q", *inputs_of)]
    check.equal(f"{target}: rows that are left", [row["row"] for row in manifest["rows"]], [row for row in of_inputs if row not in names])
    check.equal(f"{target}: rows that the manifest says were dropped", {row["row"] for step in manifest["selection"] for row in step["dropped"]}, names)
    if target.endswith(".pkl"):
        check.equal(f"{target}: findings that are left", [(finding["rule"], finding["row"]) for finding in left], [])

# Shards give the bytes of one run.
def merged(name, command, shards=3, output=None, exits=(0, 1)):
    for i in range(shards):
        run(*command, "--shard", f"{i}/{shards}", *(["-o", name] if "-o" not in command else []), "-q", ok=(0, 1))
    target = ["-o", output] if output else []
    return run("merge", *[f"{name}.shard-{i}-of-{shards}" for i in range(shards)], *target, "-q", ok=exits)


def same(a, b):
    if pathlib.Path(a).is_file():
        return filecmp.cmp(a, b, shallow=False) and filecmp.cmp(a + ".manifest.json", b + ".manifest.json", shallow=False) if pathlib.Path(a + ".manifest.json").exists() else filecmp.cmp(a, b, shallow=False)
    files = sorted(path.relative_to(a) for path in pathlib.Path(a).rglob("*") if path.is_file())
    return files == sorted(path.relative_to(b) for path in pathlib.Path(b).rglob("*") if path.is_file()) and all(filecmp.cmp(f"{a}/{path}", f"{b}/{path}", shallow=False) for path in files)


pair = ["main.pkl", "more.pkl"]
without = ["--without", "error,lesion-lost,raw-stored,exact-duplicate,LS042,LS011,LS012,LS014,LS017,LS021"]
where = ["--where", "lesion_px>0"]
for i, (command, name) in enumerate([(["inspect", "--json", "--values", *pair, *without], "inspect"), (["validate", "--json", *pair, *without], "validate"), (["threshold", "--check", "--json", *pair, *without, *where], "check"), (["inspect", "--json", *pair, "--with", "warning"], "with")]):
    whole = run(*command, "-q", ok=(0, 1))
    parts = merged(name, command)
    check.equal(f"shards of {name}: output", parts[0], whole[0])
    check.equal(f"shards of {name}: exit", parts[2], whole[2])
for target, options in (("c.pkl", []), ("c.npz", ["--size", "64"]), ("c.png", ["--to", "png"]), ("c.coco", ["--to", "coco"]), ("c.csv", ["--to", "csv"])):
    (work / "whole").mkdir(exist_ok=True), (work / "parts").mkdir(exist_ok=True)
    command = ["convert", *pair, *options, *without]
    run(*command, "-o", f"whole/{target}", "-q")
    merged(f"parts/{target}", [*command, "-o", f"parts/{target}"], output=f"parts/{target}")
    check.true(f"shards of convert to {target}", same(f"whole/{target}", f"parts/{target}"))
split = ["split", *pair, *without, "--folds", "2", "--group", "none"]
run(*split, "-o", "whole/s.csv", "-q"), merged("parts/s.csv", [*split, "-o", "parts/s.csv"], output="parts/s.csv")
check.true("shards of split", same("whole/s.csv", "parts/s.csv"))
hull = ["threshold", "main.pkl", "--method", "hull", "--without", "error,LS011"]
run(*hull, "-o", "whole/h.pkl", "-q"), merged("parts/h.pkl", [*hull, "-o", "parts/h.pkl"], output="parts/h.pkl")
check.true("shards of threshold", same("whole/h.pkl", "parts/h.pkl"))

# A split names the rows that rules left out, with the rules.
table = pd.read_csv("whole/s.csv", dtype=str, keep_default_na=False).set_index("row")
reasons = {}
for line in lines("inspect", "--jsonl", "-q", "--with", without[1], *pair):
    reasons[line["row"]] = " ".join(why["rule"] for why in line["chosen"])
check.equal("a split's dropped rows and their reasons", dict(table[table["part"] == "dropped"]["reason"]), reasons)
check.equal("a split names all rows", list(table.index), [row for row in everything if not row.startswith("Dataset")])

# A row that is left out still shows that two others belong together: the mean of two slices is like each of them, and they are not alike.
slices = pd.read_pickle("raw.pkl")
blend = slices.iloc[10].copy()
blend["hu_array_old"] = np.round((slices["hu_array_old"].iloc[10] + slices["hu_array_old"].iloc[60]) / 2)
chain = pd.DataFrame([slices.iloc[10], blend, *(slices.iloc[i] for i in (60, 20, 40, 75, 95))], columns=slices.columns).reset_index(drop=True)
chain.to_pickle("chain.pkl")
pairs = {(pair["a"], pair["b"]) for pair in json.loads(run("split", "--leakage", "chain.pkl", "--json", ok=(1,))[0])["pairs"]}
check.equal("a chain of three", pairs & {("chain:0", "chain:1"), ("chain:1", "chain:2"), ("chain:0", "chain:2")}, {("chain:0", "chain:1"), ("chain:1", "chain:2")})
pathlib.Path("chain.csv").write_text("row,mark,note\nchain:1,reject,\n")


def groups_of(file):
    table = pd.read_csv(file, dtype=str, keep_default_na=False).set_index("row")
    return table["group"]["chain:0"], table["group"]["chain:2"], list(table[table["part"] == "dropped"].index)


for seed in range(1, 7):
    run("split", "chain.pkl", "-o", "joined.csv", "-f", "-q", "--folds", "2", "--seed", str(seed), "--without-marks", "chain.csv")
    first, last, left = groups_of("joined.csv")
    check.equal(f"a split without the link, seed {seed}", (first == last, left), (True, ["chain:1"]))
    check.true(f"is proved on all rows, seed {seed}", run("split", "--check", "joined.csv", "chain.pkl", ok=(0, 1))[2] == 0)
run("split", "chain.pkl", "-o", "chosen.csv", "-q", "--folds", "2", "--rows", "0,2..6")
check.true("--rows without the link", len(set(groups_of("chosen.csv")[:2])) == 1)
command = ["split", "chain.pkl", "--folds", "2", "--without-marks", "chain.csv"]
run(*command, "-o", "whole/g.csv", "-q"), merged("parts/g.csv", [*command, "-o", "parts/g.csv"], output="parts/g.csv")
check.true("shards of a split without the link", same("whole/g.csv", "parts/g.csv"))

# So it does for those who judge predictions, for what leaks into them, and for the figures of groups.
np.save("judged.npy", np.stack(chain["mask"].iloc[[0, 2, 3]].tolist()))
judge = ["evaluate", "chain.pkl", "-p", "m=judged.npy", "--rows", "0,2,3", "-q"]


def judged(*options, judge=judge):
    model = json.loads(run(*judge, *options, "--json")[0])["predictions"]["m"]
    return sorted(group["rows"] for group in model["by_group"].values()), model["overall"]["rows"] - model.get("without_leaked", {"rows": 0})["rows"]


check.equal("scans of judged rows, by a row that is not judged", judged()[0], [1, 2])
pathlib.Path("parts.csv").write_text("row,part\nchain:0,test\nchain:1,train\nchain:2,test\nchain:3,test\n")
check.equal("rows whose scan a split trains on, by a row that is not judged", judged("--split", "parts.csv")[1], 2)
chain.iloc[[2]].to_pickle("train.pkl")
np.save("few.npy", np.stack(chain["mask"].iloc[[0, 3]].tolist()))
few = ["evaluate", "chain.pkl", "-p", "m=few.npy", "--rows", "0,3", "-q"]
check.equal("rows whose scan is in the training data", judged("--train", "train.pkl", judge=few)[1], 1)
check.equal("shards of rows that are judged", merged("parts/judged", [*judge, "--json", "-o", "parts/judged"])[0], run(*judge, "--json")[0])
check.equal("groups of stats", pd.read_csv(io.StringIO(run("stats", "chain.pkl", "--by", "group", "--rows", "0,2,3", "--csv", "-", "-q")[0]))["group"].nunique(), 2)
chain.at[1, "hu_array_old"] = "a text"
chain.to_pickle("chain.pkl")
check.equal("without it they are of three scans", judged()[0], [1, 1, 1])
check.equal("and groups of stats", pd.read_csv(io.StringIO(run("stats", "chain.pkl", "--by", "group", "--rows", "0,2,3", "--csv", "-", "-q")[0]))["group"].nunique(), 3)
check.equal("and none is in the training data", judged("--train", "train.pkl", judge=few)[1], 0)
chain.at[1, "hu_array_old"] = None
chain.to_pickle("chain.pkl")
told = run(*command, "-o", "whole/n.csv")[1]
merged("parts/n.csv", [*command, "-o", "parts/n.csv"], output="parts/n.csv")
check.true("a link without a slice is named", "1 row left out cannot be read" in told and "chain:1" in told)
check.equal("a link without a slice joins nothing", len(set(groups_of("whole/n.csv")[:2])), 2)
proved = run("split", "--check", "whole/n.csv", "chain.pkl")
check.true("the check of that split names it", "not looked at, since the split leaves them out and they cannot be read: 1 row (chain:1)" in " ".join(proved[0].split()))
check.equal("its figures are those of the split", json.loads(run("split", "--check", "whole/n.csv", "chain.pkl", "--json", "-q")[0])["lesion_deviation"], json.loads(run(*command, "--json", "-q")[0])["lesion_deviation"])
check.equal("its document", [json.loads(run("split", "--check", "whole/n.csv", "chain.pkl", "--json", "-q")[0])[name] for name in ("findings", "unread")], [[], ["chain:1"]])
text = pathlib.Path("whole/n.csv").read_text()
pathlib.Path("moved.csv").write_text(text.replace("chain:1,dropped", "chain:1,train"))
check.equal("an unreadable row of a part", run("split", "--check", "moved.csv", "chain.pkl", ok=(3,))[2], 3)
check.true("shards of that split", same("whole/n.csv", "parts/n.csv"))

# Marks.
pathlib.Path("m.csv").write_text("row,mark,note\nmain:0,reject,\nmain:1,mask,thick\nmain:2,label,\nother:3,reject,\n")
check.equal("marks that reject", [row["row"] for row in lines("inspect", "--jsonl", "-q", "main.pkl", "--without-marks", "m.csv")][:3], ["main:1", "main:2", "main:3"])
check.equal("marks that are named", [row["row"] for row in lines("inspect", "--jsonl", "-q", "main.pkl", "--without-marks", "m.csv:reject,mask")][:2], ["main:2", "main:3"])
check.true("marks of other rows are noted", "m.csv marks 1 row that the inputs do not have" in run("inspect", "--json", "main.pkl", "--without-marks", "m.csv")[1])

# A figure of a row, against pandas over the CSV of stats.
run("stats", "raw.pkl", "--csv", "rows.csv", "-q")
figures = pd.read_csv("rows.csv")
chosen = [row["row"] for row in lines("inspect", "--jsonl", "-q", "raw.pkl", "--where", "lesion_px>60 and stored==ok")]
check.equal("--where in inspect against pandas", chosen, list(figures[(figures["lesion_px"] > 60) & (figures["stored"] == "ok")]["row"]))

os.chdir("/")
shutil.rmtree(work)
check.done()

#!/usr/bin/env python3
"""`lungseg stats --report` and `lungseg evaluate --report` in headless Chromium: that the page asks nobody for anything, shows its top findings on the first screen, carries the figures
of `stats --json`, answers what people come with, sorts its tables and is whole without its script, can be read by everybody (axe-core), prints without
a heading alone at the foot of a page, names commands that run, and takes hostile labels and file names as text.

Needs LUNGSEG_BIN, node, npm (puppeteer-core and axe-core are taken from there), Chromium and pdftotext; LUNGSEG_CHROMIUM names another than
/usr/bin/chromium. With LUNGSEG_REPORT_PICTURE=FILE.png the first screen of the sample's report is kept."""
import base64
import hashlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from lungseg_peer import BIN, Check, run

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
SAMPLE = os.path.join(ROOT, "samples", "demo.pkl.gz")
CHROMIUM = os.environ.get("LUNGSEG_CHROMIUM", "/usr/bin/chromium")
PACKAGES = ["puppeteer-core@24.43.1", "axe-core@4.14.1"]
LARGEST = 3_000_000
SECTIONS = ["", "findings", "inputs", "classes", "lesions", "hu", "threshold", "rows", "leakage", "glossary"]
HOSTILE = ["<script>alert(1)</script>", "\"><img src=https://example.org/x.png onerror=alert(1)>", "</style><svg onload=alert(1)>", "LR2' & \u202e\x07"]

check = Check("report")


def facts_of(page, folder, picture=None):
    command = ["node", os.path.join(HERE, "page_facts.mjs"), page, CHROMIUM, picture or "-", page + ".pdf"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(f"page_facts.mjs: {done.stderr.strip()[-600:]}")
    return json.loads(done.stdout)


def report_of(page, *inputs):
    """Writes a report; returns the JSON that came with it."""
    out, _, _ = run("stats", "--json", "--quiet", "--report", page, *inputs)
    return json.loads(out)


def value_at(document, key):
    """The number that a key of the page stands for in the JSON; a percentage is a share there too."""
    for part in key.split("."):
        document = document[part]
    return document


def check_values(name, facts, document, by_input=None):
    """Each figure is that of the JSON by label, those of a file that of the JSON by input."""
    check.true(f"{name}: {len(facts['values'])} figures carry their key", len(facts["values"]) > (100 if name == "sample" else 50))
    for file, key, value in facts["values"]:
        check.equal(f"{name}: {file or ''} {key}", value, value_at(document if file is None else by_input["by"][file], key))


def check_top(name, facts, findings):
    """The first screen holds the three gravest: by severity, then by rows."""
    severities = ["error", "warning", "note"]
    rules = {}
    for finding in findings:
        rules.setdefault(finding["rule"], []).append(finding)
    rows = {rule: list(dict.fromkeys(f["row"] for f in found if f["row"])) for rule, found in rules.items()}
    order = sorted(rules, key=lambda rule: (rule != "LS045", min(severities.index(f["severity"]) for f in rules[rule]), -len(rows[rule]), -len(rules[rule]), rule))
    check.equal(f"{name}: all rules that found something", facts["rules"], [f"rule-{rule}" for rule in order])
    check.equal(f"{name}: top findings", [top["rule"] for top in facts["top"]], order[:3])
    for top in facts["top"]:
        found = rules[top["rule"]]
        count = len(rows[top["rule"]]) or len({f["path"] if "path" in f else f["rule"] for f in found})
        check.equal(f"{name}: {top['rule']} severity", top["severity"], min((f["severity"] for f in found), key=severities.index))
        check.equal(f"{name}: {top['rule']} count", top["count"].split("\u202f")[0].split(" ")[0], str(count))
        check.true(f"{name}: {top['rule']} example {top['example']}", top["example"] in rows[top["rule"]] or not rows[top["rule"]])
        check.equal(f"{name}: {top['rule']} link", (top["link"], top["target"]), (f"#rule-{top['rule']}", True))
        check.true(f"{name}: {top['rule']} lies within the first screen", top["inside"])


def check_page(name, facts, page):
    check.equal(f"{name}: console", facts["console"], [])
    check.equal(f"{name}: errors", facts["errors"], [])
    check.equal(f"{name}: requests other than the page", {url for url in facts["requests"] if not url.startswith("file://") or ".html" not in url}, set())
    check.true(f"{name}: {os.path.getsize(page)} bytes", os.path.getsize(page) < LARGEST)
    shown = facts["page"]
    check.equal(f"{name}: language, scripts, handlers", (shown["lang"], shown["scripts"], shown["handlers"]), ("en", 1, 0))
    script = re.search("<script>(.*?)</script>", open(page, encoding="utf-8", newline="").read(), re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    check.true(f"{name}: the policy allows that script alone", f"; script-src 'sha256-{digest}'; base-uri 'none'" in shown["policy"])
    check.equal(f"{name}: tables that sort wrongly", facts["sorted"]["wrong"], [])
    check.equal(f"{name}: without its script: text, buttons", (facts["plain"]["text"], facts["plain"]["buttons"]), (True, 0))
    check.true(f"{name}: a click enlarges {facts['zoom']}", not facts["zoom"] or (facts["zoom"]["after"] >= 1.5 * facts["zoom"]["before"] and 0 <= facts["zoom"]["at"] < 800))
    glossary = dict(shown["glossary"])
    check.equal(f"{name}: terms without their definition", [term for term, title in shown["terms"] if glossary.get(term) != title], [])
    check.equal(f"{name}: rules without a command", shown["rulesWithoutCommand"], [])
    for view, found in facts["axe"].items():
        check.equal(f"{name}: {view}: axe-core", found, [])
    for view, found in facts["overlaps"].items():
        check.equal(f"{name}: {view}: labels over another", found[:5], [])
    check.true(f"{name}: title {shown['title']}", shown["title"].endswith(" – LungSeg report"))
    check.true(f"{name}: policy", shown["policy"].startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'"))
    check.equal(f"{name}: ids twice, dead links, broken pictures", (shown["duplicateIds"], shown["deadLinks"], shown["brokenPictures"]), ([], [], 0))
    levels = shown["headings"]
    check.equal(f"{name}: headings go down one level at a time", [b for a, b in zip([0] + levels, levels) if b > a + 1], [])
    check.equal(f"{name}: pictures without a name", (facts["unnamed"], facts["unnamedElements"]), ([], 0))
    for view, overflow in facts["overflow"].items():
        check.equal(f"{name}: {view}: horizontal overflow", overflow, 0)
    for view, contrast in facts["contrast"].items():
        check.equal(f"{name}: {view}: contrast under 4.5", contrast["poor"][:5], [])
        check.true(f"{name}: {view}: least contrast {contrast['least']:.2f}", 4.5 <= contrast["least"] < 21)
    for view, size in facts["smallText"].items():
        check.true(f"{name}: {view}: texts of charts are {size} px", size is None or size >= 9.5)
    check.equal(f"{name}: navigation and buttons on paper", (facts["print"]["nav"], facts["print"]["buttons"]), (False, 0))
    check.true(f"{name}: paper", facts["printBytes"] > 10000)
    check_paper(name, facts, page + ".pdf")


def check_paper(name, facts, path):
    """No page ends with a heading."""
    flat = lambda text: re.sub(r"\s+", " ", text).strip()
    headings = {flat(heading) for heading in facts["headings"]}
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout.split("\f")
    last = [lines[-1] for lines in ([flat(line) for line in page.splitlines() if line.strip()] for page in pages) if lines]
    check.equal(f"{name}: headings at the foot of one of {len(last)} pages", [line for line in last if line in headings], [])


def check_commands(name, facts, folder, inputs):
    """Every command of the page runs where the inputs lie."""
    for number, command in enumerate(facts["page"]["commands"]):
        work = os.path.join(folder, f"{name}-{number}")
        os.mkdir(work)
        for path in inputs:
            os.symlink(os.path.abspath(path), os.path.join(work, os.path.basename(path)))
        if "--split split.csv" in command:
            words = shlex.split(command)
            subprocess.run([BIN, "split", *words[2:words.index("--split")], "-o", "split.csv", "-q"], cwd=work, check=True, capture_output=True)
        words = shlex.split(command)
        check.equal(f"{name}: {command}", words[0], "lungseg")
        done = subprocess.run([BIN, *words[1:]], cwd=work, capture_output=True, text=True)
        check.true(f"{name}: {command}: {done.returncode} {done.stderr.strip()[-200:]}", done.returncode == 0 or done.returncode == 1 and words[1] == "validate")


def check_sample(folder):
    page = os.path.join(folder, "sample.html")
    document = report_of(page, SAMPLE)
    facts = facts_of(page, folder, os.environ.get("LUNGSEG_REPORT_PICTURE"))
    check_page("sample", facts, page)
    check_values("sample", facts, document)
    check_top("sample", facts, json.loads(run("validate", "--json", SAMPLE, ok=(0, 1))[0])["findings"])
    check.equal("sample: three top findings", len(facts["top"]), 3)
    check.equal("sample: sections", facts["page"]["sections"], SECTIONS)
    check_commands("sample", facts, folder, [SAMPLE])
    worst = sorted((row for row in document["per_row"] if row["lesion_kept"] < 1), key=lambda row: (row["lesion_kept"], -row["lesion_px"]))
    check.equal("sample: the worst rows", facts["rows"][:len(worst)], [row["row"] for row in worst])
    check.true("sample: terms", len(facts["page"]["glossary"]) >= 17)
    size = os.path.getsize(SAMPLE)
    check.true("sample: the footer", f"demo: 12 rows, {size:,} bytes".replace(",", "\u202f").replace("rows\u202f", "rows,") in facts["page"]["footer"])
    charts = facts["page"]["chartTexts"]
    check.true(f"sample: {len(charts)} charts have axes with figures", len(charts) >= 11 and all(any(text.lstrip("−").isdigit() for text in chart) for chart in charts))
    check.true("sample: charts have units", all(any(unit in text for text in chart for unit in ("rows", "HU", "px")) for chart in charts))
    sizes = [row["lesion_px"] for row in document["per_row"] if row["class"] == "LR4B"]
    median = float(np.median(2 * np.sqrt(np.array(sizes) / np.pi)))
    check.true("sample: median diameter of LR4B", any(f"median {median:.1f} px" in chart for chart in charts))
    again = os.path.join(folder, "again.html")
    report_of(again, SAMPLE, "--jobs", "1")
    check.equal("sample: another run on one thread", open(again, "rb").read(), open(page, "rb").read())
    check.equal("sample: an existing page stays", run("stats", SAMPLE, "--report", page, ok=(4,))[2], 4)


def check_hostile(folder):
    frame = pd.read_pickle(SAMPLE).iloc[:len(HOSTILE)].reset_index(drop=True)
    frame["label1"] = HOSTILE
    data = os.path.join(folder, "<img src=x onerror=alert(1)>'\"&.pkl")
    frame.to_pickle(data)
    page = os.path.join(folder, "hostile.html")
    document = report_of(page, data)
    facts = facts_of(page, folder)
    check_page("hostile", facts, page)
    check_values("hostile", facts, document)
    check_top("hostile", facts, json.loads(run("validate", "--json", data, ok=(0, 1, 3))[0])["findings"])
    for label in HOSTILE[:3]:
        check.true(f"hostile: {label} is shown as text", label[:30] in facts["page"]["text"])
    check.true("hostile: the file's name is shown as text", "<img src=x onerror=alert(1)>'\"&:0" in facts["page"]["text"])


def check_odd(folder):
    """Inputs that lack what sections are about, and two inputs of one scan."""
    frame = pd.read_pickle(SAMPLE)
    bare = os.path.join(folder, "bare.npy")
    np.save(bare, np.stack(list(frame.hu_array_old[:3])))
    cut = os.path.join(folder, "cut.pkl")
    frame.to_pickle(cut)
    with open(cut, "r+b") as file:
        file.truncate(os.path.getsize(cut) // 2)
    for name, inputs, code in (("bare", [bare], 0), ("twice", [SAMPLE, SAMPLE], 0), ("cut", [cut], 3)):
        page = os.path.join(folder, f"{name}.html")
        out = run("stats", "--json", "--quiet", "--report", page, *inputs, ok=(code,))[0]
        facts = facts_of(page, folder)
        check_page(name, facts, page)
        if name == "twice":
            check_values(name, facts, json.loads(out), json.loads(run("stats", "--json", "--by", "input", *inputs)[0]))
        if name == "twice":
            alike = json.loads(run("split", "--leakage", "--json", SAMPLE, SAMPLE, ok=(1,))[0])["pairs"]
            check.true(f"twice: {len(alike)} pairs in two files", f"{len(alike)} pairs stand in two files" in facts["page"]["text"])
            check.equal("twice: equal slices are the first finding", (facts["top"][0]["rule"], facts["top"][0]["severity"]), ("LS045", "error"))
            check.true("twice: all rows are split again", "12 of the 12 rows of demo~2 leak" in facts["page"]["text"])
            check.true("twice: nothing differs", all(verdict == "alike" for _, verdict in facts["page"]["verdicts"]))
        if name == "cut":
            check.equal("cut: the damage is the top finding", (facts["top"][0]["rule"], facts["top"][0]["severity"]), ("LS001", "error"))


def check_compared(folder):
    """Two files that differ in classes and in what hu_array keeps: the answers are those that pandas gives."""
    frame = pd.read_pickle(SAMPLE)
    train = os.path.join(folder, "train.pkl")
    pd.concat([frame] * 4, ignore_index=True).iloc[:40].to_pickle(train)
    test = os.path.join(folder, "test.pkl")
    other = pd.concat([frame[frame.label1 == "LR4B"]] * 8, ignore_index=True)
    for row in range(len(other)):
        # Other slices than those of the first file, value for value; of the first rows the lesion is lost.
        other.at[row, "hu_array_old"] = np.where(other.hu_array_old[row] > -900, other.hu_array_old[row] + 1 + row, other.hu_array_old[row])
        kept = (other.hu_array[row] != 0) & ((other["mask"][row] == 0) if row < 5 else True)
        other.at[row, "hu_array"] = np.where(kept, other.hu_array_old[row], 0)
    other.to_pickle(test)
    page = os.path.join(folder, "compared.html")
    document = report_of(page, train, test)
    facts = facts_of(page, folder)
    check_page("compared", facts, page)
    by_input = json.loads(run("stats", "--json", "--by", "input", train, test)[0])
    check_values("compared", facts, document, by_input)
    check_commands("compared", facts, folder, [train, test])
    answers = " ".join(facts["page"]["answers"])
    rows = pd.DataFrame(document["per_row"])
    lost = rows[rows.row.str.startswith("test:") & (rows.lesion_kept == 0)]
    check.true(f"compared: lesions lost: {answers[:300]}", f"in test hu_array loses {len(lost)} of 24 lesions wholly" in answers and f"most wholly in LR4B ({len(lost)} of 24)" in answers)
    check.true("compared: classes differ", "test differs from train in classes" in answers and ["classes", "differs"] in facts["page"]["verdicts"])
    share = lambda part: (rows[rows.row.str.startswith(part)]["class"] == "LR4B").mean()
    check.true("compared: by how much", f"LR4B {100 * share('test'):.1f}\u00a0% against {100 * share('train'):.1f}\u00a0%" in facts["page"]["text"])
    worst = lost.sort_values(["lesion_px"], ascending=False, kind="stable").row.tolist()
    check.true(f"compared: the worst row is one of {worst}", facts["rows"][0] in worst[:5] and facts["rows"][0] in answers)
    findings = json.loads(run("validate", "--json", train, test, ok=(0, 1))[0])["findings"]
    named = {f["row"] for f in findings if f["rule"] == "LS034"}
    shown = dict(facts["page"]["worst"])["rule-LS034"]
    check.true(f"compared: worst rows of LS034 {shown}", 0 < len(shown) <= 4 and set(shown) <= named and shown[0] in worst)


def judged(folder, name, truth, *arguments):
    """The page on predictions and the JSON that came with it."""
    page = os.path.join(folder, f"{name}.html")
    out = run("evaluate", "--json", "--quiet", "--report", page, truth, *arguments)[0]
    return page, json.loads(out)


def colours(picture):
    """Pixels of a picture in which one of red, green and blue stands out."""
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(picture.split(",")[1])))).astype(int)
    return {name: int((pixels[..., i] - np.delete(pixels, i, 2).max(2) > 40).sum()) for i, name in enumerate(("red", "green", "blue"))}


def check_judged(folder):
    """The page on predictions: its figures are those of the JSON, its worst rows those that numpy finds, its colours those of the pixels."""
    random = np.random.default_rng(38)
    frame = pd.read_pickle(SAMPLE)
    masks = [np.asarray(mask) != 0 for mask in frame["mask"]]
    shifted = [np.roll(mask, (int(random.integers(-4, 5)), int(random.integers(-4, 5))), (0, 1)) for mask in masks]
    shifted[3] = np.zeros_like(masks[3])
    near = [np.roll(mask, 1, 0) for mask in masks]
    hostile = "</style><script>alert(1)</script>'&"
    for name, predicted in (("far", shifted), ("near", near)):
        np.save(os.path.join(folder, f"{name}.npy"), np.stack(predicted) * np.float32(0.9))
    groups, split = os.path.join(folder, "groups.csv"), os.path.join(folder, "trained.csv")
    rows = [f"demo:{i}" for i in range(len(frame))]
    pd.DataFrame({"row": rows, "group": [f"scan {i // 2}" for i in range(len(rows))]}).to_csv(groups, index=False)
    parts = ["train" if i < 2 else "test" for i in range(len(rows))]
    pd.DataFrame({"row": rows, "part": parts, "fold": "", "group": "", "label": "", "key": ""}).to_csv(split, index=False)
    arguments = ["-p", f"{hostile}={folder}/far.npy", "-p", f"near={folder}/near.npy", "--probability", "0.5", "--group", groups]
    arguments += ["--split", split, "--suspects"]
    page, _ = judged(folder, "judged", SAMPLE, *arguments)
    document = json.loads(run("evaluate", "--json", "--quiet", SAMPLE, *arguments[:-1])[0])
    facts = facts_of(page, folder)
    check_page("judged", facts, page)
    shown = facts["page"]
    check.equal("judged: sections", shown["sections"], ["", "figures", "differences", "sizes", "empty", "trained", "rows", "suspects", "glossary"])
    check.true(f"judged: {len(facts['values'])} figures carry their key", len(facts["values"]) > 300)
    for model, key, value in facts["values"]:
        check.equal(f"judged: {model} {key}", value, value_at(document if model is None else document["predictions"][model], key))
    dice = lambda t, p: 2 * (t & p).sum() / (t.sum() + p.sum())
    means = {row: (dice(t, a) + dice(t, b)) / 2 for row, t, a, b in zip(rows, masks, shifted, near)}
    lowest = sorted(rows, key=means.get)
    one_a_scan = [row for i, row in enumerate(lowest) if rows.index(row) // 2 not in {rows.index(other) // 2 for other in lowest[:i]}]
    check.true(f"judged: the worst row of each scan {facts['rows']}", set(one_a_scan) <= set(facts["rows"][:8]) and facts["rows"][0] == lowest[0])
    check.true("judged: the name of a model is text", hostile in shown["text"] and "2 of 12 rows are of scans" in shown["text"])
    check.true("judged: no folder", folder not in open(page, encoding="utf-8").read())
    shots = dict(facts["shots"])
    for row, model, predicted in (("demo:3", hostile, shifted), ("demo:3", "near", near)):
        found = colours(shots[f"Lesion of {row}: {model} against the truth"])
        truth, guess = masks[3], predicted[3]
        for colour, area in (("red", guess & ~truth), ("green", guess & truth), ("blue", truth & ~guess)):
            check.equal(f"judged: {row} {model} {colour} in {found}", found[colour] > 8, bool(area.any()))
    check_commands("judged", facts, folder, [SAMPLE])
    again = judged(folder, "again-judged", SAMPLE, *arguments, "--jobs", "1")[0]
    check.equal("judged: another run on one thread", open(again, "rb").read(), open(page, "rb").read())
    merged = os.path.join(folder, "merged.html")
    for shard in range(2):
        run("evaluate", "--quiet", "--report", merged, SAMPLE, *arguments, "--shard", f"{shard}/2", "-o", os.path.join(folder, "judged-part"))
    run("merge", *[os.path.join(folder, f"judged-part.shard-{shard}-of-2") for shard in range(2)])
    check.equal("judged: merged shards", open(merged, "rb").read(), open(page, "rb").read())

    bare, plain = os.path.join(folder, "masks.npy"), os.path.join(folder, "plain.npy")
    np.save(bare, np.stack(masks).astype(np.uint8))
    np.save(plain, np.stack(shifted).astype(np.uint8))
    page, document = judged(folder, "grey", bare, "-p", plain, "--group", "none")
    facts = facts_of(page, folder)
    check_page("grey", facts, page)
    for model, key, value in facts["values"]:
        check.equal(f"grey: {key}", value, value_at(document if model is None else document["predictions"][model], key))
    check.true("grey: pictures without a slice", len(facts["shots"]) >= 9)


def main():
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "package.json"), "w") as file:
            file.write('{"private": true}')
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, check=True, capture_output=True)
        check_sample(folder)
        check_hostile(folder)
        check_odd(folder)
        check_compared(folder)
        check_judged(folder)
    check.done()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The validate command against numpy, the Python reference of the thresholding, and the readers of its reports: the SARIF schema, junitparser,
and the grammar of GitHub's workflow commands.

The SARIF schema is read from LUNGSEG_SARIF_SCHEMA, else taken from the npm package @microsoft/jest-sarif."""
import glob
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree

import jsonschema
import junitparser
import numpy as np
import pandas as pd
from scipy import ndimage

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "threshold"))
import hard_phantom
from lungseg_peer import SHARED, Check, run
from published_reference import reference

check = Check("validate")
LABELS = ["LR2", "LR3", "LR4A", "LR4B"]


def validate(*args, ok=(0, 1, 3)):
    out, _, code = run("validate", "--json", *args, ok=ok)
    return json.loads(out), code


def by_rule(found):
    rules = {}
    for finding in found["findings"]:
        rules.setdefault(finding["rule"], []).append(finding)
    return rules


def slices():
    """-> real slices where there are any, else phantoms"""
    paths = sorted(glob.glob(os.path.join(SHARED, "data", "hu", "*.npy"))) if SHARED else []
    if not paths:
        print("no real slices: LUNGSEG_SHARED is not set; phantoms take their place")
        return [np.asarray(hard_phantom.image(seed)[0], np.float64) for seed in range(20)], False
    return [np.load(path).astype(np.float64) for path in paths], True


def frame(old, hu):
    """The columns of the data set, with a lesion in the middle of each slice that hu_array need not keep."""
    masks = []
    for x in old:
        mask = np.zeros(x.shape, np.int8)
        mask[x.shape[0] // 2 - 4:x.shape[0] // 2 + 4, x.shape[1] // 2 - 4:x.shape[1] // 2 + 4] = 1
        masks.append(mask)
    return pd.DataFrame({"label1": [LABELS[i * 4 // len(old)] for i in range(len(old))], "mask": masks, "hu_array": hu, "hu_array_old": old})


def check_outcomes(folder):
    """Each row stored raw names how the published code ends on it."""
    old, real = slices()
    outcomes = [reference(x)[1] for x in old]
    print("real slices:" if real else "phantoms:", {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))})
    path = os.path.join(folder, "raw.pkl")
    frame(old, [x.copy() for x in old]).to_pickle(path)
    raw = by_rule(validate(path)[0]).get("LS031", [])
    check.equal("every row is stored raw", [finding["row"] for finding in raw], [f"raw:{i}" for i in range(len(old))])
    for i, finding in enumerate(raw):
        check.equal(f"row {i} outcome", finding["message"].rsplit(" ", 1)[1], outcomes[i])
    return old, real


def check_stored(folder, old, real):
    """What the published code makes: rows raw and body_kept by numpy's account, the share of the lesion that is kept."""
    hu = []
    for x in old:
        lung, _, _ = reference(x)
        hu.append(x if lung is None else lung * x)
    table = frame(old, hu)
    path = os.path.join(folder, "made.pkl")
    table.to_pickle(path)
    found, code = validate(path)
    rules = by_rule(found)
    rows = {rule: [int(finding["row"].split(":")[1]) for finding in rules.get(rule, [])] for rule in ("LS022", "LS030", "LS031", "LS032", "LS033", "LS034", "LS035", "LS036")}
    raw, body, other, lost, cut = [], [], [], [], []
    for i, (x, made) in enumerate(zip(old, hu)):
        dropped = (made == 0) & (x != 0)
        if made.tobytes() == x.tobytes():
            raw.append(i)
        else:
            labels = ndimage.label(x >= -300)[0]
            largest = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
            if (~dropped & largest).sum() >= 0.5 * largest.sum():
                body.append(i)
            elif (x[made != 0] >= -300).sum() > 0.5 * (made != 0).sum():
                other.append(i)
        lesion = table["mask"][i] != 0
        kept = 1 - (dropped & lesion).sum() / lesion.sum()
        if kept < 0.5:
            lost.append(i)
        elif kept < 0.95:
            cut.append(i)
    check.equal("raw", rows["LS031"], raw)
    check.equal("body kept", rows["LS032"], body)
    check.equal("not lung", rows["LS036"], other)
    check.equal("lesion lost", rows["LS034"], lost)
    check.equal("lesion cut", rows["LS035"], cut)
    check.equal("made from hu_array_old", rows["LS030"], [])
    check.true("one state a row", not set(rows["LS033"]) & set(raw + body))
    if real:
        check.equal("the middle of a real slice is in the body", rows["LS022"], [])
        check.true("a lung is lost on some real slices", rows["LS033"])
    check.equal("errors fail", code, 1 if found["summary"]["error"] else 0)
    padded = rules.get("LS018", [])
    if real:
        check.equal("padding is listed", len(padded), 1)
        check.true("padding of -2048 HU", padded and "-2048 HU in 19" in padded[0]["message"])


def planted(folder):
    """A set with faults of every severity under a name that needs escaping. -> its relative path"""
    rows = 14
    old = [np.asarray(hard_phantom.image(seed)[0], np.float64) for seed in range(rows)]
    table = frame(old, [np.zeros_like(x) - 5.5 for x in old])
    table["label1"] = ["LR9|`<b>`\n, 100%: x"] * rows
    os.makedirs(os.path.join(folder, "a set é"), exist_ok=True)
    name = os.path.join("a set é", "100% #1, [x].pkl")
    table.to_pickle(os.path.join(folder, name))
    return name


def schema(folder):
    path = os.environ.get("LUNGSEG_SARIF_SCHEMA")
    if path:
        return json.load(open(path))
    subprocess.run(["npm", "pack", "--silent", "@microsoft/jest-sarif@1.0.0-beta.0"], cwd=folder, check=True, capture_output=True)
    with tarfile.open(glob.glob(os.path.join(folder, "*.tgz"))[0]) as package:
        return json.load(package.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json"))


def check_sarif(text, found, sources, folder):
    log = json.loads(text)
    validator = jsonschema.validators.validator_for(rules := schema(folder))
    faults = [error.message for error in validator(rules, format_checker=jsonschema.FormatChecker()).iter_errors(log)]
    check.equal("SARIF against its schema", faults, [])
    check.true("the schema refuses what is wrong", list(validator(rules).iter_errors(dict(log, version="2.0"))))
    results, driver = log["runs"][0]["results"], log["runs"][0]["tool"]["driver"]
    check.equal("SARIF results", len(results), len(found["findings"]))
    for result, finding in zip(results, found["findings"]):
        place = result["locations"][0]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        check.equal("SARIF rule", (result["ruleId"], driver["rules"][result["ruleIndex"]]["id"], result["level"]), (finding["rule"],) * 2 + (finding["severity"],))
        check.true(f"SARIF uri {uri}", re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri) and urllib.parse.unquote(uri) in sources)
        check.equal("SARIF row", place.get("logicalLocations", [{}])[0].get("name"), finding["row"])
        check.equal("SARIF offset", place["physicalLocation"]["region"].get("byteOffset"), finding["offset"])
        check.equal("SARIF fingerprint", result["partialFingerprints"]["lungseg/v1"], finding["fingerprint"])
    check.equal("fingerprints tell findings apart", len({result["partialFingerprints"]["lungseg/v1"] for result in results}), len(results))


def check_junit(path, found, sources):
    ElementTree.parse(path)
    suites = list(junitparser.JUnitXml.fromfile(path))
    check.equal("JUnit suites", [suite.name for suite in suites], sources)
    rules = by_rule(found)
    for suite in suites:
        cases = list(suite)
        failed = [case for case in cases if any(isinstance(result, junitparser.Failure) for result in case.result)]
        skipped = [case for case in cases if any(isinstance(result, junitparser.Skipped) for result in case.result)]
        check.equal("JUnit totals", (suite.tests, suite.failures, suite.skipped), (len(cases), len(failed), len(skipped)))
        check.equal("JUnit failures", sorted(case.name.split()[0] for case in failed), sorted({f["rule"] for f in found["findings"] if f["path"] == suite.name and f["severity"] == "error"}))
        ran = ["LS001"] if suite.name == "gone.pkl" else found["rules_run"]
        check.equal("JUnit cases that ran", sorted(case.name.split()[0] for case in cases if case not in skipped), sorted(ran))
        for case in failed:
            expected = sum(f["path"] == suite.name for f in rules[case.name.split()[0]])
            check.true("JUnit lists every row in the body", sum(line.startswith("error: ") for line in case.result[0].text.splitlines()) >= min(expected, 1))


def unescape(text, property=False):
    if property:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def check_github(text, found, sources):
    lines = [line for line in text.splitlines() if line.startswith("::")]
    for severity, kind in (("error", "error"), ("warning", "warning"), ("note", "notice")):
        expected = [f for f in found["findings"] if f["severity"] == severity]
        mine = [re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line) for line in lines if line.startswith(f"::{kind} ")]
        check.true("every GitHub line parses", all(mine))
        check.equal(f"GitHub {kind}s", len(mine), min(len(expected), 10))
        for match, finding in zip(mine[:9], expected):
            properties = dict(item.split("=", 1) for item in match[2].split(","))
            check.equal("GitHub properties", sorted(properties), ["file", "line", "title"])
            check.true("GitHub file", unescape(properties["file"], True) in sources)
            check.equal("GitHub title", unescape(properties["title"], True), f"{finding['rule']} {finding['name']}")
            check.true("GitHub message", unescape(match[3]).endswith(finding["message"]))
        if len(expected) > 10:
            check.true("GitHub says how many more", mine[9][3].startswith(f"{len(expected) - 9} more: "))


def check_reports(folder):
    name = planted(folder)
    truncated = os.path.join("a set é", "cut.pkl")
    with open(os.path.join(folder, name), "rb") as whole, open(os.path.join(folder, truncated), "wb") as cut:
        cut.write(whole.read(200_000))
    before = os.getcwd()
    os.chdir(folder)
    try:
        inputs = [name, truncated, "gone.pkl"]
        targets = [item for kind in ("json", "junit", "sarif", "github", "markdown", "text") for item in ("--report", f"{kind}=report.{kind}")]
        os.environ["GITHUB_STEP_SUMMARY"] = os.path.join(folder, "summary.md")
        _, _, code = run("validate", *inputs, *targets, "--skip", "LS044", ok=(3,))
        check.equal("a missing and a cut file, and findings: the higher code", code, 3)
        read = {kind: open(f"report.{kind}", encoding="utf-8").read() for kind in ("json", "junit", "sarif", "github", "markdown", "text")}
        found = json.loads(read["json"])
        rules = by_rule(found)
        check.equal("unreadable inputs", [f["path"] for f in rules["LS001"]], [truncated, "gone.pkl"])
        check.equal("labels", len(rules["LS020"]), 14)
        check_sarif(read["sarif"], found, inputs, folder)
        check_junit("report.junit", found, inputs)
        check_github(read["github"], found, inputs)
        check.equal("the step summary is the Markdown report", open("summary.md", encoding="utf-8").read(), read["markdown"])
        cells = [re.split(r"(?<!\\)\|", line) for line in read["markdown"].splitlines() if line.startswith("|")]
        check.equal("Markdown cells", {len(line) for line in cells}, {8})
        again = run("validate", "--json", *inputs, "--skip", "LS044", "--jobs", "1", ok=(3,))[0]
        check.equal("one thread or two, the same document", again, read["json"])
        run("validate", *inputs, "--skip", "LS044", "--write-baseline", "known.json", ok=(3,))
        known, code = validate(name, "--skip", "LS044", "--baseline", "known.json")
        check.equal("known findings do not fail", (code, known["new"]), (0, {"error": 0, "warning": 0, "note": 0}))
    finally:
        os.chdir(before)
        del os.environ["GITHUB_STEP_SUMMARY"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        old, real = check_outcomes(folder)
        check_stored(folder, old, real)
        check_reports(os.path.realpath(folder))
    check.done()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Cards against what they say: schema, digests, and every number of their sentences against stats and validate.

Parquet for the Hugging Face hub is opened by hyparquet (npm). The reference validator of Croissant runs from its source where
LUNGSEG_CROISSANT names the folder python/mlcroissant of mlcommons/croissant, and is skipped with a reason elsewhere."""
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

import jsonschema
import numpy as np
import pandas as pd
import xxhash
import yaml
from PIL import Image

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from lungseg_peer import Check, run

here = pathlib.Path(__file__).resolve().parent
check = Check("cards")
work = pathlib.Path(tempfile.mkdtemp(prefix="lungseg-cards-"))
os.chdir(work)
schema = jsonschema.Draft202012Validator(json.loads((here / "croissant.schema.json").read_text()))
SAID = ["--license", "https://example.org/licence", "--creator", "A. Person", "--creator", "B", "--url", "https://example.org/set", "--date", "2026-01-31"]
HYPARQUET = ["hyparquet@1.33.0", "hyparquet-compressors@1.1.2"]
EVIL = "<script>x</script> | [a](b) \"q\" \\ *b*\n---"
NOT_COUNTED = {"manifest.json", "croissant.json", "datasheet.md", "README.md"}


def read(path):
    return json.loads(pathlib.Path(path).read_text())


def numbers(text):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def check_form(name, card, folder):
    """The schema, and the sizes and digests of every file that the card names; every other file is in a file set."""
    check.equal(f"{name}: schema", [error.message[:200] for error in schema.iter_errors(card)], [])
    ids = [node["@id"] for node in card["distribution"]]
    check.equal(f"{name}: ids of files are unique", len(set(ids)), len(ids))
    for node in card["distribution"]:
        if node["@type"] == "cr:FileObject":
            content = (folder / node["contentUrl"]).read_bytes()
            check.equal(f"{name}: {node['@id']}", (node["contentSize"], node["sha256"]), (f"{len(content)} B", hashlib.sha256(content).hexdigest()))
    for records in card["recordSet"]:
        for field in records["field"]:
            source = field.get("source", {})
            used = (source.get("fileObject") or source.get("fileSet") or {"@id": ids[0]})["@id"]
            check.true(f"{name}: {field['@id']} comes from a file of the card", used in ids)


def check_files(name, card, folder):
    """Each file of an output is a file object or in a file set, and in no second one."""
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - NOT_COUNTED
    objects = {node["@id"] for node in card["distribution"] if node["@type"] == "cr:FileObject"}
    sets = [node for node in card["distribution"] if node["@type"] == "cr:FileSet" and "containedIn" not in node and node["@id"] != "table-files"]
    patterns = [pattern for node in sets for pattern in ([node["includes"]] if isinstance(node["includes"], str) else node["includes"])]
    found = sorted(path for pattern in patterns for path in map(str, pathlib.Path(folder).glob(pattern)))
    check.equal(f"{name}: files", sorted([*objects, *(str(pathlib.Path(path).relative_to(folder)) for path in found)]), sorted(names))


def check_facts(name, card, inputs):
    """Every number of a measured sentence, against stats --json and validate --json of the same rows."""
    stats = json.loads(run("stats", "--json", "-q", *inputs)[0])
    found = json.loads(run("validate", "--json", "-q", *inputs, ok=(0, 1))[0])
    overall, rows = stats["overall"], stats["rows"]
    lesion, hu, kept = overall["lesion"], overall["hu"], overall["lesion_kept"]
    text = " ".join(value for key, value in card.items() if key.startswith("rai:") and isinstance(value, str))

    def said(pattern, *expected):
        match = re.search(pattern, text)
        check.equal(f"{name}: {pattern[:60]}", [float(group) for group in match.groups()] if match else None, [round(float(value), 4) for value in expected])

    number = r"(-?\d+(?:\.\d+)?)"
    summary = found["summary"]
    said(rf"{number} rules? of lungseg validate found {number} errors?, {number} warnings? and {number} notes?", len(found["rules_run"]), summary["error"], summary["warning"], summary["note"])
    for rule in {finding["rule"] for finding in found["findings"]}:
        mine = [finding for finding in found["findings"] if finding["rule"] == rule]
        named = {finding["row"] for finding in mine if finding["row"]}
        place, counts = (f"in {number} rows?", [len(mine), len(named)]) if named else ("about inputs", [len(mine)])
        said(rf"Rule {rule} [a-z-]+ \((?:error|warning|note)\) has {number} findings? {place}:", *counts)
    check.equal(f"{name}: rules that are named", sorted(set(re.findall(r"Rule (LS\d+)", text))), sorted({finding["rule"] for finding in found["findings"]}))
    for label, group in stats["by"].items():
        said(rf"Rows by class: .*?{label} (\d+)", group["rows"])
        pixels = group["lesion"]["pixels"]
        if pixels["min"] is not None:
            said(rf"Lesion of class {label}: {number} rows?, minimum {number} px, median {number} px, mean {number} px, maximum {number} px", group["lesion"]["rows_with"], *(pixels[key] for key in ("min", "median", "mean", "max")))
    said(rf"The mask of {number} of {number} rows holds a lesion, and that of {number} rows? is empty", lesion["rows_with"], rows, lesion["rows_empty"])
    said(rf"Lesion of all classes: {number} rows?, minimum {number} px, median {number} px, mean {number} px, maximum {number} px", lesion["rows_with"], *(lesion["pixels"][key] for key in ("min", "median", "mean", "max")))
    said(rf"8-connected components of a lesion: {number} on average", lesion["components_mean"])
    said(rf"HU of lesion pixels: mean {number}, standard deviation {number}\.", lesion["hu_mean"], lesion["hu_std"])
    said(rf"HU of {number} rows? without padding: minimum {number}, mean {number}, standard deviation {number}, maximum {number}", rows, hu["min"], hu["mean"], hu["std"], hu["max"])
    said(rf"Padding outside the field of view is {number} of all", hu["padding_share"])
    said(rf"hu_array keeps {number} of the pixels of a slice on average, and {number} of its lesion; rows that lose a part of the lesion or all of it: {number}; rows that lose all of it: {number}\.", overall["lung_share_mean"], kept["mean"], kept["rows_below_1"], kept["rows_0"])
    for state, count in overall["stored"].items():
        said(rf"What the stored hu_array is: .*?\b{state} (\d+)", count)
    checked = json.loads(run("threshold", "--check", "--json", "-q", *inputs, ok=(0, 1))[0])
    for method, result in checked["methods"].items():
        said(rf"rows equal bit for bit: .*?\b{method} (\d+)", result["identical_rows"])
    leaks = json.loads(run("split", "--leakage", *inputs, "--json", "-q", ok=(0, 1))[0]) if len(inputs) == 1 else None
    if leaks is not None:
        said(rf"{number} of {number} rows are alike another row with a score of {number} or more, in {number} pairs?", len({row for pair in leaks["pairs"] for row in (pair["a"], pair["b"])}), rows, leaks["threshold"], len(leaks["pairs"]))
    statistics = {note["@id"]: note["value"] for records in card["recordSet"] for note in records.get("annotation", [])}
    expected = {"hu_minimum": hu["min"], "hu_mean": hu["mean"], "hu_standard_deviation": hu["std"], "hu_median": hu["p50"], "hu_maximum": hu["max"], "hu_padding_share": hu["padding_share"], "count": rows, "lesion_px_rows": lesion["rows_with"], "lesion_px_median": lesion["pixels"]["median"]}
    for key, value in expected.items():
        check.equal(f"{name}: annotation {key}", statistics.get(f"classes/{key}"), value)


def check_statements():
    """Nothing is made up: without statements exit 2 names all that is missing, and a draft leaves it out and says so."""
    out, err, _ = run("card", "set.pkl", "-o", "croissant.json", ok=(2,))
    check.equal("missing statements", [option for option in ("--license", "--creator", "--url", "--date") if option in err], ["--license", "--creator", "--url", "--date"])
    check.true("nothing is written without them", not os.path.exists("croissant.json"))
    _, err, _ = run("convert", "set.pkl", "-o", "no", "--to", "png", "--card", "--url", "https://example.org", ok=(2,))
    check.equal("what convert misses", [option for option in ("--license", "--creator", "--url", "--date") if option in err], ["--license", "--creator", "--date"])
    check.true("nothing is converted without them", not os.path.exists("no"))
    draft = json.loads(run("card", "set.pkl", "--json", "--draft", "-q")[0])
    check.equal("a draft makes nothing up", [key for key in ("license", "creator", "url", "datePublished", "publisher", "version", "citeAs", "rai:hasSyntheticData") if key in draft], [])
    open_keys = ["license", "creators", "url", "date", "data_collection", "data_annotation_protocol", "data_use_cases", "data_social_impact", "has_synthetic_data"]
    check.equal("a draft names what is open", draft["creativeWorkStatus"], f"Draft; open: {', '.join(open_keys)}")
    check.equal("marks of a draft", sum(value.startswith("TO BE FILLED IN") for key, value in draft.items() if key.startswith("rai:")), 4)
    for wrong, why in ((["--date", "31.1.2026"], "--date is"), (["--license", "CC BY"], "--license is"), (["--url", "x"], "--url is")):
        check.true(f"{wrong}", why in run("card", "set.pkl", "--json", *wrong, ok=(2,))[1])


def check_toml():
    """card.toml is TOML, marks what a person fills in, and what it says stands in the card."""
    run("card", "set.pkl", "--init", "card.toml", "-q")
    text = pathlib.Path("card.toml").read_text()
    said = tomllib.loads(text)
    check.equal("marks of card.toml", text.count("FILL IN: "), 9)
    measured = json.loads(run("card", "set.pkl", "--json", "--draft", "-q")[0])
    check.equal("sentences of card.toml", " ".join(said["rai"]["data_limitations"]), measured["rai:dataLimitations"])
    text = text.replace('license = ""', 'license = "https://example.org/l"').replace("creators = []", 'creators = ["C"]').replace('url = ""', 'url = "https://example.org/u"')
    text = text.replace('\ndate = ""', '\ndate = "2026-02-03"').replace("data_use_cases = []", f"data_use_cases = {json.dumps([EVIL])}").replace('has_synthetic_data = ""', "has_synthetic_data = true")
    pathlib.Path("card.toml").write_text(text)
    card = json.loads(run("card", "set.pkl", "--json", "-q", "--card-file", "card.toml", "--date", "2026-03-04")[0])
    check.equal("card.toml in the card", (card["license"], card["url"], card["datePublished"], card["rai:dataUseCases"], card["rai:hasSyntheticData"]), ("https://example.org/l", "https://example.org/u", "2026-03-04", EVIL.strip(), True))
    check.true("facts that changed are said", "other facts" in run("card", "more.pkl", "--json", "--card-file", "card.toml")[1])
    pathlib.Path("bad.toml").write_text("licence = 'x'\n")
    check.true("a misspelt key", "license" in run("card", "set.pkl", "--json", "--card-file", "bad.toml", ok=(2,))[1])


def check_hostile():
    """Texts of inputs stay texts in JSON, YAML and Markdown; names of patients ask for a sentence."""
    frame = pd.read_pickle("set.pkl").iloc[:3].copy()
    frame["label1"] = [EVIL, "LR2", None]
    frame["patient_id"] = ["p1", "p2", None]
    frame.to_pickle("evil.pkl")
    _, err, _ = run("card", "evil.pkl", "--json", *SAID, ok=(2,))
    check.true("names of patients ask for a sentence", "personal_sensitive_information" in err and "patients" in err)
    pathlib.Path("evil.toml").write_text(f"name = {json.dumps(EVIL)}\nkeywords = [{json.dumps(EVIL)}]\n[rai]\npersonal_sensitive_information = \"Of LIDC-IDRI.\"\n")
    for name in ("croissant.json", "datasheet.md", "README.md"):
        run("card", "evil.pkl", "-o", f"evil.{name}", "--card-file", "evil.toml", *SAID, "-q")
    card = read("evil.croissant.json")
    check.equal("JSON", (card["name"], "2 of 3 rows have a value in the column patient_id." in card["rai:personalSensitiveInformation"]), (EVIL, True))
    head = pathlib.Path("evil.README.md").read_text().split("\n---\n")[0].removeprefix("---\n")
    check.equal("YAML", (yaml.safe_load(head)["pretty_name"], yaml.safe_load(head)["tags"][2]), (EVIL, EVIL))
    for name in ("evil.datasheet.md", "evil.README.md"):
        text = pathlib.Path(name).read_text().split("\n---\n")[-1]
        check.equal(f"{name}: markup of inputs", [mark for mark in ("<script", "[a](", " *b*") if re.search(r"(?<!\\)" + re.escape(mark), text)], [])


def check_columns():
    """Sentences on spacing, ids, labels and padding, against what pandas and numpy count."""
    frame = pd.read_pickle("set.pkl").copy()
    rows = len(frame)
    frame["patient_id"] = [f"p{i}" if i % 3 else None for i in range(rows)]
    frame["series_uid"] = [f"1.2.{i}" if i < 4 else None for i in range(rows)]
    for column in ("row_spacing_mm", "column_spacing_mm"):
        frame[column] = [0.7 if i % 2 else None for i in range(rows)]
    frame.loc[frame.index[2], "label1"] = None
    frame["hu_array_old"] = [padded(array) if i < 5 else array for i, array in enumerate(frame["hu_array_old"])]
    frame.to_pickle("columns.pkl")
    pathlib.Path("columns.toml").write_text('[rai]\npersonal_sensitive_information = "Of a test."\n')
    card = json.loads(run("card", "columns.pkl", "--json", "--card-file", "columns.toml", *SAID, "-q")[0])
    text = " ".join(value for key, value in card.items() if key.startswith("rai:") and isinstance(value, str))
    for sentence in (
        f"{frame['row_spacing_mm'].notna().sum()} of {rows} rows have a pixel spacing.",
        f"{frame['patient_id'].notna().sum()} of {rows} rows have a value in the column patient_id.",
        f"{frame['series_uid'].notna().sum()} of {rows} rows have a value in the column series_uid.",
        f"{frame['label1'].isna().sum()} of {rows} rows have no label.",
        "Labels as they are written: " + ", ".join(f"{label} {count}" for label, count in sorted(frame["label1"].value_counts().items())) + ".",
        f"-2000 HU in {sum((array[0] == -2000).any() for array in frame['hu_array_old'])}",
    ):
        check.true(sentence, sentence in text)
    plain = json.loads(run("card", "set.pkl", "--json", *SAID, "-q")[0])
    for sentence in ("No row has a pixel spacing", "No row says where its slice lies", "No row has a value in the columns"):
        check.true(sentence, sentence in " ".join(value for key, value in plain.items() if key.startswith("rai:") and isinstance(value, str)))


def padded(array):
    """A frame of -2000 HU around the slice, as scanners write it outside the field of view."""
    array = np.maximum(array, -2000)
    array[:20] = array[-20:] = -2000
    array[:, :20] = array[:, -20:] = -2000
    return array


def check_outputs():
    """Cards of outputs: form, facts, the manifest's entry, and shards."""
    run("split", "set.pkl", "--parts", "train=0.6,val=0.2,test=0.2", "-o", "parts.csv", "-q")
    for to in ("hf", "hf-parquet", "parquet", "png", "webdataset", "csv", "nifti", "coco"):
        out = f"out.{to}" if to in ("csv", "parquet") else f"out_{to}"
        run("convert", "set.pkl", "-o", out, "--to", to, "--card", *SAID, "--split", "parts.csv", "-q")
        is_file = os.path.isfile(out)
        folder = work if is_file else work / out
        path = f"{out}.croissant.json" if is_file else f"{out}/croissant.json"
        card = read(path)
        check_form(to, card, folder)
        if not is_file:
            check_files(to, card, folder)
        splits = next(records for records in card["recordSet"] if records["@id"] == "splits")
        check.equal(f"{to}: parts", [record["splits/url"] for record in splits["data"]], ["cr:TrainingSplit", "cr:ValidationSplit", "cr:TestSplit"])
        if to == "png":
            check_facts("set", card, ["set.pkl"])
        if to in ("hf", "hf-parquet", "png"):
            masks = [field for records in card["recordSet"] for field in records["field"] if "cr:SegmentationMask" in field["dataType"]]
            check.equal(f"{to}: masks", [field["dataType"] for field in masks], [["cr:SegmentationMask", "sc:ImageObject"]])
        check.equal(f"{to}: provenance", card["prov:wasDerivedFrom"][0]["sha256"], hashlib.sha256(pathlib.Path("set.pkl").read_bytes()).hexdigest())
        manifest = read(f"{out}.manifest.json" if is_file else f"{out}/manifest.json")
        entry = {file["path"]: file for file in manifest["files"]}
        text = pathlib.Path(path).read_bytes()
        check.equal(f"{to}: entry in the manifest", entry[os.path.basename(path)]["xxh128"], xxhash.xxh3_128_hexdigest(text))
        check.equal(f"{to}: verify", run("verify", out, "-q", ok=(0, 1, 3))[2], 0)
    stale = pathlib.Path("out_png/datasheet.md").read_text()
    pathlib.Path("out_png/datasheet.md").write_text(stale + "more\n")
    check.true("verify sees a changed card", "datasheet.md" in run("verify", "out_png", ok=(1,))[0])
    pathlib.Path("out_png/datasheet.md").write_text(stale)
    os.mkdir("shards")
    for i in range(2):
        run("convert", "set.pkl", "-o", "shards/out_hf-parquet", "--to", "hf-parquet", "--card", *SAID, "--split", "parts.csv", "--shard", f"{i}/2", "-q")
    run("merge", *(f"shards/out_hf-parquet.shard-{i}-of-2" for i in range(2)), "-o", "shards/out_hf-parquet", "-q")
    merged, whole = pathlib.Path("shards/out_hf-parquet"), pathlib.Path("out_hf-parquet")
    names = sorted(str(path.relative_to(merged)) for path in merged.rglob("*") if path.is_file())
    check.equal("merged shards", [name for name in names if (merged / name).read_bytes() != (whole / name).read_bytes()], [])
    run("card", "out_png", "-o", "out_png/evil.croissant.json", *SAID, "-q")
    entry = {file["path"]: file for file in read("out_png/manifest.json")["files"]}["evil.croissant.json"]
    check.equal("a card that is written later", entry["xxh128"], xxhash.xxh3_128_hexdigest(pathlib.Path("out_png/evil.croissant.json").read_bytes()))


def check_salvaged():
    """The card of a damaged input says how many of its rows are lost, when it is converted and later."""
    whole = pathlib.Path("set.pkl").read_bytes()
    pathlib.Path("cut.pkl").write_bytes(whole[: len(whole) * 9 // 10])
    run("convert", "cut.pkl", "-o", "cut.csv", "--to", "csv", "--salvage", "rows", "--card", *SAID, "-q", ok=(3,))
    (lost,) = read("cut.csv.manifest.json")["lost"]["inputs"]
    kept = len(pd.read_csv("cut.csv"))
    check.equal("rows that are lost", lost["rows"], len(pd.read_pickle("set.pkl")) - kept)
    sentence = f"The input cut is damaged, and {lost['rows']} rows of it were lost: {lost['reason']}."
    for name, card in (("convert", read("cut.csv.croissant.json")), ("card", json.loads(run("card", "cut.csv", "--json", "-q", *SAID)[0]))):
        check.true(f"{name}: what is lost", sentence in card["rai:dataManipulationProtocol"])


def check_parquet():
    """The parquet of the hub in hyparquet: rows of the footer, features of the schema, pictures against the PNG folder."""
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *HYPARQUET], check=True, capture_output=True)
    rows, total = [], 0
    head = yaml.safe_load(pathlib.Path("out_hf-parquet/README.md").read_text().split("\n---\n")[0].removeprefix("---\n"))
    (config,) = head["configs"]
    info = head["dataset_info"]
    for split, told in zip(config["data_files"], info["splits"]):
        paths = [split["path"]] if isinstance(split["path"], str) else split["path"]
        for path in paths:
            facts = json.loads(subprocess.run(["node", here / "hub_facts.mjs", f"out_hf-parquet/{path}"], check=True, capture_output=True, text=True).stdout)
            features = facts["features"]["info"]["features"]
            check.equal(f"{path}: features", [(name, feature.get("dtype", "image")) for name, feature in features.items()], [(feature["name"], feature["dtype"]) for feature in info["features"]])
            check.equal(f"{path}: columns", facts["columns"], list(features))
            check.equal(f"{path}: rows of the footer", (facts["numRows"], len(facts["rows"])), (told["num_examples"], told["num_examples"]))
            rows += facts["rows"]
            total += facts["numRows"]
    labels = pd.read_csv("out_png/labels.csv", keep_default_na=False).set_index("row")
    check.equal("rows in all", (total, sorted(row["row"] for row in rows)), (len(labels), sorted(labels.index)))
    for row in rows:
        line = labels.loc[row["row"]]
        check.equal(f"{row['row']}: columns", [row[name] for name in ("label1", "class_id", "lesion_px", "rows", "columns", "part")], [line[name] for name in ("label1", "class_id", "lesion_px", "rows", "columns", "part")])
        pictures = {name: np.asarray(Image.open(io.BytesIO(bytes.fromhex(row[name]["bytes"])))) for name in ("image", "mask", "overlay")}
        for name, folder in (("image", "images"), ("mask", "masks")):
            png = np.asarray(Image.open(next(pathlib.Path("out_png").glob(f"**/{folder}/{line['file']}.png"))))
            check.true(f"{row['row']}: {name}", np.array_equal(png, pictures[name]))
        overlay, mask = pictures["overlay"], pictures["mask"] > 0
        grey = np.repeat(pictures["image"][..., None], 3, axis=2)
        drawn = np.any(overlay != grey, axis=2)
        check.true(f"{row['row']}: overlay", not np.any(drawn & mask) and drawn.any() == mask.any())


def check_mendeley():
    """The two published files, as their page describes them; the licence is not said by lungseg."""
    check.true("the licence alone is missing", "lacks --license URL:" in run("card", "--mendeley", "set.pkl", "more.pkl", "--json", ok=(2,))[1])
    card = json.loads(run("card", "--mendeley", "set.pkl", "more.pkl", "--json", "--license", "https://example.org/l", "-q")[0])
    check.equal("Mendeley", (card["url"], [person["name"] for person in card["creator"]], card["datePublished"], "10.17632/5rr22hgzwr.1" in card["citeAs"]), ("https://doi.org/10.17632/5rr22hgzwr.1", ["Nam D.", "Panina A.", "Pak A."], "2024-03-12", True))
    check_form("Mendeley", card, work)
    check_facts("Mendeley", card, ["set.pkl", "more.pkl"])


def check_reference(source):
    """The reference validator has no error, and warns of nothing but what is left to the user; its records are ours."""
    stand_in = work / "stand_in" / "etils"
    stand_in.mkdir(parents=True)
    (stand_in / "__init__.py").write_text("")
    (stand_in / "epath.py").write_text("import os, pathlib, shutil\nPathLike = os.PathLike\nclass Path(type(pathlib.Path())):\n    def copy(self, target, overwrite=False):\n        return Path(shutil.copyfile(self, target))\n    def walk(self):\n        yield from os.walk(self)\n")
    env = {**os.environ, "PYTHONPATH": f"{work / 'stand_in'}:{source}"}
    for card in sorted(work.glob("**/*croissant.json")):
        done = subprocess.run([sys.executable, "-m", "mlcroissant.scripts.validate", "--jsonld", card], env=env, capture_output=True, text=True)
        warnings = [line for line in done.stderr.replace(EVIL, "evil").splitlines() if line.startswith("  -") and "citeAs" not in line and "version" not in line]
        check.equal(f"reference: {card.relative_to(work)}", (done.returncode, "error(s)" in done.stderr, warnings), (0, False, []))
    code = "import itertools, json, sys, hashlib, numpy, mlcroissant\nd = mlcroissant.Dataset(jsonld=sys.argv[1])\nfor name in sys.argv[2:]:\n    for r in itertools.islice(d.records(record_set=name), 10):\n        print(json.dumps({k.split('/')[1]: v.decode() if isinstance(v, bytes) else hashlib.sha256(numpy.asarray(v.convert('L')).tobytes()).hexdigest() if hasattr(v, 'mode') else v for k, v in r.items()}))\n"

    def records(card, *sets):
        done = subprocess.run([sys.executable, "-c", code, card, *sets], env=env, capture_output=True, text=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    labels = pd.read_csv("out_png/labels.csv", keep_default_na=False)
    for name, table in (("out_png/croissant.json", labels), ("out.csv.croissant.json", pd.read_csv("out.csv", keep_default_na=False))):
        check.equal(f"records of {name}", records(name, "slices"), json.loads(table.iloc[:10].to_json(orient="records")))
    for kind in ("image", "mask"):
        found = records("out_png/croissant.json", f"{kind}s")
        expected = {path.stem: hashlib.sha256(np.asarray(Image.open(path)).tobytes()).hexdigest() for path in pathlib.Path("out_png").glob(f"**/{kind}s/*.png")}
        check.equal(f"records of {kind}s", {record["file"]: record[kind] for record in found}, {record["file"]: expected[record["file"]] for record in found})
        check.equal(f"number of {kind}s", len(found), 10)


run("demo", "-o", "set.pkl", "--rows", "14", "--failing", "0.3", "--cut", "0.3", "--side", "256", "-q")
run("demo", "-o", "more.pkl", "--rows", "5", "--seed", "9", "--side", "256", "-q")
check_statements()
check_toml()
check_columns()
check_outputs()
check_salvaged()
check_parquet()
check_mendeley()
check_hostile()
if reference := os.environ.get("LUNGSEG_CROISSANT"):
    check_reference(reference)
else:
    print("skipped: the reference validator (LUNGSEG_CROISSANT names the folder python/mlcroissant of mlcommons/croissant)")
shutil.rmtree(work)
check.done()

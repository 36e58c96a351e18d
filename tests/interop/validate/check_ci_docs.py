"""Takes the recipes out of docs/ci.md and runs them: the lines of the workflows in bash, the hook by pre-commit, the rule by make.

What only GitHub and GitLab have (check-out, upload of reports) is not run; that the reports are what they take is checked by check_validate.py.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from lungseg_peer import BIN, Check

check = Check("CI recipes")
root = pathlib.Path(__file__).resolve().parents[3]
text = (root / "docs" / "ci.md").read_text()
recipes = dict(re.findall(r"^## (.+?)\n.*?^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
work = pathlib.Path(tempfile.mkdtemp(prefix="lungseg-ci-"))
(work / "bin").mkdir()
(work / "bin" / "lungseg").symlink_to(pathlib.Path(shutil.which(BIN) or BIN).resolve())
environment = {**os.environ, "PATH": f"{work / 'bin'}:{os.environ['PATH']}", "HOME": str(work), "GIT_CONFIG_NOSYSTEM": "1"}


def shell(command, folder):
    return subprocess.run(["bash", "-e", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)


def place(name, is_good):
    """A working folder with a data set that has no finding, or with one that has an error: a pickle that is cut."""
    folder = work / f"{name}-{'good' if is_good else 'bad'}"
    (folder / "data").mkdir(parents=True)
    shell(f"lungseg threshold '{root}/samples/demo.pkl.gz' -o data/set.pkl --method refined -q; lungseg validate data/set.pkl --write-baseline known.json -q", folder)
    if not is_good:
        whole = (folder / "data" / "set.pkl").read_bytes()
        (folder / "data" / "cut.pkl").write_bytes(whole[:len(whole) // 2])
    return folder


def both(name, command, reports=()):
    for is_good in (True, False):
        folder = place(name, is_good)
        done = shell(command, folder)
        check.equal(f"{name}, {'good' if is_good else 'bad'} data: exit 0 ({done.stderr.strip()[-200:]})", done.returncode == 0, is_good)
        for report in reports:
            check.true(f"{name}: {report}", (folder / report).stat().st_size > 0)


def github():
    workflow = yaml.safe_load(recipes["GitHub Actions"])
    job, = workflow["jobs"].values()
    steps = [step["run"] for step in job["steps"] if "run" in step]
    check.equal("GitHub: keys of the workflow", set(workflow), {"name", True, "permissions", "jobs"})  # YAML 1.1 reads 'on' as true; GitHub does not.
    check.true("GitHub: each step runs or uses something", all(("run" in step) != ("uses" in step) for step in job["steps"]))
    both("github", "\n".join(steps), ["lungseg.sarif"])
    upload = next(step for step in job["steps"] if "upload-sarif" in step.get("uses", ""))
    check.equal("GitHub: the file that is uploaded", upload["with"]["sarif_file"], "lungseg.sarif")
    check.equal("GitHub: SARIF", json.loads((work / "github-bad" / "lungseg.sarif").read_text())["version"], "2.1.0")


def gitlab():
    job = yaml.safe_load(recipes["GitLab CI"])["validate"]
    both("gitlab", "\n".join(job["script"]), [job["artifacts"]["reports"]["junit"]])


def pre_commit():
    if shutil.which("pre-commit") is None:
        return check.true("pre-commit is installed", False)
    config = recipes["pre-commit"]
    both("pre-commit", "git init -q . && git config user.email a@b && git config user.name a && cat > .pre-commit-config.yaml <<'YAML'\n" + config + "YAML\ngit add -A && pre-commit run --all-files")


def make():
    both("make", "cat > Makefile <<'MAKE'\n" + recipes["Make"] + "MAKE\nmake check-data", ["lungseg.xml"])


for recipe in (github, gitlab, pre_commit, make):
    recipe()
shutil.rmtree(work)
check.done()

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
samples = root / "samples" / "ci"
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
    action = yaml.safe_load((samples / "action.yml").read_text())
    used = next(step for step in job["steps"] if step.get("uses", "").endswith("/samples/ci@main"))
    check.true("GitHub: the action has the inputs that the workflow gives", set(used["with"]) <= set(action["inputs"]))
    check.true("GitHub: each step of the action that runs has a shell", all("shell" in step for step in action["runs"]["steps"] if "run" in step))
    given = {name: used["with"].get(name, entry["default"]) for name, entry in action["inputs"].items()}
    steps = ["export GITHUB_ACTION_PATH='%s' RUNNER_TEMP=$PWD/temp GITHUB_PATH=$PWD/path GITHUB_STEP_SUMMARY=$PWD/summary.md" % samples]
    for step in action["runs"]["steps"]:
        if "run" in step:
            for name, value in step.get("env", {}).items():
                steps.append(f"export {name}='{re.sub(r'[$][{][{] inputs[.]([a-z-]+) [}][}]', lambda found: given[found.group(1)], value)}'")
            steps.append(step["run"])
    check.equal("GitHub: keys of the workflow", set(workflow), {"name", True, "permissions", "jobs"})  # YAML 1.1 reads 'on' as true; GitHub does not.
    check.true("GitHub: each step runs or uses something", all(("run" in step) != ("uses" in step) for step in job["steps"]))
    both("github", "\n".join(steps), ["lungseg.sarif", "summary.md"])
    upload = next(step for step in job["steps"] if "upload-sarif" in step.get("uses", ""))
    check.equal("GitHub: the file that is uploaded", upload["with"]["sarif_file"], "lungseg.sarif")
    check.equal("GitHub: SARIF", json.loads((work / "github-bad" / "lungseg.sarif").read_text())["version"], "2.1.0")


def gitlab():
    recipe = yaml.safe_load(recipes["GitLab CI"])
    template = yaml.safe_load((samples / "gitlab.yml").read_text())
    job = template[recipe["validate"]["extends"]]
    check.true("GitLab: the template has the variables that the job sets", set(recipe["validate"]["variables"]) <= set(job["variables"]))
    check.equal("GitLab: the file that is included", recipe["include"][0]["file"], "samples/ci/gitlab.yml")
    variables = [f"export {name}='{value}'" for name, value in {**job["variables"], **recipe["validate"]["variables"]}.items()]
    both("gitlab", "\n".join([*variables, *job["before_script"], *job["script"]]), [job["artifacts"]["reports"]["junit"], *job["artifacts"]["paths"]])


def pre_commit():
    if shutil.which("pre-commit") is None:
        return check.true("pre-commit is installed", False)
    config = recipes["pre-commit"]
    hook, = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
    local = yaml.safe_load(config)["repos"][0]["hooks"][0]
    check.equal("pre-commit: the hook of the docs is that of the sources", {name: hook[name] for name in local}, local)
    both("hook of the sources", f"git init -q . && git config user.email a@b && git config user.name a && git add -A && pre-commit try-repo '{root}' lungseg-validate --all-files")
    both("pre-commit", "git init -q . && git config user.email a@b && git config user.name a && cat > .pre-commit-config.yaml <<'YAML'\n" + config + "YAML\ngit add -A && pre-commit run --all-files")


def make():
    both("make", "cat > Makefile <<'MAKE'\n" + recipes["Make"] + "MAKE\nmake check-data", ["lungseg.xml"])


for recipe in (github, gitlab, pre_commit, make):
    recipe()
shutil.rmtree(work)
check.done()

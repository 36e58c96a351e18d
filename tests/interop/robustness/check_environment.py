"""The environment that a run finds: closed and full streams, bad folders for temporary files, limits, languages, odd variables, pipes instead of files.

Each command is run in each environment. What is expected follows from how the command ends undisturbed: language, time zone, width and home change nothing that a
machine reads; a result that cannot be delivered is exit 4; messages that cannot be written change nothing; nothing is left behind.

usage: check_environment.py [--runs N] [--seed S]; LUNGSEG_NATIVE names a second build, which alone runs under limits that the runtime itself does not survive.
"""
import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from lungseg_peer import BIN, Check

check = Check("environment")
work = pathlib.Path(tempfile.mkdtemp(prefix="lungseg-env-"))
NATIVE = os.environ.get("LUNGSEG_NATIVE")

# Name, words (OUT is a file or folder to write), whether results go to standard output, whether the input is unpacked to a temporary file.
COMMANDS = [
    ("inspect", "inspect set.pkl", True, False),
    ("inspect json", "inspect set.pkl --json", True, False),
    ("inspect gz", "inspect set.pkl.gz --json", True, True),
    ("inspect stdin", "inspect - --json", True, True),
    ("inspect picture", "inspect set.pkl --show 0 -o OUT.png", False, False),
    ("stats json", "stats set.pkl --json -q", True, False),
    ("stats csv", "stats set.pkl --csv OUT.csv -q", True, False),
    ("stats report", "stats set.pkl --report OUT.html -q", True, False),
    ("validate", "validate set.pkl --json", True, False),
    ("validate gz", "validate set.pkl.gz --format sarif", True, True),
    ("validate reports", "validate set.pkl --json --report junit=OUT.xml", True, False),
    ("split", "split set.pkl --group none -o OUT.csv -q", True, False),
    ("split stdout", "split set.pkl --group none -o -", True, False),
    ("leakage", "split --leakage set.pkl --json", True, False),
    ("convert npz", "convert set.pkl -o OUT.npz", False, False),
    ("convert png", "convert set.pkl --to png -o OUT", False, False),
    ("convert pickle", "convert set.pkl.gz -o OUT.pkl.gz", False, True),
    ("convert nifti", "convert set.pkl --to nifti -o OUT", False, False),
    ("shard", "convert set.pkl -o OUT.npz --shard 0/2 -j 1", False, False),
    ("threshold", "threshold set.pkl -o OUT.pkl", False, False),
    ("threshold check", "threshold --check set.pkl --json -q", True, False),
    ("demo", "demo -o OUT.pkl --rows 4 --side 64", False, False),
    ("help", "help convert", True, False),
    ("man", "man validate", True, False),
    ("completions", "completions bash", True, False),
]

SAME = "same"  # Exit code and what a machine reads are those of the undisturbed run.
QUIET = "quiet"  # The exit code is; what is printed is not looked at.
NO_RESULT = "no result"  # Exit 4 where results are printed.
NO_INPUT = "no input"  # Exit 3 where standard input is read.
NO_TEMPORARY = "no temporary"  # Exit 4, naming TMPDIR, where a temporary file is needed.
LIMITED = "limited"  # As undisturbed, or exit 4 with a message.

# Name, shell before the command, shell after it, variables, what is expected.
ENVIRONMENTS = [
    ("stdin closed", "", "<&-", {}, NO_INPUT),
    ("stdout closed", "", ">&-", {}, NO_RESULT),
    ("stdout full", "", ">/dev/full", {}, NO_RESULT),
    ("stderr closed", "", "2>&-", {}, SAME),
    ("stderr full", "", "2>/dev/full", {}, SAME),
    ("output streams closed", "", ">&- 2>&-", {}, NO_RESULT),
    ("all streams closed", "", "<&- >&- 2>&-", {}, NO_RESULT),
    ("TMPDIR missing", "", "", {"TMPDIR": "/no such folder"}, NO_TEMPORARY),
    ("TMPDIR relative", "", "", {"TMPDIR": "there"}, NO_TEMPORARY),
    ("TMPDIR a file", "", "", {"TMPDIR": str(work / "in" / "set.pkl")}, NO_TEMPORARY),
    ("TMPDIR a device", "", "", {"TMPDIR": "/dev/null"}, NO_TEMPORARY),
    ("TMPDIR empty", "", "", {"TMPDIR": ""}, SAME),
    ("no file grows", "ulimit -f 8;", "", {"DOTNET_EnableWriteXorExecute": "0"}, LIMITED),
    ("files of 100 KB", "ulimit -f 100;", "", {"DOTNET_EnableWriteXorExecute": "0"}, LIMITED),
    ("16 descriptors", "ulimit -n 16;", "", {}, LIMITED),
    ("20 descriptors", "ulimit -n 20;", "", {}, LIMITED),
    ("64 descriptors", "ulimit -n 64;", "", {}, LIMITED),
    ("70 descriptors", "ulimit -n 70;", "", {}, LIMITED),
    ("Turkish", "", "", {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"}, SAME),
    ("German", "", "", {"LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8"}, SAME),
    ("C", "", "", {"LANG": "C", "LC_ALL": "C"}, SAME),
    ("a language that is none", "", "", {"LANG": "??", "LC_ALL": "xx_YY.nothing"}, SAME),
    ("another time zone", "", "", {"TZ": "Asia/Almaty"}, SAME),
    ("a time zone that is none", "", "", {"TZ": "Nowhere/At All"}, SAME),
    ("no columns", "", "", {"COLUMNS": "0"}, QUIET),
    ("one column", "", "", {"COLUMNS": "1"}, QUIET),
    ("many columns", "", "", {"COLUMNS": "2147483647"}, QUIET),
    ("columns that are none", "", "", {"COLUMNS": "-7 wide"}, QUIET),
    ("no home", "unset HOME;", "", {}, SAME),
    ("a home that is none", "", "", {"HOME": "/no such home"}, SAME),
    ("colours asked for", "", "", {"FORCE_COLOR": "1"}, QUIET),
    ("a dumb terminal", "", "", {"TERM": "dumb"}, SAME),
    ("in CI", "", "", {"CI": "true", "GITHUB_ACTIONS": "true"}, SAME),
    ("no PATH", "unset PATH;", "", {}, SAME),
]


def run(tool, words, before="", after="", variables=None):
    """The exit code, what was printed, the messages, and what lies in the folder afterwards, by name and size."""
    folder = work / "run"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    words = [str(work / "in" / word) if word.startswith("set.") else word.replace("OUT", str(folder / "x")) for word in words.split()]
    source = "" if "<&-" in after else f"< '{work / 'in' / 'set.pkl'}'"
    # Redirections come last: what is closed is closed for the tool alone.
    script = before + " exec " + " ".join(f"'{word}'" for word in [tool, *words]) + f" {source} {after}"
    environment = {**os.environ, **(variables or {})}
    done = subprocess.run(["/bin/bash", "-c", script], capture_output=True, env=environment, cwd=work / "in", timeout=120)
    left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return done.returncode, done.stdout, done.stderr.decode(errors="replace"), left


def judge(what, found, plain, kind, command):
    (code, out, error, left), (plain_code, plain_out, _, plain_left) = found, plain
    name, words, prints, unpacks = command
    check.true(f"{what}: {error[-300:]}", "   at " not in error and "internal error" not in error and "Unhandled" not in error)
    check.equal(f"{what}: temporary folders left", [entry for entry in left if ".tmp-" in entry], [])
    if kind in (SAME, QUIET):
        check.equal(f"{what}: exit ({error[-200:]})", code, plain_code)
        check.equal(f"{what}: files", left, plain_left)
        if kind == SAME and "json" in words or "sarif" in words:
            check.true(f"{what}: other results", out == plain_out)
    elif kind == NO_INPUT:
        check.equal(f"{what}: exit ({error[-200:]})", code, 3 if " - " in words else plain_code)
    elif kind == NO_RESULT:
        check.equal(f"{what}: exit ({error[-200:]})", code, 4 if prints and not (" - " in words and "<&-" in what) else plain_code if " - " not in words else code)
        check.true(f"{what}: nothing in its place", code != 0 or left == plain_left)
    elif kind == NO_TEMPORARY:
        check.equal(f"{what}: exit ({error[-200:]})", code, 4 if unpacks else plain_code)
        check.true(f"{what}: the message names TMPDIR: {error[-200:]}", not unpacks or "TMPDIR" in error)
    else:
        check.true(f"{what}: exit {code}, undisturbed {plain_code} ({error[-200:]})", code in (plain_code, 4))
        check.true(f"{what}: exit 4 without a message", code != 4 or len(error.strip()) > 20)
        check.true(f"{what}: files {left}, undisturbed {plain_left}", left == plain_left if code == plain_code else True)


def pipes(tool):
    """A pipe instead of a file, wherever a file is read."""
    sources = work / "in"
    for words in (
        "inspect <(cat set.pkl) --json", "inspect <(cat set.pkl.gz) --json", "stats <(cat set.pkl) --json -q", "validate <(cat set.pkl) --json",
        "convert <(cat set.pkl) -o /dev/shm/never.npz -n", "stats set.pkl --json -q --rows @<(echo 0)", "convert set.pkl --to csv -n -o x.csv --split <(cat folds.csv)",
    ):
        done = subprocess.run(["/bin/bash", "-c", f"'{tool}' {words}"], capture_output=True, text=True, cwd=sources, timeout=120)
        check.true(f"a pipe: {words}: exit {done.returncode} {done.stderr[-200:]}", done.returncode in (0, 1))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    (work / "in").mkdir()
    source = work / "in" / "set.pkl"
    subprocess.run([BIN, "demo", "-o", source, "--rows", "6", "--side", "96", "-q"], check=True)
    subprocess.run(["gzip", "-k", source], check=True)
    subprocess.run([BIN, "split", source, "-o", work / "in" / "folds.csv", "--group", "none", "--folds", "2", "-q"], check=True, stdout=subprocess.DEVNULL)
    dice = random.Random(options.seed)
    pairs = [(environment, command) for environment in ENVIRONMENTS for command in COMMANDS]
    dice.shuffle(pairs)
    plain = {}
    for environment, command in pairs[: options.runs]:
        name, before, after, variables, kind = environment
        # With few descriptors, or small files, the runtime itself cannot load its libraries: that is for the build that has none.
        few = name in ("16 descriptors", "20 descriptors")
        tool = NATIVE if NATIVE and (few or dice.random() < 0.5) else BIN
        if few and not NATIVE:
            continue
        key = (tool, command[0])
        if key not in plain:
            plain[key] = run(tool, command[1])
        judge(f"{name}, {command[0]} {after}", run(tool, command[1], before, after, variables), plain[key], kind, command)
    for tool in filter(None, [BIN, NATIVE]):
        pipes(tool)
    shutil.rmtree(work)
    check.done()


main()

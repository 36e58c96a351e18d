#!/usr/bin/env python3
"""The wheel: made twice, its records, installed offline, and the command that it installs against the program in it.

  check_wheel.py BINARY [VENV]      VENV is left behind for the other checks
"""
import ast
import base64
import csv
import glob
import hashlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lungseg_peer import Check

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
SOURCE = os.path.join(ROOT, "src", "LungSeg.Python")
SAMPLE = os.path.join(ROOT, "samples", "demo.pkl.gz")
check = Check("wheel")


def run(*words, **options):
    return subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def make(binary, folder):
    done = run(sys.executable, os.path.join(SOURCE, "build_wheel.py"), "--binary", binary, "-o", folder)
    check.equal(f"build_wheel: {done.stderr}", done.returncode, 0)
    path, = glob.glob(f"{folder}/*")
    check.equal("build_wheel prints the path", done.stdout.strip(), path)
    return path


def read(path):
    with open(path, "rb") as stream:
        return stream.read()


def check_contents(path, binary):
    with open(os.path.join(ROOT, "src", "Directory.Build.props"), encoding="utf-8") as stream:
        version, = re.findall(r"<VersionPrefix>(.+)</VersionPrefix>", stream.read())
    # The newest glibc that the program asks for, by binutils.
    needed = max(int(minor) for minor in re.findall(r"GLIBC_2\.(\d+)", run("objdump", "-T", binary).stdout))
    check.equal("name", os.path.basename(path), f"lungseg-{version}-py3-none-manylinux_2_{needed}_{os.uname().machine}.whl")
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        info = f"lungseg-{version}.dist-info"
        check.equal("order of names, RECORD last", names, [*sorted(names[:-1]), f"{info}/RECORD"])
        records = {name: (digest, size) for name, digest, size in csv.reader(wheel.read(f"{info}/RECORD").decode().splitlines())}
        check.equal("RECORD names every file", sorted(records), sorted(names))
        check.equal("RECORD of itself", records.pop(f"{info}/RECORD"), ("", ""))
        for name, (digest, size) in records.items():
            data = wheel.read(name)
            kind, _, value = digest.partition("=")
            check.equal(f"RECORD: {name}", (kind, value, int(size)), ("sha256", base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("="), len(data)))
        check.equal("dates", {entry.date_time for entry in wheel.infolist()}, {(1980, 1, 1, 0, 0, 0)})
        modes = {entry.filename: entry.external_attr >> 16 for entry in wheel.infolist()}
        check.equal("modes", {mode for name, mode in modes.items() if name != "lungseg/_bin/lungseg"}, {0o100644})
        check.equal("mode of the program", modes["lungseg/_bin/lungseg"], 0o100755)
        check.true("the program is the one that was given", wheel.read("lungseg/_bin/lungseg") == read(binary))
        check.equal("WHEEL", wheel.read(f"{info}/WHEEL").decode().splitlines()[2:], ["Root-Is-Purelib: false", f"Tag: py3-none-manylinux_2_{needed}_{os.uname().machine}"])
        check.true("typed, with notices", {"lungseg/py.typed", f"{info}/THIRD-PARTY-NOTICES.txt"} <= set(names))
        for name in names:
            if name.endswith(".py"):
                ast.parse(wheel.read(name).decode(), name, feature_version=(3, 8))
    ast.parse(read(os.path.join(SOURCE, "build_wheel.py")).decode(), "build_wheel.py", feature_version=(3, 8))
    check.equal("zipfile -t", run(sys.executable, "-m", "zipfile", "-t", path).returncode, 0)


def install(venv, folder):
    run(sys.executable, "-m", "venv", "--system-site-packages", venv, check=True)
    done = run(f"{venv}/bin/pip", "install", "--no-index", "--find-links", folder, "lungseg")
    check.equal(f"pip install: {done.stderr[-300:]}", done.returncode, 0)
    before, after = (set(run(program, "-m", "pip", "check").stdout.splitlines()) for program in (sys.executable, f"{venv}/bin/python"))
    check.equal("pip check has nothing to say of lungseg, and nothing new", after - before - {"No broken requirements found."}, set())


def check_command(venv, binary, folder):
    """The installed command against the program itself: output, exit codes, signals."""
    command = f"{venv}/bin/lungseg"
    cut, evil = f"{folder}/cut.pkl", f"{folder}/missing.pkl"
    with open(cut, "wb") as stream:
        stream.write(b"\x80\x04\x95")
    for code, words in ((0, ["--version"]), (0, ["inspect", "--json", SAMPLE]), (1, ["validate", "--json", SAMPLE, "--fail-on", "note"]), (2, ["inspect", "--nonsense"]),
                        (2, []), (3, ["inspect", cut]), (3, ["inspect", evil])):
        found, expected = run(command, *words), run(binary, *words)
        check.equal(f"{words}", (found.returncode, found.stdout, found.stderr), (expected.returncode, expected.stdout, expected.stderr))
        if words:
            check.equal(f"{words} ends with", found.returncode, code)
    check.equal("python -m lungseg", run(f"{venv}/bin/python", "-m", "lungseg", "--version").stdout, run(binary, "--version").stdout)
    module = run(f"{venv}/bin/python", "-c", "import lungseg, sys; print(lungseg.__version__, 'numpy' in sys.modules, len(lungseg.open(sys.argv[1])))", SAMPLE, cwd=folder)
    check.equal(f"the module {module.stderr}", module.stdout.split(), [run(binary, "--version").stdout.partition("+")[0], "False", "12"])

    for name, code in (("SIGINT", 130), ("SIGTERM", 143)):
        codes = []
        for program in (command, binary):
            # Phantoms take long enough to be interrupted.
            process = subprocess.Popen([program, "demo", "-o", f"{folder}/long.pkl", "--rows", "3000", "--quiet"], stderr=subprocess.DEVNULL)
            time.sleep(1.5)
            check.true(f"{name}: still at work", process.poll() is None)
            process.send_signal(getattr(signal, name))
            codes.append(process.wait(timeout=60))
        check.equal(f"{name}: command and program", codes, [code, code])
        check.equal(f"{name}: nothing is left", glob.glob(f"{folder}/*long*") + glob.glob(f"{folder}/.long*"), [])

    def pipe(program):
        done = run("bash", "-c", f"'{program}' man --format markdown 2> '{folder}/err' | head -n 1; echo ${{PIPESTATUS[0]}}")
        return done.stdout, read(f"{folder}/err")

    check.equal("a closed pipe", pipe(command), pipe(binary))
    # What Python ignores at its start must not stay ignored in the program.
    with open(f"{folder}/show", "w", encoding="utf-8") as stream:
        stream.write("#!/bin/sh\ngrep SigIgn /proc/self/status\n")
    os.chmod(f"{folder}/show", 0o755)
    code = f"import lungseg._entry as e; e.find_own = lambda: {folder + '/show'!r}; e.main()"
    check.equal("ignored signals", run(f"{venv}/bin/python", "-c", code).stdout, run(f"{folder}/show").stdout)


def main():
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="lungseg-wheel-") as folder:
        venv = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else f"{folder}/venv"
        first, second = make(binary, f"{folder}/a"), make(binary, f"{folder}/b")
        check.true("two wheels of one program are equal", read(first) == read(second))
        print(f"{os.path.basename(first)}: {os.path.getsize(first) / 1e6:.1f} MB")
        check_contents(first, binary)
        refused = run(sys.executable, os.path.join(SOURCE, "build_wheel.py"), "--binary", __file__, "-o", f"{folder}/c")
        check.equal("no program", (refused.returncode, "--platform" in refused.stderr), (1, True))
        install(venv, f"{folder}/a")
        os.makedirs(f"{folder}/work")
        check_command(venv, binary, f"{folder}/work")
    check.done()


if __name__ == "__main__":
    main()

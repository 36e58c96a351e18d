#!/usr/bin/env python3
"""verify against sha256sum, openssl, hashlib and xxhash: planted changes in an output of 300 files, lists with odd names, cut data sets,
hostile manifests, and what --make writes."""
import hashlib
import json
import os
import random
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile

import numpy as np
import xxhash

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lungseg_peer import BIN, Check, run  # noqa: E402

check = Check("verify")
seeded = random.Random(41)
ANY = (0, 1, 2, 3, 4, 70)


def verify(*args, cwd=None, stdin=None):
    """Exit code, document, standard error."""
    done = subprocess.run([BIN, "verify", "--json", *args], capture_output=True, text=True, cwd=cwd, input=stdin)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def states(document, but=("whole",)):
    return {file["path"]: file["state"] for file in document["files"] if file["state"] not in but}


def contents(folder):
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as stream:
                found[os.path.relpath(path, folder)] = stream.read()
    return found


def check_output(work):
    data, out = os.path.join(work, "data.pkl"), os.path.join(work, "png")
    run("demo", "-o", data, "--rows", "149", "--side", "64", "--quiet")
    run("convert", data, "-o", out, "--to", "png", "--quiet")
    files = contents(out)
    names = sorted(set(files) - {"manifest.json"})
    check.true("about 300 files", len(names) >= 299)
    code, document, _ = verify(out)
    check.equal("untouched", (code, states(document), [file["path"] for file in document["files"]]), (0, {}, names))
    for file in document["files"]:
        check.equal(f"{file['path']}: digest", (file["bytes"], file["xxh128"]), (len(files[file["path"]]), xxhash.xxh128(files[file["path"]]).hexdigest()))

    def planted(what, change, expected, exit_code):
        """A change, and what is found; the folder is as before afterwards."""
        before = contents(out)
        change()
        code, document, _ = verify(out)
        check.equal(what, (code, states(document)), (exit_code, expected))
        after = contents(out)
        for name in set(after) - set(before):
            os.remove(os.path.join(out, name))
        for name, content in before.items():
            if after.get(name) != content:
                write(name, content)
        return document

    def write(name, content):
        with open(os.path.join(out, name), "wb") as stream:
            stream.write(content)

    def flip(name, at):
        content = bytearray(files[name])
        content[at] ^= 1 << seeded.randrange(8)
        write(name, bytes(content))

    # Every byte of the smallest mask, then some of every file, many files a run.
    small = min((name for name in names if name.endswith(".png")), key=lambda name: len(files[name]))
    for at in range(len(files[small])):
        flip(small, at)
        code, document, _ = verify(out)
        check.equal(f"byte {at} of {small}", (code, states(document)), (1, {small: "changed"}))
    write(small, files[small])
    for turn in range(30):
        chosen = seeded.sample(names, 10 if turn < 29 else len(names))
        planted(f"flips {turn}", lambda: [flip(name, seeded.randrange(len(files[name]))) for name in chosen], dict.fromkeys(chosen, "changed"), 1)
    for turn in range(5):
        cut, gone, grown, old = seeded.sample(names, 4)

        def change():
            write(cut, files[cut][: seeded.randrange(len(files[cut]))])
            os.remove(os.path.join(out, gone))
            write(grown, files[grown] + b"\0")
            os.rename(os.path.join(out, old), os.path.join(out, "images", f"new{turn}.png"))
            write(".hidden", b"x")

        expected = {cut: "cut", gone: "missing", grown: "changed", old: "missing", f"images/new{turn}.png": "added", ".hidden": "added"}
        document = planted(f"changes {turn}", change, expected, 3)
        named = {file["path"]: file.get("renamed_from") for file in document["files"] if file["state"] == "added"}
        check.equal(f"renamed {turn}", named[f"images/new{turn}.png"], old)
        at = next(file for file in document["files"] if file["state"] == "cut")["cut_at"]
        check.true(f"cut at {turn}", 0 <= at < len(files[cut]))

    single = os.path.join(work, "data.npz")
    run("convert", data, "-o", single, "--to", "npz", "--sha256", "--quiet")
    code, document, _ = verify(single)
    with open(single, "rb") as stream:
        digest = hashlib.sha256(stream.read()).hexdigest()
    check.equal("a file", (code, [(file["path"], file["sha256"], file["state"]) for file in document["files"]]), (0, [("data.npz", digest, "whole")]))
    os.truncate(single, os.path.getsize(single) - 1)
    code, document, _ = verify(single)
    check.equal("a file that was cut", (code, states(document)), (3, {"data.npz": "cut"}))
    os.remove(single)
    check.equal("a file that is gone", (lambda done: (done[0], states(done[1])))(verify(single)), (3, {"data.npz": "missing"}))
    return data, out


def check_lists(work):
    """Lists by sha256sum and openssl, of names that they escape."""
    folder = os.path.join(work, "odd")
    os.makedirs(os.path.join(folder, "sub"))
    odd = ["a b", "new\nline", "back\\slash", "c\rr", " lead", "*star", "#hash", "ünï", "-dash", "a  b (c) = d", "sub/x", "$(x)`y`'z'"]
    for i, name in enumerate(odd):
        with open(os.path.join(folder, name), "wb") as stream:
            stream.write(bytes([i]) * (i * 997))
    for options in ([], ["-b"], ["--tag"]):
        listed = subprocess.run(["sha256sum", *options, "--", *odd], cwd=folder, capture_output=True, check=True).stdout
        for ends in (b"\n", b"\r\n"):
            path = os.path.join(work, "list")
            with open(path, "wb") as stream:
                stream.write(listed.replace(b"\n", ends))
            code, document, error = verify(folder, "--manifest", path)
            check.equal(f"sha256sum {options} {ends}: {error}", (code, document and sorted((f["path"], f["state"]) for f in document["files"])), (0, sorted((name, "whole") for name in odd)))
    check.equal("a list on standard input", verify(folder, "--manifest", "-", stdin=listed.decode())[0], 0)
    check.equal("a list by a pipe", subprocess.run(["bash", "-c", f"{shlex.quote(BIN)} verify {shlex.quote(folder)} --manifest <(cat {shlex.quote(path)})"], capture_output=True).returncode, 0)
    openssl = subprocess.run(["openssl", "dgst", "-sha256", "a b", "sub/x"], cwd=folder, capture_output=True, text=True, check=True).stdout
    check.equal("openssl", verify("a b", "sub/x", "--manifest", "-", cwd=folder, stdin=openssl)[0], 0)

    sums, ours = os.path.join(work, "made.sha256"), os.path.join(work, "made.json")
    run("verify", folder, "--make", sums)
    done = subprocess.run(["sha256sum", "--strict", "-c", sums], cwd=folder, capture_output=True, text=True)
    check.equal("made, by sha256sum -c", (done.returncode, done.stdout.count(": OK")), (0, len(odd)))
    run("verify", folder, "--make", ours)
    with open(ours, encoding="utf-8") as stream:
        made = json.load(stream)
    content = contents(folder)
    check.equal("made, by hashlib", {f["path"]: (f["bytes"], f["sha256"]) for f in made["files"]}, {name: (len(c), hashlib.sha256(c).hexdigest()) for name, c in content.items()})
    check.equal("made, sorted", [f["path"] for f in made["files"]], sorted(content))
    for manifest in (sums, ours):
        check.equal(f"made and checked: {manifest}", verify(folder, "--manifest", manifest)[0], 0)
    check.equal("made again", run("verify", folder, "--make", ours, ok=ANY)[2], 4)
    run("verify", folder, "--make", ours, "-f")

    os.remove(os.path.join(folder, "new\nline"))
    code, document, _ = verify(folder, "--manifest", ours, "--download-url", "https://example.org/set/")
    command = next(f for f in document["files"] if f["state"] == "missing")["download"]
    words = subprocess.run(["bash", "-c", f"printf '%s\\0' {command}"], capture_output=True, text=True).stdout.split("\0")[:-1]
    check.equal("curl, as bash reads it", words, ["curl", "-C", "-", "-o", os.path.join(folder, "new\nline"), "https://example.org/set/new%0Aline"])
    check.true("curl, on one line", "\n" not in command)


def check_cut(work, data):
    """Cut at several places: the rows that inspect lists; with sizes and without."""
    rows = os.path.join(work, "rows.pkl")
    run("demo", "-o", rows, "--rows", "12", "--side", "64", "--quiet")
    npy = os.path.join(work, "stack.npy")
    with open(npy, "wb") as stream:
        np.save(stream, np.zeros((8, 64, 64), np.int16))
    for path in (data, rows, npy):
        name, size = os.path.basename(path), os.path.getsize(path)
        sums, ours = path + ".sha256", path + ".json"
        run("verify", path, "--make", sums)
        run("verify", path, "--make", ours)
        whole = path + ".whole"
        os.rename(path, whole)
        for length in (0, 1, 100, size // 3, size // 2, size - 1):
            shutil.copyfile(whole, path)
            os.truncate(path, length)
            found = run("inspect", "--json", path, ok=ANY)[0]
            expected = json.loads(found)["rows"] if found else None
            for manifest in (sums, ours):
                code, document, _ = verify(path, "--manifest", manifest, "--download-url", f"https://example.org/{name}")
                file = document["files"][0]
                what = f"{name} cut at {length}, {manifest[-6:]}"
                if manifest == sums and file["state"] == "changed":
                    # Of some bytes nobody can say what they are the start of.
                    check.true(f"{what}: no data set", expected is None and code == 1)
                    continue
                check.equal(what, (code, file["state"], file["cut_at"], file["rows"], document.get("rows")), (3, "cut", length, expected, expected))
                check.equal(f"{what}: curl", shlex.split(file["download"]), ["curl", "-C", "-", "-o", path, f"https://example.org/{name}"])
        os.replace(whole, path)
    # A shorter pickle that is complete was not cut.
    shutil.copyfile(rows, data)
    check.equal("another pickle", states(verify(data, "--manifest", data + ".json")[1]), {os.path.basename(data): "changed"})


def check_hostile(work, out):
    secret = os.path.join(work, "secret")
    with open(secret, "w", encoding="ascii") as stream:
        stream.write("secret")
    folder = os.path.join(work, "hostile")
    os.makedirs(os.path.join(folder, "sub"))
    for name in ("a", "sub/a"):
        with open(os.path.join(folder, name), "w", encoding="ascii") as stream:
            stream.write("a")
    os.mkfifo(os.path.join(folder, "fifo"))
    os.symlink("../secret", os.path.join(folder, "link"))
    os.symlink("..", os.path.join(folder, "up"))
    os.symlink("/dev/zero", os.path.join(folder, "zero"))
    os.symlink("loop", os.path.join(folder, "loop"))
    bound = socket.socket(socket.AF_UNIX)
    bound.bind(os.path.join(folder, "socket"))
    digest = hashlib.sha256(b"a").hexdigest()
    for path in ("../secret", "sub/../../secret", "/etc/passwd", secret, "fifo", "link", "up/secret", "zero", "loop", "socket", "..", "/dev/zero"):
        for manifest in (f"{digest}  a\n{digest}  {path}\n", json.dumps({"files": [{"path": "a", "bytes": 1, "sha256": digest}, {"path": path, "bytes": 6, "sha256": digest}]})):
            listed = os.path.join(work, "hostile.manifest")
            with open(listed, "w", encoding="utf-8") as stream:
                stream.write(manifest)
            trace = subprocess.run([BIN, "verify", folder, "--manifest", listed], capture_output=True, text=True, timeout=20)
            check.equal(f"{path}: refused", (trace.returncode, trace.stdout, trace.stderr.count("\n")), (3, "", 1))
    for name in ("fifo", "socket", "zero"):
        done = subprocess.run([BIN, "verify", os.path.join(folder, name), "--manifest", listed], capture_output=True, text=True, timeout=20)
        check.equal(f"{name} as input", (done.returncode, done.stdout), (3, ""))
        check.equal(f"{name}: no manifest is made", run("verify", os.path.join(folder, name), "--make", os.path.join(work, "no.json"), ok=ANY)[2], 3)
    check.equal("no manifest of a folder with links out", run("verify", folder, "--make", os.path.join(work, "no.json"), ok=ANY)[2], 3)
    for text in ("", "\n", "x", "{", "[]", '{"files": 3}', '{"files": [{}]}', "[" * 100000, f"{digest[:-1]}  a", f"{digest}  a\n{digest[::-1]}  a\n", "\0" * 99):
        with open(listed, "w", encoding="utf-8") as stream:
            stream.write(text)
        done = subprocess.run([BIN, "verify", folder, "--manifest", listed], capture_output=True, text=True, timeout=20)
        check.equal(f"manifest {text[:20]!r}", (done.returncode, done.stdout, done.stderr.count("\n")), (3, "", 1))
    check.equal("an endless manifest", subprocess.run([BIN, "verify", folder, "--manifest", "/dev/zero"], capture_output=True, timeout=20).returncode, 3)
    check.equal("no manifest", verify(folder)[0], 2)
    check.equal("no file", verify(os.path.join(work, "none"))[0], 3)
    check.equal("a manifest that is not there", verify(folder, "--manifest", os.path.join(work, "none"))[0], 2)
    check.true("nothing was made", not os.path.exists(os.path.join(work, "no.json")))

    # Version 1: names alone.
    with open(os.path.join(out, "manifest.json"), encoding="utf-8") as stream:
        manifest = json.load(stream)
    first = {"schema": "lungseg/manifest/1", "rows": [{"row": row["row"], "files": row["files"]} for row in manifest["rows"]], "other_files": ["labels.csv"]}
    with open(os.path.join(out, "manifest.json"), "w", encoding="utf-8") as stream:
        json.dump(first, stream)
    code, document, error = verify(out)
    check.equal("version 1", (code, {file["state"] for file in document["files"]}, "version 1" in error), (0, {"unknown"}, True))
    os.remove(os.path.join(out, "labels.csv"))
    code, document, _ = verify(out)
    check.equal("version 1, one gone", (code, states(document, but=("unknown",))), (3, {"labels.csv": "missing"}))


def main():
    with tempfile.TemporaryDirectory(prefix="lungseg-verify-") as work:
        data, out = check_output(work)
        check_lists(work)
        check_cut(work, data)
        check_hostile(work, out)
    check.done()


if __name__ == "__main__":
    main()

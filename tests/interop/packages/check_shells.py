#!/usr/bin/env python3
"""Completion in real bash, zsh and fish, typed into a terminal; man pages by mandoc's and groff's own warnings. PowerShell is not at hand: its script is only printed.

LUNGSEG_BIN is the lungseg to complete; the native build answers fastest.
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lungseg_peer import BIN, Check, run

COMMANDS = ("inspect", "browse", "evaluate", "convert", "stats", "threshold", "split", "validate", "match", "card", "diff", "verify", "demo", "merge", "completions", "man")
READY = "ready now"

# What is typed before Tab, and the words that are on the line after it.
TYPED = [
    ("lungseg insp", ["lungseg", "inspect"]),
    ("lungseg inspect --row", ["lungseg", "inspect", "--rows"]),
    ("lungseg convert demo.pkl.gz --to nnu", ["lungseg", "convert", "demo.pkl.gz", "--to", "nnunet"]),
    ("lungseg inspect dem", ["lungseg", "inspect", "demo.pkl.gz"]),
    ("lungseg inspect demo.pkl.gz --rows demo:1", ["lungseg", "inspect", "demo.pkl.gz", "--rows", "demo:1"]),
    ("lungseg inspect demo.pkl.gz --show demo:11", ["lungseg", "inspect", "demo.pkl.gz", "--show", "demo:11"]),
    ("lungseg inspect demo.pkl.gz --rows 0,demo:11", ["lungseg", "inspect", "demo.pkl.gz", "--rows", "0,demo:11"]),
    ("lungseg inspect demo.pkl.gz --label LR4A,LR4B,LR3,L", ["lungseg", "inspect", "demo.pkl.gz", "--label", "LR4A,LR4B,LR3,LR2"]),
    ("lungseg inspect demo.pkl.gz --label=LR4A,LR4B,LR3,L", ["lungseg", "inspect", "demo.pkl.gz", "--label=LR4A,LR4B,LR3,LR2"]),
    ("lungseg inspect 'two words.pkl' --show two\\ words:", ["lungseg", "inspect", "two words.pkl", "--show", "two words:0"]),
    ("lungseg validate --only lesion-lo", ["lungseg", "validate", "--only", "lesion-lost"]),
    ("lungseg inspect --column hu_array_", ["lungseg", "inspect", "--column", "hu_array_old"]),
    ("lungseg inspect --masks mas", ["lungseg", "inspect", "--masks", "masks/"]),
    ("lungseg help thre", ["lungseg", "help", "threshold"]),
]
HOSTILE = ("pipe", "evil.pkl", "cut.pkl", "missing.pkl", "/dev/zero", "/proc/self/mem")


class Shell:
    """An interactive shell in a terminal of its own."""

    def __init__(self, command, folder, setup, environment):
        self.text = ""
        process, self.terminal = pty.fork()
        if process == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        self.process = process
        for line in setup:
            self.send(line + "\n")
        self.send(f"echo {READY[:3]}''{READY[3:]}\n")
        self.until(READY + "\r\n")

    def send(self, text):
        os.write(self.terminal, text.encode())

    def until(self, end, patience=20.0):
        started = time.monotonic()
        while end not in self.text:
            if time.monotonic() - started > patience:
                raise RuntimeError(f"no {end!r} in {self.text[-400:]!r}")
            if select.select([self.terminal], [], [], 0.2)[0]:
                self.text += os.read(self.terminal, 1 << 16).decode(errors="replace")
        before, self.text = self.text.split(end, 1)
        return before

    def words_after_tab(self, typed):
        """Types, presses Tab, then has the shell print the words of the line instead of running them."""
        self.send(typed + "\t")
        time.sleep(0.4)
        self.send("\x01printf '<%s>' begin \x05 end; echo\n")
        found = self.until("<end>")
        return re.findall(r"<([^<>]*)>", found[found.rindex("<begin>"):])[1:]

    def close(self):
        self.send("\x15exit\n")
        os.close(self.terminal)
        os.waitpid(self.process, 0)


def check_typed(check, name, shell):
    try:
        for typed, expected in TYPED:
            # zsh takes the slash of a folder back when the line goes on.
            check.equal(f"{name}: {typed}<Tab>", [word.rstrip("/") for word in shell.words_after_tab(typed)], [word.rstrip("/") for word in expected])
    finally:
        shell.close()


def check_fish(check, folder, environment):
    for typed, expected in TYPED:
        done = subprocess.run(["fish", "--no-config", "-c", "lungseg completions fish | source; complete -C $argv[1]", typed], cwd=folder, env=environment, capture_output=True, text=True)
        found = [line.split("\t")[0] for line in done.stdout.splitlines()]
        check.true(f"fish: {typed}<Tab>: {expected[-1]} in {found[:5]}", expected[-1] in found or expected[-1].replace(" ", "\\ ") in found)
    done = subprocess.run(["fish", "--no-config", "-c", "lungseg completions fish | source; complete -C 'lungseg '"], cwd=folder, env=environment, capture_output=True, text=True)
    check.equal("fish: commands", sorted(line.split("\t")[0] for line in done.stdout.splitlines() if not line.startswith("-")), sorted([*COMMANDS, "help"]))


def check_hostile(check, folder):
    """Inputs that are no data set, or never end: no word, no message, and soon."""
    for path in HOSTILE:
        started = time.monotonic()
        done = subprocess.run([BIN, "complete", "--at", "2", "--", "inspect", "--rows", "", path], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=20)
        check.equal(f"rows of {path}", (done.returncode, done.stdout, done.stderr), (0, "", ""))
        check.true(f"rows of {path}: within 4 s", time.monotonic() - started < 4)
    check.true("nothing was run", not os.path.exists(os.path.join(folder, "ran")))


def check_manual(check, folder):
    for command in ("", *COMMANDS):
        page = os.path.join(folder, "page.1")
        with open(page, "w", encoding="utf-8") as stream:
            stream.write(run("man", *command.split())[0])
        for lint in (["mandoc", "-Tlint", page], ["groff", "-ww", "-man", "-Tutf8", "-z", page]):
            done = subprocess.run(lint, capture_output=True, text=True)
            check.equal(f"{lint[0]} of man {command}", (done.returncode, done.stdout + done.stderr), (0, ""))
        check.equal(f"help {command}", run("help", *command.split())[0], run(*command.split(), "--help")[0])


def main():
    check = Check("completion and manual")
    with tempfile.TemporaryDirectory(prefix="lungseg-shells-") as folder:
        os.makedirs(f"{folder}/bin")
        os.symlink(os.path.abspath(BIN), f"{folder}/bin/lungseg")
        os.makedirs(f"{folder}/set/masks")
        run("demo", "-o", f"{folder}/set/demo.pkl.gz", "--rows", "12", "--quiet")
        run("demo", "-o", f"{folder}/set/two words.pkl", "--rows", "1", "--side", "64", "--quiet")
        hostile = f"{folder}/hostile"
        os.makedirs(hostile)
        os.mkfifo(f"{hostile}/pipe")
        with open(f"{hostile}/evil.pkl", "wb") as stream:
            stream.write(b'cos\nsystem\n(S"touch ran"\ntR.')
        with open(f"{folder}/set/two words.pkl", "rb") as whole, open(f"{hostile}/cut.pkl", "wb") as stream:
            stream.write(whole.read(1000))
        environment = {"PATH": f"{folder}/bin:{os.environ['PATH']}", "HOME": folder, "TERM": "dumb", "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
        check_typed(check, "bash", Shell(["bash", "--norc", "-i"], f"{folder}/set", ["bind 'set bell-style none'", "source <(lungseg completions bash)"], environment))
        check_typed(check, "zsh", Shell(["zsh", "-f", "-i"], f"{folder}/set", ["unsetopt beep; bindkey -e; autoload -Uz compinit; compinit -D", "source <(lungseg completions zsh)"], environment))
        check_fish(check, f"{folder}/set", environment)
        check.true("pwsh: registers a completer", "Register-ArgumentCompleter -Native -CommandName lungseg" in run("completions", "pwsh")[0])
        check_hostile(check, hostile)
        check_manual(check, folder)
    check.done()


if __name__ == "__main__":
    missing = [tool for tool in ("bash", "zsh", "fish", "mandoc", "groff") if shutil.which(tool) is None]
    if missing:
        sys.exit(f"not installed: {', '.join(missing)}")
    main()

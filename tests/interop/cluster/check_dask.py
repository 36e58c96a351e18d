#!/usr/bin/env python3
"""The Dask sample for real: a scheduler and three worker processes; the worker of one task is killed half-way, and the process of another; the result against one run,
byte for byte. --data FILE takes a file instead of a phantom. Needs Debian's python3-distributed."""
import argparse
import importlib.util
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from shard_work import BIN, FULL, ROOT, SHARDS, SMALL_ON_DASK, Check, compare, kill_one, owner_of, run, staged

SAMPLE = os.path.join(ROOT, "samples", "dask", "convert.py")


def start(command, folder, name, ready):
    """A process, and what its log says when it is ready."""
    log = os.path.join(folder, name + ".log")
    process = subprocess.Popen(command, stdout=open(log, "wb"), stderr=subprocess.STDOUT, cwd=folder, env={**os.environ, "LUNGSEG": os.path.abspath(BIN)})
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with open(log, encoding="utf-8") as text:
            if found := re.search(ready, text.read()):
                return process, found
        time.sleep(0.1)
    raise RuntimeError(f"{name} does not start: {open(log, encoding='utf-8').read()}")


def parent_of(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        return int(stat.read().rsplit(")", 1)[1].split()[1])


def kill_worker(output, shard, workers):
    """Kills the worker that has a shard at work, and then the process it has left behind."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        for folder in staged(output, shard):
            found = owner_of(folder)
            if found and (owner := next((worker for worker in workers if worker.pid == parent_of(found)), None)):
                os.kill(owner.pid, signal.SIGKILL)
                os.kill(found, signal.SIGKILL)
                return
        time.sleep(0.005)
    raise RuntimeError(f"shard {shard} was not seen at work")


def check_job(check, folder, source, work):
    command, name, options = work
    whole, output = os.path.join(folder, "one", name), os.path.join(folder, name)
    start_time = time.monotonic()
    run(command, source, "-o", whole, "--quiet", *options)
    one = time.monotonic() - start_time
    scheduler, address = start(["dask-scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"], folder, "scheduler", r"(tcp://127\.0\.0\.1:\d+)")
    workers = []
    try:
        for i in range(3):
            workers.append(start(["dask-worker", address[1], "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", f"w{i}"], folder, f"worker{i}", "Registered to")[0])
        start_time = time.monotonic()
        job = subprocess.Popen([sys.executable, SAMPLE, "--scheduler", address[1], "--shards", str(SHARDS), "--", command, source, "-o", output, *options],
                               env={**os.environ, "LUNGSEG": os.path.abspath(BIN)}, stderr=subprocess.PIPE, text=True)
        kill_worker(output, 1, workers)
        kill_one(output, 4)
        error = job.communicate(timeout=900)[1]
        check.equal(f"{name}: exit code ({error.strip()[-300:]})", job.returncode, 0)
        check.equal(f"{name}: workers left", sum(worker.poll() is None for worker in workers), 2)
        compare(check, name, whole, output)
        print(f"{command} {name}: one run {one:.1f} s; {SHARDS} tasks, one worker and one process killed, and merge {time.monotonic() - start_time:.1f} s")
    finally:
        for process in [*workers, scheduler]:
            process.terminate()
            process.wait(timeout=30)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="data set instead of a phantom")
    asked = parser.parse_args()
    check = Check("Dask")
    if importlib.util.find_spec("distributed") is None:
        print("skipped: Dask's distributed is not installed (Debian: python3-distributed)")
        sys.exit(0)
    with tempfile.TemporaryDirectory(prefix="lungseg-dask-") as folder:
        os.makedirs(os.path.join(folder, "one"))
        source = asked.data or os.path.join(folder, "demo.pkl")
        if not asked.data:
            run("demo", "-o", source, "--rows", "160", "--quiet")
        for work in FULL if asked.data else SMALL_ON_DASK:
            check_job(check, folder, os.path.abspath(source), work)
    check.done()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The Slurm sample for real: an array of 8 tasks on four nodes, the process of one task killed half-way, another task requeued by the administrator, then the merge
job; the result against one run, byte for byte. --data FILE takes a file instead of a phantom (708 rows take 15 GB of disk)."""
import argparse
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from shard_work import BIN, FULL, ROOT, SHARDS, SMALL_ON_SLURM, Check, compare, kill_one, run
from slurm_cluster import SlurmCluster

SAMPLES = os.path.join(ROOT, "samples", "slurm")


def submit(cluster, command, source, output, options):
    scripts = {"variables": {"LUNGSEG": os.path.abspath(BIN)}, "cwd": cluster.folder}
    array = cluster.client("sbatch", "--parsable", f"--array=0-{SHARDS - 1}", f"{SAMPLES}/{command}.sbatch", source, output, *options, **scripts)
    merge = cluster.client("sbatch", "--parsable", f"--dependency=afterok:{array}", f"{SAMPLES}/merge.sbatch", output, str(SHARDS), **scripts)
    return array, merge


def state(cluster, job):
    fields = dict(field.split("=", 1) for field in cluster.client("scontrol", "-o", "show", "job", job).split() if "=" in field)
    return fields["JobState"], int(fields.get("Restarts", 0))


def check_job(check, cluster, source, work):
    command, name, options = work
    whole, output = os.path.join(cluster.folder, "one", name), os.path.join(cluster.folder, name)
    start = time.monotonic()
    run(command, source, "-o", whole, "--quiet", *options)
    one = time.monotonic() - start
    start = time.monotonic()
    array, merge = submit(cluster, command, source, output, options)
    kill_one(output, 3)
    try:
        cluster.client("scontrol", "requeue", f"{array}_2")
        requeued = [2, 3]
    except RuntimeError:
        requeued = [3]  # task 2 had ended already
    cluster.wait(lambda: state(cluster, merge)[0] not in ("PENDING", "RUNNING", "CONFIGURING", "COMPLETING"), 900, f"{command} {name}: the jobs do not end")
    check.equal(f"{name}: merge job", state(cluster, merge)[0], "COMPLETED")
    for task in requeued:
        check.true(f"{name}: task {task} was started again", state(cluster, f"{array}_{task}")[1] >= 1)
    compare(check, name, whole, output)
    print(f"{command} {name}: one run {one:.1f} s; {SHARDS} tasks, tasks {requeued} started again, and merge {time.monotonic() - start:.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="data set instead of a phantom")
    asked = parser.parse_args()
    check = Check("Slurm")
    if missing := SlurmCluster.missing():
        print(f"skipped: Slurm cannot be started: {missing}")
        sys.exit(0)
    with tempfile.TemporaryDirectory(prefix="lungseg-slurm-") as folder, SlurmCluster(folder) as cluster:
        os.makedirs(os.path.join(folder, "one"))
        source = asked.data or os.path.join(folder, "demo.pkl")
        if not asked.data:
            run("demo", "-o", source, "--rows", "160", "--quiet")
        for work in FULL if asked.data else SMALL_ON_SLURM:
            check_job(check, cluster, os.path.abspath(source), work)
    check.done()


if __name__ == "__main__":
    main()

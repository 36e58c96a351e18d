#!/usr/bin/env python3
"""Converts (or thresholds) a data set on Dask workers: one task a shard, then the merge.

    convert.py --scheduler tcp://HOST:8786 --shards 8 -- convert data.pkl -o data.npz
    convert.py --workers 2 --shards 8 -- threshold data.pkl -o again.pkl --method refined

What follows -- is the command without --shard. A task whose worker is lost is given to another one. All workers must see INPUT and OUT under one path.
"""
import argparse
import os
import subprocess

from distributed import Client, LocalCluster


def write_shard(binary, command, index, count):
    """Runs in a worker; --force, since a lost worker's shard may have been finished after all."""
    done = subprocess.run([binary, *command, "--shard", f"{index}/{count}", "--force", "--quiet", "--jobs", "1"], stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError(f"shard {index} of {count} exited {done.returncode}: {done.stderr.strip()}")


def run(client, binary, command, count):
    client.gather([client.submit(write_shard, binary, command, index, count, key=f"shard-{index}-of-{count}", pure=False, retries=3) for index in range(count)])
    output = command[command.index("-o") + 1]
    shards = [f"{output.rstrip('/')}.shard-{index}-of-{count}" for index in range(count)]
    subprocess.run([binary, "merge", *shards, "-o", output, "--force", "--quiet"], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheduler", help="address of a running scheduler")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="workers on this machine, without --scheduler")
    parser.add_argument("--shards", type=int, required=True)
    parser.add_argument("command", nargs="+", help="convert or threshold with INPUT and -o OUT")
    asked = parser.parse_args()
    binary = os.environ.get("LUNGSEG", "lungseg")
    if asked.scheduler:
        with Client(asked.scheduler) as client:
            run(client, binary, asked.command, asked.shards)
    else:
        with LocalCluster(n_workers=asked.workers, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
            run(client, binary, asked.command, asked.shards)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Times inspect against pandas, whole process against whole process, turn by turn in one run, page cache warm.

    bench_inspect.py TOOL [TOOL ...] [--file FILE] [--runs N]

TOOL is a published lungseg (plain or native). Without --file a phantom set of full size (708 rows, 3.2 GB) is made with `demo`.
Prints the median of each, the ratios, peak resident memory, and the bytes read: /proc/self/io's rchar less that of `--version`.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

PANDAS = "import sys, pandas; print(pandas.read_pickle(sys.argv[1])['label1'].value_counts())"


def once(command):
    """(seconds, peak MB) of one run, by the operating system's account."""
    start = time.perf_counter()
    with open(os.devnull, "wb") as sink:
        process = subprocess.Popen(command, stdout=sink)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def bytes_read(command):
    """rchar of the command: a shell's own /proc/self/io counts the children it waited for."""
    script = '"$@" > /dev/null; while read -r key value; do [ "$key" = rchar: ] && echo "$value"; done < /proc/$$/io; true'
    return int(subprocess.run(["sh", "-c", script, "sh", *command], capture_output=True, text=True, check=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tools", nargs="+")
    parser.add_argument("--file")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or os.path.join(folder, "lung_cancer_train.pkl")
        if not options.file:
            subprocess.run([options.tools[0], "demo", "-o", path, "--rows", "708", "--seed", "1", "--quiet"], check=True)
        commands = {"pandas": [sys.executable, "-c", PANDAS, path]}
        for tool in options.tools:
            commands[tool] = [tool, "inspect", path]
        results = {name: [] for name in commands}
        for turn in range(options.runs + 1):
            for name, command in commands.items():
                measured = once(command)
                if turn:
                    results[name].append(measured)
        print(f"{os.path.getsize(path) / 1e9:.2f} GB, {options.runs} runs each, in turn, after one warm-up")
        base = statistics.median(seconds for seconds, _ in results["pandas"])
        for name, measured in results.items():
            seconds = [s for s, _ in measured]
            ratio = statistics.median(p / s for (p, _), s in zip(results["pandas"], seconds))
            read = "" if name == "pandas" else f", reads {(bytes_read(commands[name]) - bytes_read([name, '--version'])) / 1e6:.2f} MB"
            print(f"{name}: median {statistics.median(seconds) * 1000:.0f} ms (min {min(seconds) * 1000:.0f}), peak {max(m for _, m in measured):.0f} MB, {ratio:.1f} x pandas{read}")
        print(f"pandas median {base:.2f} s")


if __name__ == "__main__":
    main()

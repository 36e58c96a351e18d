#!/usr/bin/env python3
"""`threshold -o` where values cannot be patched in place: pickles whose arrays are text (protocols 0, 1 and 2, Python 2's strings) and stacks in
Fortran order, in pickles, .npy and .npz. The output is what Python writes of the same object with the reference's hu_array, byte for byte;
arrays that several cells hold are told apart; every opcode apart from the payloads stays."""
import gzip
import hashlib
import os
import pickle
import pickletools
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import hard_phantom
import python2_pickle
from lungseg_peer import ARRAY_COLUMNS, SHARED, Check, digest, digests, run
from published_reference import reference

LABELS = ("LR2", "LR3", "LR4A", "LR4B")
PAYLOAD_BYTES = 2000
check = Check("text pickles")


def product(hu):
    lung, _, _ = reference(np.asarray(hu, np.float64))
    return hu.copy() if lung is None else lung * hu


def columns(count=4):
    """Slices of half size, the last without lungs; hu_array is of no use yet."""
    old = [np.asarray(hard_phantom.image(seed)[0], np.float64)[::2, ::2].copy() for seed in range(count - 1)]
    old.append(old[0].clip(0))
    mask = [(hu > 100).astype(np.int8) for hu in old]
    return {"label1": list(LABELS[:count]), "mask": mask, "hu_array": [hu * 0.1 - 7.3 for hu in old], "hu_array_old": old}


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def opcodes(data):
    """Name and argument of every opcode; of long arguments, which are payloads, only that they are there."""
    return [(op.name, "payload" if isinstance(arg, (str, bytes)) and len(arg) > PAYLOAD_BYTES else arg) for op, arg, _ in pickletools.genops(data)]


def cells(value):
    """{column: its arrays} of any container."""
    if isinstance(value, list):
        return {name: [row[name] for row in value] for name in value[0]}
    return {name: list(value[name]) for name in value}


def same(what, found, expected):
    for name in expected:
        for row, (a, b) in enumerate(zip(found[name], expected[name])):
            bits = isinstance(b, np.ndarray) and (a.dtype, a.shape, np.ascontiguousarray(a).tobytes()) == (b.dtype, b.shape, np.ascontiguousarray(b).tobytes())
            check.true(f"{what}: {name} of row {row}", bits if isinstance(b, np.ndarray) else a == b)


def by_our_reader(what, path, expected):
    for row, found in enumerate(digests(path)):
        check.equal(f"{what}: row {row} by our reader", found["digests"], {name: digest(expected[name][row]) for name in ARRAY_COLUMNS})


def containers(made):
    """(name, object) of each way to hold the columns."""
    yield "frame", pd.DataFrame(made)
    yield "list of dicts", [dict(zip(made, row)) for row in zip(*made.values())]
    yield "dict of lists", dict(made)
    yield "Fortran cells", pd.DataFrame({name: [np.asfortranarray(x) if isinstance(x, np.ndarray) else x for x in column] for name, column in made.items()})
    yield "big-endian cells", pd.DataFrame(dict(made, hu_array=[x.astype(">f8") for x in made["hu_array"]]))
    yield "stacks", {name: column if name == "label1" else np.stack(column) for name, column in made.items()}
    yield "Fortran stacks", {name: column if name == "label1" else np.asfortranarray(np.stack(column)) for name, column in made.items()}


def check_containers(folder, made, wanted):
    path, out = os.path.join(folder, "set.pkl"), os.path.join(folder, "out.pkl")
    for (name, before), (_, after) in zip(containers(made), containers(wanted)):
        for protocol in {"frame": (0, 1, 2), "Fortran stacks": (0, 2, 4)}.get(name, (0, 2)):
            what = f"{name}, protocol {protocol}"
            write(path, pickle.dumps(before, protocol))
            run("threshold", path, "-o", out, "--force", "--quiet", "--jobs", protocol % 2 + 1)
            check.true(f"{what}: the bytes that Python writes", read(out) == pickle.dumps(after, protocol))
            if protocol < 2 and name == "frame":
                check.equal(f"{what}: opcodes", opcodes(read(out)), opcodes(read(path)))
                same(what, cells(pd.read_pickle(out)), wanted)
                by_our_reader(what, out, wanted)
    os.remove(out)


def check_rows_and_packing(folder, made, wanted):
    path, out = os.path.join(folder, "set.pkl.gz"), os.path.join(folder, "out.pkl.zst")
    some = dict(made, hu_array=[wanted["hu_array"][1] if row == 1 else x for row, x in enumerate(made["hu_array"])])
    for protocol in (0, 2):
        with gzip.open(path, "wb", compresslevel=1) as f:
            f.write(pickle.dumps(pd.DataFrame(made), protocol))
        run("threshold", path, "-o", out, "--force", "--quiet", "--rows", "1")
        unpacked = subprocess.run(["zstd", "-dc", out], check=True, capture_output=True).stdout
        check.true(f"one row, packed, protocol {protocol}", unpacked == pickle.dumps(pd.DataFrame(some), protocol))


def check_shared(folder, made, wanted):
    """What the authors' loop leaves where it fails: one object in both columns; and one slice in two rows."""
    path, out = os.path.join(folder, "set.pkl"), os.path.join(folder, "out.pkl")
    fallback = dict(wanted, hu_array=[*wanted["hu_array"][:-1], wanted["hu_array_old"][-1]])
    zeroed = dict(wanted, hu_array=[*wanted["hu_array"][:-1], np.zeros_like(wanted["hu_array_old"][-1])])
    twice = {name: [column[0], column[1], column[0], column[-1]] for name, column in made.items()}
    first = dict(twice, hu_array=[wanted["hu_array"][0], *twice["hu_array"][1:]])
    for protocol in (0, 1, 2):
        data = pickle.dumps(pd.DataFrame(fallback), protocol)
        write(path, data)
        run("threshold", path, "-o", out, "--force", "--quiet")
        check.true(f"protocol {protocol}: failed rows kept change no byte", read(out) == data)
        for options, expected, what in (((), zeroed, "zeroed beside hu_array_old"), (("--rows", "0"), first, "one of two rows that share a slice")):
            write(path, pickle.dumps(pd.DataFrame(fallback if not options else twice), protocol))
            run("threshold", path, "-o", out, "--force", "--quiet", "--on-failure", "zero", *options)
            for load in (pd.read_pickle, lambda name: pickle._Unpickler(open(name, "rb")).load()):
                same(f"protocol {protocol}: {what}", cells(load(out)), expected)
            by_our_reader(f"protocol {protocol}: {what}", out, expected)
            old, new = opcodes(read(path)), opcodes(read(out))
            head = next(i for i, (a, b) in enumerate(zip(old, new)) if a != b)
            tail = next(i for i, (a, b) in enumerate(zip(reversed(old), reversed(new))) if a != b)
            check.equal(f"protocol {protocol}: {what}: one opcode gave way", (head + tail, old[head][0].endswith("GET")), (len(old) - 1, True))
            check.true(f"protocol {protocol}: {what}: no opcode of a later protocol", all(op.proto <= max(protocol, 0) for op, _, _ in pickletools.genops(read(out))))


def check_python2(folder, made, wanted):
    path, out = os.path.join(folder, "two.pkl"), os.path.join(folder, "out.pkl")
    fallback = dict(made, hu_array=[*made["hu_array"][:-1], made["hu_array_old"][-1]])
    zeroed = dict(wanted, hu_array=[*wanted["hu_array"][:-1], np.zeros_like(wanted["hu_array_old"][-1])])
    for protocol in (0, 1, 2):
        write(path, python2_pickle.dumps(dict(fallback), protocol))
        run("threshold", path, "-o", out, "--force", "--quiet", "--on-failure", "zero")
        same(f"Python 2, protocol {protocol}", cells(python2_pickle.load(out)), zeroed)
        by_our_reader(f"Python 2, protocol {protocol}", out, zeroed)


def check_stack_files(folder, made, wanted):
    old, new = (np.asfortranarray(np.stack(x)) for x in (made["hu_array_old"], wanted["hu_array"]))
    for dtype in ("<f8", ">f8", "<f4", "<i2"):
        path, out, expected = (os.path.join(folder, name) for name in ("X.npy", "Y.npy", "Z.npy"))
        np.save(path, old.astype(dtype))
        np.save(expected, np.asfortranarray(np.stack([product(x) for x in old.astype(dtype)]).astype(dtype)))
        run("threshold", path, "-o", out, "--force", "--quiet", "--column", "hu_array_old", "--jobs", "2")
        check.true(f".npy of {dtype}: the bytes that numpy writes", read(out) == read(expected))
    for save in (np.savez, np.savez_compressed):
        path, out = os.path.join(folder, "set.npz"), os.path.join(folder, "out.npz")
        save(path, label1=np.array(made["label1"]), mask=np.stack(made["mask"]), hu_array=np.asfortranarray(np.stack(made["hu_array"])), hu_array_old=old)
        run("threshold", path, "-o", out, "--force", "--quiet")
        with np.load(path) as before, np.load(out) as after:
            check.equal(f"{save.__name__}: members", after.files, before.files)
            for name in before.files:
                a, b = after[name], new if name == "hu_array" else before[name]
                check.true(f"{save.__name__}: {name}", (a.dtype, a.flags.f_contiguous, a.tobytes("A")) == (b.dtype, b.flags.f_contiguous, b.tobytes("A")))


def check_oracle_files(folder):
    """Files of the oracle, whose hu_array the reference made: regenerating them changes nothing."""
    path, out = os.path.join(folder, "oracle.pkl"), os.path.join(folder, "out.pkl")
    for protocol, options in ((0, ("--order", "F")), (2, ("--fail-share", "0.5", "--pure-python"))):
        maker = os.path.join(SHARED, "oracle", "make_dataset.py")
        subprocess.run([sys.executable, "-W", "ignore", maker, path, "--rows", "3", "--protocol", str(protocol), *options], check=True, stdout=subprocess.DEVNULL)
        run("threshold", path, "-o", out, "--force", "--quiet", "--jobs", "2")
        check.equal(f"the oracle's file of protocol {protocol}", hashlib.sha256(read(out)).hexdigest(), hashlib.sha256(read(path)).hexdigest())


def check_refusals(folder, made):
    """Where one change would change two values: said, and nothing written."""
    path, out = os.path.join(folder, "set.pkl"), os.path.join(folder, "no.pkl")
    hu = made["hu_array_old"]
    for what, value in (("one list in two columns", dict(made, hu_array=hu)), ("one stack in two columns", dict.fromkeys(("hu_array", "hu_array_old"), np.stack(hu)))):
        for protocol in (2, 4):
            write(path, pickle.dumps(value, protocol))
            _, error, code = run("threshold", path, "-o", out, "--on-failure", "zero", ok=(3,))
            check.equal(f"{what}, protocol {protocol}", ("serves several columns" in error, error.count("\n"), code, os.path.exists(out)), (True, 1, 3, False))


def main():
    made = columns()
    wanted = dict(made, hu_array=[product(hu) for hu in made["hu_array_old"]])
    check.equal("rows that the published method does not mask", sum(np.array_equal(a, b) for a, b in zip(wanted["hu_array"], wanted["hu_array_old"])), 1)
    with tempfile.TemporaryDirectory() as folder:
        check_containers(folder, made, wanted)
        check_rows_and_packing(folder, made, wanted)
        check_shared(folder, made, wanted)
        check_python2(folder, made, wanted)
        check_stack_files(folder, made, wanted)
        check_refusals(folder, made)
        if SHARED:
            check_oracle_files(folder)
    check.done()


if __name__ == "__main__":
    main()

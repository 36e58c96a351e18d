#!/usr/bin/env python3
"""Makes the wheel of lungseg: the program, as it was built for one system, and the Python package beside this file.

    python3 build_wheel.py --binary OUT/lungseg -o dist

OUT/lungseg is a native build or a single file (docs/install.md). The same input gives the same bytes. For Linux the platform tag comes from
the program: its processor, and the newest glibc that it asks for. Programs of other systems need --platform, for example win_amd64 or
macosx_11_0_arm64. Needs nothing but Python.
"""
import argparse
import base64
import hashlib
import os
import re
import subprocess
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, os.pardir)
MACHINES = {62: "x86_64", 183: "aarch64"}
# A zip begins in 1980.
DATE = (1980, 1, 1, 0, 0, 0)


def read(*path):
    with open(os.path.join(*path), "rb") as stream:
        return stream.read()


def read_version():
    """The version of the project, which stands in one place."""
    found = re.findall(rb"<VersionPrefix>(.+)</VersionPrefix>", read(SOURCE, "Directory.Build.props"))
    if len(found) != 1:
        sys.exit(f"build_wheel: {len(found)} versions in Directory.Build.props, expected one")
    return found[0].decode()


def check_version(binary, version):
    """A program that runs here must be of this version."""
    try:
        found = subprocess.run([os.path.abspath(binary), "--version"], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"build_wheel: the version of {binary} is not checked, since it does not run here: {error}", file=sys.stderr)
        return
    if found.partition("+")[0] != version:
        sys.exit(f"build_wheel: {binary} is version {found}, expected {version}")


def find_platform(program):
    """The platform tag of a program for Linux; None for other systems."""
    if program[:4] != b"\x7fELF" or program[5:6] != b"\x01":
        return None
    machine = MACHINES.get(int.from_bytes(program[18:20], "little"))
    minors = [int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", program)]
    return f"manylinux_2_{max(minors)}_{machine}" if machine and minors else None


def read_members(program, version, platform):
    """{name: (bytes, mode)} of all files but RECORD."""
    name = "lungseg.exe" if platform.startswith("win") else "lungseg"
    info = f"lungseg-{version}.dist-info"
    members = {f"lungseg/_bin/{name}": (program, 0o755)}
    for folder, folders, files in os.walk(os.path.join(HERE, "lungseg")):
        folders[:] = [one for one in folders if one not in ("__pycache__", "_bin")]
        for file in files:
            if file.endswith(".py") or file == "py.typed":
                path = os.path.join(folder, file)
                members[os.path.relpath(path, HERE).replace(os.sep, "/")] = (read(path), 0o644)
    metadata = f"""\
Metadata-Version: 2.1
Name: lungseg
Version: {version}
Summary: The lung cancer segmentation data set with Lung-RADS class: numpy views, PyTorch data sets, and the command lungseg
Author: LungSeg contributors
Requires-Python: >=3.8
Requires-Dist: numpy
Provides-Extra: torch
Requires-Dist: torch ; extra == 'torch'
Provides-Extra: pandas
Requires-Dist: pandas ; extra == 'pandas'
Description-Content-Type: text/markdown

""".encode() + read(HERE, "README.md")
    wheel = f"Wheel-Version: 1.0\nGenerator: lungseg build_wheel\nRoot-Is-Purelib: false\nTag: py3-none-{platform}\n"
    members[f"{info}/METADATA"] = metadata, 0o644
    members[f"{info}/WHEEL"] = wheel.encode(), 0o644
    members[f"{info}/entry_points.txt"] = b"[console_scripts]\nlungseg = lungseg._entry:main\n", 0o644
    members[f"{info}/THIRD-PARTY-NOTICES.txt"] = read(SOURCE, "LungSeg.Cli", "THIRD-PARTY-NOTICES.txt"), 0o644
    return members


def write_wheel(path, members, record):
    """Writes a zip in the order of names; RECORD, which names all others with their digests, comes last."""
    lines = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        def add(name, data, mode):
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode) << 16
            archive.writestr(entry, data)

        for name, (data, mode) in sorted(members.items()):
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{len(data)}\n")
            add(name, data, mode)
        add(record, "".join([*lines, f"{record},,\n"]).encode(), 0o644)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, metavar="FILE", help="the program, lungseg or lungseg.exe")
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="folder for the wheel, made where it is missing")
    parser.add_argument("--platform", metavar="TAG", help="platform tag; by default that of a program for Linux")
    asked = parser.parse_args()
    version = read_version()
    program = read(asked.binary)
    platform = asked.platform or find_platform(program)
    if platform is None:
        sys.exit(f"build_wheel: {asked.binary} is no program for Linux on x86_64 or aarch64; name its system with --platform")
    check_version(asked.binary, version)
    os.makedirs(asked.output, exist_ok=True)
    path = os.path.join(asked.output, f"lungseg-{version}-py3-none-{platform}.whl")
    write_wheel(path + ".tmp", read_members(program, version, platform), f"lungseg-{version}.dist-info/RECORD")
    os.replace(path + ".tmp", path)
    print(path)


if __name__ == "__main__":
    main()

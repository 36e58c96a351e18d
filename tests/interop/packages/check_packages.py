#!/usr/bin/env python3
"""The packages as their users get them: packed, installed and run by the commands of the docs, the libraries in a project of their own; the single file without any .NET.

LUNGSEG_BIN is not used.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from lungseg_peer import Check

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".."))
SAMPLE = os.path.join(ROOT, "samples", "demo.pkl.gz")
MEGABYTE = 1 << 20


def dotnet(*words, folder=ROOT, **variables):
    done = subprocess.run(["dotnet", *words], cwd=folder, capture_output=True, text=True, env={**os.environ, "DOTNET_NOLOGO": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1", **variables})
    if done.returncode:
        raise RuntimeError(f"dotnet {' '.join(words)} exited {done.returncode}: {done.stdout[-800:]}{done.stderr[-400:]}")
    return done.stdout


def check_library(check, path, name, commit, most):
    check.true(f"{name}: {os.path.getsize(path)} bytes", os.path.getsize(path) < most)
    with zipfile.ZipFile(path) as package:
        members = package.namelist()
        for member in (f"lib/net10.0/{name}.dll", f"lib/net10.0/{name}.xml", "README.md"):
            check.true(f"{name}: {member}", member in members)
        check.equal(f"{name}: other systems' libraries", [member for member in members if member.startswith("runtimes/")], [])
        # The magic of an embedded portable PDB.
        check.true(f"{name}: embedded symbols", b"MPDB" in package.read(f"lib/net10.0/{name}.dll"))
        nuspec = package.read(f"{name}.nuspec").decode()
    check.equal(f"{name}: commit", re.findall(r'<repository type="git" commit="([0-9a-f]+)"', nuspec), [commit] if commit else [])
    check.true(f"{name}: no licence is claimed", "<license" not in nuspec)


def check_tool(check, packages, tool, version, folder):
    program, = glob.glob(f"{packages}/lungseg.*.nupkg")
    check.true(f"tool: {os.path.getsize(program)} bytes", os.path.getsize(program) < 8_000_000)
    with zipfile.ZipFile(program) as package:
        names = package.namelist()
        check.equal("tool: libraries of one system", [name for name in names if name.endswith((".so", ".dylib", ".exe")) or "/runtimes/" in name], [])
        check.equal("tool: for any system", {name.split("/")[2] for name in names if name.startswith("tools/")}, {"any"})
        check_notices(check, package.read("tools/net10.0/any/THIRD-PARTY-NOTICES.txt").decode(), names)
    check_program(check, "tool", tool, version, folder)


def check_notices(check, notices, files):
    """Each library that is not ours has its notice; assemblies are called after their packages, but for two."""
    packages = {"Parquet": "Parquet.Net", "ZstdSharp": "ZstdSharp.Port"}
    for name in (os.path.basename(file)[:-4] for file in files if file.endswith(".dll")):
        if not name.lower().startswith("lungseg"):
            check.true(f"notice of {name}", re.search(rf"(^|, ){re.escape(packages.get(name, name))}($|,| )", notices, re.M))


def check_program(check, name, program, version, folder, environment=None):
    """A program on the sample: index, picture, HDF5."""
    def output(*words):
        return subprocess.run([program, *words], capture_output=True, text=True, env=environment, check=True, cwd=folder).stdout

    check.equal(f"{name}: version", output("--version"), version + "\n")
    check.true(f"{name}: rows", '"rows": 12,' in output("inspect", "--json", SAMPLE))
    output("inspect", "--show", "10", "-o", f"{name}.png", SAMPLE)
    with open(f"{folder}/{name}.png", "rb") as stream:
        check.equal(f"{name}: a picture", stream.read(4), b"\x89PNG")
    output("convert", SAMPLE, "-o", f"{name}.h5", "--rows", "0", "--verify", "--quiet")
    check.true(f"{name}: HDF5", os.path.getsize(f"{folder}/{name}.h5") > 10_000)


def read_block(document, name):
    """The lines of a document that it says are run under this name."""
    with open(f"{ROOT}/docs/{document}", encoding="utf-8") as stream:
        block, = re.findall(rf"<!-- runs: {name} -->\n```\n(.*?)```\n", stream.read(), re.S)
    return block


def run_documents(check, folder):
    """Runs the commands of docs/install.md and docs/library.md, word for word, in a clone. -> folder of the packages, path of the tool"""
    clone = f"{folder}/clone"
    subprocess.run(["git", "clone", "-q", "--no-hardlinks", ROOT, clone], check=True)
    # No package of ours is in the cache but what the commands make; other people's are where this clone was restored to. Analyzers ran with the build.
    restored = os.environ.get("NUGET_PACKAGES") or os.path.expanduser("~/.nuget/packages")
    environment = {**os.environ, "DOTNET_NOLOGO": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1", "RunAnalyzers": "false", "NUGET_PACKAGES": f"{folder}/cache", "NUGET_FALLBACK_PACKAGES": restored}
    for document, name in (("library.md", "library"), ("install.md", "tool")):
        # The tool goes into a home of its own; packages still come from where the user's settings say.
        block = read_block(document, name).replace("dotnet tool", f"DOTNET_CLI_HOME={folder}/home dotnet tool")
        done = subprocess.run(["bash", "-euxc", block], cwd=clone, capture_output=True, text=True, env=environment)
        check.equal(f"{document}: the commands of {name}: {done.stdout[-600:]}{done.stderr[-600:]}" if done.returncode else f"{document}: {name}", done.returncode, 0)
    with open(f"{ROOT}/docs/library.md", encoding="utf-8") as stream:
        example, = re.findall(r"```csharp\n(.*?)```", stream.read(), re.S)
    with open(f"{clone}/reader/Program.cs", "w", encoding="utf-8") as stream:
        stream.write(example.replace('"lung_cancer_train.pkl"', f'"{SAMPLE}"'))
    done = subprocess.run(["dotnet", "run", "--project", "reader"], cwd=clone, capture_output=True, text=True, env=environment)
    check.equal(f"library.md: the example {done.stderr[-400:]}", (done.returncode, done.stdout.splitlines()[:1]), (0, ["12 rows, the last is demo:11"]))
    return f"{clone}/packages", f"{folder}/home/.dotnet/tools/lungseg"


def check_single_file(check, version, folder):
    dotnet("publish", "src/LungSeg.Cli", "-c", "Release", "-p:PublishSingleFile=true", "--self-contained", "-o", f"{folder}/single", "-v", "quiet")
    check.equal("single file: what is published", sorted(os.listdir(f"{folder}/single")), ["THIRD-PARTY-NOTICES.txt", "lungseg"])
    check_program(check, "single file", f"{folder}/single/lungseg", version, folder, {"DOTNET_ROOT": folder, "PATH": "/usr/bin:/bin"})


def check_outside_git(check, version, folder):
    """Without a commit to name, the version is the number alone."""
    clone = f"{folder}/no-git"
    for path in ("src/Directory.Build.props", "src/Directory.Packages.props", "src/LungSeg.Thresholding/LungSeg.Thresholding.csproj", "src/LungSeg.Thresholding/packages.lock.json"):
        os.makedirs(os.path.dirname(f"{clone}/{path}"), exist_ok=True)
        with open(f"{ROOT}/{path}", "rb") as source, open(f"{clone}/{path}", "wb") as target:
            target.write(source.read())
    dotnet("restore", "src/LungSeg.Thresholding", folder=clone)
    found = dotnet("msbuild", "src/LungSeg.Thresholding", "-t:GetAssemblyVersion;InitializeSourceControlInformation;AddSourceRevisionToInformationalVersion", "-getProperty:InformationalVersion", folder=clone)
    check.equal("version outside git", found.strip(), version)


def main():
    check = Check("packages")
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    with open(f"{ROOT}/src/Directory.Build.props", encoding="utf-8") as stream:
        version, = re.findall(r"<VersionPrefix>(.+)</VersionPrefix>", stream.read())
    with tempfile.TemporaryDirectory(prefix="lungseg-packages-") as folder:
        named = f"{version}+{commit}" if commit else version
        packages, tool = run_documents(check, folder)
        check.equal("packages", len(os.listdir(packages)), 3)
        check_library(check, f"{packages}/LungSeg.Thresholding.{version}.nupkg", "LungSeg.Thresholding", commit, MEGABYTE // 4)
        check_library(check, f"{packages}/LungSeg.Core.{version}.nupkg", "LungSeg.Core", commit, 2 * MEGABYTE)
        check_tool(check, packages, tool, named, folder)
        check_single_file(check, named, folder)
        check_outside_git(check, version, folder)
    check.done()


if __name__ == "__main__":
    main()

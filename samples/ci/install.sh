#!/usr/bin/env bash
# install.sh FOLDER: puts lungseg into FOLDER, where it is not on the path already. LUNGSEG_PACKAGES is a folder or URL with the package of
# the tool; without it the tool is built from the sources that this file belongs to. Needs the .NET 10 SDK.
set -euo pipefail
if command -v lungseg > /dev/null; then
  mkdir -p "$1"
  lungseg --version
  exit
fi
if [ -n "${LUNGSEG_PACKAGES:-}" ]; then
  dotnet tool install lungseg --tool-path "$1" --source "$LUNGSEG_PACKAGES"
else
  dotnet publish "$(dirname "$0")/../../src/LungSeg.Cli" -c Release -o "$1" -v quiet
fi
"$1/lungseg" --version

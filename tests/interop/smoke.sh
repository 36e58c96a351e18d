#!/usr/bin/env bash
# Runs a built lungseg through what every user does first; exits 1 at the first surprise. Usage: smoke.sh LUNGSEG
set -euo pipefail
tool=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

expect() { # expect CODE COMMAND...: the exit code, nothing on stdout for errors, one line on stderr
  local code=$1 found=0
  shift
  "$@" > out 2> err || found=$?
  [ "$found" -eq "$code" ] || { echo "exit $found instead of $code: $*"; cat err; exit 1; }
  ! grep -qi -e 'unhandled' -e '   at ' err || { echo "a stack trace: $*"; exit 1; }
}

expect 0 "$tool" --version
grep -qE '^[0-9]+\.[0-9]+\.[0-9]+' out
expect 0 "$tool" --help
expect 0 "$tool" help inspect
expect 0 "$tool" demo -o 'a set é.pkl' --rows 6 --seed 3
expect 0 "$tool" inspect 'a set é.pkl'
grep -q 'LR4B' out
expect 0 "$tool" inspect --json 'a set é.pkl'
grep -q '"schema": "lungseg/inspect/1"' out
grep -q '"rows": 6' out
expect 0 "$tool" inspect --jsonl --values 'a set é.pkl'
[ "$(wc -l < out)" -eq 6 ]
expect 0 "$tool" inspect --show 5 'a set é.pkl'
expect 0 "$tool" inspect --show 5 -o five.png 'a set é.pkl'
head -c 4 five.png | grep -q PNG
expect 4 "$tool" inspect --show 5 -o five.png 'a set é.pkl'
expect 0 "$tool" inspect --show 5 -o five.png --force 'a set é.pkl'
expect 0 "$tool" inspect - < 'a set é.pkl'
expect 0 "$tool" demo -o packed.pkl.gz --rows 4
expect 0 "$tool" inspect packed.pkl.gz
for pack in 'bzip2 -k' 'xz -k -0' 'zstd -q'; do $pack 'a set é.pkl'; done
for packed in *.bz2 *.xz *.zst; do expect 0 "$tool" inspect "$packed"; done
head -c 100000 'a set é.pkl' > cut.pkl
expect 3 "$tool" inspect cut.pkl
[ "$(wc -l < err)" -eq 1 ]
grep -q 'at byte' err
printf 'cos\nsystem\n(S"touch ran"\ntR.' > evil.pkl
expect 3 "$tool" inspect evil.pkl
expect 3 "$tool" inspect --globals evil.pkl
grep -q "os.system('touch ran')" out
[ ! -e ran ]
expect 3 "$tool" inspect missing.pkl
expect 3 "$tool" inspect missing.pkl 'a set é.pkl'
grep -q 'LR4B' out
expect 2 "$tool" inspect --rwos 3 'a set é.pkl'
[ ! -s out ]
expect 2 "$tool" inspect --rows 99 'a set é.pkl'
expect 4 "$tool" demo -o packed.pkl.gz --rows 4
ls -A | grep -q 'tmp-' && { echo "temporary files are left"; exit 1; }
echo "smoke test of $tool: ok"

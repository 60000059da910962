#!/bin/sh
# Makes the virtual environment .venv from the best Python found. PYTHON=/path/to/python names another one.
set -eu

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

at_least_3_11='import sys; sys.exit(sys.version_info < (3, 11))'
found=''
for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
    # A version manager's stand-in may exist for a version that is not there, so each is really run.
    if "$candidate" -c "$at_least_3_11" >/dev/null 2>&1; then
        found=$candidate
        "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1 && break
    fi
done

[ -n "$found" ] || fail \
    "Python 3.11 or newer is needed, and none was found (looked for: ${PYTHON:-python3.11 to python3.14, python3, python})." \
    "Install one from your system's packages, or name one: make run PYTHON=/path/to/python3.12"
"$found" -c 'import venv, ensurepip' >/dev/null 2>&1 || fail \
    "$found has no 'venv' or no 'ensurepip'. On Debian and Ubuntu: apt-get install python3-venv"

free=$(df -Pk . | awk 'NR == 2 { print int($4 / 1024) }')
[ "${free:-9999}" -ge 1000 ] || fail "Only $free MB are free in $(pwd); installing takes 1000 MB."

rm -rf .venv
"$found" -m venv .venv || fail "The virtual environment could not be made in $(pwd)/.venv; is the disk full or read-only?"
# Lets every program of the environment import the project, whatever folder it is started in.
pwd > "$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/kam.pth"
echo "Virtual environment: $(.venv/bin/python --version) from $found"

#!/usr/bin/env bash
# venv.sh REQUIREMENTS: an environment in $VENV with the locked packages. Uses uv for speed where it can be had.
set -euo pipefail
if ! "$VENV/bin/python" -c '' 2>/dev/null; then
  echo "· environment in $VENV ($("$PYTHON" --version))"
  "$PYTHON" -m venv "$VENV" || { echo "This Python cannot make environments (Debian: apt-get install python3-venv)." >&2; rm -rf "$VENV"; exit 1; }
fi
pip=("$VENV/bin/python" -m pip --disable-pip-version-check --quiet)
"${pip[@]}" --version >/dev/null 2>&1 || "$VENV/bin/python" -m ensurepip --upgrade >/dev/null
if [ -x "$VENV/bin/uv" ] || "${pip[@]}" install uv >/dev/null 2>&1; then
  "$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --require-hashes -r "$1" && exit 0
  echo "· uv could not; trying pip" >&2
fi
"${pip[@]}" install --require-hashes -r "$1"

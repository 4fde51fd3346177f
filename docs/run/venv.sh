#!/usr/bin/env bash
# venv.sh REQUIREMENTS: an environment in $VENV with exactly the locked packages. Uses uv for speed where it can be had.
set -euo pipefail
if [ ! -x "$VENV/bin/python" ]; then
  echo "· environment in $VENV ($("$PYTHON" --version))"
  "$PYTHON" -m venv "$VENV"
fi
"$VENV/bin/python" -m pip --version >/dev/null 2>&1 || "$VENV/bin/python" -m ensurepip --upgrade >/dev/null
if [ -x "$VENV/bin/uv" ] || "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check uv >/dev/null 2>&1; then
  "$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --require-hashes -r "$1"
else
  "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
fi

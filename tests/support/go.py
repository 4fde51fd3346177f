"""Go, for programs that are not ours: they come through the Go module proxy."""

import os
import shutil
import subprocess

import pytest


def go(*arguments, **options):
    """Run `go` with these arguments, or skip (fail with CI_STRICT) where it is not there. options: of subprocess.run."""
    if not shutil.which("go"):
        if os.environ.get("CI_STRICT"):
            pytest.fail("Go is not there")
        pytest.skip("Go is not there")
    done = subprocess.run(["go", *arguments], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stderr

"""A thousand bidders in the last minute: two web workers, real HTTP, PostgreSQL."""

import json
import os
import subprocess
import sys
from pathlib import Path

from ._common import figure

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "thousand_bidders_wrong"


def thousand_bidders() -> dict:
    """How many submissions were lost, accepted late or refused in time: none may be. The work is `_deadline_run`'s."""
    from tests.support import postgres

    if postgres.binaries() is None:
        return figure(NAME, 1000, 0, "lower", f"not measured, there is no PostgreSQL here: {postgres.HOW}")
    env = {k: v for k, v in os.environ.items() if k not in ("LINLI_TEST_DIR", "DATABASE_URL", "VAR_DIR")}
    env |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE": "postgres"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench._deadline_run"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=900
    )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(ran.stderr[-3000:])
    found = json.loads(ran.stdout.splitlines()[-1])
    wrong = found["lost"] + found["late_accepted"] + found["in_time_refused"]
    note = (
        f"{found['in_time']} in the last 60 s up to {found['last_gap']:.0f} s before the deadline and {found['after']} after it:"
        f" lost {found['lost']}, late accepted {found['late_accepted']}, in time refused {found['in_time_refused']},"
        f" errors {found['errors']}; p50 {found['p50'] * 1000:.0f} ms, p95 {found['p95'] * 1000:.0f} ms, longest {found['longest']:.1f} s;"
        f" {found['opened']} envelopes opened with the call's key afterwards; gunicorn, 2 workers"
    )
    return figure(NAME, wrong + found["errors"], 0, "lower", note)


BENCHES = (thousand_bidders,)

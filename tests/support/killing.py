"""Processes that die in the middle: an act is done in a fork, which ends before its n-th statement.

pytest's workers have threads, so they do not fork themselves. One process beside each worker, without threads and set
up once, forks for each test: `elsewhere("tests.test_crash:child", "pay")`.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 240  # seconds a test


def die_before(nth, *, counts=lambda sql: True):
    """An execute wrapper that ends the process (no clean-up runs) before the n-th statement that counts."""
    seen = itertools.count(1)

    def kill(execute, sql, params, many, context):
        if counts(sql) and next(seen) == nth:
            os._exit(9)
        return execute(sql, params, many, context)

    return kill


def in_a_process(work) -> int:
    """Do it in a fork of its own; its exit status: 0 done, 9 killed, 1 failed."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        sys.stdout.flush()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def elsewhere(function: str, *args) -> str:
    """Call "module:function" beside the tests, on the database of this test; what it printed. Its failure fails the test."""
    connections.close_all()
    process = _beside()
    request = {"function": function, "args": args, "database": connection.settings_dict["NAME"]}
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline() or '{"code": -1, "said": "the process beside is gone"}')
    if answer["code"]:
        pytest.fail(answer["said"][-3000:], pytrace=False)
    return answer["said"]


@cache
def _beside():
    return subprocess.Popen(
        [sys.executable, "-c", "from tests.support.killing import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
    )


def serve():
    """Answer requests, a line each, until the worker closes the pipe."""
    import django

    django.setup()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        request = json.loads(line)
        with tempfile.TemporaryFile("w+") as said:
            code = in_a_process(lambda request=request, said=said: _answer(request, said))
            said.seek(0)
            answers.write(json.dumps({"code": code, "said": said.read()}) + "\n")
        answers.flush()


def _answer(request, said):
    import signal

    signal.alarm(LONGEST)
    os.dup2(said.fileno(), 1)
    os.dup2(said.fileno(), 2)
    connection.settings_dict["NAME"] = request["database"]
    module, name = request["function"].split(":")
    getattr(import_module(module), name)(*request["args"])

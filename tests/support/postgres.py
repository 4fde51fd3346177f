"""A PostgreSQL of its own for one test run: on loopback, without a service manager, gone afterwards."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

HOW = "install PostgreSQL (Debian: apt-get install postgresql)"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl, newest version first; None when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), reverse=True)
    if found:
        return found[0].parent
    path = shutil.which("initdb")
    return Path(path).resolve().parent if path else None


def start() -> str:
    """Start it and return its DATABASE_URL; it stops when this process ends.

    Raises:
        RuntimeError: there is no PostgreSQL on this machine.
    """
    folder = binaries()
    if folder is None:
        raise RuntimeError(f"No PostgreSQL here: {HOW}.")
    home = Path(tempfile.mkdtemp(prefix="linli-pg-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = []
    if os.geteuid() == 0:
        run = ["runuser", "-u", "postgres", "--"]
        shutil.chown(home, "postgres")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run(
        [
            *run,
            folder / "initdb",
            "-D",
            home / "data",
            "-U",
            "postgres",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        **quiet,
    )
    options = f"-h 127.0.0.1 -p {port} -k {home} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
    subprocess.run(
        [*run, folder / "pg_ctl", "-D", home / "data", "-w", "-s", "-l", home / "log", "-o", options, "start"], **quiet
    )
    owner = os.getpid()

    def stop():
        if os.getpid() == owner:
            subprocess.run(
                [*run, folder / "pg_ctl", "-D", home / "data", "-m", "immediate", "-s", "stop"], check=False, cwd="/"
            )
            shutil.rmtree(home, ignore_errors=True)

    atexit.register(stop)
    return f"postgres://postgres@127.0.0.1:{port}/postgres"

"""Real Elasticsearch nodes out of Maven artifacts, on loopback, gone with the process that started them.

The server of Elasticsearch is an ordinary Java library: `EsNode.java` starts it. What is not published (scripts, the
common analysis filters, reindex, GET /) is not used by the portal.
"""

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from elasticsearch import ApiError, Elasticsearch, TransportError

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent.parent / "var" / "elasticsearch-node"
VERSION = "8.19.4"
HOW = "apt-get install maven default-jdk-headless"
PLUGIN = f"""description=Netty 4 based transport implementation
version={VERSION}
name=transport-netty4
classname=org.elasticsearch.transport.netty4.Netty4Plugin
java.version=17
elasticsearch.version={VERSION}
"""
LEAN = ("-Xms128m", "-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Des.path.conf=.")


def missing() -> str:
    """What this machine lacks, in one line; "" when nothing."""
    lacks = [tool for tool in ("java", "javac", "mvn") if not shutil.which(tool)]
    return f"{', '.join(lacks)} not found" if lacks and not (BUILT / "whole").exists() else ""


def build() -> Path:
    """The folder with the libraries and the compiled starter; made once for a checkout."""
    if (BUILT / "whole").exists():
        return BUILT
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    for name in ("pom.xml", "EsNode.java"):
        shutil.copy(HERE / name, BUILT)
    quiet = {"cwd": BUILT, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"], **quiet)
    module = BUILT / "modules" / "transport-netty4"
    module.mkdir(parents=True)
    for jar in [*(BUILT / "lib").glob("transport-netty4-*.jar"), *(BUILT / "lib").glob("netty-*.jar")]:
        shutil.move(jar, module)
    (module / "plugin-descriptor.properties").write_text(PLUGIN)
    subprocess.run(["javac", "-cp", "lib/*", "EsNode.java"], **quiet)
    (BUILT / "whole").write_text(VERSION)
    return BUILT


def _free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@dataclass
class Node:
    name: str
    port: int
    process: subprocess.Popen
    home: Path
    command: list

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()

    def stand_still(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def start_again(self):
        (self.home / "data" / "node.lock").unlink(missing_ok=True)
        self.process = _run(self.command, self.home)


def _run(command, home):
    log = (home / "log").open("a")
    return subprocess.Popen(command, cwd=home, stdout=log, stderr=log, stdin=subprocess.DEVNULL)


class Cluster:
    """So many nodes; `hosts` are their addresses."""

    def __init__(self, count: int):
        built = build()
        self.folder = Path(tempfile.mkdtemp(prefix="linli-es-"))
        ports = _free_ports(2 * count)
        names = [f"n{i + 1}" for i in range(count)]
        self.nodes = []
        for i, name in enumerate(names):
            home = self.folder / name
            (home / "config").mkdir(parents=True)
            shutil.copytree(built / "modules", home / "modules")
            options = [
                f"node.name={name}",
                f"cluster.name=linli-{os.getpid()}-{ports[0]}",
                f"http.port={ports[i]}",
                f"transport.port={ports[count + i]}",
            ]
            if count == 1:
                options.append("discovery.type=single-node")
            else:
                seeds = ",".join(f"127.0.0.1:{port}" for port in ports[count:])
                options += [f"discovery.seed_hosts={seeds}", f"cluster.initial_master_nodes={','.join(names)}"]
                options += [
                    "cluster.fault_detection.leader_check.interval=500ms",
                    "cluster.fault_detection.follower_check.interval=500ms",
                ]
            command = ["java", *LEAN, "-cp", f"{built}/lib/*:{built}", "EsNode", str(home), *options]
            self.nodes.append(Node(name, ports[i], _run(command, home), home, command))
        atexit.register(self.stop)
        self.wait(count)

    @property
    def hosts(self) -> list[str]:
        return [node.address for node in self.nodes]

    def wait(self, count: int, seconds: float = 300):
        """Until so many nodes stand together and every index has its copies."""
        until, error = time.monotonic() + seconds, None
        client = Elasticsearch(self.hosts, request_timeout=5, max_retries=0, retry_on_timeout=False)
        with contextlib.closing(client):
            while time.monotonic() < until:
                try:
                    health = client.cluster.health(
                        wait_for_nodes=f">={count}", wait_for_no_initializing_shards=True, timeout="4s"
                    )
                    if not health["timed_out"]:
                        return
                except (ApiError, TransportError) as found:
                    error = found
                if all(node.process.poll() is not None for node in self.nodes):
                    break
                time.sleep(0.3)
        logs = "\n".join((node.home / "log").read_text()[-1500:] for node in self.nodes)
        raise RuntimeError(f"Elasticsearch did not start: {error}\n{logs}")

    def stop(self):
        for node in self.nodes:
            with contextlib.suppress(OSError):
                node.process.kill()
        for node in self.nodes:
            node.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

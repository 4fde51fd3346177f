"""An implementation that is not ours accepts the log: golang.org/x/mod, the code of Go's checksum database."""

import json
import subprocess
from base64 import b64encode
from decimal import Decimal
from pathlib import Path

import pytest

from marketplace.funds import domain, log, merkle
from marketplace.funds.models import Checkpoint, Entry
from tests.support.go import go

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """The program, built; the module comes through the Go module proxy."""
    program = tmp_path_factory.mktemp("go") / "tlog"
    go("build", "-o", str(program), ".", cwd=Path(__file__).resolve().parents[2] / "support" / "tlog_go")
    return program


def tiles(size: int) -> dict:
    """{path as C2SP tlog-tiles has it: content} of a log of so many leaves (below a thousand tiles a level)."""
    found, level = {}, 0
    while count := log.most_of_level(size, level):
        for n in range(-(-count // merkle.WIDTH)):
            width = min(count - n * merkle.WIDTH, merkle.WIDTH)
            path = f"{level}/{n:03d}" + (f".p/{width}" if width < merkle.WIDTH else "")
            found[path] = path
        level += 1
    return found


def accepts(reader, given) -> bool:
    done = subprocess.run([reader], input=json.dumps(given), capture_output=True, text=True)
    assert done.stdout.startswith("ACCEPTED" if done.returncode == 0 else "REFUSED"), done.stderr
    return done.returncode == 0


def test_it_accepts_checkpoints_proofs_and_tiles(house, fund, client, reader):
    for day in range(4):
        for n in range(90):  # the fourth day goes beyond the first tile
            domain.record_receipt(fund, by=house.finance, amount=Decimal(n + 1), text=f"{day}/{n}")
        domain.make_checkpoint()
    sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
    assert sizes[-1] > merkle.WIDTH
    numbers = [1, 2, 90, 91, 255, 256, Entry.objects.count()]
    given = {
        "Key": client.get("/log/key").content.decode().strip(),
        "Entries": [client.get(f"/log/entry/{number}.json").json() for number in numbers],
        "Consistency": [
            client.get(f"/log/consistency/{old}/{new}.json").json() for old in sizes for new in sizes if old <= new
        ],
        "Tiles": {path: b64encode(client.get(f"/log/tile/{path}").content).decode() for path in tiles(sizes[-1])},
    }
    assert accepts(reader, given)
    first = given["Entries"][0]
    assert not accepts(reader, given | {"Entries": [first | {"body": first["body"].replace("FREE", "PAID")}]})
    assert not accepts(reader, given | {"Entries": [first | {"index": 1}]})
    both = given["Consistency"][1]
    assert not accepts(reader, given | {"Consistency": [both | {"proof": both["proof"][:-1]}]})
    assert not accepts(reader, given | {"Key": given["Key"][:-4] + "AAA="})

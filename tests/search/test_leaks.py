"""Nothing of a sealed bid, of who asked, or of a person's data is in an index: its raw files are read."""

import pytest
from django.core.management import call_command

from marketplace.core import documents
from marketplace.core.actors import ANONYMOUS
from orgs.queries import actor_of
from search import rebuilding
from search.elastic import Elastic
from tests.marketplace.tenders.conftest import street  # noqa: F401
from tests.marketplace.tenders.test_leaks import ASCII, PRICE, TOTAL, forms, planted  # noqa: F401
from tests.search.builders import deliver_all

pytestmark = pytest.mark.django_db


def raw(engine, cluster_folder) -> bytes:
    """Every byte that the engine wrote, and what it gives back of it."""
    if isinstance(engine, Elastic):
        engine.client.indices.flush(index="each-*", force=True)
        hits = engine.client.search(index="each-*", size=500, fields=["*"], source=True).body
        return str(hits).encode() + b"".join(p.read_bytes() for p in cluster_folder.rglob("*") if p.is_file())
    return b"".join(path.read_bytes() for path in engine.folder.rglob("*") if path.is_file())


def test_no_index_holds_a_sealed_bid(planted, street, engine, request):  # noqa: F811
    rebuilding.rebuild(engine)
    planted.save()
    deliver_all(engine)
    folder = request.getfixturevalue("cluster").folder / "n1" / "data" if isinstance(engine, Elastic) else None
    held = raw(engine, folder)
    assert planted.title_zh.encode() in held or len(held) > 1_000
    secret = [
        *forms(ASCII),
        PRICE.encode(),
        TOTAL.encode(),
        b"41,804.39",
        *(bid.code.encode() for bid in planted.bids.all()),
    ]
    assert [x for x in secret if x in held] == []
    for user in street.users.values():
        assert user.email.encode() not in held


def test_who_may_find_a_document_is_who_may_see_its_object(planted, street):  # noqa: F811
    """The facts that are stored with a document say the same as `visible_to`, for every kind and every person."""
    people = [ANONYMOUS, *(actor_of(user) for user in street.users.values())]
    seen = 0
    for kind in documents.kinds().values():
        if not hasattr(kind.model._default_manager.none(), "visible_to"):
            continue
        for batch in documents.every(kind.name):
            for document in batch:
                for actor in people:
                    finds = bool(document.audience & documents.reader_tokens(actor))
                    if finds:
                        sees = kind.model._default_manager.visible_to(actor).filter(pk=document.key).exists()
                        assert sees, (document.id, actor)
                        seen += 1
    assert seen > 5


def test_the_command_asks_as_a_reader_without_an_account(planted, street, engine, capsys):  # noqa: F811
    rebuilding.rebuild(engine)
    call_command("search", "query", planted.title_zh, "--json", "--language", "zh")
    said = capsys.readouterr().out
    assert f'"title": "{planted.title_zh}"' in said
    assert '"kind": "call"' in said
    call_command("search", "check")
    call_command("search", "parked")
    assert "0 parked" in capsys.readouterr().out

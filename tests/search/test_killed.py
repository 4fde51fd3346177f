"""The worker dies at any point of a delivery or of a rebuild: the next one sets everything right."""

import itertools
import os
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from search import changes, embedded, rebuilding
from search.models import Change
from tests import factories
from tests.support.killing import die_before, elsewhere, in_a_process

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_killed_inside_a_delivery():
    elsewhere("tests.search.test_killed:child", "deliver")


def test_killed_inside_a_rebuild():
    elsewhere("tests.search.test_killed:child", "rebuild")


def child(what):
    engine = embedded.Embedded(Path(tempfile.mkdtemp(dir=settings.VAR_DIR)) / "index")
    rebuilding.rebuild(engine)
    work = {"deliver": lambda: changes.deliver(engine), "rebuild": lambda: rebuilding.rebuild(engine)}[what]
    for nth in itertools.count(1):
        _change(nth)

        def killed(nth=nth):
            with connection.execute_wrapper(die_before(nth)):
                work()

        code = in_a_process(killed)
        _whole(engine)
        if code == 0:
            break
        assert code == 9
    assert nth > 3
    for point in ("before", "between", "after"):
        _change(100)
        assert in_a_process(lambda point=point: _dies_in_commit(work, point)) == 9
        assert Change.objects.count() or what == "rebuild", "what was not heard is still queued"
        _whole(engine)


def _change(n):
    public = factories.make_organisation(name_zh=f"第{n}个中心")
    factories.make_organisation(name_zh=f"第{n}个申请", state="applied")
    public.name_zh += "改"
    public.save()


def _whole(engine):
    """One more run, not killed."""
    while changes.deliver(engine):
        continue
    assert rebuilding.check(engine) == []
    assert Change.objects.count() == 0


def _dies_in_commit(work, point):
    """Before anything is committed, between the two shelves, after both."""
    whole = embedded._Writer.commit

    def commit(self):
        if point == "between":
            next(iter(self.writers.values())).commit()
        if point == "after":
            whole(self)
        os._exit(9)

    embedded._Writer.commit = commit
    work()

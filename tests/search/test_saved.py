"""Kept searches: who keeps and ends them, what is told, once."""

from datetime import timedelta

import pytest

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS, system
from marketplace.core.models import AuditEvent, Notification
from marketplace.core.refusals import Refused
from orgs.queries import actor_of
from search import domain, engines, rules
from search.domain import saved as rounds
from search.embedded import Embedded
from search.models import SavedSearch, SynonymGroup
from tests import factories
from tests.search.builders import doc, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(tmp_path, monkeypatch):
    made = Embedded(tmp_path / "index")
    monkeypatch.setattr(engines, "named", lambda name: made)
    return made


def keep(user, address="q=助餐"):
    return domain.keep(by=actor_of(user), name="午饭", address=address, language="zh")


def test_who_may_keep_and_what():
    user = factories.make_user()
    with pytest.raises(Refused) as refused:
        domain.keep(by=ANONYMOUS, name="n", address="q=a", language="zh")
    assert refused.value.kind == "who"
    with pytest.raises(Refused) as refused:
        keep(user, "sort=newest")
    assert refused.value.code == "search.words"
    assert keep(user) == keep(user)
    for number in range(rules.MOST_SEARCHES - 1):
        keep(user, f"q=a{number}")
    with pytest.raises(Refused) as refused:
        keep(user, "q=one+more")
    assert refused.value.code == "search.room"


def test_only_its_keeper_ends_it_and_nothing_of_it_stays_in_the_audit():
    user = factories.make_user()
    kept = keep(user)
    with pytest.raises(Refused):
        domain.drop(kept, by=actor_of(factories.make_user()))
    domain.drop(kept, by=actor_of(user))
    assert not SavedSearch.objects.exists()
    assert "助餐" not in str(list(AuditEvent.objects.values_list("changes", "note")))


def test_what_is_newly_found_is_told_once(engine, django_capture_on_commit_callbacks):
    user, begun = factories.make_user(), clock.now()
    fill(engine, [doc(1, "旧的助餐", newest="2020-01-01")])
    kept = keep(user)
    later = begun + timedelta(minutes=20)
    with clock.fixed(later):
        assert rounds.look(system("search.saved")) == 0
    new = doc(2, "新的助餐", "New meals", newest=f"{later:%Y-%m-%d}")
    fill(engine, [doc(1, "旧的助餐", newest="2020-01-01"), *_at(new, later)])
    with clock.fixed(later + timedelta(minutes=20)), django_capture_on_commit_callbacks(execute=True):
        assert rounds.look(system("search.saved")) == 1
    note = Notification.objects.get(user=user)
    assert note.kind == "search.found" and note.params["title"]["zh"] == "新的助餐"
    with clock.fixed(later + timedelta(minutes=60)), django_capture_on_commit_callbacks(execute=True):
        assert rounds.look(system("search.saved")) == 0
    assert Notification.objects.filter(user=user).count() == 1
    assert kept.user_id == user.pk


def _at(document, moment):
    from dataclasses import replace

    return [replace(document, newest=moment)]


def test_a_group_of_synonyms_keeps_its_words_to_itself():
    editor = factories.person("EDITOR", factories.make_office())
    actor = actor_of(editor)
    group = domain.add(by=actor, words="甲词甲\n乙词乙")
    with pytest.raises(Refused) as refused:
        domain.add(by=actor, words="乙词乙\n丙词丙")
    assert refused.value.code == "search.word_taken" and "甲词甲" in refused.value.sentence
    with pytest.raises(Refused) as refused:
        domain.change(group, by=actor, words="一个词")
    assert refused.value.code == "search.two_words"
    domain.end(group, by=actor)
    assert domain.add(by=actor, words="乙词乙\n丙词丙").state == "used"
    with pytest.raises(Refused):
        domain.use(SynonymGroup.objects.get(pk=group.pk), by=actor)

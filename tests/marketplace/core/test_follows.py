"""Following: who may, what is told to followers and what is not, the pages, one's own data."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from marketplace.core import clock, follows, news, outbox
from marketplace.core.erasure import erase
from marketplace.core.models import AuditEvent, Follow, Notification, OutboxEvent
from marketplace.core.mydata import held
from marketplace.core.notices import tells, words
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.core.words import when as in_words
from marketplace.funds import domain as funds
from marketplace.tenders import domain as tenders
from orgs import domain as orgs
from orgs.models import Community
from tests.factories import actor, make_user
from tests.marketplace.tenders.builders import draft_call, make_street, open_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    made = make_street()
    deliver()  # on PostgreSQL a test is one transaction with one moment: what is told later would seem to be of now
    return made


@pytest.fixture
def reader():
    return make_user("reader@example.org", language="en")


def deliver():
    while outbox.deliver():
        pass
    assert list(OutboxEvent.objects.exclude(error="").values_list("error", flat=True)) == []


def told(user) -> list[str]:
    return [words(note) for note in Notification.objects.filter(user=user).order_by("id")]


def published(street, **values):
    call = draft_call(street, **values)
    tenders.submit(call, by=street.actor("buyer"))
    return tenders.publish(call, by=street.actor("leader"))


# ---- the verbs --------------------------------------------------------------------------------------
def test_following_twice_is_following_once_and_ending_leaves_nothing(street, reader):
    by = actor(reader)
    row = follows.follow(street.fund, by=by)
    assert follows.follow(street.fund, by=by) == row
    assert Follow.objects.count() == 1
    follows.unfollow(row, by=by)
    assert not Follow.objects.exists()
    acts = AuditEvent.objects.filter(verb__startswith="core.follow.").order_by("id")
    assert [event.verb for event in acts] == ["core.follow.follow", "core.follow.unfollow"]
    assert [set(event.changes) & {"content_type", "object_id", "last"} for event in acts] == [set(), set()]


def test_who_may(street, reader):
    from marketplace.core.actors import ANONYMOUS

    with pytest.raises(Refused) as refused:
        follows.follow(street.fund, by=ANONYMOUS)
    assert (refused.value.code, refused.value.status) == ("known", 403)
    for hidden in (draft_call(street), street.users["buyer"]):
        with pytest.raises(Refused) as refused:
            follows.follow(hidden, by=street.actor("buyer"))
        assert (refused.value.code, refused.value.status) == ("follow.public", 422)
    row = follows.follow(street.fund, by=actor(reader))
    with pytest.raises(Refused) as refused:
        follows.unfollow(row, by=street.actor("leader"))
    assert refused.value.code == "follow.own"
    assert Follow.objects.count() == 1


# ---- what is told -----------------------------------------------------------------------------------
def test_followers_of_a_call_hear_its_public_steps(street, reader):
    call = published(street)
    deliver()
    follows.follow(call, by=actor(reader))
    tenders.cancel(call, by=street.actor("leader"), reason="预算取消")
    deliver()
    assert told(reader) == [f"招标 {call.number}“居家探访”已取消：预算取消"]
    assert Follow.objects.get().last == Notification.objects.get(user=reader)


def test_followers_of_fund_and_community_hear_of_a_new_call(street, reader):
    other = make_user("other@example.org")
    follows.follow(street.fund, by=actor(reader))
    follows.follow(Community.objects.get(), by=actor(reader))
    follows.follow(Community.objects.get(), by=actor(other))
    call = published(street)
    deliver()
    assert len(told(reader)) == len(told(other)) == 1
    assert told(reader) == [f"新招标 {call.number}：居家探访。投标截止 {in_words(call.deadline)}。"]
    assert {row.last.user_id for row in Follow.objects.all()} == {reader.pk, other.pk}


def test_followers_of_an_organisation_hear_of_its_standing_in_public_words_only(street, reader):
    organisation = street.organisations[0]
    follows.follow(organisation, by=actor(reader))
    orgs.suspend(organisation, by=street.actor("leader"), reason="未年检")
    orgs.reinstate(organisation, by=street.actor("leader"), reason="已补")
    deliver()
    # the second act has emptied the column from which officers' notices are made; the timeline's words stay
    assert told(reader) == ["“社会组织1”已暂停资格：未年检", "“社会组织1”已恢复资格。"]
    assert [set(n.params) for n in Notification.objects.filter(user=reader).order_by("id")] == [
        {"name", "reason"},
        {"name"},
    ]


def test_money_is_told_with_its_amount(street, reader):
    from decimal import Decimal

    follows.follow(street.fund, by=actor(reader))
    funds.record_receipt(street.fund, by=street.actor("finance"), amount=Decimal("1234.50"), text="x")
    deliver()
    assert told(reader) == ["资金 F-T1“测试资金”收到 1,234.50 元。"]


def test_what_happened_before_one_followed_is_not_told_late(street, reader):
    funds.freeze(street.fund, by=street.actor("leader"), reason="x")  # not delivered yet
    with clock.fixed(clock.now() + timedelta(seconds=1)):
        follows.follow(street.fund, by=actor(reader))
    deliver()
    assert told(reader) == []


def test_nobody_hears_one_thing_twice_nor_of_their_own_act(street):
    call = open_call(street)
    deliver()
    for name in ("buyer", "leader", "w1"):
        follows.follow(call, by=street.actor(name))
    Notification.objects.all().delete()
    tenders.cancel(call, by=street.actor("leader"), reason="x")  # the buyer is told by the step itself
    deliver()
    kinds = {
        name: list(Notification.objects.filter(user=street.users[name]).values_list("kind", flat=True))
        for name in ("buyer", "leader", "w1")
    }
    assert kinds == {"buyer": ["tenders.call_cancelled"], "leader": [], "w1": ["tenders.call.cancel.news"]}


def test_what_is_not_public_when_it_is_told_is_not_told(street, reader):
    organisation = street.organisations[0]
    follows.follow(organisation, by=actor(reader))
    orgs.suspend(organisation, by=street.actor("leader"), reason="x")
    type(organisation).objects.filter(pk=organisation.pk).update(state="applied", verified_at=None)
    deliver()
    assert told(reader) == []
    assert [(e["object"], e["url"]) for e in follows.followed_by(actor(reader))] == [(None, "")]


def test_what_is_no_longer_active_hears_nothing(street, reader):
    follows.follow(street.fund, by=actor(reader))
    type(reader).objects.filter(pk=reader.pk).update(is_active=False)
    funds.freeze(street.fund, by=street.actor("leader"), reason="x")
    deliver()
    assert told(reader) == []


def test_only_steps_of_tables_and_public_ones_are_news():
    """What followers hear stands in everybody's timeline already, or on the page itself (answers, public words only)."""
    not_in_timelines = {"tenders.question.answer"}  # questions and answers stand on the call's page
    for kind, one in news.all_news().items():
        table, _dot, verb = one.step.rpartition(".")
        assert TABLES[table].by_verb[verb].public or one.step in not_in_timelines, kind
        assert len(kind) <= 80


def test_every_kind_that_a_room_puts_into_a_group_is_told_by_some_step():
    assert set(news._groups) - set(tells()) == set()
    assert {news.group_of(kind) for kind in tells()} == {"tasks", "binding", "own", "offers", "follows", "account"}


# ---- pages ------------------------------------------------------------------------------------------
def button(page: str, action: str) -> bool:
    return re.search(rf'<form method="post" action="{re.escape(action)}"', page) is not None


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_from_the_page_of_an_object_and_back(street, reader, client, prefix):
    call = open_call(street)
    page, on = f"{prefix}/calls/{call.code}/", f"{prefix}/desk/followed/tenders.call/{call.pk}/"
    assert on in client.get(page).content.decode()  # a link through the log-in
    assert client.get(on).status_code == 302
    client.force_login(reader)
    assert button(client.get(page).content.decode(), on)
    answer = client.post(on, {"next": page})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert button(client.get(page).content.decode(), on + "end/")
    listed = client.get(f"{prefix}/desk/followed/").content.decode()
    assert str(call) in listed and button(listed, on + "end/")
    assert str(call) in client.get(f"{prefix}/desk/").content.decode()
    assert client.post(on + "end/").headers["Location"] == f"{prefix}/desk/followed/"
    assert not Follow.objects.exists()


def test_each_kind_has_its_button(street, reader, client):
    organisation, community = street.organisations[0], Community.objects.get()
    type(community).objects.update(lat=30.5, lon=104.0)
    pages = {
        f"/organisations/{organisation.code}/": f"orgs.organisation/{organisation.pk}",
        f"/funds/{street.fund.code}/": f"funds.fund/{street.fund.pk}",
        f"/directory/circle/?community={community.code}": f"orgs.community/{community.pk}",
    }
    client.force_login(reader)
    for page, key in pages.items():
        assert button(client.get(page).content.decode(), f"/desk/followed/{key}/"), page


def test_what_cannot_be_followed_has_no_button_and_no_address(street, client):
    draft = draft_call(street)
    client.force_login(street.users["buyer"])
    assert "/desk/followed/tenders.call" not in client.get(f"/calls/{draft.code}/").content.decode()
    for address in (f"tenders.call/{draft.pk}", "tenders.bid/1", "nothing/1", "tenders.call/99999999999999999999"):
        assert client.get(f"/desk/followed/{address}/").status_code == 404, address
        assert client.post(f"/desk/followed/{address}/").status_code == 404, address


def test_nobody_ends_what_another_follows(street, reader, client):
    row = follows.follow(street.fund, by=actor(reader))
    client.force_login(make_user())
    assert client.post(f"/desk/followed/funds.fund/{street.fund.pk}/end/").status_code == 302
    assert Follow.objects.filter(pk=row.pk).exists()
    assert str(street.fund) not in client.get("/desk/followed/").content.decode()


def test_the_list_costs_the_same_whatever_it_holds(street, reader, client, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.marketplace.tenders.builders import make_organisation

    by, costs = actor(reader), []
    client.force_login(reader)
    follows.follow(street.organisations[0], by=by)
    client.get("/desk/followed/")
    for count in (1, 3, 50):
        for number in range(Follow.objects.count(), count):
            follows.follow(make_organisation(100 + number), by=by)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/followed/").content.decode().count("/end/") == count
        costs.append(len(queries))
    assert len(set(costs)) == 1, costs


def test_a_form_from_elsewhere_follows_nothing(street, reader):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reader)
    assert browser.post(f"/desk/followed/funds.fund/{street.fund.pk}/").status_code == 403


# ---- one's own data -----------------------------------------------------------------------------------
def test_it_is_part_of_ones_own_data_and_goes_with_it(street, reader):
    follows.follow(street.fund, by=actor(reader))
    assert [(row["kind"], row["name"]) for row in held(reader)["follows"]] == [("fund", str(street.fund))]
    assert held(street.users["leader"])["follows"] == []
    erase(reader, by=actor(reader))
    assert not Follow.objects.exists()

"""The frame around every page: languages, large text, error pages, the desk, notifications."""

from datetime import timedelta

import pytest

from marketplace.core import clock, registry, states
from marketplace.core.models import Notification
from marketplace.core.registry import DeskEntry
from marketplace.core.states import Step, Steps, Tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(django_user_model):
    return django_user_model.objects.create_user("li@example.org", "a long pass phrase", name="李 <script>x</script>")


@pytest.fixture
def desk(monkeypatch):
    """A desk on which only the entries of the test lie."""
    entries = []
    monkeypatch.setattr(registry, "_desk", [lambda actor: entries])
    monkeypatch.setattr(registry, "_waiting", [])
    return entries


def entry(n, *, hours=48, kind="call"):
    due = None if hours is None else clock.now() + timedelta(hours=hours)
    return DeskEntry(f"2026-{n:03d}", kind, "<script>alert(1)</script>", f"about {n}", f"/calls/{n}/", "go on", due)


# ---- languages ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "lang", "word"), [("/styleguide/", "zh-Hans", "服务"), ("/en/styleguide/", "en", "Services")]
)
def test_pages_speak_the_language_of_their_address(client, settings, path, lang, word):
    settings.DEMO = True
    page = client.get(path).content.decode()
    assert f'<html lang="{lang}"' in page
    assert f">{word}</a>" in page


def test_language_switch_keeps_page_and_query(client, settings):
    settings.DEMO = True
    page = client.get("/styleguide/?q=a&page=2").content.decode()
    assert 'href="/en/styleguide/?q=a&amp;page=2" lang="en"' in page
    page = client.get("/en/styleguide/?q=a&page=2").content.decode()
    assert 'href="/styleguide/?q=a&amp;page=2" lang="zh-hans"' in page


def test_a_person_who_switches_is_written_to_in_that_language(client, person):
    client.force_login(person)
    answer = client.post("/language/", {"language": "en", "next": "/en/desk/?kind=x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/desk/?kind=x")
    person.refresh_from_db()
    assert person.language == "en"


def test_switches_never_lead_away_from_the_portal(client):
    assert client.get("/text/?size=large&next=https://evil.example/").headers["Location"] == "/"
    assert client.post("/language/", {"language": "xx", "next": "//evil.example/"}).headers["Location"] == "/"


def test_large_text_is_kept_in_a_cookie_and_returns_to_the_page(client, settings):
    settings.DEMO = True
    answer = client.get("/text/?size=large&next=/styleguide/%3Fq%3Dx")
    assert answer.headers["Location"] == "/styleguide/?q=x"
    assert answer.cookies["text"].value == "large"
    assert 'data-text="large"' in client.get("/styleguide/").content.decode()
    client.get("/text/?size=usual&next=/styleguide/")
    assert 'data-text="large"' not in client.get("/styleguide/").content.decode()


def test_pages_of_readers_without_a_session_set_no_cookie(client):
    for path in ("/", "/en/calls/", "/search/?q=x", "/text/"):
        assert client.get(path).cookies == {}, path


# ---- error pages -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "words"),
    [("/nowhere-at-all/x.y", "这个地址上没有东西"), ("/en/nowhere-at-all/x.y", "Nothing stands at this")],
)
def test_not_found(client, path, words):
    answer = client.get(path)
    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_pages_of_the_demo_exist_only_there(client, settings):
    settings.DEMO = settings.DEBUG = False
    assert client.get("/demo/codes/").status_code == 404
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_pages_for_broken_moments_need_nothing(template):
    from django.template.loader import render_to_string

    assert "邻里集" in render_to_string(template)


def test_a_form_sent_without_its_token_is_refused_in_words(person):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    answer = client.post("/desk/notifications/read/")
    assert answer.status_code == 403
    assert "表单过期了" in answer.content.decode()


# ---- the desk ---------------------------------------------------------------------------------
def test_the_desk_is_for_people_who_are_logged_in(client):
    assert client.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"


def test_an_empty_desk_says_so(client, person, desk):
    client.force_login(person)
    assert "没有等您办的事。" in client.get("/desk/").content.decode()
    assert "Nothing waits for you." in client.get("/en/desk/").content.decode()


def test_names_on_the_desk_are_escaped(client, person, desk):
    desk.append(entry(1))
    client.force_login(person)
    page = client.get("/desk/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<script>x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_desk_costs_the_same_with_1_3_and_50_entries(client, person, desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(person)
    client.get("/desk/")  # what stands around all pages is read once
    counts = []
    for number in (1, 3, 50):
        desk[:] = [entry(n) for n in range(number)]
        for n in range(number):
            Notification.objects.create(user=person, kind=f"test.{number}.{n}", created_at=clock.now())
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/").status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
    assert (
        counts[0] <= 10
    )  # four of them ask what waits for a person without any role: steward, reviewer, giver, trainee


def test_filters_are_addresses(client, person, desk):
    desk[:] = [entry(1, hours=-5), entry(2, kind="fund"), entry(3, hours=24 * 10), entry(4, hours=None)]
    client.force_login(person)

    def numbers(query):
        return [e.number for e in client.get(f"/desk/?{query}").context["entries"]]

    assert numbers("") == ["2026-001", "2026-002", "2026-003", "2026-004"]
    assert numbers("kind=fund") == ["2026-002"]
    assert numbers("q=about+3") == ["2026-003"]
    assert numbers("due=late") == ["2026-001"]
    assert numbers("due=week") == ["2026-001", "2026-002"]
    assert numbers("due=none") == ["2026-004"]
    assert numbers("due=nonsense&kind=%00&page=x") == ["2026-001", "2026-002", "2026-003", "2026-004"]


def test_a_kind_in_an_address_has_no_language(client, person, desk):
    from django.utils.translation import gettext_lazy as _

    desk[:] = [entry(1, kind=_("Log in")), entry(2, kind=_("Password"))]
    client.force_login(person)
    for prefix, label in (("", "登录"), ("/en", "Log in")):
        context = client.get(f"{prefix}/desk/?kind=log-in").context
        assert [e.number for e in context["entries"]] == ["2026-001"]
        assert str(context["queues"][0]["kind"]) == label


def test_days_and_moments_are_ordered_together(client, person, desk):
    later = entry(2, hours=24 * 4)
    desk[:] = [later, DeskEntry("2026-001", "x", "y", "z", "/", "go", clock.today()), entry(3, hours=None)]
    client.force_login(person)
    assert [e.number for e in client.get("/desk/").context["entries"]] == ["2026-001", "2026-002", "2026-003"]


def test_the_week_counts_what_is_late_as_today(client, person, desk):
    desk[:] = [entry(1, hours=-50), entry(2, hours=24 * 2), entry(3, hours=24 * 40)]
    client.force_login(person)
    assert [day["count"] for day in client.get("/desk/").context["week"]] == [1, 0, 1, 0, 0]


# ---- notifications -----------------------------------------------------------------------------
@pytest.fixture
def told(monkeypatch):
    """A table whose only step tells a sentence, in both languages."""
    from django.db.models import TextChoices
    from django.utils.translation import gettext_lazy as _

    class Two(TextChoices):
        ONE = "one"

    tell = Tell("test.told", lambda obj: [], _("Please log in first."))
    monkeypatch.setitem(states.TABLES, "test.frame", None)
    Steps("test.frame", Two, (Step("tell", (), None, (), "", "", tells=(tell,)),))


def test_notifications_are_read_in_the_readers_language_and_marked(client, person, told, desk):
    note = Notification.objects.create(user=person, kind="test.told", created_at=clock.now(), url="/desk/account/")
    other = Notification.objects.create(user=person, kind="test.told", created_at=clock.now())
    client.force_login(person)
    assert "请先登录。" in client.get("/desk/notifications/").content.decode()
    page = client.get("/en/desk/notifications/").content.decode()
    assert "Please log in first." in page
    assert 'value="/en/desk/account/"' in page
    answer = client.post("/desk/notifications/read/", {"note": note.key, "next": note.url})
    assert answer.headers["Location"] == "/desk/account/"
    note.refresh_from_db()
    other.refresh_from_db()
    assert note.read_at is not None
    assert other.read_at is None
    client.post("/desk/notifications/read/")
    other.refresh_from_db()
    assert other.read_at is not None


def test_nobody_marks_the_notifications_of_others(client, person, django_user_model):
    other = django_user_model.objects.create_user("other@example.org", "a long pass phrase")
    note = Notification.objects.create(user=other, kind="test.told", created_at=clock.now())
    client.force_login(person)
    for key in (str(note.key), str(note.pk), "x", "9" * 30, "-1"):
        assert client.post("/desk/notifications/read/", {"note": key}).status_code == 302
    note.refresh_from_db()
    assert note.read_at is None

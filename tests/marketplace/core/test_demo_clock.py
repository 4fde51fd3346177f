"""The demonstration's clock: forwards only, for all processes, and kept pages do not outlive it."""

from datetime import timedelta

import pytest

from marketplace.core import clock, demo_clock

pytestmark = pytest.mark.django_db
PAGE = "/en/demo/clock/"


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    return tmp_path


def at(moment):
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def test_it_stands_nowhere_but_in_a_demonstration(client, demo, settings):
    demo_clock.move(3600)
    settings.DEMO = False
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"to": "2099-01-01 00:00"}).status_code == 404
    assert clock.total_shift() == timedelta(0)


def test_it_moves_on(client, demo):
    to = clock.now() + timedelta(days=10)
    answer = client.post(PAGE, {"to": at(to.astimezone(clock.timezone.get_default_timezone()))}, follow=True)
    assert answer.status_code == 200
    assert "It is now" in answer.content.decode()
    assert timedelta(days=10, seconds=-2) < clock.total_shift() < timedelta(days=10, seconds=5)
    client.post(PAGE, {"to": at((clock.now() + timedelta(hours=1)).astimezone(clock.timezone.get_default_timezone()))})
    assert timedelta(days=10, minutes=59) < clock.total_shift() < timedelta(days=10, minutes=61)


@pytest.mark.parametrize("typed", ["2020-01-01 00:00", "2999-01-01 00:00", "tomorrow", "", "１"])
def test_it_goes_neither_back_nor_anywhere(client, demo, typed):
    answer = client.post(PAGE, {"to": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert clock.total_shift() == timedelta(0)
    with pytest.raises(ValueError, match="forwards"):
        demo_clock.move(-1)


def test_what_comes_next_is_offered(client, demo, monkeypatch):
    from marketplace.core import registry

    soon = clock.now() + timedelta(days=2)
    monkeypatch.setattr(
        registry, "_moments", [lambda: [(soon, "Bids close: <b>lunch</b>"), (soon - timedelta(days=3), "long gone")]]
    )
    page = client.get(PAGE).content.decode()
    assert "Bids close: &lt;b&gt;lunch&lt;/b&gt;" in page
    assert "long gone" not in page


def test_another_process_sees_it(demo):
    (demo / "demo-clock").write_text("7200")
    assert clock.total_shift() == timedelta(hours=2)
    demo_clock.move(60)
    assert (demo / "demo-clock").read_text() == "7260"
    assert clock.total_shift() == timedelta(seconds=7260)

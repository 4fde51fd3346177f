"""Parts and filters: what they write, escaped, in both languages."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from marketplace.core import charts, clock, words
from marketplace.core.money import MoneyFormField

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
EVIL = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def monday():
    with clock.fixed(NOW):
        yield


def draw(text, language="zh-hans", /, **context):
    with translation.override(language):
        return Template(text).render(Context(context))


# ---- words ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("filter_name", "value", "zh", "en"),
    [
        ("when", datetime(2026, 12, 7, 14, 30, tzinfo=SHANGHAI), "12 月 7 日 14:30", "7 December, 14:30"),
        ("when", datetime(2025, 12, 7, 14, 30, tzinfo=SHANGHAI), "2025 年 12 月 7 日 14:30", "7 December 2025, 14:30"),
        ("when", None, "", ""),
        ("day", date(2026, 12, 7), "12 月 7 日", "7 December"),
        ("short_day", date(2026, 12, 7), "12-07", "12-07"),
        ("short_day", date(2027, 1, 7), "2027-01-07", "2027-01-07"),
        ("short_when", datetime(2026, 12, 7, 14, 30, tzinfo=SHANGHAI), "12-07 14:30", "12-07 14:30"),
        ("days_left", NOW + timedelta(days=14), "还有 14 天", "14 days left"),
        ("days_left", NOW + timedelta(days=1), "还有 1 天", "1 day left"),
        ("days_left", NOW + timedelta(hours=7), "今天 17:00", "today, 17:00"),
        ("days_left", NOW - timedelta(hours=1), "今天 09:00 已截止", "closed today at 09:00"),
        ("days_left", NOW - timedelta(days=2), "逾期 2 天", "2 days late"),
        ("yuan", Decimal("480000"), "480,000.00", "480,000.00"),
        ("yuan", Decimal("-120"), "−120.00", "−120.00"),
        ("money", Decimal("1480000"), "1,480,000.00 元", "1,480,000.00 yuan"),
        ("money", None, "", ""),
        ("upright", "2026-017", "二〇二六 〇一七", "2026-017"),
        ("upright", "FD01", "FD01", "FD01"),
        ("upright", 2026, "二〇二六", "2026"),
        ("upright", date(2026, 11, 23), "二〇二六年十一月二十三日", "23 November 2026"),
        ("upright", date(2027, 10, 1), "二〇二七年十月一日", "1 October 2027"),
        (
            "browser",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36",
            "Chrome，Linux",
            "Chrome, Linux",
        ),
        ("browser", "curl/8.5", "", ""),
        ("capitals", Decimal("480000"), "肆拾捌万元整", "肆拾捌万元整"),
        ("capitals", "no amount", "", ""),
        ("hash4", "9f2b61d0c4", "9f2b 61d0 c4", "9f2b 61d0 c4"),
        ("hash4", b"\x9f\x2b\x61", "9f2b 61", "9f2b 61"),
        ("percent", Decimal("0.4"), "40 %", "40 %"),
        ("percent", Decimal("0.125"), "12.5 %", "12.5 %"),
        ("file_size", 840_000, "840 kB", "840 kB"),
        ("weekday", NOW, "星期一", "Monday"),
    ],
)
def test_filters(filter_name, value, zh, en):
    assert draw("{{ v|" + filter_name + " }}", v=value) == zh
    assert draw("{{ v|" + filter_name + " }}", "en", v=value) == en


def test_a_date_near_midnight_is_the_day_of_the_portal():
    late = datetime(2026, 12, 6, 16, 30, tzinfo=ZoneInfo("UTC"))
    assert words.when(late) in ("12 月 7 日 00:30", "7 December, 00:30")


@pytest.mark.parametrize(
    ("hours", "soon", "past"), [(-1, False, True), (1, True, False), (72, True, False), (96, False, False)]
)
def test_soon_begins_three_days_before(hours, soon, past):
    moment = NOW + timedelta(hours=hours)
    assert (words.is_soon(moment), words.is_past(moment)) == (soon, past)


# ---- parts: nothing a person wrote becomes markup -------------------------------------------------
@pytest.mark.parametrize(
    ("part", "context"),
    [
        ("seal", {"tone": EVIL, "label": EVIL}),
        ("empty", {"text": EVIL, "url": EVIL, "label": EVIL}),
        ("crumbs", {"crumbs": [(EVIL, EVIL), (EVIL, "")]}),
        ("sums", {"sums": [{"label": EVIL, "value": EVIL, "note": EVIL}]}),
        ("rail", {"steps": [{"label": EVIL, "state": "now", "when": EVIL, "note": EVIL}]}),
        ("receipt", {"title": EVIL, "rows": [(EVIL, EVIL)], "hash": EVIL, "note": EVIL}),
        ("chart", {"chart": charts.bars(EVIL, [(EVIL, 3, EVIL)], head=(EVIL, EVIL), desc=EVIL)}),
        ("chart", {"chart": charts.line(EVIL, [(date(2026, 1, 1), 3, EVIL)], head=(EVIL, EVIL), desc=EVIL)}),
        ("chart", {"chart": charts.in_out(EVIL, [(EVIL, 3, 1)], head=(EVIL,) * 3, desc=EVIL)}),
        (
            "chart",
            {"chart": charts.community_map(EVIL, [(EVIL, [[0, 0], [1, 0], [1, 1]], 3, EVIL)], head=(EVIL, EVIL))},
        ),
    ],
)
def test_parts_escape_what_people_write(part, context):
    html = draw("{% include name %}", name=f"parts/{part}.html", **context)
    assert "<script" not in html
    assert html.strip()


# ---- forms ------------------------------------------------------------------------------------------
class Bid(forms.Form):
    price = MoneyFormField(label="Price", help_text="With travel.")
    count = forms.IntegerField(label="Count")
    start = forms.DateTimeField(label="Start")
    groups = forms.MultipleChoiceField(
        label="Groups", choices=[("a", EVIL), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Agreed")
    file = forms.FileField(label="File", required=False)
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


FORM = '{% include "parts/form.html" %}'


def test_label_hint_control_and_error_stand_in_this_order():
    html = draw(FORM, "en", form=Bid({"price": "x"}))
    field = html[html.index('<label for="id_price"') :]
    places = [field.index(bit) for bit in (">Price<", 'id="id_price-h"', "<input", 'id="id_price-e"') if bit in field]
    assert places == sorted(places)
    assert len(places) >= 3
    assert 'aria-describedby="id_price-h id_price-e"' in html
    assert 'aria-invalid="true"' in html


def test_the_summary_links_to_every_wrong_field_and_keeps_what_was_typed():
    html = draw(FORM, "en", form=Bid({"price": "七成", "count": "三", "start": "soon"}))
    assert 'role="alert" tabindex="-1" autofocus' in html
    for name in ("price", "count", "start", "groups", "agreed"):
        assert f'href="#id_{name}"' in html
        assert f'id="id_{name}"' in html
    assert 'value="七成"' in html
    assert 'value="三"' in html


def test_every_widget_has_its_control():
    html = draw(FORM, "en", form=Bid(initial={"price": Decimal("44.50"), "start": NOW}))
    assert 'class="money"' in html
    assert "肆拾肆元伍角整" in html
    assert 'type="datetime-local"' in html
    assert 'value="2026-11-23T10:00"' in html
    assert '<fieldset class="field field--lines" id="id_groups"' in html
    assert '<div class="drop"><input type="file"' in html
    assert 'rows="4"' in html
    assert html.count("(optional)") == 2
    assert EVIL not in html
    assert 'role="alert"' not in html


def test_options_that_are_sentences_get_a_line_each():
    class Seats(forms.Form):
        names = forms.MultipleChoiceField(choices=[("a", "Short"), ("b", "Brief")], widget=forms.CheckboxSelectMultiple)
        people = forms.MultipleChoiceField(
            choices=[("a", "Short"), ("b", "Law, mediation; 3 of at most 8 tasks")], widget=forms.CheckboxSelectMultiple
        )

    html = draw(FORM, "en", form=Seats())
    assert '<fieldset class="field" id="id_names"' in html
    assert '<fieldset class="field field--lines" id="id_people"' in html


# ---- charts ----------------------------------------------------------------------------------------
def test_bars_share_one_scale_and_goals_stand_on_it():
    chart = charts.bars("t", [("a", 50), ("b", 100, "/b/"), ("c", 25, "", 200)], head=("x", "y"))
    assert [(r.share, r.goal, r.url) for r in chart.rows] == [(25.0, None, ""), (50.0, None, "/b/"), (12.5, 100.0, "")]


def test_charts_of_nothing_and_of_one_do_not_break():
    for chart in (
        charts.bars("t", [], head=("x", "y")),
        charts.line("t", [], head=("x", "y")),
        charts.line("t", [(date(2026, 1, 1), Decimal("0.00"))], head=("x", "y")),
        charts.in_out("t", [], head=("x", "y", "z")),
        charts.in_out("t", [("1", Decimal(0), Decimal(0))], head=("x", "y", "z")),
        charts.community_map("t", [], head=("x", "y")),
        charts.community_map("t", [("a", [], None, "")], head=("x", "y")),
    ):
        draw('{% include "parts/chart.html" %}', chart=chart)


@pytest.mark.parametrize(("value", "top"), [(0, 1), (7, 10), (10, 10), (1234, 2000), (Decimal("45.5"), Decimal("50"))])
def test_axes_end_at_round_numbers(value, top):
    assert charts.nice(value) == top


def test_a_line_rises_with_its_values():
    chart = charts.line("t", [(date(2026, 1, 1), 10), (date(2026, 1, 11), 20)], head=("x", "y"))
    first, second = (r.shape for r in chart.rows)
    assert (first["x"], second["x"]) == (chart.left, chart.right)
    assert second["y"] < first["y"]


def test_every_part_says_what_it_takes():
    from pathlib import Path

    from django.conf import settings

    folder = Path(settings.BASE_DIR) / "marketplace" / "core" / "templates" / "parts"
    silent = [p.name for p in sorted(folder.glob("*.html")) if not p.read_text().startswith("{% comment %}")]
    assert silent == []

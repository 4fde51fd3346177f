"""Pictures: drawings that are well-formed and escaped, their register, their addresses."""

import csv
import io
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from django.conf import settings
from django.http import Http404

from marketplace.core.actors import ANONYMOUS
from marketplace.core.pictures import Drawing, Figures, Row, all_pictures, shelf, show
from marketplace.core.pictures import drawing as drawn
from marketplace.core.pictures.shapes import bars, columns, matrix, rail

EVIL = "<script>alert('“&”')</script>\x0b\ud800"
SVG = "{http://www.w3.org/2000/svg}"


def parsed(sheet, **kwargs):
    text = str(drawn.svg(sheet, title=EVIL, says=EVIL, **kwargs))
    assert "<script" not in text
    return ET.fromstring(text)


# ---- drawings ------------------------------------------------------------------------------------
@pytest.mark.parametrize("kwargs", [{"key": "k", "kind": "wide"}, {"alone": True}])
def test_what_people_typed_stays_words(kwargs):
    sheet = Drawing(100, 50)
    sheet.text(0, 10, EVIL)
    sheet.text(0, 10, EVIL * 9, most=40)
    sheet.rect(0, 0, 10, 10, "bar", EVIL)
    found = parsed(sheet, **kwargs)
    plain = "<script>alert('“&”')</script>"
    texts = [e.text for e in found.iter() if e.text and "script" in e.text]
    assert texts.count(plain) == (5 if "alone" in kwargs else 4) - ("alone" in kwargs)
    assert plain * 9 in texts


def test_a_drawing_is_named_by_its_title_and_its_sentence():
    sheet = Drawing(10, 10)
    for found in (parsed(sheet, key="k", kind="tall"), parsed(sheet, alone=True)):
        ids = {e.get("id") for e in found.iter() if e.get("id")}
        assert found.get("role") == "img" and set(found.get("aria-labelledby").split()) == ids and len(ids) == 2


def test_alone_it_has_its_colours_and_no_style():
    sheet = Drawing(10, 10)
    sheet.rect(0, 0, 1, 1, "bar")
    text = str(drawn.svg(sheet, title="t", says="s", alone=True))
    assert 'fill="#1b543f"' in text and "class=" not in text and "style" not in text


def test_the_colours_of_a_file_are_those_of_the_tokens():
    tokens = (settings.BASE_DIR / "marketplace/core/static/css/tokens.css").read_text()
    used = {v for paint in drawn.PAINT.values() for v in paint.values() if v.startswith("#")}
    assert used <= {t.strip(" ;,") for t in tokens.replace(":", " ").replace(";", " ").split()} and len(used) > 8


def test_words_are_cut_to_their_room():
    assert drawn.fit("短", 40, 15) == "短"
    assert drawn.fit("柳城街道办事处的一个很长的名字", 60, 15) == "柳城街…"
    assert drawn.breadth(drawn.fit("W" * 200, 100, 15), 15) <= 100


def test_a_paint_that_nobody_mixed_is_refused():
    with pytest.raises(KeyError):
        Drawing(1, 1).rect(0, 0, 1, 1, "pink")


# ---- columns -------------------------------------------------------------------------------------
def column(value):
    return columns.Column(Decimal(value), str(value), "1", "2026")


def bars_of(sheet):
    return [mark.attributes for mark in sheet.marks if mark.paint == "bar"]


@pytest.mark.parametrize("tall", [True, False])
@pytest.mark.parametrize(
    "values",
    [["5"], ["0"], ["0.01", "9999999999.99"], ["3", "-2", "0"], ["-4"], ["10"] * 40],
    ids=["one", "zero", "small and very large", "back", "only back", "many"],
)
def test_columns_stand_on_one_zero_line_and_keep_their_proportion(values, tall):
    sheet = columns.columns([column(v) for v in values], tall=tall, text=str)
    parsed(sheet, alone=True)
    kept = [Decimal(v) for v in values][-columns.MOST[tall] :]
    heights = [float(bar["height"]) for bar in bars_of(sheet)]
    most = max(range(len(kept)), key=lambda n: abs(kept[n]))
    assert len(heights) == len(kept)
    for value, height in zip(kept, heights, strict=True):
        wanted = float(abs(value) / abs(kept[most])) * heights[most] if kept[most] else 0
        assert height == pytest.approx(wanted, abs=0.11)
    zero = next(mark for mark in sheet.marks if mark.paint == "zero").attributes["d"].split()[0].split("M")[1]
    assert zero and all(float(b["x"]) >= 0 and float(b["x"]) + float(b["width"]) <= sheet.width for b in bars_of(sheet))


# ---- register and addresses ---------------------------------------------------------------------
def test_figures_read_as_the_house_writes_them():
    figures = Figures(
        ("Name", "n", "yuan"),
        [Row(("a", 1234, Decimal("5.5"))), Row(("b", None, None))],
        foot=("all", 1234, Decimal("5.50")),
    )
    assert figures.columns == [{"label": "n", "numeric": True}, {"label": "yuan", "numeric": True}]
    assert [[c["text"] for c in line["cells"]] for line in figures.lines] == [["1,234", "5.50"], ["–", "–"]]
    assert figures.foot_line["name"] == "all"


def test_an_unknown_picture_is_not_there(db, client):
    with pytest.raises(Http404):
        show("nothing", ANONYMOUS)
    for address in (
        "/charts/nothing/",
        "/charts/nothing.svg",
        "/charts/spending/x/",
        "/charts/fund-spending/",
        "/charts/fund-spending/x/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_with_nothing_there_every_picture_says_so(db, client, prefix):
    index = client.get(f"{prefix}/charts/")
    assert index.status_code == 200 and b'<svg class="pic' not in index.content
    for one in all_pictures():
        if one.subjects is None:
            page = client.get(f"{prefix}/charts/{one.key}/")
            shown = page.context["shown"]
            assert page.status_code == 200 and not shown.is_drawn and shown.figures.empty
            assert str(shown.figures.empty) in page.content.decode()
            assert client.get(f"{prefix}/charts/{one.key}.svg").status_code == 404
            table = client.get(f"{prefix}/charts/{one.key}.csv")
            assert table.status_code == 200 and table.content.startswith("\ufeff".encode())
            assert len(list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))) == 1


def test_a_key_is_used_once_and_addresses_have_no_language_in_common():
    keys = [one.key for one in all_pictures()]
    assert len(set(keys)) == len(keys) == len(shelf._shelf)


# ---- bars, fields, stages -------------------------------------------------------------------------
@pytest.mark.parametrize("tall", [True, False])
@pytest.mark.parametrize("values", [[0], [1], [7, 3, 0], [10**12, 1]], ids=str)
def test_bars_are_as_long_as_their_values(values, tall):
    sheet = bars.bars([bars.Bar(EVIL * 3, v, f"{v:,}", part=v // 2, small="x", between="y") for v in values], tall=tall)
    parsed(sheet, alone=True)
    pale = [float(m.attributes["width"]) for m in sheet.marks if m.paint == "bar--pale"]
    full = [float(m.attributes["width"]) for m in sheet.marks if m.paint == "bar"]
    top = max(values) or 1
    assert pale == pytest.approx([v / top * max(pale) for v in values], abs=0.11)
    assert full == pytest.approx([(v // 2) / top * max(pale) for v in values], abs=0.11)
    inside = [float(m.attributes["x"]) + float(m.attributes["width"]) for m in sheet.marks if m.tag == "rect"]
    assert max(inside) <= sheet.width


@pytest.mark.parametrize("tall", [True, False])
def test_a_field_and_a_rail_hold_long_names(tall):
    cells = [matrix.Cell("1", 0.5), matrix.Cell("0", 0)]
    field = matrix.Field([(EVIL * 5, cells, "1")], [(EVIL * 5, "1"), ("b", "0")], EVIL, "1")
    stages = [rail.Stage(EVIL * 5, state, (EVIL * 5, "2026-01-01")) for state in rail.STATES]
    for sheet in (matrix.counts(field, tall=tall), matrix.presence(field), rail.rail(stages, tall=tall)):
        found = parsed(sheet, alone=True)
        shown = [e for e in found.iter(f"{SVG}text") if e.text and e.text.startswith("<script>")]
        for text in shown:
            room = drawn.breadth(text.text, float(text.get("font-size")))
            assert room <= sheet.width


@pytest.mark.parametrize("tall", [True, False])
def test_heads_of_a_field_stand_beside_one_another(tall):
    names = ["idea", "start", "growth", "mature", "hub"]
    field = matrix.Field([("x", [matrix.Cell("1")] * 5, "5")], [(name, "1") for name in names], "Together", "5")
    heads = [m for m in matrix.counts(field, tall=tall).marks if m.tag == "text" and m.attributes["y"] == "16"]
    assert [m.words for m in heads] == [*names, "Together"]
    spans = []
    for mark in heads:
        wide, x = drawn.breadth(mark.words, 13), float(mark.attributes["x"])
        spans.append((x - wide, x) if mark.attributes["text-anchor"] == "end" else (x - wide / 2, x + wide / 2))
    assert all(before[1] + 6 <= after[0] for before, after in zip(spans, spans[1:], strict=False))


def test_every_class_of_a_drawing_is_in_a_style_sheet():
    sheets = "".join(p.read_text() for p in (settings.BASE_DIR / "marketplace/core/static/css").glob("*.css"))
    for paint in drawn.PAINT:
        for name in set(paint.split()) - {"t"}:
            assert f".{name}" in sheets, name


def test_a_download_is_asked_about_again_and_sent_anew_only_when_it_changed(db, client):
    first = client.get("/charts/spending.csv")
    assert first["Cache-Control"] == "public, no-cache" and "Cookie" in first["Vary"]
    again = client.get("/charts/spending.csv", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    assert first["Content-Disposition"] == 'attachment; filename="spending.csv"'

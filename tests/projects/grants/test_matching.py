"""Reviews are spread by field, evenly, without conflicts; the ranking; what a blind reviewer reads."""

import random
import zipfile
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest

from projects.grants import blind, formdef, matching, scoring

from . import builders as b


def spread(given):
    load = {}
    for people in given.values():
        for person in people:
            load[person] = load.get(person, 0) + 1
    return load


def many(tasks=1000, people=60, conflicts=0.1, seed=5):
    """{task: possible}, {task: of the field}."""
    dice = random.Random(seed)
    able = {t: {p for p in range(people) if dice.random() >= conflicts} for t in range(tasks)}
    fits = {t: {p for p in able[t] if p % 6 == t % 6} for t in able}
    return able, fits


def test_three_thousand_reviews_are_spread_within_one():
    able, fits = many()
    given = matching.assign(able, fits, 3)
    load = spread(given)
    assert sum(load.values()) == 3000 and max(load.values()) - min(load.values()) <= 1
    assert all(len(set(people)) == 3 and set(people) <= able[task] for task, people in given.items())
    assert sum(p in fits[t] for t, people in given.items() for p in people) > 2900


def test_conflicts_that_lie_on_few_people_are_evened_out_along_chains():
    able = {t: ({0, 1} if t < 8 else {0, 1, 2, 3}) for t in range(12)}
    load = spread(matching.assign(able, {}, 1))
    assert load == {0: 4, 1: 4, 2: 2, 3: 2}
    able = {0: {0, 1}, 1: {0, 1}, 2: {1, 2}, 3: {1, 2}, 4: {2, 3}, 5: {2, 3}, 6: {0}, 7: {0}}
    load = spread(matching.assign(able, {}, 1))
    assert load == {0: 2, 1: 2, 2: 2, 3: 2}


def test_who_has_reviews_elsewhere_gets_fewer():
    able = {t: {0, 1} for t in range(6)}
    assert spread(matching.assign(able, {}, 1, {0: 4})) == {0: 1, 1: 5}


def test_an_application_without_enough_reviewers_is_named():
    with pytest.raises(matching.Short) as caught:
        matching.assign({"a": {1, 2}, "b": {1}}, {}, 2)
    assert (caught.value.task, caught.value.found, caught.value.wanted) == ("b", 1, 2)


def line(mark, amount, *totals):
    application = SimpleNamespace(amount=Decimal(amount), mark=mark)
    values = [Decimal(t) for t in totals]
    return scoring.Line(application, values, scoring.mean(values))


def test_the_money_line_stands_where_the_money_ends():
    lines = scoring.ranked(
        [line("A", 400, 70), line("B", 500, 90), line("C", 100, 50), line("D", 600, 80)], Decimal(1000)
    )
    assert [(x.application.mark, x.rank, x.funded, x.cut) for x in lines] == [
        ("B", 1, True, False), ("D", 2, False, True), ("A", 3, False, False), ("C", 4, False, False),
    ]  # fmt: skip


def test_equal_scores_share_a_rank_and_the_smaller_request_stands_first():
    lines = scoring.ranked([line("A", 400, 70), line("B", 300, 70), line("C", 100, 60)], Decimal(1000))
    assert [(x.application.mark, x.rank) for x in lines] == [("B", 1), ("A", 1), ("C", 3)]


def test_a_review_that_stands_apart_is_named_and_counted():
    one = line("A", 1, 90, 85, 40)
    assert one.apart == [Decimal(40)] and one.spread == 50 and one.score == Decimal("71.6667")
    assert line("B", 1, 90, 40).apart == []


# ---- forms ----------------------------------------------------------------------------------------------
def test_completeness_grows_with_what_is_answered():
    whole = b.content()
    assert formdef.completeness(b.DEFINITION, whole) == 100
    assert (
        0 == formdef.completeness(b.DEFINITION, {}) < formdef.completeness(b.DEFINITION, whole | {"answers": {}}) < 100
    )


# ---- blind ------------------------------------------------------------------------------------------------
def test_names_contacts_and_codes_go_out_of_every_text():
    text = "邻里互助社1(NEIGHBOURS 1)联系人 a.b@example.org,13812345678,028-87654321,https://x.example/y,52510115DE00000017"
    clean = blind.scrub(text, ["邻里互助社1", "Neighbours 1"])
    assert not any(word in clean for word in ("邻里互助社", "NEIGHBOURS", "example", "138", "8765", "52510115"))


def test_properties_of_files_are_removed():
    from PIL import Image
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": b.MARKER, "/Title": b.MARKER})
    out = BytesIO()
    writer.write(out)
    data, done = blind.scrubbed(out.getvalue(), "application/pdf", [])
    found = PdfReader(BytesIO(data)).metadata or {}
    assert done and b.MARKER not in str(found)
    picture = BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Somebody"  # artist
    Image.new("RGB", (4, 4), "red").save(picture, "JPEG", exif=exif)
    data, done = blind.scrubbed(picture.getvalue(), "image/jpeg", [])
    assert done and not Image.open(BytesIO(data)).getexif()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("docProps/core.xml", f"<a><dc:creator>{b.MARKER}</dc:creator></a>")
        archive.writestr("word/document.xml", "<w>text</w>")
    data, done = blind.scrubbed(
        packed.getvalue(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", []
    )
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert done and b.MARKER not in archive.read("docProps/core.xml").decode()
        assert archive.read("word/document.xml") == b"<w>text</w>"


def test_what_cannot_be_cleaned_is_said():
    assert blind.scrubbed(b"%PDF-broken", "application/pdf", []) == (b"%PDF-broken", False)

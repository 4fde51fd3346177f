"""The draft page and the bid editor as forms: rows, refusals, nothing typed is lost, no script needed."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marketplace.core import clock
from marketplace.tenders import envelopes
from marketplace.tenders.checks import gaps
from marketplace.tenders.forms import indicators
from marketplace.tenders.models import Bid, Call

from .builders import draft_bid, draft_call, open_call, procedure, sealed_bid
from .test_bids import PDF
from .test_pages import login

pytestmark = pytest.mark.django_db


def typed(call, **changes):
    """The fields of the draft page as a browser would send them."""
    items = list(call.lines.all())
    data = {
        "title_zh": "探访", "title_en": "Visits", "text_zh": "说明", "text_en": "", "service_months": "12", "fund": call.fund_id,
        "budget": "１２０，０００", "procedure": call.procedure_id,
        "deadline": (clock.now() + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M"),
        "questions_until": (clock.now() + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M"),
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-item": items[0].item_id, "lines-0-quantity": "1,200.5",
        "conditions-TOTAL_FORMS": "1", "conditions-INITIAL_FORMS": "0", "conditions-0-text_zh": "登记满一年",
        "criteria-TOTAL_FORMS": "2", "criteria-INITIAL_FORMS": "0", "criteria-0-kind": "QUALITY", "criteria-0-name_zh": "方案",
        "criteria-0-weight": "85", "criteria-1-kind": "PRICE", "criteria-1-name_zh": "价格", "criteria-1-weight": "１５％",
        "milestones-TOTAL_FORMS": "1", "milestones-INITIAL_FORMS": "0", "milestones-0-title_zh": "全部", "milestones-0-share": "100",
        "milestones-0-due_days": "300", "milestones-0-indicators": "探访；400；次\n电话; 1,200; 次",
    }  # fmt: skip
    return data | changes


@pytest.fixture
def call(street, client):
    login(client, street, "buyer")
    return draft_call(street)


def post(client, call, **changes):
    return client.post(reverse("tenders:edit", args=[call.code]), typed(call, **changes))


def test_begin(street, client):
    login(client, street, "buyer")
    data = {
        "title_zh": "新",
        "office": street.office.pk,
        "procedure": procedure("small").pk,
        "fund": street.fund.pk,
        "budget": "50000",
    }
    assert client.post(reverse("tenders:new"), data).status_code == 302
    made = Call.objects.get()
    assert (made.state, made.budget, made.criteria.count()) == ("draft", Decimal("50000.00"), 1)
    assert client.post(reverse("tenders:new"), {**data, "budget": "-1"}).status_code == 422
    login(client, street, "w1")
    assert client.get(reverse("tenders:new")).status_code == 403


def test_saving_writes_everything(client, call):
    assert post(client, call, save="1").status_code == 302
    call.refresh_from_db()
    assert (call.title_zh, call.budget) == ("探访", Decimal("120000.00"))
    assert [(x.item.code, x.quantity) for x in call.lines.all()] == [("PL-A01", Decimal("1200.50"))]
    assert [(c.kind, c.weight) for c in call.criteria.all()] == [
        ("QUALITY", Decimal("0.85")),
        ("PRICE", Decimal("0.15")),
    ]
    assert call.milestones.get().demands == []
    assert call.milestones.get().indicators == [
        {"key": "i1", "name_zh": "探访", "name_en": "探访", "target": "400", "unit_zh": "次", "unit_en": "次"},
        {"key": "i2", "name_zh": "电话", "name_en": "电话", "target": "1200", "unit_zh": "次", "unit_en": "次"},
    ]
    assert post(client, call, save_submit="1").url.endswith("/submit/")


@pytest.mark.parametrize(
    ("press", "more"),
    [("add-lines", 1), ("remove-lines-0", -1), ("add-criteria", 1), ("remove-criteria-1", -1), ("add-milestones", 1)],
)
def test_rows_are_added_and_removed_without_script(client, call, press, more):
    before = Call.objects.get(pk=call.pk).title_zh
    answer = post(client, call, title_zh="还没存的标题", **{press: "1", "lines-0-quantity": "不是数"})
    body, part = answer.content.decode(), press.split("-")[1]
    assert answer.status_code == 200
    assert "还没存的标题" in body and ("不是数" in body or press == "remove-lines-0")
    count = int(typed(call)[f"{part}-TOTAL_FORMS"]) + more
    assert f'name="{part}-TOTAL_FORMS" value="{count}"' in body
    assert Call.objects.get(pk=call.pk).title_zh == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("budget", "NaN"), ("budget", "1000000000000000"), ("budget", "-5"), ("lines-0-quantity", "0"), ("lines-0-item", "999999"),
        ("criteria-0-weight", "101"), ("milestones-0-indicators", "探访; 很多"), ("title_zh", "长" * 161), ("deadline", "明天"), ("lines-TOTAL_FORMS", "9999"),
        ("lines-TOTAL_FORMS", "x"), ("service_months", "0"), ("fund", "0"),
    ],
)  # fmt: skip
def test_bad_values_are_said_at_their_field_and_stay(client, call, field, value):
    answer = post(client, call, save="1", **{field: value})
    assert answer.status_code == 422
    if "TOTAL" not in field and field not in ("fund", "lines-0-item"):
        assert value.splitlines()[0] in answer.content.decode()
    call.refresh_from_db()
    assert call.title_zh == "居家探访"


def test_an_unlawful_date_is_refused_with_clause_and_earliest_date(client, call):
    answer = post(client, call, save="1", deadline=(clock.now() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M"))
    assert answer.status_code == 422
    assert "第三十五条" in answer.content.decode() and "最早" in answer.content.decode()
    proposed = post(client, call, propose="1", deadline="", questions_until="")
    assert proposed.status_code == 200 and "T14:30" in proposed.content.decode()


def test_documents_of_the_draft(client, street, call):
    answer = post(client, call, save="1", document=SimpleUploadedFile("招标文件.pdf", PDF))
    assert answer.status_code == 302
    from marketplace.tenders.reads import documents

    stored = documents(call).get()
    assert post(client, call, save="1", document=SimpleUploadedFile("坏.pdf", b"MZ")).status_code == 422
    login(client, street, "w1")
    assert client.get(stored.get_absolute_url()).status_code == 404
    login(client, street, "leader")
    assert client.get(stored.get_absolute_url()).status_code == 200
    login(client, street, "buyer")
    assert post(client, call, **{f"remove-document-{stored.key}": "1"}).status_code == 200
    assert not documents(call).exists()


# ---- the bid editor ---------------------------------------------------------------------------------
def bid_form(call, **changes):
    lines, criteria, conditions = call.lines.all(), call.criteria.filter(kind="QUALITY"), call.conditions.all()
    data = {f"line_{x.pk}": "４４.50" for x in lines} | {f"answer_{c.pk}": "这样做" for c in criteria}
    return (
        data | {f"condition_{c.pk}": "见证书" for c in conditions} | {"statement": "on", "contact": "办公室"} | changes
    )


def test_a_bid_is_written_checked_and_sealed_in_the_browser(street, client, media):
    call = open_call(street)
    login(client, street, "w1")
    begun = client.post(reverse("tenders:bid_start", args=[call.code]), {"organisation": street.organisations[0].pk})
    bid = Bid.objects.get()
    assert begun.url == reverse("tenders:bid_edit", args=[bid.code])
    saved = client.post(begun.url, bid_form(call, check="1", file=SimpleUploadedFile("证书.pdf", PDF)))
    assert saved.url == reverse("tenders:bid_check", args=[bid.code])
    page = client.get(saved.url).content.decode()
    assert "44,967.25" in page and "肆万肆仟玖佰陆拾柒元贰角伍分" in page and "证书.pdf" in page
    done = client.post(saved.url)
    assert done.url == reverse("tenders:receipt", args=[bid.code])
    bid.refresh_from_db()
    assert bid.state == "sealed" and bid.submissions.get().size > 10_000
    assert client.post(begun.url, bid_form(call, save="1")).status_code == 302  # a new draft beside the sealed one


def test_autosave_by_htmx_answers_with_one_sentence(street, client):
    call = open_call(street)
    bid = draft_bid(street, call)
    login(client, street, "w1")
    url = reverse("tenders:bid_edit", args=[bid.code])
    answer = client.post(url, bid_form(call, contact="新的联系人"), headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "<html" not in answer.content.decode()
    bid.refresh_from_db()
    assert envelopes.read_draft(bid)["contact"] == "新的联系人"
    assert answer["Cache-Control"].count("no-store") == 1


@pytest.mark.parametrize("price", ["NaN", "-1", "1e15", "七成", "1.234"])
def test_bad_prices_stay_on_the_page(street, client, price):
    call = open_call(street)
    bid = draft_bid(street, call)
    login(client, street, "w1")
    line = call.lines.first()
    answer = client.post(
        reverse("tenders:bid_edit", args=[bid.code]), bid_form(call, save="1", **{f"line_{line.pk}": price})
    )
    assert answer.status_code == 422 and price in answer.content.decode()


def test_what_was_typed_stays_when_the_deadline_strikes(street, client):
    call = open_call(street)
    bid = draft_bid(street, call)
    with clock.fixed(call.deadline + timedelta(seconds=1)):
        login(client, street, "w1")
        answer = client.post(
            reverse("tenders:bid_edit", args=[bid.code]), bid_form(call, contact="写了很久的内容", save="1")
        )
    assert answer.status_code == 422 and "写了很久的内容" in answer.content.decode()


def test_a_stranger_begins_no_bid(street, client):
    call = open_call(street)
    login(client, street, "w2")
    assert (
        client.post(
            reverse("tenders:bid_start", args=[call.code]), {"organisation": street.organisations[0].pk}
        ).status_code
        == 404
    )
    sealed = sealed_bid(street, call, 1)
    for name in ("bid", "bid_edit", "bid_check", "receipt", "receipt_pdf"):
        assert client.get(reverse(f"tenders:{name}", args=[sealed.code])).status_code == 404


def test_what_a_delivery_must_bring_is_ticked_and_shown(client, call, street):
    assert post(client, call, **{"milestones-0-demands": ["INDICATORS", "FILES"]}, save="1").status_code == 302
    assert call.milestones.get().demands == ["INDICATORS", "FILES"]
    page = client.get(reverse("tenders:edit", args=[call.code])).content.decode()
    boxes = re.findall(r'<input[^>]*name="milestones-0-demands"[^>]*>', page)
    assert [("FILES" in b, "checked" in b) for b in boxes] == [(True, True), (False, False), (False, True)]
    assert "交付时须提供：证明文件，每项指标的实际数" in client.get(call.get_absolute_url()).content.decode()
    bad = post(client, call, **{"milestones-0-demands": ["SMELL"]}, save="1")
    assert (bad.status_code, call.milestones.get().demands) == (422, ["INDICATORS", "FILES"])


def test_values_of_indicators_are_not_demanded_where_none_is_named(client, call):
    typed = {"milestones-0-demands": ["INDICATORS"], "milestones-0-indicators": ""}
    assert post(client, call, **typed, save="1").status_code == 302
    assert [g.section for g in gaps(Call.objects.get(pk=call.pk)) if "没有列出指标" in g.sentence] == ["milestones"]
    call.milestones.update(demands=["FILES"])
    assert [g for g in gaps(Call.objects.get(pk=call.pk)) if "没有列出指标" in g.sentence] == []


def test_indicators_are_typed_in_one_language_or_in_both():
    rows = indicators.parse("探访 / visits; 400; 次／times\n\n电话；1,200；次")
    assert rows == [
        {"key": "i1", "name_zh": "探访", "name_en": "visits", "target": "400", "unit_zh": "次", "unit_en": "times"},
        {"key": "i3", "name_zh": "电话", "name_en": "电话", "target": "1200", "unit_zh": "次", "unit_en": "次"},
    ]
    assert indicators.as_text(rows) == "探访 / visits; 400; 次 / times\n电话; 1200; 次"


def test_a_document_that_is_none_leads_nowhere(client, call):
    assert post(client, call, **{"remove-document-x": "1"}).status_code == 404

"""Statements of a bank or platform: read dry, matched to promises, booked by a second person, never twice."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from marketplace.core.refusals import Refused
from marketplace.funds import verify
from marketplace.funds.giving import domain
from marketplace.funds.giving.models import Gift, Layout, Pledge, Statement
from marketplace.funds.models import Entry
from tests import factories

from .builders import named

HEAD = "交易日期,金额,对方户名,摘要,交易流水号\n"


def table(*rows, head=HEAD, name="bank.csv", encoding="utf-8"):
    return SimpleUploadedFile(name, (head + "\n".join(rows) + "\n").encode(encoding), "text/csv")


def read(scene, *rows, **fields):
    file = table(*rows, **{k: fields.pop(k) for k in ("head", "name", "encoding") if k in fields})
    return domain.read_statement(scene.fund, by=scene.finance, file=file, **fields)


def verdicts(statement):
    return [line.verdict for line in statement.lines.all()]


def test_read_dry_books_nothing_and_a_second_person_books(scene):
    statement = read(
        scene, "2026-03-01,100.00,王小明,爱心,S1", '2026/3/2,"1,234.5",李四,,S2', "2026-03-02,-20,电费,,S3"
    )
    assert (verdicts(statement), Entry.objects.count(), Gift.objects.count()) == (["NEW", "NEW", "OUT"], 0, 0)
    with pytest.raises(Refused) as caught:
        domain.book_statement(statement, by=scene.finance)
    assert caught.value.kind == "who"
    domain.book_statement(statement, by=scene.leader)
    assert scene.balance() == Decimal("1334.50") and verify.verify().ok
    assert list(Gift.objects.order_by("id").values_list("giver_name", "reference", "display")) == [
        ("王小明", "S1", "ANONYMOUS"), ("李四", "S2", "ANONYMOUS"),
    ]  # fmt: skip
    assert set(statement.lines.values_list("payer", "text")) == {("", "")}  # what is needed stands with the gift


def test_the_same_lines_are_duplicates_in_this_file_and_in_the_next(scene):
    rows = ["2026-03-01,100,王小明,,S1", "2026-03-01,100,王小明,,S1", "2026-03-01,5,匿名,,", "2026-03-01,5,匿名,,"]
    first = read(scene, *rows)
    assert verdicts(first) == ["NEW", "DUPLICATE", "NEW", "NEW"]  # without a serial number two equal rows are two gifts
    domain.book_statement(first, by=scene.leader)
    again = read(scene, *rows, "2026-03-02,7,赵六,,S9", name="later.csv")
    assert verdicts(again) == ["DUPLICATE"] * 4 + ["NEW"]
    with pytest.raises(Refused) as caught:
        read(scene, *rows)
    assert caught.value.code == "file_booked"
    domain.book_statement(again, by=scene.leader)
    assert scene.balance() == Decimal("117.00")


def test_two_dry_readings_of_the_same_lines_book_once(scene):
    one, two = read(scene, "2026-03-01,100,王,,S1"), read(scene, "2026-03-01,100,王,,S1", "2026-03-01,1,李,,S2")
    domain.book_statement(two, by=scene.leader)
    domain.book_statement(one, by=scene.leader)
    assert scene.balance() == Decimal("101.00") and verdicts(one) == ["DUPLICATE"]


def test_a_line_keeps_the_promise_that_it_names(scene):
    named(scene)
    pledge = domain.promise(
        scene.fund, by=scene.by_giver, amount=Decimal("88"), giver_name="王小明", display="INITIALS"
    )
    spelt = f"捐 {pledge.reference[:2].lower()}-{pledge.reference[2:5]} {pledge.reference[5:]}"
    statement = read(scene, f"2026-03-01,80,王明,{spelt},S1", f"2026-03-01,88,王明,{pledge.reference},S2")
    assert verdicts(statement) == ["PLEDGE", "NEW"] and "88" in statement.lines.first().problem
    domain.book_statement(statement, by=scene.leader)
    gift = Gift.objects.get(pledge=pledge)
    assert (scene.fresh(pledge).state, gift.giver, gift.giver_name, gift.directed) == (
        "kept",
        scene.giver,
        "王小明",
        True,
    )
    assert gift.amount == Decimal("80.00")


def test_columns_are_kept_and_used_again(scene):
    head = "Tag;Summe;Wer\n".replace(";", ",")
    with pytest.raises(Refused) as caught:
        read(scene, "2026-03-01,5,Ann", head=head)
    assert (caught.value.code, caught.value.field) == ("columns_missing", "file") and "Summe" in caught.value.sentence
    asked = {"on": "Tag", "amount": "Summe", "payer": "Wer"}
    read(scene, "2026-03-01,5,Ann", head=head, columns=asked, layout="Sparkasse")
    kept = Layout.objects.get()
    assert kept.columns == asked
    assert verdicts(read(scene, "2026-03-02,6,Bob", head=head, columns=kept.columns)) == ["NEW"]


@pytest.mark.parametrize(("rows", "head", "code"), [
    ((), "a,b\n", "columns_missing"), ((), HEAD, "no_rows"), (("",), "", "no_table"),
])  # fmt: skip
def test_what_is_no_statement_is_said_and_nothing_stays(scene, rows, head, code):
    with pytest.raises(Refused) as caught:
        read(scene, *rows, head=head)
    assert caught.value.code == code or code == "no_table"
    assert caught.value.sentence and not Statement.objects.exists() and not Entry.objects.exists()


def test_rows_that_cannot_be_read_are_named_and_the_others_go_on(scene):
    statement = read(
        scene, "gestern,5,a,,", "2026-02-30,5,a,,", "2999-01-01,5,a,,", "2026-03-01,viel,a,,", "2026-03-01,0.001,a,,", "2026-03-01,,a,,",
        "2026-03-01,1000000000000,a,,", "2026-03-01,0,a,,", "2026年03月01日,￥5元,全角,,",
    )  # fmt: skip
    assert verdicts(statement) == ["BAD"] * 7 + ["OUT", "NEW"]
    assert all(line.problem for line in statement.lines.filter(verdict="BAD"))
    domain.book_statement(statement, by=scene.leader)
    assert scene.balance() == Decimal("5.00")


def test_banks_of_china_write_gb18030(scene):
    statement = read(scene, "2026-03-01,5,张三,爱心,S1", encoding="gb18030")
    assert statement.lines.get().payer == "张三"


def test_a_discarded_statement_leaves_nothing(scene):
    statement = read(scene, "2026-03-01,5,张三,,S1")
    domain.discard_statement(statement, by=scene.finance)
    assert (scene.fresh(statement).state, statement.lines.count()) == ("discarded", 0)


def client_of(actor):
    client = Client()
    client.force_login(actor.user)
    return client


def test_in_the_browser_read_then_looked_at(scene):
    client = client_of(scene.finance)
    url = reverse("giving:read", args=[scene.fund.code])
    assert client.get(url).status_code == 200
    wrong = client.post(url, {"file": table("x,y", head="a,b\n"), "way": "BANK", "cause": "", "layout": "我的银行"})
    assert wrong.status_code == 422 and "我的银行" in wrong.content.decode() and not Statement.objects.exists()
    done = client.post(
        url, {"file": table("2026-03-01,66.60,张三,,S1", "x,1,李四,,S2"), "way": "PLATFORM", "cause": ""}
    )
    assert done.status_code == 302
    page = client_of(scene.leader).get(done["Location"]).content.decode()
    assert "66.60" in page and "x" in page and "张三" in page
    assert Client().get(done["Location"]).status_code in (302, 401, 403, 404)


def test_a_thousand_rows_cost_no_query_each(scene, django_assert_max_num_queries):
    rows = [f"2026-03-01,1.00,人{n},,S{n}" for n in range(1000)]
    with django_assert_max_num_queries(30):
        statement = read(scene, *rows)
    assert statement.lines.count() == 1000


# ---- promises by transfer ------------------------------------------------------------------------
def test_a_promise_says_how_to_keep_it_and_lapses_after_its_day(scene, clock):
    from marketplace.funds.giving import tasks

    from .builders import PORTAL

    with clock("2026-03-01 09:00"):
        named(scene)
        pledge = domain.promise(
            scene.fund, by=scene.by_giver, amount=Decimal("5"), due=__import__("datetime").date(2026, 3, 10)
        )
        page = client_of(scene.by_giver).get(pledge.get_absolute_url()).content.decode()
        assert pledge.reference in page and "5.00" in page
        stranger = client_of(factories.actor(factories.make_user()))
        assert stranger.get(pledge.get_absolute_url()).status_code == 404
    with clock("2026-03-11 09:00"):
        assert tasks.lapse(PORTAL) == 1
        statement = read(scene, f"2026-03-10,5,王,{pledge.reference},S1")
    assert scene.fresh(pledge).state == "lapsed" and verdicts(statement) == ["NEW"]


def test_released_by_the_giver_alone_or_finance(scene):
    named(scene)
    pledge = domain.promise(scene.fund, by=scene.by_giver, amount=Decimal("5"))
    with pytest.raises(Refused):
        domain.release_pledge(pledge, by=factories.actor(factories.make_user()))
    domain.release_pledge(pledge, by=scene.by_giver)
    assert Pledge.objects.get().state == "released"


def test_a_promise_by_hand_has_a_day_set_by_a_figure_and_lapses_with_a_letter(scene, clock):
    from marketplace.core import outbox
    from marketplace.core.models import Notification
    from marketplace.funds.giving import tasks

    from .builders import PORTAL

    with clock("2026-03-01 09:00"):
        named(scene)
        giver = client_of(scene.by_giver)
        form = giver.get(f"/en/giving/to/{scene.fund.code}/").content.decode()
        assert "31 March" in form and "30 days" in form and "/funds/rules/" in form
        assert "payment page" not in form and "the office reaches you" in form  # there is no payment page here
        wrong = giver.post(f"/en/giving/to/{scene.fund.code}/", {"amount": "0.001", "display": "ANONYMOUS"})
        assert wrong.status_code == 422 and "two places after the point" in wrong.content.decode()
        pledge = domain.promise(scene.fund, by=scene.by_giver, amount=Decimal("5"))
        assert pledge.due.isoformat() == "2026-03-31"
        assert "31 March" in giver.get(f"/en/giving/promises/{pledge.code}/").content.decode()
        card = domain.promise(scene.fund, by=scene.by_giver, amount=Decimal("5"), way="CARD")
        assert card.due is None
    with clock("2026-03-31 23:00"):
        assert tasks.lapse(PORTAL) == 0
    with clock("2026-04-01 00:10"):
        assert tasks.lapse(PORTAL) == 1
        outbox.deliver()
    assert (scene.fresh(pledge).state, scene.fresh(card).state) == ("lapsed", "promised")
    assert [one.user for one in Notification.objects.filter(kind="giving.promise_lapsed")] == [scene.giver]

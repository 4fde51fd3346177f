"""The gate: who may be asked for a gift, how, and why not; collections, their filing and reports."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from marketplace.core import clock as core_clock
from marketplace.core.actors import ANONYMOUS
from marketplace.core.refusals import Refused
from marketplace.funds.giving import domain, tasks
from marketplace.funds.giving.gate import door
from marketplace.funds.giving.models import Collection, Gift, Permit
from marketplace.funds.giving.reporting import due_reports
from marketplace.funds.giving.rulebook import current
from tests import factories

from .builders import PORTAL, confirmed, named

PLAN = {
    "title_zh": "困难老人暖冬", "purpose_zh": "为独居老人送暖", "area_zh": "柳城街道", "manager": "周敏", "office_address": "柳城路1号",
    "ways_zh": "指定平台", "bank_account": "工行 0001", "target": Decimal("5000"), "beneficiaries_zh": "独居老人", "use_zh": "棉被",
    "costs_zh": "无", "surplus_zh": "用于同类项目",
}  # fmt: skip


@pytest.fixture
def district(scene, clock):
    with clock("2026-03-02 09:00"):
        yield scene


def permit(scene, kind="LICENCE", number="公募001", **fields):
    values = {"office": scene.house.office, "organisation": scene.fund.host if kind == "LICENCE" else None, "number": number,
              "issuer": "民政局", "valid_from": date(2025, 1, 1)}  # fmt: skip
    return domain.approve_permit(domain.record_permit(by=scene.finance, kind=kind, **values | fields), by=scene.leader)


def planned(scene, **fields):
    values = PLAN | {"starts": date(2026, 3, 1), "ends": date(2026, 5, 31)}
    return domain.plan_collection(scene.fund, by=scene.finance, **values | fields)


def filed(scene, number="备2026-001", url="https://platform.example/1", **fields):
    return domain.file_collection(
        planned(scene, **fields), by=scene.finance, filing_number=number, filed_on=date(2026, 2, 15),
        platform_name="公益平台" if url else "", platform_url=url,
    )  # fmt: skip


def opened(scene, **fields):
    return domain.open_collection(filed(scene, **fields), by=scene.leader)


def test_closed_says_why_step_by_step_with_the_clause(district):
    def said():
        found = door(district.fund, ANONYMOUS)
        return found.way, found.clause

    steps = [("closed", "慈善法第二十二条")]
    assert [said()] == steps
    permit(district)
    assert said()[0] == "closed" and "第二十四条" in said()[1]
    collection = filed(district)
    assert "尚未" in door(district.fund, ANONYMOUS).sentence or said()[0] == "closed"
    domain.open_collection(collection, by=district.leader)
    assert said()[0] == "platform" and "第二十七条" in said()[1]
    permit(district, "DESIGNATION", "指定001")
    assert said()[0] == "portal"


def test_without_a_platform_it_stays_closed(district):
    permit(district)
    opened(district, url="")
    assert door(district.fund, ANONYMOUS).way == "closed" and door(district.fund, ANONYMOUS).clause


def test_a_licence_that_has_run_out_closes_the_door(district):
    permit(district, valid_to=date(2026, 3, 10))
    opened(district)
    assert door(district.fund, ANONYMOUS).way == "platform"
    with core_clock.fixed(core_clock.now() + timedelta(days=9)):
        assert door(district.fund, ANONYMOUS).way == "closed"


def test_ended_and_not_begun_are_said(district):
    permit(district)
    collection = filed(district, starts=date(2026, 3, 20), ends=date(2026, 4, 20))
    with pytest.raises(Refused) as caught:
        domain.open_collection(collection, by=district.leader)
    assert caught.value.code == "not_begun"
    assert "3 月 20 日" in door(district.fund, ANONYMOUS).sentence
    with core_clock.fixed(core_clock.now() + timedelta(days=60)):
        assert door(district.fund, ANONYMOUS).way == "closed"


def test_named_members_are_asked_and_it_stands_on_no_public_page(district, peer):
    named(district)
    assert door(district.fund, district.by_giver).directed and door(district.fund, ANONYMOUS).way == "closed"
    client = Client()
    client.force_login(district.giver)
    url = reverse("giving:give", args=[district.fund.code])
    assert 'name="amount"' in client.get(url).content.decode()
    stranger = Client().get(url).content.decode()
    assert 'name="amount"' not in stranger and "王小明" not in stranger
    gift = confirmed(district, "500.00", directed=True, display="NAMED")
    page = Client().get(district.fund.get_absolute_url()).content.decode()
    assert "王小明" not in page and gift.get_absolute_url() not in page  # the ledger's lines name no giver
    assert gift not in Gift.objects.listed()


def test_a_closed_door_takes_nothing_whoever_knocks(district, peer):
    url = reverse("giving:give", args=[district.fund.code])
    answer = Client().post(url, {"amount": "5", "display": "ANONYMOUS"})
    assert answer.status_code == 409 and "慈善法" in answer.content.decode() and not Gift.objects.exists()
    for verb, work in (("start", domain.start), ("promise", domain.promise), ("monthly", domain.start_monthly)):
        with pytest.raises(Refused) as caught:
            work(district.fund, by=ANONYMOUS, amount=Decimal("5"))
        assert (caught.value.code, bool(caught.value.clause)) == ("gate_closed", True), verb


def test_another_jurisdiction_asks_for_no_filing(district, settings, peer):
    settings.FUNDRAISING_JURISDICTION = "OTHER"
    assert door(district.fund, ANONYMOUS).way == "portal"
    page = Client().get(reverse("giving:give", args=[district.fund.code])).content.decode()
    assert 'name="amount"' in page


def test_the_rule_book_of_the_day(settings):
    assert (current(date(2024, 9, 4)).version, current(date(2024, 9, 5)).version) == ("2016", "2024")
    assert current(date(2010, 1, 1)).version == "2016"
    settings.FUNDRAISING_JURISDICTION = "OTHER"
    assert current().jurisdiction == "OTHER"


def test_each_filing_number_once(district):
    filed(district)
    other = planned(district, title_zh="另一个")
    with pytest.raises(Refused) as caught:
        domain.file_collection(other, by=district.finance, filing_number=" 备2026-001 ", filed_on=date(2026, 2, 15))
    assert (caught.value.code, caught.value.field, bool(caught.value.clause)) == ("filing_used", "filing_number", True)
    assert Collection.objects.get(pk=other.pk).filing_number is None


@pytest.mark.parametrize("missing", ["purpose_zh", "bank_account", "target", "surplus_zh", "manager"])
def test_a_plan_that_is_not_complete_is_not_filed(district, missing):
    with pytest.raises(Refused) as caught:
        filed(district, **{missing: None if missing == "target" else ""})
    assert caught.value.code == "plan_incomplete" and Collection.objects.get().filing_number is None


def test_three_years_at_most_and_the_end_after_the_beginning(district):
    for ends, code in ((date(2026, 2, 1), "ends_before"), (date(2029, 6, 1), "too_long")):
        with pytest.raises(Refused) as caught:
            planned(district, ends=ends)
        assert (caught.value.code, caught.value.field) == (code, "ends")


def test_only_a_licensed_host_opens(district):
    with pytest.raises(Refused) as caught:
        opened(district)
    assert caught.value.code == "not_licensed" and caught.value.clause


def test_a_permit_is_checked_by_a_second_person(district):
    recorded = domain.record_permit(
        by=district.finance, kind="LICENCE", office=district.house.office, organisation=district.fund.host, number="1", issuer="民政局",
        valid_from=date(2025, 1, 1),
    )  # fmt: skip
    assert Permit.objects.get().state == "recorded" and door(district.fund, ANONYMOUS).way == "closed"
    with pytest.raises(Refused):
        domain.approve_permit(recorded, by=district.finance)


# ---- reports ------------------------------------------------------------------------------------
def test_dates_of_reports_by_law(district):
    short, long = planned(district), planned(district, ends=date(2027, 2, 28))
    assert [(r.kind, r.due.isoformat()) for r in due_reports(short)] == [("FINAL", "2026-08-31")]
    assert [(r.kind, r.ends.isoformat()) for r in due_reports(long)] == [
        ("INTERIM", "2026-05-31"), ("INTERIM", "2026-08-31"), ("INTERIM", "2026-11-30"), ("FINAL", "2027-02-28"),
    ]  # fmt: skip


def test_it_ends_is_drafted_reminded_of_published_and_settled(district):
    permit(district)
    collection = opened(district)
    confirmed(district, "6000.00", way="PLATFORM")
    with core_clock.fixed(core_clock.now() + timedelta(days=95)):
        tasks.collections(PORTAL)
        collection.refresh_from_db()
        report = collection.reports.get()
        assert (collection.state, report.state, report.figures["money"], report.figures["surplus"]) == ("ended", "drafted", "6,000.00", "1,000.00")  # fmt: skip
        assert "用于同类项目" in report.text_zh and "6,000.00" in report.text_en and "备2026-001" in report.text_en
        with pytest.raises(Refused) as caught:
            domain.settle_collection(collection, by=district.leader)
        assert caught.value.code == "reports_missing"
        assert tasks.collections(PORTAL) == 0  # not drafted twice, not reminded of yet
    with core_clock.fixed(core_clock.now() + timedelta(days=185)):
        assert tasks.collections(PORTAL) == 1 and tasks.collections(PORTAL) == 0  # once a week
        domain.publish_report(collection.reports.get(), by=district.leader)
        domain.settle_collection(collection, by=district.leader)
    for language in ("zh-hans", "en"):
        with override(language):
            page = Client().get(collection.get_absolute_url()).content.decode()
        assert "6,000.00" in page and "备2026-001" in page


def test_plans_are_the_offices_and_filed_ones_are_everybodys(district):
    draft, public = planned(district), filed(district, number="备2")
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert Client().get(public.get_absolute_url()).status_code == 200
    client = Client()
    client.force_login(district.finance.user)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_the_button_leads_to_the_platform(district, peer):
    permit(district)
    opened(district)
    for url in (reverse("giving:give", args=[district.fund.code]), district.fund.get_absolute_url()):
        page = Client().get(url).content.decode()
        assert 'href="https://platform.example/1"' in page and "慈善法" in page and 'name="amount"' not in page


def test_a_giver_in_nobodys_list_is_no_member(district):
    assert not door(district.fund, factories.actor(factories.make_user())).directed
    member = named(district)
    with pytest.raises(Refused) as caught:
        named(district)
    assert caught.value.code == "named_already"
    domain.strike_member(member, by=district.leader)
    assert not door(district.fund, district.by_giver).directed

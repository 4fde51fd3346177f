"""The pages of campaigns and pots: in both languages, for each reader, with what is missing said; at a constant cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from marketplace.core import clock
from marketplace.funds.campaigns import domain
from marketplace.funds.campaigns.models import Campaign
from marketplace.funds.models import Fund

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(campaign, client=None, language="en"):
    with override(language if language == "en" else "zh-hans"):
        return (client or Client()).get(campaign.get_absolute_url())


def test_everybody_reads_an_open_campaign(square):
    campaign = square.opened(optimum="200.00", thanks=[{"from_amount": Decimal("50.00"), "text_zh": "致谢", "text_en": "Thanked"}])  # fmt: skip
    square.give(campaign, "300.00")
    body = page(campaign).content.decode()
    for words in ("Stair climber", "1,000.00", "700.00", "Thanked", "All or nothing".lower(), "Promise a gift"):
        assert words in body, words
    assert "爬楼机" in page(campaign, language="zh").content.decode()


def test_a_draft_is_read_by_its_own_alone(square):
    campaign = square.draft()
    assert page(campaign).status_code == 404
    assert page(campaign, client_of(square.giver_user)).status_code == 404
    assert page(campaign, client_of(square.owner_user)).status_code == 200
    assert page(campaign, client_of(square.house.users["LEADER"])).status_code == 200


def test_too_early_and_too_late_are_said(square):
    early = square.opened(opens_at=clock.now() + timedelta(days=2))
    assert "It takes gifts from" in page(early).content.decode()
    late = square.opened(days=1)
    with clock.fixed(late.closes_at + timedelta(seconds=1)):
        assert "It takes nothing more" in page(late).content.decode()


def test_the_plan_is_made_and_changed_in_the_browser(square):
    client = client_of(square.owner_user)
    with override("en"):
        url = reverse("campaigns:plan")
    assert client.get(url).status_code == 200
    data = {
        "title_zh": "长凳", "title_en": "Benches", "where": "HERE", "kind": "GIFT", "rule": "ALL_OR_NOTHING", "organiser": square.organiser.pk,
        "office": square.house.office.pk, "fund": square.fund.pk, "story_zh": "坐的地方不够。", "minimum": "长凳六条 / six benches; 4,800\n", "optimum": "",
        "thanks": "５０; 致谢 / Thanked", "opens_at": "2030-01-01T08:00", "closes_at": "2030-02-01T08:00",
    }  # fmt: skip
    wrong = client.post(url, data | {"minimum": "长凳六条 four thousand", "closes_at": "2029-01-01T08:00"})
    assert wrong.status_code == 422
    assert "Line 1" in wrong.content.decode() and "four thousand" in wrong.content.decode()
    late = client.post(url, data | {"closes_at": "2029-01-01T08:00"})
    assert late.status_code == 422 and "must lie after" in late.content.decode()
    assert not Campaign.objects.exists()
    assert client.post(url, data).status_code == 302
    campaign = Campaign.objects.get()
    assert [(c.name_en, c.amount) for c in campaign.costs.all()] == [("six benches", Decimal("4800.00"))]
    assert campaign.thanks.get().from_amount == Decimal("50.00")
    edit = f"/en/do/campaigns.campaign/{campaign.pk}/edit/"
    assert "six benches; 4,800.00" in client.get(edit).content.decode()
    assert client.post(edit, data | {"title_en": "Six benches"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.title_en == "Six benches"


def test_strangers_plan_nothing(square):
    with override("en"):
        url = reverse("campaigns:plan")
    assert Client().get(url).status_code in (302, 403)
    assert client_of(square.giver_user).get(url).status_code == 403


def test_a_promise_from_the_campaigns_page(square):
    campaign = square.opened()
    url = f"/en/giving/to/{square.fund.code}/?for=campaign:{campaign.code}"
    assert "Stair climber" in Client().get(url).content.decode()
    answer = client_of(square.giver_user).post(url, {"amount": "25", "display": "ANONYMOUS"})
    assert answer.status_code == 302
    from marketplace.funds.giving.models import Pledge

    assert Pledge.objects.get().cause == campaign
    assert Client().get(f"/en/giving/to/{square.fund.code}/?for=campaign:nothing").status_code == 404
    with clock.fixed(campaign.closes_at + timedelta(seconds=1)):
        assert Client().post(url, {"amount": "25", "display": "ANONYMOUS"}).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same(square, source, django_assert_max_num_queries, count):
    for number in range(count):
        campaign = square.opened(title_en=f"Plan {number}")
        square.give(campaign, "10.00")
        square.pot([campaign], "10.00", source=source)
    for url in ("/en/campaigns/", "/en/campaigns/pots/", "/en/campaigns/calendar.ics", "/en/campaigns/feed/"):
        with django_assert_max_num_queries(14):
            assert Client().get(url).status_code == 200


def test_a_pot_says_how_it_answers(square, source):
    campaign = square.opened()
    pot = square.pot([campaign], source=source, per_giver=Decimal("200.00"))
    with override("en"):
        body = Client().get(pot.get_absolute_url()).content.decode()
    assert "200.00" in body and "500.00" in body


def test_its_organisers_page_shows_it_with_its_figures(square):
    campaign = square.opened()
    soup = BeautifulSoup(Client().get(square.organiser.get_absolute_url()).content, "html.parser")
    section = soup.select_one("section[aria-labelledby=campaigns-h]")
    assert section.h2.get_text(strip=True)
    assert section.select_one(f'a[href$="/campaigns/{campaign.code}/"]') and "1,000.00" in section.get_text()


def test_a_pot_is_drafted_in_the_browser_by_whoever_keeps_a_fund(square, source):
    url = "/en/campaigns/pots/new/"
    assert client_of(square.house.users["FINANCE"]).get(url).status_code == 200
    assert client_of(square.giver_user).get(url).status_code == 403
    Fund.objects.update(state="closed")
    assert client_of(square.house.users["FINANCE"]).get(url).status_code == 409


def test_the_api_says_what_the_pages_say(square, source):
    campaign = square.opened()
    square.pot([campaign], source=source)
    square.give(campaign, "300.00")
    row = Client().get("/api/campaigns/campaigns").json()[0]
    assert (row["code"], row["given"], row["matched"], row["total"]) == (campaign.code, "300.00", "300.00", "600.00")
    assert Client().get(f"/api/campaigns/campaigns/{campaign.code}").json()["minimum"] == "1000.00"
    assert Client().get("/api/campaigns/pots").json()[0]["claimed"] == "300.00"
    assert Client().get("/api/campaigns/campaigns/nothing").status_code == 404


def test_a_question_shows_no_asker(square):
    campaign = square.opened()
    square.giver_user.name = "Zhang San"
    square.giver_user.save()
    domain.ask(campaign, by=square.giver, text="Who repairs it?")
    domain.answer(campaign.questions.get(), by=square.owner, answer="We do.")
    body = page(campaign).content.decode()
    assert "Who repairs it?" in body and "We do." in body and "Zhang San" not in body


def way_in(campaign, client=None):
    """The box with the button on the page of a campaign."""
    return BeautifulSoup(page(campaign, client).content, "html.parser").select_one("aside .sheet")


def test_the_button_of_a_campaign_leads_to_its_form(square):
    link = way_in(square.opened()).select_one("a.btn")
    assert link.get_text() == "Promise a gift"
    form = Client().get(link["href"])
    assert form.status_code == 200 and "Stair climber" in form.content.decode()
    keep = square.opened(rule="KEEP_WHAT_YOU_RAISE")
    assert way_in(keep).select_one("a.btn").get_text() == "Give"


def test_a_plan_says_that_it_is_one(square):
    campaign = square.draft()
    box = way_in(campaign, client_of(square.owner_user))
    assert "is being planned" in box.get_text() and not box.select("a.btn")
    url = f"/en/giving/to/{square.fund.code}/?for=campaign:{campaign.code}"
    assert Client().get(url).status_code == 404


def test_what_drafts_a_pot_has_a_way_back_with_words(square, source):
    soup = BeautifulSoup(client_of(square.house.users["FINANCE"]).get("/en/campaigns/pots/new/").content, "html.parser")
    assert all(link.get_text(strip=True) or link.get("aria-label") for link in soup.select("main a, nav a"))


def test_its_collection_is_planned_from_its_page(square, settings):
    from marketplace.funds.giving.gate import collection_of

    settings.FUNDRAISING_JURISDICTION = "CN"
    campaign, finance = square.draft(optimum="200.00"), client_of(square.house.users["FINANCE"])
    assert "finance officer writes and files" in page(campaign, client_of(square.owner_user)).content.decode()
    soup = BeautifulSoup(page(campaign, finance).content, "html.parser")
    (address,) = [a["href"] for a in soup.select("aside a") if "collection plan" in a.get_text()]
    form = BeautifulSoup(finance.get(address).content, "html.parser").select_one("form.act")
    told = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    told |= {one["name"]: one.get_text().strip() for one in form.select("textarea")}
    assert (told["title_zh"], told["target"]) == (campaign.title_zh, "1200.00")
    assert finance.post(address, told).status_code == 302
    assert "Its collection plan" in page(campaign, finance).content.decode()
    assert "Its collection plan" not in page(campaign, client_of(square.owner_user)).content.decode()
    assert collection_of(square.fund, campaign) is None, "not filed yet"
    assert square.fund.collections.get().cause == campaign
    for other, status in (("campaign:nothing", 404), ("", 404), ("call:1", 404)):
        assert finance.get(f"/en/giving/desk/{square.fund.code}/collection/?for={other}").status_code == status
    assert client_of(square.owner_user).get(address).status_code == 404


def test_the_button_leads_to_the_platform_and_says_why(square, settings):
    from marketplace.funds.giving import domain as giving
    from marketplace.funds.giving.kinds import PermitKind

    settings.FUNDRAISING_JURISDICTION = "CN"
    campaign, finance, today = square.draft(), square.house.finance, clock.today()
    permit = giving.record_permit(by=finance, kind=PermitKind.LICENCE, office=square.house.office, organisation=square.host, number="L1", issuer="x", valid_from=today)  # fmt: skip
    giving.approve_permit(permit, by=square.house.leader)
    words = dict.fromkeys(("title_zh", "purpose_zh", "area_zh", "manager", "office_address", "ways_zh", "bank_account", "beneficiaries_zh", "use_zh", "costs_zh", "surplus_zh"), "x")  # fmt: skip
    plan = giving.plan_collection(square.fund, by=finance, cause=campaign, starts=today, ends=today + timedelta(days=9), target=Decimal("1000"), **words)  # fmt: skip
    giving.file_collection(plan, by=finance, filing_number="F1", filed_on=today, platform_name="P", platform_url="https://p.example/")  # fmt: skip
    domain.file_campaign(campaign, by=square.owner)
    domain.open_campaign(campaign, by=square.house.leader)
    box = way_in(campaign)
    assert (
        "not opened yet" in box.get_text() and box.select_one("[aria-disabled=true]") and box.cite.get_text(strip=True)
    )
    giving.open_collection(plan, by=square.house.leader)
    box = way_in(campaign)
    assert box.select_one("a.btn")["href"] == "https://p.example/" and "art. 27" in box.cite.get_text()
    with override("en"):
        own = BeautifulSoup(Client().get(plan.get_absolute_url()).content, "html.parser")
    assert own.select_one('aside a[href="https://p.example/"]') and own.select_one(
        f'a[href$="/campaigns/{campaign.code}/"]'
    )

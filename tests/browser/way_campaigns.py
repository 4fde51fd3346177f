"""The steps of a campaign and of the pot that answers it, from the plan to the settlement."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from marketplace.core import clock

from .steps import NARROW, expecting
from .way import PNG, english
from .way_grants import button, send

TITLE = ("爬楼机", "Stair climber")
PLATFORM = "https://platform.example/stairs"


def title(visitor) -> str:
    return TITLE[english(visitor)]


def named(visitor, **values):
    """Fills controls by their names in the form."""
    for name, value in values.items():
        visitor.hands.fill(visitor.page.locator(f"main [name={name}]"), str(value))


def refused(visitor, words, status):
    """Sends the form off and is told why not."""
    with expecting(visitor, status), visitor.page.expect_navigation(wait_until="load"):
        visitor.hands.follow(visitor.find(words, visitor.page.locator("main form")).last)
    visitor.look()


def until(true, seconds=20):
    """Waits for what another process brings (the messages of the payment service)."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It has not come."
        time.sleep(0.1)


def path(visitor) -> str:
    return urlsplit(visitor.page.url).path.removeprefix("/en")


# ---- the campaign --------------------------------------------------------------------------------------
def plan(owner, square) -> str:
    """From the list of campaigns to a draft."""
    now = timezone.localtime(clock.now())
    owner.go("/campaigns/")
    owner.press("Plan a campaign")
    owner.fill("Title in Chinese", TITLE[0])
    owner.fill("Title in English", TITLE[1])
    owner.choose("Organiser", square.organiser.name_en if english(owner) else square.organiser.name_zh)
    owner.choose("Office in charge", square.house.office.name_en if english(owner) else square.house.office.name_zh)
    owner.choose("Fund that books the gifts", "GV1")
    owner.hands.check(owner.page.locator("[name=rule][value=KEEP_WHAT_YOU_RAISE]"))
    owner.fill("Story in Chinese", "老楼没有电梯。")
    owner.fill("Story in English", "Old houses without a lift.")
    named(owner, minimum="爬楼机一台 / one stair climber; 四千", optimum="保养一年 / a year of care; 300", thanks="50; 写在楼道里 / a line on the staircase")  # fmt: skip
    named(owner, surplus_zh="用于同一资金的同类用途")
    named(owner, opens_at=f"{now:%Y-%m-%dT%H:%M}", closes_at=f"{now + timedelta(days=20):%Y-%m-%dT%H:%M}")
    refused(owner, "Save the plan", 422)
    assert "四千" in owner.page.locator(".summary-err").inner_text()
    named(owner, minimum="爬楼机一台 / one stair climber; 1,000.00")
    owner.press("Save the plan")
    assert title(owner) in owner.text()
    return path(owner)


def picture(owner):
    owner.press("Add a picture")
    owner.attach("Picture", ("楼道.png", "image/png", PNG))
    owner.fill("What the picture shows, in Chinese", "一段没有电梯的楼道")
    owner.fill("What the picture shows, in English", "A staircase without a lift")
    send(owner, "Add a picture")
    seen(owner, ("一段没有电梯的楼道", "A staircase without a lift")[english(owner)])


def seen(visitor, alt):
    """The picture with these words is really drawn."""
    image = visitor.page.get_by_role("img", name=alt)
    image.scroll_into_view_if_needed()
    until(lambda: image.evaluate("e => e.complete && e.naturalWidth > 0"))


def cannot_hand_in(owner):
    """Closed until a collection is filed, and the button says so."""
    closed = owner.find("Hand in the plan")
    assert closed.get_attribute("aria-disabled") == "true"
    owner.sees("No collection is filed for this campaign. Each one has a filing number of its own.")
    owner.sees("The office’s finance officer writes and files its collection plan.")


def permit(finance, square):
    finance.go("/desk/")
    finance.press("Gifts")
    finance.press("Permits and rule books")
    finance.press("Record a permit")
    finance.choose("Charity", square.host.name_en if english(finance) else square.host.name_zh)
    finance.fill("Number of the certificate", "LIC-1")
    named(finance, issuer="成都市民政局")
    finance.fill("Valid from", "2026-01-01")
    send(finance, "Record a permit")


def approve_permit(leader):
    leader.desk("Compare the permit with its certificate")
    button(leader, "Put the permit in force")
    send(leader, "Put the permit in force")


def plan_collection(finance, address):
    """From the campaign's page to its collection's plan, which knows already what the campaign says."""
    finance.go(address)
    finance.press("Write its collection plan")
    assert finance.page.locator("[name=title_zh]").input_value() == TITLE[0]
    assert finance.page.locator("[name=target]").input_value().replace(",", "") == "1300.00"
    named(
        finance, area_zh="柳城街道", manager="项目官员", office_address="柳城街道 1 号", ways_zh="指定互联网平台", bank_account="示例银行 000-0000",
        beneficiaries_zh="老楼住户", costs_zh="不从捐赠中列支",
    )  # fmt: skip
    send(finance, "Write a collection plan")


def file_collection(finance):
    finance.press("Record the filing")
    finance.fill("Filing number", "BA-2026-001")
    finance.fill("Filed on", "2026-03-02")
    finance.fill("Designated platform", "联劝网")
    finance.fill("Its page there", PLATFORM)
    send(finance, "Record the filing")
    assert "BA-2026-001" in finance.text()


def hand_in(owner, address):
    owner.desk("Finish the plan and hand it in", title(owner))
    owner.act("Hand in the plan")


def open_campaign(leader):
    leader.desk("Check the plan and open it", title(leader))
    leader.act("Open the campaign")


def open_collection(leader):
    leader.desk("Open the filed collection", title(leader))
    leader.act("Open the collection")


def sees_why_closed(anybody, address, sentence):
    anybody.go(address)
    closed = anybody.page.locator(".closed").first
    assert closed.locator("[aria-disabled=true]").count()
    assert anybody.portal.words(sentence) in closed.inner_text(), closed.inner_text()
    assert closed.locator("cite").inner_text().strip()


def sees_the_campaign(anybody, address):
    """As a stranger, on a phone: what it takes, who runs it, the button that leads to the platform and why."""
    anybody.go(address)
    anybody.page.set_viewport_size(NARROW)
    text = anybody.text()
    for figure in ("1,000.00", "300.00", "1,300.00", "BA-2026-001"):
        assert figure in text, figure
    for words in (("一台", "one stair climber"), ("写在楼道里", "a line on the staircase")):
        assert words[english(anybody)] in text
    seen(anybody, ("一段没有电梯的楼道", "A staircase without a lift")[english(anybody)])
    link = anybody.page.locator(f"a[href='{PLATFORM}']")
    assert "联劝网" in link.inner_text() and link.is_visible()
    why = anybody.page.locator(".refusal").first
    assert why.locator("cite").inner_text().strip() == ("慈善法第二十七条、令第74号第十七条", "Charity Law, art. 27; Order 74, art. 17")[english(anybody)]  # fmt: skip
    anybody.page.set_viewport_size({"width": 1280, "height": 900})


def tell_news(owner, address):
    owner.go(address)
    owner.press("Tell news")
    owner.fill("News in Chinese", "已经选好机型。")
    owner.fill("News in English", "The machine is chosen.")
    send(owner, "Tell news")


def is_settled(anybody, address):
    anybody.go(address)
    text = anybody.text()
    for figure in ("200.50", "50.00"):
        assert figure in text, f"{figure}\n{text}"
    anybody.sees("It takes nothing more.")


# ---- the pot -------------------------------------------------------------------------------------------
def draft_pot(finance):
    finance.go("/campaigns/pots/")
    finance.press("Draft a matching pot")
    finance.fill("Name in Chinese", "街道配捐")
    finance.fill("Name in English", "Street match")
    finance.choose("Fund that matches", "GV2")
    named(finance, amount="50.00", per_giver="80.00")
    finance.hands.check(finance.page.locator("[name=campaigns]").first)
    send(finance, "Draft a matching pot")


def activate_pot(leader):
    leader.desk("Check the pot and put it in force")
    leader.act("Put the pot in force")


def end_pot(leader, pot):
    leader.go(pot.get_absolute_url())
    leader.act("End the pot")

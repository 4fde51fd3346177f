"""The way of a campaign and of the gifts to it, act by act, as the organiser, the office and the givers go it."""

import re
import time
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from marketplace.core import clock

from .steps import NARROW, expecting
from .way import PNG, english, paper
from .way_grants import button, send

TITLE = ("爬楼机", "Stair climber")
PLATFORM = "https://platform.example/stairs"
STATEMENT = (
    "捐赠时间,捐赠金额,订单号,捐赠人,留言",
    "2026-03-02,60.00,ST-001,赵明,爬楼机",
    "2026-03-02,40.50,ST-002,钱文,爬楼机",
    "2026-03-02,40.50,ST-002,钱文,爬楼机",
    "2026-03-02,-1.00,ST-FEE,,平台手续费",
    "2026-03-02,九十,ST-003,孙立,爬楼机",
)


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


# ---- by hand and from a statement ------------------------------------------------------------------------
def record(finance, fund):
    finance.go("/desk/")
    finance.press("Gifts")
    finance.follow(finance.page.locator(f"a[href$='/{fund.code}/record/']"))
    finance.fill("Amount, or value of the things (yuan)", "100.00")
    finance.fill("Received on", "2026-03-02")
    finance.choose("What in the fund it is for", title(finance))
    finance.fill("Name of the giver", "王小明")
    finance.fill("E-mail of the giver’s account here", "giver@giving.example")
    finance.choose("How everybody reads who gave", finance.portal.words("first character or initials only"))
    finance.attach("Slip or photograph", paper("银行回单"))
    send(finance, "Record a gift")


def confirm(leader) -> str:
    """The second person looks at the slip; the address of the receipt's page."""
    leader.desk("Look at the slip and confirm the gift")
    assert "100.00" in leader.text() and leader.read("银行回单.pdf").startswith(b"%PDF")
    leader.act("Confirm and book the gift")
    return path(leader)


def verifies(anybody, address, gift):
    """Scans the code of the receipt: the page says that it is genuine, not who gave."""
    anybody.go(address)
    text = anybody.text()
    assert gift.number in text and "100.00" in text and "王小明" not in text and "王**" in text
    anybody.sees("This receipt is genuine")
    assert anybody.page.get_by_role("img", name=anybody.portal.words("QR code of this page’s address")).is_visible()


def proves(anybody, gift):
    for salt, sentence in (
        ("0" * 32, "Name and salt do not give this commitment."),
        (gift.secret, "Name and salt give exactly this commitment: the gift was given under this name."),
    ):
        anybody.fill("Name as on the receipt", "王小明")
        anybody.fill("Salt as on the receipt", salt)
        anybody.press("Compare")
        anybody.sees(sentence)


def reads_own_receipt(giver, gift):
    giver.go("/desk/")
    giver.press("My giving")
    giver.follow(giver.page.get_by_role("link", name=gift.number))
    assert giver.read("Receipt as PDF").startswith(b"%PDF")


def upload(finance, fund, *lines):
    finance.go("/desk/")
    finance.press("Gifts")
    finance.follow(finance.page.locator(f"a[href$='/{fund.code}/statement/']"))
    finance.attach("Statement (CSV or XLSX)", ("platform.csv", "text/csv", "\n".join(lines).encode()))
    finance.choose("Where from", finance.portal.words("designated fundraising platform"))
    finance.choose("What in the fund it is for", title(finance))
    named(finance, layout="联劝网")


def read_statement(finance, fund):
    """Nothing is booked: each row says what it is."""
    upload(finance, fund, *STATEMENT)
    send(finance, "Read in a statement")
    finance.sees("Read, nothing booked. A second person books the new gifts.")
    text = finance.text()
    for words in ("九十", finance.portal.words("there already"), finance.portal.words("new gift")):
        assert words in text, f"{words}\n{text}"


def book_statement(second):
    second.desk("Look at the statement and book the new gifts")
    second.act("Book the new gifts")


def read_again(finance, fund):
    """The very same file is refused with a sentence; a longer one shows its old rows as known."""
    upload(finance, fund, *STATEMENT)
    refused(finance, "Read in a statement", 409)
    finance.sees("This very file was booked before.")
    upload(finance, fund, *STATEMENT[:3])
    finance.choose("Columns as kept before", "联劝网")
    send(finance, "Read in a statement")
    assert finance.text().count(finance.portal.words("there already")) >= 2, finance.text()


def report_is_drafted(finance, campaign):
    finance.go("/giving/collections/")
    finance.follow(finance.page.get_by_role("link", name=title(finance)))
    finance.sees("Reports")


# ---- through the payment service ------------------------------------------------------------------------
def at_the_service(visitor, press="Pay"):
    """On the service's own page; back on the portal's."""
    page = visitor.page
    assert page.url.split("/pay/")[0] not in visitor.portal.site, page.url
    if press == "Back":
        page.get_by_role("link", name="Back").click()
    else:
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.get_by_role("button", name=press, exact=True).click()
    page.wait_for_url(f"{visitor.portal.site}/**", wait_until="domcontentloaded")
    visitor.look()


def to_the_service(visitor, words="Go on to pay"):
    """The form is sent off and the browser is really led away."""
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
    with visitor.page.expect_navigation(wait_until="domcontentloaded"):
        visitor.hands.follow(visitor.find(words))
    assert visitor.page.complaints == [], visitor.page.complaints
    assert "/pay/" in visitor.page.url, visitor.text()


def give(giver, campaign, *, name="王小明", back=False) -> int:
    """On a phone, from the campaign's page to the receipt; how many pages asked for something or showed the end."""
    giver.go(campaign.get_absolute_url())
    giver.page.set_viewport_size(NARROW)
    giver.press("Give")
    giver.page.set_viewport_size(NARROW)
    pages = [giver.page.url]
    named(giver, amount="50")
    named(giver, giver_name=name)
    if name:
        giver.tick("first character or initials only")
    to_the_service(giver)
    pages.append(giver.page.url)
    if back:
        at_the_service(giver, "Back")
        giver.page.set_viewport_size(NARROW)
        named(giver, amount="50")
        to_the_service(giver)
    at_the_service(giver)
    pages.append(giver.page.url)
    giver.page.set_viewport_size(NARROW)
    arrived(giver)
    return len(pages)


def arrived(giver):
    """The page says thank you at once, and gives the receipt when the service has told of the money."""
    sentence = giver.portal.words("Thank you. The gift has arrived and stands in the books.")
    end = time.monotonic() + 20
    while sentence not in giver.text():
        assert time.monotonic() < end, giver.text()
        time.sleep(0.2)
        giver.page.reload(wait_until="domcontentloaded")
    giver.look()
    giver.sees("This receipt is genuine")
    assert giver.read("Receipt as PDF").startswith(b"%PDF")


def finds_own_again(stranger):
    """Without an account: the link that is kept leads a fresh browser to the receipt."""
    kept = stranger.page.locator(
        "main a", has_text=stranger.portal.words("The link to this receipt that only you have")
    )
    address = kept.get_attribute("href")
    fresh = stranger.portal.visitor()
    fresh.page.goto(stranger.portal.site + address, wait_until="domcontentloaded")
    fresh.look()
    fresh.sees("For the giver only")
    assert fresh.read("Receipt as PDF").startswith(b"%PDF")


def follows_the_yuan(giver, gift):
    """My giving, the receipt, the entry, what the yuan became."""
    giver.go("/giving/mine/")
    giver.follow(giver.page.get_by_role("link", name=gift.number))
    assert giver.page.locator("section[aria-labelledby=bcm] table").inner_text().count("50.00") >= 2
    giver.follow(giver.page.locator("main dl a[href*='/ledger/'], main dl a[href*='/entries/']").first)
    assert "50.00" in giver.text()


def promise_by_card(giver, campaign):
    giver.go(campaign.get_absolute_url())
    giver.press("Promise a gift")
    giver.page.set_viewport_size(NARROW)
    named(giver, amount="120")
    to_the_service(giver)
    at_the_service(giver)
    giver.sees("Thank you. Your promise is noted.")
    until(lambda: _kept(giver))


def _kept(giver):
    giver.page.reload(wait_until="domcontentloaded")
    return (
        giver.portal.words("Your card is kept for it and charged only if the campaign reaches its minimum.")
        in giver.text()
    )


def give_every_month(giver, fund):
    giver.go(f"/giving/to/{fund.code}/")
    giver.page.set_viewport_size(NARROW)
    named(giver, amount="20")
    giver.tick("every month, until I stop it")
    to_the_service(giver)
    at_the_service(giver)
    running = re.compile(re.escape(giver.portal.words("running", "giving")))
    until(lambda: giver.page.reload(wait_until="domcontentloaded") and running.search(giver.text()))
    giver.act("Stop the monthly gift")


def refund(finance, gift):
    finance.go(gift.get_absolute_url())
    finance.press("Return the gift")
    finance.prove()
    named(finance, amount="20.00")
    finance.fill("Reason", "捐赠人要求退回一部分。")
    send(finance, "Return the gift")
    finance.sees("What was booked since")
    assert finance.text().count("20.00") >= 2


def sees_own_giving(giver):
    giver.go("/giving/mine/")
    text = giver.text()
    assert "150.00" in text, text

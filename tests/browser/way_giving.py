"""The way of gifts, act by act, as the office and the givers go it: by hand, from a statement, through the payment service."""

import re
import time

from .steps import NARROW
from .way import paper
from .way_campaigns import named, path, refused, title, until
from .way_grants import send

STATEMENT = (
    "捐赠时间,捐赠金额,订单号,捐赠人,留言",
    "2026-03-02,60.00,ST-001,赵明,爬楼机",
    "2026-03-02,40.50,ST-002,钱文,爬楼机",
    "2026-03-02,40.50,ST-002,钱文,爬楼机",
    "2026-03-02,-1.00,ST-FEE,,平台手续费",
    "2026-03-02,九十,ST-003,孙立,爬楼机",
)


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

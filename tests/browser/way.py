"""The way of one call, act by act, as the people of the street and of the organisations go it."""

import base64
import re
from urllib.parse import urlsplit

from marketplace.core import pdf

TITLE = "高龄老人居家探访", "Home visits to very old people"
PLAN, PEOPLE = ("服务方案", "Service plan"), ("人员与记录", "Staff and records")
ANSWER = "按社区分组，每组一名社工带两名志愿者，每次服务当天登记。"
QUESTION = "老人住院期间，当周的探访次数怎样计算？"
REPLY = "住院期间改为电话问候，不计探访次数。"
PRICES = {"w1": "46.00", "w2": "47.50", "w3": "48.00"}
POINTS = {"w1": 88, "w2": 76, "w3": 70}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def paper(title) -> tuple:
    """A small PDF, as a file to attach."""
    return f"{title}.pdf", "application/pdf", pdf.document(title, [("p", title)])


def title_of(portal) -> str:
    return TITLE[portal.language == "en"]


def english(visitor) -> bool:
    return visitor.portal.language == "en"


# ---- the call -------------------------------------------------------------------------------------
def draft(buyer):
    """From my desk to a complete draft that is handed in for approval."""
    buyer.go("/desk/")
    buyer.press("Calls of my office")
    buyer.press("Draft a call", nth=0)
    buyer.fill("Title in Chinese", TITLE[0])
    buyer.fill("Title in English", TITLE[1])
    buyer.choose("Procedure", ("小额采购", "Small purchase")[english(buyer)])
    buyer.choose("Paid from the fund", ("测试资金", "Test fund")[english(buyer)])
    buyer.fill("Budget (highest price)", "50,000.00")
    buyer.press("Begin the draft")
    buyer.fill("Text in Chinese", "为高龄独居老人每周上门两次，聊天、看看水电安全、记下需要。")
    buyer.fill("Text in English", "Two visits a week: a talk, a look at water and power, a note of what is needed.")
    buyer.choose("Item of the purchase list", "PL-A01")
    buyer.fill("Quantity", "1000")
    buyer.fill("Condition in Chinese", "登记满一年")
    buyer.fill("Condition in English", "Registered for a year")
    rows(buyer, "Add a criterion", 3)
    for n, (name, weight) in enumerate(((PLAN, 50), (PEOPLE, 35)), start=1):  # the price stands there already
        buyer.fill("Name in Chinese", name[0], nth=n)
        buyer.fill("Name in English", name[1], nth=n)
        buyer.fill("Weight", weight, nth=n)
    buyer.fill("Weight", 15)
    rows(buyer, "Add a milestone", 2)
    for n, (name, share, days) in enumerate(((("期中", "Middle"), 40, 60), (("期末", "End"), 60, 120))):
        buyer.fill("Milestone in Chinese", name[0], nth=n)
        buyer.fill("Milestone in English", name[1], nth=n)
        buyer.fill("Share of the price", share, nth=n)
        buyer.fill("Days after the start", days, nth=n)
        buyer.fill("Indicators", "探访 / visits; 500; 次 / times", nth=n)
    buyer.attach("Add a call document", paper("服务要求"))
    buyer.press("Save and ask for approval")
    buyer.press("Ask for approval")


def rows(buyer, add, number):
    """Presses the button until so many rows are there (one is there at first)."""
    for _n in range(number - 1):
        buyer.press(add)


def approve(leader):
    leader.desk("A call waits for your approval", title_of(leader.portal))
    leader.act("Approve and publish")
    return urlsplit(leader.page.url).path.removeprefix("/en")


def ask(writer, call):
    writer.go(call)
    writer.press("Ask a question", nth=0)
    writer.fill("Your question", QUESTION)
    writer.press("Ask a question", within=writer.page.locator("main"))
    assert QUESTION in writer.text()


def answer(buyer):
    buyer.desk("A question waits for an answer")
    buyer.fill("Answer", REPLY)
    buyer.press("Answer", within=buyer.page.locator("main"))
    assert REPLY in buyer.text()


# ---- bids -----------------------------------------------------------------------------------------
def bid(writer, name, call) -> str:
    """Writes, checks, seals; returns the fingerprint of the receipt, which the public page knows."""
    writer.go(call)
    writer.press("Write a bid")
    language = english(writer)
    writer.fill(("服务1", "Service 1")[language], PRICES[name])
    writer.fill(("登记满一年", "Registered for a year")[language], "符合，见登记证书。")
    for criterion in (PLAN, PEOPLE):
        writer.fill(criterion[language], ANSWER)
    writer.fill("Contact for this bid", "项目办公室 028-0000000")
    writer.tick(
        "We declare that this bid is our own, that what it says is true, and that we did not agree on it with other bidders."
    )
    writer.attach("Add a file", paper("服务方案"))
    writer.press("Save and check before sealing")
    writer.press("Seal and submit")
    writer.sees("Sealed and received")
    text = writer.download("Download as text").decode()
    assert writer.download("Download as PDF").startswith(b"%PDF")
    return re.search(r"SHA-256: ([0-9a-f ]+)", text)[1].replace(" ", "")


def check_receipt(anybody, sha256):
    anybody.go("/calls/")
    anybody.press("Check a receipt")
    anybody.fill("Fingerprint (SHA-256)", sha256)
    anybody.press("Check")
    anybody.sees("Known: such an envelope was received")


# ---- opening, evaluation, award ---------------------------------------------------------------------
def open_bids(opener):
    opener.desk("The deadline has passed: confirm the opening")
    opener.prove()
    opener.press("Confirm the opening", within=opener.page.locator("main"))


def appoint(secretary, members):
    secretary.desk("Appoint the committee")
    secretary.press("Appoint the committee")
    for name in members:  # what the roster says of each stands behind the name
        secretary.hands.check(
            secretary.page.locator("[name=members]").and_(secretary.page.get_by_label(re.compile(rf"^{name} · ")))
        )
    for name in members[:-1]:
        secretary.hands.check(
            secretary.page.locator("[name=experts]").and_(secretary.page.get_by_label(name, exact=True))
        )
    chair = secretary.page.locator("[name=chair]").and_(secretary.page.get_by_label(members[0], exact=True))
    secretary.hands.check(chair)
    secretary.press("Appoint the committee", within=secretary.page.locator("main form.act"))


def declare(evaluator):
    evaluator.desk("Declare conflicts of interest")
    evaluator.press("Declare: no conflict of interest")
    evaluator.press("Declare: no conflict of interest", within=evaluator.page.locator("main"))


def qualify(secretary):
    secretary.desk("Check qualifications")
    secretary.press("Check qualifications")
    for met in secretary.page.get_by_label(secretary.portal.words("met"), exact=True).all():
        secretary.hands.check(met)
    secretary.press("Check qualifications", within=secretary.page.locator("main"))


def score(evaluator, points):
    """points: {name of an organisation: points}"""
    evaluator.desk("Score the bids")
    for name, number in points.items():
        for row in evaluator.page.get_by_role("row").filter(has_text=name).all():
            evaluator.hands.fill(row.locator("input.points"), str(number))
    evaluator.press("Save the draft")
    evaluator.desk("Score the bids")
    evaluator.press("Hand in my scores")


def propose(secretary):
    secretary.desk("Propose the award")
    secretary.press("Propose the award")
    secretary.fill("Remarks of the committee", "综合得分第一。")
    secretary.press("Propose the award", within=secretary.page.locator("main"))


def decide(leader):
    leader.desk("Decide the award")
    assert leader.read("Report of record (PDF, in Chinese)").startswith(b"%PDF")
    leader.act("Decide the award")
    leader.sees("Awarded to")


# ---- contract, delivery, payment --------------------------------------------------------------------
def draw_up(buyer):
    buyer.desk("The standstill is over: draw up the contract")
    buyer.press("Draw up the contract", within=buyer.page.locator("main"))
    buyer.act("Edit")
    buyer.act("Offer for signature")


def sign(party, words):
    party.desk("Sign the contract")
    assert party.read("Contract as PDF").startswith(b"%PDF")
    party.act(words)


def slips(buyer, position) -> list:
    """Makes slips for a milestone; returns the addresses printed on them."""
    buyer.act("Make opinion slips", within=part(buyer, position), filled={"How many slips": 3})
    return buyer.page.locator("ul.cols li p.meta").all_inner_texts()


def opinion(anybody, address, degree):
    """Opens the address of a slip and says how it was, once."""
    anybody.page.goto(address)
    anybody.look()
    if english(anybody):  # slips are printed in Chinese
        anybody.follow(anybody.page.locator(".tools >> text=English"))
    anybody.hands.check(anybody.page.get_by_label(anybody.portal.words(degree), exact=True))
    anybody.fill("Anything you want to say", "来得准时，说话和气。")
    anybody.press("Give my opinion")
    anybody.sees(
        "Your opinion has been counted: the page of the contract shows how many said what. Your words are read by the office that accepts the work."
    )


def part(visitor, position):
    return visitor.page.locator(f"#milestone-{position}")


def deliver(owner, position):
    owner.desk(
        "Deliver the milestone",
        about=("期中", "Middle")[english(owner)] if position == 1 else ("期末", "End")[english(owner)],
    )
    owner.press("Hand in the delivery", within=part(owner, position))
    owner.fill("What was done", "上门探访，记录齐全。")
    owner.fill("People reached", 42)
    owner.fill(("探访", "visits")[english(owner)], 512)
    owner.attach("Evidence (attendance lists, photos, records)", paper("签到表"), ("照片.png", "image/png", PNG))
    owner.press("Hand in the delivery", within=owner.page.locator("main"))


def accept(acceptor, position, opinions=0):
    acceptor.desk("Delivered, waiting for acceptance")
    assert acceptor.read("签到表.pdf").startswith(b"%PDF")
    acceptor.press("Accept the delivery", within=part(acceptor, position))
    assert acceptor.text().count("来得准时") == opinions
    acceptor.press("Accept the delivery", within=acceptor.page.locator("main"))


def pay(finance, position):
    finance.desk("Accepted, waiting for payment")
    finance.act("Pay", within=part(finance, position))


def close(buyer):
    buyer.desk("Everything is paid: close the contract")
    buyer.act("Close the contract")


# ---- what came of it ----------------------------------------------------------------------------------
def write_outcome(owner, title):
    """Writes the outcome of the whole contract and hands it in."""
    owner.desk("Write what came of it", last=True)
    owner.press("Write")
    owner.fill("Title in Chinese", title[0])
    owner.fill("Title in English", title[1])
    owner.fill("What came of it, in Chinese", "四十二位高龄老人每周有人上门。")
    owner.fill("What came of it, in English", "Forty-two very old people are visited every week.")
    owner.fill("People served", 42)
    owner.fill(("探访", "visits")[english(owner)], 1024)
    owner.press("Write", within=owner.page.locator("main"))
    owner.press("Add a picture")
    owner.attach("Picture", ("照片.png", "image/png", PNG))
    owner.fill("What the picture shows, in Chinese", "社工与老人在门口交谈")
    owner.fill("What the picture shows, in English", "A social worker and an old person talk at the door")
    owner.press("Add a picture", within=owner.page.locator("main"))
    owner.act("Hand to the editor")


def publish_outcome(editor) -> str:
    editor.desk("Check and publish the outcome")
    editor.act("Publish")
    return urlsplit(editor.page.url).path.removeprefix("/en")


def follow_chain(anybody, address) -> list:
    """Goes to an outcome and through every link of its chain and back; returns the addresses."""
    anybody.go(address)
    links = [link.get_attribute("href") for link in anybody.page.locator("ol.chain a").all()]
    for number in range(len(links)):
        anybody.follow(anybody.page.locator("ol.chain a").nth(number))
        anybody.go(address)
    return links

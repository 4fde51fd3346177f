"""The way of one grant round, act by act, as the street and the organisations go it."""

import re
from urllib.parse import urlsplit

from .way import english, paper

FORM, ROUND = ("邻里项目申报表", "Neighbourhood form"), ("第一届公益创投", "First grant round")
PROBLEM, BUDGET, TRUE = (
    ("要解决什么问题", "The problem"),
    ("预算表", "Budget table"),
    ("以上属实", "All of this is true"),
)
AMOUNTS = {"w1": "10,000.00", "w2": "12,000.00", "w3": "9,000.00"}
SPENT = "7,500.00"
BACK = "2,500.00"


def said(visitor, pair):
    return pair[english(visitor)]


def title(name) -> str:
    return f"项目{name}"


def button(visitor, words, context=None, within=None, about=None):
    """A button whose hidden words name its row as well: the first, or that of the row `about`."""
    where = within or visitor.page.locator("main")
    found = where.locator("a.btn, button.btn").filter(has_text=visitor.portal.words(words, context))
    found = found.filter(has_text=about) if about else found
    assert found.count(), f"No {words!r} on {visitor.page.url}:\n{visitor.text()}"
    visitor.follow(found.first)
    visitor.prove()


def send(visitor, words, context=None):
    """Presses the button of a verb's own page."""
    visitor.press(words, within=visitor.page.locator("main form.act"), context=context)


# ---- the form and the round ---------------------------------------------------------------------------
def build_form(editor):
    editor.go("/desk/")
    editor.press("Forms of grant rounds")
    editor.press("Draft a form")
    editor.fill("Title in Chinese", FORM[0])
    editor.fill("Title in English", FORM[1])
    send(editor, "Draft a form")
    editor.press("Add a section")
    editor.fill("Title in Chinese", "项目")
    editor.fill("Title in English", "Project")
    send(editor, "Save")
    for kind, question in (("longer text", PROBLEM), ("budget that adds up", BUDGET), ("declaration to confirm", TRUE)):
        editor.hands.follow(editor.page.locator("details.later summary").first)
        editor.press(kind)
        editor.fill("Question in Chinese", question[0])
        editor.fill("Question in English", question[1])
        editor.tick("Must be answered")
        send(editor, "Save")
    editor.press("See it as an applicant")
    assert said(editor, PROBLEM) in editor.text()


def draft(editor, dates):
    """dates: opens, deadline, reviews until; as typed."""
    editor.go("/grants/")
    editor.press("Draft a round")
    editor.fill("Title in Chinese", ROUND[0])
    editor.fill("Title in English", ROUND[1])
    editor.choose("Paid from", "GF1")
    editor.choose("Form", said(editor, FORM))
    editor.fill("Money of the round", "25,000.00")
    editor.fill("Highest sum of an application", "15,000.00")
    for label, moment in zip(("Applications from", "Applications until", "Reviews until"), dates, strict=True):
        editor.fill(label, moment)
    send(editor, "Begin the draft")
    editor.fill("Text in Chinese", "请为邻里出主意。")
    editor.fill("Text in English", "Ideas for the neighbourhood, please.")
    editor.fill("Reviewers of each application", 2)
    editor.fill("Agreement template in Chinese", "双方约定如下。")
    tranches = editor.page.locator("#tranches")
    while tranches.locator("fieldset").count() > 2:
        editor.follow(tranches.locator("button[name^=remove-]").last)
    for n, share in enumerate(("60", "40")):
        editor.hands.fill(tranches.locator("[name$=-share]").nth(n), share)
    editor.press("Save and ask for approval")
    send_or_press(editor, "Ask for approval")


def send_or_press(visitor, words):
    """On the object's page, then on the verb's own."""
    if visitor.find(words).count():
        visitor.press(words)
    if "/do/" in urlsplit(visitor.page.url).path:
        send(visitor, words)


def approve(leader) -> str:
    leader.desk("Approve the round")
    leader.act("Approve and publish")
    return urlsplit(leader.page.url).path.removeprefix("/en")


# ---- applications -------------------------------------------------------------------------------------
def apply(writer, name, round):
    writer.go(round)
    button(writer, "Begin an application")
    fill_in(writer, name)
    writer.press("Save and check before handing in")
    writer.press("Hand in")


def fill_in(writer, name):
    writer.fill("Title of the project", title(name))
    writer.fill("Summary for the public", "为独居老人送餐。")
    writer.fill("Amount that is asked for", AMOUNTS[name])
    writer.hands.fill(writer.labelled(said(writer, PROBLEM)), "独居老人吃饭难。")
    line = writer.page.locator("fieldset table tbody tr").first
    for part, value in (("item", "餐费"), ("quantity", "1"), ("price", AMOUNTS[name]), ("asked", AMOUNTS[name])):
        writer.hands.fill(line.locator(f"[name$=-{part}]"), value)
    writer.hands.check(writer.labelled(said(writer, TRUE)))


def complete(writer, name):
    """What came back is completed and handed in again."""
    writer.desk("Complete the application and hand it in again", title(name))
    button(writer, "Edit the application")
    writer.hands.fill(writer.labelled(said(writer, PROBLEM)), "独居老人吃饭难，附近没有食堂。")
    writer.press("Save and check before handing in")
    writer.press("Hand in the completed application")


def close_call(secretary):
    secretary.desk("The deadline has passed: close the call")
    secretary.act("Close the call")


def screen(secretary, name, words, **filled):
    secretary.desk("Screen the applications")
    secretary.follow(secretary.page.get_by_role("link", name=title(name)))
    secretary.act(words, filled=filled)


# ---- reviews and the decision -------------------------------------------------------------------------
def assign(secretary):
    secretary.desk("Assign reviewers")
    secretary.act("Assign reviewers")


def declare(reviewer):
    reviewer.desk("Declare conflicts and review the application")
    reviewer.act("I have no conflict of interest")


def recuse(reviewer):
    reviewer.desk("Declare conflicts and review the application")
    reviewer.act("I have a conflict of interest", filled={"What is the conflict?": "亲属在可能申报的机构任职。"})


def replace(secretary):
    secretary.desk("Replace reviewers with a conflict")
    button(secretary, "Replace the reviewer", within=secretary.page.get_by_role("row").filter(has_text="亲属"))
    secretary.fill("Reason", "回避")
    send(secretary, "Replace the reviewer")


def score(reviewer, points):
    """Scores what the reviewer has declared about: points by the title of the project."""
    reviewer.desk("Review the application")
    wanted = next(value for name, value in points.items() if title(name) in reviewer.text())
    for box in reviewer.page.locator("[name^=points_]").all():
        reviewer.hands.fill(box, str(wanted))
    reviewer.fill("Comment for the applicant", "可行。")
    reviewer.press("Hand in the review")


def propose(secretary):
    secretary.desk("The reviews are in: propose the awards")
    secretary.press("Propose the awards")
    for box in secretary.page.locator("textarea[name^=reasons_]").all():
        secretary.hands.fill(box, "按得分排序。")
    send(secretary, "Propose the awards")


def decide(leader):
    leader.desk("Decide the awards")
    leader.act("Decide the awards")


def conclude(secretary):
    secretary.desk("The objection period is over")
    secretary.act("End the objection period")


# ---- the agreement --------------------------------------------------------------------------------------
def draw_up(secretary, name) -> str:
    secretary.desk("Draw up the agreement", title(name))
    send(secretary, "Draw up the agreement")
    secretary.act("Offer for signature", context="agreement")
    return urlsplit(secretary.page.url).path.removeprefix("/en")


def sign(party, words):
    party.desk("Sign the agreement")
    party.act(words, context="agreement")


def pay(finance):
    finance.desk("Pay the tranche")
    button(finance, "Pay", context="tranche")
    send(finance, "Pay", context="tranche")


def spend(writer, agreement, day):
    writer.go(agreement)
    writer.press("Enter an expense")
    writer.choose("Budget line", "餐费")
    writer.fill("Paid on", day)
    writer.fill("Amount", SPENT)
    writer.fill("What for", "餐费")
    writer.attach("Voucher (invoice, receipt)", paper("发票"))
    send(writer, "Enter an expense")


def report(writer):
    writer.desk("Hand in the report")
    button(writer, "Hand in the report")
    writer.fill("What was done", "按计划送餐，记录齐全。")
    writer.fill("People served", 60)
    send(writer, "Hand in the report")


def accept(secretary):
    secretary.desk("Decide about the report")
    button(secretary, "Accept the report")
    send(secretary, "Accept the report")


def claim(secretary, agreement):
    secretary.go(agreement)
    secretary.press("Propose to claim money back")
    secretary.tick("not spent")
    assert secretary.labelled("Amount to come back").input_value() == BACK.replace(",", "")
    secretary.fill("Reasons", "项目结余。")
    send(secretary, "Propose to claim money back")


def demand(leader, day):
    leader.desk("Decide about the claim")
    button(leader, "Demand it back")
    leader.fill("To be paid back until", day)
    send(leader, "Demand it back")


def book(finance):
    finance.desk("Book the money that came back")
    button(finance, "Book the money that came back")
    send(finance, "Book the money that came back")


def evaluate(secretary):
    secretary.desk("The final report is accepted: evaluate the project")
    secretary.press("Evaluate the project")
    secretary.tick("reached what was agreed")
    secretary.hands.fill(secretary.page.locator("[name=evaluation]"), "达到约定指标。")
    secretary.fill("What came of it, in Chinese", "六十位独居老人按时吃上热饭。")
    secretary.fill("What came of it, in English", "Sixty people had a warm meal.")
    send(secretary, "Evaluate the project")


def close(leader):
    leader.desk("The project is evaluated: close it")
    leader.act("Close and publish the result")


def figures(visitor) -> list:
    return re.findall(r"\d[\d,]*\.\d\d", visitor.text())

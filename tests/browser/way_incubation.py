"""The way of one organisation through a centre, act by act, as the street, the organisation and its mentor go it."""

import re
from urllib.parse import urlsplit

from .way import english
from .way_grants import button, said, send

CENTRE, INTAKE = ("邻里孵化园", "Neighbourhood incubator"), ("秋季入驻", "Autumn intake")
TRAINING = ("记账入门", "Bookkeeping for beginners")
GOAL, OUTCOME = "建立财务制度", "制度经理事会通过"
PARTS = {"Basic conditions": 120, "Internal governance": 280, "Work and results": 300, "Appraisal by society": 100}


def own(visitor) -> str:
    """The address of the page, without language."""
    return urlsplit(visitor.page.url).path.removeprefix("/en")


# ---- the centre, its round, the mentor ------------------------------------------------------------------
def open_centre(leader) -> str:
    leader.go("/incubation/centres/")
    leader.press("Open a centre")
    leader.fill("Name in Chinese", CENTRE[0])
    leader.fill("Name in English", CENTRE[1])
    leader.fill("Places (desks)", 2)
    send(leader, "Open a centre")
    return own(leader)


def draft_round(secretary, centre, days):
    secretary.go(centre)
    secretary.press("Draft an intake round")
    secretary.fill("Title in Chinese", INTAKE[0])
    secretary.fill("Title in English", INTAKE[1])
    for label, day in zip(("First day", "Last day"), days, strict=True):
        secretary.fill(label, day)
    send(secretary, "Draft an intake round")


def publish_round(leader, centre):
    leader.go(centre)
    leader.act("Publish the round")


def enter_mentor(secretary, address):
    secretary.go("/experts/")
    secretary.press("Propose somebody")
    secretary.fill("E-mail of the person", address)
    secretary.hands.check(secretary.page.locator("[name=kind]").first)
    secretary.hands.check(secretary.page.locator("[name=fields_]").first)
    secretary.tick("mentors organisations")
    secretary.fill("Unit in Chinese", "社会工作学院")
    send(secretary, "Propose somebody")


def admit(leader):
    leader.desk("Decide about the admission")
    leader.act("Admit to the roster")


# ---- coming in ------------------------------------------------------------------------------------------
def apply(owner, centre) -> str:
    owner.go(centre)
    owner.press("Apply for incubation")
    owner.choose("Intake round", said(owner, INTAKE))
    owner.fill("Why it wants to come in", "想把互助社办成能长期服务的机构。")
    send(owner, "Apply for incubation")
    return own(owner)


def invite(secretary, moment):
    secretary.desk("Read the application and invite, or decline")
    secretary.act("Invite to an interview", filled={"Interview on": moment})


def offer(leader, mentor, until):
    leader.desk("The interview is over: decide")
    leader.press("Offer an agreement")
    leader.fill("Agreed until", until)
    leader.choose("Mentor", mentor)
    leader.fill("Agreement", "园区提供一个工位；互助社按季度汇报。")
    send(leader, "Offer an agreement")


def sign(owner):
    owner.desk("Read the agreement and sign it")
    owner.act("Sign the agreement")


# ---- the plan -------------------------------------------------------------------------------------------
def assess(owner, stay, mark):
    owner.go(stay)
    owner.press("Fill in the maturity form")
    for choice in owner.page.locator(f"main form.act input[type=radio][value='{mark}']").all():
        owner.hands.check(choice)
    send(owner, "Fill in the maturity form")


def set_goal(owner, day):
    owner.act("Add a goal", filled={"Goal": GOAL, "To be reached by": day})


def meet(mentor, name):
    mentor.go("/desk/")
    mentor.follow(mentor.page.locator("main nav").get_by_role("link", name=name))
    mentor.act("Record a meeting", filled={"What was talked about": "理事会怎样开。", "Next steps": "下月交章程草稿。"})
    assert "下月交章程草稿。" in mentor.text()


def reach_goal(owner, stay):
    owner.go(stay)
    owner.act("A goal was reached", filled={"What came of it": OUTCOME})


# ---- a training -----------------------------------------------------------------------------------------
def plan_training(secretary, centre, starts, ends) -> str:
    """One place only."""
    secretary.go(centre)
    secretary.press("Plan a training")
    secretary.fill("Title in Chinese", TRAINING[0])
    secretary.fill("Title in English", TRAINING[1])
    secretary.fill("Begins", starts)
    secretary.fill("Ends", ends)
    secretary.fill("Hours for the certificate", "3")
    secretary.hands.fill(secretary.page.locator("[name=places]"), "1")
    secretary.fill("Where, in Chinese", "园区教室")
    send(secretary, "Plan a training")
    secretary.act("Publish the training")
    return own(secretary)


def enrol(visitor, training):
    visitor.go(training)
    visitor.press("Take part")
    send(visitor, "Take part")


def wait(visitor, training):
    visitor.go(training)
    visitor.press("Stand on the waiting list")
    send(visitor, "Stand on the waiting list")


def give_up(visitor, training):
    visitor.go(training)
    visitor.act("Do not take part")


def here(visitor, staff, training):
    """The staff hangs up the code; the visitor opens what is behind it."""
    staff.go(training)
    staff.press("QR code for the room")
    visitor.page.goto(staff.page.locator("main code").inner_text())
    visitor.look()
    visitor.press("I am here", within=visitor.page.locator("main"))


def close_training(secretary):
    secretary.desk("Close the attendance")
    secretary.act("Close the attendance")


def certificate(visitor, training) -> str:
    """Reads the paper and says how useful it was; returns the number."""
    visitor.go(training)
    assert visitor.read("Certificate (PDF)").startswith(b"%PDF")
    number = re.search(r"certificates/([^/]+)/", visitor.find("Certificate (PDF)").get_attribute("href"))[1]
    visitor.press("Say how useful it was")
    visitor.hands.check(visitor.page.locator("[name=stars][value='5']"))
    visitor.fill("What would you change?", "多些练习。")
    send(visitor, "Say how useful it was")
    return number


# ---- the centre looks back --------------------------------------------------------------------------------
def review(secretary):
    secretary.desk("The quarterly review is due")
    secretary.press("Review a quarter")
    secretary.tick("on track")
    secretary.fill("Findings", "制度已立，活动正常。")
    send(secretary, "Review a quarter")


def advance(leader, stay, stage):
    leader.go(stay)
    leader.press("Record a stage")
    leader.hands.check(leader.page.locator(f"[name=stage][value={stage}]"))
    send(leader, "Record a stage")


def graduate(leader):
    leader.act("Graduate it", filled={"Reason": "能独立承接项目。"})


# ---- the assessment of a grade ------------------------------------------------------------------------------
def assess_itself(owner):
    owner.go("/desk/")
    owner.press("Assessments")
    button(owner, "Begin an assessment")
    owner.hands.check(owner.page.locator("[name=wanted][value='3A']"))
    send(owner, "Begin an assessment")
    owner.press("Fill in the self-assessment")
    points(owner)
    owner.fill("Evidence", "章程、年检结论、审计报告。")
    send(owner, "Fill in the self-assessment")
    owner.act("Hand the self-assessment in")


def points(visitor):
    for label, number in PARTS.items():
        visitor.fill(label, number)


def visit(secretary, day):
    secretary.desk("Visit the organisation and record it")
    secretary.press("Record the visit")
    points(secretary)
    secretary.fill("Visited on", day)
    secretary.hands.check(secretary.page.locator("[name=visitors]").first)
    secretary.fill("Findings of the visit", "与自评一致。")
    send(secretary, "Record the visit")


def give_grade(leader):
    leader.desk("Decide about the grade")
    leader.press("Give the grade")
    leader.prove()
    leader.hands.check(leader.page.locator("[name=grade][value='3A']"))
    seats = leader.page.locator("select[name^=vote_]:has(option[value=IN_FAVOUR])").all()[:7]
    for seat, vote in zip(seats, ["IN_FAVOUR"] * 5 + ["AGAINST", "ABSENT"], strict=True):
        leader.hands.choose(seat, vote)
    send(leader, "Give the grade")


def enter_grade(leader, address):
    """The public notice has passed."""
    leader.go(address)
    leader.press("Enter the grade in the register")
    send(leader, "Enter the grade in the register")


def name_of(visitor, organisation) -> str:
    return organisation.name_en if english(visitor) else organisation.name_zh

"""A grant round by clicks alone: the form is built, three organisations apply, one is returned, one does not meet the
conditions, a reviewer steps back, the awards are proposed and decided; in both languages."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from marketplace.core import clock
from projects.grants.models import Application, Review, Round
from tests.projects.grants import builders as b

from .steps import PASSWORD, Portal
from .test_flow import SECRET, Days

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AMOUNTS = {"w1": "10000", "w2": "12000", "w3": "8000"}


@pytest.fixture
def street(settings, site):
    """People with passwords and one-time codes; the portal's clock stands before the round."""
    settings.CLOCK_SHIFT = round_seconds(b.START - clock.now())
    settings.SITE_URL = site
    street = b.make_street()
    for name, user in street.users.items():
        user.email = f"{name}@tenders.example"
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        TOTP.activate(user, SECRET)
    cache.clear()
    return street


def round_seconds(delta) -> int:
    return round(delta.total_seconds())


def build_form(editor):
    editor.go("/grants/forms/")
    editor.press("Draft a form", nth=0)
    editor.fill("Title in Chinese", "申报表二")
    editor.press("Draft a form", within=editor.page.locator("main form"))
    editor.press("Add a section")
    editor.fill("Title in Chinese", "项目")
    editor.press("Save")
    for kind, question in (
        ("longer text", "为什么做"),
        ("budget that adds up", "预算"),
        ("declaration to confirm", "属实"),
    ):
        editor.page.locator("main summary").first.click()
        editor.press(kind)
        editor.fill("Question in Chinese", question)
        editor.tick("Must be answered")
        editor.press("Save")
    editor.press("See it as an applicant")


def draft_round(editor):
    editor.go("/grants/new/")
    editor.fill("Title in Chinese", "秋季创投")
    editor.choose("Paid from", "GF1")
    editor.choose("Form", "申报表二")
    editor.fill("Money of the round", "30000")
    editor.fill("Highest sum of an application", "15000")
    for label, moment in (
        ("Applications from", b.START),
        ("Applications until", b.DEADLINE),
        ("Reviews until", b.REVIEW_UNTIL),
    ):
        editor.fill(label, moment.strftime("%Y-%m-%dT%H:%M"))
    editor.press("Begin the draft")
    editor.fill("Text in Chinese", "请申报。")
    editor.fill("Reviewers of each application", "2")
    editor.fill("Agreement template in Chinese", "协议书")
    editor.press("Save and ask for approval")
    editor.press("Ask for approval")


def apply(writer, name, address):
    writer.go(address)
    writer.press("Begin an application")
    writer.fill("Title of the project", f"项目{name}")
    writer.fill("Summary for the public", "为邻里做的事。")
    writer.fill("Amount that is asked for", AMOUNTS[name])
    writer.fill("为什么做", "社区里需要。")
    writer.fill("What is bought 1", "材料")
    writer.fill("Quantity 1", "1")
    writer.fill("Unit price (yuan) 1", AMOUNTS[name])
    writer.fill("From this grant (yuan) 1", AMOUNTS[name])
    writer.tick("属实")
    writer.press("Save and check before handing in")
    writer.press("Hand in")
    writer.sees("Receipt")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_round_from_the_form_to_the_decision(chromium, site, street, settings, language):
    portal, days = Portal(chromium, site, language), Days(settings)

    def visit(name):
        return portal.visitor(name, secret=SECRET)

    build_form(visit("editor"))
    draft_round(visit("editor"))
    leader = visit("leader")
    leader.desk("Approve the round")
    leader.act("Approve and publish")
    made = Round.objects.get()
    for name in ("w1", "w2", "w3"):
        apply(visit(name), name, f"/grants/{made.code}/")
    days.until(b.DEADLINE + timedelta(minutes=1))
    portal.inside.clear()
    secretary = visit("secretary")
    secretary.desk("The deadline has passed: close the call")
    secretary.act("Close the call")
    one, two, three = (Application.objects.get(title=f"项目{name}") for name in ("w1", "w2", "w3"))
    secretary.go(one.get_absolute_url().removeprefix("/en"))
    secretary.act("Return to be completed", filled={"What is missing": "缺少说明"})
    secretary.go(three.get_absolute_url().removeprefix("/en"))
    secretary.act("Does not meet the conditions", filled={"Reason": "不在范围内"})
    secretary.go(two.get_absolute_url().removeprefix("/en"))
    secretary.act("Passes the screening")
    writer = visit("w1")
    writer.desk("Complete the application and hand it in again")
    writer.press("Edit the application")
    writer.press("Save and check before handing in")
    writer.press("Hand in the completed application")
    secretary.go(one.get_absolute_url().removeprefix("/en"))
    secretary.act("Passes the screening")
    secretary.go(f"/grants/{made.code}/")
    secretary.act("Assign reviewers")
    first = Review.objects.order_by("pk").first()
    name = b.name_of(street, first.reviewer)
    visit(name).go(f"/grants/reviews/{first.pk}/")
    visit(name).act("I have a conflict of interest", filled={"What is the conflict?": "亲属在该机构任职"})
    secretary.go(f"/grants/{made.code}/ranking/")
    secretary.page.get_by_role("link", name=portal.words("Replace the reviewer")).last.wait_for()
    secretary.go(f"/do/grants.review/{first.pk}/replace/")
    secretary.fill("Reason", "回避")
    secretary.press("Replace the reviewer", within=secretary.page.locator("main"))
    for review in Review.objects.filter(state="assigned").order_by("pk"):
        reviewer = visit(b.name_of(street, review.reviewer))
        reviewer.go(f"/grants/reviews/{review.pk}/")
        reviewer.act("I have no conflict of interest")
        reviewer.go(f"/grants/reviews/{review.pk}/")
        for box in reviewer.page.locator("input[name^=points_]").all():
            box.fill("75")
        reviewer.press("Hand in the review")
    secretary.desk("The reviews are in: propose the awards")
    secretary.press("Propose the awards")
    for box in secretary.page.locator("textarea[name^=reasons_]").all():
        box.fill("理由充分")
    secretary.press("Propose the awards", within=secretary.page.locator("main"))
    leader = visit("leader2")
    leader.desk("Decide the awards")
    leader.act("Decide the awards")
    anybody = portal.visitor()
    anybody.go(f"/grants/{made.code}/")
    assert "项目w1" in anybody.text() and "项目w3" not in anybody.text()
    visit("w3").go(three.get_absolute_url().removeprefix("/en"))
    assert "不在范围内" in visit("w3").text()

"""The demo's projects that came to something: paid, with a published outcome."""

from datetime import time
from decimal import Decimal

from marketplace.contracts import domain as contracts
from marketplace.contracts.demo import ProjectStory, projects
from marketplace.core import channels, follows, letters, rowcodes
from marketplace.core.actors import ANONYMOUS
from marketplace.core.demo import rows, story
from marketplace.core.models import Mail
from marketplace.core.news import FOLLOWS
from marketplace.tenders.models import Call

from . import domain
from .models import Outcome

FINISHED = ("PJ05", "PJ09", "PJ13")
TOLD_ONCE = "PJ09"  # its last milestone tells the whole contract: the draft of the whole one is set aside
INTERIM = ("PJ01", "PJ03", "PJ07", "PJ08", "PJ11")


@story(order=60)
def told_projects(world):
    table = projects(world)
    texts = {row["project"]: row for row in rows("projects.outcomes", "outcomes.json")["outcomes"] if row["project"]}
    return [
        *[finished(world, table[c], texts.get(c)) for c in FINISHED],
        *[interim(world, table[c], texts.get(c), c != "PJ11") for c in INTERIM],
    ]


def finished(world, row, text):
    """Both milestones accepted and paid, the contract closed, the outcome published."""
    yield world.at(-600, 8)
    plan = ProjectStory(world, row)
    yield from plan.signed()
    yield from plan.paid(1, share=Decimal("0.5"))
    yield from plan.paid(2, voices=6, actuals=told_figures(text))
    yield from publish(world, plan, 2, text)
    yield plan.next_day(16)
    contracts.close(plan.contract, by=world.actor("buyer"))
    if row["code"] == TOLD_ONCE:
        yield plan.next_day(9)
        whole = Outcome.objects.get(contract=plan.contract, milestone=None)
        domain.set_aside(whole, by=world.actor("editor"), reason="期末成效已写明全部服务，不再另写一份。")


def interim(world, row, text, published):
    yield world.at(-600, 8)
    plan = ProjectStory(world, row)
    yield from plan.signed()
    yield from plan.paid(1, share=Decimal("0.6"), actuals=told_figures(text))
    if published:
        yield from publish(world, plan, 1, text)
    else:
        yield plan.next_day(9)
        outcome = Outcome.objects.get(milestone=plan.milestone(1))
        write(world, plan, outcome, text)
        domain.submit(outcome, by=world.actor(plan.owner))


def publish(world, plan, position, text):
    """The organisation writes, the editor publishes."""
    yield plan.next_day(9)
    outcome = Outcome.objects.get(milestone=plan.milestone(position))
    write(world, plan, outcome, text)
    domain.submit(outcome, by=world.actor(plan.owner))
    yield plan.next_day(15)
    domain.publish(outcome, by=world.actor("editor"))


def told_figures(text) -> dict:
    """What the data pack says was reached: the delivery and the outcome say the same."""
    return {r["key"]: Decimal(str(r["actual"])) for r in (text or {}).get("indicators", [])}


def write(world, plan, outcome, text):
    actuals = told_figures(text)
    if text:
        rowcodes.keep(outcome, text["code"])
    domain.edit(
        outcome, by=world.actor(plan.owner), title_zh=(text or {}).get("title_zh") or outcome.title_zh, title_en=(text or {}).get("title_en") or outcome.title_en,
        story_zh=(text or {}).get("story_zh") or outcome.story_zh, story_en=(text or {}).get("story_en") or "", people_served=outcome.people_served,
        measured_on=outcome.measured_on, actuals=actuals,
    )  # fmt: skip


@story(order=70)
def readers(world):
    """People follow what concerns them: a resident, a social organisation, the auditor. Each is told in an own way."""
    yield world.at(-90, 20)
    resident, fund = world.people["resident"], world.things["FD01"]
    channels.choose(resident, FOLLOWS, mail=Mail.WEEKLY)
    letters.set_quiet_hours(resident, time(21), time(8))
    for obj in (fund, world.things["communities"]["CM02"], world.things["communities"]["CM19"], world.things["OR16"]):
        follows.follow(obj, by=world.actor("resident"))
    for key, code in (("or01", "OR16"), ("auditor", "OR01"), ("auditor", "FD07")):
        follows.follow(world.things[code], by=world.actor(key))
    channels.choose(world.people["or01"], "offers", mail=Mail.NOW)
    yield world.at(-2, 10)
    for call in Call.objects.visible_to(ANONYMOUS).order_by("-published_at")[:3]:
        for key in ("resident", "or01"):
            follows.follow(call, by=world.actor(key))

"""A round with a thousand applications of three reviews each: its list, its export, who reviews what."""

import random
import tracemalloc
from datetime import timedelta
from time import perf_counter

from django.test import override_settings

from ._common import ask, figure, interleaved, portal_handler, session_of

FEW, MANY, EXPERTS, REVIEWS = 20, 1_000, 60, 3
TIED = 0.1  # share of the pairs of expert and applicant that must not meet
ROUNDS = 15


def _street():
    """(street, round whose applications passed the screening, 60 experts of the roster)."""
    from marketplace.core import clock
    from orgs.experts.models import Expert
    from projects.grants.states import RoundState
    from tests import factories
    from tests.projects.grants import builders

    street, round = builders.opened(builders.make_street(organisations=0), reviewers=REVIEWS, blind=False)
    now = clock.now()
    type(round).objects.filter(pk=round.pk).update(
        state=RoundState.SCREENING, deadline=now - timedelta(days=5), review_until=now + timedelta(days=30)
    )
    people = [factories.make_user(f"expert{n}@grants.example") for n in range(EXPERTS)]
    by = street.users["secretary"]
    rows = [
        Expert(code=f"EX{n:03d}", user=user, office=street.office, kind="PRACTICE", fields="|LAW|FINANCE|", limit=200,
               unit_zh=f"单位{n}", state="listed", entered_by=by, entered_at=now)
        for n, user in enumerate(people)
    ]  # fmt: skip
    return street, builders.fresh(round), Expert.objects.bulk_create(rows)


def _add(street, round, experts, count, dice):
    """So many more applications that passed, each of an organisation of its own; ties at random, always the same ones."""
    from marketplace.core import clock
    from orgs.experts.models import Tie
    from orgs.models import Organisation
    from projects.grants.models import Application

    first, now = Application.objects.count(), clock.now()
    names = [f"邻里互助社{first + n:04d}" for n in range(count)]
    known = Organisation.objects.bulk_create(
        Organisation(
            code=f"BG{first + n}",
            uscc=f"BENCH{first + n:013d}",
            name_zh=name,
            name_en=name,
            legal_form="PRIVATE_NON_ENTERPRISE",
            org_class="PUBLIC_SERVICE",
            founded="2015-01-05",
            state="verified",
        )  # fmt: skip
        for n, name in enumerate(names)
    )
    content = {"title": "银龄相伴", "summary": "为独居老人送餐。", "amount": "10000.00", "answers": {"f1": "独居老人吃饭难。" * 40, "f2": "old"}}  # fmt: skip
    rows = [
        Application(
            code=f"bench{first + n}", round=round, organisation=organisation, form=round.form, state="accepted", writer=street.users["editor"],
            title=f"银龄相伴{n}", amount="10000.00", content=content, mark=f"A{first + n:04d}", submitted_at=now, created_at=now,
        )
        for n, organisation in enumerate(known)
    ]  # fmt: skip
    Application.objects.bulk_create(rows)
    ties = [
        Tie(expert=expert, organisation=organisation, kind="OTHER", since="2026-01-01")
        for organisation in known for expert in experts if dice.random() < TIED
    ]  # fmt: skip
    Tie.objects.bulk_create(ties, batch_size=2000)
    return rows


def _assigned(rows, experts, dice):
    from marketplace.core import clock
    from projects.grants.models import Review

    now = clock.now()
    Review.objects.bulk_create(
        Review(application=row, reviewer_id=expert.user_id, state="handed_in", assigned_at=now)
        for row in rows
        for expert in dice.sample(experts, REVIEWS)
    )


def application_list() -> list[dict]:
    """The secretariat's list, and a page of one round, at 20 and at 1,000 applications; the export in between."""
    street, round, experts = _street()
    dice = random.Random(7)
    pages = {"list": "/grants/applications/", "of_a_round": f"/grants/applications/?round={round.code}"}
    cookies, times = session_of(street.users["secretary"]), []
    with override_settings(PAGE_CACHE_SECONDS=60):
        for count in (FEW, MANY - FEW):
            _assigned(_add(street, round, experts, count, dice), experts, dice)
            handler = portal_handler()
            times.append(interleaved({n: lambda u=u: ask(handler, u, cookies) for n, u in pages.items()}, ROUNDS))  # noqa: B023
    few, many = times
    found = [
        figure(
            f"applications_{name}_at_1000", many[name] / few[name], 1.5, "lower",
            f"{pages[name]}: {many[name] * 1000:.1f} ms at {MANY:,} applications of {REVIEWS} reviews, {few[name] * 1000:.1f} ms at {FEW}; median of {ROUNDS}",
        )
        for name in pages
    ]  # fmt: skip
    return [*found, _export(round)]


def _export(round):
    from projects.grants import exporting

    tracemalloc.start()
    size = sum(len(part) for part in exporting.response(round, round.applications.all(), "csv").streaming_content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    whole = round.applications.count() * 4_000
    return figure(
        "applications_export_peak", peak / whole, 1, "lower",
        f"CSV of {MANY:,} applications, {size / 1000:,.0f} kB: {peak / 1000:,.0f} kB of Python objects at once; 1 is some 4 kB for every row",
    )  # fmt: skip


def assignment_of_reviews() -> list[dict]:
    """3,000 reviews to 60 experts, a tenth of the pairs tied: who takes what, from the records and the roster."""
    from projects.grants.domain import reviewing

    street, round, experts = _street()
    rows = _add(street, round, experts, MANY, random.Random(7))
    began = perf_counter()
    chosen = reviewing.plan(round, rows)
    took = perf_counter() - began
    load = dict.fromkeys((expert.user_id for expert in experts), 0)
    for people in chosen.values():
        for person in people:
            load[person] = load.get(person, 0) + 1
    with override_settings(TASK_MODE="worker"):
        began = perf_counter()
        reviewing.begin_reviews(round, by=street.actor("secretary"))
        whole = perf_counter() - began
    spread = max(load.values()) - min(load.values())
    note = f"{sum(load.values()):,} reviews to {len(load)} people, {min(load.values())}–{max(load.values())} each, conflicts of {len(experts)} × {MANY:,} pairs asked"
    return [
        figure("assignment_of_reviews_seconds", took, 2, "lower", note),
        figure(
            "assignment_of_reviews_whole_verb_seconds",
            whole,
            5,
            "lower",
            "the same with checks, rows, 3,000 audit events and what the outbox is given, in one transaction",
        ),  # fmt: skip
        figure("assignment_of_reviews_spread", spread, 1, "lower", note),
    ]


BENCHES = (application_list, assignment_of_reviews)

"""Figures of incubation: from the records, never typed."""

from collections import Counter
from decimal import Decimal

from django.db.models import Count, Q

from marketplace.core import clock
from orgs.domain.records import years_later

from . import others
from .models import Care, Centre, Stay
from .states import STAY_PUBLIC, StayState


def multiplication() -> list[dict]:
    """For each open centre: how many others each graduate should help, and how many they look after now."""
    caring = dict(Care.objects.filter(state="running").values("hub").annotate(n=Count("pk")).values_list("hub", "n"))
    found = []
    for centre in Centre.objects.filter(state="open").order_by("code"):
        graduates = set(
            Stay.objects.filter(centre=centre, state=StayState.GRADUATED, organisation__isnull=False).values_list(
                "organisation", flat=True
            )
        )
        done = sum(caring.get(key, 0) for key in graduates)
        wanted = centre.helps_target * len(graduates)
        reached = sum(caring.get(key, 0) >= centre.helps_target for key in graduates)
        found.append(
            {"centre": centre, "graduates": len(graduates), "wanted": wanted, "done": done, "reached": reached}
        )
    return found


def by_class_and_stage() -> Counter:
    """{(class, stage): n} of bodies that are or were inside, by their newest stage."""
    rows = Stay.objects.filter(state__in=STAY_PUBLIC).values_list(
        "organisation__org_class", "group__org_class", "stage"
    )
    return Counter((org or group, stage) for org, group, stage in rows)


def survival(years=(1, 2, 3)) -> list[dict]:
    """Of the bodies whose stay ended at least n years ago (graduates): how many still stood in the register n years after."""
    today, found = clock.today(), []
    rows = list(
        Stay.objects.filter(state=StayState.GRADUATED, organisation__isnull=False, ended_on__isnull=False).values_list(
            "organisation", "ended_on"
        )
    )
    gone = _gone([organisation for organisation, _day in rows])
    for n in years:
        old = [(organisation, years_later(day, n)) for organisation, day in rows if years_later(day, n) <= today]
        alive = sum(not (organisation in gone and gone[organisation] <= day) for organisation, day in old)
        found.append(
            {"years": n, "graduates": len(old), "alive": alive, "share": Decimal(alive) / len(old) if old else None}
        )
    return found


def _gone(organisations) -> dict:
    """{organisation: day on which it withdrew}, of those that stand outside the register now."""
    from django.utils import timezone

    from marketplace.core.models import AuditEvent
    from orgs.models import Organisation

    out = set(Organisation.objects.filter(pk__in=organisations, state="withdrawn").values_list("pk", flat=True))
    events = AuditEvent.objects.filter(verb="orgs.organisation.withdraw", object_id__in=out).order_by("id")
    return {event.object_id: timezone.localtime(event.at).date() for event in events}


def by_place() -> list[dict]:
    """Bodies inside and graduated, by community."""
    q = Q(organisation__isnull=False)
    rows = Stay.objects.filter(state__in=STAY_PUBLIC).filter(q | Q(group__isnull=False))
    counted = Counter()
    names = {}
    for stay in rows.select_related("organisation__community", "group__community"):
        place = stay.body.community
        if place is not None:
            names[place.pk] = place
            counted[place.pk, stay.state] += 1
    return [
        {"place": names[pk], **{state: counted[pk, state] for state in STAY_PUBLIC}}
        for pk in sorted(names, key=lambda pk: names[pk].code)
    ]


def won_after_graduating() -> list[dict]:
    """[{stay, amount}] of graduates that won money since the day they graduated, the most first; told by the rooms above."""
    stays = {}
    rows = Stay.objects.filter(state=StayState.GRADUATED, organisation__isnull=False).select_related("organisation")
    for stay in rows.order_by("ended_on"):
        stays.setdefault(stay.organisation_id, stay)
    sums = Counter()
    for row in others.money_won(stays):
        if row.day >= stays[row.organisation].ended_on:
            sums[row.organisation] += row.amount
    return [{"stay": stays[key], "amount": amount} for key, amount in sums.most_common()]

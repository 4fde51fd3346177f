"""Who acts for a hub, and what must hold."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import named, requirement, rule
from orgs.rules import member_of

hub_side = member_of(lambda obj: obj.hub_id, "OWNER", "BID_WRITER")
cared_owner = member_of(lambda obj: obj.organisation_id, "OWNER")
either_side = named(
    "incubation.either_side",
    _("This is for the hub, and for the owner of the organisation it looks after."),
    hub_side | cared_owner,
)


@rule(
    "incubation.hands_over",
    _("This is for a leader of the office that hands the function over, without a part in the hub."),
)
def hands_over(actor, function):
    if function.office_id is None or function.hub_id in actor.belongs_to:
        return False
    return not actor.bodies("office", "LEADER").isdisjoint(function.office.led_from())


@requirement("incubation.no_hub", _("“%(name)s” is not recognised as a hub, or not verified."))
def is_hub(actor, obj):
    hub = obj.hub
    return None if hub.is_hub and hub.state == "verified" else {"name": hub.name}


@requirement("incubation.itself", _("A hub does not look after itself."), field="organisation")
def not_itself(actor, care):
    return {} if care.hub_id == care.organisation_id else None


@requirement("incubation.report_told", _("The report of this quarter is there, or the hub was told."))
def report_is_due(actor, care):
    from .quarters import due_report

    return None if due_report(care) and care.told_quarter != due_report(care) else {}


LATE = timedelta(days=30)


@requirement(
    "incubation.report_told_last",
    _("The report of this quarter is there, not a month late, or the hub was told again."),
)
def report_is_late(actor, care):
    """The second letter: a month after the quarter, where the first one has gone out before."""
    late = is_a_month_late(care)
    return None if late and care.told_quarter == late and care.told_last != late else {}


def is_a_month_late(care) -> str:
    """The quarter whose report should be there for a month; "" when there is none."""
    from .quarters import due_report, ended_on

    due = due_report(care)
    return due if due and clock.today() >= ended_on(due) + LATE else ""


@requirement("incubation.cared_already", _("The hub looks after it already, or has offered to."), field="organisation")
def not_yet(actor, care):
    same = type(care)._base_manager.filter(
        hub_id=care.hub_id, organisation_id=care.organisation_id, state__in=["proposed", "running"]
    )
    return {} if same.exclude(pk=care.pk).exists() else None

"""What the clock brings: letters about reviews and reports that are due, agreements that end, grades that expire."""

from contextlib import suppress

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.core.registry import periodic

from . import domain
from .models import Care, Stay
from .quarters import due_quarter, due_report, last_ended
from .rules import END_SOON


@periodic("incubation.reviews")
def reviews(actor):
    """Safe to run twice: a stay and a care remember for which quarter their people were told."""
    for stay in Stay.objects.inside().exclude(told_quarter=last_ended()).prefetch_related("reviews"):
        if due_quarter(stay):
            domain.tell_due(stay, by=actor)
    for care in Care.objects.filter(state="running").exclude(told_quarter=last_ended()).prefetch_related("reports"):
        if due_report(care):
            domain.tell_report_due(care, by=actor)
    for care in (
        Care.objects.filter(state="running", told_quarter=last_ended())
        .exclude(told_last=last_ended())
        .prefetch_related("reports")
    ):
        if due_report(care):
            _try(domain.tell_report_late, care, actor)


@periodic("incubation.notices")
def notices(actor):
    """Grades whose public notice has passed without an open objection enter the register."""
    domain.confirm_grades(by=actor)


@periodic("incubation.endings")
def endings(actor):
    """Agreements that end within sixty days, grades that expire within half a year: each is told once, and once more shortly before."""
    for stay in Stay.objects.inside().filter(until__lte=clock.today() + END_SOON).for_list():
        if stay.told_end != stay.until:
            _try(domain.tell_ending, stay, actor)
        elif stay.told_last != stay.until:
            _try(domain.tell_last, stay, actor)
    domain.tell_of_grades(by=actor)
    domain.tell_of_grades_again(by=actor)


def _try(do, row, actor):
    with suppress(Refused):  # not close enough; told by another worker, prolonged, reported or ended in the meantime
        do(row, by=actor)

"""Who mentors a body."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refused
from orgs.experts.conflicts import conflicts_of
from orgs.experts.models import Expert
from orgs.experts.queries import loads

from ..models import Mentoring


def appoint(stay, expert):
    """Write the mentor of a stay from today on; called by verbs.

    Raises:
        Refused: not available, at the limit, or tied to the organisation (field "mentor").
    """
    now = stay.mentorings.filter(until=None).first()
    if now and now.expert_id == expert.pk:
        return
    if not Expert.objects.available().filter(pk=expert.pk, mentors=True).exists():
        raise Refused(
            "incubation.no_mentor",
            _("%(name)s does not mentor at present."),
            field="mentor",
            values={"name": str(expert)},
        )
    if loads([expert])[expert.pk] >= expert.limit:
        raise Refused(
            "incubation.mentor_full", _("%(name)s has %(n)s tasks already, as many as agreed."), field="mentor",
            values={"name": str(expert), "n": expert.limit},
        )  # fmt: skip
    found = conflicts_of(expert, stay.organisation) if stay.organisation_id else []
    tied = [one for one in found if one.code != "mentor"]
    if tied:
        raise Refused(
            "incubation.mentor_tied", _("%(name)s has to do with this organisation: %(why)s"), field="mentor",
            values={"name": str(expert), "why": str(tied[0].sentence)},
        )  # fmt: skip
    if now:
        now.until = clock.today()
        now.save(update_fields=["until"])
    Mentoring.objects.create(stay=stay, expert=expert, since=clock.today())

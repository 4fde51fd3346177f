"""Who hears what of a round: people by their roles today, applicants by their organisations. Asked when the outbox delivers."""

from orgs.queries import holders

from .rules import round_of

# Roles by name, as rules do: this module is loaded before the models.
SIDE = ("OWNER", "BID_WRITER")


def _office(*roles):
    def to(obj):
        return holders(*roles, office=round_of(obj).office_id)

    return to


leaders = _office("LEADER")
secretaries = _office("SECRETARY")
leaders_and_secretaries = _office("LEADER", "SECRETARY")
finance = _office("FINANCE")


def drafter(round):
    return [round.drafted_by]


def _of_organisations(ids, roles=SIDE):
    from orgs.models import Membership, User

    rows = Membership.objects.current().filter(role__in=roles, organisation_id__in=ids)
    return list(User.objects.filter(pk__in=rows.values("user_id"), is_active=True))


def possible_applicants(round):
    """Owners and bid writers of the organisations that may apply."""
    from .eligibility import organisations_for

    return _of_organisations(organisations_for(round).values("pk"))


def _applicants(round, states):
    rows = round.applications.filter(state__in=states)
    return _of_organisations(list(rows.values_list("organisation_id", flat=True)))


def applicants_in_secret(round):
    """Everybody who writes at an application or has handed one in; never shown to the office."""
    return _applicants(round, ["draft", "submitted", "withdrawn"])


def judged_applicants(round):
    return _applicants(round, ["awarded", "waiting", "rejected"])


def reviewers(round):
    from orgs.models import User

    rows = User.objects.filter(grant_reviews__application__round=round, is_active=True)
    return list(rows.exclude(grant_reviews__state="replaced").distinct())


def secretaries_and_reviewers(round):
    return [*secretaries(round), *reviewers(round)]


def everybody_in(round):
    """The office's secretaries, the applicants, the reviewers."""
    states = ["draft", "submitted", "returned", "accepted"]
    return [*secretaries(round), *_applicants(round, states), *reviewers(round)]


def team(application):
    """Owners and bid writers of the applicant and of the organisations in its team."""
    ids = application.partners.filter(state="joined").values_list("organisation_id", flat=True)
    return _of_organisations([application.organisation_id, *ids])


def leading_side(partner):
    return _of_organisations([partner.application.organisation_id])


def partner(partner):
    return _of_organisations([partner.organisation_id], roles=("OWNER",))


def reviewer(review):
    return [review.reviewer]


def objector_side(objection):
    return _of_organisations([objection.organisation_id])


def concept_side(concept):
    return _of_organisations([concept.organisation_id])

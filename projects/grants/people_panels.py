"""Who hears what of a panel and of a discussion. Asked when the outbox delivers."""

from .people import _of_organisations, secretaries


def seated(panel):
    """Those who sit, and the reviewers of the round."""
    from orgs.models import User

    sits = User.objects.filter(grant_seats__panel=panel)
    reviews = User.objects.filter(grant_reviews__application__round=panel.round_id, grant_reviews__state="handed_in")
    return list((sits | reviews).distinct())


def presenters(panel):
    """Owners and bid writers of every team that presents."""
    from .models import Partner

    rows = panel.slots.exclude(application__state="withdrawn")
    ids = set(rows.values_list("application__organisation_id", flat=True))
    joined = Partner.objects.filter(application__in=rows.values("application"), state="joined")
    return _of_organisations([*ids, *joined.values_list("organisation_id", flat=True)])


def everybody(panel):
    return [*seated(panel), *presenters(panel)]


def everybody_told(panel):
    """Nobody hears of the end of what was never announced."""
    return everybody(panel) if panel.announced_at else []


def discussers(remark):
    """The others who may read it."""
    from orgs.models import User

    rows = User.objects.filter(grant_reviews__application=remark.application_id, grant_reviews__state="handed_in")
    people = {user.pk: user for user in (*rows, *secretaries(remark))}
    return [user for pk, user in people.items() if pk != remark.author_id]

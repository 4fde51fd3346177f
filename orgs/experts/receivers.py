"""A person's own file: what the roster holds about them."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused
from marketplace.core.registry import about_me, before_erasure


@before_erasure
def leave_first(user):
    """Who may still be asked to judge leaves the roster first."""
    from .models import Expert

    if not Expert.objects.filter(user=user, state__in=["proposed", "listed", "resting"]).exists():
        return None
    return Refused("experts.leave_first", _("Please leave the expert roster first."), kind="when")


@about_me
def entry(user) -> dict:
    from .models import Expert

    row = Expert.objects.filter(user=user).first()
    if row is None:
        return {}
    return {
        "expert": [
            {
                "fields": row.field_codes, "unit": row.unit_zh, "title": row.title_zh, "about": row.about_zh,
                "state": row.state, "since": row.entered_at,
            }
        ],
        "expert_posts": [{"employer": p.employer, "from": p.first_day, "until": p.last_day} for p in row.posts.all()],
        "expert_ties": [
            {"organisation": t.organisation.name, "kind": t.kind, "note": t.note, "from": t.since, "until": t.until}
            for t in row.ties.select_related("organisation")
        ],
        "expert_away": [{"from": a.first_day, "until": a.last_day} for a in row.aways.all()],
        "expert_appraisals": [
            {"about": a.about, "quality": a.quality, "punctuality": a.punctuality, "comment": a.comment, "at": a.at}
            for a in row.appraisals.all()
        ],
    }  # fmt: skip

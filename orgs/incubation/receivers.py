"""A person's own file: trainings, groups they speak for."""

from marketplace.core.registry import about_me


@about_me
def trainings_and_groups(user) -> dict:
    from .models import Enrolment, Group

    rows = Enrolment.objects.filter(user=user).select_related("training").order_by("id")
    return {
        "trainings": [
            {
                "title": r.training.title,
                "at": r.training.starts,
                "state": r.state,
                "certificate": r.certificate,
                "stars": r.stars,
                "feedback": r.feedback,
            }
            for r in rows
        ],
        "groups": [{"name": g.name, "state": g.state} for g in Group.objects.filter(speaker=user).order_by("id")],
    }

"""Who plans a panel and who discusses, and what must hold then. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.rules import requirement, rule

from . import rules


@requirement("grants.no_panel", _("This round has no panel among its stages."))
def round_has_a_panel(actor, panel):
    return None if panel.round.stages.filter(kind="PANEL").exists() else {}


@requirement("grants.not_reviewing", _("This is possible while the round is reviewed; it is in the state “%(state)s”."))
def round_is_reviewing(actor, panel):
    round = panel.round
    return None if round.state == "reviewing" else {"state": round.get_state_display()}


@requirement("grants.panel_unfinished", _("Give the place, who sits, and the order of the applications first."))
def panel_is_whole(actor, panel):
    return None if panel.place and panel.seats.exists() and panel.slots.exists() else {}


@requirement("grants.panel_past", _("The day of the panel lies in the past: %(date)s."))
def sits_ahead(actor, panel):
    return {"date": words.when(panel.starts_at)} if panel.starts_at <= clock.now() else None


@requirement("grants.panel_before_reviews", _("Reviewers of this round do not see who applies: the panel sits when all reviews are in, or after %(date)s."))  # fmt: skip
def sits_after_the_reviews(actor, panel):
    """Whoever presents is seen: in a blind round not before the scores can no longer change."""
    from .queries_reviews import released

    round = panel.round
    late = panel.starts_at > round.review_until or released(round)
    return None if late or not round.blind else {"date": words.when(round.review_until)}


@requirement("grants.panel_ahead", _("The panel sits on %(date)s."))
def has_begun(actor, panel):
    return {"date": words.when(panel.starts_at)} if clock.now() < panel.starts_at else None


@requirement("grants.panel_open", _("The panel of this round was neither held nor called off."))
def panel_is_over(actor, round):
    """Asked when the awards are proposed: of a round that has a panel among its stages."""
    if not round.stages.filter(kind="PANEL").exists():
        return None
    panel = getattr(round, "panel", None)
    return None if panel is not None and panel.state in ("held", "released", "called_off") else {}


# ---- the discussion --------------------------------------------------------------------------------------
@rule("grants.discusser", _("Only reviewers who handed in their scores of it, and the secretariat, may do this."))
def discusser(actor, remark):
    return reviewed(actor, remark.application) or all(
        one.test(actor, remark) for one in (rules.secretary, rules.not_reviewer, rules.no_interest)
    )


def reviewed(actor, application) -> bool:
    """Whether the actor scored it: not one with a conflict, not one who was replaced."""
    if not actor.is_known or application.pk is None:
        return False
    return application.reviews.filter(reviewer_id__in=actor.keys, state="handed_in").exists()


@requirement("grants.discussion_closed", _("It is discussed after the scores are released and before the awards are proposed."))  # fmt: skip
def discussion_is_open(actor, remark):
    from .queries_reviews import released

    application = remark.application
    is_open = application.round.state == "reviewing" and application.state == "accepted"
    return None if is_open and released(application.round) else {}

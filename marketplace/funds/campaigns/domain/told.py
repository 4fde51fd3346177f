"""News, questions, shares kept apart, and how far a campaign elsewhere has come."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import audit, clock, files
from marketplace.core.actors import system
from marketplace.core.money import ZERO
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from marketplace.core.verbs import act, creating, lock, verb

from ..models import Campaign, Question, ShareContribution, Sighting, Update


def tell_news(campaign: Campaign, *, by, text_zh: str, text_en: str = "") -> Campaign:
    """News for everybody; supporters with an account are told."""
    with verb("tell_news", campaign, by=by):
        Update.objects.create(campaign=campaign, text_zh=text_zh, text_en=text_en, at=clock.now(), by=by.user)
    return campaign


def ask(campaign: Campaign, *, by, text: str) -> Campaign:
    """Ask the organiser; question and answer are public once it is answered, the asker never.

    In the campaign's timeline it stands as done by the portal.
    """
    with act():
        lock(campaign)
        refusal = TABLES["campaigns.campaign"].refusal("ask", by, campaign)
        if refusal:
            raise refusal
        question = Question(campaign=campaign, asked_by=by.user, asked_at=clock.now(), text=text)
        with creating(question, by=by, verb="ask"):
            pass
        audit.record("campaigns.campaign.ask", campaign, by=system("questions"), public=True)
    return campaign


def answer(question: Question, *, by, answer: str) -> Question:
    with verb("answer", question, by=by):
        question.answer, question.answered_at, question.answered_by = answer, clock.now(), by.user
    return question


def decline(question: Question, *, by) -> Question:
    """It is not about the campaign; it stays unread by others."""
    with verb("decline", question, by=by):
        question.answered_at, question.answered_by = clock.now(), by.user
    return question


def note_share(campaign: Campaign, *, by, what_zh, value, rights_zh, what_en="", rights_en="") -> Campaign:
    """A share that somebody took: kept beside, in no sum of gifts."""
    if value is None or value <= ZERO:
        raise Refused("not_positive", _("The amount must be more than 0.00."), field="value")
    with verb("note_share", campaign, by=by):
        ShareContribution.objects.create(
            campaign=campaign, what_zh=what_zh, what_en=what_en, value=value, rights_zh=rights_zh, rights_en=rights_en,
            at=clock.now(), by=by.user,
        )  # fmt: skip
    return campaign


def record_sighting(campaign: Campaign, *, by, day, raised, supporters: int, evidence) -> Sighting:
    """Note how far a campaign elsewhere has come, with a picture or print of its page as evidence."""
    if day > clock.today():
        raise Refused("in_the_future", _("Figures are noted when they were seen, not before."), field="day")
    if not evidence:
        raise Refused("evidence_missing", _("Add a picture or print of its page."), field="evidence")
    sighting = Sighting(campaign=campaign, day=day, raised=raised, supporters=supporters, recorded_by=by.user)
    with creating(sighting, by=by, verb="record"):
        sighting.save()
        sighting.evidence = files.store(evidence, purpose="campaigns.evidence", by=by, owner=sighting)
    return sighting


def confirm_sighting(sighting: Sighting, *, by) -> Sighting:
    with verb("confirm", sighting, by=by):
        sighting.confirmed_by = by.user
    return sighting


def reject_sighting(sighting: Sighting, *, by, reason: str) -> Sighting:
    with verb("reject", sighting, by=by, note=reason):
        sighting.reason = reason
    return sighting

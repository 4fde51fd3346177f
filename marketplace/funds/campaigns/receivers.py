"""Gifts and promises for a campaign: whether it takes them now, and what its pots add; in the same transaction as the gift."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.actors import ANONYMOUS
from marketplace.core.refusals import Refused

from ..giving import causes, traces
from . import domain, law
from .models import Campaign, Question, Update
from .rules import WAIT_DAYS


def why_closed(campaign) -> Refused | None:
    """None from the first to the last moment of an open campaign; afterwards and before, the sentence."""
    if campaign.takes_gifts():
        return None
    if not campaign.is_here:
        return Refused("runs_elsewhere", _("This campaign runs elsewhere; nothing is given here."), kind="when")
    if campaign.state in ("draft", "filed"):
        return Refused(
            "not_open_yet", _("This campaign is being planned; it takes gifts once it is opened."), kind="when"
        )
    if campaign.state == "open" and clock.now() < campaign.opens_at:
        return Refused("too_early", _("It takes gifts from %(when)s on."), kind="when", values={"when": words.when(campaign.opens_at)})  # fmt: skip
    return Refused("already_over", _("It takes nothing more since %(when)s."), kind="when", values={"when": words.when(campaign.closes_at)})  # fmt: skip


def due_from(campaign):
    """All or nothing: nobody pays before it is decided, which is so many days after its end at the latest."""
    if not campaign.is_all_or_nothing:
        return None
    return timezone.localdate(campaign.closes_at + timedelta(days=WAIT_DAYS))


causes.register(
    Campaign,
    name="campaign",
    of_fund=lambda fund: Campaign.objects.visible_to(ANONYMOUS).filter(fund=fund).order_by("-closes_at"),
    to_file=lambda fund, actor: Campaign.objects.visible_to(actor).filter(
        fund=fund, state__in=("draft", "filed", "open")
    ),
    plan=law.plan_of,
    promises=lambda campaign: campaign.is_all_or_nothing,
    due_from=due_from,
    why_closed=why_closed,
    given=domain.answer_gift,
    promised=domain.answer_pledge,
    returned=domain.take_back_gift,
    released=domain.take_back_pledge,
)


@traces.look
def named_in_campaigns(fund, name):
    """News, questions and answers of the fund's campaigns."""
    news = Q(text_zh__icontains=name) | Q(text_en__icontains=name)
    for row in Update.objects.filter(news, campaign__fund=fund).select_related("campaign")[:20]:
        yield "news", row.campaign.get_absolute_url()
    asked = Q(text__icontains=name) | Q(answer__icontains=name)
    for row in Question.objects.filter(asked, campaign__fund=fund).select_related("campaign")[:20]:
        yield "question", row.campaign.get_absolute_url()

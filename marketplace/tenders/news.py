"""What followers of calls, funds, communities and organisations hear of a call, and the groups of this room's notifications."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import news
from orgs.models import Community

from .models import Call
from .states import AWARDED


def itself(call):
    return [call]


def of_question(question):
    return [question.call]


def fund_and_places(call):
    """Its fund and the communities it is for; a call for the whole street concerns each of them."""
    return [call.fund, *(call.communities.all() or Community.objects.filter(office_id=call.office_id))]


def call_and_winner(call):
    return [call, call.award.bid.organisation] if call.state in AWARDED else []


news.followable(
    Call,
    label=pgettext_lazy("followed", "call for tenders"),
    promise=_(
        "You are told when it is amended, when a question is answered, when the bids are opened, when it is awarded, "
        "challenged or cancelled, and when its deliveries are paid."
    ),
)

NEW = _("New call %(number)s: %(title)s. Bids until %(deadline)s.")
news.heard("tenders.call.publish", of=fund_and_places, text=NEW)
news.heard("tenders.call.amend", of=itself, text=_("Call %(number)s “%(title)s” was amended. Bids until %(deadline)s."))
news.heard("tenders.call.set_dates", of=itself, text=_("Dates of call %(number)s “%(title)s” have moved: %(moved)s."))
news.heard("tenders.call.open_bids", of=itself, text=_("The bids for call %(number)s “%(title)s” were opened."))
news.heard("tenders.call.fail", of=itself, text=_("Call %(number)s “%(title)s” failed: too few bids."))
news.heard("tenders.call.fail_evaluation", of=itself, text=_("Call %(number)s “%(title)s” failed: too few valid bids."))
news.heard(
    "tenders.call.cancel",
    of=itself,
    params=news.reason,
    text=_("Call %(number)s “%(title)s” was cancelled: %(reason)s"),
)
news.heard("tenders.call.decide_award", of=call_and_winner, text=_("Call %(number)s “%(title)s” was awarded."))
news.heard("tenders.call.challenge", of=itself, text=_("The result of call %(number)s “%(title)s” was challenged."))
news.heard(
    "tenders.call.reject_challenge",
    of=itself,
    text=_("The challenge to call %(number)s “%(title)s” was answered: not upheld."),
)
news.heard(
    "tenders.call.uphold_challenge",
    of=itself,
    text=_("The challenge to call %(number)s “%(title)s” was upheld; the bids are evaluated again."),
)
news.heard(
    "tenders.call.uphold_and_cancel",
    of=itself,
    params=news.reason,
    text=_("The challenge to call %(number)s “%(title)s” was upheld; the call is cancelled: %(reason)s"),
)
news.heard("tenders.call.conclude", of=itself, text=_("The contract of call %(number)s “%(title)s” is being drawn up."))
news.heard("tenders.question.answer", of=of_question, text=_("Call %(number)s “%(title)s”: a question was answered."))

news.grouped(
    "tasks", "tenders.call_submitted", "tenders.question_asked", "tenders.opening_confirmed", "tenders.declare_now",
    "tenders.appointed", "tenders.award_proposed", "tenders.challenged", "tenders.conflict_declared",
    "tenders.scores_handed_in", "tenders.low_price_answered",
)  # fmt: skip
news.grouped(
    "binding", "tenders.call_amended", "tenders.dates_set", "tenders.call_opened", "tenders.call_failed", "tenders.call_cancelled",
    "tenders.disqualified", "tenders.call_failed_evaluation", "tenders.awarded_to_bidders", "tenders.challenge_rejected",
    "tenders.challenge_upheld", "tenders.challenge_cancels", "tenders.low_price_asked", "tenders.low_price_accepted",
    "tenders.low_price_refused", "tenders.question_answered",
)  # fmt: skip
news.grouped("offers", "tenders.call_published")

"""What followers hear of rounds, and to which groups this room's notifications belong."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import links, news

from .models import Round

news.followable(
    Round,
    label=_("grant round"),
    promise=_("You are told when its deadline moves, when the awards are decided, and when it is cancelled."),
    url=lambda round: links.to("grants:round", round.code),
)


def itself(round):
    return [round]


def itself_and_fund(round):
    return [round, round.fund]


news.heard("grants.round.publish", of=lambda round: [round.fund], text=_("New grant round %(number)s: %(title)s. Applications until %(deadline)s."))  # fmt: skip
news.heard("grants.round.extend", of=itself, text=_("Grant round %(number)s “%(title)s”: applications are taken until %(deadline)s."))  # fmt: skip
news.heard("grants.round.decide", of=itself_and_fund, text=_("Grant round %(number)s “%(title)s” was decided."))
news.heard("grants.round.close", of=itself_and_fund, text=_("Grant round %(number)s “%(title)s” is closed; what came of it is public."))  # fmt: skip
news.heard("grants.round.cancel", of=itself, params=news.reason, text=_("Grant round %(number)s “%(title)s” was cancelled: %(reason)s"))  # fmt: skip

news.grouped(
    "tasks", "grants.round_submitted", "grants.round_sent_back", "grants.returned", "grants.reviews_assigned", "grants.review_assigned", "grants.recused",
    "grants.proposed", "grants.objected", "grants.invited", "grants.nominated", "grants.review_reopened", "grants.call_closed",
    "grants.agreement_offered", "grants.agreement_amended", "grants.agreement_recalled", "grants.budget_moved", "grants.evaluated",
    "grants.report_handed_in", "grants.report_returned", "grants.visit_planned", "grants.report_accepted",
    "grants.panel_announced", "grants.panel_for_you", "grants.panel_called_off", "grants.minutes_released", "grants.remark_said",
    "grants.report_due", "grants.report_late", "grants.report_is_late", "grants.claim_due", "grants.claim_is_late",
    "grants.report_stays_late", "grants.claim_stays_late",
)  # fmt: skip
news.grouped("binding", "grants.concept_invited", "grants.concept_declined", "grants.decided_for_you", "grants.excluded", "grants.stepped_up", "grants.objection_rejected", "grants.objection_upheld", "grants.round_cancelled", "grants.agreement_in_force", "grants.agreement_called_off", "grants.agreement_terminated", "grants.demanded_back", "grants.claim_late", "grants.expense_disallowed", "grants.tranche_dropped")  # fmt: skip

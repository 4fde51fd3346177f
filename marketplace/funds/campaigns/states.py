"""The state table of campaigns; pots and what is told around campaigns stand in files of their own.

Choices made here: the last minute is decided by the clock, not by a timer; after it nothing more is taken, but what was begun before (a
payment under way, a promise that is being charged, a gift recorded and not confirmed) is waited for at most `WAIT_DAYS`; whether the minimum was
reached is decided once, with promises and matching money counted.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_known, is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class CampaignState(TextChoices):
    DRAFT = "draft", _("draft")
    FILED = "filed", _("plan handed in")
    OPEN = "open", pgettext_lazy("campaign", "open")
    WAITING = "waiting", _("over, waiting for slow payments")
    REACHED = "reached", _("goes ahead")
    NOT_REACHED = "not_reached", _("not reached")
    SETTLED = "settled", _("settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("campaigns", "withdrawn")


S = CampaignState
PUBLIC = frozenset({S.OPEN, S.WAITING, S.REACHED, S.NOT_REACHED, S.SETTLED})
EDITABLE = frozenset({S.DRAFT})
DECIDED = frozenset({S.REACHED, S.NOT_REACHED})
TOLD = (S.OPEN, S.WAITING, S.REACHED, S.NOT_REACHED, S.SETTLED)

CAMPAIGN_STEPS = Steps(
    "campaigns.campaign",
    CampaignState,
    (
        Step("draft", (), S.DRAFT, who=(rules.writer,), label=_("Plan a campaign"), done=_("Campaign planned")),
        Step("edit", (S.DRAFT,), None, who=(rules.writer,), label=_("Change the plan"), done=_("Plan changed")),
        Step("add_picture", (S.DRAFT, *TOLD), None, who=(rules.writer,), label=_("Add a picture"), done=_("Picture added")),
        Step("remove_picture", (S.DRAFT, *TOLD), None, who=(rules.writer,), needs=(rules.has_pictures,), label=_("Remove a picture"), done=_("Picture removed")),
        Step("file", (S.DRAFT,), S.FILED, who=(rules.writer,), needs=(rules.costs_are_there, rules.fund_is_live, rules.ends_later, rules.is_filed),
             label=_("Hand in the plan"), done=_("Plan handed in"),
             tells=(Tell("campaigns.filed", people.leaders, _("The campaign “%(title)s” waits to be opened.")),)),
        Step("send_back", (S.FILED,), S.DRAFT, who=(rules.leader,), label=_("Send back"), done=_("Sent back"), grave=True,
             tells=(Tell("campaigns.sent_back", people.organisers, _("The campaign “%(title)s” was sent back: %(reason)s")),)),
        Step("open", (S.FILED,), S.OPEN, who=(rules.leader, rules.not_drafter), needs=(rules.costs_are_there, rules.fund_is_live, rules.ends_later, rules.is_filed),
             label=_("Open the campaign"), done=_("Campaign opened"), public=True, second_factor=True,
             tells=(Tell("campaigns.opened", people.organisers, _("The campaign “%(title)s” is open.")),)),
        Step("tell_news", TOLD, None, who=(rules.organiser,), label=_("Tell news"), done=_("News told"), public=True,
             tells=(Tell("campaigns.news_told", people.supporters, _("There is news of the campaign “%(title)s”.")),)),
        Step("ask", (S.OPEN, S.WAITING), None, who=(is_known,), label=_("Ask a question"), done=_("Question asked"), public=True),
        Step("note_share", TOLD, None, who=(rules.organiser,), needs=(rules.is_of_shares,), label=_("Note a share"), done=_("Share noted"), public=True),
        Step("stop", (S.OPEN,), S.NOT_REACHED, who=(rules.leader,), needs=(rules.is_here,), label=_("Stop before its end"), done=_("Stopped before its end"), public=True, grave=True, second_factor=True,
             tells=(Tell("campaigns.stopped", people.supporters, _("The campaign “%(title)s” was stopped before its end: %(reason)s")),)),
        Step("close", (S.OPEN,), S.WAITING, who=(is_system,), needs=(rules.is_over,), label=_("Take nothing more"), done=_("Its time is over"), public=True),
        Step("reach", (S.WAITING,), S.REACHED, who=(is_system,), needs=(rules.nothing_under_way,), label=_("Decide: goes ahead"), done=_("Goes ahead"), public=True,
             tells=(Tell("campaigns.reached", people.supporters, _("The campaign “%(title)s” goes ahead with what came in.")),)),
        Step("miss", (S.WAITING,), S.NOT_REACHED, who=(is_system,), needs=(rules.nothing_under_way,), label=_("Decide: not reached"), done=_("Not reached"), public=True,
             tells=(Tell("campaigns.not_reached", people.supporters, _("The campaign “%(title)s” has not reached its goal.")),)),
        Step("settle", (S.REACHED, S.NOT_REACHED), S.SETTLED, who=(rules.finance_or_portal,), needs=(rules.promises_are_done, rules.gifts_are_returned),
             label=_("Settle the campaign"), done=_("Settled"), public=True,
             tells=(Tell("campaigns.settled", people.finance_and_organisers, _("The campaign “%(title)s” is settled.")),)),
        Step("withdraw", (S.DRAFT, S.FILED), S.WITHDRAWN, who=(rules.writer,), label=pgettext_lazy("campaigns", "Withdraw"), done=pgettext_lazy("campaigns", "Withdrawn"), grave=True),
    ),
)  # fmt: skip

from . import states_pots, states_told  # noqa: E402, F401  their tables belong to this room

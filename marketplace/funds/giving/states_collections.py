"""The state tables of what the law asks before anybody is asked for gifts: permits, filed collections, members, reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class PermitState(TextChoices):
    RECORDED = "recorded", _("to be checked")
    IN_FORCE = "in_force", _("in force")
    ENDED = "ended", _("ended")


class CollectionState(TextChoices):
    DRAFT = "draft", _("plan being written")
    FILED = "filed", _("filed")
    OPEN = "open", _("collecting")
    ENDED = "ended", _("ended")
    SETTLED = "settled", _("settled")


class MemberState(TextChoices):
    NAMED = "named", _("named")
    STRUCK = "struck", _("struck off")


class ReportState(TextChoices):
    DRAFTED = "drafted", _("drafted by the portal")
    PUBLISHED = "published", _("published")


SHOWN = frozenset({CollectionState.FILED, CollectionState.OPEN, CollectionState.ENDED, CollectionState.SETTLED})

PERMIT_STEPS = Steps(
    "giving.permit",
    PermitState,
    (
        Step("record", (), PermitState.RECORDED, who=(rules.office_finance,), label=_("Record a permit"), done=_("Permit recorded"),
             tells=(Tell("giving.permit_recorded", people.leaders_of_office, _("A permit waits to be checked: %(number)s.")),)),
        Step("approve", (PermitState.RECORDED,), PermitState.IN_FORCE, who=(rules.office_leader, rules.permit_not_recorder), label=_("Put the permit in force"), done=_("Permit in force"), second_factor=True),
        Step("end", (PermitState.RECORDED, PermitState.IN_FORCE), PermitState.ENDED, who=(rules.office_leader,), label=_("End the permit"), done=_("Permit ended"), grave=True),
    ),
)  # fmt: skip

COLLECTION_STEPS = Steps(
    "giving.collection",
    CollectionState,
    (
        Step("plan", (), CollectionState.DRAFT, who=(rules.finance,), label=_("Write a collection plan"), done=_("Plan begun")),
        Step("edit", (CollectionState.DRAFT,), None, who=(rules.finance,), label=_("Edit the plan"), done=_("Plan changed")),
        Step("file", (CollectionState.DRAFT,), CollectionState.FILED, who=(rules.finance,), needs=(rules.plan_is_complete, rules.filing_number_is_free),
             label=_("Record the filing"), done=_("Filing recorded"), public=True),
        Step("open", (CollectionState.FILED,), CollectionState.OPEN, who=(rules.leader,), needs=(rules.host_is_licensed, rules.has_begun), label=_("Open the collection"), done=_("Collection opened"),
             public=True, second_factor=True),
        Step("close", (CollectionState.OPEN,), CollectionState.ENDED, who=(rules.leader_or_portal,), label=_("End the collection"), done=_("Collection ended"), public=True,
             tells=(Tell("giving.collection_ended", people.finance_of, _("The collection %(number)s has ended: its full report is due.")),)),
        Step("settle", (CollectionState.ENDED,), CollectionState.SETTLED, who=(rules.leader,), needs=(rules.reports_are_published,), label=_("Settle the collection"), done=_("Collection settled"), public=True),
    ),
)  # fmt: skip

MEMBER_STEPS = Steps(
    "giving.member",
    MemberState,
    (
        Step("name", (), MemberState.NAMED, who=(rules.handles,), needs=(rules.not_named_yet,), label=_("Name a member"), done=_("Member named")),
        Step("strike", (MemberState.NAMED,), MemberState.STRUCK, who=(rules.handles,), label=_("Strike off"), done=_("Struck off"), grave=True),
    ),
)  # fmt: skip

REPORT_STEPS = Steps(
    "giving.report",
    ReportState,
    (
        Step("draft", (), ReportState.DRAFTED, who=(is_system,), label=_("Draft the report"), done=_("Report drafted"),
             tells=(Tell("giving.report_due", people.finance_of_report, _("A report on the collection %(number)s is due on %(date)s; a draft is ready.")),)),
        Step("edit", (ReportState.DRAFTED,), None, who=(rules.report_finance,), label=_("Edit the report"), done=_("Report changed")),
        Step("remind", (ReportState.DRAFTED,), None, who=(is_system,), label=_("Remind"), done=_("Reminded"),
             tells=(Tell("giving.report_late", people.handlers_of_report, _("The report on the collection %(number)s, due on %(date)s, is not published yet.")),)),
        Step("publish", (ReportState.DRAFTED,), ReportState.PUBLISHED, who=(rules.report_leader,), label=_("Publish the report"), done=_("Report published"), public=True),
    ),
)  # fmt: skip

"""Who may do what with gifts, and what must hold."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, words
from marketplace.core.rules import is_system, named, requirement, rule
from orgs.rules import in_office_of, not_the_same
from orgs.states import Role


def _office(obj):
    return obj.fund.office_id


finance = in_office_of(_office, Role.FINANCE)
leader = in_office_of(_office, Role.LEADER)
handles = in_office_of(_office, Role.FINANCE, Role.LEADER)
not_recorder = not_the_same(lambda gift: gift.recorded_by_id, _("Whoever recorded a gift does not confirm it."))
not_reader = not_the_same(lambda one: one.read_by_id, _("Whoever read in a statement does not book it."))
office_finance = in_office_of(lambda permit: permit.office_id, Role.FINANCE)
office_leader = in_office_of(lambda permit: permit.office_id, Role.LEADER)
permit_not_recorder = not_the_same(
    lambda permit: permit.recorded_by_id, _("Whoever recorded a permit does not put it in force.")
)
report_finance = in_office_of(lambda report: report.collection.fund.office_id, Role.FINANCE)
report_leader = in_office_of(lambda report: report.collection.fund.office_id, Role.LEADER)


@rule("giver", _("This is for whoever gave it."))
def is_giver(actor, obj):
    return actor.is_known and actor.is_person(obj.giver_id)


finance_or_portal = named("finance_or_portal", finance.sentence, is_system | finance)
handles_or_portal = named("handles_or_portal", handles.sentence, is_system | handles)
leader_or_portal = named("leader_or_portal", leader.sentence, is_system | leader)
party_or_portal = named(
    "party_or_portal", _("This is for whoever promised it, or for the office’s finance officer."), is_system | is_giver | finance
)  # fmt: skip


# ---- what must hold ---------------------------------------------------------------------------
@requirement("fund_takes_no_gifts", _("The fund “%(name)s” takes no gifts now: it is %(state)s."))
def fund_takes_gifts(actor, obj):
    from ..states import LIVE

    fund = obj.fund
    return None if fund.state in LIVE else {"name": fund.name, "state": fund.get_state_display()}


@requirement("gate_closed", _("%(why)s"))
def gate_is_open(actor, obj):
    """The portal itself may take this gift from this person (gate.py says why not, with the clause)."""
    from .gate import door

    answer = door(obj.fund, actor, cause=obj.cause)
    return None if answer.is_open else {"why": answer.sentence, "clause": answer.clause}


@requirement("no_card", _("No card is kept for this promise: the giver has not finished the payment page."))
def has_a_card(actor, pledge):
    return None if pledge.method_ref else {}


@requirement("plan_incomplete", _("The plan is not complete. Missing: %(missing)s."), clause=_("Charity Law, art. 24"))
def plan_is_complete(actor, collection):
    missing = collection.missing()
    return {"missing": str(_(", ")).join(str(name) for name in missing)} if missing else None


@requirement(
    "filing_used",
    _("The filing number %(number)s belongs to another collection. Each collection has one of its own."),
    clause=_("Order 74, art. 11"),
)
def filing_number_is_free(actor, collection):
    others = type(collection).objects.filter(filing_number=collection.filing_number).exclude(pk=collection.pk)
    return {"number": collection.filing_number} if collection.filing_number and others.exists() else None


@requirement(
    "not_licensed",
    _("%(host)s has no public fundraising licence in force on record. Only a licensed charity collects in public."),
    clause=_("Charity Law, art. 22"),
)
def host_is_licensed(actor, collection):
    from .gate import licence_of

    host = collection.fund.host
    return None if licence_of(host) else {"host": host.name if host else _("Nobody")}


@requirement("not_begun", _("The collection begins on %(date)s; it was to be filed ten days before."))
def has_begun(actor, collection):
    late = collection.starts and clock.today() < collection.starts
    return {"date": words.day(collection.starts)} if late else None


@requirement(
    "reports_missing",
    _("%(count)s reports are not published yet."),
    clause=_("Charity Law, art. 79"),
)
def reports_are_published(actor, collection):
    from .reporting import due_reports

    published = set()
    if collection.pk:
        published = set(collection.reports.filter(state="published").values_list("kind", "starts"))
    missing = [one for one in due_reports(collection) if (one.kind, one.starts) not in published]
    return {"count": len(missing)} if missing else None


@requirement("named_already", _("This person is named already."), field="email")
def not_named_yet(actor, member):
    same = type(member).objects.filter(fund_id=member.fund_id, user_id=member.user_id, state="named")
    return {} if same.exclude(pk=member.pk).exists() else None

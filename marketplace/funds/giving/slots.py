"""What this room adds to other pages, and what waits for whom."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core.registry import DeskEntry, Section, desk, slot, waiting
from orgs.states import Role

from .gate import collection_of, door
from .models import Collection, Gift, NamedMember, Permit, Pledge, Report, Statement
from .queries import offices_of, totals, waiting_for

NEWEST = 8


@slot("funds.fund", order=10)
def gifts_to_fund(fund, actor):
    """On a fund's page: the button as this reader may use it, what was given, the newest gifts."""
    if fund.state == "draft" or not (fund.kind == "MICRO" or fund.host_id):
        return None
    gifts = Gift.objects.filter(fund=fund)
    newest = list(gifts.listed().order_by("-id")[:NEWEST])
    for gift in newest:
        gift.fund = fund
    collection = collection_of(fund)
    return Section(
        "giving/slot_fund.html",
        {"fund": fund, "door": door(fund, actor), "totals": totals(gifts), "gifts": newest, "collection": collection},
    )


@slot("desk.ways", order=24)
def ways(_page, actor):
    """On the desk: finance's own page; for everybody, what they gave."""
    rows = []
    if offices_of(actor):
        rows.append({"url": reverse("giving:desk"), "text": _("Gifts")})
    if actor.is_known:
        rows.append({"url": reverse("giving:mine"), "text": _("My giving")})
    return Section("", {"rows": rows}) if rows else None


@desk
def to_do(actor):
    """Gifts and statements to confirm, permits to check, reports to publish; for named members: that they are asked."""
    for gift in waiting_for(actor)[:100]:
        yield DeskEntry(
            gift.fund.code, _("gift"), _("Look at the slip and confirm the gift"), gift.fund.name, gift.get_absolute_url(), _("check"),
            tone="wait", state=gift.get_state_display(),
        )  # fmt: skip
    offices = actor.bodies("office", Role.FINANCE, Role.LEADER)
    if offices:
        yield from _statements(actor, offices)
        yield from _reports(actor, offices)
    leads = actor.bodies("office", Role.LEADER)
    for permit in Permit.objects.filter(state="recorded", office_id__in=leads) if leads else ():
        yield DeskEntry(
            permit.number, _("permit"), _("Compare the permit with its certificate"), permit.get_kind_display(), reverse("giving:permits"),
            _("check"), tone="wait", state=permit.get_state_display(),
        )  # fmt: skip
    for collection in Collection.objects.filter(state="filed", fund__office_id__in=leads) if leads else ():
        yield DeskEntry(
            collection.filing_number, _("collection"), _("Open the filed collection"), collection.title, collection.get_absolute_url(),
            _("open"), tone="wait", state=collection.get_state_display(),
        )  # fmt: skip


def _statements(actor, offices):
    rows = Statement.objects.filter(state="dry", fund__office_id__in=offices).exclude(read_by_id__in=actor.all_eyes)
    for statement in rows.select_related("fund")[:100]:
        yield DeskEntry(
            statement.fund.code, _("gift"), _("Look at the statement and book the new gifts"), statement.name,
            statement.get_absolute_url(), _("check"), tone="wait", state=statement.get_state_display(),
        )  # fmt: skip


def _reports(actor, offices):
    rows = Report.objects.filter(state="drafted", collection__fund__office_id__in=offices)
    for report in rows.select_related("collection__fund"):
        yield DeskEntry(
            report.collection.filing_number, _("collection"), _("Check the drafted report and publish it"), str(report),
            report.get_absolute_url(), _("check"), due=report.due, tone="wait", state=report.get_state_display(),
        )  # fmt: skip


@desk
def asked(actor):
    """Named members are asked here, and nowhere in public; their open promises stand here too."""
    if not actor.is_known:
        return
    for member in NamedMember.objects.filter(user_id__in=actor.keys, state="named", fund__state="active").select_related("fund"):  # fmt: skip
        yield DeskEntry(
            member.fund.code, _("directed collection"), _("You may give as a named member of this fund"), member.fund.name,
            reverse("giving:give", args=[member.fund.code]), _("give"), tone="open", state=member.get_capacity_display(),
        )  # fmt: skip
    for pledge in Pledge.objects.of_giver(actor).filter(state="promised", way="BANK").select_related("fund"):
        yield DeskEntry(
            pledge.reference, _("promise"), _("Keep the promise: transfer with the reference"), pledge.fund.name,
            pledge.get_absolute_url(), _("open"), due=pledge.due, tone="wait", state=pledge.get_state_display(),
        )  # fmt: skip


@waiting
def recorded(actor):
    """Gifts that one recorded and a second person has not confirmed."""
    if not actor.bodies("office", Role.FINANCE):
        return
    for gift in Gift.objects.filter(state="recorded", recorded_by_id__in=actor.keys).select_related("fund")[:50]:
        yield DeskEntry(gift.fund.code, _("a second person"), "", gift.fund.name, gift.get_absolute_url(), "")

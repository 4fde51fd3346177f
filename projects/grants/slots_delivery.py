"""What waits for whom while grants are used: agreements to draw up and sign, tranches, reports, changes, claims, ends."""

from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock, links
from marketplace.core.registry import DeskEntry, desk

from .models import Agreement, Application, BudgetChange, Recovery, Report, Round, Tranche
from .rules import SIDE
from .states import RoundState
from .states_agreements import LIVE, AgreementState

KIND = _("grant agreement")


def _entry(thing, what, about, url, label, *, due=None, tone="wait", number="–", draft=False):
    if due is not None:
        due = timezone.make_aware(datetime.combine(due, time(23, 59)), timezone.get_default_timezone())
    return DeskEntry(
        number, KIND, what, about, url, label, due=due, tone=tone, state=str(thing.get_state_display()), draft=draft
    )


@desk
def waiting(actor):
    if not actor.is_known or not actor.grants:
        return
    yield from _to_draw(actor)
    yield from _agreements(actor)
    yield from _reports(actor)
    yield from _money(actor)


def _to_draw(actor):
    offices = actor.bodies("office", "SECRETARY")
    if not offices:
        return
    rows = Application.objects.filter(
        round__office_id__in=offices, round__state=RoundState.DELIVERY, state="awarded", agreement=None
    )
    for row in rows.exclude(organisation_id__in=actor.belongs_to).select_related("round").defer("content", "draft"):
        yield _entry(
            row,
            _("Draw up the agreement"),
            row.title,
            links.to("grants:draw", row.code),
            _("draw up"),
            number=row.round.number,
        )


def _agreements(actor):
    offices, mine = actor.bodies("office", "SECRETARY", "LEADER"), actor.bodies("organisation", "OWNER")
    rows = Agreement.objects.filter(Q(round__office_id__in=offices) | Q(organisation_id__in=mine)).select_related(
        "round"
    )
    for row in rows.filter(state__in=["draft", "offered", "amending", "running"]) if offices or mine else ():
        secretary = actor.has("SECRETARY", body="office", body_id=row.round.office_id)
        leader = actor.has("LEADER", body="office", body_id=row.round.office_id)
        url = row.get_absolute_url()
        if row.state == AgreementState.DRAFT and secretary:
            yield _entry(
                row,
                _("Check the agreement and offer it for signature"),
                row.title,
                url,
                _("open"),
                tone="draft",
                number=row.number,
                draft=True,
            )
        if row.state in (AgreementState.OFFERED, AgreementState.AMENDING):
            from .rules_agreements import unsigned_sides

            sides = unsigned_sides(row)
            if ("OFFICE" in sides and leader and not actor.is_same_eyes(row.drafted_by_id)) or (
                "ORGANISATION" in sides and row.organisation_id in mine
            ):
                yield _entry(row, _("Sign the agreement"), row.title, url, _("sign"), number=row.number)
        if (
            row.state == AgreementState.RUNNING
            and leader
            and row.evaluated_by_id
            and not actor.is_same_eyes(row.evaluated_by_id)
        ):
            yield _entry(row, _("The project is evaluated: close it"), row.title, url, _("open"), number=row.number)
    yield from _ends(actor)


def _ends(actor):
    """What can be evaluated; rounds in which every project is ended."""
    offices, leads = actor.bodies("office", "SECRETARY"), actor.bodies("office", "LEADER")
    if offices:
        final = Report.objects.filter(agreement=OuterRef("pk"), kind="FINAL", state="accepted")
        for row in Agreement.objects.filter(
            Exists(final), round__office_id__in=offices, state="running", evaluated_by=None
        ):
            yield _entry(
                row,
                _("The final report is accepted: evaluate the project"),
                row.title,
                row.get_absolute_url(),
                _("open"),
                number=row.number,
            )
    if leads:
        open_ones = Application.objects.filter(round=OuterRef("pk"), state__in=["awarded", "nominated"]).exclude(
            agreement__state__in=["closed", "terminated"]
        )
        for row in Round.objects.filter(~Exists(open_ones), office_id__in=leads, state=RoundState.DELIVERY):
            yield _entry(
                row,
                _("Every project is ended: close the round"),
                row.title,
                row.get_absolute_url(),
                _("open"),
                number=row.number,
            )


def _reports(actor):
    mine, offices = actor.bodies("organisation", *SIDE), actor.bodies("office", "SECRETARY")
    rows = Report.objects.filter(agreement__state__in=LIVE).select_related("agreement")
    earlier = Report.objects.filter(agreement=OuterRef("agreement"), position__lt=OuterRef("position")).exclude(
        state="accepted"
    )
    for row in (
        rows.filter(~Exists(earlier), agreement__organisation_id__in=mine, state__in=["planned", "returned"])
        if mine
        else ()
    ):
        tone = "due" if row.is_late or row.state == "returned" else "open"
        yield _entry(
            row,
            _("Hand in the report"),
            f"{row.agreement.title} · {row.get_kind_display()}",
            row.get_absolute_url(),
            _("write"),
            due=row.wanted_by,
            tone=tone,
            number=row.agreement.number,
        )
    for row in rows.filter(agreement__round__office_id__in=offices, state="handed_in") if offices else ():
        yield _entry(
            row,
            _("Decide about the report"),
            f"{row.agreement.title} · {row.get_kind_display()}",
            row.get_absolute_url(),
            _("open"),
            number=row.agreement.number,
        )


def _money(actor):
    finance, leads = actor.bodies("office", "FINANCE"), actor.bodies("office", "LEADER")
    mine = actor.bodies("organisation", *SIDE)
    if finance:
        earlier = Tranche.objects.filter(
            agreement=OuterRef("agreement"), position__lt=OuterRef("position"), state="planned"
        )
        rows = Tranche.objects.filter(
            ~Exists(earlier),
            Q(report=None) | Q(report__state="accepted"),
            agreement__round__office_id__in=finance,
            agreement__state__in=LIVE,
            state="planned",
        )
        for row in rows.select_related("agreement"):
            yield _entry(
                row,
                _("Pay the tranche"),
                f"{row.agreement.title} · {row.title}",
                row.get_absolute_url(),
                _("pay"),
                number=row.agreement.number,
            )
        for row in Recovery.objects.filter(agreement__round__office_id__in=finance, state="demanded").select_related(
            "agreement"
        ):
            yield _entry(
                row,
                _("Book the money that came back"),
                row.agreement.title,
                row.get_absolute_url(),
                _("open"),
                due=row.due,
                number=row.agreement.number,
            )
    if leads:
        for row in BudgetChange.objects.filter(
            agreement__round__office_id__in=leads, agreement__state__in=LIVE, state="asked"
        ).select_related("agreement"):
            yield _entry(
                row,
                _("Decide about the budget change"),
                row.agreement.title,
                row.get_absolute_url(),
                pgettext_lazy("grants", "decide"),
                number=row.agreement.number,
            )
        for row in Recovery.objects.filter(agreement__round__office_id__in=leads, state="proposed").select_related(
            "agreement"
        ):
            if not actor.is_same_eyes(row.proposed_by_id):
                yield _entry(
                    row,
                    _("Decide about the claim"),
                    row.agreement.title,
                    row.get_absolute_url(),
                    pgettext_lazy("grants", "decide"),
                    number=row.agreement.number,
                )
    for row in (
        Recovery.objects.filter(agreement__organisation_id__in=mine, state="demanded").select_related("agreement")
        if mine
        else ()
    ):
        tone = "due" if row.due and row.due < clock.today() else "open"
        yield _entry(
            row,
            _("Pay the money back"),
            row.agreement.title,
            row.get_absolute_url(),
            _("open"),
            due=row.due,
            tone=tone,
            number=row.agreement.number,
        )

"""What waits for whom in this room."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock
from marketplace.core.registry import DeskEntry, Section, desk, slot, waiting

from .models import Delegation, JoinRequest, LogIn, Organisation, OrganisationDocument
from .queries import place_names
from .states import JoinState, OrganisationState, Role
from .states_delegation import DelegationState


@slot("notices", order=10)
def in_whose_name(_page, actor):
    """Under the head of every page, for who has roles in several bodies: for which one they act, and the switch."""
    if len(actor.places) < 2:
        return None
    names = place_names(actor.places)
    rows = [{"place": place, "name": names[place]} for place in sorted(actor.places, key=names.get)]
    return Section("orgs/acting_strip.html", {"places": rows, "chosen": names.get(actor.hat, "")})


@slot("account", order=10)
def newest_log_ins(_page, actor):
    """On the page of one's account."""
    return Section(
        "orgs/account_log_ins.html", {"rows": LogIn.objects.filter(user_id=actor.user_id).order_by("-id")[:5]}
    )


@slot("desk.ways", order=40)
def ways(_page, actor):
    """On the desk: the reader's own organisations, the people of the reader's offices."""
    rows = []
    if actor.bodies("organisation") or not actor.is_officer:
        rows.append({"url": reverse("orgs:mine"), "text": _("My organisations")})
    if actor.has(Role.LEADER, body="office"):
        rows.append({"url": reverse("orgs:offices"), "text": _("People and roles of my offices")})
    if actor.grants:
        rows.append({"url": reverse("orgs:delegations"), "text": _("Standing in")})
    return Section("", {"rows": rows}) if rows else None


@desk
def applications(actor):
    """For leaders: applications to check; not those of their own organisations."""
    if not actor.has(Role.LEADER, body="office"):
        return
    rows = Organisation.objects.filter(state=OrganisationState.APPLIED).exclude(applied_by_id__in=actor.all_eyes)
    for organisation in rows.exclude(pk__in=actor.belongs_to).order_by("id"):
        yield DeskEntry(
            organisation.code,
            _("organisation register"),
            _("Check the application"),
            organisation.name,
            organisation.file_url(),
            _("check"),
            tone="wait",
            state=organisation.get_state_display(),
        )


@desk
def own_organisations(actor):
    """For owners: returned applications and documents that are missing, expire or have expired."""
    owned = actor.bodies("organisation", Role.OWNER)
    if not owned:
        return
    for organisation in Organisation.objects.filter(pk__in=owned, state=OrganisationState.RETURNED):
        yield DeskEntry(
            organisation.code,
            _("organisation register"),
            _("Correct the application and send it again"),
            organisation.name,
            organisation.file_url(),
            _("correct"),
            tone="due",
            state=organisation.get_state_display(),
        )
    rows = OrganisationDocument.objects.expiring().filter(organisation_id__in=owned).select_related("organisation")
    for document in rows.exclude(organisation__state=OrganisationState.WITHDRAWN):
        late = document.is_expired(clock.today())
        yield DeskEntry(
            document.organisation.code,
            pgettext_lazy("register", "document"),
            _("Replace the expired document") if late else _("Replace the document before it expires"),
            f"{document.organisation.name} · {document}",
            document.organisation.file_url(),
            _("replace"),
            due=timezone.make_aware(datetime.combine(document.valid_to, time(23, 59))),
            tone="due" if late else "wait",
            state=_("expired") if late else _("expires"),
        )


@desk
def requests_to_join(actor):
    """For owners: people who ask to join."""
    owned = actor.bodies("organisation", Role.OWNER)
    leads = actor.has(Role.LEADER, body="office")
    if not (owned or leads):
        return
    rows = JoinRequest.objects.filter(state=JoinState.ASKED).exclude(user_id__in=actor.keys)
    for join in rows.answered_by(actor).select_related("organisation", "user").order_by("id"):
        yield DeskEntry(
            join.organisation.code,
            _("request to join"),
            _("Consent or decline"),
            f"{join.user} → {join.organisation.name}",
            join.get_absolute_url(),
            _("answer"),
            tone="wait",
            state=join.get_state_display(),
        )


def _lent(delegation, what, label):
    return DeskEntry(
        delegation.membership.body.code, _("standing in"), what,
        f"{delegation.membership.get_role_display()} · {delegation.membership.user} → {delegation.deputy}",
        delegation.get_absolute_url(), label, tone="wait", state=delegation.get_state_display(),
    )  # fmt: skip


@desk
def asked_to_stand_in(actor):
    """For whoever is asked to stand in for somebody."""
    if actor.is_known:
        for row in Delegation.objects.filter(deputy_id__in=actor.keys, state=DelegationState.ASKED).with_names():
            yield _lent(row, _("Agree to stand in, or decline"), _("answer"))


@waiting
def deputies_asked(actor):
    """For whoever has asked somebody to stand in."""
    if actor.is_known:
        rows = Delegation.objects.filter(membership__user_id__in=actor.keys, state=DelegationState.ASKED)
        for row in rows.with_names():
            yield _lent(row, _("Your deputy has not answered yet"), _("look at it"))


@waiting
def my_applications(actor):
    """What people wait for: their application's check, the owner's consent."""
    if not actor.is_known:
        return
    owned = actor.bodies("organisation", Role.OWNER)
    if owned:
        for organisation in Organisation.objects.filter(pk__in=owned, state=OrganisationState.APPLIED):
            yield DeskEntry(
                organisation.code, _("verification"), _("Your application is being checked"), organisation.name,
                organisation.file_url(), _("look at it"), tone="wait", state=organisation.get_state_display(),
            )  # fmt: skip
    for join in JoinRequest.objects.filter(user_id__in=actor.keys, state=JoinState.ASKED).select_related(
        "organisation"
    ):
        yield DeskEntry(
            join.organisation.code, _("request to join"), _("The owner has not answered yet"), join.organisation.name,
            join.get_absolute_url(), _("look at it"), tone="wait", state=join.get_state_display(),
        )  # fmt: skip

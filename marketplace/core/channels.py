"""By which ways a person is told: groups of notifications, each on the desk, by mail at once or gathered, or not at all.

A single kind of a group may be told otherwise than the rest of it. A group with a `bound` sentence always stands on the desk: it says why. Who has chosen nothing has the group's defaults.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from . import news, registry
from .models import Mail, NoticeChoice, Notification
from .news import FOLLOWS


@dataclass(frozen=True)
class Group:
    """code: constant; label, hint: what belongs to it; mail: its default; bound: why the desk always shows it, or "";
    urgent: its letters do not wait for the end of the night."""

    code: str
    label: object
    hint: object
    mail: str = Mail.NOW
    bound: object = ""
    urgent: bool = False


@dataclass(frozen=True)
class Choice:
    """What holds for one person and one group."""

    in_portal: bool
    mail: str

    @property
    def is_silent(self) -> bool:
        return not self.in_portal and self.mail == Mail.NEVER


GROUPS = {
    group.code: group
    for group in (
        Group(
            "tasks",
            _("What waits for me"),
            _("Drafts to approve, questions to answer, deliveries to accept, contracts to sign."),
        ),
        Group(
            "binding",
            _("Decisions that bind my organisation"),
            _(
                "Amendments, the opening, awards, reasons why a bid is invalid, questions about a low price, challenges."
            ),
            bound=_(
                "A period runs from these notices: for challenging an award, for explaining a price, for confirming an "
                "amendment. Therefore they always stand on the desk."
            ),
        ),
        Group(
            "own",
            _("How my matters go on"),
            _("Drafts that come back, contracts, accepted and paid deliveries, papers that expire."),
        ),
        Group(
            "offers",
            _("New calls for which my organisation may bid"),
            _("Every call that is published."),
            mail=Mail.DAILY,
        ),
        Group(
            FOLLOWS,
            _("What I follow"),
            _("Public steps of the calls, organisations, funds and communities on your list."),
            mail=Mail.DAILY,
        ),
        Group(
            "account",
            _("My roles and rights"),
            _("Roles that are given to you or end, requests to join an organisation."),
            bound=_("Who may act in whose name must be known to the person: therefore these always stand on the desk."),
            urgent=True,
        ),
    )
}


def default(group: str) -> Choice:
    return Choice(True, GROUPS[group].mail)


def chosen_by(people, kind: str) -> dict[int, Choice]:
    """{key of the person: what holds for a kind of notification}: one query, whatever the number. people: keys, or a dict by key."""
    group = news.group_of(kind)
    rows = NoticeChoice.objects.filter(user_id__in=list(people), group__in=[group, kind])
    chosen = {(row.user_id, row.group): _bound(group, row) for row in rows}
    return {pk: chosen.get((pk, kind)) or chosen.get((pk, group)) or default(group) for pk in people}


def choices_of(user) -> dict[str, Choice]:
    """{group: what holds} for one person."""
    rows = {row.group: row for row in NoticeChoice.objects.filter(user=user, group__in=list(GROUPS))}
    return {code: _bound(code, rows[code]) if code in rows else default(code) for code in GROUPS}


def single_choices_of(user) -> dict[str, Choice]:
    """{kind: what holds} for those kinds that the person wants otherwise than their group."""
    rows = NoticeChoice.objects.filter(user=user).exclude(group__in=list(GROUPS))
    return {row.group: _bound(news.group_of(row.group), row) for row in rows}


def _bound(group, row) -> Choice:
    return Choice(row.in_portal or bool(GROUPS[group].bound), row.mail)


def choose(user, code: str, *, mail: str, in_portal: bool = True) -> Choice:
    """Set one's ways for a group, or for a single kind; what has not gone out yet follows.

    What belongs to a bound group stays on the desk whatever is asked.
    """
    choice = Choice(in_portal or bool(_group(code).bound), Mail(mail))
    with transaction.atomic():
        NoticeChoice.objects.update_or_create(
            user=user, group=code, defaults={"in_portal": choice.in_portal, "mail": choice.mail}
        )
        kinds = set(news.kinds_in(code)) - set(single_choices_of(user)) if code in GROUPS else {code}
        _unsent(user, kinds, choice.mail)
    return choice


def as_its_group(user, kind: str):
    """Tell this kind again as the rest of its group is told."""
    with transaction.atomic():
        NoticeChoice.objects.filter(user=user, group=kind).delete()
        _unsent(user, {kind}, choices_of(user)[news.group_of(kind)].mail)


def end_letters(user, group: str):
    """No letters about this group any more, its single kinds included; what stands on the desk stays there."""
    with transaction.atomic():
        choose(user, group, mail=Mail.NEVER, in_portal=choices_of(user)[group].in_portal)
        for kind, choice in single_choices_of(user).items():
            if news.group_of(kind) == group:
                choose(user, kind, mail=Mail.NEVER, in_portal=choice.in_portal)


def _unsent(user, kinds, mail):
    if mail == Mail.NOW:  # what was to be gathered still is: a heap of letters at once helps nobody
        return
    rows = Notification.objects.filter(user=user, kind__in=kinds, mailed_at=None, digest=None, read_at=None)
    rows.exclude(mail=Mail.NEVER).update(mail=mail)


def _group(code: str) -> Group:
    return GROUPS[code] if code in GROUPS else GROUPS[news.group_of(code)]


# ---- one's own data ---------------------------------------------------------------------------------
@registry.about_me
def about_me(user) -> dict:
    rows = NoticeChoice.objects.filter(user=user).order_by("id").values("group", "in_portal", "mail")
    return {"notice_choices": list(rows)}


@registry.on_erasure
def forget(user):
    NoticeChoice.objects.filter(user=user).delete()

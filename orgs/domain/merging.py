"""Two accounts of one person become one; see docs/decisions/merging-accounts.md."""

from copy import copy
from dataclasses import replace
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import clock
from marketplace.core.audit import record
from marketplace.core.models import Follow, Notification
from marketplace.core.refusals import Refused
from marketplace.core.second_factor import code_is_right
from marketplace.core.verbs import act, creating, lock, verb

from .. import rules_merging
from ..models import LogIn, Membership, User

PROVED_FOR = timedelta(minutes=10)


def prove_other(*, email: str, password: str, code: str = "") -> User:
    """The account whose address, password and (where it has one) one-time code these are.

    Raises:
        Refused: one of the three is wrong; the sentence does not say which, nor whether the account exists.
    """
    other = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if other is None:
        make_password(password)  # takes as long as a check, so that the time tells nothing
        raise rules_merging.not_proved()
    if not other.check_password(password) or not code_is_right(other, code):
        raise rules_merging.not_proved()
    return other


def merge_accounts(kept: User, *, by, other: User, proved_at) -> User:
    """Make `other` an earlier account of the person of `kept`; returns `kept`. A second call changes nothing.

    Roles held today and later, what is followed, notifications and the log of log-ins come over; what was done and
    signed stays with the earlier key, which from now on names this person (`Actor.keys`). The other log-in is closed.
    proved_at: when `prove_other` found it.

    Raises:
        Refused: not one's own account, the proof is too old, a fresh second factor is missing, or what
            `rules_merging.in_the_way` finds.
    """
    if not by.is_person(kept.pk):
        raise Refused("own_profile", _("Accounts are joined by their own person."), kind="who")
    if proved_at is None or clock.now() - proved_at > PROVED_FOR:
        raise rules_merging.not_proved()
    with act():
        for row in sorted(
            (kept, other), key=lambda user: user.pk
        ):  # always in this order: two at once do not wait for each other
            lock(row)
        if other.merged_into_id == kept.pk:
            return kept
        if (found := rules_merging.in_the_way(kept, other, by)) is not None:
            raise found
        address, moved = other.email, _roles(kept, other, by)
        _what_is_followed(kept, other)
        Notification.objects.filter(user=other).update(user=kept)
        LogIn.objects.filter(user=other).update(user=kept)
        SocialAccount.objects.filter(user=other).update(user=kept)
        kept.earlier = sorted({*kept.earlier, *other.earlier, other.pk})
        kept.save(update_fields=["earlier"])
        User.objects.filter(merged_into=other).update(merged_into=kept)
        _close(other, kept)
        record(
            "orgs.person.merge", kept, by=by,
            changes={"earlier": [None, other.pk], "roles": [None, moved]},
        )  # fmt: skip
        transaction.on_commit(lambda: _tell_both(kept, address), robust=True)
    return kept


def _tell_both(kept, address):
    """By letter to both addresses: whoever did not do this learns of it."""
    for to in (kept.email, address):
        with override(kept.language):
            context = {"kept": kept.email, "closed": address, "site_url": settings.SITE_URL}
            subject = render_to_string("account/email/merged_subject.txt", context).strip()
            send_mail(subject, render_to_string("account/email/merged_message.txt", context), None, [to])


def _roles(kept, other, by) -> list[str]:
    """Roles of the other account go on under this one, for the same days; one that is held already only ends there."""
    moved = []
    # a copy: of a request `by` is lazy
    as_both = replace(copy(by), eyes=by.eyes | {other.pk}, user=_as_one(by.user, other))
    for held in rules_merging.open_roles(other):
        with verb("hand_over", held, by=as_both):
            held.ended_at = clock.now()
        place = {"office_id": held.office_id, "organisation_id": held.organisation_id}
        if Membership.objects.filter(user=kept, role=held.role, ended_at=None, **place).exists():
            continue
        following = Membership(
            user=kept, role=held.role, valid_from=max(held.valid_from, clock.today()), valid_to=held.valid_to,
            granted_by=held.granted_by, granted_at=held.granted_at, **place,
        )  # fmt: skip
        with creating(following, by=by, verb="take_over"):
            pass
        moved.append(f"{following.role} {following.body.code}")
    return moved


def _as_one(user, other):
    """The person as they will be: the other account, proved just now, is an earlier one of theirs."""
    one = copy(user)
    one.earlier = [*user.earlier, other.pk]
    return one


def _what_is_followed(kept, other):
    have = set(Follow.objects.filter(user=kept).values_list("content_type_id", "object_id"))
    for row in Follow.objects.filter(user=other):
        if (row.content_type_id, row.object_id) in have:
            row.delete()
        else:
            row.user = kept
            row.save(update_fields=["user"])


def _close(other, kept):
    """The log-in and its address go; the row stays, for what was done with it."""
    other.merged_into = kept
    other.email, other.name, other.phone = f"merged-{other.pk}@merged.invalid", "", ""  # .invalid: RFC 2606
    other.earlier = []
    other.set_unusable_password()  # also ends every session: they carry a hash of it
    other.is_active = other.is_staff = other.is_superuser = False
    other.save()
    for model in (EmailAddress, Authenticator, UserSession):
        model.objects.filter(user=other).delete()

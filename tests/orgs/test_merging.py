"""Two accounts of one person become one: what moves, what stays, what stands in the way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from marketplace.core import clock
from marketplace.core.models import AuditEvent, Follow, Notification
from marketplace.core.refusals import Refused
from orgs import domain
from orgs.models import Membership, User
from orgs.queries import actor_of
from orgs.states import Role

from . import builders as b

pytestmark = pytest.mark.django_db
PASSWORD = "linli-zhangsan-7"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _day():
    with clock.fixed(b.moment()):
        yield


def two(role=Role.EDITOR, other_role=Role.OPENER, same=True):
    """(the account that stays, the other one), each with a role, in one office or in two."""
    body = b.office()
    kept = b.member(body, role)
    other = b.member(body if same else b.office(), other_role)
    return kept, other


def merge(kept, other, **values):
    return domain.merge_accounts(kept, by=b.actor(kept), other=other, **{"proved_at": clock.now()} | values)


def code_of(fn, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        fn(*args, **kwargs)
    return caught.value.code


def test_what_moves_and_what_stays(mailoutbox, django_capture_on_commit_callbacks):
    kept, other = two(same=False)
    body = Membership.objects.get(user=other).body
    address = other.email
    Follow.objects.create(user=other, object=body)
    Follow.objects.create(user=kept, object=body)
    Follow.objects.create(user=other, object=b.office())
    Notification.objects.create(user=other, kind="orgs.role_granted", created_at=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        merge(kept, other)
    kept, other = User.objects.get(pk=kept.pk), User.objects.get(pk=other.pk)
    assert (kept.earlier, other.merged_into_id, other.is_active) == ([other.pk], kept.pk, False)
    assert not other.has_usable_password() and other.email.endswith("@merged.invalid") and other.name == ""
    actor = actor_of(kept)
    assert actor.is_person(other.pk) and actor.is_same_eyes(other.pk)
    assert {(g.role, g.body_id) for g in actor.grants} >= {(Role.OPENER.value, body.pk)}
    assert not Membership.objects.filter(user=other, ended_at=None).exists()
    assert Follow.objects.filter(user=kept).count() == 2 and not Follow.objects.filter(user=other).exists()
    assert Notification.objects.filter(user=kept, kind="orgs.role_granted").exists()
    event = AuditEvent.objects.get(verb="orgs.person.merge")
    assert (event.actor_id, event.object_id, event.changes["earlier"]) == (kept.pk, kept.pk, [None, other.pk])
    letters = {to for letter in mailoutbox if "merged" not in letter.to[0] for to in letter.to}
    assert letters >= {kept.email, address}
    assert str(other) == f"#{other.pk} → {kept}"


def test_twice_changes_nothing():
    kept, other = two()
    merge(kept, other)
    before = Membership.objects.count()
    merge(User.objects.get(pk=kept.pk), User.objects.get(pk=other.pk))
    assert Membership.objects.count() == before


def test_what_is_held_by_both_is_held_once():
    kept, other = two(Role.EDITOR, Role.EDITOR)
    merge(kept, other)
    assert Membership.objects.filter(role=Role.EDITOR, ended_at=None, user__in=[kept, other]).count() == 1


def test_roles_that_check_each_other_keep_accounts_apart():
    kept, other = two(Role.LEADER, Role.BUYER)
    assert code_of(merge, kept, other) == "merge.separate"
    apart, elsewhere = two(Role.LEADER, Role.BUYER, same=False)
    merge(apart, elsewhere)


def test_refusals():
    kept, other = two()
    assert code_of(merge, kept, kept) == "merge.same"
    assert code_of(merge, kept, other, proved_at=clock.now() - timedelta(minutes=11)) == "merge.not_proved"
    assert code_of(merge, kept, other, proved_at=None) == "merge.not_proved"
    assert code_of(domain.merge_accounts, kept, by=b.actor(other), other=other, proved_at=clock.now()) == "own_profile"
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert code_of(merge, kept, User.objects.get(pk=other.pk)) == "merge.closed"


def test_the_proof_does_not_say_what_is_wrong():
    kept, other = two()
    other.set_password(PASSWORD)
    other.save()
    assert domain.prove_other(email=other.email.upper(), password=PASSWORD) == other
    for email, password in ((other.email, "wrong"), ("nobody@example.org", PASSWORD)):
        with pytest.raises(Refused) as caught:
            domain.prove_other(email=email, password=password)
        assert (caught.value.code, caught.value.field) == ("merge.not_proved", "password")


def test_whoever_has_a_second_factor_proves_it_here_and_there():
    kept, other = two()
    other.set_password(PASSWORD)
    other.save()
    TOTP.activate(other, SECRET)
    code = f"{hotp_value(SECRET, next(yield_hotp_counters_from_time())):06d}"
    for wrong in ("", "000000" if code != "000000" else "111111"):
        assert code_of(domain.prove_other, email=other.email, password=PASSWORD, code=wrong) == "merge.not_proved"
    assert domain.prove_other(email=other.email, password=PASSWORD, code=code) == other
    assert code_of(domain.prove_other, email=other.email, password=PASSWORD, code=code) == "merge.not_proved"  # used
    TOTP.activate(kept, SECRET)
    stale = replace(b.actor(kept), second_factor_at=None)
    assert code_of(domain.merge_accounts, kept, by=stale, other=other, proved_at=clock.now()) == "second_factor"
    fresh = replace(stale, second_factor_at=clock.now())
    assert domain.merge_accounts(kept, by=fresh, other=other, proved_at=clock.now()) == kept
    assert not Authenticator.objects.filter(user=other).exists()


def test_pages(client):
    kept, other = two()
    User.objects.filter(pk=kept.pk).update(language="en")
    other.set_password(PASSWORD)
    other.save()
    address = reverse("merge_accounts")
    assert client.get(address).status_code == 302
    client.force_login(kept)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"email": other.email, "password": "wrong"}).status_code == 422
    assert client.post(address, {"merge": "1"}).status_code == 422  # without a proof nothing happens
    assert client.post(address, {"email": other.email, "password": PASSWORD}).status_code == 302
    shown = client.get(address)
    assert other.email in shown.content.decode() and shown.context_data["refusal"] is None
    assert client.post(address, {"merge": "1"}).status_code == 302
    assert User.objects.get(pk=other.pk).merged_into_id == kept.pk

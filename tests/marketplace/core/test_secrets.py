"""Small secrets under the environment's key; envelopes that any age tool opens; a person erased."""

import io
import json
import subprocess

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection

from marketplace.core import clock, crypto, sealing
from marketplace.core.actors import system
from marketplace.core.audit import record
from marketplace.core.erasure import erase
from marketplace.core.models import AuditEvent, Notification
from marketplace.core.personal import personal_fields
from marketplace.core.refusals import Refused
from tests.factories import actor, grant, make_office, make_user


def test_what_is_locked_opens_in_its_place_only(settings):
    blob = crypto.encrypt("私钥".encode(), context="call:1")
    assert "私钥".encode() not in blob
    assert crypto.encrypt("私钥".encode(), context="call:1") != blob
    assert crypto.decrypt(memoryview(blob), context="call:1") == "私钥".encode()
    with pytest.raises(crypto.Broken):
        crypto.decrypt(blob, context="call:2")
    for at in range(len(blob)):
        with pytest.raises(crypto.Broken):
            crypto.decrypt(blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :], context="call:1")
    for bad in (b"", b"\x01", blob[:-1], blob + b"x"):
        with pytest.raises(crypto.Broken):
            crypto.decrypt(bad, context="call:1")
    settings.SEALING_KEY = "another"
    with pytest.raises(crypto.Broken):
        crypto.decrypt(blob, context="call:1")


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 200_001])
def test_an_envelope_opens_with_its_key_and_no_other(size):
    pair, data, sealed, plain = sealing.new_keypair(), b"x" * size, io.BytesIO(), io.BytesIO()
    sealing.seal(io.BytesIO(data), sealed, pair.recipient)
    assert sealed.getvalue().startswith(b"age-encryption.org/v1\n")
    sealing.unseal(io.BytesIO(sealed.getvalue()), plain, pair.identity)
    assert plain.getvalue() == data
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(io.BytesIO(sealed.getvalue()), io.BytesIO(), sealing.new_keypair().identity)
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(io.BytesIO(sealed.getvalue()[:-1]), io.BytesIO(), pair.identity)
    assert pair.identity not in repr(pair)


@pytest.mark.age
def test_debians_age_opens_what_was_sealed_here(tmp_path):
    pair, data = sealing.new_keypair(), bytes(range(256)) * 1000
    with (tmp_path / "bid.age").open("wb") as target:
        sealing.seal(io.BytesIO(data), target, pair.recipient)
    (tmp_path / "key").write_text(pair.identity)
    command = ["age", "--decrypt", "-i", str(tmp_path / "key"), str(tmp_path / "bid.age")]
    assert subprocess.run(command, check=True, capture_output=True).stdout == data


# ---- erasure ----------------------------------------------------------------------------------------
MARKER = "zhangsanfeng"


@pytest.fixture
def person(db):
    user = make_user(f"{MARKER}@example.org", name=f"{MARKER} 张三丰", phone=MARKER)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": MARKER})
    Notification.objects.create(user=user, kind="x", params={"to": MARKER}, created_at=clock.now())
    record("test.done", user, by=actor(user))
    return user


def everything():
    """All rows of all tables as text."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found.append(json.dumps([list(map(str, row)) for row in cursor.fetchall()], ensure_ascii=False))
    return "".join(found)


@pytest.mark.parametrize("asked_by_portal", [True, False])
def test_nothing_personal_is_left_and_the_audit_is_whole(person, client, asked_by_portal):
    assert MARKER in everything()
    client.force_login(person)
    before = list(AuditEvent.objects.values())
    erase(person, by=system("keeping") if asked_by_portal else actor(person))
    assert MARKER not in everything()
    assert list(AuditEvent.objects.order_by("id").values())[: len(before)] == before
    assert AuditEvent.objects.order_by("id").last().verb == "core.person.erase"
    assert (person.email, person.name, person.is_active) == (f"erased-{person.pk}@erased.invalid", "", False)
    assert client.get("/desk/").status_code == 302, "the session has ended"


def test_a_second_person_is_untouched_and_two_can_be_erased(person):
    other = make_user("keeps@example.org", name="Keeps")
    erase(person, by=actor(person))
    other.refresh_from_db()
    assert (other.email, other.name, other.is_active) == ("keeps@example.org", "Keeps", True)
    erase(other, by=actor(other))


def test_nobody_erases_another(person):
    with pytest.raises(Refused, match="own_only"):
        erase(person, by=actor(make_user()))
    assert MARKER in everything()


def test_roles_are_given_back_first(person):
    grant(person, "LEADER", make_office())
    with pytest.raises(Refused, match="roles_first") as refused:
        erase(person, by=actor(person))
    assert "%(" not in refused.value.sentence
    assert MARKER in everything()


def test_every_mark_says_why():
    marks = list(personal_fields())
    assert marks
    assert all(mark.why for _model, _field, mark in marks)

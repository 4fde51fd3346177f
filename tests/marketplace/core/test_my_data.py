"""My data: what is held is shown and handed out, erased when asked, and kept with a sentence where it must be."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from marketplace.core import clock
from marketplace.core.audit import record
from marketplace.core.models import AuditEvent, Notification
from orgs.models import JoinRequest, User
from tests.factories import actor, grant, make_office, make_organisation, make_user
from tests.support.district import prove

pytestmark = pytest.mark.django_db
SECRET, OTHERS = "geheimer-schluessel", "andere-person"


@pytest.fixture
def me(client):
    user = make_user("me@example.org", name="李四", phone="0280000")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    Notification.objects.create(user=user, kind="x", params={}, created_at=clock.now())
    JoinRequest.objects.create(
        organisation=make_organisation(), user=user, message="我是志愿者", asked_at=clock.now(), state="asked"
    )
    record("test.done", user, by=actor(user))
    other = make_user(f"{OTHERS}@example.org", name=OTHERS)
    record("test.done", other, by=actor(other))
    prove(client, user)
    return user


def file(client):
    answer = client.get("/desk/account/data/file/")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith('attachment; filename="my-data-')
    return json.loads(answer.content), answer.content.decode()


def test_the_file_holds_all_of_mine_and_nothing_of_others(me, client):
    data, text = file(client)
    assert {row["what"]: row["value"] for row in data["marked"]} == {
        "orgs.user.email": "me@example.org",
        "orgs.user.name": "李四",
        "orgs.user.phone": "0280000",
        "orgs.joinrequest.message": "我是志愿者",
    }
    assert [a["verb"] for a in data["acts"]] == ["test.done"]
    assert [a["email"] for a in data["addresses"]] == ["me@example.org"]
    assert len(data["second_factors"]) == len(data["told"]) == len(data["requests_to_join"]) == 1
    assert data["roles"] == data["signatures"] == data["committees"] == []
    assert SECRET not in text and OTHERS not in text and me.password not in text


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_erases_who_writes_the_address(me, client, prefix):
    page = client.get(f"{prefix}/desk/account/data/")
    assert page.status_code == 200
    assert ("My data" if prefix else "我的个人信息") in page.content.decode()
    wrong = client.post(f"{prefix}/desk/account/data/", {"email": "you@example.org"})
    assert wrong.status_code == 422 and "you@example.org" in wrong.content.decode()
    assert User.objects.get(pk=me.pk).name == "李四"
    done = client.post(f"{prefix}/desk/account/data/", {"email": " ME@example.org "})
    assert (done.status_code, done["Location"]) == (302, f"{prefix}/")
    gone = User.objects.get(pk=me.pk)
    assert (gone.name, gone.phone, gone.is_active) == ("", "", False)
    assert JoinRequest.objects.get().message == ""
    assert AuditEvent.objects.filter(verb="core.person.erase").count() == 1
    assert client.get(f"{prefix}/desk/").status_code == 302


def test_a_role_is_given_back_first_in_words(me, client):
    grant(me, "LEADER", make_office())
    page = client.get("/desk/account/data/")
    assert 'name="email"' not in page.content.decode() and 'aria-disabled="true"' in page.content.decode()
    refused = client.post("/desk/account/data/", {"email": "me@example.org"})
    assert refused.status_code == 409
    assert User.objects.get(pk=me.pk).is_active


def test_only_who_is_logged_in(client):
    for path in ("/desk/account/data/", "/desk/account/data/file/"):
        assert client.get(path).status_code == 302


def test_an_open_session_alone_closes_no_account(me, client):
    client.logout()
    client.force_login(me, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/desk/account/data/").status_code == 200
    asked = client.post("/desk/account/data/", {"email": "me@example.org"})
    assert asked.status_code == 302 and asked["Location"].startswith("/accounts/2fa/reauthenticate/")
    me.refresh_from_db()
    assert me.is_active and me.email == "me@example.org"

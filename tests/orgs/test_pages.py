"""Pages: every role, both languages, one query count for lists, nothing that a name can break."""

import pytest
from django.utils import translation

from marketplace.core import clock
from orgs import domain
from orgs.models import Organisation
from orgs.states import Role
from tests.support.district import prove

from . import builders as b

pytestmark = pytest.mark.django_db
LANGUAGES = {"zh": "", "en": "/en"}
NASTY = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _day(settings):
    settings.PAGE_CACHE_SECONDS = 0
    with clock.fixed(b.moment()):
        yield


def logged_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_public_pages(client, prefix):
    organisation = b.verified(community=b.community())
    domain.record_grade(organisation, by=b.officer(Role.BUYER), grade="4A", valid_from=b.date(2024, 3, 15))
    domain.record_incubation(organisation, by=b.officer(Role.BUYER), stage="START", since=b.date(2022, 1, 1))
    name = organisation.name_en if prefix else organisation.name_zh
    for path in ("/organisations/", f"/organisations/{organisation.code}/"):
        answer = client.get(prefix + path)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert name in page and "4A" in page
        assert organisation.contact_email not in page or not organisation.contact_email


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_list_costs_the_same_whatever_the_rows(client, rows, django_assert_num_queries):
    for n in range(rows):
        Organisation.objects.create(
            **b.DATA | {"name_zh": f"组织{n}"}, code=f"X{n}", uscc=b.code(), state="verified", community=b.community()
        )
    client.get("/organisations/")
    with django_assert_num_queries(8):
        answer = client.get("/organisations/?q=%E7%BB%84%E7%BB%87")
    assert answer.context["page_obj"].paginator.count == rows


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_officers_list_costs_the_same_whatever_the_rows(client, rows, django_assert_num_queries):
    user = b.member(b.office(), Role.LEADER)
    for n in range(rows):
        Organisation.objects.create(**b.DATA, code=f"X{n}", uscc=b.code(), state="applied", community=b.community())
    logged_in(client, user)
    client.get("/organisations/check/")
    with django_assert_num_queries(6):
        answer = client.get("/organisations/check/")
    assert len(answer.context["page_obj"].object_list) == rows


def test_register_shows_only_the_verified_and_the_suspended(client):
    made = {
        state: b.in_state(state, name_zh=f"甲{state}")
        for state in ("applied", "returned", "verified", "suspended", "withdrawn")
    }
    shown = {o.state for o in client.get("/organisations/").context["page_obj"].object_list}
    assert shown == {"verified", "suspended"}
    answers = {state: client.get(f"/organisations/{o.code}/").status_code for state, o in made.items()}
    assert answers == {"applied": 404, "returned": 404, "verified": 200, "suspended": 200, "withdrawn": 404}


def test_what_was_verified_keeps_its_address(client):
    organisation = b.verified()
    domain.withdraw(organisation, by=b.actor(organisation.applied_by))
    assert client.get(f"/organisations/{organisation.code}/").status_code == 200
    assert client.get("/organisations/").context["page_obj"].paginator.count == 0


def test_facets_narrow_and_count(client):
    first, second = b.community(), b.community()
    b.verified(community=first, org_class="GOVERNANCE")
    hub = b.verified(community=second)
    domain.record_hub(hub, by=b.officer(Role.LEADER), is_hub=True)
    domain.record_grade(hub, by=b.officer(Role.LEADER), grade="5A", valid_from=b.date(2025, 1, 1))
    old = b.verified(community=second, legal_form="ASSOCIATION", uscc=b.code("51"))
    domain.record_grade(old, by=b.officer(Role.LEADER), grade="3A", valid_from=b.date(2020, 1, 1))

    def found(query):
        answer = client.get(f"/organisations/?{query}")
        return {o.code for o in answer.context["page_obj"].object_list}

    assert found("org_class=PUBLIC_SERVICE") == {hub.code, old.code}
    assert found("legal_form=ASSOCIATION") == {old.code}
    assert found("grade=5A") == {hub.code}
    assert found("grade=3A") == set()  # expired: no grade
    assert found(f"community={second.code}&hub=on") == {hub.code}
    assert found(f"q={old.uscc[8:14].lower()}") == {old.code}
    assert found("org_class=NO_SUCH") == {hub.code, old.code} | {
        o.code for o in Organisation.objects.filter(community=first)
    }
    form = client.get(f"/organisations/?community={second.code}").context["filter_form"]
    assert [str(label)[-3:] for value, label in form.fields["org_class"].choices if value == "PUBLIC_SERVICE"] == [
        "(2)"
    ]
    assert [str(label)[-3:] for value, label in form.fields["org_class"].choices if value == "GOVERNANCE"] == ["(0)"]


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_a_name_is_text_everywhere(client, prefix):
    user = b.person(name=NASTY)
    organisation = b.verified(
        user, name_zh=NASTY, name_en=NASTY, field_zh=NASTY, profile_zh=NASTY, profile_en=NASTY, contact_phone="</td><b>"
    )
    asker = b.person(name=NASTY)
    join = domain.ask_to_join(organisation, by=b.actor(asker), message=NASTY)
    leader = b.member(b.office(), Role.LEADER)
    pages = {
        None: ["/organisations/", f"/organisations/{organisation.code}/"],
        user: [
            f"/organisations/{organisation.code}/file/",
            f"/organisations/{organisation.code}/roles/",
            "/desk/",
            f"/organisations/joins/{join.pk}/",
        ],
        asker: [f"/organisations/{organisation.code}/join/", f"/organisations/joins/{join.pk}/", "/accounts/profile/"],
        leader: [f"/organisations/{organisation.code}/file/", "/organisations/check/", "/desk/"],
    }
    for reader, paths in pages.items():
        client.logout()
        if reader:
            logged_in(client, reader)
        for path in paths:
            answer = client.get(prefix + path)
            assert answer.status_code == 200, path
            assert NASTY not in answer.content.decode(), path


def test_who_reads_a_file(client):
    organisation = b.verified()
    path = f"/organisations/{organisation.code}/file/"
    assert client.get(path).status_code in (302, 403)
    readers = {
        "stranger": b.person(),
        "member of another": b.verified().applied_by,
        "owner": organisation.applied_by,
        "bid writer": b.member(organisation, Role.BID_WRITER),
        "auditor": b.member(b.office(), Role.AUDITOR),
    }
    document = organisation.documents.get().file.get_absolute_url()
    seen = {}
    for who, user in readers.items():
        logged_in(client, user)
        seen[who] = (client.get(path).status_code, client.get(document).status_code)
    assert seen == {
        "stranger": (404, 404),
        "member of another": (404, 404),
        "owner": (200, 200),
        "bid writer": (200, 200),
        "auditor": (200, 200),
    }


def form_data(**changed):
    return {
        "uscc": b.code(), "name_zh": "新组织", "name_en": "", "legal_form": "PRIVATE_NON_ENTERPRISE", "level": "STREET",
        "founded": "2020-02-29", "org_class": "GOVERNANCE", "community": "", "staff": "3", "social_workers": "1",
        **changed,
    }  # fmt: skip


def test_apply_in_the_browser(client):
    user = b.person()
    logged_in(client, user)
    assert client.get("/organisations/apply/").status_code == 200
    answer = client.post("/organisations/apply/", {**form_data(), "certificate": b.pdf()})
    organisation = Organisation.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/organisations/{organisation.code}/file/"
    assert organisation.state == "applied" and organisation.applied_by == user
    assert organisation.provenance == "declared"
    page = client.get(answer["Location"]).content.decode()
    assert "certificate.pdf" in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"uscc": "91350100M000100Y4Z"}, "uscc"),
        ({"uscc": "1" * 400}, "uscc"),
        ({"legal_form": "FOUNDATION"}, "legal_form"),
        ({"founded": "2030-01-01"}, "founded"),
        ({"founded": "gestern"}, "founded"),
        ({"founded": "0001-01-01"}, None),
        ({"staff": "NaN"}, "staff"),
        ({"staff": "-1"}, "staff"),
        ({"staff": "1000000000000000"}, "staff"),
        ({"name_zh": "长" * 500}, "name_zh"),
        ({"name_zh": ""}, "name_zh"),
        ({"profile_zh": "长" * 2001}, "profile_zh"),
        ({"contact_email": "x"}, "contact_email"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_nothing_typed_is_lost(client, changed, field):
    logged_in(client, b.person())
    data = form_data(**changed)
    answer = client.post("/organisations/apply/", data)
    if field is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert answer.context["form"]["name_zh"].value() == data["name_zh"]
    assert Organisation.objects.count() == 0


def test_full_width_digits_are_put_right(client):
    logged_in(client, b.person())
    code = b.code()
    typed = "".join(chr(ord(c) + 0xFEE0) for c in code.lower())
    answer = client.post("/organisations/apply/", form_data(uscc=typed, staff="１２"))
    assert answer.status_code == 302
    assert Organisation.objects.get().uscc == code and Organisation.objects.get().staff == 12


def test_an_executable_named_pdf_is_refused_at_the_certificate(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    logged_in(client, b.person())
    bad = SimpleUploadedFile("certificate.pdf", b"MZ\x90\x00" + b"\x00" * 100, "application/pdf")
    answer = client.post("/organisations/apply/", {**form_data(), "certificate": bad})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"certificate"}
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES)
def test_a_known_code_leads_to_asking_to_join(client, prefix):
    known = b.verified()
    logged_in(client, b.person())
    answer = client.post(f"{prefix}/organisations/apply/", form_data(uscc=known.uscc))
    assert answer.status_code == 422
    link = f"{prefix}/organisations/{known.code}/join/"
    assert link in answer.content.decode()
    assert client.get(link).status_code == 200
    answer = client.post(link, {"role": "BID_WRITER", "message": "我是会计"})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    again = client.post(link, {"role": "BID_WRITER"})
    assert again.status_code == 422


@pytest.mark.parametrize("state", ["applied", "returned", "withdrawn"])
def test_an_application_keeps_nobody_out_and_tells_nothing(client, state):
    """Somebody typed the code first: the true owner applies all the same, learns nothing of them, and leaders see both."""
    first, owner, leader = b.in_state(state, name_zh="占用代码者"), b.person(), b.member(b.office(), Role.LEADER)
    logged_in(client, owner)
    page = client.get(f"/organisations/{first.code}/join/")
    assert page.status_code == 404 and "占用代码者" not in page.content.decode()
    answer = client.post("/organisations/apply/", {**form_data(uscc=first.uscc), "certificate": b.pdf()})
    second = Organisation.objects.get(applied_by=owner)
    assert (answer.status_code, answer["Location"]) == (302, second.file_url())
    page = client.get(second.file_url()).content.decode()
    assert "占用代码者" not in page and "另有申请使用同一信用代码" not in page
    again = client.post("/organisations/apply/", form_data(uscc=first.uscc))
    assert again.status_code == 422 and "您已用这一代码提交过申请" in again.content.decode()
    logged_in(client, leader)
    page = client.get(second.file_url()).content.decode()
    assert ("占用代码者" in page) == (state != "withdrawn") == ("另有申请使用同一信用代码" in page)


def test_the_whole_flow_in_the_browser(client):
    """Apply, return, correct, verify, ask to join, accept, give and end a role: with forms only."""
    owner, leader, helper = b.person(), b.member(b.office(), Role.LEADER), b.person()
    logged_in(client, owner)
    client.post("/organisations/apply/", {**form_data(), "certificate": b.pdf()})
    organisation = Organisation.objects.get()

    def do(verb, obj=None, **data):
        obj = obj or organisation
        path = f"/do/{type(obj).STEPS}/{obj.pk}/{verb}/"
        assert client.get(path).status_code == 200
        answer = client.post(path, data)
        assert answer.status_code == 302, answer.content.decode()
        organisation.refresh_from_db()
        return answer

    logged_in(client, leader)
    assert organisation.code in client.get("/desk/").content.decode()
    do("return", reason="请补充英文名")
    logged_in(client, owner)
    assert "请补充英文名" in client.get(organisation.file_url()).content.decode()
    assert organisation.code in client.get("/desk/").content.decode()
    do("resubmit", **form_data(uscc=organisation.uscc, name_en="New Organisation"))
    assert (organisation.state, organisation.name_en, organisation.state_reason) == ("applied", "New Organisation", "")
    logged_in(client, leader)
    do("verify")
    assert organisation.state == "verified"
    logged_in(client, helper)
    assert client.get("/organisations/mine/").status_code == 200
    answer = client.post(f"/organisations/{organisation.code}/join/", {"role": "VOLUNTEER_COORDINATOR"})
    join = organisation.join_requests.get()
    prove(client, owner)
    assert client.get(answer["Location"]).status_code == 200
    do("accept", join)
    answer = client.post(f"/organisations/{organisation.code}/roles/", {"person": helper.pk, "role": "BID_WRITER"})
    assert answer.status_code == 302
    held = organisation.memberships.filter(user=helper).order_by("role")
    assert [m.role for m in held] == ["BID_WRITER", "VOLUNTEER_COORDINATOR"]
    do("end", held[0])
    logged_in(client, helper)
    assert client.get("/organisations/mine/")["Location"] == organisation.file_url()
    do("end", held[1])
    assert client.get(organisation.file_url()).status_code == 404


def test_office_people_page(client):
    office = b.office()
    leader, other = b.member(office, Role.LEADER), b.person()
    prove(client, leader)
    assert client.get("/organisations/offices/")["Location"] == office.people_url()
    answer = client.post(
        office.people_url(), {"person": other.email.upper(), "role": "BUYER", "valid_to": "2027-01-31"}
    )
    assert answer.status_code == 302
    row = office.memberships.get(user=other)
    assert (row.role, row.valid_from, row.valid_to, row.granted_by) == ("BUYER", b.DAY, b.date(2027, 1, 31), leader)
    assert client.post(office.people_url(), {"person": "nobody@example.org", "role": "BUYER"}).status_code == 422
    assert client.post(office.people_url(), {"person": leader.email, "role": "BUYER"}).status_code == 422
    logged_in(client, other)
    page = client.get(office.people_url())
    assert page.status_code == 200 and not page.context["may_grant"]
    assert client.post(office.people_url(), {"person": leader.email, "role": "FINANCE"}).status_code == 403
    logged_in(client, b.person())
    assert client.get(office.people_url()).status_code == 403


def test_giving_a_role_leads_through_the_second_factor_and_back_with_what_was_typed(client):
    office, other = b.office(), b.person()
    leader = b.member(office, Role.LEADER)
    logged_in(client, leader)
    answer = client.post(office.people_url(), {"person": other.email, "role": "FINANCE", "valid_to": "2027-01-31"})
    assert answer.status_code == 302 and answer["Location"].startswith("/accounts/2fa/"), answer["Location"]
    assert not office.memberships.filter(user=other).exists()
    somewhere_else = client.get("/desk/")
    assert other.email not in somewhere_else.content.decode()
    form = client.get(office.people_url()).context["form"]
    assert (form["person"].value(), form["role"].value(), form["valid_to"].value()) == (
        other.email,
        "FINANCE",
        "2027-01-31",
    )
    assert client.get(office.people_url()).context["form"]["person"].value() is None  # given back once


def test_owners_cannot_try_out_addresses(client):
    organisation, stranger = b.verified(), b.person()
    logged_in(client, organisation.applied_by)
    path = f"/organisations/{organisation.code}/roles/"
    assert client.post(path, {"person": stranger.pk, "role": "BID_WRITER"}).status_code == 422
    assert stranger.email not in client.get(path).content.decode()


def test_profile(client):
    user = b.person()
    logged_in(client, user)
    answer = client.post("/accounts/profile/", {"name": "李四", "language": "en"})
    user.refresh_from_db()
    assert (answer.status_code, user.name, user.language) == (302, "李四", "en")
    assert client.post("/accounts/profile/", {"name": "", "language": "xx"}).status_code == 422


def test_empty_register(client):
    for prefix in LANGUAGES.values():
        assert client.get(f"{prefix}/organisations/").status_code == 200


def test_a_kept_page_changes_when_the_day_changes(client, settings):
    """The grade is shown until its last day, also from the kept page."""
    settings.PAGE_CACHE_SECONDS = 10**6
    organisation = b.verified()
    domain.record_grade(
        organisation, by=b.officer(Role.BUYER), grade="2A", valid_from=b.date(2021, 11, 3), valid_to=b.DAY
    )
    with clock.fixed(b.moment(hour=23)), translation.override("zh-hans"):
        assert "2A" in client.get("/organisations/?grade=2A").content.decode()
    with clock.fixed(b.moment(b.date(2026, 11, 3), hour=0)):
        assert client.get("/organisations/?grade=2A").context["page_obj"].paginator.count == 0

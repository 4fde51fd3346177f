"""Each verb: what it writes, each refusal by its code, who is told."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import translation

from marketplace.core import clock, notices
from marketplace.core.actors import system
from marketplace.core.audit import timeline
from marketplace.core.desk import needs_second_factor
from marketplace.core.models import Notification
from marketplace.core.refusals import Refused
from orgs import domain, uscc
from orgs.models import Membership, Organisation
from orgs.queries import bid_blockers, competing
from orgs.states import Role

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with clock.fixed(b.moment()):
        yield


def refusal(fn, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        fn(*args, **kwargs)
    return caught.value


def told(kind):
    return {n.user_id for n in Notification.objects.filter(kind=kind)}


# ---- the register ------------------------------------------------------------------------------
def test_apply_makes_the_applicant_owner():
    user = b.person()
    organisation = b.applied(user, contact_email="a@example.org")
    assert (organisation.state, organisation.applied_by, organisation.verified_at) == ("applied", user, None)
    assert organisation.code.startswith("2026-")
    row = organisation.memberships.get()
    assert (row.user, row.role, row.valid_from, row.valid_to) == (user, "OWNER", b.DAY, None)
    assert organisation.documents.get().kind == "REGISTRATION"
    events = timeline(organisation, b.officer(Role.LEADER))
    assert [e.verb for e in events] == ["orgs.organisation.apply", "orgs.organisation.add_document"]
    assert all("a@example.org" not in str(e.changes) for e in events)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"uscc": "91350100M000100Y44"}, "uscc_position_18", "uscc"),
        ({"uscc": uscc.complete("53510115MJ870001")}, "form_and_code", "legal_form"),
        ({"founded": date(2026, 11, 3)}, "founded_later", "founded"),
        ({"certificate": SimpleUploadedFile("x.pdf", b"MZ\x90\x00\x00\x00")}, "wrong_type", "file"),
    ],
)
def test_apply_refuses(changed, code, field):
    said = refusal(b.applied, **changed)
    assert (said.code, said.field) == (code, field)
    assert Organisation.objects.count() == 0 and Membership.objects.count() == 0


def test_apply_with_a_known_code():
    known = b.verified()
    assert refusal(b.applied, uscc=known.uscc).code == "already_known"
    assert refusal(b.applied, uscc=known.uscc.lower()).code == "already_known"


def test_of_two_applications_with_one_code_one_is_verified():
    first, leader = b.applied(), b.officer(Role.LEADER)
    second = b.applied(uscc=first.uscc)
    assert refusal(b.applied, first.applied_by, uscc=first.uscc).code == "applied_already"
    assert [o.pk for o in competing(second)] == [first.pk]
    domain.verify(second, by=leader)
    assert refusal(domain.verify, first, by=leader).code == "code_taken"
    domain.return_(first, by=leader, reason="证书不属于申请人")
    assert refusal(domain.resubmit, first, by=b.actor(first.applied_by)).code == "already_known"
    assert refusal(b.applied, uscc=first.uscc).code == "already_known"
    domain.withdraw(second, by=b.actor(second.applied_by))  # the code stays whose it was
    assert refusal(b.applied, uscc=first.uscc).code == "already_known"


def test_the_database_holds_one_verified_organisation_a_code():
    first, second = b.verified(), b.applied()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=second.pk).update(uscc=first.uscc, verified_at=clock.now())


def test_only_who_was_verified_is_joined():
    asker = b.actor(b.person())
    for state in ("applied", "returned"):
        assert refusal(domain.ask_to_join, b.in_state(state), by=asker).code == "not_in_register"
    assert domain.ask_to_join(b.in_state("suspended"), by=asker).state == "asked"


def test_return_resubmit_verify_and_who_is_told(django_capture_on_commit_callbacks):
    leader = b.officer(Role.LEADER)
    other_leader, buyer = b.officer(Role.LEADER), b.officer(Role.BUYER)
    with django_capture_on_commit_callbacks(execute=True):
        organisation = b.applied()
    assert told("orgs.applied") == {leader.user_id, other_leader.user_id}
    owner = b.actor(organisation.applied_by)
    with django_capture_on_commit_callbacks(execute=True):
        domain.return_(organisation, by=leader, reason="名称与证书不符")
    assert told("orgs.returned") == {owner.user_id}
    note = Notification.objects.get(kind="orgs.returned")
    with translation.override("en"):
        assert notices.words(note).endswith("returned: 名称与证书不符") and organisation.name_en in notices.words(note)
    assert refusal(domain.verify, organisation, by=leader).code == "wrong_state"
    with django_capture_on_commit_callbacks(execute=True):
        domain.resubmit(organisation, by=owner, name_zh="青禾社工中心")
    assert told("orgs.resubmitted") == {leader.user_id, other_leader.user_id}
    assert (organisation.state, organisation.state_reason, organisation.name_zh) == ("applied", "", "青禾社工中心")
    with django_capture_on_commit_callbacks(execute=True):
        domain.verify(organisation, by=leader)
    assert told("orgs.verified") == {owner.user_id}
    assert organisation.verified_at == clock.now()
    assert buyer.user_id not in {n.user_id for n in Notification.objects.all()}


def test_resubmit_checks_the_corrected_values():
    known = b.verified()
    organisation = b.in_state("returned")
    owner = b.actor(organisation.applied_by)
    assert refusal(domain.resubmit, organisation, by=owner, uscc=known.uscc).code == "already_known"
    assert refusal(domain.resubmit, organisation, by=owner, legal_form="ASSOCIATION").code == "form_and_code"
    assert refusal(domain.resubmit, organisation, by=owner, founded=date(2027, 1, 1)).code == "founded_later"
    assert refusal(domain.resubmit, organisation, by=owner, uscc="1").code == "uscc_length"
    organisation.refresh_from_db()
    assert organisation.state == "returned" and organisation.uscc != known.uscc


def test_verify_needs_a_valid_certificate():
    leader = b.officer(Role.LEADER)
    without = b.applied(certificate=None)
    assert refusal(domain.verify, without, by=leader).code == "no_certificate"
    expired = b.applied(certificate_valid_to=b.DAY - timedelta(days=1))
    assert refusal(domain.verify, expired, by=leader).code == "no_certificate"
    last_day = b.applied(certificate_valid_to=b.DAY)
    assert domain.verify(last_day, by=leader).state == "verified"


def test_suspension_is_public_and_lifted():
    organisation = b.in_state("suspended")
    public = [(e.verb.rsplit(".", 1)[-1], e.public_note) for e in timeline(organisation, b.actor(b.person()))]
    assert public == [("suspend", "年检未过"), ("verify", "")]
    assert refusal(domain.withdraw, organisation, by=b.actor(organisation.applied_by)).code == "wrong_state"
    domain.reinstate(organisation, by=b.officer(Role.LEADER))
    assert (organisation.state, organisation.state_reason) == ("verified", "")


def test_withdraw_and_come_back():
    organisation = b.verified()
    owner = b.actor(organisation.applied_by)
    domain.withdraw(organisation, by=owner)
    assert organisation.state == "withdrawn"
    assert domain.resubmit(organisation, by=owner).state == "applied"


def test_edit_leaves_the_certificate_alone():
    organisation = b.verified()
    owner = b.actor(organisation.applied_by)
    domain.edit_organisation(organisation, by=owner, staff=12)
    assert organisation.staff == 12
    with pytest.raises(TypeError):
        domain.edit_organisation(organisation, by=owner, name_zh="别的")


# ---- what officers record ------------------------------------------------------------------------
def test_grade_is_valid_five_years():
    organisation, buyer = b.verified(), b.officer(Role.BUYER)
    domain.record_grade(organisation, by=buyer, grade="4A", valid_from=date(2024, 2, 29))
    row = organisation.assessments.get()
    assert (row.grade, row.valid_to) == ("4A", date(2029, 2, 27))
    assert organisation.grade_on(date(2029, 2, 27)) == row
    assert organisation.grade_on(date(2029, 2, 28)) is None
    assert organisation.grade_on(date(2024, 2, 28)) is None


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "code"),
    [
        (date(2024, 1, 1), date(2029, 1, 2), "grade_too_long"),
        (date(2024, 1, 1), date(2023, 1, 1), "dates_reversed"),
        (date(2026, 11, 3), None, "not_yet"),
    ],
)
def test_grade_refuses(valid_from, valid_to, code):
    organisation = b.verified()
    said = refusal(
        domain.record_grade,
        organisation,
        by=b.officer(Role.BUYER),
        grade="1A",
        valid_from=valid_from,
        valid_to=valid_to,
    )
    assert said.code == code and not organisation.assessments.exists()


def test_incubation_stands_in_the_order_of_time():
    organisation, leader = b.verified(), b.officer(Role.LEADER)
    domain.record_incubation(organisation, by=leader, stage="IDEA", since=date(2021, 5, 1))
    domain.record_incubation(organisation, by=leader, stage="MATURE", since=date(2024, 5, 1))
    early = refusal(domain.record_incubation, organisation, by=leader, stage="START", since=date(2022, 1, 1))
    late = refusal(domain.record_incubation, organisation, by=leader, stage="START", since=date(2027, 1, 1))
    assert (early.code, late.code) == ("before_the_last", "not_yet")


# ---- documents and bidding -----------------------------------------------------------------------
def test_bid_blockers_by_state():
    found = {
        state: [r.code for r in bid_blockers(b.in_state(state))]
        for state in ("applied", "returned", "verified", "suspended", "withdrawn")
    }
    assert found == {
        "applied": ["not_verified"],
        "returned": ["not_verified"],
        "verified": [],
        "suspended": ["not_verified"],
        "withdrawn": ["not_verified"],
    }


def test_an_expired_document_blocks_from_the_day_after_its_last():
    organisation = b.verified()
    owner = b.actor(organisation.applied_by)
    document = domain.add_document(organisation, by=owner, kind="ANNUAL_CHECK", file=b.pdf(), valid_to=b.DAY)
    assert bid_blockers(organisation) == []
    with clock.fixed(b.moment(b.DAY + timedelta(days=1), hour=0)):
        (said,) = bid_blockers(organisation)
        assert said.code == "document_expired"
        with translation.override("en"):
            assert "annual check" in bid_blockers(organisation)[0].sentence and "2026-11-02" in said.sentence
        newer = domain.replace_document(document, by=owner, file=b.pdf(), valid_to=None)
        assert bid_blockers(organisation) == []
    document.refresh_from_db()
    assert (document.state, newer.state) == ("replaced", "current") and document.replaced_at
    assert refusal(domain.replace_document, document, by=owner, file=b.pdf()).code == "wrong_state"


def test_a_missing_certificate_blocks():
    organisation = b.verified()
    organisation.documents.all().delete()
    assert [r.code for r in bid_blockers(organisation)] == ["document_missing"]


def test_one_document_of_a_kind():
    organisation = b.verified()
    owner = b.actor(organisation.applied_by)
    said = refusal(domain.add_document, organisation, by=owner, kind="REGISTRATION", file=b.pdf())
    assert (said.code, said.field) == ("one_of_a_kind", "kind")


def test_a_failed_replacement_leaves_the_old_document():
    organisation = b.verified()
    document = organisation.documents.get()
    bad = SimpleUploadedFile("x.pdf", b"#!/bin/sh\nrm -rf /")
    assert (
        refusal(domain.replace_document, document, by=b.actor(organisation.applied_by), file=bad).code == "wrong_type"
    )
    assert organisation.documents.get().state == "current"


def test_members_are_told_of_expiry_once_each(django_capture_on_commit_callbacks):
    organisation = b.applied(certificate_valid_to=b.DAY + timedelta(days=31))
    writer = b.member(organisation, Role.BID_WRITER)
    b.member(organisation, Role.ORG_FINANCE)
    people = {organisation.applied_by_id, writer.pk}

    def day(n):
        with clock.fixed(b.moment(b.DAY + timedelta(days=n))), django_capture_on_commit_callbacks(execute=True):
            return domain.tell_of_expiry(by=system("orgs.expiring_documents"))

    assert [day(0), day(1), day(2), day(31), day(32), day(33)] == [0, 1, 0, 0, 1, 0]
    assert told("orgs.document_expiring") == people == told("orgs.document_expired")
    assert Notification.objects.filter(kind="orgs.document_expiring").count() == 2


# ---- joining and roles ---------------------------------------------------------------------------
def test_join_with_consent(django_capture_on_commit_callbacks):
    organisation, asker = b.verified(), b.person()
    with django_capture_on_commit_callbacks(execute=True):
        join = domain.ask_to_join(organisation, by=b.actor(asker), role="ORG_FINANCE", message="会计")
    assert told("orgs.join_asked") == {organisation.applied_by_id}
    assert refusal(domain.ask_to_join, organisation, by=b.actor(asker)).code == "asked_already"
    owner = b.actor(organisation.applied_by)
    with django_capture_on_commit_callbacks(execute=True):
        domain.accept_join(join, by=owner)
    assert told("orgs.join_accepted") == {asker.pk}
    row = organisation.memberships.get(user=asker)
    assert (row.role, row.granted_by, row.valid_from) == ("ORG_FINANCE", owner.user, b.DAY)
    assert b.actor(asker).has("ORG_FINANCE", body="organisation", body_id=organisation.pk)
    assert refusal(domain.ask_to_join, organisation, by=b.actor(asker)).code == "member_already"


def test_join_declined_gives_nothing():
    organisation, asker = b.verified(), b.person()
    join = domain.ask_to_join(organisation, by=b.actor(asker))
    domain.decline_join(join, by=b.actor(organisation.applied_by), reason="不认识")
    assert join.state == "declined" and not organisation.memberships.filter(user=asker).exists()
    assert domain.ask_to_join(organisation, by=b.actor(asker)).state == "asked"


@pytest.mark.parametrize(("role", "code"), [("LEADER", "join_role"), ("NO_SUCH", "join_role")])
def test_office_roles_cannot_be_asked_for(role, code):
    assert refusal(domain.ask_to_join, b.verified(), by=b.actor(b.person()), role=role).code == code


def test_a_withdrawn_organisation_is_not_joined():
    assert refusal(domain.ask_to_join, b.in_state("withdrawn"), by=b.actor(b.person())).code == "withdrawn"


def test_without_an_owner_a_leader_answers(django_capture_on_commit_callbacks):
    organisation, asker, leader = b.verified(), b.person(), b.officer(Role.LEADER)
    Membership.objects.filter(organisation=organisation).update(ended_at=clock.now())
    with django_capture_on_commit_callbacks(execute=True):
        join = domain.ask_to_join(organisation, by=b.actor(asker), role="OWNER")
    assert leader.user_id in told("orgs.join_asked")
    domain.accept_join(join, by=leader)
    assert b.actor(asker).has("OWNER", body="organisation", body_id=organisation.pk)


def test_a_role_counts_from_its_first_to_its_last_day():
    office, user = b.office(), b.person()
    leader = b.actor(b.member(office, Role.LEADER))
    domain.grant_role(
        office, by=leader, user=user, role="BUYER", valid_from=date(2026, 11, 5), valid_to=date(2026, 11, 9)
    )
    held = {}
    for day in (4, 5, 9, 10):
        with clock.fixed(b.moment(date(2026, 11, day))):
            held[day] = b.actor(user).has("BUYER")
    assert held == {4: False, 5: True, 9: True, 10: False}
    with clock.fixed(b.moment(date(2026, 11, 9), hour=0)):
        assert b.actor(user).has("BUYER")


def test_a_role_is_given_with_a_fresh_second_factor_only():
    office, user = b.office(), b.person()
    leader = b.member(office, Role.LEADER)
    stale = b.actor(leader, fresh=False)
    assert refusal(domain.grant_role, office, by=stale, user=user, role="BUYER").code == "second_factor"
    assert not office.memberships.filter(user=user).exists()
    domain.grant_role(office, by=b.actor(leader), user=user, role="BUYER")


def test_a_role_that_ran_out_is_given_anew():
    office, user = b.office(), b.person()
    leader = b.actor(b.member(office, Role.LEADER))
    first = domain.grant_role(office, by=leader, user=user, role="BUYER", valid_to=b.DAY)
    assert refusal(domain.grant_role, office, by=leader, user=user, role="BUYER").code == "holds_already"
    with clock.fixed(b.moment(b.DAY + timedelta(days=1))):
        domain.grant_role(office, by=b.actor(leader.user), user=user, role="BUYER")
        assert b.actor(user).has("BUYER")
    first.refresh_from_db()
    assert first.state == "ended"


def test_an_ended_role_counts_no_more():
    office, user = b.office(), b.person()
    leader = b.actor(b.member(office, Role.LEADER))
    row = domain.grant_role(office, by=leader, user=user, role="FINANCE")
    domain.end_role(row, by=leader)
    assert not b.actor(user).is_officer and (row.state, row.ended_at) == ("ended", clock.now())
    assert refusal(domain.end_role, row, by=leader).code == "wrong_state"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"role": "OWNER"}, "role_of_another_body", "role"),
        ({"role": "NO_SUCH"}, "role_of_another_body", "role"),
        ({"valid_from": date(2026, 11, 9), "valid_to": date(2026, 11, 8)}, "dates_reversed", "valid_to"),
        ({"valid_from": date(2026, 11, 1)}, "from_the_past", "valid_from"),
        ({"valid_from": date(2026, 10, 1), "valid_to": date(2026, 11, 1)}, "already_over", "valid_to"),
    ],
)
def test_grant_refuses(given, code, field):
    office = b.office()
    said = refusal(
        domain.grant_role,
        office,
        by=b.actor(b.member(office, Role.LEADER)),
        user=b.person(),
        **{"role": "BUYER", **given},
    )
    assert (said.code, said.field) == (code, field)


def test_nobody_gives_themselves_an_office_role():
    office = b.office()
    leader = b.actor(b.member(office, Role.LEADER))
    assert refusal(domain.grant_role, office, by=leader, user=leader.user, role="FINANCE").code == "to_oneself"


def test_owners_of_one_organisation_give_no_roles_in_another():
    said = refusal(
        domain.grant_role, b.verified(), by=b.actor(b.verified().applied_by), user=b.person(), role="BID_WRITER"
    )
    assert said.code == "appoints"


def test_the_last_owner_stays():
    organisation = b.verified()
    owner = b.actor(organisation.applied_by)
    row = organisation.memberships.get()
    assert refusal(domain.end_role, row, by=owner).code == "last_owner"
    domain.grant_role(organisation, by=owner, user=b.person(), role="OWNER")
    assert domain.end_role(row, by=owner).state == "ended"


def test_binding_roles_ask_for_a_second_factor():
    office = b.office()
    needs = {}
    for role in (Role.BUYER, Role.OPENER, Role.LEADER, Role.FINANCE, Role.EVALUATOR, Role.AUDITOR, Role.EDITOR):
        actor = b.officer(role, body=office)
        actor.extra["has_second_factor"] = False
        needs[role.value] = needs_second_factor(actor)
    assert needs == {
        "BUYER": True, "OPENER": True, "LEADER": True, "FINANCE": True, "EVALUATOR": False, "AUDITOR": False, "EDITOR": False,
    }  # fmt: skip


def test_profile_is_ones_own():
    user = b.person()
    assert refusal(domain.change_profile, user, by=b.actor(b.person()), name="x", language="en").code == "own_profile"
    assert refusal(domain.change_profile, user, by=b.actor(user), name="x", language="fr").code == "language"
    domain.change_profile(user, by=b.actor(user), name=" 王五 ", language="en")
    user.refresh_from_db()
    assert (user.name, user.language) == ("王五", "en")


def test_a_leader_who_speaks_for_an_ownerless_organisation_does_not_take_it_over():
    organisation, leader = b.verified(), b.actor(b.member(b.office(), Role.LEADER))
    Membership.objects.filter(organisation=organisation).delete()
    assert refusal(domain.grant_role, organisation, by=leader, user=leader.user, role="OWNER").code == "to_oneself"
    assert domain.grant_role(organisation, by=leader, user=b.person(), role="OWNER").role == "OWNER"

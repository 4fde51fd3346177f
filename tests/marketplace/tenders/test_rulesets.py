"""Rule sets: the next version is drafted, approved by another, in force from a day ahead; what calls rest on stays."""

from datetime import timedelta

import pytest

from marketplace.core import audit, clock
from marketplace.core.refusals import Refused
from marketplace.tenders import domain
from marketplace.tenders.forms.draft import _procedures
from marketplace.tenders.models import Procedure, RuleSet
from tests import factories

from . import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    office = factories.make_office()
    return {role: factories.actor(factories.person(role, office)) for role in ("KEEPER", "LEADER", "BUYER")}


def ahead(days=30):
    return clock.today() + timedelta(days=days)


def code_of(act, *args, **kwargs):
    with pytest.raises(Refused) as found:
        act(*args, **kwargs)
    return found.value.code


def drafted(people, **rule):
    old = RuleSet.objects.get(code="small")
    new = domain.revise_rules(old, by=people["KEEPER"], version="2027.1", valid_from=ahead())
    kept = {"name_zh": new.name_zh, "name_en": new.name_en, "valid_from": new.valid_from}
    domain.change_rules(new, by=people["KEEPER"], source="街道办公会议纪要 2026 年第 9 号", **kept)
    values = {
        "procedure": new.procedures.get(),
        "key": "min_bid_days",
        "value": "9",
        "clause_zh": "新规则第三条",
    } | rule
    return old, domain.set_rule(new, by=people["KEEPER"], **values)


def test_the_next_version_begins_and_the_one_before_ends(people):
    street = b.make_street()
    call = b.open_call(street, procedure_code="small")
    old, new = drafted(people)
    before = old.procedures.get().switches
    assert new.procedures.get().switches["min_bid_days"]["value"] == 9
    domain.approve_rules(new, by=people["LEADER"])
    old.refresh_from_db()
    assert (old.valid_to, new.valid_from, old.state, new.state) == (ahead(29), ahead(30), "approved", "approved")
    assert old.procedures.get().switches == before
    call.refresh_from_db()
    assert call.procedure == old.procedures.get()
    assert [p.rule_set.version for p in _procedures(ahead(29)) if p.code == "small"] == ["2026.1"]
    assert [p.rule_set.version for p in _procedures(ahead(30)) if p.code == "small"] == ["2027.1"]
    told = [event.verb for event in audit.timeline(new, people["LEADER"])]
    assert told == [
        "tenders.rules.approve", "tenders.rules.set_rule", "tenders.rules.change", "tenders.rules.draft",
    ]  # fmt: skip
    assert "9 calendar 新规则第三条" in audit.timeline(new, people["LEADER"])[1].note


def test_what_is_approved_is_never_changed(people):
    old, new = drafted(people)
    domain.approve_rules(new, by=people["LEADER"])
    for rules in (old, new):
        change = {"name_zh": "改", "name_en": "", "source": "x", "valid_from": ahead(90)}
        assert code_of(domain.change_rules, rules, by=people["KEEPER"], **change) == "wrong_state"
        rule = {"procedure": rules.procedures.get(), "key": "min_bids", "value": "2", "clause_zh": "x"}
        assert code_of(domain.set_rule, rules, by=people["KEEPER"], **rule) == "wrong_state"
        assert code_of(domain.discard_rules, rules, by=people["KEEPER"]) == "wrong_state"


def test_four_eyes_and_a_day_ahead(people):
    _old, new = drafted(people)
    assert code_of(domain.approve_rules, new, by=people["KEEPER"]) == "role:LEADER"
    RuleSet.objects.filter(pk=new.pk).update(drafted_by=people["LEADER"].user)
    new.refresh_from_db()
    assert code_of(domain.approve_rules, new, by=people["LEADER"]) == "four_eyes"
    RuleSet.objects.filter(pk=new.pk).update(drafted_by=people["KEEPER"].user)
    change = {"name_zh": new.name_zh, "name_en": new.name_en}
    domain.change_rules(new, by=people["KEEPER"], source="x", valid_from=clock.today(), **change)
    assert code_of(domain.approve_rules, new, by=people["LEADER"]) == "begins_ahead"
    domain.change_rules(new, by=people["KEEPER"], source=" ", valid_from=ahead(), **change)
    assert code_of(domain.approve_rules, new, by=people["LEADER"]) == "no_source"
    stale = factories.actor(people["LEADER"].user, second_factor=False)
    domain.change_rules(new, by=people["KEEPER"], source="决定", valid_from=ahead(), **change)
    assert code_of(domain.approve_rules, new, by=stale) == "second_factor"
    assert (
        code_of(
            domain.revise_rules,
            RuleSet.objects.get(version="2026.1"),
            by=people["KEEPER"],
            version="2027.1",
            valid_from=ahead(),
        )
        == "version_taken"
    )


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("min_bids", "2", 2), ("committee_size", "5", 5), ("expert_share", "1/2", "1/2"), ("price_weight_max", "", None),
        ("max_value", "300000", "300000.00"), ("late_bids", "no", True), ("tie_rule", "toss", "lower_price_then_draw"),
    ],
)  # fmt: skip
def test_a_rule_takes_values_of_its_kind(people, key, value, kept):
    _old, new = drafted(people, key=key, value=value)
    assert new.procedures.get().switches[key]["value"] == kept
    assert new.procedures.get().switch(key).words


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("min_bids", "", "no_number"), ("min_bids", "0", "no_number"), ("min_bids", "-1", "no_number"), ("min_bids", "٣", "no_number"),
        ("committee_size", "4", "even"), ("expert_share", "1/0", "no_number"), ("expert_share", "3/2", "no_share"),
        ("low_price_share", "0", "no_share"), ("max_value", "NaN", "no_number"), ("max_value", "1e99", "no_number"),
        ("large_value", "", "no_number"), ("price_weight_min", "x", "no_number"), ("nonsense", "1", "no_rule"),
    ],
)  # fmt: skip
def test_a_rule_takes_no_other(people, key, value, code):
    with pytest.raises(Refused) as found:
        drafted(people, key=key, value=value)
    assert found.value.code == code


def test_a_draft_under_rules_that_ended_is_not_published(people):
    street = b.make_street()
    call = b.draft_call(street, procedure_code="small")
    domain.submit(call, by=street.actor("buyer"))
    RuleSet.objects.filter(code="small").update(valid_to=clock.today() - timedelta(days=1))
    call.refresh_from_db()
    assert code_of(domain.publish, call, by=street.actor("leader")) == "procedure_ended"


def test_drafts_are_for_officers(client, people):
    _old, new = drafted(people)
    RuleSet.objects.filter(pk=new.pk).update(name_zh="秘密草稿")
    assert "秘密草稿" not in client.get("/calls/rules/").content.decode()
    assert Procedure.objects.filter(rule_set=new).exists()
    assert not _procedures(ahead()).filter(rule_set=new).exists()

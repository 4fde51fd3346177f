"""Who may: factories of rules by role and body, for every room; then what must hold in this room.

    buyer = in_office_of(lambda call: call.office_id, "BUYER")
    other = not_the_same(lambda call: call.drafted_by_id, _("Whoever drafted the call does not approve it."))

Each rule carries the sentence for whom it refuses, naming the roles. Roles are constants of `states.Role`.
An object that names no body belongs to nobody: the rule says no.
"""

from datetime import timedelta

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.core.rules import is_known, is_system, named, requirement, rule


def _names(roles) -> str:
    from .states import Role

    return ", ".join(str(Role(role).label) for role in roles)


def _sentence(template, roles):
    """A lazy sentence that names the roles in the reader's language."""
    return lazy(lambda: str(template) % {"roles": _names(roles)}, str)()


def _code(kind, roles):
    return f"{kind}:" + "|".join(str(role) for role in roles or ("any",))


def holds(*roles, body="office"):
    """Holds one of `roles` in any body of this kind."""

    @rule(_code("role", roles), _sentence(_("This is for: %(roles)s."), roles))
    def predicate(actor, obj):
        return actor.has(*roles, body=body)

    return predicate


def _in(body, body_id, roles):
    def predicate(actor, obj):
        key = body_id(obj)
        return key is not None and (actor.has(*roles, body=body, body_id=key) if roles else key in actor.bodies(body))

    return predicate


def in_office_of(office_id, *roles):
    """Holds one of `roles` in the office that `office_id(obj)` names (any role when none is given)."""
    sentence = (
        _sentence(_("This is for the office in charge: %(roles)s."), roles)
        if roles
        else _("This is for people of the office in charge.")
    )
    return rule(_code("office", roles), sentence)(_in("office", office_id, roles))


def member_of(organisation_id, *roles):
    """Holds one of `roles` in the organisation that `organisation_id(obj)` names (any role when none is given)."""
    sentence = (
        _sentence(_("This is for the organisation itself: %(roles)s."), roles)
        if roles
        else _("This is for members of the organisation.")
    )
    return rule(_code("organisation", roles), sentence)(_in("organisation", organisation_id, roles))


def not_the_same(user_id, sentence, code="four_eyes"):
    """Four eyes: the actor is known and is not the person that `user_id(obj)` names, nor that person's deputy."""

    @rule(code, sentence)
    def predicate(actor, obj):
        return actor.is_known and not actor.is_same_eyes(user_id(obj))

    return predicate


def without_stake(organisation_id, sentence):
    """Avoidance: the actor does not belong to the organisation that `organisation_id(obj)` names."""

    @rule("stake", sentence)
    def predicate(actor, obj):
        return organisation_id(obj) not in actor.belongs_to

    return predicate


# ---- who, in this room -----------------------------------------------------------------------
registrar = holds("LEADER")
recorder = holds("LEADER", "BUYER")
records_stage = named(
    "records_stage",
    _("This is for a leader or a buyer of an office; an agreement that is signed records its stage itself."),
    is_system | recorder,
)
records_grade = named(
    "records_grade",
    _("This is for a leader or a buyer of an office; a grade whose public notice has passed is recorded by itself."),
    is_system | recorder,
)
owner = member_of(lambda organisation: organisation.pk, "OWNER")


@rule("independent", _("Whoever applied for this organisation or belongs to it does not decide about it."))
def independent(actor, organisation):
    return not actor.is_same_eyes(organisation.applied_by_id) and organisation.pk not in actor.belongs_to


@rule("speaks", _("This is for the organisation's owner; where it has none, for a leader of the office."))
def speaks_for_it(actor, obj):
    """Consents for the organisation that `obj.organisation_id` names."""
    from .queries import has_owner

    key = obj.organisation_id
    if key is None:
        return False
    return actor.has("OWNER", body="organisation", body_id=key, own=True) or (
        actor.has("LEADER", body="office", own=True) and not has_owner(key)
    )


@rule("leads", _("Roles in an office are given by its leader, or by the leader of the street office it is part of."))
def leads_it(actor, membership):
    office = membership.office
    return office is not None and not actor.bodies("office", "LEADER", own=True).isdisjoint(office.led_from())


is_person = rule("own_membership", _("Roles are carried over by their own person only."))(
    lambda actor, membership: actor.is_person(membership.user_id)
)

appoints = named(
    "appoints",
    _("Roles are given by the organisation's owner, or by the leader of the office they belong to."),
    is_system | speaks_for_it | leads_it,
)
may_end = named(
    "may_end",
    _("A role is ended by whoever may give it, or by the person who holds it."),
    appoints | rule("own", "")(lambda actor, obj: actor.is_person(obj.user_id)),
)


files_papers = member_of(lambda document: document.organisation_id, "OWNER")
not_the_asker = not_the_same(lambda join: join.user_id, _("Nobody consents to their own request."), "not_the_asker")


def refusal_of(need, values=None) -> Refused:
    """The refusal a requirement gives, for where the database or corrected values say no."""
    return Refused(need.code, need.sentence, clause=need.clause, field=need.field, values=dict(values or {}))


# ---- what must hold --------------------------------------------------------------------------
@requirement(
    "already_known",
    _("An organisation with this code is in the register already. Please ask to join it."),
    field="uscc",
)
def code_is_new(actor, organisation):
    """Nobody was verified with this code. An application alone keeps nobody out: leaders compare the certificates."""
    others = type(organisation).objects.ever_verified().filter(uscc=organisation.uscc).exclude(pk=organisation.pk)
    return {} if others.exists() else None


@requirement(
    "applied_already",
    _("You have applied with this code already. Please go on with that application, under “My organisations”."),
    field="uscc",
)
def not_applied_yet(actor, organisation):
    same = type(organisation)._base_manager.filter(uscc=organisation.uscc, applied_by=organisation.applied_by_id)
    return {} if organisation.applied_by_id and same.exclude(pk=organisation.pk).exists() else None


@requirement(
    "code_taken",
    _("Another organisation was verified with this code. Please return this application with the reason."),
)
def code_is_free(actor, organisation):
    return code_is_new.failing(actor, organisation)


@requirement(
    "form_and_code", _("A code that begins with %(begins)s belongs to another legal form."), field="legal_form"
)
def form_fits_code(actor, organisation):
    """GB 32100-2015: position 1 names the registering department (5, civil affairs), position 2 the kind of body."""
    wanted = {"ASSOCIATION": "51", "PRIVATE_NON_ENTERPRISE": "52", "FOUNDATION": "53"}.get(organisation.legal_form)
    begins = organisation.uscc[:2]
    return None if wanted == begins else {"begins": begins}


@requirement("founded_later", _("The day of founding cannot lie in the future."), field="founded")
def founded_by_today(actor, organisation):
    return {} if organisation.founded > clock.today() else None


@requirement("no_certificate", _("There is no valid registration certificate on file; it must be added first."))
def certificate_is_valid(actor, organisation):
    papers = organisation.documents.filter(state="current", kind="REGISTRATION")
    return None if any(not p.is_expired(clock.today()) for p in papers) else {}


@requirement("one_of_a_kind", _("There is a document of this kind already; please replace it."), field="kind")
def one_of_a_kind(actor, document):
    same = document.organisation.documents.filter(kind=document.kind, state="current")
    return {} if same.exclude(pk=document.pk).exists() else None


@requirement("role_of_another_body", _("The role “%(role)s” does not exist in this kind of body."), field="role")
def role_fits_body(actor, membership):
    from .states import OFFICE_ROLES, ORGANISATION_ROLES, Role

    fitting = OFFICE_ROLES if membership.office_id else ORGANISATION_ROLES
    return (
        None
        if membership.role in fitting
        else {"role": Role(membership.role).label if membership.role in Role.values else membership.role}
    )


@requirement("dates_reversed", _("The last day must not lie before the first."), field="valid_to")
def dates_in_order(actor, membership):
    return {} if membership.valid_to and membership.valid_to < membership.valid_from else None


@requirement("already_over", _("The last day has passed already."), field="valid_to")
def not_over(actor, membership):
    return {} if membership.valid_to and membership.valid_to < clock.today() else None


@requirement(
    "from_the_past", _("A role begins today or later: nobody is given power over yesterday."), field="valid_from"
)
def not_backdated(actor, membership):
    return {} if membership.valid_from < clock.today() and not actor.system else None


@requirement(
    "to_oneself",
    _("Nobody gives themselves a role, except an owner in the organisation they own."),
    field="person",
)
def not_to_oneself(actor, membership):
    """A leader who speaks for an organisation without an owner does not take it over."""
    if not actor.is_person(membership.user_id):
        return None
    owns = actor.has("OWNER", body="organisation", body_id=membership.organisation_id, own=True)
    return None if membership.organisation_id and owns else {}


@requirement("holds_already", _("%(person)s holds this role already."), field="role")
def not_held_yet(actor, membership):
    from .queries import open_memberships

    same = open_memberships(membership).filter(user_id=membership.user_id, role=membership.role)
    return {"person": str(membership.user)} if same.exclude(pk=membership.pk).exists() else None


@requirement("last_owner", _("An organisation in the register needs an owner. Make somebody else owner first."))
def not_the_last_owner(actor, membership):
    from .queries import open_memberships

    if actor.system or membership.organisation_id is None or membership.role != "OWNER":
        return None
    others = open_memberships(membership).filter(role="OWNER", valid_to=None, valid_from__lte=clock.today())
    return None if others.exclude(pk=membership.pk).exists() else {}


@requirement("member_already", _("You are a member of this organisation already."))
def not_a_member_yet(actor, join):
    from .queries import is_member

    return {} if is_member(join.organisation_id, actor.user_id) else None


@requirement("asked_already", _("You have asked already; the owner has not answered yet."))
def not_asked_yet(actor, join):
    from .queries import open_requests

    return {} if open_requests(join.organisation_id, actor.user_id).exclude(pk=join.pk).exists() else None


@requirement("not_in_register", _("This organisation is not verified yet; one can ask to join it once it is."))
def in_the_register(actor, join):
    from .models import Organisation

    return None if Organisation.objects.ever_verified().filter(pk=join.organisation_id).exists() else {}


@requirement("withdrawn", _("This organisation has withdrawn from the register."))
def not_withdrawn(actor, join):
    return {} if join.organisation.state == "withdrawn" else None


@requirement("join_role", _("This role cannot be asked for."), field="role")
def role_of_an_organisation(actor, join):
    from .states import ORGANISATION_ROLES

    return None if join.role in ORGANISATION_ROLES else {}


@requirement("told_already", _("The members have been told of this document."))
def expiring_and_not_told(actor, document):
    """Within thirty days of its last day, and not told so yet."""
    today = clock.today()
    due = document.valid_to and today <= document.valid_to <= today + timedelta(days=30)
    return None if due and document.told_expiring_at is None else {}


@requirement("told_already", _("The members have been told of this document."))
def expired_and_not_told(actor, document):
    return None if document.is_expired(clock.today()) and document.told_expired_at is None else {}


__all__ = ["holds", "in_office_of", "is_known", "member_of", "not_the_same"]

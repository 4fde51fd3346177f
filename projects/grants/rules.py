"""Who may do what in a round, an application, a review. Imports neither models nor states."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import rule

GIVEN_UP = ("draft", "withdrawn")  # applications that are not, or no longer, in the race
SIDE = ("OWNER", "BID_WRITER")


def round_of(obj):
    """The round that a round, application, review, objection, partner, agreement or a part of one belongs to."""
    if getattr(obj, "agreement_id", None):
        obj = obj.agreement
    if getattr(obj, "round_id", None) is None:
        obj = getattr(obj, "application", obj)
    return getattr(obj, "round", obj)


def application_of(obj):
    return getattr(obj, "application", obj)


def _office(actor, obj, *roles) -> bool:
    return actor.has(*roles, body="office", body_id=round_of(obj).office_id)


# ---- roles of the office --------------------------------------------------------------------
@rule("grants.editor", _("Only an editor of this office may do this."))
def editor(actor, obj):
    return _office(actor, obj, "EDITOR")


@rule("grants.leader", _("Only the leader of this office may do this."))
def leader(actor, obj):
    return _office(actor, obj, "LEADER")


@rule("grants.leader_or_editor", _("Only a leader or an editor of this office may do this."))
def leader_or_editor(actor, obj):
    return _office(actor, obj, "LEADER", "EDITOR")


@rule("grants.secretary", _("Only the evaluation secretary of this office may do this."))
def secretary(actor, obj):
    return _office(actor, obj, "SECRETARY")


@rule(
    "grants.secretary_or_system", _("Only the evaluation secretary of this office, or the portal itself, may do this.")
)
def secretary_or_system(actor, obj):
    return bool(actor.system) or _office(actor, obj, "SECRETARY")


# ---- four eyes and avoidance ------------------------------------------------------------------
@rule("grants.not_drafter", _("Who drafted the round does not approve it: somebody else decides."))
def not_drafter(actor, round):
    return actor.is_known and not actor.is_same_eyes(round.drafted_by_id)


@rule("grants.not_proposer", _("Who proposed the awards does not decide them."))
def not_proposer(actor, round):
    return actor.is_known and not actor.is_same_eyes(round.proposed_by_id)


@rule("grants.not_nominator", _("Who proposed that it steps up does not decide it."))
def not_nominator(actor, application):
    return actor.is_known and not actor.is_same_eyes(application.nominated_by_id)


@rule("grants.not_reviewer", _("Whoever reviews in this round neither proposes nor decides in it."))
def not_reviewer(actor, obj):
    return actor.is_known and not _reviews_in(round_of(obj), actor.all_eyes)


def _reviews_in(round, people) -> bool:
    from .models import Review

    if round.pk is None:
        return False
    return Review.objects.filter(application__round=round, reviewer_id__in=people).exclude(state="replaced").exists()


@rule("grants.no_interest", _("Whoever belongs to an organisation that applies in this round decides nothing in it."))
def no_interest(actor, obj):
    mine, round = actor.belongs_to, round_of(obj)
    if not mine or round.pk is None:
        return True
    rows = round.applications.exclude(state__in=GIVEN_UP)
    as_partner = rows.filter(partners__organisation_id__in=mine, partners__state="joined")
    return not (rows.filter(organisation_id__in=mine).exists() or as_partner.exists())


@rule("grants.no_stake", _("Whoever belongs to the applicant or its team does not decide about it."))
def no_stake(actor, application):
    mine = actor.belongs_to
    if application.organisation_id in mine:
        return False
    return not mine or not application.partners.filter(organisation_id__in=mine, state="joined").exists()


# ---- the applicant's side ------------------------------------------------------------------------
@rule("grants.applicant", _("Only an owner or a bid writer of the applying organisation may do this."))
def applicant(actor, application):
    return actor.has(*SIDE, body="organisation", body_id=application.organisation_id)


@rule("grants.owner", _("Only an owner of the applying organisation may do this."))
def owner(actor, application):
    return actor.has("OWNER", body="organisation", body_id=application.organisation_id)


def _right(actor, application) -> str:
    """What the actor may do as a partner: "read", "comment", "write" or ""."""
    mine = actor.bodies("organisation", *SIDE)
    if not mine or application.pk is None:
        return ""
    order = ("read", "comment", "write")
    rows = application.partners.filter(organisation_id__in=mine, state="joined").values_list("right", flat=True)
    return max(rows, key=order.index, default="")


@rule("grants.writer", _("Only the applicant, or a partner with the right to write, may do this."))
def writer(actor, application):
    return applicant.test(actor, application) or _right(actor, application) == "write"


@rule("grants.talker", _("Only the applicant, or a partner with the right to comment, may do this."))
def talker(actor, application):
    return applicant.test(actor, application) or _right(actor, application) in ("comment", "write")


@rule("grants.leads", _("Only the organisation that leads the application may do this."))
def leads(actor, partner):
    return applicant.test(actor, partner.application)


@rule("grants.partner_owner", _("Only an owner of the invited organisation may do this."))
def partner_owner(actor, partner):
    return actor.has("OWNER", body="organisation", body_id=partner.organisation_id)


@rule("grants.leads_or_partner", _("Only the leading organisation, or an owner of the partner, may do this."))
def leads_or_partner(actor, partner):
    return leads.test(actor, partner) or partner_owner.test(actor, partner)

"""Who hears what of a call: people by their roles today, bidders by their organisations. Asked when the outbox delivers."""

from orgs.queries import holders

# Roles by name, as rules do: this module is loaded before the models.


def _call(obj):
    return getattr(obj, "call", obj)


def _office(*roles):
    def to(obj):
        return holders(*roles, office=_call(obj).office_id)

    return to


leaders = _office("LEADER")
buyers = _office("BUYER")
openers = _office("OPENER")
secretaries = _office("SECRETARY")
leaders_and_secretaries = _office("LEADER", "SECRETARY")


def drafter(call):
    return [call.drafted_by]


def possible_bidders(call):
    """Bid writers of verified organisations."""
    from orgs.models import Membership, User

    rows = Membership.objects.current().filter(role="BID_WRITER", organisation__state="verified")
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True)


def _of_organisations(ids):
    from orgs.models import Membership, User

    rows = Membership.objects.current().filter(role__in=["OWNER", "BID_WRITER"], organisation_id__in=ids)
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True)


def bidders(obj):
    """Owners and bid writers of the organisations whose bid was sealed (opened, returned): never shown to the office."""
    ids = _call(obj).bids.filter(state__in=["sealed", "opened", "returned"]).values_list("organisation_id", flat=True)
    return list(_of_organisations(list(ids)))


def bidders_and_askers(obj):
    """Everybody who works on a bid or has asked a question."""
    call = _call(obj)
    ids = {
        *call.bids.values_list("organisation_id", flat=True),
        *call.questions.values_list("organisation_id", flat=True),
    }
    return list(_of_organisations(ids))


def secretaries_and_bidders(obj):
    return [*secretaries(obj), *bidders(obj)]


def buyers_and_bidders(obj):
    return [*buyers(obj), *bidders(obj)]


# ---- evaluation: of a call, a committee member, a low price inquiry -------------------------------
def committee(call):
    """Members who serve."""
    return [m.user for m in call.committee.active().select_related("user")]


def member(member):
    return [member.user]


def member_and_successor(member):
    return [
        member.user,
        *(m.user for m in member.call.committee.active().filter(state="appointed").select_related("user")),
    ]


def secretaries_when_complete(member):
    """The secretariat, once the last member has handed in."""
    waiting = member.call.committee.active().exclude(state="submitted").exists()
    return [] if waiting else secretaries(member)


def disqualified(call):
    """Owners and bid writers of the bids that do not meet a condition."""
    ids = call.bids.filter(qualifications__met=False).values_list("organisation_id", flat=True)
    return list(_of_organisations(set(ids)))


def asked_bidder(inquiry):
    return list(_of_organisations([inquiry.bid.organisation_id]))

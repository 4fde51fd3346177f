"""Reads of people and organisations. Hiding is done in `visible_to`."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import ANONYMOUS, Actor, Grant
from marketplace.core.finding import every_word
from marketplace.core.refusals import Refused

from . import states  # as a module: the tables there ask these reads
from .kinds import PARTS_OF_STREET
from .queries_delegation import lent_roles

EXPIRING_DAYS = 30
REQUIRED = ("REGISTRATION",)


class DatedQuerySet(QuerySet):
    def standing(self, day=None, *, beside=None):
        """Valid on this day (today); beside: a key, or keys, chosen before, which stay choosable."""
        day = day or clock.today()
        found = Q(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))
        if beside is not None:
            found |= Q(pk__in=beside if isinstance(beside, (list, set, tuple, QuerySet)) else [beside])
        return self.filter(found)


class OfficeQuerySet(DatedQuerySet):
    """Offices are public."""

    def visible_to(self, actor):
        return self


class CommunityQuerySet(DatedQuerySet):
    """Communities are public."""

    def visible_to(self, actor):
        return self


class OrganisationQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what is or was verified (a closed thing keeps its address); officers: all; members: their own."""
        if actor.is_officer:
            return self
        seen = self._verified()
        if actor.is_known:
            seen |= Q(pk__in=actor.bodies("organisation"))
        return self.filter(seen)

    @staticmethod
    def _verified():
        return Q(state__in=states.PUBLIC) | Q(verified_at__isnull=False)

    def ever_verified(self):
        """What was verified once: its name is public, and its code is its own."""
        return self.filter(self._verified())

    def listed(self):
        """What stands in the public register."""
        return self.filter(state__in=states.PUBLIC)

    def filed_for(self, actor):
        """Organisations whose whole file (documents, members, requests) the actor may read."""
        if actor.is_officer:
            return self
        return self.filter(pk__in=actor.bodies("organisation"))

    def waiting_first(self):
        """Applications first, then what was returned, then by name."""
        order = Case(
            When(state=states.OrganisationState.APPLIED, then=0),
            When(state=states.OrganisationState.RETURNED, then=1),
            default=2,
            output_field=IntegerField(),
        )
        return self.order_by(order, "name_zh", "id")

    def matching(self, text):
        """Every word of the text stands in name, code or field of work."""
        return self.filter(every_word(text, ("name_zh", "name_en", "uscc", "field_zh", "field_en")))

    def with_grade(self, day=None):
        """`grade_now`: the assessment grade valid on this day, or None (an expired grade is no grade)."""
        from .models import Assessment

        day = day or clock.today()
        valid = Assessment.objects.filter(organisation=OuterRef("pk"), valid_from__lte=day, valid_to__gte=day)
        newest = valid.order_by("-valid_from", "-id").values("grade")[:1]
        return self.annotate(grade_now=Subquery(newest, output_field=CharField()))


class DocumentQuerySet(QuerySet):
    def visible_to(self, actor):
        """Documents are for the members and for officers."""
        from .models import Organisation

        return self.filter(organisation__in=Organisation.objects.filed_for(actor))

    def current(self):
        return self.filter(state=states.DocumentState.CURRENT)

    def expiring(self, day=None):
        """Current documents whose last day is within thirty days, or over."""
        return self.current().filter(valid_to__lte=(day or clock.today()) + timedelta(days=EXPIRING_DAYS))


class JoinQuerySet(QuerySet):
    def visible_to(self, actor):
        """Whoever asked, the organisation's owners, and leaders (they answer where there is no owner)."""
        if not actor.is_known:
            return self.none()
        if actor.has("LEADER", body="office"):
            return self
        return self.filter(Q(user_id__in=actor.keys) | Q(organisation_id__in=actor.bodies("organisation", "OWNER")))

    def answered_by(self, actor):
        """Requests this person answers: as owner, or as leader where an organisation has no owner."""
        from .models import Membership

        mine = Q(organisation_id__in=actor.bodies("organisation", "OWNER"))
        if actor.has("LEADER", body="office"):
            owners = Membership.objects.current().filter(role="OWNER", organisation=OuterRef("organisation"))
            mine |= ~Q(Exists(owners))
        return self.filter(mine)


class MembershipQuerySet(QuerySet):
    def current(self, day=None):
        """Memberships that hold on this day."""
        day = day or clock.today()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, ended_at=None)

    def visible_to(self, actor):
        """One's own; all of an organisation for its members; all for officers. Persons are not shown to the public."""
        if actor.is_officer:
            return self
        if not actor.is_known:
            return self.none()
        return self.filter(Q(user_id__in=actor.keys) | Q(organisation_id__in=actor.bodies("organisation")))


def actor_of(user, *, second_factor_at=None, request_id="", extra=None, hat="") -> Actor:
    """The Actor of a person: one query for the memberships of today, their own and those they stand in for.

    hat: the body ("office:3") in whose name they act; one they are not in (any more) counts as none chosen.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return Actor(request_id=request_id) if request_id else ANONYMOUS
    own, lent = _rows_of(user)
    grants = _grants(own, lent)
    places = frozenset(grant.place for grant in grants)
    eyes, ties = _stood_in_for(own, grants, _principals({g.of for g in grants if g.of}))
    if hat in places:
        grants = frozenset(grant for grant in grants if grant.place == hat)
    return Actor(
        user, grants, second_factor_at, request_id, extra=extra or {}, hat=hat if hat in places else "", places=places,
        ties=ties, eyes=eyes,
    )  # fmt: skip


def actors_of(users) -> dict[int, Actor]:
    """{person's key: Actor} of all of them, as `actor_of` says of one, in four queries at most; who is inactive is nobody."""
    from .models import Delegation, Membership

    people = [user for user in users if user.is_active]
    columns, keys = ("role", "office_id", "organisation_id", "user_id"), [user.pk for user in people]
    own, lent, current = defaultdict(list), defaultdict(list), Membership.objects.current()
    for row in current.filter(user_id__in=keys).values_list(*columns):
        own[row[-1]].append(row)
    rows = Delegation.objects.in_force().filter(deputy_id__in=keys, membership__in=current.values("pk"))
    for deputy, *row in rows.values_list("deputy_id", *(f"membership__{name}" for name in columns)):
        lent[deputy].append(tuple(row))
    grants = {key: _grants(own[key], lent[key]) for key in keys}
    principals = _principals({g.of for held in grants.values() for g in held if g.of})
    found = {user.pk: ANONYMOUS for user in users}
    for user in people:
        held = grants[user.pk]
        eyes, ties = _stood_in_for(own[user.pk], held, principals)
        found[user.pk] = Actor(user, held, places=frozenset(grant.place for grant in held), ties=ties, eyes=eyes)
    return found


def _grants(own, lent) -> frozenset:
    return frozenset(
        [_grant(*row[:3]) for row in own]
        + [_grant(role, office, organisation, of) for role, office, organisation, of in lent_roles(own, lent)]
    )


def _rows_of(user) -> tuple[list, list]:
    """(own, lent) rows (role, office, organisation, user) of today."""
    from .models import Delegation, Membership

    lent = Delegation.objects.in_force().filter(deputy_id=user.pk).values("membership_id")
    rows = list(
        Membership.objects.current()
        .filter(Q(user_id=user.pk) | Q(pk__in=lent))
        .values_list("role", "office_id", "organisation_id", "user_id")
    )
    return [row for row in rows if row[-1] == user.pk], [row for row in rows if row[-1] != user.pk]


def _grant(role, office, organisation, of=None):
    own = {} if of is None else {"of": of}
    return Grant(role, "office" if office else "organisation", office or organisation, **own)


def _principals(people) -> dict:
    """{person's key: (keys of their accounts, their organisations)} of those whose deputy somebody is."""
    from .models import Membership, User

    if not people:
        return {}
    found = {
        pk: ({pk, *earlier}, set()) for pk, earlier in User.objects.filter(pk__in=people).values_list("pk", "earlier")
    }
    theirs = Membership.objects.current().filter(user_id__in=people, organisation__isnull=False)
    for person, organisation in theirs.values_list("user_id", "organisation_id"):
        found[person][1].add(organisation)
    return found


def _stood_in_for(own, grants, principals) -> tuple[frozenset, frozenset]:
    """(eyes, ties): whose deputy one is counts as the same eyes, and their ties to organisations as one's own."""
    eyes, ties = set(), {organisation for _role, _office, organisation, _user in own if organisation}
    for person in {g.of for g in grants if g.of}:
        keys, theirs = principals[person]
        eyes, ties = eyes | keys, ties | theirs
    return frozenset(eyes), frozenset(ties)


def holders(*roles, office=None, offices=None, organisation=None):
    """People who hold one of these roles today, in one body, in some offices (keys) or in any, and their deputies: whom to tell."""
    from .models import Delegation, Membership, User

    rows = Membership.objects.current().filter(role__in=roles)
    if office is not None:
        rows = rows.filter(office=office)
    if offices is not None:
        rows = rows.filter(office__in=offices)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    deputies = Delegation.objects.in_force().filter(membership__in=rows.values("pk")).values("deputy_id")
    return User.objects.filter(Q(pk__in=rows.values("user_id")) | Q(pk__in=deputies), is_active=True)


def is_member(organisation_id, user_id) -> bool:
    """Holds a role in this organisation today, in whoever's name they act now."""
    from .models import Membership

    return Membership.objects.current().filter(organisation_id=organisation_id, user_id=user_id).exists()


def place_names(places) -> dict:
    """{"office:3": name} of bodies, in the reader's language."""
    from .models import Office, Organisation

    found = {}
    for kind, model in (("office", Office), ("organisation", Organisation)):
        keys = {int(key) for body, _colon, key in (place.partition(":") for place in places) if body == kind}
        if keys:
            rows = model.objects.filter(pk__in=keys).only("name_zh", "name_en")
            found.update({f"{kind}:{row.pk}": row.name for row in rows})
    return found


def has_owner(organisation_id) -> bool:
    """Somebody holds the role of owner today."""
    from .models import Membership

    return Membership.objects.current().filter(organisation_id=organisation_id, role="OWNER").exists()


def open_memberships(membership):
    """Memberships of the same body that are not ended and not over, those of later days included."""
    from .models import Membership

    rows = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today()), ended_at=None)
    if membership.office_id:
        return rows.filter(office_id=membership.office_id)
    return rows.filter(organisation_id=membership.organisation_id)


def open_requests(organisation_id, user_id):
    from .models import JoinRequest

    return JoinRequest.objects.filter(organisation_id=organisation_id, user_id=user_id, state=states.JoinState.ASKED)


def bid_blockers(organisation, day=None) -> list[Refused]:
    """All that keeps an organisation from bidding on this day (today), each as a sentence; empty: it may bid.

    Codes: "not_verified", "document_missing", "document_expired".
    """
    day = day or clock.today()
    found = []
    if organisation.state != states.OrganisationState.VERIFIED:
        found.append(_not_verified(organisation))
    current = list(organisation.documents.filter(state=states.DocumentState.CURRENT))
    kinds = type(organisation.documents.model.Kind.REGISTRATION)
    found += [
        Refused(
            "document_missing",
            _("A document is missing in the register: %(document)s. Please add it to the organisation's file."),
            values={"document": kinds(kind).label},
        )
        for kind in REQUIRED
        if kind not in {document.kind for document in current}
    ]
    found += [
        Refused(
            "document_expired",
            _("The document “%(document)s” expired on %(day)s. Please replace it in the organisation's file."),
            values={"document": document.get_kind_display(), "day": document.valid_to.isoformat()},
        )
        for document in current
        if document.is_expired(day)
    ]
    return found


def _not_verified(organisation):
    if organisation.state == states.OrganisationState.SUSPENDED:
        return Refused(
            "not_verified",
            _("The organisation is suspended: %(reason)s"),
            values={"reason": organisation.state_reason},
        )
    return Refused(
        "not_verified",
        _("Only a verified organisation may bid; this one is in the state “%(state)s”."),
        values={"state": organisation.get_state_display()},
    )


def offices_led_by(actor):
    """Offices whose roles the actor gives: those led, and the parts of a street office that is led."""
    from .models import Office

    led = actor.bodies("office", "LEADER")
    return Office.objects.filter(Q(pk__in=led) | Q(parent__in=led, kind__in=PARTS_OF_STREET))


def known_by(uscc):
    """The organisation that was verified with this code, or None; applications are nobody's business."""
    from .models import Organisation

    return Organisation.objects.ever_verified().filter(uscc=uscc).first()


def competing(organisation):
    """Others on file with the same code, first what was verified: for officers."""
    from .models import Organisation

    others = Organisation.objects.filter(uscc=organisation.uscc, state__in=states.ON_FILE).exclude(pk=organisation.pk)
    return others.select_related("applied_by").order_by("verified_at", "id")

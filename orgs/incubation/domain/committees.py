"""A sitting of the assessment committee, or of the review committee: members, ties, named votes, counted.

Measures for assessing social organisations (order 39 of the Ministry of Civil Affairs): 7 to 25 members, of a review 5 to 9
(art. 11); two thirds present, named votes, more than half of all members in favour (arts 13 and 22); whoever has to do with the
organisation, or was employed there within two years, is recused (art. 19).

How a recused member counts the Measures do not say. Here a recused member stays one of "all members" (art. 13) and is not
present: recusals never lower what quorum and majority ask for.
"""

from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused
from orgs.experts.conflicts import belonged, conflict_map
from orgs.experts.models import Expert
from orgs.models import Membership, User

from ..kinds import Voted
from ..models import Grading, Vote

FIRST, REVIEW, QUORUM = (7, 25), (5, 9), Fraction(2, 3)
SITS = ("EVALUATOR", "LEADER", "SECRETARY")
PRESENT = {Voted.IN_FAVOUR, Voted.AGAINST, Voted.ABSTAINS}
SIZE = _("Measures for assessing social organisations, art. 11")
VOTES = {
    False: _("Measures for assessing social organisations, art. 13"),
    True: _("Measures for assessing social organisations, art. 22"),
}
RECUSAL = _("Measures for assessing social organisations, art. 19")


def is_review(grading) -> bool:
    """Whether the review committee sits: an objection was upheld."""
    return grading.state == "review"


def bounds(grading) -> tuple[int, int]:
    return REVIEW if is_review(grading) else FIRST


def candidates(grading) -> list[User]:
    """Who may sit: reviewers of the roster and evaluators, secretaries and leaders of the office in charge.

    Each with `seat`: the roster's entry or None, and `sat`: whether in the office's last sitting. Those come first.
    """
    offices = grading.office.led_from()
    experts = {e.user_id: e for e in Expert.objects.serving().filter(office_id__in=offices).select_related("user")}
    held = Membership.objects.current().filter(office_id__in=offices, role__in=SITS).values("user")
    people = User.objects.filter(Q(pk__in=experts) | Q(pk__in=held), is_active=True, merged_into=None).order_by(
        "name", "pk"
    )
    last = set(_last_sitting(grading))
    found = list(people)
    for person in found:
        person.seat, person.sat = experts.get(person.pk), person.pk in last
    return sorted(found, key=lambda person: (not person.sat, person.seat is None))


def _last_sitting(grading):
    row = Grading.objects.filter(office_id=grading.office_id, sitting__gt=0).order_by("-decided_at").first()
    return row.votes.filter(sitting=row.sitting).values_list("user_id", flat=True) if row else ()


def ties(grading, people) -> dict[int, str]:
    """{person's key: why the person is recused} from the roster, the records and what other rooms know."""
    experts = [person.seat for person in people if person.seat]
    organisation = grading.organisation_id
    found = conflict_map(experts, [organisation])
    why = {
        expert.user_id: str(found[expert.pk, organisation][0].sentence)
        for expert in experts
        if (expert.pk, organisation) in found
    }
    keys = {key: person.pk for person in people for key in (person.pk, *person.earlier)}
    for user, _organisation in belonged(keys, [organisation]):
        why.setdefault(keys[user], str(_("Belongs to it, or did within three years.")))
    return why


def sit(grading: Grading, votes: list[dict], *, decides: bool):
    """Keep the votes and count them. Part of a decision about the grade.

    Args:
        votes: [{"user", "voted", "why"}], one a member; decides: more than half of all members must be in favour of the
            grade; otherwise no more than half are.
    Raises:
        Refused: too few or many members, no member of these, tied and not recused, recused without a reason, no quorum,
            no majority. What is about one member has the field "vote_<key>".
    """
    people = {person.pk: person for person in candidates(grading)}
    rows = [_seat(people, vote) for vote in votes]
    if twice := [person for key, person in people.items() if sum(row.user_id == key for row in rows) > 1]:
        raise Refused("incubation.votes_twice", _("%(name)s is entered twice."), values={"name": str(twice[0])})
    least, most = bounds(grading)
    if not least <= len(rows) <= most:
        raise Refused(
            "incubation.committee",
            _("The committee has %(least)s to %(most)s members; %(count)s are entered."),
            clause=SIZE, values={"least": least, "most": most, "count": len(rows)},
        )  # fmt: skip
    _check_recusals(grading, people, rows)
    review = is_review(grading)
    grading.members = len(rows)
    grading.present = sum(row.voted in PRESENT for row in rows)
    grading.in_favour = sum(row.voted == Voted.IN_FAVOUR for row in rows)
    counted = {"members": grading.members, "present": grading.present, "favour": grading.in_favour}
    if not review and grading.present < QUORUM * grading.members:
        raise Refused(
            "incubation.quorum",
            _("At least two thirds of the members must be present and vote: %(present)s of %(members)s are."),
            clause=VOTES[review], values=counted,
        )  # fmt: skip
    passed = grading.members < 2 * grading.in_favour
    if passed and not decides:
        raise Refused(
            "incubation.in_favour",
            _("More than half of all members are in favour, %(favour)s of %(members)s: then the grade is given."),
            clause=VOTES[review], values=counted,
        )  # fmt: skip
    if decides and not passed:
        raise Refused(
            "incubation.majority",
            _("More than half of all members must be in favour: %(favour)s of %(members)s are."),
            clause=VOTES[review], values=counted,
        )  # fmt: skip
    grading.sitting += 1
    for row in rows:
        row.grading, row.sitting = grading, grading.sitting
    Vote.objects.bulk_create(rows)


def _seat(people, vote):
    person = people.get(vote["user"].pk)
    if person is None:
        raise Refused(
            "incubation.no_member",
            _("%(name)s does not stand among those who may sit."),
            values={"name": str(vote["user"])},
        )
    return Vote(user=person, expert=person.seat, voted=vote["voted"], why=vote.get("why", ""))


def _check_recusals(grading, people, rows):
    why = ties(grading, [people[row.user_id] for row in rows])
    for row in rows:
        tied, recused = why.get(row.user_id), row.voted == Voted.RECUSED
        if tied and not recused:
            raise Refused(
                "incubation.must_be_recused", _("%(name)s has to do with this organisation and is recused: %(why)s"),
                clause=RECUSAL, field=f"vote_{row.user_id}", values={"name": str(row.user), "why": tied},
            )  # fmt: skip
        if recused and not tied and not row.why.strip():
            raise Refused(
                "incubation.why_recused", _("Please say why %(name)s is recused."),
                clause=RECUSAL, field=f"why_{row.user_id}", values={"name": str(row.user)},
            )  # fmt: skip
        if recused and not row.why.strip():
            row.why = tied[:200]

"""Who acts, in which roles, how surely known. Plain data: rooms above fill it in."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings

from . import clock


@dataclass(frozen=True)
class Grant:
    """One role held in one body today.

    role: constant of `orgs.states.Role`; body: "office" or "organisation"; body_id: its key.
    of: key of the person who holds the role, where it is held as that person's deputy; None for one's own.
    """

    role: str
    body: str
    body_id: int
    of: int | None = None

    @property
    def place(self) -> str:
        """The body as sessions and the audit name it: "office:3"."""
        return f"{self.body}:{self.body_id}"


@dataclass(frozen=True)
class Standing:
    """On what an act rests. places: the bodies in whose name it is done; of: for whom a deputy does it, or None."""

    places: tuple[str, ...] = ()
    of: int | None = None


@dataclass(frozen=True)
class Actor:
    """A person (or the system itself) doing something.

    second_factor_at: when a second factor was last proved in this session, or None.
    system: name of the periodic job; then `user` is None and every rule of persons says no.
    grants: the roles of the body in whose name one acts now, of all of one's bodies where none was chosen.
    hat: that body's `place`, "" for all; places: all bodies one could act for.
    ties: organisations that the person, or somebody whose deputy they are, belongs to, in whoever's name they act.
    eyes: keys that are the same pair of eyes: accounts merged into this one, and people whose deputy this one is.
    """

    user: object | None = None
    grants: frozenset[Grant] = frozenset()
    second_factor_at: datetime | None = None
    request_id: str = ""
    system: str = ""
    extra: dict = field(default_factory=dict, compare=False)
    hat: str = ""
    places: frozenset[str] = frozenset()
    ties: frozenset[int] = frozenset()
    eyes: frozenset[int] = frozenset()

    @property
    def user_id(self):
        return self.user.pk if self.user else None

    @property
    def is_known(self) -> bool:
        return self.user is not None

    def has(self, *roles, body="", body_id=None, own=False) -> bool:
        """Holds one of `roles`, optionally in a kind of body or in one body; own: not as somebody's deputy."""
        return any(
            g.role in roles
            and (not body or g.body == body)
            and (body_id is None or g.body_id == body_id)
            and not (own and g.of)
            for g in self.grants
        )

    def bodies(self, body, *roles, own=False) -> frozenset[int]:
        """Keys of the bodies of this kind in which the actor holds a role (one of `roles`, if named)."""
        return frozenset(
            g.body_id for g in self.grants if g.body == body and (not roles or g.role in roles) and not (own and g.of)
        )

    @property
    def keys(self) -> frozenset[int]:
        """The person's own keys: of this account and of those merged into it."""
        return frozenset({self.user.pk, *getattr(self.user, "earlier", ())}) if self.user else frozenset()

    def is_person(self, user_id) -> bool:
        """`user_id` names this person, by the present account or by one merged into it."""
        return user_id is not None and user_id in self.keys

    @property
    def all_eyes(self) -> frozenset[int]:
        """Keys that count as this person where four eyes are asked for."""
        return self.eyes | self.keys

    def is_same_eyes(self, user_id) -> bool:
        """What `user_id` did counts as this actor's own doing where a second person must look (four eyes)."""
        return user_id is not None and user_id in self.all_eyes

    @property
    def belongs_to(self) -> frozenset[int]:
        """Organisations in whose matters the actor is not impartial, in whoever's name they act (avoidance)."""
        return self.ties | self.bodies("organisation")

    def with_grants(self, grants) -> "Actor":
        """The same person with other roles."""
        return replace(self, grants=frozenset(grants))

    def standing(self, who, obj) -> Standing:
        """In the name of which bodies, and for whom, the actor does what the rules `who` allow (they hold already)."""
        own = frozenset(g for g in self.grants if not g.of)
        of, used = None, own

        def fits(grants):
            part = self.with_grants(grants)
            return all(predicate.test(part, obj) for predicate in who)

        if len(own) < len(self.grants) and not fits(own):
            for of in sorted({g.of for g in self.grants if g.of}):
                used = frozenset(g for g in self.grants if g.of == of)
                if fits(used):
                    break
            else:
                of, used = None, self.grants
        places = sorted({g.place for g in used})
        if len(places) > 1:  # the person chose no body: those whose roles suffice, none where none is needed
            if fits(frozenset()):
                places = []
            else:
                places = [p for p in places if fits(frozenset(g for g in used if g.place == p))] or places
        return Standing(tuple(places), of)

    @property
    def is_officer(self) -> bool:
        return any(g.body == "office" for g in self.grants)

    @property
    def second_factor_is_fresh(self) -> bool:
        if self.second_factor_at is None:
            return False
        return clock.now() - self.second_factor_at <= timedelta(minutes=settings.SECOND_FACTOR_MINUTES)

    def role_names(self) -> list[str]:
        return sorted({g.role for g in self.grants}) or (["SYSTEM"] if self.system else ["PERSON"])


ANONYMOUS = Actor()


def system(name: str) -> Actor:
    """The portal acting by itself, for periodic work and things that the clock decides."""
    return Actor(system=name)

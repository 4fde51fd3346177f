"""Who acts, in which roles, how surely known. Plain data: rooms above fill it in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from . import clock


@dataclass(frozen=True)
class Grant:
    """One role held in one body today.

    role: constant of `orgs.states.Role`; body: "office" or "organisation"; body_id: its key.
    """

    role: str
    body: str
    body_id: int


@dataclass(frozen=True)
class Actor:
    """A person (or the system itself) doing something.

    second_factor_at: when a second factor was last proved in this session, or None.
    system: name of the periodic job; then `user` is None and every rule of persons says no.
    """

    user: object | None = None
    grants: frozenset[Grant] = frozenset()
    second_factor_at: datetime | None = None
    request_id: str = ""
    system: str = ""
    extra: dict = field(default_factory=dict, compare=False)

    @property
    def user_id(self):
        return self.user.pk if self.user else None

    @property
    def is_known(self) -> bool:
        return self.user is not None

    def has(self, *roles, body="", body_id=None) -> bool:
        """Holds one of `roles`, optionally in a kind of body or in one body."""
        return any(
            g.role in roles and (not body or g.body == body) and (body_id is None or g.body_id == body_id)
            for g in self.grants
        )

    def bodies(self, body, *roles) -> frozenset[int]:
        """Keys of the bodies of this kind in which the actor holds a role (one of `roles`, if named)."""
        return frozenset(g.body_id for g in self.grants if g.body == body and (not roles or g.role in roles))

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

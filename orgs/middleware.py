"""Puts the Actor on the request: who acts, in which roles, how surely known."""

from datetime import UTC, datetime

from django.utils.functional import SimpleLazyObject

from marketplace.core import clock

from .queries import actor_of

# Where in the session the body stands in whose name one acts ("office:3").
ACTING_FOR = "acting_for"


class ActorMiddleware:
    """`request.actor`, made at first use; asks the session when a second factor was last proved."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = SimpleLazyObject(lambda: self.actor(request))
        return self.get_response(request)

    @staticmethod
    def actor(request):
        if not request.user.is_authenticated:
            return actor_of(None, request_id=request.id)
        from allauth.mfa.utils import is_mfa_enabled

        proved = second_factor_at(request)

        return actor_of(
            request.user,
            second_factor_at=proved,
            request_id=request.id,
            hat=request.session.get(ACTING_FOR, ""),
            extra=_Lazy(has_second_factor=lambda: is_mfa_enabled(request.user)),
        )


class _Lazy(dict):
    """Answers `get` by calling: the question costs a query and is seldom asked."""

    def __init__(self, **questions):
        super().__init__()
        self.questions = questions

    def __bool__(self):
        return bool(self.questions)  # as a dict it holds nothing until it is asked

    def get(self, key, default=None):
        return self.questions[key]() if key in self.questions else default


def second_factor_at(request):
    """Moment of the latest proof by a second factor in this session, by the portal's clock, or None.

    allauth keeps the records of the session's own user; a session that changed hands proves nothing.
    """
    from allauth.account.authentication import get_authentication_records

    records = get_authentication_records(request, request.user)
    proofs = [r["at"] for r in records if r.get("method") == "mfa" and "at" in r]
    return datetime.fromtimestamp(max(proofs), tz=UTC) + clock.total_shift() if proofs else None

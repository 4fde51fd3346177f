"""Puts the Actor on the request: who acts, in which roles, how surely known."""

from datetime import datetime, timezone

from django.utils.functional import SimpleLazyObject

from .queries import actor_of


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
        proved = second_factor_at(request.session)
        from allauth.mfa.utils import is_mfa_enabled

        return actor_of(
            request.user,
            second_factor_at=proved,
            request_id=request.id,
            extra=_Lazy(has_second_factor=lambda: is_mfa_enabled(request.user)),
        )


class _Lazy(dict):
    """Answers `get` by calling: the question costs a query and is seldom asked."""

    def __init__(self, **questions):
        super().__init__()
        self.questions = questions

    def get(self, key, default=None):
        return self.questions[key]() if key in self.questions else default


def second_factor_at(session):
    """Moment of the latest proof by a second factor in this session (allauth keeps the list), or None."""
    proofs = [
        record["at"]
        for record in session.get("account_authentication_methods", [])
        if record.get("method") == "mfa" and "at" in record
    ]
    return datetime.fromtimestamp(max(proofs), tz=timezone.utc) if proofs else None

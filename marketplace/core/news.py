"""What can be followed, what its followers hear, and which kinds of notifications belong together: rooms say it in `news.py`.

    news.followable(Call, label=_("call for tenders"), promise=_("You are told when …"))
    news.heard("tenders.call.amend", of=lambda call: [call], text=_("Call %(number)s was amended."))
    news.grouped("tasks", "tenders.call_submitted", "tenders.question_asked")

Followers hear what everybody may read, nothing else: the object that a step was done to and the object that is followed
must both be visible to a reader without an account at the moment of telling.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from .actors import ANONYMOUS

_kinds: dict[str, "Followable"] = {}
_heard: dict[str, list] = defaultdict(list)
_groups: dict[str, str] = {}
FOLLOWS = "follows"
PLACES = re.compile(r"%\((\w+)\)")
HEADING = ("number", "code", "title", "name")  # what a letter names an object by


@dataclass(frozen=True)
class Followable:
    """A kind of object that can be followed.

    label: what it is called; promise: sentence that says what a follower is told; url(obj): its page in the active language.
    """

    model: type
    label: object
    promise: object
    url: object

    @property
    def name(self) -> str:
        return self.model.STEPS

    def public(self, pk):
        """The object, if everybody may see it now, else None."""
        return self.model._default_manager.visible_to(ANONYMOUS).filter(pk=pk).first()


@dataclass(frozen=True)
class News:
    """What followers hear of a step ("tenders.call.amend").

    of(obj) -> the followed objects it is about, asked when the outbox delivers; text: sentence with places filled from
    `obj.tell_params()` and params(event), which must hold what everybody may read; url(obj): the page, if not its own.
    """

    step: str
    of: object
    text: object
    params: object = None
    url: object = None

    @property
    def kind(self) -> str:
        return f"{self.step}.news"

    def follows(self, obj, event):
        """Follows whose people hear of it, with their people: begun before the act, of what is public now."""
        from .models import Follow

        if not is_public(obj):
            return []
        found = []
        for one in self.of(obj):
            if followable_of(one) is not None and is_public(one):
                rows = Follow.objects.filter(content_type=_type(one), object_id=one.pk, user__is_active=True)
                rows = rows.filter(since__lte=event.audit.at)
                found += rows.select_related("user")
        return found

    def places(self) -> set:
        """Names of the parameters that a notification keeps: those of its sentence, and of the object's heading."""
        return {*PLACES.findall(str(self.text)), *HEADING}


def followable(model, *, label, promise, url=None):
    """A room says that objects of this model (it has `STEPS` and `visible_to`) can be followed."""
    _kinds[model.STEPS] = Followable(model, label, promise, url or (lambda obj: obj.get_absolute_url()))


def heard(step: str, *, of, text, params=None, url=None):
    """A room says that followers of the objects `of(obj)` hear of this step."""
    _heard[step].append(News(step, of, text, params, url))


def reason(event) -> dict:
    """For sentences with %(reason)s: the words that the step's timeline shows to everybody."""
    return {"reason": event.audit.public_note}


def grouped(group: str, *kinds):
    """Notifications of these kinds belong to a group of `channels.GROUPS`."""
    _groups.update(dict.fromkeys(kinds, group))


def kinds() -> dict[str, Followable]:
    return dict(_kinds)


def of_step(step: str) -> list[News]:
    return _heard.get(step, [])


def all_news() -> dict[str, News]:
    """{kind: News}"""
    return {one.kind: one for rows in _heard.values() for one in rows}


def group_of(kind: str) -> str:
    """The group of a kind of notification; what no room has put elsewhere is how one's own matters go on."""
    return FOLLOWS if kind.endswith(".news") else _groups.get(kind, "own")


def kinds_in(group: str) -> list[str]:
    """Kinds of a group, for queries over notifications."""
    from .notices import tells

    return [kind for kind in tells() if group_of(kind) == group]


def followable_of(obj) -> Followable | None:
    return _kinds.get(getattr(type(obj), "STEPS", None))


def is_public(obj) -> bool:
    """Everybody may see it now."""
    return type(obj)._default_manager.visible_to(ANONYMOUS).filter(pk=obj.pk).exists()


def _type(obj):
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model(obj)

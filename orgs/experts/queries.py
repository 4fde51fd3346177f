"""Reads of the roster. Hiding is done in `visible_to`."""

from datetime import date

from django.db.models import Avg, Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from marketplace.core import clock
from marketplace.core.finding import every_word

from . import others, states  # as modules: the tables there ask these reads


class ExpertQuerySet(QuerySet):
    def visible_to(self, actor):
        """People of the offices: all; an expert: the own entry; the public: nobody."""
        if actor.is_officer:
            return self
        return self.filter(user_id__in=actor.keys) if actor.is_known else self.none()

    def listed(self):
        return self.filter(state=states.ExpertState.LISTED)

    def serving(self):
        """Reviewers who were admitted and not taken off; some rest or are away."""
        return self.filter(reviews=True, state__in=[states.ExpertState.LISTED, states.ExpertState.RESTING])

    def available(self, day=None):
        """On the roster, with an open account, not away on this day (today)."""
        from .models import Away

        day = day or clock.today()
        away = Away.objects.filter(expert=OuterRef("pk")).on(day)
        return self.listed().filter(~Exists(away), user__is_active=True)

    def of_field(self, *fields):
        """Who knows about one of these fields (codes of `kinds.Field`); all when none is given."""
        found = Q()
        for code in fields:
            found |= Q(fields__contains=f"|{code}|")
        return self.filter(found)

    def matching(self, text):
        return self.filter(every_word(text, ("user__name", "unit_zh", "unit_en", "title_zh", "title_en", "about_zh")))

    def with_grades(self):
        """`quality` and `punctuality`: averages of the appraisals, or None."""
        return self.annotate(quality=Avg("appraisals__quality"), punctuality=Avg("appraisals__punctuality"))


class AwayQuerySet(QuerySet):
    def on(self, day):
        return self.filter(first_day__lte=day, last_day__gte=day)

    def ahead(self, day):
        """Not over before this day."""
        return self.filter(last_day__gte=day)


class TieQuerySet(QuerySet):
    def on(self, day):
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class PostQuerySet(QuerySet):
    def since(self, day):
        """Held on this day or later."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=day))


def available(office, *, fields=(), day: date | None = None, reviews=False, mentors=False):
    """Experts of an office who may be asked now: for rounds, calls, incubation.

    Args:
        fields: codes of `kinds.Field`; one of them suffices. reviews, mentors: only who offers that.

    Returns:
        QuerySet of Expert with its user, by code.
    """
    from .models import Expert

    rows = Expert.objects.filter(office=office).available(day).of_field(*fields)
    rows = rows.filter(reviews=True) if reviews else rows
    rows = rows.filter(mentors=True) if mentors else rows
    return rows.select_related("user").order_by("code")


def loads(experts) -> dict[int, int]:
    """{expert's key: tasks that run now}, over all rooms; the number of queries does not grow with the experts."""
    experts = list(experts)
    prefetch_related_objects(experts, "user")
    keys = {key: expert.pk for expert in experts for key in keys_of(expert)}
    found = {expert.pk: 0 for expert in experts}
    for user, n in others.load_of(list(keys)):
        found[keys[user]] += n
    return found


def keys_of(expert) -> tuple:
    """The person's account, and those merged into it."""
    return (expert.user_id, *expert.user.earlier)


def expert_of(user_id):
    """The roster's entry of a person, or None."""
    from .models import Expert

    return Expert.objects.filter(user_id=user_id).select_related("user", "office").first()

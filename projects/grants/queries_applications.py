"""Reads of applications. Before the deadline of a sealed round nobody but the team knows that there is one."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from marketplace.core import clock
from marketplace.core.finding import MOST_WORDS, every_word

from . import formdef, states, states_applications
from .rules import SIDE


class ApplicationQuerySet(QuerySet):
    def of(self, actor):
        """The actor's own: of their organisations, and of those in whose team these are."""
        from .models import Partner

        mine = actor.bodies("organisation", *SIDE)
        if not mine:
            return self.none()
        joined = Partner.objects.filter(application=OuterRef("pk"), organisation_id__in=mine, state="joined")
        return self.filter(Q(organisation_id__in=mine) | Exists(joined))

    def for_office(self, actor):
        """What the secretariat, leaders and auditors may read: handed in, and the call closed where it is sealed.

        Whoever reviews in a blind round does not learn there who applied, whatever else they are, before it is decided.
        """
        from .models import Review

        rows = self.filter(state__in=states_applications.HANDED_IN)
        open_to_see = Q(round__sealed=False) | Q(round__state__in=states.CLOSED_TO_APPLICATIONS)
        cancelled = Q(round__state=states.RoundState.CANCELLED, content__isnull=False)
        rows = rows.filter(open_to_see | cancelled)
        if not actor.has("AUDITOR"):
            rows = rows.filter(round__office_id__in=actor.bodies("office", "SECRETARY", "LEADER"))
        blind = Review.objects.filter(reviewer_id__in=actor.all_eyes, application__round__blind=True)
        blind = blind.exclude(application__round__state__in=states.DECIDED)
        return rows.exclude(round__in=blind.order_by().values("application__round"))

    def visible_to(self, actor):
        """The team's own, and what the office may read; the public reads `awarded` instead, without what was written."""
        if not actor.is_known:
            return self.none()
        own = self.model.objects.of(actor).values("pk")
        office = self.model.objects.for_office(actor).values("pk")
        return self.filter(Q(pk__in=own) | Q(pk__in=office))

    def awarded(self):
        """Awards that everybody may know of."""
        return self.filter(state="awarded", round__state__in=states.DECIDED, determination__decided_at__isnull=False)

    def matching(self, text):
        """Each word stands in the title, the mark, the organisation's name, or an answer that was handed in."""
        found = self
        for word in text.split()[:MOST_WORDS]:
            named = every_word(word, ("title", "mark", "organisation__name_zh", "organisation__name_en"))
            found = found.filter(named | Q(said__text__contains=formdef.folded(word)))
        return found

    def with_figures(self):
        """reviews_in, reviews_all: how many reviews are handed in, of how many."""
        from .models import Review

        reviews = Review.objects.filter(application=OuterRef("pk")).order_by().values("application")
        counts = {"reviews_all": reviews.exclude(state="replaced"), "reviews_in": reviews.filter(state="handed_in")}
        found = {name: Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0) for name, rows in counts.items()}
        return self.select_related("round", "organisation").annotate(**found)


class PartnerQuerySet(QuerySet):
    def visible_to(self, actor):
        """The leading organisation and the partner itself."""
        mine = actor.bodies("organisation", *SIDE)
        if not mine:
            return self.none()
        return self.filter(Q(application__organisation_id__in=mine) | Q(organisation_id__in=mine))


def is_taking(round) -> bool:
    """Whether an application may be handed in this moment."""
    return round.state == states.RoundState.OPEN and round.opens_at <= clock.now() <= round.deadline


def rights_of(application, actor) -> dict:
    """{"write", "talk", "lead"}: what the actor may do in the team of this application."""
    from . import rules

    return {
        "write": rules.writer.test(actor, application),
        "talk": rules.talker.test(actor, application),
        "lead": rules.applicant.test(actor, application),
    }

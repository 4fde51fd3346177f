"""Reads of concepts. Until they are taken no more, nobody but the organisation knows that there is one."""

from django.db.models import Q, QuerySet

from marketplace.core import clock

from . import states, states_concepts
from .rules import SIDE


class ConceptQuerySet(QuerySet):
    def of(self, actor):
        return self.filter(organisation_id__in=actor.bodies("organisation", *SIDE))

    def for_office(self, actor):
        """Handed in and closed: the secretariat, leaders, auditors; nobody who reviews in the round while it is blind."""
        from .models import Review

        rows = self.filter(state__in=states_concepts.HANDED_IN, round__concept_until__lt=clock.now())
        if not actor.has("AUDITOR"):
            rows = rows.filter(round__office_id__in=actor.bodies("office", "SECRETARY", "LEADER"))
        blind = Review.objects.filter(reviewer_id__in=actor.all_eyes, application__round__blind=True)
        blind = blind.exclude(application__round__state__in=states.DECIDED)
        return rows.exclude(round__in=blind.order_by().values("application__round"))

    def visible_to(self, actor):
        if not actor.is_known:
            return self.none()
        own, office = self.model.objects.of(actor), self.model.objects.for_office(actor)
        return self.filter(Q(pk__in=own.order_by().values("pk")) | Q(pk__in=office.order_by().values("pk")))

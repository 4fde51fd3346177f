"""Reads of calls, bids and questions. What is sealed, and who asked, is hidden here and nowhere else."""

from django.db.models import Count, Q, QuerySet

from .states import PUBLIC

# Roles of the office that read bids after the opening; evaluators read them once they have declared.
READS_BIDS = ("BUYER", "OPENER", "SECRETARY", "LEADER", "FINANCE")


class CallQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: published calls; officers: drafts of the offices they work for too; auditors: all."""
        if actor.has("AUDITOR"):
            return self
        return self.filter(Q(state__in=PUBLIC) | Q(office_id__in=actor.bodies("office")))

    def with_figures(self):
        """For lists: everything a row shows, in a constant number of queries."""
        return self.select_related("office", "procedure", "procedure__rule_set").prefetch_related("communities")

    def for_page(self):
        """For one call's page."""
        return self.select_related("office", "procedure__rule_set", "fund").prefetch_related(
            "communities", "lines__item", "criteria", "conditions", "milestones", "amendments"
        )

    def taking_bids(self, now):
        """Open and not past the deadline, the nearest deadline first."""
        return self.filter(state="open", deadline__gte=now).order_by("deadline", "id")

    def with_open_questions(self):
        """Adds `waiting_questions`: asked and not answered."""
        return self.annotate(waiting_questions=Count("questions", filter=Q(questions__state="asked")))


class BidQuerySet(QuerySet):
    def visible_to(self, actor):
        """Before the opening: a bidder's own only, for nobody else, not even its existence.

        After it: officers who work with bids, and auditors. A member of the committee reads them once a
        declaration without conflict is made (Order 87, art. 47; Implementing Regulation, art. 9).
        """
        mine = Q(organisation_id__in=actor.bodies("organisation"))
        opened = Q(state="opened")
        if actor.has("AUDITOR"):
            return self.filter(mine | opened)
        offices = actor.bodies("office", *READS_BIDS)
        if not actor.is_officer:
            return self.filter(mine)
        seats = _seats(actor)
        # A conflict blinds for good, also after the member was replaced and whatever other role there is.
        blind = _all_seats(actor).filter(Q(replaced_at=None, declared_at=None) | Q(has_conflict=True)).values("call_id")
        cleared = seats.exclude(declared_at=None).filter(has_conflict=False).values("call_id")
        reads = Q(call__office_id__in=offices) & ~Q(call_id__in=blind)
        return self.filter(mine | (opened & (reads | Q(call_id__in=cleared))))

    def of(self, actor):
        """The bids that the actor writes, whatever their state."""
        return self.filter(organisation_id__in=actor.bodies("organisation", "BID_WRITER", "OWNER"))


def _all_seats(actor):
    from .models import CommitteeMember

    return CommitteeMember.objects.filter(user_id=actor.user_id)


def _seats(actor):
    return _all_seats(actor).filter(replaced_at=None)


class QuestionQuerySet(QuerySet):
    """Who asked is hidden by never reading the columns: pages and the API draw `reads.public_questions`."""

    def visible_to(self, actor):
        """Questions are public as soon as the call is."""
        if actor.has("AUDITOR"):
            return self
        return self.filter(Q(call__state__in=PUBLIC) | Q(call__office_id__in=actor.bodies("office")))

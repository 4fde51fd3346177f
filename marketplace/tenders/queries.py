"""Reads of calls, bids and questions. What is sealed, and who asked, is hidden here and nowhere else."""

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from .states import PUBLIC

# Roles of the office that read bids after the opening; evaluators read them once they have declared.
READS_BIDS = ("BUYER", "OPENER", "SECRETARY", "LEADER", "FINANCE")


LONG = ("text_zh", "text_en", "minutes", "identity")  # no list shows them


class OneAfterAnother:
    """Two disjoint parts of a list, each in its own order, as one list to a paginator.

    An order that is computed per row would sort the whole table for each page; each part follows an index.
    """

    ordered = True

    def __init__(self, whole, first, then, beside=()):
        """beside: what is prefetched, once for both parts."""
        self.whole, self.first, self.then, self.beside = whole, first, then, beside

    def order_by(self):
        """The whole without an order, for counting."""
        return self.whole.order_by()

    def __getitem__(self, part):
        rows = self._rows(part)
        prefetch_related_objects(rows, *self.beside)
        return rows

    def _rows(self, part):
        rows = list(self.first[part])
        wanted = part.stop - part.start
        if len(rows) == wanted:
            return rows
        before = part.start + len(rows) if rows else self.first.order_by().count()
        skipped = max(part.start - before, 0)
        return rows + list(self.then[skipped : skipped + wanted - len(rows)])


class CallQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: published calls; officers: drafts of the offices they work for too; auditors: all."""
        if actor.has("AUDITOR"):
            return self
        public = Q(state__in=PUBLIC, published_at__isnull=False)  # a draft may be cancelled, too
        return self.filter(public | Q(office_id__in=actor.bodies("office")))

    def with_figures(self):
        """For lists: everything a row shows, in a constant number of queries."""
        # No joins: a planner that begins with the one office sorts the whole table for each page.
        from orgs.models import Community, Office

        from .models import Procedure

        return self.defer(*LONG).prefetch_related(
            Prefetch("office", Office.objects.only("name_zh", "name_en")),
            Prefetch("procedure", Procedure.objects.only("name_zh", "name_en")),
            Prefetch("communities", Community.objects.only("code", "name_zh", "name_en")),
        )

    def for_page(self):
        """For one call's page."""
        return self.select_related("office", "procedure__rule_set", "fund").prefetch_related(
            "communities", "lines__item", "criteria", "conditions", "milestones", "amendments"
        )

    def in_public_order(self, now):
        """What takes bids first, by deadline; then the newest."""
        taking, plain = Q(state="open", deadline__gte=now), self.prefetch_related(None)
        first, then = plain.filter(taking).order_by("deadline", "id"), plain.exclude(taking)
        return OneAfterAnother(plain, first, then.order_by("-published_at", "-id"), self._prefetch_related_lookups)

    def taking_bids(self, now):
        """Open and not past the deadline, the nearest deadline first."""
        return self.filter(state="open", deadline__gte=now).order_by("deadline", "id")

    def of_offices(self, actor):
        """What the actor's own offices work on, in all states; auditors: all. All of it is visible to the actor."""
        if actor.has("AUDITOR"):
            return self
        return self.filter(office_id__in=actor.bodies("office"))


class RuleSetQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what is, was or will be in force; officers: drafts too."""
        return self if actor.is_officer else self.approved()

    def approved(self):
        return self.filter(state="approved")

    def in_force(self, day):
        """Valid on this day."""
        return self.approved().filter(valid_from__lte=day).exclude(valid_to__lt=day)


class BidQuerySet(QuerySet):
    def visible_to(self, actor):
        """Before the opening: a bidder's own only, for nobody else, not even its existence.

        After it: officers who work with bids, and auditors. A member of the committee reads them once a
        declaration without conflict is made (Order 87, art. 47; Implementing Regulation, art. 9).
        """
        mine = Q(organisation_id__in=actor.bodies("organisation"))
        opened = Q(state="opened")
        if not actor.is_known:
            return self.filter(mine)
        # Who bids reads nobody else's bid, whatever other role there is.
        opened &= ~Q(call_id__in=_rivals(actor))
        if actor.has("AUDITOR"):
            return self.filter(mine | opened)
        offices = actor.bodies("office", *READS_BIDS)
        seats = _seats(actor)
        # A conflict blinds for good, also after the member was replaced and whatever other role there is.
        blind = _all_seats(actor).filter(Q(replaced_at=None, declared_at=None) | Q(has_conflict=True)).values("call_id")
        cleared = seats.exclude(declared_at=None).filter(has_conflict=False).values("call_id")
        reads = Q(call__office_id__in=offices) & ~Q(call_id__in=blind)
        return self.filter(mine | (opened & (reads | Q(call_id__in=cleared))))

    def of(self, actor):
        """The bids that the actor writes, whatever their state."""
        return self.filter(organisation_id__in=actor.bodies("organisation", "BID_WRITER", "OWNER"))


def _rivals(actor):
    """Calls in which an organisation of the actor bids, in whoever's name they look."""
    from .models import Bid

    return Bid.objects.filter(organisation_id__in=actor.belongs_to).values("call_id")


def _all_seats(actor):
    from .models import CommitteeMember

    return CommitteeMember.objects.filter(user_id__in=actor.all_eyes)


def _seats(actor):
    """Seats that are held: of an officer, or of an expert while the office's roster has them."""
    mine = _all_seats(actor).filter(user_id__in=actor.keys, replaced_at=None)
    if actor.is_officer:
        return mine
    from orgs.experts.models import Expert

    return mine.filter(call__office__in=Expert.objects.serving().filter(user_id__in=actor.keys).values("office"))


class QuestionQuerySet(QuerySet):
    """Who asked is hidden by never reading the columns: pages and the API draw `reads.public_questions`."""

    def visible_to(self, actor):
        """Questions are public as soon as the call is."""
        if actor.has("AUDITOR"):
            return self
        public = Q(call__state__in=PUBLIC, call__published_at__isnull=False)
        return self.filter(public | Q(call__office_id__in=actor.bodies("office")))

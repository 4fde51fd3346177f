"""Reads of rounds. Hiding is done in `visible_to`; applications and reviews have modules of their own."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from marketplace.core import clock
from marketplace.core.finding import every_word
from marketplace.core.money import ZERO, MoneyField

from . import states  # as a module: the tables there ask these reads


class RoundQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what is published; the office that drafts: its own; auditors: all."""
        if actor.has("AUDITOR"):
            return self
        offices = actor.bodies("office", "EDITOR", "LEADER", "SECRETARY", "FINANCE")
        return self.filter(Q(state__in=states.PUBLIC) | Q(office_id__in=offices))

    def taking(self):
        """Open, and the clock says that applications are taken."""
        now = clock.now()
        return self.filter(state=states.RoundState.OPEN, opens_at__lte=now, deadline__gte=now)

    def matching(self, text):
        columns = ("number", "title_zh", "title_en", "theme_zh", "theme_en", "office__name_zh", "office__name_en")
        return self.filter(every_word(text, columns))

    def with_figures(self):
        """awards, awarded (yuan): of what is decided and public; each a sub-query of its own."""
        from .models import Determination

        rows = Determination.objects.filter(
            application__round=OuterRef("pk"), application__round__state__in=states.DECIDED,
            application__state="awarded", decided_at__isnull=False,
        ).order_by().values("application__round")  # fmt: skip
        return self.select_related("office", "fund").annotate(
            awards=Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0),
            awarded=Coalesce(Subquery(rows.annotate(n=Sum("amount")).values("n")), ZERO, output_field=MoneyField()),
        )

    def for_page(self):
        return self.select_related("office", "fund", "form").prefetch_related("criteria", "stages", "communities")

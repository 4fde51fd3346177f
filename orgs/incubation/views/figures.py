"""Figures of incubation: by class and stage, survival, money won, by community; the standards by which bodies grow."""

from django.views.generic import TemplateView

from marketplace.core import clock, pagecache

from .. import figures
from ..models import Standard
from ..standards import in_force_and_ahead


class Figures(TemplateView):
    template_name = "incubation/figures.html"

    def get_context_data(self, **kwargs):
        if not self.request.actor.is_known:
            pagecache.until(self.request, clock.tomorrow())
        won = figures.won_after_graduating()
        return super().get_context_data(
            survival=figures.survival(),
            places=figures.by_place(),
            won=won,
            won_sum=sum(row["amount"] for row in won),
            **kwargs,
        )


class Standards(TemplateView):
    """What each stage asks for and how maturity is judged: the version of today, and what comes."""

    template_name = "incubation/standards.html"

    def get_context_data(self, **kwargs):
        if not self.request.actor.is_known:
            pagecache.until(self.request, clock.tomorrow())
        rows = Standard.objects.visible_to(self.request.actor).approved()
        return super().get_context_data(standards=in_force_and_ahead(rows), **kwargs)

"""Figures of incubation: by class and stage, survival, money won, by community."""

from django.views.generic import TemplateView

from marketplace.core import pagecache
from orgs.queries import tomorrow

from .. import figures


class Figures(TemplateView):
    template_name = "incubation/figures.html"

    def get_context_data(self, **kwargs):
        if not self.request.actor.is_known:
            pagecache.until(self.request, tomorrow())
        won = figures.won_after_graduating()
        return super().get_context_data(
            survival=figures.survival(),
            places=figures.by_place(),
            won=won,
            won_sum=sum(row["amount"] for row in won),
            **kwargs,
        )

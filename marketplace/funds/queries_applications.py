"""Reads of applications to funds: hiding who asked and for whom."""

from django.db.models import Q, QuerySet

READING_OFFICERS = ("FINANCE", "LEADER", "AUDITOR")


class ApplicationQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what was approved (its public columns); all of them: who asked, the stewards, the keepers of the books."""
        from .states_applications import PUBLIC

        return self.filter(Q(state__in=PUBLIC) | _readers(actor))

    def read_whole_by(self, actor):
        """Those of which this reader sees also who asked, what for, the opinions and the evidence."""
        return self.filter(_readers(actor))


def _readers(actor) -> Q:
    from .models import Steward

    if not actor.is_known:
        return Q(pk=None)
    sits = Steward.objects.on().filter(user_id__in=actor.keys).values("fund_id")
    return (
        Q(asked_by_id__in=actor.keys)
        | Q(fund_id__in=sits)
        | Q(fund__office_id__in=actor.bodies("office", *READING_OFFICERS))
        | Q(fund__host_id__in=actor.bodies("organisation", "OWNER", "ORG_FINANCE"), fund__kind__in=("MICRO", "COMMUNITY_FOUNDATION"))
        | Q(organisation_id__in=actor.bodies("organisation"))
    )  # fmt: skip


def reads_whole(actor, application) -> bool:
    return type(application).objects.read_whole_by(actor).filter(pk=application.pk).exists()

"""Reads of panels and discussions. In a blind round nobody who scores learns here who presents what (`reads_panels`)."""

from django.db.models import Q, QuerySet

from . import states_panels


class PanelQuerySet(QuerySet):
    def visible_to(self, actor):
        """The office; from the announcement on those who sit, the reviewers, and the teams that present."""
        from .models import Application, PanelSeat, PanelSlot, Review

        if not actor.is_known:
            return self.none()
        office = Application.objects.for_office(actor).order_by().values("round")
        sits = PanelSeat.objects.filter(user_id__in=actor.keys).values("panel")
        reviews = Review.objects.of(actor).filter(state="handed_in").order_by().values("application__round")
        presents = PanelSlot.objects.filter(application__in=Application.objects.of(actor)).order_by().values("panel")
        concerned = Q(pk__in=sits) | Q(round__in=reviews) | Q(pk__in=presents)
        return self.filter(Q(round__in=office) | Q(state__in=states_panels.TOLD) & concerned)


class RemarkQuerySet(QuerySet):
    def visible_to(self, actor):
        """Whoever may read the discussion of its application."""
        from .models import Application

        return self.filter(application__in=discussed_by(Application.objects.all(), actor))


def discussed_by(applications, actor):
    """Applications whose discussion the actor may read: scored by them, or of their secretariat; auditors read all."""
    from .models import Application, Review

    if not actor.is_known:
        return applications.none()
    scored = Review.objects.of(actor).filter(state="handed_in").order_by().values("application")
    office = Application.objects.for_office(actor)
    if not actor.has("AUDITOR"):
        office = office.filter(round__office_id__in=actor.bodies("office", "SECRETARY"))
        office = office.exclude(round__in=_of_own_side(actor))
    return applications.filter(Q(pk__in=scored) | Q(pk__in=office.order_by().values("pk")))


def _of_own_side(actor):
    """Rounds in which an organisation of theirs applies: there they are no secretariat."""
    from .models import Application

    own = Application.objects.filter(
        Q(organisation_id__in=actor.belongs_to)
        | Q(partners__organisation_id__in=actor.belongs_to, partners__state="joined")
    )
    return own.order_by().values("round")

"""Reads of incubation. Hiding is done in `visible_to`."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from marketplace.core import clock
from marketplace.core.finding import every_word

from . import states  # as a module: the tables there ask these reads
from .kinds import Aspect

SIDE = ("OWNER", "BID_WRITER")


class CentreQuerySet(QuerySet):
    """Centres are public."""

    def visible_to(self, actor):
        return self

    def kept_by(self, actor, *roles):
        """Centres whose staff the actor is (see `rules.staff`), or for which the actor has one of these roles."""
        offices = actor.bodies("office", *(roles or ("SECRETARY", "LEADER")))
        return self.filter(Q(office_id__in=offices) | Q(office__parent_id__in=offices, office__kind__in=_parts()))

    def with_figures(self):
        """`taken`: desks of bodies inside or with an open offer; `inside`: bodies."""
        from .models import Stay

        taken = Stay.objects.filter(centre=OuterRef("pk"), state__in=states.TAKES_PLACE).order_by().values("centre")
        inside = Stay.objects.filter(centre=OuterRef("pk"), state=states.StayState.INSIDE).order_by().values("centre")
        return self.annotate(
            taken=Coalesce(Subquery(taken.annotate(n=Sum("desks")).values("n"), output_field=IntegerField()), Value(0)),
            inside=Coalesce(Subquery(inside.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), Value(0)),
        )  # fmt: skip


def _parts():
    from orgs.kinds import PARTS_OF_STREET

    return PARTS_OF_STREET


class IntakeQuerySet(QuerySet):
    def visible_to(self, actor):
        """Drafts are for officers."""
        return self if actor.is_officer else self.exclude(state=states.IntakeState.DRAFT)

    def open_on(self, day=None):
        day = day or clock.today()
        return self.filter(state=states.IntakeState.PUBLISHED, first_day__lte=day, last_day__gte=day)


class GroupQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what is or was filed; officers: all; who speaks for it: the own one."""
        if actor.is_officer:
            return self
        seen = Q(state__in=states.GROUP_PUBLIC)
        return self.filter(seen | Q(speaker_id__in=actor.keys)) if actor.is_known else self.filter(seen)


class StayQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: who is or was inside; officers: applications too; the body and its mentor: their own."""
        if actor.is_officer:
            return self
        seen = Q(state__in=states.STAY_PUBLIC)
        if actor.is_known:
            seen |= Q(organisation_id__in=actor.bodies("organisation")) | Q(group__speaker_id__in=actor.keys)
        return self.filter(seen)

    def planned_for(self, actor):
        """Stays whose plan (goals, meetings, reviews, maturity, requests) the actor reads: officers, the body itself, its mentor."""
        if actor.is_officer:
            return self
        if not actor.is_known:
            return self.none()
        mine = Q(organisation_id__in=actor.bodies("organisation", *SIDE)) | Q(group__speaker_id__in=actor.keys)
        return self.filter(mine | Q(Exists(_mentored_by(actor))))

    def mentored_by(self, actor):
        return self.filter(Exists(_mentored_by(actor)))

    def inside(self):
        return self.filter(state=states.StayState.INSIDE)

    def for_list(self):
        return self.select_related("organisation__community", "group__community", "centre", "intake")

    def matching(self, text):
        columns = ("organisation__name_zh", "organisation__name_en", "group__name_zh", "group__name_en", "code")
        return self.filter(every_word(text, columns))


def _mentored_by(actor):
    from .models import Mentoring

    return Mentoring.objects.filter(stay=OuterRef("pk"), until=None, expert__user_id__in=actor.keys)


class StandardQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what is, was or will be in force; officers: drafts too."""
        return self if actor.is_officer else self.approved()

    def approved(self):
        return self.filter(state="approved")

    def in_force(self, day=None):
        """The version of this day (today): one row at most."""
        day = day or clock.today()
        return self.approved().filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


def sentences_in_use(day=None) -> list:
    """The sentences of the maturity form on this day (today), aspect by aspect."""
    from .models import MaturityQuestion, Standard

    return in_order(MaturityQuestion.objects.filter(standard__in=Standard.objects.in_force(day)))


def in_order(sentences) -> list:
    """As the form asks them: aspect by aspect, in each the older ones first."""
    aspects = list(Aspect.values)
    return sorted(sentences, key=lambda row: (aspects.index(row.aspect), row.position, row.pk))


class CareQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: what runs or ran; offers: the two sides and officers."""
        if actor.is_officer or self.model.__name__ != "Care":
            return self
        mine = actor.bodies("organisation")
        return self.filter(Q(state__in=["running", "ended"]) | Q(hub_id__in=mine) | Q(organisation_id__in=mine))


class GradingQuerySet(QuerySet):
    def visible_to(self, actor):
        """Officers and the organisation itself: all; everybody: a grade that has public notice, and what became of it."""
        if actor.is_officer:
            return self
        told = Q(state__in=["notice", "granted"]) | Q(state="review") & ~Q(grade="")
        return self.filter(told | Q(organisation_id__in=actor.bodies("organisation")))


class BookingQuerySet(QuerySet):
    def visible_to(self, actor):
        """The bodies inside the centre and officers: who shares a room must see when it is taken."""
        from .models import Stay

        if actor.is_officer:
            return self
        mine = Stay.objects.inside().planned_for(actor).values("centre")
        return self.filter(resource__centre__in=mine)

    def standing(self):
        return self.filter(state=states.BookingState.BOOKED)

    def overlapping(self, resource, starts, ends):
        return self.standing().filter(resource=resource, starts__lt=ends, ends__gt=starts)


class HelpQuerySet(QuerySet):
    def visible_to(self, actor):
        from .models import Stay

        return self.filter(stay__in=Stay.objects.planned_for(actor))


class TrainingQuerySet(QuerySet):
    def visible_to(self, actor):
        """Drafts are for officers."""
        return self if actor.is_officer else self.exclude(state=states.TrainingState.DRAFT)

    def with_figures(self):
        """`taken`: places taken; `queue`: who waits; `came`: who attended; `stars`: how useful, 1 to 5."""
        from django.db.models import Avg

        state = states.EnrolmentState
        return self.annotate(
            taken=Count("enrolments", filter=Q(enrolments__state__in=states.TAKES_SEAT)),
            queue=Count("enrolments", filter=Q(enrolments__state=state.WAITING)),
            came=Count("enrolments", filter=Q(enrolments__state=state.ATTENDED)),
            stars=Avg("enrolments__stars"),
        )

    def coming(self, moment=None):
        return self.filter(state=states.TrainingState.OPEN, ends__gte=moment or clock.now()).order_by("starts", "id")


class EnrolmentQuerySet(QuerySet):
    def visible_to(self, actor):
        """Officers; oneself. Who sits in a training is nobody else's business."""
        if actor.is_officer:
            return self
        return self.filter(user_id__in=actor.keys) if actor.is_known else self.none()

    def attended(self):
        return self.filter(state=states.EnrolmentState.ATTENDED)


def free_places(centre) -> int:
    """Desks that nobody sits at and nobody was offered."""
    from .models import Stay

    taken = Stay.objects.filter(centre=centre, state__in=states.TAKES_PLACE).aggregate(n=Sum("desks"))["n"] or 0
    return centre.places - taken


def free_seats(training) -> int:
    return training.places - training.enrolments.filter(state__in=states.TAKES_SEAT).count()


def stay_of(organisation_id):
    """The open stay of an organisation, or None: for rounds that ask whether it is being incubated."""
    from .models import Stay

    return Stay.objects.inside().filter(organisation_id=organisation_id).first()


def trainings_of(organisation_id) -> int:
    """Trainings its people attended; one training counts once."""
    from .models import Enrolment

    return Enrolment.objects.attended().filter(organisation_id=organisation_id).values("training").distinct().count()

"""Stations with their hours, services with what they ask for, categories, named lists of the sources."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.catalogue.states import FeeTier
from marketplace.core import clock
from marketplace.core.money import ZERO, MoneyField
from marketplace.core.texts import Translated

from .kinds import Channel, Mode, Period, StationKind, unpack
from .queries import HoursQuerySet, ServiceQuerySet, SpecialQuerySet, StationQuerySet
from .states import KeptState, PlaceState


class Station(models.Model):
    """A place where residents are served. office: who keeps the entry; operator: the organisation that runs it."""

    STEPS = "services.station"

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=StationKind, db_index=True)
    office = models.ForeignKey(
        "orgs.Office", models.PROTECT, related_name="stations", verbose_name=_("office in charge")
    )
    community = models.ForeignKey(
        "orgs.Community", models.PROTECT, related_name="stations", verbose_name=_("community")
    )
    operator = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, null=True, blank=True, related_name="stations", verbose_name=_("run by")
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    address_zh = models.CharField(_("address in Chinese"), max_length=200, blank=True)
    address_en = models.CharField(_("address in English"), max_length=240, blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    lat = models.FloatField(_("latitude"), null=True)
    lon = models.FloatField(_("longitude"), null=True)
    phone = models.CharField(_("telephone of the place"), max_length=30, blank=True)
    windows = models.PositiveSmallIntegerField(_("service windows"), null=True, blank=True)
    floor_area = models.PositiveIntegerField(_("floor area in square metres"), null=True, blank=True)
    step_free = models.BooleanField(_("step-free entrance"), null=True)
    state = models.CharField(max_length=8, choices=PlaceState, default=PlaceState.DRAFT)
    state_reason = models.TextField(_("reason"), blank=True)
    valid_from = models.DateField(_("in service from"), null=True)
    valid_to = models.DateField(_("last day of service"), null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    source_ref = models.CharField(max_length=40, blank=True)
    illustrative_fields = models.CharField(max_length=400, blank=True)
    name, address, note = Translated(), Translated(), Translated()
    objects = StationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["state", "kind"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("services:station", args=[self.code])

    def tell_params(self):
        return {"name": {"zh": self.name_zh, "en": self.name_en or self.name_zh}}


class OpeningHours(models.Model):
    """Hours that come back week by week. weekdays: ISO numbers, "12345"; ignored for public holidays.

    Rows are not changed: they end on a day (`valid_to`) and another row begins.
    """

    station = models.ForeignKey(Station, models.CASCADE, related_name="hours")
    period = models.CharField(_("kind of hours"), max_length=10, choices=Period)
    weekdays = models.CharField(_("days of the week"), max_length=7, blank=True)
    opens = models.TimeField(_("opens at"))
    closes = models.TimeField(_("closes at"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    objects = HoursQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "period", "weekdays", "opens"]
        constraints = [
            models.CheckConstraint(name="hours_open_before_closing", condition=Q(opens__lt=F("closes"))),
            models.CheckConstraint(
                name="hours_begin_before_ending", condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to"))
            ),
        ]

    def __str__(self):
        from .words import days_words

        return f"{self.get_period_display()} · {days_words(self)} · {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def short(self) -> str:
        """The same in every language, for the history."""
        return f"{self.period} {self.weekdays} {self.opens:%H:%M}-{self.closes:%H:%M}".replace("  ", " ")

    @property
    def is_over(self) -> bool:
        return self.valid_to is not None and self.valid_to < clock.today()


class SpecialHours(models.Model):
    """Days on which other hours hold: closed (opens empty) or open at other times. They replace all weekly hours."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="specials")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    opens = models.TimeField(_("opens at"), null=True, blank=True)
    closes = models.TimeField(_("closes at"), null=True, blank=True)
    reason_zh = models.CharField(_("reason in Chinese"), max_length=200)
    reason_en = models.CharField(_("reason in English"), max_length=240, blank=True)
    reason = Translated()
    objects = SpecialQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "opens"]
        constraints = [
            models.CheckConstraint(name="special_begin_before_ending", condition=Q(first_day__lte=F("last_day"))),
            models.CheckConstraint(
                name="special_open_or_closed",
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
            ),
        ]

    def __str__(self):
        from .words import special_words

        return special_words(self)


class Kept(models.Model):
    """What categories and named lists share: a code, two names, first and last day, where they come from."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    state = models.CharField(max_length=8, choices=KeptState, default=KeptState.USED)
    provenance = models.CharField(max_length=12, default="illustrative")
    source_ref = models.CharField(_("source"), max_length=40, blank=True)
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("valid to"), null=True)
    name = Translated()

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self):
        return self.name


class Category(Kept):
    """A field of services ("social insurance"); eight are named in the source (C16)."""

    STEPS = "services.category"
    NAMED_TO_ALL = True

    def get_absolute_url(self):
        from django.urls import reverse

        return f"{reverse('services:services')}?category={self.code}"


class Service(models.Model):
    """One matter residents come for. time_limit: working days, 0 is on the spot; papers: one a line.

    office: who keeps the entry; department: who answers for the matter.
    """

    STEPS = "services.service"

    code = models.CharField(_("code"), max_length=20, unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="services", verbose_name=_("category"))
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="+", verbose_name=_("office in charge"))
    department = models.ForeignKey("orgs.Office", models.PROTECT, related_name="+", verbose_name=_("department"))
    stations = models.ManyToManyField(Station, blank=True, related_name="services", verbose_name=_("where"))
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    channels = models.CharField(_("how to ask"), max_length=120, blank=True)  # "|COUNTER|WECHAT|"
    modes = models.CharField(_("how one is served"), max_length=80, blank=True)
    papers_zh = models.TextField(_("papers needed, in Chinese"), blank=True)
    papers_en = models.TextField(_("papers needed, in English"), blank=True)
    time_limit = models.PositiveSmallIntegerField(_("time limit in working days"), default=0)
    fee_tier = models.CharField(_("fee tier"), max_length=6, choices=FeeTier, default=FeeTier.FREE)
    fee = MoneyField(_("fee"), default=ZERO)
    fee_note_zh = models.CharField(_("note on the fee in Chinese"), max_length=200, blank=True)
    fee_note_en = models.CharField(_("note on the fee in English"), max_length=240, blank=True)
    on_holidays = models.BooleanField(_("also on public holidays"), default=False)
    guide_url = models.CharField(_("address of a guide"), max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=PlaceState, default=PlaceState.DRAFT)
    state_reason = models.TextField(_("reason"), blank=True)
    valid_from = models.DateField(_("offered from"), null=True)
    valid_to = models.DateField(_("last day of service"), null=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    source_ref = models.CharField(max_length=40, blank=True)
    named_elsewhere = models.CharField(max_length=40, blank=True)
    name, papers, fee_note = Translated(), Translated(), Translated()
    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["state", "category"])]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("services:service", args=[self.code])

    def tell_params(self):
        return {"name": {"zh": self.name_zh, "en": self.name_en or self.name_zh}}

    @property
    def paper_list(self) -> list[str]:
        return [line.strip() for line in self.papers.splitlines() if line.strip()]

    @property
    def channel_labels(self) -> list[str]:
        return [Channel(code).label for code in unpack(self.channels)]

    @property
    def mode_labels(self) -> list[str]:
        return [Mode(code).label for code in unpack(self.modes)]


class ServiceSet(Kept):
    """A list of services that has a name and a number: "28 matters on public holidays".

    stated: how many the source says; services: those of them that stand in this directory.
    """

    STEPS = "services.set"

    place_zh = models.CharField(_("place in Chinese"), max_length=80, blank=True)
    place_en = models.CharField(_("place in English"), max_length=80, blank=True)
    stated = models.PositiveSmallIntegerField(_("number stated"))
    quote_zh = models.TextField(_("words of the source"), blank=True)
    services = models.ManyToManyField(Service, blank=True, related_name="sets", verbose_name=_("services"))
    place = Translated()

    def get_absolute_url(self):
        from django.urls import reverse

        return f"{reverse('services:sets')}#{self.code}"


from .models_circle import NeededKind, Pace, Walk  # noqa: E402, F401

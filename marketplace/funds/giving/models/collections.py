"""What the law asks for before, during and after a public collection; and the members of a directed one."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import links
from marketplace.core.codes import new_code
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from ..kinds import Capacity, PermitKind, ReportKind
from ..queries import CollectionQuerySet
from ..states_collections import CollectionState, MemberState, PermitState, ReportState


class Permit(models.Model):
    """A licence of a host charity, or the designation of this portal's operator: number, term, papers."""

    STEPS = "giving.permit"

    kind = models.CharField(_("kind"), max_length=12, choices=PermitKind)
    office = models.ForeignKey(
        "orgs.Office", models.PROTECT, related_name="+", verbose_name=_("recorded by the office")
    )
    organisation = models.ForeignKey(
        "orgs.Organisation", models.PROTECT, null=True, blank=True, related_name="permits", verbose_name=_("host charity")
    )  # fmt: skip
    number = models.CharField(_("number of the certificate"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=120)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    recorded_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=PermitState, default=PermitState.RECORDED)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_permit_number")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return links.to("giving:permits")

    def tell_params(self):
        return {"number": self.number}


class Collection(models.Model):
    """A public collection as filed: the plan of Charity Law, art. 24 and Order 74, art. 10, and its filing number.

    cause: the campaign it is for, or None for the fund as a whole. platform_url: its page on the designated platform.
    """

    STEPS = "giving.collection"
    PLAN = (
        "title_zh", "purpose_zh", "starts", "ends", "area_zh", "manager", "office_address", "ways_zh", "bank_account",
        "target", "beneficiaries_zh", "use_zh", "costs_zh", "surplus_zh",
    )  # fmt: skip

    code = models.CharField(max_length=32, unique=True, default=new_code, editable=False)
    fund = models.ForeignKey("funds.Fund", models.PROTECT, related_name="collections", verbose_name=_("fund"))
    cause_type = models.ForeignKey("contenttypes.ContentType", models.PROTECT, null=True, related_name="+")
    cause_id = models.BigIntegerField(null=True)
    cause = GenericForeignKey("cause_type", "cause_id")
    title_zh = models.CharField(_("title in Chinese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    purpose_zh = models.TextField(_("purpose"), blank=True)
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    starts = models.DateField(_("begins on"), null=True, blank=True)
    ends = models.DateField(_("ends on"), null=True, blank=True)
    area_zh = models.CharField(pgettext_lazy("giving", "where"), max_length=120, blank=True)
    manager = models.CharField(_("responsible person, full-time at the host"), max_length=60, blank=True)
    office_address = models.CharField(_("office address"), max_length=200, blank=True)
    ways_zh = models.CharField(_("ways of receiving"), max_length=200, blank=True)
    bank_account = models.CharField(_("host’s bank account"), max_length=120, blank=True)
    target = MoneyField(_("expected sum"), null=True, blank=True)
    beneficiaries_zh = models.CharField(_("beneficiaries (no named person)"), max_length=200, blank=True)
    use_zh = models.TextField(_("use of the money"), blank=True)
    costs_zh = models.CharField(_("costs of collecting"), max_length=200, blank=True)
    surplus_zh = models.CharField(_("what becomes of a surplus"), max_length=200, blank=True)
    partner_zh = models.CharField(_("partner"), max_length=120, blank=True)
    filing_number = models.CharField(_("filing number"), max_length=60, unique=True, null=True)
    filed_on = models.DateField(_("filed on"), null=True)
    platform_name = models.CharField(_("designated platform"), max_length=80, blank=True)
    platform_url = models.URLField(_("its page there"), blank=True)
    state = models.CharField(max_length=8, choices=CollectionState, default=CollectionState.DRAFT)
    title, purpose = Translated(), Translated()
    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["fund", "state"]), models.Index(fields=["state", "ends"])]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return links.to("giving:collection", self.code)

    @property
    def target_label(self):
        return self._meta.get_field("target").verbose_name

    def missing(self) -> list:
        """Names of what the plan lacks."""
        return [self._meta.get_field(name).verbose_name for name in self.PLAN if getattr(self, name) in (None, "")]

    def tell_params(self):
        return {
            "number": self.filing_number or "",
            "title": {"zh": self.title_zh, "en": self.title_en or self.title_zh},
        }


class NamedMember(models.Model):
    """Somebody who may be asked in a directed collection for this fund: a founder, a director, a member."""

    STEPS = "giving.member"

    fund = models.ForeignKey("funds.Fund", models.PROTECT, related_name="named_members")
    user = models.ForeignKey("orgs.User", models.PROTECT, related_name="+")
    capacity = models.CharField(_("as"), max_length=10, choices=Capacity)
    named_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MemberState, default=MemberState.NAMED)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "user"], condition=models.Q(state="named"), name="named_once_for_a_fund"
            )
        ]

    def __str__(self):
        return self.get_capacity_display()

    def get_absolute_url(self):
        return links.to("giving:members", self.fund.code)


class Report(models.Model):
    """A report that the law asks for on a collection; drafted by the portal from the books, published by a leader."""

    STEPS = "giving.report"

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=8, choices=ReportKind)
    starts = models.DateField()
    ends = models.DateField()
    due = models.DateField()
    figures = models.JSONField(default=dict)
    text_zh = models.TextField(_("text"), max_length=8000)
    text_en = models.TextField(_("text in English"), max_length=12000, blank=True)
    reminded_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFTED)
    text = Translated()

    class Meta:
        ordering = ["due", "id"]
        constraints = [models.UniqueConstraint(fields=["collection", "kind", "starts"], name="one_report")]

    def __str__(self):
        return f"{self.collection.title} · {self.get_kind_display()}"

    def get_absolute_url(self):
        return links.to("giving:collection", self.collection.code)

    def tell_params(self):
        return {"number": self.collection.filing_number or "", "date": self.due.isoformat()}

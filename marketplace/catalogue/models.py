"""The purchase list: yearly, versioned; a published row is never changed (M1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from .queries import ItemQuerySet, ListQuerySet
from .states import FeeTier, ListState


class PurchaseList(models.Model):
    """One version of one year's list."""

    STEPS = "catalogue.list"

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="purchase_lists")
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=ListState, default=ListState.DRAFT)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    valid_from = models.DateField(null=True)
    title, note = Translated(), Translated()
    objects = ListQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [models.UniqueConstraint(fields=["office", "year", "version"], name="one_list_version")]

    def __str__(self):
        return f"{self.title} v{self.version}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("catalogue:list", args=[self.year, self.version])

    def tell_params(self):
        return {"title": {"zh": self.title_zh, "en": self.title_en or self.title_zh}, "version": self.version}


class ServiceItem(models.Model):
    """One service that may be bought. provenance: "source" (named in the source) or "illustrative"."""

    purchase_list = models.ForeignKey(PurchaseList, models.PROTECT, related_name="items")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    category = models.CharField(_("category"), max_length=4)
    category_zh = models.CharField(max_length=60)
    category_en = models.CharField(max_length=80, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    description_zh = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    unit = models.CharField(max_length=20)
    unit_zh = models.CharField(max_length=30)
    unit_en = models.CharField(max_length=40, blank=True)
    reference_price = MoneyField(_("reference price"))
    standard_zh = models.TextField(blank=True)
    standard_en = models.TextField(blank=True)
    legal_basis_zh = models.CharField(max_length=300, blank=True)
    legal_basis_en = models.CharField(max_length=300, blank=True)
    fee_tier = models.CharField(max_length=6, choices=FeeTier)
    buyer = models.ForeignKey("orgs.Office", models.PROTECT, related_name="+")
    target_group_zh = models.CharField(max_length=200, blank=True)
    target_group_en = models.CharField(max_length=250, blank=True)
    provenance = models.CharField(max_length=12, default="illustrative")
    illustrative_fields = models.CharField(max_length=400, blank=True)
    name, description, standard = Translated(), Translated(), Translated()
    unit_name, category_name = Translated("unit"), Translated("category")
    legal_basis, target_group = Translated(), Translated()
    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["purchase_list", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["purchase_list", "code"], name="one_item_code")]
        indexes = [models.Index(fields=["purchase_list", "category", "position"])]

    def __str__(self):
        return f"{self.code} {self.name}"

    def get_absolute_url(self):
        from django.urls import reverse

        return reverse("catalogue:item", args=[self.purchase_list.year, self.code])

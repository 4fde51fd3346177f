"""The purchase list: yearly, versioned; a published row is never changed (M1)."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.core import links
from marketplace.core.money import MoneyField
from marketplace.core.texts import Translated

from .queries import ItemQuerySet, ListQuerySet
from .states import FeeTier, ListState, Provenance


class PurchaseList(models.Model):
    """One version of one year's list."""

    STEPS = "catalogue.list"

    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(default=1)
    office = models.ForeignKey("orgs.Office", models.PROTECT, related_name="purchase_lists")
    title_zh = models.CharField(_("title in Chinese"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    state = models.CharField(max_length=12, choices=ListState, default=ListState.DRAFT)
    drafted_by = models.ForeignKey("orgs.User", models.PROTECT, null=True, related_name="+")
    state_reason = models.TextField(blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="successors")
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    valid_from = models.DateField(_("in force from"), null=True)
    title, note = Translated(), Translated()
    objects = ListQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "version"], name="one_list_version"),
            models.UniqueConstraint(
                fields=["office", "year"], condition=models.Q(state="published"), name="one_published_list"
            ),
            models.UniqueConstraint(
                fields=["office", "year"],
                condition=models.Q(state__in=["draft", "in_review"]),
                name="one_unpublished_list",
            ),
        ]

    def __str__(self):
        return gettext("%(title)s, version %(version)s") % {"title": self.title, "version": self.version}

    def get_absolute_url(self):
        return links.to("catalogue:list", self.pk)

    def tell_params(self):
        return {
            "title": {"zh": self.title_zh, "en": self.title_en or self.title_zh},
            "version": self.version,
            "reason": self.state_reason,
        }


class ServiceItem(models.Model):
    """One service that may be bought. provenance: "source" (named in the source) or "illustrative"."""

    purchase_list = models.ForeignKey(PurchaseList, models.PROTECT, related_name="items")
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    category = models.CharField(_("category"), max_length=4)
    category_zh = models.CharField(_("category in Chinese"), max_length=60)
    category_en = models.CharField(_("category in English"), max_length=80, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    description_zh = models.TextField(_("description in Chinese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    unit = models.CharField(_("unit code"), max_length=20)
    unit_zh = models.CharField(_("unit in Chinese"), max_length=30)
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    reference_price = MoneyField(_("reference price"))
    standard_zh = models.TextField(_("service standard in Chinese"), blank=True)
    standard_en = models.TextField(_("service standard in English"), blank=True)
    legal_basis_zh = models.CharField(_("legal basis in Chinese"), max_length=300, blank=True)
    legal_basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)
    fee_tier = models.CharField(_("fee tier"), max_length=6, choices=FeeTier)
    buyer = models.ForeignKey("orgs.Office", models.PROTECT, verbose_name=_("buying department"), related_name="+")
    target_group_zh = models.CharField(_("target group in Chinese"), max_length=200, blank=True)
    target_group_en = models.CharField(_("target group in English"), max_length=250, blank=True)
    provenance = models.CharField(_("provenance"), max_length=12, choices=Provenance, default=Provenance.ILLUSTRATIVE)
    source_ref = models.CharField(_("source"), max_length=40, blank=True)
    illustrative_fields = models.CharField(_("illustrative columns"), max_length=400, blank=True)
    groups = models.CharField(max_length=120, default="|OTHERS|", editable=False)  # from `audience`, for the facet
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
        return links.to("catalogue:item", self.code, self.pk)

    @property
    def is_illustrative(self) -> bool:
        """Not named in the source: shown with the mark 例."""
        return self.provenance != "source"

    @property
    def unit_noun(self) -> str:
        """Behind "yuan per": "份", "meal", also where the list says "per meal"."""
        return self.unit_name.removeprefix("per ")

    @property
    def unit_counted(self) -> str:
        """Behind a quantity: "份"; "× meal", because a list names no plurals."""
        return self.unit_name if self.unit_name == self.unit_zh else f"× {self.unit_noun}"

    @property
    def standard_first(self) -> str:
        """The first sentence of the standard, for lists."""
        text = self.standard
        mark = "。" if "。" in text else ". "
        return text.partition(mark)[0].rstrip(".")

    @property
    def invented_fields(self) -> list[str]:
        """Columns of an item named in the source that are nevertheless illustrative."""
        return [name for name in self.illustrative_fields.split(";") if name]

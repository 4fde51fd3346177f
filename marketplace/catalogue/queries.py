"""Reads of the purchase list. Hiding is done in `visible_to`."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from marketplace.core import clock
from marketplace.core.finding import every_word

from .states import PUBLIC, UNPUBLISHED, ListState


class ListQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: published and superseded; officers: all."""
        return self if actor.is_officer else self.filter(state__in=PUBLIC)

    def in_force(self, day=None):
        """Per office the published list of the latest year that has begun."""
        day = day or clock.today()
        begun = self.filter(Q(valid_from=None) | Q(valid_from__lte=day), state=ListState.PUBLISHED)
        later = self.model.objects.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            state=ListState.PUBLISHED,
            office_id=OuterRef("office_id"),
            year__gt=OuterRef("year"),
        )
        return begun.filter(~Exists(later))

    def with_figures(self):
        """For lists of versions: number of services, office, drafter; no query per row."""
        return self.select_related("office", "based_on").annotate(item_count=Count("items"))

    def waiting_for(self, actor):
        """Handed in, in an office that the actor leads, and not drafted by the actor."""
        rows = self.filter(state=ListState.IN_REVIEW, office_id__in=actor.bodies("office", "LEADER"))
        return rows.exclude(drafted_by_id__in=actor.all_eyes)

    def returned_to(self, actor):
        """Drafts of the actor that came back with a reason."""
        return self.filter(state=ListState.DRAFT, drafted_by_id__in=actor.keys).exclude(state_reason="")

    def unpublished(self):
        return self.filter(state__in=UNPUBLISHED)


class ItemQuerySet(QuerySet):
    def visible_to(self, actor):
        return self if actor.is_officer else self.filter(purchase_list__state__in=PUBLIC)

    def in_force(self, day=None):
        """Services of the lists in force: what may be bought today."""
        from .models import PurchaseList

        return self.filter(purchase_list__in=PurchaseList.objects.in_force(day).values("pk"))

    def for_page(self):
        return self.select_related("purchase_list__office", "buyer")

    def same_service(self, item):
        """All versions of one service: same code, same office. Key of "bought in these calls" over the years."""
        return self.filter(code=item.code, purchase_list__office_id=item.purchase_list.office_id)

    def search(self, text):
        """Every word must stand somewhere in the code, names, texts or category."""
        return self.filter(every_word(text, SEARCHED))


SEARCHED = (
    "code", "name_zh", "name_en", "description_zh", "description_en", "category_zh", "category_en",
    "standard_zh", "standard_en", "target_group_zh", "target_group_en",
)  # fmt: skip


def current_list(actor, day=None):
    """The list that is in force (the first by office code where several offices keep one), or None."""
    from .models import PurchaseList

    rows = PurchaseList.objects.visible_to(actor).in_force(day).select_related("office")
    return rows.order_by("-year", "office__code").first()


def facet_counts(items) -> dict:
    """How many of these items each choice has, in four queries.

    {"category": {code: n}, "buyer": {office id: n}, "fee_tier": {code: n}, "groups": {code: n}}
    """
    from .states import Audience

    def counted(column):
        return dict(items.order_by().values_list(column).annotate(n=Count("pk")))

    sums = {code: Count("pk", filter=Q(groups__contains=f"|{code}|")) for code in Audience.values}
    return {
        "category": counted("category"),
        "buyer": counted("buyer_id"),
        "fee_tier": counted("fee_tier"),
        "groups": items.order_by().aggregate(**sums),
    }


def categories(items) -> list[tuple[str, str, str]]:
    """(code, name in Chinese, name in English), in the order of the list."""
    seen = {}
    for code, zh, en in items.order_by("category").values_list("category", "category_zh", "category_en"):
        seen.setdefault(code, (code, zh, en))
    return list(seen.values())


def version_before(purchase_list):
    """The published or superseded version of the same office that came before this one, or None."""
    rows = type(purchase_list).objects.filter(office_id=purchase_list.office_id, state__in=PUBLIC)
    earlier = Q(year__lt=purchase_list.year) | Q(year=purchase_list.year, version__lt=purchase_list.version)
    return rows.filter(earlier).order_by("-year", "-version").first()


def price_history(item) -> list[dict]:
    """Reference price of one service in every published version: [{"year", "version", "price", "valid_from"}]."""
    rows = type(item).objects.filter(purchase_list__state__in=PUBLIC).same_service(item)
    return list(
        rows.order_by("purchase_list__year", "purchase_list__version").values(
            year=F("purchase_list__year"),
            version=F("purchase_list__version"),
            valid_from=F("purchase_list__valid_from"),
            price=F("reference_price"),
        )
    )

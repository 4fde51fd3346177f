"""What may be found of the purchase lists: the services of the list in force; officers find those of coming lists too."""

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, documents
from marketplace.core.texts import joined

from .models import PurchaseList, ServiceItem
from .states import FeeTier, ListState

OFFICERS = frozenset({"officer"})


def rows():
    """Services of lists that are, or may yet come, in force."""
    return ServiceItem.objects.exclude(purchase_list__state=ListState.SUPERSEDED).select_related(
        "purchase_list", "buyer"
    )


@override(settings.LANGUAGE_CODE)
def of(items):
    lists = {item.purchase_list_id: item.purchase_list for item in items}
    offices = {one.office_id for one in lists.values()}
    begun = set(PurchaseList.objects.in_force().filter(office_id__in=offices).values_list("pk", flat=True))
    coming = _coming(offices)
    for item in items:
        one = item.purchase_list
        if one.pk in begun:
            yield _document(item, coming.get(one.office_id))
        elif one.state != ListState.PUBLISHED or (one.valid_from and one.valid_from > clock.today()):
            yield _document(item, one.valid_from and clock.midnight(one.valid_from), is_coming=True)


def _coming(offices) -> dict:
    """{office: the midnight at which its next published list takes over}"""
    lists = PurchaseList.objects.filter(
        office_id__in=offices, state=ListState.PUBLISHED, valid_from__gt=clock.today()
    ).order_by("-valid_from")
    return {one.office_id: clock.midnight(one.valid_from) for one in lists}


def _document(item, look_again, is_coming=False):
    one = item.purchase_list
    return documents.Document(
        kind="item", key=item.pk, code=item.code, title_zh=item.name_zh, title_en=item.name_en,
        url=item.get_absolute_url(),
        body_zh=joined(item.description_zh, item.standard_zh, item.target_group_zh, item.category_zh, item.buyer.name_zh, item.legal_basis_zh),
        body_en=joined(item.description_en, item.standard_en, item.target_group_en, item.category_en, item.buyer.name_en, item.legal_basis_en),
        facets={"category": (item.category,), "fee_tier": (item.fee_tier,), "year": (str(one.year),)},
        newest=one.published_at, is_open=not is_coming,
        audience=OFFICERS if is_coming else frozenset({documents.PUBLIC}), look_again=look_again,
        provenance=item.provenance,
    )  # fmt: skip


documents.register(
    "item", model=ServiceItem, one=_("Service that may be bought"), many=_("Services that may be bought"), order=30,
    objects=rows, of=of,
)  # fmt: skip


def _all_of_office(one):
    """When a list comes or goes, the services of the office's other lists come or go with it."""
    return ServiceItem.objects.filter(purchase_list__office_id=one.office_id).values_list("pk", flat=True)


documents.touches(PurchaseList, "item", _all_of_office)


def _categories(values):
    rows = ServiceItem.objects.filter(category__in=values).order_by("purchase_list__year", "purchase_list__version")
    column = "category_en" if get_language() == "en" else "category_zh"
    return {code: name for code, name in rows.values_list("category", column).distinct() if name}


documents.facet_names("category", _categories)


def _fees(values):
    return {value: FeeTier(value).label for value in values if value in FeeTier.values}


documents.facet_names("fee_tier", _fees)

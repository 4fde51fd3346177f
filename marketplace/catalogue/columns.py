"""The columns of the list's table, the same in import, export and comparison."""

COLUMNS = (
    "code", "list_year", "category", "category_zh", "category_en", "name_zh", "name_en", "description_zh",
    "description_en", "unit", "unit_zh", "unit_en", "reference_price", "standard_zh", "standard_en", "legal_basis_zh",
    "legal_basis_en", "fee_tier", "buyer", "target_group_zh", "target_group_en", "provenance", "source_ref",
    "illustrative_fields",
)  # fmt: skip
# What stands on the item itself under the same name; "list_year" is the list's, "buyer" an office's code.
PLAIN = tuple(column for column in COLUMNS if column not in {"list_year", "buyer"})


def row_of(item) -> dict:
    """An item as one row of text; reads `item.purchase_list` and `item.buyer`."""
    row = {column: str(getattr(item, column)) for column in PLAIN}
    return {"list_year": str(item.purchase_list.year), "buyer": item.buyer.code} | row


def in_order(row: dict) -> list[str]:
    return [row[column] for column in COLUMNS]


def labels() -> dict:
    """{column: translated label}."""
    from django.utils.translation import gettext_lazy as _

    from .models import ServiceItem

    own = {column: ServiceItem._meta.get_field(column).verbose_name for column in PLAIN}
    return own | {"list_year": _("year"), "buyer": ServiceItem._meta.get_field("buyer").verbose_name}

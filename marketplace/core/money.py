"""Money: Decimal yuan with two places; whole fen in the database, so that both databases add exactly."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import cn2an
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
MAX_YUAN = Decimal("9999999999.99")  # ten thousand million less a fen: more is a slip of the keys


def yuan(value) -> Decimal:
    """Any number, or its text, as Decimal with two places; halves round up.

    Raises:
        ValueError: not a finite number (a float is refused too: it is never money).
    """
    if isinstance(value, float):
        raise ValueError("money is never a float")
    try:
        amount = Decimal(value)
    except (InvalidOperation, TypeError) as error:
        raise ValueError(f"not an amount: {value!r}") from error
    if not amount.is_finite():
        raise ValueError(f"not an amount: {value!r}")
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def to_fen(amount: Decimal) -> int:
    """Yuan to whole fen; a part of a fen is refused."""
    fen = Decimal(amount) * 100
    if fen != fen.to_integral_value():
        raise ValueError(f"{amount} has parts of a fen")
    return int(fen)


def from_fen(fen: int) -> Decimal:
    """Whole fen to yuan with two places."""
    return (Decimal(fen) / 100).quantize(FEN)


def figures(amount: Decimal) -> str:
    """1234567.8 -> '1,234,567.80'."""
    return f"{yuan(amount):,.2f}"


def capitals(amount: Decimal) -> str:
    """Amount in Chinese capitals for contracts and receipts: 44.50 -> 肆拾肆元伍角整."""
    amount = yuan(amount)
    if amount < 0:
        return "负" + capitals(-amount)
    if amount == 0:
        return "零元整"
    text = cn2an.an2cn(str(amount), "rmb")
    return text + "整" if text.endswith("角") else text  # whole jiao: nothing can be written behind it


class MoneyField(models.BigIntegerField):
    """A column of whole fen that reads and writes Decimal yuan with two places."""

    description = _("Money in yuan")

    def from_db_value(self, value, expression, connection):
        return None if value is None else from_fen(value)

    def to_python(self, value):
        if value is None or value == "":
            return None
        try:
            return yuan(value)
        except ValueError as error:
            raise ValidationError(_("Enter an amount of money, for example 1234.50.")) from error

    def get_prep_value(self, value):
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return to_fen(yuan(value) if not isinstance(value, Decimal) else value)

    def formfield(self, **kwargs):
        kwargs.setdefault("form_class", MoneyFormField)
        return models.Field.formfield(self, **kwargs)

    @property
    def validators(self):
        return []

    def value_to_string(self, obj):
        value = self.value_from_object(obj)
        return "" if value is None else str(value)


class MoneyFormField(forms.DecimalField):
    """Yuan as people type them: thousands separators, full-width digits and 元 are understood."""

    widget = forms.TextInput

    def __init__(self, *, max_value=MAX_YUAN, min_value=ZERO, **kwargs):
        kwargs.pop("max_digits", None)
        super().__init__(max_value=max_value, min_value=min_value, decimal_places=2, max_digits=14, **kwargs)

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off", "class": "input"}

    def to_python(self, value):
        if isinstance(value, str):
            import unicodedata

            value = unicodedata.normalize("NFKC", value).strip().replace(",", "").replace(" ", "")
            value = value.removeprefix("¥").removesuffix("元")
        return super().to_python(value)

"""Currencies in which the payment service may be asked for a gift (GIVING_CURRENCY): sign, places, name.

The books are in yuan. What is given in another currency is booked when the service's balance transaction says how many
yuan it became. Promises are in yuan always: they count towards a minimum in yuan.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Currency:
    """code: ISO 4217 in small letters; places: of its smallest unit, as the payment service counts; sign: before the figures."""

    code: str
    places: int
    sign: str
    name: str

    @property
    def is_yuan(self) -> bool:
        return self.code == "cny"

    @property
    def least(self) -> Decimal:
        """The smallest unit: 0.01, or 1 where there are no parts."""
        return Decimal(1).scaleb(-self.places)

    def units(self, amount: Decimal) -> int:
        """12.30 -> 1230 smallest units.

        Raises:
            ValueError: the amount has parts of a smallest unit.
        """
        scaled = amount.scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has parts of the smallest unit of {self.code}")
        return int(scaled)

    def text(self, units: int) -> str:
        """123050 -> '$1,230.50'."""
        return f"{self.sign}{Decimal(units).scaleb(-self.places):,.{self.places}f}"


ALL = {
    row.code: row
    for row in (
        Currency("cny", 2, "¥", _("yuan")), Currency("usd", 2, "US$", _("US dollars")), Currency("eur", 2, "€", _("euros")),
        Currency("gbp", 2, "£", _("pounds")), Currency("hkd", 2, "HK$", _("Hong Kong dollars")), Currency("sgd", 2, "S$", _("Singapore dollars")),
        Currency("aud", 2, "A$", _("Australian dollars")), Currency("cad", 2, "C$", _("Canadian dollars")), Currency("chf", 2, "CHF ", _("francs")),
        Currency("jpy", 0, "JP¥", _("yen")), Currency("krw", 0, "₩", _("won")),
    )
}  # fmt: skip


def asked() -> Currency:
    """The currency in which the giver's page asks for what is paid at the payment service at once or every month."""
    return ALL[settings.GIVING_CURRENCY]


def of(code: str) -> Currency:
    """A currency by its code; one that is not known here is written with its code and two places."""
    return ALL.get(code) or Currency(code, 2, f"{code.upper()} ", code.upper())

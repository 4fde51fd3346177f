"""Reads of micro-funds and stewards."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.core import clock
from marketplace.core.money import FEN, ZERO

from . import figures


class MicroFundQuerySet(QuerySet):
    def visible_to(self, actor):
        """Everybody: from approval on; the applicant, the host's people and officers: before too."""
        from .states_microfunds import PUBLIC

        if actor.is_officer:
            return self
        own = Q(applied_by_id__in=actor.keys) | Q(host_id__in=actor.bodies("organisation")) if actor.is_known else Q(pk=None)  # fmt: skip
        return self.filter(Q(state__in=PUBLIC) | own)


class StewardQuerySet(QuerySet):
    def visible_to(self, actor):
        """Names are for officers, the host's people and fellow stewards; the public reads how many sit there for whom."""
        if actor.is_officer:
            return self
        if not actor.is_known:
            return self.none()
        from .models import Steward

        fellows = Steward.objects.on().filter(user_id__in=actor.keys).values("fund_id")
        return self.filter(
            Q(user_id__in=actor.keys) | Q(fund__host_id__in=actor.bodies("organisation")) | Q(fund_id__in=fellows)
        )

    def on(self, day=None):
        """Seated on a day (today)."""
        day = day or clock.today()
        return self.filter(state="seated", since__lte=day, until__gte=day)


def seated(fund):
    """The stewards of a fund today."""
    from .models import Steward

    return Steward.objects.on().filter(fund=fund)


def is_steward(fund_id, actor) -> bool:
    """The actor decides about this fund's money today; supervisors watch and do not decide."""
    from .models import Steward
    from .states_microfunds import DECIDING

    rows = Steward.objects.on().filter(fund_id=fund_id, user_id__in=actor.keys, seat__in=DECIDING)
    return actor.is_known and rows.exists()


def steward_of(fund_id, actor):
    """The seat of this person today, or None."""
    from .models import Steward

    return Steward.objects.on().filter(fund_id=fund_id, user_id__in=actor.keys).first()


def seats(fund) -> Counter:
    """{seat: how many sit there today}."""
    return Counter(seated(fund).values_list("seat", flat=True)) if fund is not None else Counter()


def seat_words(fund) -> str:
    """ "9 seats, 5 of them elected residents": in the reader's language; "" where nobody sits."""
    from .states_microfunds import Seat

    found = seats(fund)
    if not found:
        return ""
    whole = sum(found.values())
    text = ngettext("%(n)s seat", "%(n)s seats", whole) % {"n": whole}
    parts = [f"{Seat(seat).label} {n}" for seat, n in sorted(found.items())]
    return text + _(": ") + _(", ").join(parts)


def last_moved(micro) -> date:
    """The day of the last promise or payment (the host's fee is none, nor what is set aside to return a gift), or of the beginning."""
    from .models import Entry

    rows = Entry.objects.touching(micro.fund).filter(kind__in=("COMMITMENT", "PAYMENT")).exclude(cause_label__startswith="funds.hostfee:").exclude(cause_label__startswith="giving.gift:")  # fmt: skip
    last = rows.aggregate(last=Max("at"))["last"]
    return timezone.localtime(last or micro.activated_at or micro.applied_at).date()


def idle_on(micro) -> date:
    """The day on which it counts as idle if nothing is spent until then."""
    return last_moved(micro) + timedelta(days=figures.number("IDLE_DAYS"))


def to_wind_up_on(micro) -> date | None:
    """The day from which a warned fund may be wound up without its stewards' request."""
    if not micro.warned_at:
        return None
    return micro.warned_at + timedelta(days=figures.number("WINDUP_DAYS"))


@dataclass(frozen=True)
class FeeBase:
    """What a host may charge now: entries after `after` up to `upto`, their unbound income, the share of it in yuan."""

    after: int
    upto: int
    base: Decimal
    amount: Decimal


def fee_base(fund) -> FeeBase:
    """Income since the last charge; what is bound to a purpose carries no fee."""
    from .models import Entry, HostFee, Income, Line

    after = HostFee.objects.filter(fund=fund).aggregate(last=Max("upto_entry"))["last"] or 0
    upto = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    bound = Income.objects.filter(fund=fund, purpose__bound=True).values("entry_id")
    lines = Line.objects.filter(account__fund=fund, account__kind="SOURCE", entry__number__gt=after)
    lines = lines.exclude(entry__in=bound).exclude(entry__reverses__in=bound)
    base = -(lines.aggregate(total=Sum("amount"))["total"] or ZERO)
    amount = (max(base, ZERO) * fund.host_fee / 100).quantize(FEN, rounding=ROUND_DOWN)
    return FeeBase(after, upto, base, amount)


def years_to_end():
    """Funds whose budget year is over and whose rest nobody has decided on."""
    from . import kinds
    from .models import Fund
    from .states import LIVE

    yearly = [kind for kind, row in kinds.KINDS.items() if row.yearly]
    return Fund.objects.filter(state__in=LIVE, kind__in=yearly, year__lt=clock.today().year).order_by("code")

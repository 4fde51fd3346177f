"""What a gift may be, by which way it came, how its giver is named."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GiftKind(TextChoices):
    MONEY = "MONEY", _("money")
    THINGS = "THINGS", _("things")
    TIME = "TIME", _("time")


class Way(TextChoices):
    """By which way it came; CARD is the payment service, the others are recorded by hand or read from a statement."""

    BANK = "BANK", _("bank transfer")
    CASH = "CASH", _("cash")
    WECHAT = "WECHAT", _("WeChat Pay outside the portal")
    ALIPAY = "ALIPAY", _("Alipay outside the portal")
    PLATFORM = "PLATFORM", _("designated fundraising platform")
    CARD = "CARD", _("payment service (Stripe)")
    OTHER = "OTHER", _("handed over")


BY_HAND = tuple(way for way in Way if way != Way.CARD)


class Display(TextChoices):
    """How everybody reads who gave; without the giver's consent no name is shown (Charity Law, art. 82)."""

    ANONYMOUS = "ANONYMOUS", _("without a name")
    INITIALS = "INITIALS", _("first character or initials only")
    NAMED = "NAMED", _("with the name")


class Capacity(TextChoices):
    """Who may be asked in a directed collection (Charity Law, art. 29)."""

    FOUNDER = "FOUNDER", _("founder")
    DIRECTOR = "DIRECTOR", _("board or committee member")
    MEMBER = "MEMBER", _("member")


class PermitKind(TextChoices):
    LICENCE = "LICENCE", _("public fundraising licence of a charity")
    DESIGNATION = "DESIGNATION", _("designation of this portal as an online fundraising platform")


class ReportKind(TextChoices):
    INTERIM = "INTERIM", _("interim report, every three months")
    FINAL = "FINAL", _("full report after the end, with the surplus")

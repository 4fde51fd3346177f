"""How experts are classed: theory or practice, fields, kinds of ties."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ExpertKind(TextChoices):
    """The two kinds of the source (F06)."""

    THEORY = "THEORY", pgettext_lazy("expert", "theory")
    PRACTICE = "PRACTICE", pgettext_lazy("expert", "practice")


class Field(TextChoices):
    """What somebody knows about. The source names none; illustrative."""

    GOVERNANCE = "GOVERNANCE", _("community governance")
    SOCIAL_WORK = "SOCIAL_WORK", pgettext_lazy("expert", "social work")
    ELDERLY = "ELDERLY", pgettext_lazy("expert", "the elderly")
    CHILDREN = "CHILDREN", pgettext_lazy("expert", "children and families")
    MEDIATION = "MEDIATION", pgettext_lazy("expert", "mediation")
    CHARITY = "CHARITY", pgettext_lazy("expert", "charity and fundraising")
    FINANCE = "FINANCE", pgettext_lazy("expert", "bookkeeping and finance")
    LAW = "LAW", pgettext_lazy("expert", "law")
    PROCUREMENT = "PROCUREMENT", pgettext_lazy("expert", "procurement")
    EVALUATION = "EVALUATION", pgettext_lazy("expert", "project evaluation")
    VOLUNTEERING = "VOLUNTEERING", pgettext_lazy("expert", "volunteering")
    CULTURE = "CULTURE", pgettext_lazy("expert", "culture and education")


class TieKind(TextChoices):
    """What somebody declares about an organisation."""

    RELATIVE = "RELATIVE", _("a relative works or decides there")
    BOARD = "BOARD", _("seat on its board")
    EMPLOYED = "EMPLOYED", _("employed there")
    STAKE = "STAKE", _("a stake or a contract with it")
    OTHER = "OTHER", _("another tie")


def pack(codes) -> str:
    """["LAW", "FINANCE"] -> "|LAW|FINANCE|": one text column that both databases can search."""
    codes = list(codes)
    return f"|{'|'.join(codes)}|" if codes else ""


def unpack(text: str) -> list[str]:
    return [code for code in text.split("|") if code]

"""What the night's comparison found, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import words
from marketplace.core.money import from_fen

SENTENCES = {
    "unknown_charge": gettext_lazy("%(key)s: the service has a charge of %(theirs)s yuan that belongs to no gift here."),
    "not_booked": gettext_lazy("%(key)s: the service has charged %(theirs)s yuan; its message has not come and nothing is booked."),
    "other_amount": gettext_lazy("%(key)s: the service says %(theirs)s yuan, the books say %(ours)s yuan."),
    "settled_in_other_currency": gettext_lazy("%(key)s: settled in another currency than yuan; it cannot be booked here."),
    "unknown_movement": gettext_lazy("%(key)s: the service returned or took %(theirs)s yuan; no message of it has come."),
    "waits_for_cover": gettext_lazy("%(key)s: %(theirs)s yuan went out at the service; the fund does not have them free, so they wait to be booked."),
    "fee_waits_for_cover": gettext_lazy("%(key)s: its fee waits to be booked until the fund has money free."),
    "fee_of_account": gettext_lazy("%(key)s: a fee of the account as a whole, %(theirs)s yuan; it belongs to no gift."),
    "unknown_kind": gettext_lazy("%(key)s: a kind of line that this portal does not know, %(theirs)s yuan."),
    "ours_alone": gettext_lazy("%(key)s: %(ours)s yuan stand in the books; the service does not name them."),
}  # fmt: skip


def sentence_of(difference: dict) -> str:
    """{"key", "what", "theirs", "ours"} (fen) as a sentence."""
    values = {"key": difference["key"], **{k: words.yuan(from_fen(difference[k])) for k in ("theirs", "ours")}}
    return str(SENTENCES.get(difference["what"], _("%(key)s: differs."))) % values

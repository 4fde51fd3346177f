"""The pages of the verbs of funds."""

from marketplace.core.faces import Face, ReasonForm, face

from . import domain, forms
from .models import Fund


def _to_entry(entry):
    return entry.get_absolute_url()


face(
    "funds.fund",
    reads=lambda actor: Fund.objects.visible_to(actor),
    verbs={
        "edit": Face(domain.edit_fund, form=forms.FundForm),
        "activate": Face(domain.activate),
        "grant_budget": Face(domain.grant_budget, form=forms.MoneyInForm, to=_to_entry),
        "record_receipt": Face(domain.record_receipt, form=forms.MoneyInForm, to=_to_entry),
        "refund": Face(domain.refund, form=forms.MoneyInForm, to=_to_entry),
        "transfer": Face(domain.transfer, form=forms.TransferForm, to=_to_entry),
        "correct": Face(domain.correct, form=forms.CorrectForm, to=_to_entry),
        "freeze": Face(domain.freeze, form=ReasonForm),
        "unfreeze": Face(domain.unfreeze),
        "close": Face(domain.close, form=ReasonForm),
    },
)

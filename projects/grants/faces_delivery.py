"""The pages of the verbs of agreements and of what belongs to them; who may read which files."""

from marketplace.core.faces import Face, ReasonForm, face
from marketplace.core.files import Purpose, register

from . import domain
from .forms import agreements as forms
from .forms import delivery as forms_delivery
from .forms.reviews import RemarkForm
from .models import Agreement, BudgetChange, Contribution, Expense, Recovery, Report, Tranche, Visit

PAPERS = ("application/pdf", "image/jpeg", "image/png", "image/webp",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "text/plain", "text/csv")  # fmt: skip
BESIDE = (
    "agreement__round__office",
    "agreement__round__fund",
    "agreement__organisation",
    "agreement__application__determination",
)


def _reads_agreement(actor, stored):
    """The signed text names nobody but the two sides: it is public with the agreement."""
    return Agreement.objects.visible_to(actor).filter(pk=stored.object_id).exists()


def _of_party(model):
    """Vouchers and papers may name people: both sides and auditors only."""
    return lambda actor, stored: model.objects.for_party(actor).filter(pk=stored.object_id).exists()


register(Purpose("grants.agreement", media_types=("application/pdf",), max_mb=10, readers=_reads_agreement))
register(Purpose("grants.report", media_types=PAPERS, max_mb=20, readers=_of_party(Report)))
register(Purpose("grants.voucher", media_types=PAPERS, max_mb=20, readers=_of_party(Expense)))
register(Purpose("grants.visit", media_types=PAPERS, max_mb=20, readers=_of_party(Visit)))


def _to_agreement(part):
    return part.get_absolute_url()


face(
    "grants.agreement",
    reads=lambda actor: Agreement.objects.visible_to(actor).select_related(
        "round__office", "round__fund", "organisation", "application__determination"
    ),
    verbs={
        "edit": Face(domain.agreements.edit, form=forms.EditForm),
        "offer": Face(domain.agreements.offer),
        "recall": Face(domain.agreements.recall, form=ReasonForm),
        "call_off": Face(domain.agreements.call_off, form=ReasonForm),
        "take_up": Face(domain.agreements.take_up),
        "sign_office": Face(domain.agreements.sign_office, template="grants/agreement_sign.html"),
        "sign_organisation": Face(domain.agreements.sign_organisation, template="grants/agreement_sign.html"),
        "amend": Face(domain.agreements.amend, form=forms.AmendForm),
        "drop_amendment": Face(domain.agreements.drop_amendment),
        "move_budget": Face(domain.delivery.move_budget, form=forms_delivery.MoveForm, template="grants/agreement_move.html", to=_to_agreement),
        "enter_expense": Face(domain.delivery.enter_expense, form=forms_delivery.ExpenseForm, to=_to_agreement),
        "tell_contribution": Face(domain.delivery.tell_contribution, form=forms_delivery.ContributionForm, to=_to_agreement),
        "plan_visit": Face(domain.delivery.plan_visit, form=forms_delivery.VisitForm, to=_to_agreement),
        "claim": Face(domain.ending.claim, form=forms.ClaimForm, template="grants/agreement_money.html", to=_to_agreement),
        "evaluate": Face(domain.ending.evaluate, form=forms.EvaluateForm),
        "close": Face(domain.ending.close, template="grants/agreement_money.html"),
        "terminate": Face(domain.ending.terminate, form=ReasonForm, template="grants/agreement_money.html"),
    },
)  # fmt: skip

face(
    "grants.tranche",
    reads=lambda actor: Tranche.objects.visible_to(actor).select_related(*BESIDE, "report"),
    verbs={
        "pay": Face(domain.ending.pay, template="grants/tranche_pay.html"),
        "drop": Face(domain.ending.drop, form=ReasonForm),
    },
)
face(
    "grants.report",
    reads=lambda actor: Report.objects.visible_to(actor).select_related(*BESIDE),
    verbs={
        "hand_in": Face(domain.delivery.hand_in_report, form=forms_delivery.ReportForm),
        "accept": Face(domain.delivery.accept_report, form=RemarkForm, template="grants/report_decide.html"),
        "return": Face(domain.delivery.return_report, form=forms_delivery.ReturnReportForm, template="grants/report_decide.html"),
    },
)  # fmt: skip
face(
    "grants.change",
    reads=lambda actor: BudgetChange.objects.for_party(actor).select_related(*BESIDE, "source", "target"),
    verbs={
        "approve": Face(domain.delivery.approve_change),
        "decline": Face(domain.delivery.decline_change, form=ReasonForm),
        "withdraw": Face(domain.delivery.withdraw_change),
    },
)
face(
    "grants.expense",
    reads=lambda actor: Expense.objects.for_party(actor).select_related(*BESIDE, "line"),
    verbs={
        "strike": Face(domain.delivery.strike, form=ReasonForm),
        "disallow": Face(domain.delivery.disallow, form=ReasonForm),
        "allow": Face(domain.delivery.allow, form=ReasonForm),
    },
)
face(
    "grants.visit",
    reads=lambda actor: Visit.objects.for_party(actor).select_related(*BESIDE),
    verbs={
        "record": Face(domain.delivery.record_visit, form=forms_delivery.RecordForm),
        "call_off": Face(domain.delivery.call_off_visit, form=ReasonForm),
    },
)
face(
    "grants.recovery",
    reads=lambda actor: Recovery.objects.visible_to(actor).select_related(*BESIDE),
    verbs={
        "demand": Face(domain.ending.demand, form=forms.DemandForm, template="grants/recovery.html"),
        "drop": Face(domain.ending.drop_claim, form=ReasonForm, template="grants/recovery.html"),
        "book": Face(domain.ending.book, form=forms.BookForm, template="grants/recovery.html"),
    },
)
face(
    "grants.contribution",
    reads=lambda actor: Contribution.objects.visible_to(actor).select_related(*BESIDE),
    verbs={"take_back": Face(domain.delivery.take_back_contribution)},
)

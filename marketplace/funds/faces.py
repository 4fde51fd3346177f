"""The pages of the verbs of funds; who may read their papers."""

from marketplace.core.faces import Face, ReasonForm, face
from marketplace.core.files import Purpose, register

from . import domain, forms, forms_lives, forms_money
from .models import CarryOver, Fund, FundApplication, IncentiveRound, MicroFund, Plan, RuleFigure, Steward, Transfer

PAPERS = ("application/pdf", "image/jpeg", "image/png", "image/webp")


def _reads_agreement(actor, stored):
    return MicroFund.objects.visible_to(actor).filter(pk=stored.object_id).exists() and actor.is_known


def _reads_evidence(actor, stored):
    """Evidence names people who were helped: only who asked, the stewards and the keepers of the books see it."""
    return FundApplication.objects.read_whole_by(actor).filter(pk=stored.object_id).exists()


register(Purpose("funds.agreement", media_types=PAPERS, max_mb=10, readers=_reads_agreement))
register(Purpose("funds.evidence", media_types=PAPERS, max_mb=10, readers=_reads_evidence))


def _to_entry(entry):
    return entry.get_absolute_url()


face(
    "funds.fund",
    reads=lambda actor: Fund.objects.visible_to(actor),
    verbs={
        "edit": Face(domain.edit_fund, form=forms.FundForm),
        "activate": Face(domain.activate),
        "grant_budget": Face(domain.grant_budget, form=forms.GrantForm, to=_to_entry),
        "record_receipt": Face(domain.record_receipt, form=forms.MoneyInForm, to=_to_entry),
        "refund": Face(domain.refund, form=forms.RefundForm, to=_to_entry),
        "charge_fee": Face(domain.charge_fee),
        "add_purpose": Face(domain.add_purpose, form=forms.PurposeForm),
        "correct": Face(domain.correct, form=forms.CorrectForm, to=_to_entry),
        "freeze": Face(domain.freeze, form=ReasonForm),
        "unfreeze": Face(domain.unfreeze),
        "close": Face(domain.close, form=ReasonForm),
    },
)

face(
    "funds.microfund",
    reads=lambda actor: MicroFund.objects.visible_to(actor).select_related("fund", "host", "office", "community"),
    verbs={
        "resubmit": Face(domain.resubmit_micro_fund, form=forms_lives.MicroFundForm),
        "return": Face(domain.return_micro_fund, form=ReasonForm),
        "refuse": Face(domain.refuse_micro_fund, form=ReasonForm),
        "agree": Face(domain.agree_to_host, form=forms_lives.AgreementForm),
        "approve": Face(domain.approve_micro_fund, form=forms_lives.CodeForm),
        "activate": Face(domain.activate_micro_fund),
        "ask_to_wind_up": Face(domain.ask_to_wind_up, form=ReasonForm),
        "wind_up": Face(domain.wind_up, form=ReasonForm),
        "hand_over": Face(domain.hand_over_remainder),
        "close": Face(domain.close_micro_fund),
    },
)
face(
    "funds.steward",
    reads=lambda actor: Steward.objects.visible_to(actor).select_related("fund", "user"),
    verbs={"end": Face(domain.end_term)},
)
face(
    "funds.application",
    reads=lambda actor: FundApplication.objects.visible_to(actor).select_related("fund", "purpose", "community"),
    verbs={
        "withdraw": Face(domain.withdraw_application),
        "give_opinion": Face(domain.give_opinion, form=forms_lives.OpinionForm),
        "step_out": Face(domain.step_out, form=ReasonForm),
        "approve": Face(domain.approve_application, form=forms_lives.ApproveForm),
        "decline": Face(domain.decline_application, form=ReasonForm),
        "pay": Face(domain.pay_application, form=forms_lives.PayForm),
        "finish": Face(domain.finish_paying),
        "take_back": Face(domain.take_back_approval, form=ReasonForm),
        "report": Face(domain.report_use, form=forms_lives.ReportForm),
        "ask_again": Face(domain.ask_for_better_report, form=ReasonForm),
        "close": Face(domain.accept_report),
    },
)
face(
    "funds.plan",
    reads=lambda actor: Plan.objects.visible_to(actor).select_related("fund"),
    verbs={
        "set_line": Face(domain.set_line, form=forms_money.LineForm),
        "remove_line": Face(domain.remove_line, form=forms_money.RemoveLineForm),
        "baselines": Face(domain.compute_baselines, form=forms_money.BaselineForm),
        "submit": Face(domain.submit_plan),
        "return": Face(domain.return_plan, form=ReasonForm),
        "decide": Face(domain.decide_plan),
    },
)
face(
    "funds.transfer",
    reads=lambda actor: Transfer.objects.visible_to(actor).select_related("fund", "to"),
    verbs={
        "approve": Face(domain.approve_transfer),
        "decline": Face(domain.decline_transfer, form=ReasonForm),
        "withdraw": Face(domain.withdraw_transfer),
    },
)
face(
    "funds.carryover",
    reads=lambda actor: CarryOver.objects.visible_to(actor).select_related("fund"),
    verbs={
        "approve": Face(domain.approve_carryover),
        "decline": Face(domain.decline_carryover, form=ReasonForm),
        "withdraw": Face(domain.withdraw_carryover),
    },
)
face(
    "funds.round",
    reads=lambda actor: IncentiveRound.objects.visible_to(actor).select_related("fund"),
    verbs={
        "set_result": Face(domain.set_result, form=forms_money.ResultForm),
        "remove_result": Face(domain.remove_result, form=forms_money.RemoveResultForm),
        "submit": Face(domain.close_appraisal),
        "return": Face(domain.return_round, form=ReasonForm),
        "decide": Face(domain.decide_round),
        "pay": Face(domain.pay_round),
    },
)
face(
    "funds.figure",
    reads=lambda actor: RuleFigure.objects.visible_to(actor),
    verbs={"approve": Face(domain.approve_figure), "discard": Face(domain.discard_figure)},
)

"""The pages of the verbs of incubation."""

from django.urls import reverse

from marketplace.core.faces import Face, ReasonForm, face

from . import domain, forms, forms_gradings, forms_standards, forms_trainings
from .models import (
    Booking,
    Care,
    Centre,
    Enrolment,
    Function,
    GradeObjection,
    Grading,
    Group,
    HelpRequest,
    IntakeRound,
    Standard,
    Stay,
    Training,
)


def _to_stay(obj):
    """After a verb that wrote something of the plan: back to the body's page."""
    return getattr(obj, "stay", obj).get_absolute_url()


def _to_centre(obj):
    return getattr(obj, "centre", obj).get_absolute_url()


def _to_code(training):
    return reverse("incubation:room_code", args=[training.code])


face(
    "incubation.centre",
    reads=lambda actor: Centre.objects.visible_to(actor).select_related("office"),
    verbs={
        "change": Face(domain.change_centre, form=forms.CentreForm),
        "add_resource": Face(domain.add_resource, form=forms.ResourceForm, to=_to_centre),
        "close": Face(domain.close_centre, form=forms.PublicReasonForm),
        "reopen": Face(domain.reopen_centre),
    },
)
face(
    "incubation.intake",
    reads=lambda actor: IntakeRound.objects.visible_to(actor).select_related("centre__office"),
    verbs={
        "change": Face(domain.change_intake, form=forms.IntakeForm),
        "publish": Face(domain.publish_intake),
        "close": Face(domain.close_intake, form=forms.PublicReasonForm),
    },
)
face(
    "incubation.group",
    reads=lambda actor: Group.objects.visible_to(actor).select_related("office", "community"),
    verbs={
        "change": Face(domain.change_group, form=forms.GroupForm),
        "file": Face(domain.file_group),
        "return": Face(domain.return_group, form=ReasonForm),
        "ask_again": Face(domain.ask_again),
        "register": Face(domain.register_group, form=forms.RegisterForm),
        "strike": Face(domain.strike_group, form=forms.PublicReasonForm),
    },
)
face(
    "incubation.stay",
    reads=lambda actor: Stay.objects.visible_to(actor).select_related(
        "centre__office", "organisation", "group", "intake"
    ),
    verbs={
        "invite": Face(domain.invite, form=forms.InviteForm),
        "offer": Face(domain.offer, form=forms.OfferForm),
        "take_in": Face(domain.take_in, form=forms.TakeInForm),
        "sign": Face(domain.sign, template="incubation/sign.html"),
        "decline": Face(domain.decline, form=ReasonForm),
        "withdraw": Face(domain.withdraw),
        "set_goal": Face(domain.set_goal, form=forms.GoalForm, to=_to_stay),
        "reach_goal": Face(domain.reach_goal, form=forms.ReachForm, to=_to_stay),
        "assess": Face(domain.assess, form=forms.MaturityForm, to=_to_stay),
        "meet": Face(domain.meet, form=forms.MeetForm, to=_to_stay),
        "book": Face(domain.book, form=forms.BookForm, to=_to_stay),
        "ask_help": Face(domain.ask_help, form=forms.HelpForm, to=_to_stay),
        "set_mentor": Face(domain.set_mentor, form=forms.MentorForm),
        "review": Face(domain.review, form=forms.ReviewForm, to=_to_stay),
        "advance": Face(domain.advance, form=forms.AdvanceForm, template="incubation/advance.html"),
        "prolong": Face(domain.prolong, form=forms.ProlongForm),
        "graduate": Face(domain.graduate, form=forms.PublicReasonForm),
        "end": Face(domain.end, form=forms.PublicReasonForm),
        "go": Face(domain.go, form=forms.PublicReasonForm),
    },
)
face(
    "incubation.booking",
    reads=lambda actor: Booking.objects.visible_to(actor).select_related(
        "stay__centre__office", "stay__organisation", "stay__group", "resource__centre"
    ),
    verbs={"cancel": Face(domain.cancel_booking)},
)
face(
    "incubation.help",
    reads=lambda actor: HelpRequest.objects.visible_to(actor).select_related(
        "stay__centre__office", "stay__organisation", "stay__group"
    ),
    verbs={"answer": Face(domain.answer_help, form=forms.AnswerForm), "close": Face(domain.close_help)},
)
face(
    "incubation.training",
    reads=lambda actor: Training.objects.visible_to(actor).select_related("centre__office"),
    verbs={
        "change": Face(domain.change_training, form=forms_trainings.TrainingForm),
        "publish": Face(domain.publish_training),
        "call_off": Face(domain.call_off, form=forms.PublicReasonForm),
        "hold": Face(domain.hold),
        "print_code": Face(domain.print_code, to=_to_code),
        "show_code": Face(domain.show_code, to=_to_code),
    },
)
face(
    "incubation.enrolment",
    reads=lambda actor: Enrolment.objects.visible_to(actor).select_related("training__centre__office", "user"),
    verbs={
        "cancel": Face(domain.cancel_enrolment),
        "mark": Face(domain.mark),
        "miss": Face(domain.miss),
        "rate": Face(domain.rate, form=forms_trainings.RateForm),
    },
)
face(
    "incubation.care",
    reads=lambda actor: Care.objects.visible_to(actor).select_related("hub", "organisation"),
    verbs={
        "accept": Face(domain.accept_care),
        "refuse": Face(domain.refuse_care),
        "report": Face(
            domain.report_care,
            form=forms_trainings.ReportForm,
            to=lambda obj: getattr(obj, "care", obj).get_absolute_url(),
        ),
        "end": Face(domain.end_care, form=forms.PublicReasonForm),
    },
)
face(
    "incubation.function",
    reads=lambda actor: Function.objects.visible_to(actor).select_related("hub", "office"),
    verbs={"take_back": Face(domain.take_back, form=forms.PublicReasonForm)},
)
face(
    "incubation.grading",
    reads=lambda actor: Grading.objects.visible_to(actor).select_related("organisation", "office"),
    verbs={
        "fill_in": Face(domain.fill_in_grading, form=forms_gradings.SelfForm),
        "hand_in": Face(domain.hand_in_grading),
        "hand_back": Face(domain.hand_back_grading, form=ReasonForm),
        "visit": Face(domain.record_visit, form=forms_gradings.VisitForm),
        "grant": Face(domain.grant_grade, form=forms_gradings.GrantForm, template="incubation/votes.html"),
        "confirm": Face(domain.confirm_grade),
        "refuse": Face(domain.refuse_grade, form=forms_gradings.RefuseForm, template="incubation/votes.html"),
        "withdraw": Face(domain.withdraw_grading),
    },
)

face(
    "incubation.grade_objection",
    reads=lambda actor: GradeObjection.objects.visible_to(actor).select_related(
        "grading__office", "grading__organisation"
    ),
    verbs={
        "reject": Face(domain.reject_objection, form=forms_gradings.AnswerForm),
        "uphold": Face(domain.uphold_objection, form=forms_gradings.AnswerForm),
    },
)


def _standard_sheet(obj):
    """After a verb: the version's sheet in the back office."""
    return reverse("kept_standards:sheet", args=[obj.pk])


face(
    "incubation.standard",
    reads=lambda actor: Standard.objects.visible_to(actor),
    verbs={
        "revise": Face(domain.revise_standards, form=forms_standards.ReviseForm, to=_standard_sheet),
        "change": Face(domain.change_standards, form=forms_standards.ChangeForm, to=_standard_sheet),
        "set_criterion": Face(
            domain.set_criterion,
            form=forms_standards.CriterionForm,
            template="incubation/set_criterion.html",
            to=_standard_sheet,
        ),
        "add_sentence": Face(domain.add_sentence, form=forms_standards.SentenceForm, to=_standard_sheet),
        "change_sentence": Face(domain.change_sentence, form=forms_standards.ChangeSentenceForm, to=_standard_sheet),
        "remove_sentence": Face(domain.remove_sentence, form=forms_standards.RemoveSentenceForm, to=_standard_sheet),
        "approve": Face(domain.approve_standards, to=_standard_sheet),
        "discard": Face(domain.discard_standards, to=_standard_sheet),
    },
)

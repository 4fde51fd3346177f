"""The pages of the verbs of giving; who may open a gift's evidence."""

from marketplace.core.faces import Face, ReasonForm, face
from marketplace.core.files import Purpose, register
from marketplace.core.links import to as address

from . import domain, forms, forms_collections
from .models import Collection, Gift, Monthly, NamedMember, Permit, Pledge, Report, Statement
from .queries import offices_of


def _reads_evidence(actor, stored):
    return Gift.objects.handled_by(actor).filter(pk=stored.object_id).exists()


register(
    Purpose(
        "giving.evidence",
        media_types=("application/pdf", "image/jpeg", "image/png", "image/webp"),
        max_mb=10,
        readers=_reads_evidence,
    )
)


def _to_gift(movement):
    return movement.gift.get_absolute_url()


def _own(model):
    return lambda actor: model.objects.filter(fund__office_id__in=offices_of(actor)).select_related("fund")


face(
    "giving.gift",
    reads=lambda actor: Gift.objects.visible_to(actor).select_related("fund", "pledge"),
    verbs={
        "confirm": Face(domain.confirm),
        "reject": Face(domain.reject, form=forms.ShortReasonForm),
        "capture": Face(domain.capture),
        "release": Face(domain.release),
        "refund": Face(domain.refund, form=forms.RefundForm, to=_to_gift),
        "show": Face(domain.show, form=forms.ShowForm),
        "forget": Face(domain.forget, form=forms.ShortReasonForm),
    },
)
face(
    "giving.pledge",
    reads=lambda actor: Pledge.objects.visible_to(actor).select_related("fund"),
    verbs={"charge": Face(domain.charge), "release": Face(domain.release_pledge)},
)
face(
    "giving.monthly",
    reads=lambda actor: Monthly.objects.visible_to(actor).select_related("fund"),
    verbs={"stop": Face(domain.stop_monthly)},
)
face(
    "giving.permit",
    reads=lambda actor: Permit.objects.filter(office_id__in=offices_of(actor)),
    verbs={"approve": Face(domain.approve_permit), "end": Face(domain.end_permit, form=ReasonForm)},
)
face(
    "giving.collection",
    reads=lambda actor: Collection.objects.visible_to(actor).select_related("fund__host"),
    verbs={
        "edit": Face(domain.edit_collection, form=forms_collections.PlanForm),
        "file": Face(domain.file_collection, form=forms_collections.FilingForm),
        "open": Face(domain.open_collection),
        "close": Face(domain.close_collection),
        "settle": Face(domain.settle_collection),
    },
)
face("giving.member", reads=_own(NamedMember), verbs={"strike": Face(domain.strike_member)})
face(
    "giving.report",
    reads=lambda actor: Report.objects.filter(collection__in=Collection.objects.visible_to(actor)).select_related(
        "collection__fund"
    ),
    verbs={
        "edit": Face(domain.edit_report, form=forms_collections.ReportForm),
        "publish": Face(domain.publish_report),
    },
)
face(
    "giving.statement",
    reads=_own(Statement),
    verbs={
        "book": Face(domain.book_statement),
        "discard": Face(domain.discard_statement, to=lambda _one: address("giving:desk")),
    },
)

"""The pages of the contracts room's verbs; who may read which papers."""

from marketplace.core.faces import ConfirmForm, Face, ReasonForm, face
from marketplace.core.files import Purpose, register

from . import domain, forms
from .models import Contract, Milestone
from .queries import is_party

PAPERS = ("application/pdf", "image/jpeg", "image/png", "image/webp",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "text/plain", "text/csv")  # fmt: skip


def _reads_contract(actor, stored):
    return Contract.objects.visible_to(actor).filter(pk=stored.object_id).exists()


def _reads_evidence(actor, stored):
    """Evidence names people served: only the two sides and auditors see it."""
    milestone = Milestone.objects.select_related("contract").filter(pk=stored.object_id).first()
    return milestone is not None and is_party(actor, milestone.contract)


register(Purpose("contracts.document", media_types=("application/pdf",), max_mb=10, readers=_reads_contract))
register(Purpose("contracts.evidence", media_types=PAPERS, max_mb=20, readers=_reads_evidence))

face(
    "contracts.contract",
    reads=lambda actor: Contract.objects.visible_to(actor).select_related(
        "call", "office", "organisation", "fund", "document"
    ),
    verbs={
        "edit": Face(domain.edit, form=forms.EditForm),
        "offer": Face(domain.offer),
        "recall": Face(domain.recall, form=ReasonForm),
        "sign_office": Face(domain.sign_office, form=ConfirmForm, template="contracts/sign.html"),
        "sign_organisation": Face(domain.sign_organisation, form=ConfirmForm, template="contracts/sign.html"),
        "close": Face(domain.close),
        "terminate": Face(domain.terminate, form=ReasonForm),
    },
)

face(
    "contracts.milestone",
    reads=lambda actor: Milestone.objects.visible_to(actor).select_related(
        "contract__office", "contract__organisation", "contract__fund"
    ),
    verbs={
        "issue_slips": Face(domain.issue_slips, form=forms.SlipsForm, to=lambda m: m.slips_url()),
        "deliver": Face(domain.deliver, form=forms.DeliverForm),
        "accept": Face(domain.accept, form=forms.AcceptForm, template="contracts/decide.html"),
        "accept_partly": Face(domain.accept_partly, form=forms.PartForm, template="contracts/decide.html"),
        "return": Face(domain.return_, form=forms.ReturnForm, template="contracts/decide.html"),
        "pay": Face(domain.pay, template="contracts/pay.html"),
    },
)

"""Which page each verb of this room has, and which files it keeps."""

from marketplace.core import files
from marketplace.core.faces import Face, ReasonForm, face

from . import domain, faces_masterdata, forms  # noqa: F401  (registers its faces)
from .models import Delegation, JoinRequest, Membership, Organisation, OrganisationDocument


def _file(obj):
    """After a verb: the organisation's file."""
    return getattr(obj, "organisation", obj).file_url()


def _may_read(actor, stored):
    """A document is read by members of its organisation and by officers."""
    return OrganisationDocument.objects.visible_to(actor).filter(file=stored).exists()


files.register(
    files.Purpose("orgs.document", ("application/pdf", "image/jpeg", "image/png"), max_mb=10, readers=_may_read)
)

face(
    "orgs.organisation",
    reads=lambda actor: Organisation.objects.filed_for(actor),
    verbs={
        "resubmit": Face(domain.resubmit, form=forms.ResubmitForm, to=_file),
        "edit": Face(domain.edit_organisation, form=forms.EditForm, to=_file),
        "add_document": Face(domain.add_document, form=forms.DocumentForm, to=_file),
        "verify": Face(domain.verify, form=forms.NoteForm, to=_file),
        "return": Face(domain.return_, form=ReasonForm, to=_file),
        "suspend": Face(domain.suspend, form=forms.PublicReasonForm, to=_file),
        "reply": Face(domain.reply, form=forms.ReplyForm, to=_file),
        "reinstate": Face(domain.reinstate, form=forms.PublicReasonForm, to=_file),
        "withdraw": Face(domain.withdraw, to=_file),
        "record_grade": Face(domain.record_grade, form=forms.GradeForm, to=_file),
        "lower_grade": Face(domain.lower_grade, form=forms.LowerGradeForm, to=_file),
        "record_incubation": Face(domain.record_incubation, form=forms.IncubationForm, to=_file),
        "record_hub": Face(domain.record_hub, form=forms.HubForm, to=_file),
    },
)
face(
    "orgs.document",
    reads=lambda actor: OrganisationDocument.objects.visible_to(actor).select_related("organisation"),
    verbs={"replace": Face(domain.replace_document, form=forms.ReplaceForm, to=_file)},
)
face(
    "orgs.membership",
    reads=lambda actor: Membership.objects.visible_to(actor).select_related("organisation", "office", "user"),
    verbs={"end": Face(domain.end_role)},
)
face(
    "orgs.join",
    reads=lambda actor: JoinRequest.objects.visible_to(actor).select_related("organisation", "user"),
    verbs={"accept": Face(domain.accept_join), "decline": Face(domain.decline_join, form=ReasonForm)},
)
face(
    "orgs.delegation",
    reads=lambda actor: Delegation.objects.visible_to(actor).with_names(),
    verbs={
        "accept": Face(domain.accept_delegation),
        "decline": Face(domain.decline_delegation),
        "take_back": Face(domain.take_back_delegation),
        "give_back": Face(domain.give_back_delegation),
    },
)

"""Documents of an organisation and their expiry."""

from datetime import date

from marketplace.core import clock, files
from marketplace.core.refusals import Refused
from marketplace.core.verbs import act, creating, verb

from ..models import Organisation, OrganisationDocument


def add_document(
    organisation: Organisation, *, by, kind: str, file, valid_to: date | None = None
) -> OrganisationDocument:
    """File a document of a kind that is not on file yet. file: PDF or picture; valid_to: its last day, if any."""
    with verb("add_document", organisation, by=by):
        return _file(organisation, by, kind, file, valid_to)


def _file(organisation, by, kind, file, valid_to):
    document = OrganisationDocument(organisation=organisation, kind=kind, valid_to=valid_to, added_at=clock.now())
    with creating(document, by=by, verb="add"):
        document.file = files.store(file, purpose="orgs.document", by=by, owner=organisation)
    return document


def replace_document(document: OrganisationDocument, *, by, file, valid_to: date | None = None) -> OrganisationDocument:
    """Put a newer document in the place of this one; returns the new one. The old one stays on record.

    The two writes are one: the kind is never without its document.
    """
    with act():
        with verb("replace", document, by=by):
            document.replaced_at = clock.now()
        return _file(document.organisation, by, document.kind, file, valid_to)


def tell_of_expiry(*, by) -> int:
    """Tell members of documents that expire within thirty days or have expired; each once. Returns how many."""
    told = 0
    for document in OrganisationDocument.objects.expiring().select_related("organisation"):
        name, column = (
            ("tell_expired", "told_expired_at")
            if document.is_expired(clock.today())
            else ("tell_expiring", "told_expiring_at")
        )
        if getattr(document, column) is not None:
            continue
        try:
            with verb(name, document, by=by):
                setattr(document, column, clock.now())
        except Refused:  # told by another worker, or replaced, in the meantime
            continue
        told += 1
    return told

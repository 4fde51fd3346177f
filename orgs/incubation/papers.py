"""Papers: the certificate of a training."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core import pdf


def certificate(enrolment, issuer: str) -> bytes:
    """Who took part in what, with the address at which others check it."""
    training = enrolment.training
    address = settings.SITE_URL + reverse("incubation:certificate", args=[enrolment.certificate])
    day = timezone.localtime(training.starts).date().isoformat()
    rows = [
        (_("Name"), str(enrolment.user)),
        *([(_("Organisation"), enrolment.organisation.name)] if enrolment.organisation else []),
        (_("Training"), training.title),
        (_("Day"), day),
        (pgettext("incubation", "Hours"), str(training.hours)),
        *([(_("Given by"), training.trainer)] if training.trainer else []),
        (_("Certificate number"), enrolment.certificate),
    ]
    return pdf.document(
        _("Certificate of training"),
        [("kv", rows), ("p", _("Issued by %(office)s, %(centre)s.") % {"office": issuer, "centre": training.centre.name}), ("qr", address, _("Check this certificate:"))],
        footer=enrolment.certificate,
    )  # fmt: skip

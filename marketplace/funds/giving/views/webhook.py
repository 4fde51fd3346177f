"""Where the payment service sends its messages: signed, at most five minutes old, not larger than LARGEST."""

import json
import logging

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.core.refusals import Refused

from .. import domain, service
from ..receivers import PORTAL

LARGEST = 256 * 1024  # Stripe's own are a few kilobytes
log = logging.getLogger(__name__)


def _said(status, code, sentence):
    return JsonResponse({"code": code, "sentence": str(sentence)}, status=status)


@csrf_exempt
@require_POST
def stripe_webhook(request):
    """200 once it is kept, also for what is heard a second time or not used here; 4xx with a sentence, and nothing is kept."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > LARGEST:
        return _said(413, "too_large", _("A message has at most 256 kB."))
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return _said(413, "too_large", _("A message has at most 256 kB."))
    if not service.is_ours(body, request.headers.get("Stripe-Signature", "")):
        return _said(400, "not_signed", _("The signature does not fit, or is older than five minutes."))
    try:
        message = json.loads(body)
        if not isinstance(message, dict):
            raise ValueError
    except (ValueError, RecursionError):
        return _said(400, "not_a_message", _("This is no message of the payment service."))
    try:
        outcome = domain.hear(message, by=PORTAL)
    except Refused as error:
        log.warning("payment message %s: %s", message.get("id"), error)
        return JsonResponse(error.as_json(), status=400 if error.code == "not_a_message" else 409)
    return JsonResponse({"outcome": str(outcome)})

"""The log as machines read it: C2SP tlog-tiles, checkpoints as files, proofs as JSON, and the witnesses' way in."""

import re

from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from marketplace.core.refusals import Refused

from . import domain, log, queries_proofs
from .merkle import WIDTH
from .models import Entry

FOR_EVER = "public, max-age=31536000, immutable"
PATH = re.compile(r"((?:x\d{3}/)*)(\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)
MOST_NOTE = 64 * 1024


def _text(body: str, kept="no-cache") -> HttpResponse:
    return HttpResponse(body, content_type="text/plain; charset=utf-8", headers={"Cache-Control": kept})


@require_GET
def checkpoint(request):
    """The newest one: `<address>/checkpoint`."""
    found = queries_proofs.checkpoints().first()
    if found is None:
        raise Http404
    return _text(queries_proofs.whole_note(found))


@require_GET
def checkpoint_of(request, size):
    found = get_object_or_404(queries_proofs.checkpoints(), size=size)
    return _text(queries_proofs.whole_note(found))


@require_GET
def all_checkpoints(request):
    """All of them in one file, oldest first, an empty line between them: to be kept elsewhere."""
    rows = queries_proofs.checkpoints().order_by("size")
    answer = _text("\n".join(queries_proofs.whole_note(row) for row in rows))
    answer["Content-Disposition"] = 'attachment; filename="checkpoints.txt"'
    return answer


@require_GET
def key(request):
    return _text(f"{log.key()}\n")


@require_GET
def keys(request):
    """All public keys that ever signed, newest first, each with its checkpoints and their moments."""
    answer = JsonResponse({"keys": [one.as_json for one in queries_proofs.signers()]})
    answer["Cache-Control"] = "no-cache"
    return answer


def _place(path: str) -> tuple[int, int]:
    """("x001/234.p/17") -> (1234, 17); a whole tile has 256."""
    found = PATH.fullmatch(path)
    if not found or len(path) > 40:
        raise Http404
    width = int(found[3] or WIDTH)
    if width > WIDTH or found[3] and width == WIDTH or found[1].startswith("x000/"):
        raise Http404
    return int("".join(re.findall(r"\d{3}", found[1])) + found[2]), width


def _there(level: int, n: int, width: int):
    """A tile is served as far as a checkpoint has signed it."""
    newest = queries_proofs.newest_checkpoint()
    if newest is None or n * WIDTH + width > log.most_of_level(newest.size, level):
        raise Http404


def _bytes(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})


@require_GET
def tile(request, level, path):
    n, width = _place(path)
    if level > 5:
        raise Http404
    _there(level, n, width)
    return _bytes(b"".join(log.tile(level, n)[:width]))


@require_GET
def entries(request, path):
    """The bytes of the leaves, each with its length before it."""
    n, width = _place(path)
    _there(0, n, width)
    return _bytes(log.bundle(n * WIDTH, n * WIDTH + width))


@require_GET
def entry_proof(request, number, form):
    """An entry's inclusion proof: JSON with its bytes, or C2SP tlog-proof."""
    rows = Entry.objects.visible_to(request.actor).select_related("reverses").prefetch_related("lines__account__fund")
    proof = queries_proofs.proof_of_entry(get_object_or_404(rows, number=number))
    if proof is None:
        return JsonResponse(
            Refused("no_checkpoint_yet", _("No checkpoint holds this entry yet.")).as_json(), status=404
        )
    if form == "json":
        return JsonResponse(proof.as_json, json_dumps_params={"ensure_ascii": False})
    return _text(proof.as_note)


@require_GET
def consistency(request, old, new):
    """Between two checkpoints."""
    rows = {row.size: row for row in queries_proofs.checkpoints().filter(Q(size=old) | Q(size=new))}
    if old > new or not {old, new} <= set(rows):
        raise Http404
    return JsonResponse(queries_proofs.consistency(rows[old], rows[new]), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@require_POST
def cosign(request):
    """A witness hands in one of our checkpoints with its line below. The line itself proves who it is."""
    try:
        long = int(request.headers.get("Content-Length") or 0) > MOST_NOTE
        note = "" if long else request.body.decode()
    except (UnicodeDecodeError, ValueError):
        note = ""
    try:
        kept = domain.keep_cosignature(note)
    except Refused as error:
        return JsonResponse(error.as_json(), status=error.status)
    return JsonResponse({"kept": [one.witness for one in kept]})

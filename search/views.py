"""The results page, suggestions while typing, searches that one keeps, hits that were opened."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from marketplace.core import documents, finding
from marketplace.core.refusals import Refused

from . import asking, counting, domain, searching, shown, suggesting
from .domain.saved import mine, suggested_name
from .engine import DEEPEST, MOST_CHARS
from .models import SavedSearch


def language() -> str:
    return "en" if get_language() == "en" else "zh"


@require_safe
def results(request):
    """Whatever stands in the address is answered with a page and a sentence."""
    asked = asking.read(request.GET, request.actor)
    found = searching.search(asked.query(request.actor, language()))
    last = asking.last_page(found.total)
    if asked.page == 1 and not asked.kinds and not asked.narrowed and not found.fallback:
        counting.asked(asked.text, language(), found=found.total)
    context = {
        "q": asked.text[:MOST_CHARS],
        "reading": language(),
        "first": (asked.page - 1) * asking.SIZE + 1,
        "asked": asked,
        "results": found,
        "hits": shown.hits(found),
        "tabs": [] if found.fallback else shown.tabs(asked, found),
        "facets": [] if found.fallback else shown.facets(asked, found),
        "chosen": shown.chosen(asked),
        "understood": shown.understood(found, language()),
        "sorts": shown.sorts(asked),
        "places": shown.places(asked),
        "ways": finding.ways(asked.text) if asked.page == 1 and not asked.kinds else [],
        "sentences": _sentences(asked, found, last),
        "page": _Page(asked.page, last),
        "kept_query": _and(asked.query_string(page=None)),
        "address": asked.query_string(page=None),
        "mine": _kept(request.actor, asked),
        "may_inside": request.actor.is_known,
        "meaning": asked.query_string(q=found.did_you_mean, page=None) if found.did_you_mean else "",
        "widened": asking.Asked(text=asked.text).query_string() if asked.kinds or asked.narrowed else "",
    }
    return render(request, "search/results.html", context)


def _and(said) -> str:
    return said + "&" if said else ""


def _kept(actor, asked):
    return mine(actor).filter(address=asked.query_string(page=None)[:1000]).first()


class _Page:
    """What parts/pager.html draws: as Django's own pages, over what the engine can be leafed through."""

    def __init__(self, number, last):
        self.number, self.last = number, last
        self.paginator = self
        self.num_pages = last

    @property
    def page_range(self):
        return range(1, self.last + 1)

    def has_other_pages(self):
        return self.last > 1 and self.number <= self.last

    def has_previous(self):
        return self.number > 1

    def has_next(self):
        return self.number < self.last

    def previous_page_number(self):
        return self.number - 1

    def next_page_number(self):
        return self.number + 1

    def get_elided_page_range(self, number, **kwargs):
        return Paginator(range(self.last), 1).get_elided_page_range(number, **kwargs)


def _sentences(asked, found, last) -> list[str]:
    """What was not done as the address says, in words."""
    said = []
    if found.fallback:
        said.append(
            _("The search is being repaired. These are names out of the lists; texts and files are not looked through.")
        )
    if found.cut:
        said.append(_("Only the first %(n)s characters were looked for.") % {"n": MOST_CHARS})
    if asked.text.strip() and not any(char.isalnum() for char in asked.text):
        said.append(_("There is no word in what was typed. Please type a word, a name or a number."))
    if asked.ignored:
        said.append(
            _("Some of the address was not understood and was passed over: %(names)s.")
            % {"names": ", ".join(name[:30] for name in asked.ignored[:5])}
        )
    if asked.page > last:
        said.append(_("There are not so many pages; the last one is %(n)s.") % {"n": last})
    elif found.total > DEEPEST:
        said.append(
            _("The first %(n)s can be leafed through. Please narrow the search to see others.") % {"n": DEEPEST}
        )
    return said


@require_safe
def suggest(request):
    """Lines under the box while typing, as a part of a page; nothing is counted or kept."""
    text = request.GET.get("q", "").replace("\0", "")[:MOST_CHARS]
    lines = (
        suggesting.suggest(text, language=language(), audience=documents.reader_tokens(request.actor))
        if text.strip()
        else []
    )
    kinds = documents.kinds()
    rows = [
        {"text": one.text, "url": one.url, "kind": kinds[one.kind].one if one.kind in kinds else ""} for one in lines
    ]
    return render(request, "search/suggestions.html", {"rows": rows, "q": text})


@csrf_exempt
@require_POST
def opened(request):
    """A hit of these words was opened. Counted, nothing else: no cookie is read, nobody is known."""
    counting.opened(request.POST.get("q", "")[:MOST_CHARS], language())
    return HttpResponse(status=204)


@login_required
@require_POST
def keep(request):
    """Keep the search of the page one comes from; a refusal is said there."""
    address = request.POST.get("address", "")[:2000]
    asked = asking.read(QueryDict(address), request.actor)
    back = f"{reverse('search:results')}?{asked.query_string()}"
    try:
        kept = domain.keep(
            by=request.actor, name=request.POST.get("name", "").strip() or suggested_name(asked), address=address,
            language=language(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request, _("“%(name)s” is kept. You are told when something new is found.") % {"name": kept.name}
        )
    return HttpResponseRedirect(back)


@login_required
@require_safe
def kept(request):
    """The searches that one keeps."""
    return render(request, "search/kept.html", {"rows": mine(request.actor)})


@login_required
@require_POST
def drop(request, pk: int):
    row = get_object_or_404(SavedSearch, pk=pk, user_id=request.actor.user_id)
    domain.drop(row, by=request.actor)
    messages.success(request, _("You are told no longer."))
    return HttpResponseRedirect(reverse("search:kept"))

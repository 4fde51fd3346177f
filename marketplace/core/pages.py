"""Lists and object pages, the same in every room.

    class CallList(RoomList):
        filters = CallFilters          # a forms.Form of GET fields; bad values are dropped with a message
        orders = {"deadline": ("deadline", "id")}

Reads come from `queries` through `visible_to`; a list page costs a constant number of queries.
"""

from django.core.paginator import EmptyPage, Paginator
from django.db.models import Q
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView

from . import documents, pagecache
from .refusals import LOG_IN

MOST = 2_000


class Bounded(Paginator):
    """Counts no further than MOST rows, so that a long list costs what a short one does; `more`: there are more.

    Nobody turns a hundred pages: who looks for older rows narrows the list.
    """

    @cached_property
    def found(self) -> int:
        return self.object_list.order_by()[: MOST + 1].count()

    @property
    def count(self):
        return min(self.found, MOST)

    @property
    def more(self) -> bool:
        return self.found > MOST


def kept_query(request, page="page") -> str:
    """The question of a list without its page (its parameter's name), ending in "&", for parts/pager.html."""
    query = request.GET.copy()
    query.pop(page, None)
    kept = query.urlencode()
    return kept + "&" if kept else ""


class RoomList(ListView):
    """Subclasses give `rows(actor)` (a queryset from queries), optionally `filters` (form class with `narrow(rows)`).

    Words of the field `q` are looked for in the table by `narrow`, and for whoever is logged in in the index too: it
    knows synonyms, pinyin, other ways to write and the words of files. Pages that are kept for everybody ask the table alone.
    bounded: the list may grow without end and is counted to MOST only. The template gets `page_obj`, `filter_form`, `total`, `kept_query` (the query string without `page`).
    """

    filters = None
    paginate_by = 25
    bounded = False

    def rows(self, actor):
        raise NotImplementedError

    def get_queryset(self):
        rows = self.rows(self.request.actor)
        self.filter_form = None
        if self.filters is not None:
            self.filter_form = self.filters(self.request.GET or None)
            if self.filter_form.is_bound:
                self.filter_form.is_valid()
                rows = self.narrowed(rows)
        return rows

    def narrowed(self, rows):
        """What the form finds, and what the index finds besides among what the form's other fields leave."""
        form, actor = self.filter_form, self.request.actor
        found, asked = form.narrow(rows), getattr(form, "cleaned_data", {})
        text = asked.get("q") if actor.is_known else ""
        keys = documents.found_by_index(rows.model, text, actor) if text else []
        if not keys:
            return found
        asked["q"] = ""
        others = form.narrow(rows)
        asked["q"] = text
        return others.filter(Q(pk__in=found.order_by().values("pk")) | Q(pk__in=keys))

    def paginate_queryset(self, queryset, page_size):
        paginator = (Bounded if self.bounded else Paginator)(queryset, page_size)
        try:
            page = paginator.page(int(self.request.GET.get("page", 1)))
        except (ValueError, EmptyPage):
            page = paginator.page(1)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter_form=self.filter_form, kept_query=kept_query(self.request), **kwargs)


class RoomDetail(DetailView):
    """Subclasses give `rows(actor)` and the slug or pk in the URL. What one may not see is not there (404);
    a reader who is not logged in is led to the log-in only where `log_in_first` says so.
    """

    log_in_first = False

    def rows(self, actor):
        raise NotImplementedError

    def get_queryset(self):
        if self.log_in_first and not self.request.actor.is_known:
            raise LOG_IN
        return self.rows(self.request.actor)

    def keep_until(self, obj):
        """Earliest moment at which the page reads differently by the clock alone; override where dates matter."""

    def get_object(self, queryset=None):
        obj = super().get_object(queryset)
        if not self.request.actor.is_known:
            pagecache.until(self.request, self.keep_until(obj))
        return obj

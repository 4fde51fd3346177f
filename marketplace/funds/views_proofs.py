"""Pages of the checkpoints, for people."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.core import pagecache, words
from marketplace.core.feeds import Atom
from marketplace.core.pages import RoomDetail, RoomList

from . import log, notes, queries_proofs
from .models import Checkpoint, Entry


class CheckpointList(RoomList):
    """All of them, newest first, and what one does with them."""

    template_name = "funds/checkpoints.html"
    paginate_by = 30

    def rows(self, actor):
        return queries_proofs.checkpoints()

    def get_context_data(self, **kwargs):
        if not self.request.actor.is_known:
            pagecache.until(self.request)
        newest = queries_proofs.checkpoints().first()
        since = Entry.objects.filter(number__gt=newest.entries).count() if newest else Entry.objects.count()
        return super().get_context_data(
            newest=newest,
            note=queries_proofs.whole_note(newest) if newest else "",
            since=since,
            key=str(log.key()),
            signers=queries_proofs.signers(),
            witnesses=sorted(log.witnesses()),
            **kwargs,
        )


class CheckpointDetail(RoomDetail):
    """One: its note, who signed it, and how it follows from the one before."""

    template_name = "funds/checkpoint.html"
    slug_field = slug_url_kwarg = "size"

    def rows(self, actor):
        return queries_proofs.checkpoints()

    def get_object(self, queryset=None):
        if self.kwargs["size"] > 2**31 - 1:
            raise Http404
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        one = self.object
        before = Checkpoint.objects.filter(size__lt=one.size).order_by("-size").first()
        return super().get_context_data(
            checkpoint=one,
            root=bytes(one.root).hex(),
            note=queries_proofs.whole_note(one),
            read=notes.read(one.note),
            signer=log.signer_of(notes.read(one.note)),
            before=before,
            after=Checkpoint.objects.filter(size__gt=one.size).order_by("size").first(),
            **kwargs,
        )


class CheckpointFeed(Atom):
    """The fifty newest checkpoints, each with its note: whoever reads feeds keeps them."""

    title = _("Checkpoints of the ledger")
    subtitle = _("Signed states of the books. Whoever keeps them notices any later change.")

    def link(self):
        return reverse("funds:checkpoints")

    def items(self):
        return queries_proofs.checkpoints()[:50]

    def item_title(self, item):
        return _("%(entries)s entries, %(when)s") % {"entries": item.entries, "when": words.when(item.at)}

    def item_description(self, item):
        return queries_proofs.whole_note(item)

    def item_pubdate(self, item):
        return item.at

    item_updateddate = item_pubdate

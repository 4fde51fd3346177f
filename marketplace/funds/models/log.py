"""The transparency log over the books (C2SP tlog-tiles): a leaf for each entry, and for what else is put on record.

Leaves are numbered from 0. A leaf is the entry that stands next, unless a `LogRecord` says that it is something else.
All of it is append-only; docs/verify.md says what is served from here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.core import links


class LogLeaf(models.Model):
    """id: the leaf's index. hash: RFC 9162 leaf hash of its bytes."""

    id = models.IntegerField(primary_key=True)  # on SQLite this is the row's own number
    hash = models.BinaryField(max_length=32)


class LogNode(models.Model):
    """The root of a full tile: what stands one level higher."""

    level = models.PositiveSmallIntegerField()
    position = models.IntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "position"], name="one_node_per_place")]


class LogRecord(models.Model):
    """A leaf that is no entry. entries: how many entries stood before it; body: its canonical JSON."""

    leaf = models.OneToOneField(LogLeaf, models.PROTECT, primary_key=True, related_name="record")
    position = models.IntegerField(unique=True, help_text="the how-manieth record, from 0")
    entries = models.PositiveBigIntegerField(db_index=True)
    body = models.TextField()


class SealedReceipt(models.Model):
    """A receipt whose number nobody may count yet. `batch` is the record in whose hidden tree it stands.

    key: of what was received, once; body: canonical JSON; salt: 64 hexadecimal characters; path: of the inner tree.
    """

    key = models.CharField(max_length=120, unique=True)
    body = models.TextField()
    salt = models.CharField(max_length=64)
    batch = models.ForeignKey(LogRecord, models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(null=True)
    path = models.JSONField(default=list)


class Checkpoint(models.Model):
    """A signed state of the log: `note` is the signed note as published, for ever."""

    size = models.IntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    entries = models.PositiveBigIntegerField(help_text="entries of the ledger among the leaves")
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        ordering = ["size"]

    def __str__(self):
        return _("Checkpoint %(size)s") % {"size": self.size}

    @property
    def short_root(self) -> str:
        """The beginning of the root, for lists."""
        text = bytes(self.root).hex()[:16]
        return " ".join(text[place : place + 4] for place in range(0, 16, 4))

    def get_absolute_url(self):
        return links.to("funds:checkpoint", self.size)


class SigningKey(models.Model):
    """A public key of ours, kept for ever: whoever has a checkpoint that it signed needs it. first: its first checkpoint's size."""

    text = models.CharField(max_length=300, unique=True)
    first = models.IntegerField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["first", "pk"]

    def __str__(self):
        return self.text


class Cosignature(models.Model):
    """A witness's line under a checkpoint."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    at = models.DateTimeField(help_text="when the witness says it signed")
    line = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness"], name="one_line_per_witness")]

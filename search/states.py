"""States of groups of synonyms, and who keeps them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GroupState(TextChoices):
    USED = "used", _("in use")
    ENDED = "ended", _("no longer in use")

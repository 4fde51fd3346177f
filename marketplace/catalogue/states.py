"""States of a purchase list, fee tiers, groups of people served, and what can happen to a list."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import Step, Steps, Tell

from . import rules, tells


class FeeTier(TextChoices):
    FREE = "free", _("free of charge")
    LOW = "low", _("low fee")
    PAID = "paid", _("fee-charging")


class ListState(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("under review")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class Provenance(TextChoices):
    """Whether a source names the item, or it was added to complete the list."""

    SOURCE = "source", _("named in the source")
    ILLUSTRATIVE = "illustrative", _("illustrative")


class Audience(TextChoices):
    """Broad groups of people served: the facet "for whom". Read from the item's own words by `audience.groups_of`."""

    EVERYBODY = "EVERYBODY", _("all residents")
    OLDER = "OLDER", _("older people")
    CHILDREN = "CHILDREN", _("children and teenagers")
    DISABLED = "DISABLED", _("disabled people")
    HARDSHIP = "HARDSHIP", _("people in hardship")
    ILL = "ILL", _("ill people and carers")
    GROUPS = "GROUPS", _("groups, owners and organisations")
    OTHERS = "OTHERS", _("other groups")


EDITABLE = frozenset({ListState.DRAFT})
PUBLIC = frozenset({ListState.PUBLISHED, ListState.SUPERSEDED})
UNPUBLISHED = frozenset({ListState.DRAFT, ListState.IN_REVIEW})

_DRAFT, _REVIEW = ListState.DRAFT, ListState.IN_REVIEW
_OUT, _OLD = ListState.PUBLISHED, ListState.SUPERSEDED

# Who drafts: a buyer or a leader of the list's office. Who decides: a leader of it who did not draft it (four eyes).
STEPS = Steps(
    "catalogue.list",
    ListState,
    (
        Step("draft", (), _DRAFT, (rules.drafts,), _("Start a list"), _("List started"), needs=(rules.one_draft,)),
        Step("rename", (_DRAFT,), None, (rules.drafts,), _("Change title and dates"), _("Title and dates changed")),
        Step("add_item", (_DRAFT,), None, (rules.drafts,), _("Add a service"), _("Service added")),
        Step("change_item", (_DRAFT,), None, (rules.drafts,), _("Change a service"), _("Service changed")),
        Step("remove_item", (_DRAFT,), None, (rules.drafts,), _("Remove a service"), _("Service removed"), grave=True),
        Step("import", (_DRAFT,), None, (rules.drafts,), _("Import from a table"), _("Table imported")),
        Step(
            "submit",
            (_DRAFT,),
            _REVIEW,
            (rules.drafts,),
            _("Ask for approval"),
            _("Handed in for approval"),
            needs=(rules.has_items, rules.is_newest),
            tells=(
                Tell(
                    "catalogue.list_submitted",
                    tells.deciders,
                    _("The purchase list “%(title)s”, version %(version)s, waits for your approval."),
                ),
            ),
        ),
        Step(
            "return",
            (_REVIEW,),
            _DRAFT,
            (rules.decides,),
            _("Return with reasons"),
            _("Returned with reasons"),
            tells=(
                Tell(
                    "catalogue.list_returned",
                    tells.drafter,
                    _("The purchase list “%(title)s”, version %(version)s, came back to you: %(reason)s"),
                ),
            ),
            grave=True,
        ),
        Step(
            "publish",
            (_REVIEW,),
            _OUT,
            (rules.decides, rules.did_not_draft),
            _("Approve and publish"),
            _("List published"),
            needs=(rules.has_items, rules.is_newest),
            tells=(
                Tell(
                    "catalogue.list_published",
                    tells.office,
                    _("The purchase list “%(title)s”, version %(version)s, is published."),
                ),
            ),
            public=True,
            hint=_(
                "From then on no row of this version can be changed, by anybody. The version before it is superseded."
            ),
        ),
        Step(
            "supersede",
            (_OUT,),
            _OLD,
            (rules.decides,),
            _("Supersede"),
            _("Superseded by a newer version"),
            needs=(rules.newer_waits,),
            public=True,
        ),
        Step(
            "revise",
            (_OUT, _OLD),
            None,
            (rules.drafts,),
            _("Start a new version"),
            _("New version started from this one"),
            hint=_("Copies all services into a draft. This version stays as it is."),
        ),
    ),
)

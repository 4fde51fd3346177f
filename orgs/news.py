"""What followers of an organisation hear, and to which groups this room's notifications belong."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import news

from .models import Organisation


def itself(organisation):
    return [organisation]


news.followable(
    Organisation,
    label=pgettext_lazy("followed", "organisation"),
    promise=_(
        "You are told when it gets a grade, when its standing in the register changes, when it wins a call and when an "
        "outcome of its work is published."
    ),
)

news.heard("orgs.organisation.verify", of=itself, text=_("“%(name)s” stands in the public register again."))
news.heard("orgs.organisation.suspend", of=itself, params=news.reason, text=_("“%(name)s” is suspended: %(reason)s"))
news.heard("orgs.organisation.reinstate", of=itself, text=_("The suspension of “%(name)s” is lifted."))
news.heard("orgs.organisation.withdraw", of=itself, text=_("“%(name)s” has left the public register."))
news.heard(
    "orgs.organisation.record_grade",
    of=itself,
    text=_("An assessment grade of “%(name)s” was entered in its passport."),
)
news.heard("orgs.organisation.record_hub", of=itself, text=_("The recognition of “%(name)s” as a hub has changed."))

news.grouped("tasks", "orgs.applied", "orgs.resubmitted", "orgs.withdrawn", "orgs.join_asked")
news.grouped("binding", "orgs.suspended", "orgs.reinstated")
news.grouped("account", "orgs.role_granted", "orgs.role_ended", "orgs.join_accepted", "orgs.join_declined")

"""Who holds the role EDITOR in an office today may write in Wagtail: kept equal to the memberships.

Wagtail asks for groups; ours are memberships with dates. The group "Moderators" (may write and publish pages) holds
exactly the editors of today: set when a membership changes, and once a minute for those that begin or end.
"""

from django.contrib.auth.models import Group

from marketplace.core import registry
from orgs.queries import holders

GROUP = "Moderators"


def sync() -> tuple[int, int]:
    """Make the group equal to today's editors; returns (joined, left). Safe to run twice."""
    group = Group.objects.filter(name=GROUP).first()
    if group is None:
        return 0, 0
    wanted = set(holders("EDITOR").filter(memberships__role="EDITOR").values_list("pk", flat=True))
    present = set(group.user_set.values_list("pk", flat=True))
    if wanted - present:
        group.user_set.add(*(wanted - present))
    if present - wanted:
        group.user_set.remove(*(present - wanted))
    return len(wanted - present), len(present - wanted)


@registry.periodic("cms.editors")
def editors_of_today(actor):
    sync()

"""Who holds the role EDITOR in an office today may write in Wagtail: kept equal to the memberships.

Wagtail asks for groups; ours are memberships with dates. The group "Moderators" (may write and publish pages) holds
exactly the editors of today: set when a membership changes, and once a minute for those that begin or end.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from marketplace.core import registry
from orgs.queries import holders

GROUP = "Moderators"
# app and model: what editors may do there besides pages, pictures and documents. They never publish by themselves:
# what one wrote another approves (`review`).
RIGHTS = {
    ("cms", "notice"): ("add", "change", "delete", "view"),
    ("cms", "menuentry"): ("add", "change", "delete", "view"),
    ("cms", "contactdata"): ("change",),
    ("wagtailredirects", "redirect"): ("add", "change", "delete"),
    ("simple_translation", "simpletranslation"): ("submit",),
}
CODENAMES = {("simple_translation", "simpletranslation", "submit"): "submit_translation"}


def give_rights():
    """The group holds exactly RIGHTS, and the door to the back office."""
    group = Group.objects.filter(name=GROUP).first()
    if group is None:
        return
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    for (app, model), verbs in RIGHTS.items():
        names = [CODENAMES.get((app, model, verb), f"{verb}_{model}") for verb in verbs]
        wanted |= Q(content_type__app_label=app, content_type__model=model, codename__in=names)
    group.permissions.set(Permission.objects.filter(wanted))


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

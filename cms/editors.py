"""Who may enter Wagtail's admin today, and who may write there: kept equal to the memberships.

Wagtail asks for groups; ours are memberships with dates. The group "Moderators" (may write pages) holds exactly the
editors of today, the group "Back office" all whose role comes in (`core.backoffice.ENTER`): set when a membership
changes, and once a minute for those that begin or end. "Back office" gives the door alone: what is seen behind it is
said by `visible_to`, what is done by the verbs.
"""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from marketplace.core import registry
from marketplace.core.backoffice import ENTER
from orgs.models import Delegation, Membership, User
from orgs.queries_delegation import gives_role

GROUP, DOOR = "Moderators", "Back office"
HOLDS = {GROUP: ("EDITOR",), DOOR: ENTER}
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
    """The editors' group holds exactly RIGHTS and the door; the other one the door alone."""
    for label in sorted({app for app, _model in RIGHTS}):  # on a new database theirs may not be written yet
        create_permissions(apps.get_app_config(label), verbosity=0)
    group = Group.objects.filter(name=GROUP).first()
    if group is None:
        return
    door = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    wanted = door
    for (app, model), verbs in RIGHTS.items():
        names = [CODENAMES.get((app, model, verb), f"{verb}_{model}") for verb in verbs]
        wanted |= Q(content_type__app_label=app, content_type__model=model, codename__in=names)
    group.permissions.set(Permission.objects.filter(wanted))
    Group.objects.get_or_create(name=DOOR)[0].permissions.set(Permission.objects.filter(door))


def sync() -> tuple[int, int]:
    """Make the groups equal to today's officers; returns (joined, left) of both. Safe to run twice."""
    joined = left = 0
    for name, roles in HOLDS.items():
        group = Group.objects.filter(name=name).first()
        if group is None:
            continue
        held = Membership.objects.current().filter(role__in=roles, office__isnull=False, user__is_active=True)
        wanted = set(held.values_list("user_id", flat=True)) | _deputies(held)
        present = set(group.user_set.values_list("pk", flat=True))
        group.user_set.add(*User.objects.filter(pk__in=wanted - present))
        group.user_set.remove(*User.objects.filter(pk__in=present - wanted))
        joined, left = joined + len(wanted - present), left + len(present - wanted)
    return joined, left


def _deputies(held) -> set:
    """Who holds one of these roles today as somebody's deputy."""
    lent = Delegation.objects.in_force().filter(membership__in=held).select_related("membership")
    return {row.deputy_id for row in lent if gives_role(row)}


@registry.periodic("cms.editors")
def editors_of_today(actor):
    sync()

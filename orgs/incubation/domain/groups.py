"""Community groups: asked to be filed, filed, returned, registered, struck."""

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.numbers import next_number
from marketplace.core.verbs import creating, verb

from ..models import Group
from .centres import fill

COLUMNS = ("community", "name_zh", "name_en", "org_class", "about_zh", "about_en", "members")


def ask_filing(office, *, by: Actor, code: str = "", **values) -> Group:
    """Ask the street to file a community group; whoever asks speaks for it. values: the columns of `COLUMNS`."""
    group = Group(office=office, code=code, speaker=by.user)
    fill(group, COLUMNS, values)
    with creating(group, by=by, verb="ask"):
        group.code = code or f"CG{next_number('GROUP').replace('-', '')}"
    return group


def change_group(group: Group, *, by: Actor, **values) -> Group:
    with verb("change", group, by=by) as group:
        fill(group, COLUMNS, values)
    return group


def file_group(group: Group, *, by: Actor) -> Group:
    """File it with the street (备案): its page is public from now on."""
    with verb("file", group, by=by) as group:
        group.filed_on, group.state_reason = clock.today(), ""
    return group


def return_group(group: Group, *, by: Actor, reason: str) -> Group:
    with verb("return", group, by=by) as group:
        group.state_reason = reason
    return group


def ask_again(group: Group, *, by: Actor) -> Group:
    with verb("ask_again", group, by=by) as group:
        group.state_reason = ""
    return group


def register_group(group: Group, *, by: Actor, organisation) -> Group:
    """It became an organisation of the register."""
    with verb("register", group, by=by) as group:
        group.became = organisation
    return group


def strike_group(group: Group, *, by: Actor, reason: str) -> Group:
    with verb("strike", group, by=by, public_note=reason) as group:
        group.state_reason = reason
    return group

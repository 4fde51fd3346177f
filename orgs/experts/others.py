"""What other rooms know about experts: how many tasks they have, with whom they have to do. Rooms register at start.

@load
def seats(user_ids):
    return [(user, number), ...]              # one query for all

@conflict
def mentors(user_ids, organisation_ids, day):
    return [(user, organisation, "mentor", _("Mentors this organisation.")), ...]
"""

_loads: list = []
_conflicts: list = []


def load(fn):
    """Decorate `fn(user_ids) -> iterable[(user_id, n)]`: tasks that run now in this room."""
    _loads.append(fn)
    return fn


def conflict(fn):
    """Decorate `fn(user_ids, organisation_ids, day) -> iterable[(user_id, organisation_id, code, sentence)]`."""
    _conflicts.append(fn)
    return fn


def load_of(user_ids):
    return [pair for fn in _loads for pair in fn(user_ids)]


def conflicts_of(user_ids, organisation_ids, day):
    return [row for fn in _conflicts for row in fn(user_ids, organisation_ids, day)]

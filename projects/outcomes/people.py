"""Who hears what of an outcome."""

from orgs.queries import holders
from orgs.states import Role


def writers(outcome):
    """Owners and bid writers of the organisation that delivered."""
    organisation = outcome.contract.organisation_id
    return holders(Role.OWNER, Role.BID_WRITER, organisation=organisation)


def editors(outcome):
    return holders(Role.EDITOR)


def everybody_concerned(outcome):
    """The organisation and the office's buyers."""
    return [*writers(outcome), *holders(Role.BUYER, office=outcome.contract.office_id)]

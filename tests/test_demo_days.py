"""The demo is built whatever the day: its calls stand in every state at weekends, at New Year and in the holidays."""

from datetime import date

import pytest
from django.core.management import call_command

from marketplace.funds.verify import verify
from tests.test_demo import EVERY, deadlines, states


# A weekend at New Year, the Spring Festival of a year whose calendar is not out yet.
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("today", [date(2027, 1, 2), date(2027, 2, 9)], ids=str)
def test_whatever_the_day(today, settings):
    settings.DEMO = True
    call_command("demo", "build", today=today, verbosity=0)
    # The rest of the old year is decided on in the second week of January: before it, it is still to come.
    to_come = {"CarryOver": set()} if (today.month, today.day) < (1, 8) else {}
    assert states() == EVERY | to_come
    assert deadlines(today) == (True, True)
    assert verify().ok

"""The database itself keeps what was heard and booked."""

import pytest
from django.db import DatabaseError, transaction

from marketplace.funds.giving.models import PaymentEvent

from .builders import hear, started, succeeded


@pytest.mark.parametrize("change", [{"key": "evt_other"}, {"kind": "x"}])
def test_a_heard_message_is_a_fact(scene, change):
    hear(succeeded(started(scene)))
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentEvent.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentEvent.objects.all().delete()

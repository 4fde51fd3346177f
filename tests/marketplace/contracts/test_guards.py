"""Signatures, opinions and payments stay as they are: the database refuses, not only the code."""

import pytest
from django.db import Error, connection, transaction

from marketplace.contracts import domain

from .builders import at, milestone, running, settled

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["contracts_signature", "contracts_opinion", "contracts_payment"])
def test_rows_are_never_changed_or_removed(table):
    street, contract = running()
    with at(contract, hours=2):
        domain.issue_slips(milestone(contract), by=street.actor("buyer"), number=1)
        domain.give_opinion(milestone(contract).slips.get().token, degree="GOOD")
        settled(street, contract, 1)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        before = cursor.fetchone()[0]
        assert before
        for act in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(Error), transaction.atomic():
                cursor.execute(act)
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] == before

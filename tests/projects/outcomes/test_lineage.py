"""From the receipt to the outcome and back, on pages: fen by fen, for everybody."""

import pytest
from django.utils import translation

from marketplace.funds import queries_lineage
from marketplace.funds.models import Entry

from .builders import published

pytestmark = pytest.mark.django_db


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_ways(client):
    outcome = published()[-1]
    contract = outcome.contract
    found = queries_lineage.paid_from(contract)
    assert found.paid > 0
    assert found.whole == found.paid + found.promised == sum(source.amount for source in found.named)
    grant = Entry.objects.get(pk=found.named[0].entry.pk)
    page = read(client, grant.get_absolute_url())
    assert contract.get_absolute_url() in page
    assert outcome.get_absolute_url() in page
    for address in (contract.get_absolute_url(), outcome.get_absolute_url()):
        assert grant.get_absolute_url() in read(client, address)
    with translation.override("en"):
        assert "Made possible by" in read(client, outcome.get_absolute_url())
        assert "Paid from these receipts" in read(client, contract.get_absolute_url())

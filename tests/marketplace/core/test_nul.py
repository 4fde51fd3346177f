"""A NUL in an address or in a query is no error of ours (PostgreSQL refuses it as text)."""

import pytest

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "/calls/%00/": 404,
    "/en/calls/%00/evaluation/": 404,
    "/organisations/%00/": 404,
    "/contracts/%00/": 404,
    "/api/tenders/calls/%00": 404,
    "/api/tenders/receipts/%00": 404,
    "/api/tenders/calls?state=%00": 400,
    "/api/orgs/organisations?q=%00": 400,
    "/api/orgs/organisations?org_class=%00": 400,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_nul_leads_nowhere(client, address):
    assert client.get(address).status_code == ADDRESSES[address]

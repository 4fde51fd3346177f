"""The back office has a policy of its own: what comes from elsewhere does not run there either."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_back_office_runs_nothing_from_elsewhere(client, admin_client):
    page = admin_client.get("/cms/")
    assert page.status_code == 200
    assert "script-src 'self' 'unsafe-inline' 'unsafe-eval'; object-src 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in client.get("/accounts/login/")["Content-Security-Policy"]

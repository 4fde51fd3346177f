"""What a start in production must not be without is said before the start."""

import pytest
from django.core.checks import Error
from django.core.management import call_command
from django.db import connection

from marketplace.core import checks

RIGHT = {
    "DEMO": False, "CLOCK_SHIFT": 0, "SEALING_KEY": "s" * 40, "SECRET_KEY": "k" * 60, "SITE_URL": "https://portal.example.org",
    "TASK_MODE": "worker", "EMAIL_CONFIG": {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "ids"),
    [
        ({}, []),
        ({"DEMO": True}, ["linli.E001"]),
        ({"CLOCK_SHIFT": 60}, ["linli.E002"]),
        ({"SEALING_KEY": "short"}, ["linli.E003"]),
        ({"SEALING_KEY": "k" * 60}, ["linli.E003"]),
        ({"SITE_URL": "http://portal.example.org"}, ["linli.W001"]),
        ({"TASK_MODE": "inline"}, ["linli.W002"]),
        ({"EMAIL_CONFIG": {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}}, ["linli.W003"]),
    ],
)
def test_deployment(settings, change, ids):
    for name, value in (RIGHT | change).items():
        setattr(settings, name, value)
    assert [fault.id for fault in checks.deployment(None)] == ids


@pytest.mark.django_db(transaction=True)
def test_a_lost_guard_is_named():
    assert checks.guards(None, databases=["default"]) == []
    sqlite = connection.vendor == "sqlite"
    trigger = "funds_line_no_delete" if sqlite else "funds_line_no_change ON funds_line"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}")
    found = checks.guards(None, databases=["default"])
    assert [(type(fault), fault.id, fault.msg) for fault in found] == [
        (Error, "linli.E004", "funds_line has lost its guards: its rows could be changed.")
    ]


@pytest.mark.django_db(transaction=True)
def test_a_lost_guard_of_fixed_rows_is_named_too():
    sqlite = connection.vendor == "sqlite"
    trigger = "tenders_award_decided_update" if sqlite else "tenders_award_decided_no_change ON tenders_award"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger}")
    assert [fault.msg for fault in checks.guards(None, databases=["default"])] == [
        "tenders_award has lost its guards: its rows could be changed."
    ]


@pytest.mark.django_db
def test_the_house_passes_its_own_checks():
    call_command("check", databases=["default"])

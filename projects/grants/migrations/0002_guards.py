"""A receipt is a fact: what was received when, under which fingerprint, never changes and is never removed."""

from django.db import migrations

from marketplace.core.appendonly import fixed


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_initial")]
    operations = [
        fixed(
            "grants_submission", "receipt", columns=("application_id", "number", "sha256", "size", "path", "received_at")
        ),
    ]

"""Receipts and amendments only grow."""

from django.db import migrations

from marketplace.core.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("tenders", "0002_rows")]
    operations = [append_only("tenders_sealedsubmission"), append_only("tenders_amendment")]

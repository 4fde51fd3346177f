"""What was signed, said by those served and paid is never changed: the database refuses it."""

from django.db import migrations

from marketplace.core.appendonly import append_only


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_initial")]

    operations = [append_only("contracts_signature"), append_only("contracts_opinion"), append_only("contracts_payment")]

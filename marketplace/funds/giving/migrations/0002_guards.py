"""A booked gift, a booked movement and the key of a heard message are facts; who gave may still be erased."""

from django.db import migrations

from marketplace.core.appendonly import fixed


class Migration(migrations.Migration):
    dependencies = [("giving", "0001_initial")]
    operations = [
        fixed(
            "giving_gift",
            "booked",
            columns=("number", "code", "fund_id", "kind", "way", "amount", "commitment", "confirmed_at"),
            when="{row}.number IS NOT NULL",
        ),
        fixed(
            "giving_movement",
            "booked",
            columns=("kind", "key", "gift_id", "amount", "entry_id"),
            when="{row}.entry_id IS NOT NULL",
        ),
        fixed("giving_paymentevent", "heard", columns=("key", "kind", "received_at")),
    ]

"""A message that came before its gift is found again when the gift is there."""

from django.db import migrations, models

from marketplace.core.together import Together


class Migration(migrations.Migration):
    dependencies = [("giving", "0003_cause_of_statement")]
    operations = [
        Together([
            migrations.AddField("paymentevent", "payment_ref", models.CharField(blank=True, default="", max_length=100)),
            migrations.AddField("paymentevent", "said", models.CharField(blank=True, default="", max_length=40)),
        ]),
        migrations.AddIndex(
            "paymentevent",
            models.Index(
                condition=models.Q(("payment_ref", ""), _negated=True), fields=["payment_ref"], name="messages_that_wait"
            ),
        ),
    ]  # fmt: skip

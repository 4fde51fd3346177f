from marketplace.core import libraries
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        *libraries.LAST,
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="display",
            field=models.CharField(blank=True, max_length=20),
        ),
    ]

"""What applications say, folded, so that the secretariat's list finds it; filled for those that may be read already."""

import django.db.models.deletion
from django.db import migrations, models

from projects.grants import formdef


def fill(apps, _editor):
    said = apps.get_model("grants", "AnswerText")
    rows = apps.get_model("grants", "Application").objects.exclude(content=None).select_related("form")
    for row in rows.iterator(200):
        said.objects.create(application=row, text=formdef.words(row.form.definition, row.content))


class Migration(migrations.Migration):
    dependencies = [("grants", "0006_concepts")]
    operations = [
        migrations.CreateModel(
            name="AnswerText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("application", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="said", to="grants.application")),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

"""Standards of growth in versions: the table, and the way from a criterion or a sentence to its version."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def to_standard(related_name):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="incubation.standard"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("incubation", "0002_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Standard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=20, unique=True, verbose_name="version")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("note_zh", models.TextField(blank=True, verbose_name="note in Chinese")),
                ("note_en", models.TextField(blank=True, verbose_name="note in English")),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("approved", "approved"), ("discarded", "discarded")],
                        default="approved",
                        max_length=10,
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="incubation.standard",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-valid_from", "-id"]},
        ),
        migrations.AddField("maturityquestion", "standard", to_standard("sentences")),
        migrations.AddField("stagecriterion", "standard", to_standard("criteria")),
    ]

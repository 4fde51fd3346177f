"""Every criterion and every sentence belongs to a version, which says when it applies."""

import django.db.models.deletion
from django.db import migrations, models


def to_standard(related_name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="incubation.standard"
    )


class Migration(migrations.Migration):
    dependencies = [("incubation", "0004_first_standard")]

    operations = [
        migrations.AlterModelOptions(name="stagecriterion", options={"ordering": ["id"]}),
        migrations.RemoveField("maturityquestion", "used"),
        migrations.RemoveField("stagecriterion", "valid_from"),
        migrations.RemoveField("stagecriterion", "valid_to"),
        migrations.AlterField("maturityquestion", "standard", to_standard("sentences")),
        migrations.AlterField("stagecriterion", "standard", to_standard("criteria")),
        migrations.AddConstraint(
            "stagecriterion",
            models.UniqueConstraint(fields=["standard", "stage", "measure"], name="asked_once_of_a_stage"),
        ),
    ]

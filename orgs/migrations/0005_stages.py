"""Stages are called as people say them: idea, start, growth, mature, hub."""

from django.db import migrations, models

NAMES = {"INTAKE": "IDEA", "INCUBATING": "START", "ACCELERATING": "GROWTH", "GRADUATED": "MATURE"}


def rename(apps, names):
    records = apps.get_model("orgs", "IncubationRecord")
    for old, new in names.items():
        records.objects.filter(stage=old).update(stage=new)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0004_log_ins")]

    operations = [
        migrations.AlterField(
            model_name="incubationrecord",
            name="stage",
            field=models.CharField(
                choices=[("IDEA", "idea"), ("START", "start"), ("GROWTH", "growth"), ("MATURE", "mature"), ("HUB", "hub")],
                max_length=16,
            ),
        ),
        migrations.AddField("assessment", "ended_how", models.CharField(blank=True, default="", max_length=8), preserve_default=False),
        migrations.RunPython(
            lambda apps, _editor: rename(apps, NAMES),
            lambda apps, _editor: rename(apps, {new: old for old, new in NAMES.items()}),
        ),
    ]

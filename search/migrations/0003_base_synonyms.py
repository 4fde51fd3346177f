"""The groups of synonyms that every portal begins with; editors keep them from then on."""

from pathlib import Path

from django.db import migrations

BASE = Path(__file__).parent.parent / "base_synonyms.txt"


def put(apps, schema_editor):
    group = apps.get_model("search", "SynonymGroup")
    lines = [line.strip() for line in BASE.read_text(encoding="utf-8").splitlines()]
    rows = [line.replace(",", "\n") for line in lines if line and not line.startswith("#")]
    group.objects.bulk_create(group(words=words, state="used") for words in rows)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_readers")]
    operations = [migrations.RunPython(put, migrations.RunPython.noop)]

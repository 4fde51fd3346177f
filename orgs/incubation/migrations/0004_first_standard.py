"""What applied until now is the first version. What did not apply any more stays readable under a version that is in no force."""

from datetime import date

from django.db import migrations

NOTE = (
    "示例：没有公开来源给出这些标准，由街道自行决定。",
    "Illustrative: no public source gives these standards; the street decides them itself.",
)


def fill(apps, _editor):
    names = ("Standard", "StageCriterion", "MaturityQuestion")
    standard, criterion, question = (apps.get_model("incubation", name) for name in names)
    first = standard.objects.create(
        version="2020.1", valid_from=date(2020, 1, 1), note_zh=NOTE[0], note_en=NOTE[1], state="approved"
    )
    criterion.objects.filter(valid_to=None).update(standard=first)
    question.objects.filter(used=True).update(standard=first)
    if criterion.objects.filter(standard=None).exists() or question.objects.filter(standard=None).exists():
        older = standard.objects.create(version="2020.0", valid_from=date(2020, 1, 1), state="discarded")
        criterion.objects.filter(standard=None).update(standard=older)
        question.objects.filter(standard=None).update(standard=older)


class Migration(migrations.Migration):
    dependencies = [("incubation", "0003_standards")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

"""When a concept was saved last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grants", "0007_answer_text")]
    operations = [
        migrations.AddField("concept", "draft_saved_at", models.DateTimeField(null=True)),
    ]

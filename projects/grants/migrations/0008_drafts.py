"""When a concept was saved last; how far the files of blind reviewers are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grants", "0007_answer_text")]
    operations = [
        migrations.AddField("concept", "draft_saved_at", models.DateTimeField(null=True)),
        migrations.AddField("application", "cleaning", models.CharField(blank=True, choices=[("waiting", "being prepared"), ("done", "prepared"), ("failed", "could not be prepared")], max_length=8)),
        migrations.AddField("application", "cleaned_at", models.DateTimeField(null=True)),
        migrations.AddField("report", "told_above", models.DateField(null=True)),
        migrations.AddField("recovery", "told_above", models.DateField(null=True)),
    ]

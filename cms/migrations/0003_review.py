"""Two pairs of eyes from the first day: editors have no right to publish alone, and one workflow stands over all pages."""

from django.db import migrations


def two_pairs_of_eyes(apps, schema_editor):
    ContentType, Group = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Group")
    Page, WorkflowPage = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "WorkflowPage")
    Workflow, WorkflowTask = apps.get_model("wagtailcore", "Workflow"), apps.get_model("wagtailcore", "WorkflowTask")
    rights = apps.get_model("wagtailcore", "GroupPagePermission").objects

    publishers = rights.filter(permission__codename="publish_page")
    editors = Group.objects.filter(name="Moderators")
    publishers.filter(group__in=editors).delete()
    WorkflowPage.objects.all().delete()
    Workflow.objects.update(active=False)
    apps.get_model("wagtailcore", "Task").objects.update(active=False)

    kind, _ = ContentType.objects.get_or_create(app_label="cms", model="secondreader")
    task = apps.get_model("cms", "SecondReader").objects.create(name="二人审校 Second pair of eyes", content_type=kind, active=True)
    task.groups.set(editors)
    workflow = Workflow.objects.create(name="二人审校 Two pairs of eyes", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(depth=1))


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_pages"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(two_pairs_of_eyes, migrations.RunPython.noop)]

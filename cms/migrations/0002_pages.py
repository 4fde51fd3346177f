"""The site of a fresh database: both languages, a home page and a news list in each, as translations of each other."""

import uuid

from django.db import migrations

NAMES = {
    "zh-hans": {
        "home": ("邻里集", "home", "要什么服务、谁来做、花多少钱、做成了没有，都在这里，人人可查。"),
        "news": ("告示", "news", "街道发布的消息、政策说明和办事指南。"),
    },
    "en": {
        "home": ("Linli Market", "home-en", "Which services are wanted, who does them, what they cost and what came of it: all here, for everybody to see."),
        "news": ("News", "news", "What the street office announces, explains and reports."),
    },
}


def make_pages(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage, NewsIndexPage = apps.get_model("cms", "HomePage"), apps.get_model("cms", "NewsIndexPage")
    home_type, _ = ContentType.objects.get_or_create(app_label="cms", model="homepage")
    news_type, _ = ContentType.objects.get_or_create(app_label="cms", model="newsindexpage")

    Site.objects.all().delete()
    Page.objects.filter(depth__gt=1).delete()
    keys, homes = {"home": uuid.uuid4(), "news": uuid.uuid4()}, []
    for number, (language, names) in enumerate(NAMES.items(), start=1):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        path = f"0001{number:04d}"
        title, slug, lead = names["home"]
        homes.append(HomePage.objects.create(
            title=title, draft_title=title, slug=slug, lead=lead, content_type=home_type, locale=locale, live=True,
            translation_key=keys["home"], path=path, depth=2, numchild=1, url_path=f"/{slug}/",
        ))
        news_title, news_slug, intro = names["news"]
        NewsIndexPage.objects.create(
            title=news_title, draft_title=news_title, slug=news_slug, intro=intro, content_type=news_type, locale=locale,
            live=True, translation_key=keys["news"], path=f"{path}0001", depth=3, numchild=0,
            url_path=f"/{slug}/{news_slug}/",
        )
    Page.objects.filter(depth=1).update(numchild=len(homes))
    Site.objects.create(hostname="localhost", port=80, site_name="邻里集", root_page_id=homes[0].pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_pages, migrations.RunPython.noop)]

"""What refuses publication: each fault has its sentence, a clean text has none."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms import domain, links, proof
from cms.models import ArticlePage
from marketplace.core.refusals import Refused

from . import builders as b

pytestmark = pytest.mark.django_db


def picture(title="图"):
    target = io.BytesIO()
    Image.new("RGB", (1200, 800), "#1b543f").save(target, "PNG")
    return get_image_model().objects.create(
        title=title, file=ContentFile(target.getvalue(), name="p.png"), width=1200, height=800
    )


def found(body):
    page = ArticlePage(title="x", body=body)
    return [(refusal.field, refusal.sentence) for refusal in proof.refusals(page)]


def test_a_clean_text_has_no_fault():
    text = RichText('<p>请看<a href="/calls/">正在招标的项目</a>。</p>')
    assert found([("heading", "一"), ("subheading", "一之一"), ("paragraph", text)]) == []


@pytest.mark.parametrize(
    ("markup", "part"),
    [
        ('<p><a href="/calls/">点击这里</a></p>', "没有说明通向哪里"),
        ('<p><a href="/calls/">Click here.</a></p>', "没有说明通向哪里"),
        ('<p><a href="/calls/"> </a></p>', "链接没有文字"),
        ('<p><a href="https://a.example/x">https://a.example/x</a></p>', "只是一串网址"),
        ('<p><a linktype="page" id="99999">旧办法全文</a></p>', "没有去处"),
        ('<p><a linktype="document" id="99999">申请表下载</a></p>', "没有去处"),
        ("<h2>标题</h2>", "夹了标题"),
    ],
)
def test_faults_of_words(markup, part):
    rows = found([("paragraph", RichText(markup))])
    assert len(rows) == 1 and rows[0][0] == "body" and part in rows[0][1]


def test_order_of_headings():
    assert "没有小标题" in found([("subheading", "一之一")])[0][1]


@pytest.mark.parametrize(
    ("alt", "part"),
    [("", "看不见的人"), ("IMG_2031.jpg", "是文件名"), ("说明", "与说明")],
    ids=["none", "file", "same"],
)
def test_faults_of_pictures(alt, part):
    rows = found([("picture", {"image": picture(), "alt": alt, "caption": "说明"})])
    assert len(rows) == 1 and part in rows[0][1]


def test_a_faulty_text_is_a_draft_but_is_not_submitted():
    _users, (writer, _reader) = b.editors()
    page = b.article(writer, body=[("paragraph", RichText('<p><a href="/calls/">这里</a></p>'))])
    with pytest.raises(Refused) as refused:
        domain.submit(page, by=writer)
    assert (refused.value.code, refused.value.field) == ("proof", "body")
    page.refresh_from_db()
    assert page.current_workflow_state is None


def test_broken_links_are_reported_with_their_page(client):
    users, (writer, reader) = b.editors()
    target = b.published(writer, reader, title="目标")
    text = (
        f'<p><a linktype="page" id="{target.pk}">目标页面</a> <a href="/nowhere/at-all/">旧栏目</a> '
        '<a href="/calls/">招标公告</a> <a href="/en/news/">News list</a> <a href="https://other.example/">别的网站</a></p>'
    )
    page = b.published(writer, reader, title="有链接的页面", body=[("paragraph", RichText(text))])
    assert [(row.page.pk, row.words) for row in links.broken()] == [(page.pk, "旧栏目")]
    domain.withdraw(target, by=reader, why="过时")
    assert [row.words for row in links.broken()] == ["目标页面", "旧栏目"]
    client.force_login(users[0])
    report = client.get("/cms/reports/links/").content.decode()
    assert "目标页面" in report and "旧栏目" in report and "招标公告" not in report


def test_pictures_come_in_three_formats_and_only_renditions_are_handed_out(client):
    _users, (writer, reader) = b.editors()
    image = picture("院坝")
    page = b.published(writer, reader, body=[("picture", {"image": image, "alt": "空院坝", "caption": ""})])
    text = client.get(page.get_url()).content.decode()
    assert "image/avif" in text and "image/webp" in text and ".jpg" in text and 'alt="空院坝"' in text
    rendition = image.renditions.filter(filter_spec__contains="avif").first()
    answer = client.get(rendition.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/avif")
    assert client.get(f"/pictures/{image.file.name}").status_code == 404


def test_the_editors_form_refuses_with_the_sentence_and_keeps_what_was_written(client):
    users, (writer, _reader) = b.editors()
    page = b.article(writer)
    client.force_login(users[0])
    body = streamfield([("paragraph", rich_text('<p><a href="/calls/">这里</a></p>'))])
    data = nested_form_data(
        {"title": "新标题", "slug": page.slug, "kind": "NEWS", "day": "2026-03-02", "intro": "", "provenance": "source",
         "body": body, "comments": inline_formset([]), "action-submit": "1"}
    )  # fmt: skip
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code == 200
    assert "没有说明通向哪里" in str(answer.context["form"].errors["body"])
    assert "没有说明通向哪里" in answer.content.decode() and "新标题" in answer.content.decode()
    page.refresh_from_db()
    assert page.current_workflow_state is None
    del data["action-submit"]  # a draft may be anything
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302


def test_the_accessibility_checker_is_on_while_editing_only(client):
    users, (writer, reader) = b.editors()
    page = b.published(writer, reader)
    client.force_login(users[0])
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "wagtail-userbar" in draft and "axe" in draft
    assert "wagtail-userbar" not in client.get(page.url).content.decode()

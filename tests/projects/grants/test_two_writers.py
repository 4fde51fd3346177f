"""Two people, or two windows, who write one draft at once: nothing is lost, and nobody is overwritten unasked."""

from datetime import timedelta

import pytest

from marketplace.core import clock
from projects.grants import domain, merging, sealed

from . import builders as b
from .test_concepts import opened as with_concepts
from .test_pages import answers
from .windows import Window

pytestmark = pytest.mark.django_db
MERGED = {"zh-hans": "期间其他人改了", "en": "Others changed"}
CLASH = {"zh-hans": "两人同时改过", "en": "Changed by two people at once"}
NOT_SAVED = {"zh-hans": "未保存：", "en": "Not saved: somebody else"}
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


@pytest.fixture
def two(client):
    """(application, first window, second window) in a language, both open on the same saved draft."""

    def open_both(language):
        street, round = b.opened()
        application = domain.applications.start(round, by=street.actor("w1"), organisation=street.organisations[0])
        client.force_login(street.users["w1"])
        address = ("" if language == "zh-hans" else "/en") + f"/grants/applications/{application.code}/write/"
        client.post(address, answers())
        return application, Window(client, address), Window(client, address)

    with clock.fixed(b.OPEN + timedelta(days=1)):
        yield open_both


def draft(application):
    application.refresh_from_db()
    return sealed.read_draft(application)


@LANGUAGES
def test_what_only_one_changed_is_merged_without_asking_and_named(two, language):
    application, one, other = two(language)
    assert one.save(**answers(title="甲的题目")).status_code == 302 and MERGED[language] not in one.page
    assert other.save(**answers(f1="乙的问题")).status_code == 302
    assert MERGED[language] in other.page and "甲的题目" in other.page and "乙的问题" in other.page
    assert (draft(application)["title"], draft(application)["answers"]["f1"]) == ("甲的题目", "乙的问题")


@LANGUAGES
def test_what_both_changed_is_shown_with_both_texts_and_chosen(two, language):
    application, one, other = two(language)
    one.save(**answers(f1="甲的问题", summary="甲的摘要"))
    typed = answers(f1="乙的问题", summary="乙的摘要", title="乙的题目")
    answer = other.save(**typed)
    assert answer.status_code == 409 and CLASH[language] in other.page
    for text in ("甲的问题", "乙的问题", "甲的摘要", "乙的摘要", "乙的题目"):
        assert text in other.page
    assert 'name="choose-title"' not in other.page and "data-hx-post" not in other.page
    assert draft(application)["answers"]["f1"] == "甲的问题", "nothing is saved before the choice"
    assert other.save(**typed, **{"choose-f1": "mine"}).status_code == 409, "one field is not chosen yet"
    assert 'name="choose-summary"' in other.page and 'name="choose-f1"' not in other.page
    assert other.save(**typed, **{"choose-summary": "theirs"}).status_code == 302
    kept = draft(application)
    assert (kept["answers"]["f1"], kept["summary"], kept["title"]) == ("乙的问题", "甲的摘要", "乙的题目")


def test_a_third_text_after_the_choice_is_asked_about_again(two):
    application, one, other = two("zh-hans")
    one.save(**answers(f1="甲一"))
    assert other.save(**answers(f1="乙")).status_code == 409
    one.save(**answers(f1="甲二"))
    assert other.save(**answers(f1="乙"), **{"choose-f1": "mine"}).status_code == 409 and "甲二" in other.page
    assert draft(application)["answers"]["f1"] == "甲二"


@LANGUAGES
def test_saving_by_itself_says_a_clash_plainly_and_goes_on_beside_others(two, language):
    application, one, other = two(language)
    assert one.save(by_itself=True, **answers(title="甲一")).status_code == 200
    assert one.save(by_itself=True, **answers(title="甲二")).status_code == 200, "one does not clash with oneself"
    beside = other.save(by_itself=True, **answers(f1="乙的问题"))
    assert beside.status_code == 200 and MERGED[language] in beside.content.decode()
    again = other.save(by_itself=True, **answers(f1="乙又改了"))
    assert again.status_code == 200 and draft(application)["title"] == "甲二", "the old title on the page wins nothing"
    clash = other.save(by_itself=True, **answers(title="乙的题目", f1="乙又改了"))
    page = clash.content.decode()
    assert clash.status_code == 409 and NOT_SAVED[language] in page and 'name="began"' not in page
    assert draft(application)["title"] == "甲二"


def test_a_page_that_carries_nothing_overwrites_nothing(two):
    application, one, other = two("zh-hans")
    other.hidden = {"began": "{not json"}
    assert other.save(**answers(title="别的题目")).status_code == 409
    assert draft(application)["title"] == "银龄相伴"
    other.hidden = {}
    assert other.save(**answers()).status_code == 302, "the same text clashes with nothing"


def test_files_of_a_clashing_page_are_kept(two):
    from django.core.files.uploadedfile import SimpleUploadedFile

    application, one, other = two("zh-hans")
    one.save(**answers(title="甲"))
    answer = other.save(**answers(title="乙"), **{"file-f5": SimpleUploadedFile("计划.pdf", b.PDF)})
    assert answer.status_code == 409 and [f["name"] for f in draft(application)["files"]] == ["计划.pdf"]


def test_a_refused_file_does_not_make_one_clash_with_oneself(two):
    from django.core.files.uploadedfile import SimpleUploadedFile

    application, one, _other = two("zh-hans")
    bad = SimpleUploadedFile("x.exe", b"MZ" + b"\0" * 50)
    assert one.save(**answers(title="甲一"), **{"file-f5": bad}).status_code == 422
    assert one.save(**answers(title="甲二")).status_code == 302 and draft(application)["title"] == "甲二"


def test_whoever_writes_on_after_a_colleague_handed_in_keeps_the_whole_text(client):
    street, round = b.opened(sealed=True)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        application = domain.applications.start(round, by=street.actor("w1"), organisation=street.organisations[0])
        client.force_login(street.users["w1"])
        address = f"/grants/applications/{application.code}/write/"
        client.post(address, answers())
        window = Window(client, address)
        domain.applications.submit(application, by=street.actor("w1"))
        assert window.save(**answers(title="后来的题目")).status_code == 302
    assert (draft(application)["title"], draft(application)["summary"]) == ("后来的题目", "为独居老人送餐。")


@LANGUAGES
def test_concepts_too(client, language):
    street, round = with_concepts()
    with clock.fixed(b.OPEN):
        concept = domain.concepts.start(round, by=street.actor("w1"), organisation=street.organisations[0])
        client.force_login(street.users["w1"])
        address = ("" if language == "zh-hans" else "/en") + f"/grants/concepts/{concept.code}/write/"
        typed = {"title": "概念", "summary": "短", "amount": "9000", "f1": "想法"}
        one, other = Window(client, address), Window(client, address)
        assert one.save(by_itself=True, **typed).status_code == 200
        assert draft(concept)["answers"] == {"f1": "想法"} and concept.draft_saved_at
        answer = other.save(**typed | {"f1": "乙的想法", "hand_in": "1"})
        assert answer.status_code == 409 and CLASH[language] in other.page and draft(concept)["answers"]["f1"] == "想法"
        assert other.save(by_itself=True, **typed | {"f1": "丙"}).status_code == 409
        concept.refresh_from_db()
        assert concept.state == "draft", "what is not saved is not handed in"
        assert other.save(**typed | {"f1": "乙的想法", "hand_in": "1", "choose-f1": "mine"}).status_code == 302
        concept.refresh_from_db()
        assert (concept.state, concept.content["answers"]["f1"]) == ("submitted", "乙的想法")


def test_the_verb_refuses_what_both_changed():
    street, round = b.opened()
    application, by = b.begun(street, round), street.actor("w1")
    with clock.fixed(b.OPEN + timedelta(days=1)):
        began = merging.fingerprints(application.form.definition, draft(application))
        domain.applications.save(application, by=by, content=b.content() | {"title": "甲"})
        with pytest.raises(merging.Clash) as caught:
            domain.applications.save(application, by=by, content=b.content() | {"title": "乙"}, began=began)
    assert caught.value.keys == ["title"] and caught.value.status == 409

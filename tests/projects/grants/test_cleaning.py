"""Files for blind reviewers are made beside the request: what is shown meanwhile, what a killed worker leaves, what is given up."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.utils import translation
from pypdf import PdfWriter

from marketplace.core import clock, outbox
from marketplace.core.models import OutboxEvent, StoredFile
from projects.grants import domain
from projects.grants.models import Application
from projects.grants.receivers import PORTAL

from . import builders as b
from .test_pages import get

pytestmark = pytest.mark.django_db
NOW = b.AFTER + timedelta(days=2)


def attach(street, application, *names):
    for name in names:
        writer, out = PdfWriter(), BytesIO()
        writer.add_blank_page(100, 100)
        writer.add_metadata({"/Author": name})
        writer.write(out)
        out.seek(0)
        out.name = f"{name}.pdf"
        domain.applications.add_file(application, "f5", out, by=street.actor("w1"))


def assigned(*names, **fields):
    """(street, round, application, reviewer): reviewers are assigned, nothing is delivered yet."""
    street, round = b.opened(**fields)
    application = b.begun(street, round)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        attach(street, application, *names)
        domain.applications.submit(application, by=street.actor("w1"))
    with clock.fixed(b.AFTER):
        domain.rounds.close_call(round, by=street.actor("secretary"))
        domain.screening.pass_(Application.objects.get(), by=street.actor("secretary"))
    with clock.fixed(NOW):
        domain.reviewing.begin_reviews(b.fresh(round), by=street.actor("secretary"))
        review = b.reviews_of(round)[0]
        name = b.name_of(street, review.reviewer)
        domain.reviewing.declare_none(review, by=street.actor(name))
    return street, round, Application.objects.get(), (name, f"/grants/reviews/{review.pk}/")


def copies():
    return sorted(StoredFile.objects.filter(purpose="grants.blind_file").values_list("name", flat=True))


@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_being_prepared_is_said_to_reviewers_and_secretary_and_shown_when_it_is_there(client, language):
    street, round, application, (reviewer, page) = assigned("邻里互助社1", "名册")
    waits = {
        "": ("2 个附件正在为盲评做准备", "1 份申报的附件正在为盲评做准备"),
        "/en": ("2 files are being prepared", "The files of 1 application are"),
    }
    with clock.fixed(NOW):
        assert (application.cleaning, copies()) == ("waiting", [])
        assert waits[language][0] in get(client, street, reviewer, page, language=language)
        ranking = f"/grants/{round.code}/ranking/"
        assert waits[language][1] in get(client, street, "secretary", ranking, language=language)
        translation.activate("zh-hans")
        outbox.deliver()
        application.refresh_from_db()
        assert (application.cleaning, copies()) == ("done", ["1.pdf", "2.pdf"]) and application.cleaned_at
        found = get(client, street, reviewer, page, language=language)
        assert waits[language][0] not in found and "1.pdf" in found and "2.pdf" in found
        assert waits[language][1] not in get(client, street, "secretary", ranking, language=language)


def test_nothing_is_asked_for_where_no_blind_copy_is_needed():
    _street, _round, application, _reviewer = assigned("a", blind=False)
    assert application.cleaning == "" and not OutboxEvent.objects.filter(kind="grants.files_to_clean").exists()


def test_nothing_is_asked_for_where_no_application_has_a_file():
    b.reviewing()
    assert not OutboxEvent.objects.filter(kind="grants.files_to_clean").exists()


def test_a_worker_that_is_killed_in_the_middle_leaves_nothing_and_the_next_one_makes_all_once():
    """Killed after the copies were written and before the transaction ends."""
    _street, _round, application, _reviewer = assigned("a", "b")
    with clock.fixed(NOW):
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            assert domain.cleaning.clean(application.pk, by=PORTAL) and copies()
            raise KeyboardInterrupt
        application.refresh_from_db()
        assert (application.cleaning, copies()) == ("waiting", [])
        assert domain.cleaning.clean(application.pk, by=PORTAL).cleaning == "done"
        assert copies() == ["1.pdf", "2.pdf"]
        assert domain.cleaning.clean(application.pk, by=PORTAL) is None and copies() == ["1.pdf", "2.pdf"]


def test_what_cannot_be_read_is_tried_again_and_given_up_at_last_and_the_rest_is_shown(client):
    street, round, application, (reviewer, page) = assigned("a", "b")
    stored = StoredFile.objects.filter(purpose="grants.file").order_by("pk").first()
    storages["private"].delete(stored.path)
    moment = NOW
    for attempt in range(len(outbox.RETRY_SECONDS)):
        with clock.fixed(moment):
            outbox.deliver()
        application.refresh_from_db()
        assert (application.cleaning, copies()) == ("waiting", []), attempt
        moment += timedelta(hours=7)
    with clock.fixed(moment):
        outbox.deliver()
        application.refresh_from_db()
        assert (application.cleaning, copies()) == ("failed", ["2.pdf"])
        event = OutboxEvent.objects.get(kind="grants.files_to_clean")
        assert event.delivered_at and not event.parked_at
        found = get(client, street, reviewer, page)
        assert "有 1 个文件不显示" in found and "2.pdf" in found
        assert "1 份申报的附件无法准备" in get(client, street, "secretary", f"/grants/{round.code}/ranking/")

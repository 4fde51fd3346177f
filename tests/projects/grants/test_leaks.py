"""A blind and sealed round: nothing tells who applies before its time, whatever page, file, export, letter is asked."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from marketplace.core import clock, outbox
from marketplace.core.models import Notification, StoredFile
from orgs.models import Organisation
from projects.grants import domain
from projects.grants.models import Application, Review

from . import builders as b

pytestmark = [pytest.mark.once, pytest.mark.django_db]
SECRET = ("邻里互助社", "Neighbours", "GO1", "GO2", "w1@grants", "o1@grants")
ADDRESSES = (
    "/grants/", "/grants/?q=邻里互助社", "/grants/{round}/", "/grants/{round}/ranking/", "/grants/applications/", "/grants/applications/?q=邻里互助社1",
    "/grants/applications/?round={round}", "/grants/applications/{application}/", "/grants/applications/{application}/versions/",
    "/grants/{round}/panel/", "/grants/applications/{application}/discussion/", "/grants/applications/{application}/write/", "/grants/applications/{application}/receipt/", "/grants/applications/{application}/team/",
    "/grants/{round}/applications.csv", "/grants/{round}/applications.xlsx", "/grants/{round}/applications.json", "/grants/applications/mine/",
    "/grants/reviews/", "/grants/reviews/{review}/", "/desk/", "/search/?q=送餐", "/api/core/desk", "/api/core/notifications",
    "/do/grants.review/{review}/recuse/", "/do/grants.application/{pk}/pass/", "/do/grants.round/{round_pk}/propose/",
)  # fmt: skip


def named(text) -> list:
    """Which secrets a text tells; a code is one only where it stands alone, not inside a token of random letters."""
    whole = {word: rf"(?<![A-Za-z0-9]){word}(?![A-Za-z0-9])" if word.startswith("GO") else re.escape(word) for word in SECRET}  # fmt: skip
    return [word for word, pattern in whole.items() if re.search(pattern, text)]


def seen(client, user, round, application, review, language="both"):
    """Everything this person gets from all addresses, as one text."""
    client.force_login(user)
    texts = []
    for address in ADDRESSES:
        for prefix in ("", "/en") if language == "both" else ("",):
            answer = client.get(prefix + address.format(round=round.code, application=application.code, review=review.pk, pk=application.pk, round_pk=round.pk))  # fmt: skip
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            texts.append(body.decode("utf-8", "replace").replace("q=邻里互助社", "").replace('value="邻里互助社', ""))
    return "\n".join(texts)


def marked(street, round, number):
    values = b.content(f1=f"我们是邻里互助社{number},联系 w{number}@grants.example。")
    return b.applied(
        street,
        round,
        number,
        **(values | {"title": "银龄相伴", "summary": f"邻里互助社{number}送餐。{b.MARKER}{number}"}),
    )


def test_before_the_deadline_nobody_but_the_team_learns_anything(client):
    street, round = b.opened(sealed=True)
    application = marked(street, round, 1)
    review = Review(pk=1)
    with clock.fixed(b.OPEN + timedelta(days=3)):
        for name in ("leader", "secretary", "auditor", "editor", "e1", "w2", "stranger"):
            text = seen(client, street.users[name], round, application, review, "" if name != "secretary" else "both")
            assert b.MARKER not in text and "银龄相伴" not in text, name
            assert not Application.objects.visible_to(street.actor(name)).exists(), name
    assert Application.objects.visible_to(street.actor("w1")).exists()


def test_a_reviewer_of_a_blind_round_never_learns_who_applies(client):
    street, round = b.opened(sealed=True)
    for number in (1, 2, 3):
        marked(street, round, number)
    from tests import factories

    factories.grant(street.users["e1"], "SECRETARY", street.office)  # whatever else the reviewer is
    application = Application.objects.get(organisation=street.organisations[0])
    with clock.fixed(b.AFTER):
        domain.rounds.close_call(round, by=street.actor("secretary"))
        for row in round.applications.all():
            domain.screening.pass_(row, by=street.actor("secretary"))
        domain.reviewing.begin_reviews(b.fresh(round), by=street.actor("secretary"))
    checked = 0
    with clock.fixed(b.AFTER + timedelta(days=1)):
        for review in b.reviews_of(round):
            user = review.reviewer
            domain.reviewing.declare_none(review, by=street.actor(b.name_of(street, user)))
            text = seen(client, user, round, review.application, review, "both" if not checked else "")
            assert not named(text), user
            assert b.MARKER in text  # what they are to read is there
            checked += 1
        for note in Notification.objects.filter(user__in=[r.reviewer_id for r in b.reviews_of(round)]):
            assert not named(str(note.params))
    assert checked == 6 and application.pk
    assert not [m for m in mail.outbox if any(w in m.body + m.subject for w in SECRET) and m.to[0].startswith("e")]


def test_files_of_a_blind_round_are_handed_out_cleaned_only(client):
    street, round = b.opened()
    application = b.begun(street, round)
    from io import BytesIO

    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "邻里互助社1"})
    out = BytesIO()
    writer.write(out)
    with clock.fixed(b.OPEN + timedelta(days=1)):
        out.seek(0)
        out.name = "邻里互助社1.pdf"
        domain.applications.add_file(application, "f5", out, by=street.actor("w1"))
        domain.applications.submit(application, by=street.actor("w1"))
    with clock.fixed(b.AFTER):
        domain.rounds.close_call(round, by=street.actor("secretary"))
        domain.screening.pass_(Application.objects.get(), by=street.actor("secretary"))
        domain.reviewing.begin_reviews(b.fresh(round), by=street.actor("secretary"))
        outbox.deliver()
        review = b.reviews_of(round)[0]
        name = b.name_of(street, review.reviewer)
        client.force_login(street.users[name])
        own, clean = StoredFile.objects.get(purpose="grants.file"), StoredFile.objects.get(purpose="grants.blind_file")
        assert client.get(own.get_absolute_url()).status_code == 404
        assert client.get(clean.get_absolute_url()).status_code == 404  # not before conflicts are declared
        domain.reviewing.declare_none(review, by=street.actor(name))
        assert client.get(own.get_absolute_url()).status_code == 404
        answer = client.get(clean.get_absolute_url())
        assert answer.status_code == 200 and "1.pdf" in answer["Content-Disposition"]
        from pypdf import PdfReader

        assert "邻里互助社1" not in str(PdfReader(BytesIO(b"".join(answer.streaming_content))).metadata)
        client.force_login(street.users["w2"])
        assert client.get(own.get_absolute_url()).status_code == client.get(clean.get_absolute_url()).status_code == 404


def test_scores_are_hidden_until_they_are_released(client):
    street, round = b.reviewing()
    with clock.fixed(b.AFTER + timedelta(days=3)):
        for review in b.reviews_of(round)[:-1]:
            b.score(street, review, points=71)
        for name in ("secretary", "leader", "auditor", "w1"):
            client.force_login(street.users[name])
            for application in round.applications.all():
                for address in (
                    application.get_absolute_url(),
                    f"/grants/{round.code}/ranking/",
                    f"/grants/{round.code}/applications.json",
                    "/desk/",
                ):
                    answer = client.get(address)
                    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                    assert "71.0" not in body.decode() and '"71"' not in body.decode(), (name, address)


def test_no_applicant_sees_anothers(client):
    street, round = b.decided()
    theirs = round.applications.get(title="项目2")
    with clock.fixed(b.AFTER + timedelta(days=10)):
        client.force_login(street.users["w1"])
        for end in ("", "write/", "check/", "receipt/", "versions/", "team/"):
            assert client.get(f"{theirs.get_absolute_url()}{end}").status_code == 404
        assert client.get(f"/grants/{round.code}/ranking/").status_code == 404
        assert client.get(f"/grants/{round.code}/applications.csv").status_code == 404
        page = client.get(f"/grants/{round.code}/").content.decode()
    assert "项目2" in page and "项目3" not in page  # awarded: public; waiting: not
    assert Organisation.objects.count() == 3

"""Rows of kinds that the demo does not tell, so that every verb has something to be done to."""

from datetime import timedelta

from marketplace.core import clock
from marketplace.funds.giving.models import Collection, Monthly, Report
from marketplace.tenders.models import Bid, LowPriceInquiry
from orgs.domain import add_day
from orgs.models import Organisation, User
from orgs.queries import actor_of
from projects.grants.models import Application, Concept, Objection, Partner, Round
from search.models import SavedSearch

from .district import walked


def put():
    """After the walk, which is through the demo as it is.

    An abnormally low price, a day of the calendar, a monthly gift, a report, a partner, an objection, a kept search, a
    concept that waits for its decision.
    """
    walked()
    _low_price()
    add_day(by=actor_of(_user("keeper")), day=clock.today() + timedelta(days=40), is_working=False, source="x")
    collection = Collection.objects.order_by("pk").first()
    Monthly.objects.create(
        fund=collection.fund, amount=50, giver=_user("leader"), state="running", created_at=clock.now()
    )
    today = clock.today()
    Report.objects.create(
        collection=collection, kind="INTERIM", starts=today - timedelta(days=90), ends=today, due=today, text_zh="收支", text_en="Books"
    )  # fmt: skip
    application = Application.objects.filter(state="draft").order_by("pk").first()
    other = Organisation.objects.filter(code__in=["OR01", "OR16"]).exclude(pk=application.organisation_id).first()
    Partner.objects.create(
        application=application, organisation=other, invited_by=_user("leader"), invited_at=clock.now()
    )
    refused = Application.objects.exclude(determination=None).order_by("pk").first()
    Objection.objects.create(
        round=refused.round, organisation=refused.organisation, filed_by=_user("leader"), filed_at=clock.now(), text="不同意"
    )  # fmt: skip
    SavedSearch.objects.create(user=_user("leader"), name="助餐", address="q=助餐")
    _concept()


def _user(name):
    return User.objects.get(email=f"{name}@linli.example")


def _low_price():
    bid = Bid.objects.filter(state="opened", call__state="evaluating").first()
    LowPriceInquiry.objects.create(
        bid=bid, limit=bid.price, asked_at=clock.now(), asked_by=_user("secretary"), answer_until=clock.now() + timedelta(days=1),
    )  # fmt: skip


def _concept():
    """In the round that is being reviewed."""
    now, round = clock.now(), Round.objects.filter(state="reviewing").order_by("pk").first()
    Round.objects.filter(pk=round.pk).update(
        concept_form=round.form, concept_until=now - timedelta(days=30), concept_by=now - timedelta(days=20)
    )
    Concept.objects.create(
        code="c" * 32, round=round, organisation=Organisation.objects.get(code="OR22"), form=round.form, state="submitted",
        writer=_user("or22"), title="概念", content={"title": "概念", "answers": {}}, submitted_at=now, created_at=now,
    )  # fmt: skip

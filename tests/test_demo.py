"""The demo district: told by the production verbs, in every state, and the same each time it is told."""

import hashlib
import json
from datetime import datetime, time, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.test import TransactionTestCase, override_settings
from django.utils import timezone

from marketplace.catalogue.models import PurchaseList
from marketplace.contracts.models import Contract, Milestone
from marketplace.funds.models import CarryOver, Fund, FundApplication, IncentiveRound, MicroFund, Plan, Transfer
from marketplace.funds.states import FundKind
from marketplace.funds.verify import verify
from marketplace.tenders.models import Bid, Call
from marketplace.tenders.states import CallState
from orgs.models import Organisation
from projects.outcomes.models import Outcome
from tests.support.district import TODAY, built

# Told twice for the comparison: once a CI run, and built once, not once a worker.
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("demo")]
OURS = ("orgs", "catalogue", "funds", "tenders", "contracts", "services", "outcomes", "core")
# Random by nature: keys of files, keys and ciphertexts of sealing and what quotes them, salts of passwords.
RANDOM = {
    "orgs.user": {"password", "last_login"},
    "core.storedfile": {"key"},
    "tenders.call": {"recipient", "identity", "minutes"},
    "tenders.sealedsubmission": {"sha256", "size", "path"},
    "core.auditevent": {"changes", "note"},
    "core.heartbeat": {"at"},
    # The log of proofs hides the receipts of sealed bids among random places, so all that hashes over them differs.
    "funds.logleaf": {"hash"},
    "funds.lognode": {"hash"},
    "funds.logrecord": {"body"},
    "funds.sealedreceipt": {"key", "body", "salt", "position", "path"},
    "funds.checkpoint": {"root", "note"},
    "core.notification": {"key"},
}


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Hashes of the content of another telling; the database holds the run's own one."""
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        try:
            call_command("demo", "build", today=TODAY, verbosity=0)
            other = contents()
        finally:
            TransactionTestCase._fixture_teardown(None)
    with built(django_db_blocker):
        yield other


def contents() -> dict[str, str]:
    """{model: SHA-256 of its rows without what is random by nature}."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if model._meta.app_label not in OURS:
            continue
        names = [f.attname for f in model._meta.concrete_fields if f.name not in RANDOM.get(label, ())]
        rows = json.dumps(list(model._base_manager.order_by("pk").values_list(*names)), cls=DjangoJSONEncoder)
        found[label] = hashlib.sha256(rows.encode()).hexdigest()
    return found


@pytest.fixture
def district(told, db):
    return told


def test_the_same_seed_tells_the_same(district):
    assert contents() == district


def test_it_has_what_the_district_has(district):
    assert PurchaseList.objects.get(state="published", year=TODAY.year).items.count() == 57
    assert Organisation.objects.filter(state="verified").count() == 61
    assert Fund.objects.count() == 14
    assert set(Fund.objects.values_list("kind", flat=True)) == set(FundKind)
    assert Call.objects.count() >= 16
    assert Contract.objects.values("call").distinct().count() >= 13


ALL = (Call, Contract, Milestone, Outcome, MicroFund, FundApplication, Plan, Transfer, CarryOver, IncentiveRound)


def states() -> dict[str, set]:
    return {m.__name__: set(m.objects.values_list("state", flat=True)) for m in ALL}


EVERY = {
    "Call": set(CallState),
    "Contract": {"running", "closed"},
    "Milestone": {"planned", "delivered", "returned", "accepted", "paid"},
    "Outcome": {"draft", "in_review", "published", "set_aside"},
    "MicroFund": {"applied", "returned", "refused", "active", "idle", "warned", "winding_up"},
    "FundApplication": {"asked", "withdrawn", "declined", "approved", "paid", "reported", "closed"},
    "Plan": {"in_force", "in_review"},
    "Transfer": {"done", "declined", "proposed"},
    "CarryOver": {"done"},
    "IncentiveRound": {"draft", "in_review", "paid"},
}


def deadlines(today):
    """(open with few days left, closed and waiting for the opening) on the demo's day."""
    now = timezone.make_aware(datetime.combine(today, time(9)))
    still = Call.objects.taking_bids(now)
    waiting = Call.objects.filter(state="open", deadline__lte=now)
    return still.filter(deadline__lte=now + timedelta(days=8)).exists(), waiting.exists()


def test_every_state_is_there(district):
    assert states() == EVERY
    assert deadlines(TODAY) == (True, True)


def test_the_books_agree(district):
    report = verify()
    assert report.ok, report
    assert Bid.objects.exists()

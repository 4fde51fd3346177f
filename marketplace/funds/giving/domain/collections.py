"""Public collections as the law asks for them, the members of a directed one, and the reports."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb
from orgs.models import User

from .. import rules
from ..models import Collection, NamedMember, Report
from ..reporting import DueReport, draft_texts

LONGEST_DAYS = 3 * 366


def plan_collection(fund, *, by, cause=None, **plan) -> Collection:
    """Begin a collection's plan. plan: columns of Collection.PLAN and the like, as far as they are known."""
    _check_dates(plan)
    collection = Collection(fund=fund, **plan)
    if cause is not None:
        collection.cause_type, collection.cause_id = ContentType.objects.get_for_model(cause), cause.pk
    with creating(collection, by=by, verb="plan"):
        pass
    return collection


def edit_collection(collection: Collection, *, by, **plan) -> Collection:
    _check_dates(plan)
    with verb("edit", collection, by=by) as collection:
        for name, value in plan.items():
            setattr(collection, name, value)
    return collection


def _check_dates(plan):
    starts, ends = plan.get("starts"), plan.get("ends")
    if starts and ends and ends < starts:
        raise Refused("ends_before", _("The end lies before the beginning."), field="ends")
    if starts and ends and (ends - starts).days > LONGEST_DAYS:
        raise Refused("too_long", _("A collection runs for three years at most."), field="ends", clause=_("Order 74, art. 10"))  # fmt: skip


def file_collection(
    collection: Collection, *, by, filing_number: str, filed_on, platform_name="", platform_url=""
) -> Collection:
    """The civil affairs department has taken the filing: one number for one collection."""
    number = filing_number.strip()
    with verb("file", collection, by=by, public_note=number) as collection:
        collection.filing_number, collection.filed_on = number, filed_on
        collection.platform_name, collection.platform_url = platform_name.strip(), platform_url
        values = rules.filing_number_is_free.failing(by, collection)
        if values is not None:
            need = rules.filing_number_is_free
            raise Refused(need.code, need.sentence, clause=need.clause, field="filing_number", values=values, kind="when")  # fmt: skip
    return collection


def open_collection(collection: Collection, *, by) -> Collection:
    with verb("open", collection, by=by):
        pass
    return collection


def close_collection(collection: Collection, *, by) -> Collection:
    """It is over: by its last day, or sooner."""
    with verb("close", collection, by=by) as collection:
        collection.ends = min(collection.ends, clock.today())
    return collection


def settle_collection(collection: Collection, *, by) -> Collection:
    """All reports are published: nothing more is owed."""
    with verb("settle", collection, by=by):
        pass
    return collection


def draft_report(collection: Collection, *, by, one: DueReport) -> Report:
    """The portal drafts a report from the books when its period is over."""
    told, zh, en = draft_texts(collection, one)
    report = Report(
        collection=collection, kind=one.kind, starts=one.starts, ends=one.ends, due=one.due, figures=told, text_zh=zh, text_en=en
    )  # fmt: skip
    with creating(report, by=by, verb="draft"):
        pass
    return report


def edit_report(report: Report, *, by, text_zh: str, text_en: str = "") -> Report:
    with verb("edit", report, by=by) as report:
        report.text_zh, report.text_en = text_zh, text_en
    return report


def remind_report(report: Report, *, by) -> Report:
    """It is late: those in charge are told once a week."""
    with verb("remind", report, by=by) as report:
        report.reminded_at = clock.now()
    return report


def publish_report(report: Report, *, by) -> Report:
    with verb("publish", report, by=by) as report:
        report.published_at = clock.now()
    return report


def name_member(fund, *, by, email: str, capacity: str) -> NamedMember:
    """Name somebody with an account who may be asked in a directed collection for this fund."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise Refused("no_such_person", _("Nobody has an account with this address."), field="email")
    member = NamedMember(fund=fund, user=user, capacity=capacity, named_at=clock.now())
    with creating(member, by=by, verb="name"):
        pass
    return member


def strike_member(member: NamedMember, *, by) -> NamedMember:
    with verb("strike", member, by=by):
        pass
    return member

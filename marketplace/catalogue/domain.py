"""Verbs of the purchase list: the only place that writes it."""

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.audit import record
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from .audience import groups_of, pack
from .columns import PLAIN
from .models import PurchaseList, ServiceItem
from .states import EDITABLE, ListState

GONE = Refused("gone", _("This service is not on the list any more."), kind="when")


def draft_list(office, *, by: Actor, year: int, title_zh: str, title_en="", note_zh="", note_en="", valid_from=None):
    """Start an empty list of an office for a year; the version is the next free one.

    Raises:
        Refused: neither buyer nor leader of the office, or an unpublished version of the year exists.
    """
    new = PurchaseList(
        office=office,
        year=year,
        title_zh=title_zh,
        title_en=title_en,
        note_zh=note_zh,
        note_en=note_en,
        valid_from=valid_from,
        drafted_by=by.user,
    )
    with creating(new, by=by, verb="draft"):
        new.version = _next_version(office.pk, year)
    return new


def revise(source: PurchaseList, *, by: Actor, year: int | None = None) -> PurchaseList:
    """Start a new version from a published one, for the same year or the one after; all services are copied.

    Raises:
        Refused: wrong role or state, or an unpublished version of that year exists (field "year").
    """
    with verb("revise", source, by=by) as source:
        year = year or source.year
        new = PurchaseList(
            office=source.office,
            year=year,
            title_zh=source.title_zh.replace(str(source.year), str(year)),
            title_en=source.title_en.replace(str(source.year), str(year)),
            note_zh=source.note_zh,
            note_en=source.note_en,
            based_on=source,
            drafted_by=by.user,
        )
        with creating(new, by=by, verb="draft", note=f"from version {source.year}/{source.version}"):
            new.version = _next_version(source.office_id, year)
            new.save()
            for item in source.items.all():
                item.pk, item.purchase_list = None, new
                item._state.adding = True
                item.save()
    return new


def _next_version(office_id, year) -> int:
    rows = PurchaseList.objects.filter(office_id=office_id, year=year)
    return (rows.aggregate(last=Max("version"))["last"] or 0) + 1


def rename(purchase_list: PurchaseList, *, by: Actor, title_zh, title_en="", note_zh="", note_en="", valid_from=None):
    """Change title, note and first day of a draft."""
    with verb("rename", purchase_list, by=by) as purchase_list:
        purchase_list.title_zh, purchase_list.title_en = title_zh, title_en
        purchase_list.note_zh, purchase_list.note_en = note_zh, note_en
        purchase_list.valid_from = valid_from
    return purchase_list


def add_item(purchase_list: PurchaseList, *, by: Actor, **values) -> ServiceItem:
    """Add a service to a draft. values: the columns of `columns.COLUMNS` without list_year; buyer is an Office.

    Raises:
        Refused: wrong role or state, or the code stands on the list already (field "code").
    """
    with verb("add_item", purchase_list, by=by, note=values["code"]) as purchase_list:
        _free_code(purchase_list, values["code"])
        item = _fill(ServiceItem(purchase_list=purchase_list), values)
        item.position = (purchase_list.items.aggregate(last=Max("position"))["last"] or 0) + 1
        item.save()
        record("catalogue.item.add", item, by=by, before={})
    return item


def change_item(item: ServiceItem, *, by: Actor, **values) -> ServiceItem:
    """Change a service of a draft; before and after stand in its audit."""
    from marketplace.core.audit import snapshot

    with verb("change_item", item.purchase_list, by=by, note=item.code) as purchase_list:
        item = _own(purchase_list, item)
        if values["code"] != item.code:
            _free_code(purchase_list, values["code"])
        before = snapshot(item)
        _fill(item, values).save()
        record("catalogue.item.change", item, by=by, before=before)
    return item


def remove_item(item: ServiceItem, *, by: Actor) -> PurchaseList:
    """Take a service off a draft."""
    with verb("remove_item", item.purchase_list, by=by, note=f"{item.code} {item.name_zh}") as purchase_list:
        _own(purchase_list, item).delete()
    return purchase_list


def import_rows(purchase_list: PurchaseList, *, by: Actor, rows: list[dict], seen: str) -> PurchaseList:
    """Make the draft's services equal to these rows (as `imports.read` cleaned them), all or nothing.

    seen: `imports.fingerprint` of the draft when the difference was shown; another one now is refused.
    Services keep their key where the code stays.
    """
    from .imports import fingerprint

    with verb("import", purchase_list, by=by, note=f"{len(rows)} rows") as purchase_list:
        if fingerprint(purchase_list) != seen:
            raise Refused(
                "changed_meanwhile",
                _("Somebody changed this draft after you looked at the difference. Please import the table again."),
                kind="when",
            )
        present = {item.code: item for item in purchase_list.items.all()}
        for code in present.keys() - {row["code"] for row in rows}:
            present[code].delete()
        for position, row in enumerate(rows, start=1):
            item = present.get(row["code"]) or ServiceItem(purchase_list=purchase_list)
            item.position = position
            _fill(item, row).save()
    return purchase_list


def submit(purchase_list: PurchaseList, *, by: Actor) -> PurchaseList:
    """Hand the draft in; from now on nobody edits it until a leader publishes or returns it."""
    with verb("submit", purchase_list, by=by) as purchase_list:
        purchase_list.submitted_at, purchase_list.state_reason = clock.now(), ""
    return purchase_list


def return_list(purchase_list: PurchaseList, *, by: Actor, reason: str) -> PurchaseList:
    """Give it back to the drafter with reasons (1 to 2,000 characters)."""
    with verb("return", purchase_list, by=by, note=reason) as purchase_list:
        if not reason.strip():
            raise Refused("reason_missing", _("Say why, so that the drafter knows what to change."), field="reason")
        purchase_list.state_reason = reason.strip()
    return purchase_list


def publish(purchase_list: PurchaseList, *, by: Actor) -> PurchaseList:
    """Approve a list; the published version of the same year and office is superseded in the same act.

    A version that replaces another is in force from today. The first of a year is in force from its `valid_from`,
    or from 1 January, or from today when that has passed.
    """
    with verb("publish", purchase_list, by=by) as purchase_list:
        previous = PurchaseList.objects.filter(
            office_id=purchase_list.office_id, year=purchase_list.year, state=ListState.PUBLISHED
        ).first()
        today = clock.today()
        if previous:
            _supersede(previous, by=by)
            purchase_list.valid_from = today
        elif purchase_list.valid_from is None:
            purchase_list.valid_from = max(date(purchase_list.year, 1, 1), today)
        purchase_list.published_at, purchase_list.state_reason = clock.now(), ""
    return purchase_list


def _supersede(purchase_list: PurchaseList, *, by: Actor):
    with verb("supersede", purchase_list, by=by) as purchase_list:
        purchase_list.superseded_at = clock.now()


def _fill(item: ServiceItem, values: dict) -> ServiceItem:
    for column in PLAIN:
        setattr(item, column, values.get(column, ""))
    item.buyer = values["buyer"]
    item.groups = pack(groups_of(item.target_group_zh, item.target_group_en))
    return item


def _own(purchase_list, item) -> ServiceItem:
    """The item, read afresh under the list's lock."""
    found = purchase_list.items.filter(pk=item.pk).first()
    if found is None or purchase_list.state not in EDITABLE:
        raise GONE
    return found


def _free_code(purchase_list, code):
    if purchase_list.items.filter(code=code).exists():
        raise Refused(
            "code_taken", _("The code %(code)s stands on this list already."), field="code", values={"code": code}
        )

"""Every form can be sent: all of its fields stand on the page, and nothing that stands in it from the start is refused."""

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.forms import BaseForm

from tests.support.district import kind_of, logged_in, verb_forms, walked

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("fuzz")]


# What the act is about is another value than the one that stands there.
TO_BE_CHANGED = {("core:verb#incubation.stay#advance", "stage"), ("core:verb#grants.round#extend", "deadline")}


@pytest.fixture
def portal(district, db, settings):
    settings.DEMO = True
    settings.ACCOUNT_RATE_LIMITS = False


def forms_in(response) -> list:
    """Django's forms with which the page was drawn."""
    layers = [layer for context in response.context or () for layer in context.dicts]
    found = {id(value): value for layer in layers for value in layer.values() if isinstance(value, BaseForm)}
    return list(found.values())


def not_drawn(response, page, *, whole) -> list[str]:
    """Fields of forms that have no control in what the page sends. whole: all forms; else those of which most is drawn
    there (the filters of a list are asked for by GET).
    """
    sent = page.find_all("form", method="post")
    there = {control.get("name", "") for tag in sent for control in tag.find_all(["input", "select", "textarea"])}
    found = []
    for form in forms_in(response):
        missing = [bound.html_name for bound in form if not is_drawn(bound, there)]
        if whole or len(missing) * 2 < len(form.fields):
            found += missing
    return found


def is_drawn(bound, there) -> bool:
    """Or there is nothing to choose from."""
    nothing = hasattr(bound.field, "choices") and not list(bound.field.choices)
    name = bound.html_name
    return nothing or name in there or any(one.startswith(f"{name}_") for one in there)


def as_drawn(tag) -> dict:
    """What a browser sends when nobody touches the form and its first button is pressed."""
    values = {}
    for control in tag.find_all(["input", "select", "textarea"]):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or control.has_attr("disabled") or kind in ("file", "submit", "button"):
            continue
        if control.name == "select":
            chosen = control.find_all("option", selected=True) or control.find_all("option")[:1]
            values[name] = [option.get("value", option.get_text()) for option in chosen]
        elif kind not in ("checkbox", "radio") or control.has_attr("checked"):
            text = (
                control.get_text()
                if control.name == "textarea"
                else control.get("value", "on" if kind == "checkbox" else "")
            )
            values.setdefault(name, []).append(text)
    button = tag.find("button", attrs={"name": True})
    return values | ({button["name"]: button.get("value", "")} if button else {})


def refused(client, action, values) -> list[str]:
    """Fields that had a value from the start and were marked as wrong. What the sending did is taken back."""
    mark = transaction.savepoint()
    try:
        response = client.post(action, values)
    finally:
        transaction.savepoint_rollback(mark)
    if response.status_code not in (200, 422) or response.streaming:
        return []
    wrong = BeautifulSoup(response.content, "html.parser").find_all(attrs={"aria-invalid": "true"})
    return [
        control["name"] for control in wrong if any(text.strip() for text in values.get(control.get("name", ""), ()))
    ]


def faults_of(who, address) -> list[str]:
    """Of one page as this person sees it."""
    client = logged_in(who)
    response = client.get(address)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return []
    page, where = BeautifulSoup(response.content, "html.parser"), f"{kind_of(address)} as {who or 'anybody'}"
    missing = not_drawn(response, page, whole=kind_of(address).startswith("core:verb"))
    found = [f"{where}: {name} is not on the page" for name in missing]
    for tag in page.find_all("form", method="post"):
        action = tag.get("action") or address
        if "logout" not in action and action.startswith("/"):
            wrong = [n for n in refused(client, action, as_drawn(tag)) if (kind_of(address), n) not in TO_BE_CHANGED]
            found += [f"{where}: {name} is refused as it stands" for name in wrong]
    return found


def test_forms_of_verbs(portal):
    found = [fault for _name, _verb, form in verb_forms() if form for fault in faults_of(form.who, form.page)]
    assert not found, "\n".join(found)


def test_forms_of_pages(portal):
    pages = walked().pages
    found = [fault for who, address in pages.values() for fault in faults_of(who, address)]
    assert len(pages) > 80
    assert not found, "\n".join(found)

"""The house rules find what they forbid, and the house keeps them."""

import pytest

from tests.support.houserules import breaches, faults


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("orgs/domain/roles.py", "now = timezone.now()", 1),
        ("orgs/domain/roles.py", "now = clock.now()", 0),
        ("marketplace/core/clock.py", "now = timezone.now()", 0),
        ("orgs/queries.py", "day = date.today()", 1),
        ("orgs/queries.py", "# the machine's time, not the portal's\nage = timezone.now() - modified", 0),
        ("orgs/templates/orgs/list.html", '<p style="color: red">', 1),
        ("orgs/templates/orgs/list.html", "<p style='color: red'>", 1),
        ("orgs/templates/orgs/list.html", '<button onclick="go()">', 1),
        ("orgs/templates/orgs/list.html", "<script>go()</script>", 1),
        ("orgs/templates/orgs/list.html", '<script src="{% static "x.js" %}" defer></script>', 0),
        ("orgs/templates/orgs/list.html", '<p class="style">', 0),
        ("orgs/views.py", "# TODO later", 1),
        ("docs/testing.md", "- FIXME", 1),
        ("orgs/views.py", "organisation.state = 'verified'", 1),
        ("orgs/views.py", "rows.update(state='verified')", 1),
        ("orgs/views.py", "if organisation.state == 'verified':", 0),
        ("orgs/domain/register.py", "organisation.state = 'verified'", 0),
        ("orgs/templates/orgs/list.html", "{{ name|safe }}", 1),
        ("orgs/views.py", "return mark_safe(text)", 1),
    ],
)
def test_what_is_found(name, line, found):
    assert len(list(breaches(name, line))) == found


def test_the_house_keeps_its_rules():
    assert list(faults()) == []

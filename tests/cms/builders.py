"""Editors and texts for tests of the told part."""

from cms import domain
from cms.domain.articles import rich
from cms.models import ArticlePage
from cms.queries import news_index
from orgs.states import Role
from tests import factories


def editors(number=2):
    """So many editors of one office, as (users, actors)."""
    office = factories.make_office()
    users = [factories.person(Role.EDITOR, office) for _n in range(number)]
    return users, [factories.actor(user) for user in users]


def article(by, language="zh-hans", *, title="一条消息", body=None, **values):
    """A draft of an article in one language."""
    values = {"kind": "NEWS", "intro": "导语。", "body": body or [("paragraph", rich("第一段。"))]} | values
    return domain.draft(ArticlePage, by=by, parent=news_index(language), title=title, **values)


def published(by, reader, language="zh-hans", **values):
    page = article(by, language, **values)
    domain.submit(page, by=by)
    return domain.approve(page, by=reader)

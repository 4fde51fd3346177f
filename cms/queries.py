"""Reads of the told part: only what is live and public."""

from wagtail.models import Locale


def articles_visible():
    """Live articles that no view restriction hides, newest first."""
    from .models import ArticlePage

    return ArticlePage.objects.live().public().order_by("-day", "-pk")


def articles_under(index):
    return articles_visible().child_of(index)


def articles_in(language: str):
    """Live articles in a language ("zh-hans" or "en")."""
    return articles_visible().filter(locale=Locale.objects.get(language_code=language))


def news_index(language: str):
    """The news list of a language, or None."""
    from .models import NewsIndexPage

    return NewsIndexPage.objects.live().filter(locale__language_code=language).first()

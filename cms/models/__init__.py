"""The told part: pages in both languages as Wagtail's translations of each other, and what stands around all pages."""

from .base import KeptPage, Provenance, TextPage
from .events import EventPage
from .exports import Export
from .furniture import ContactData, MenuEntry, Notice
from .guides import GuidePage
from .home import HomePage, SectionPage
from .links import AskedLink
from .news import ArticleKind, ArticlePage, NewsIndexPage
from .papers import ContactPage, PolicyPage, PressMentionPage, PublicationPage
from .review import SecondReader

__all__ = [
    "ArticleKind", "ArticlePage", "AskedLink", "ContactData", "ContactPage", "EventPage", "Export", "GuidePage", "HomePage", "KeptPage", "MenuEntry",
    "NewsIndexPage", "Notice", "PolicyPage", "PressMentionPage", "Provenance", "PublicationPage", "SecondReader", "SectionPage",
    "TextPage",
]  # fmt: skip

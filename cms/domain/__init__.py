"""Verbs of the told part: write, submit, approve, send back, withdraw. Editors mostly do the same in Wagtail."""

from .articles import publish_article
from .pages import approve, draft, publish_pair, revise, send_back, submit, translate, withdraw

__all__ = [
    "approve",
    "draft",
    "publish_article",
    "publish_pair",
    "revise",
    "send_back",
    "submit",
    "translate",
    "withdraw",
]

"""Verbs of the told part: write, submit, approve, send back, withdraw. Editors mostly do the same in Wagtail."""

from .articles import LIVE, mend_article, plain_text, publish_article, submit_article
from .pages import approve, draft, publish_pair, revise, send_back, submit, translate, withdraw

__all__ = [
    "LIVE",
    "approve",
    "draft",
    "mend_article",
    "plain_text",
    "publish_article",
    "publish_pair",
    "revise",
    "send_back",
    "submit",
    "submit_article",
    "translate",
    "withdraw",
]

"""The back office's own search (page tree, page chooser) finds Chinese words inside titles.

The database's full-text index holds a run of Han characters as one token. So pages index the pairs of the characters of
their titles beside it (`pairs`, in `KeptPage.search_fields`), and what is typed is asked for by its pairs.
"""

import re

from modelsearch.backends import database

HAN = re.compile("[㐀-䶿一-鿿豈-﫿々〇\U00020000-\U0003ffff]+")


def pairs(text: str) -> str:
    """The text with each run of Han characters as its pairs: "法律援助" -> "法律 律援 援助"."""
    return " ".join(HAN.sub(lambda run: f" {_pairs(run.group())} ", text).split())


def _pairs(run: str) -> str:
    return " ".join(run[i : i + 2] for i in range(len(run) - 1)) or run


def indexed(text: str) -> str:
    """As `pairs`, with the last character: a single character finds whatever begins with it, and the end."""
    return " ".join(HAN.sub(lambda run: f" {_pairs(run.group())} {run.group()[-1]} ", text).split())


def SearchBackend(params):
    """The database's own backend, asked in pairs. (Wagtail looks for this name in the module that the settings name.)"""
    backend = database.SearchBackend(params)

    class InPairs(type(backend)):
        def search(self, query, *args, **kwargs):
            return super().search(_asked(query), *args, **kwargs)

        def autocomplete(self, query, *args, **kwargs):
            return super().autocomplete(_asked(query), *args, **kwargs)

    return InPairs(params)


def _asked(query):
    return pairs(query) if isinstance(query, str) else query

"""Which group of notifications the search belongs to: what one follows."""

from marketplace.core import news

news.grouped(news.FOLLOWS, "search.found")

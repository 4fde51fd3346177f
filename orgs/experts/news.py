"""To which groups this room's notifications belong."""

from marketplace.core import news

news.grouped("tasks", "experts.proposed")
news.grouped("account", "experts.admitted", "experts.declined", "experts.removed")

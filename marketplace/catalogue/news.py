"""To which groups this room's notifications belong."""

from marketplace.core import news

news.grouped("tasks", "catalogue.list_submitted", "catalogue.list_returned")

"""How hits are ordered, in numbers; docs/search.md says what they mean. Both engines count with the same ones.

score = (words found + nearness of the words + place) × weight of the document
"""

from datetime import UTC, datetime

# Where a word stands: its BM25 score in the field, times this. A word counts by the best field, the others add a part.
FIELDS = {"title": 3.0, "words": 2.0, "body": 1.0}
OTHERS = 0.2
# The whole query as it was typed, against scattered words.
PHRASES = {"title": 4.0, "body": 1.5}
# The title, or the code, is exactly what was typed.
EXACT = 40.0
# A synonym is worth a little less than the word itself.
SYNONYM = 0.6
# Latin letters read as pinyin of a title, and as initials.
PINYIN, INITIALS = 2.0, 1.2

# How many of a query's tokens must be found: all of one or two, all but one up to four, then this share.
ALL_UP_TO, ALL_BUT_ONE_UP_TO, SHARE = 2, 4, 0.65

# Weight of a document: what is over counts less; newer counts more, a part of it for each year since 2020.
CLOSED = 0.6
YEARLY = 0.03
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
MOST_YEARS = 20
BASE = 5.0  # keeps every weight above one: tantivy multiplies by nothing smaller
UNDATED = 6.0  # years: what has no date (a place, an organisation) stands now
OTHER_LANGUAGE = 0.6  # a page that is not in the reader's language

# Near before far, when the reader says where: added within so many metres.
NEAR = ((500, 6.0), (1_000, 4.0), (2_000, 2.5), (5_000, 1.0))


# What serves a resident stands before how it was bought: of two documents that say the same, the service, the place or
# the organisation is what most people look for.
KINDS = {"call": 0.85, "round": 0.85, "outcome": 0.85, "page": 0.9, "file": 0.8, "contract": 0.7, "office": 0.7}
# Fewer hits than this are filled up with what holds a part of the words.
FEW = 8


def weight(document, language: str) -> float:
    """By what a document's score is multiplied for readers of this language."""
    years = UNDATED if document.newest is None else (document.newest - BEGINNING).days / 365.25
    found = BASE * (1 + YEARLY * min(max(years, 0), MOST_YEARS))
    found *= KINDS.get(document.kind, 1.0)
    if not document.is_open:
        found *= CLOSED
    if language not in document.languages:
        found *= OTHER_LANGUAGE
    return found


def least(count: int) -> int:
    """How many of so many tokens must be found."""
    if count <= ALL_UP_TO:
        return count
    if count <= ALL_BUT_ONE_UP_TO:
        return count - 1
    return max(ALL_BUT_ONE_UP_TO - 1, round(count * SHARE))

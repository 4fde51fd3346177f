"""Lines under the box while somebody types: titles that hold what was typed so far, also by pinyin and initials."""

from django.utils.translation import get_language

from marketplace.core import documents
from marketplace.core.documents import PUBLIC

from . import engines, pinyin, plan, ranking
from .analysis import fold, stem, units
from .engine import INSIDE_SHELF, MOST_CHARS, PUBLIC_SHELF, Down, Suggestion

SHOWN = 8


def suggest(
    text: str, *, language: str = "", audience=frozenset({PUBLIC}), engine=None, limit: int = SHOWN
) -> list[Suggestion]:
    """At most `limit` titles, best first; nothing where the index is down. Never raises for what was typed."""
    language = language or ("en" if get_language() == "en" else "zh")
    tree = begun(text[:MOST_CHARS])
    if tree is None:
        return []
    engine = engine or engines.current()
    try:
        found = engine.titles(PUBLIC_SHELF, tree, (), f"weight_{language}", limit + 4)
        if audience - {PUBLIC}:
            own = (plan.Named("audience", tuple(sorted(audience))),)
            found = found + engine.titles(INSIDE_SHELF, tree, own, f"weight_{language}", limit + 4)
    except Down:
        return []
    lines = {}
    for one in sorted(found, key=lambda one: (-round(one.score, 3), one.id)):
        stored = one.stored
        title = stored["title"][language == "en"] or stored["title"][language != "en"]
        line = Suggestion(title, stored["kind"], documents.address(stored["url"], stored["languages"], language))
        lines.setdefault(title, line)
    return list(lines.values())[:limit]


def begun(text: str):
    """The tree for a text whose last word is not finished; None: nothing to look for."""
    folded = fold(text).strip()
    read = units(folded, folded=True)
    if not read or len(read) > 12:
        return None
    *whole, last = read
    must = [plan.Best((plan.Term("title", token), plan.Term("words", token))) for unit in whole for token in unit.asked]
    begins = _begins(last)
    ways = [plan.Every(must=(*must, begins)) if must else begins, *_sounds(folded, read)]
    return plan.Best(tuple(ways), 0.0) if len(ways) > 1 else ways[0]


def _begins(unit):
    if unit.kind == "han":
        if len(unit.text) == 1:
            return plan.Best((plan.Prefix("title", (unit.text,)), plan.Times(plan.Term("title", unit.text), 2.0)))
        asked = tuple(unit.asked)
        return plan.Phrase("title", asked) if len(asked) > 1 else plan.Term("title", asked[0])
    ways = [plan.Prefix("title", (unit.text,)), plan.Prefix("words", (unit.text,))]
    if unit.kind == "word" and stem(unit.text) != unit.text:  # else what begins so holds it
        ways.append(plan.Term("title", stem(unit.text)))
    return plan.Best(tuple(ways))


def _sounds(folded, read):
    if any(unit.kind != "word" or not unit.text.isascii() for unit in read) or len(folded) > 30:
        return []
    ways = []
    for way in pinyin.readings(folded):
        ways.append(_in_order(way))
    for cut in range(max(1, len(folded) - 5), len(folded)):  # the last syllable is only begun
        before, rest = folded[:cut].rstrip(), folded[cut:]
        if pinyin.begins_syllable(rest):
            ways += [_sound_begun(way, rest) for way in pinyin.readings(before, 1)]
    if len(read) == 1 and 2 <= len(folded) <= 10:
        ways.append(_in_order(pinyin.letter_pairs(folded)))
    return [plan.Times(way, ranking.PINYIN) for way in ways[:8]]


def _sound_begun(way, rest):
    """Syllables, and the letters that the next one begins with. One letter is an initial: looking it up is far cheaper
    than every syllable that begins with it."""
    if len(rest) > 1:
        return plan.Prefix("pinyin", (*way, rest))
    return plan.Every(must=(_in_order(way), _in_order(pinyin.letter_pairs([*(one[0] for one in way), rest]))))


def _in_order(tokens):
    return plan.Phrase("pinyin", tuple(tokens)) if len(tokens) > 1 else plan.Term("pinyin", tokens[0])

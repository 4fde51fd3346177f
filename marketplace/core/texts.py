"""Data in two languages: columns `name_zh` and `name_en`, read as `name` in the reader's language."""

from django.utils.translation import get_language, override


class Translated:
    """`name = Translated()` on a model with `name_zh` and `name_en`; an empty English text falls back to Chinese.

    `unit_name = Translated("unit")` reads the columns `unit_zh` and `unit_en`.
    """

    def __init__(self, column=""):
        self.name = column

    def __set_name__(self, owner, name):
        self.name = self.name or name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        zh, en = getattr(obj, f"{self.name}_zh"), getattr(obj, f"{self.name}_en")
        return (en or zh) if get_language() == "en" else (zh or en)


def joined(*parts) -> str:
    """The parts that say something, each on a line of its own: the text by which a thing is found."""
    return "\n".join(str(part).strip() for part in parts if part)


def both(obj, name: str) -> dict:
    """{"zh": ..., "en": ...}: for notification parameters, rendered in the reader's language later."""
    return {"zh": getattr(obj, f"{name}_zh"), "en": getattr(obj, f"{name}_en")}


def in_both(words) -> dict:
    """{"zh": ..., "en": ...} of words the code itself knows: `words()` is asked once in each language."""
    found = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            found[key] = str(words())
    return found

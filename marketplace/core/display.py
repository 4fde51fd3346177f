"""How a reader wants pages drawn: text as usual, large, or in care mode; light, dark, or as the device says.

Kept in two cookies, so that no account and no script are needed; who has an account finds it again on other devices.
"""

from typing import NamedTuple

TEXTS = ("usual", "large", "care")
SCHEMES = ("device", "light", "dark")


class Display(NamedTuple):
    """What was chosen; the first of each is what nobody chose."""

    text: str = TEXTS[0]
    scheme: str = SCHEMES[0]

    @property
    def care(self) -> bool:
        """Larger text and targets, fewer things on a page."""
        return self.text == "care"

    @property
    def packed(self) -> str:
        """For the account and for keys of kept pages: "care dark"; "" is nothing but the usual."""
        return "" if self == USUAL else " ".join(self)


USUAL = Display()


def read(text, scheme) -> Display:
    """What is not one of ours counts as not chosen."""
    return Display(text if text in TEXTS else TEXTS[0], scheme if scheme in SCHEMES else SCHEMES[0])


def of_cookies(request) -> Display:
    return read(request.COOKIES.get("text"), request.COOKIES.get("scheme"))


def of(request) -> Display:
    """The account's choice for a person who made one while logged in, else the cookies'."""
    actor = getattr(request, "actor", None)
    kept = request.user.display if actor is not None and actor.is_known else ""
    return read(*kept.partition(" ")[::2]) if kept else of_cookies(request)

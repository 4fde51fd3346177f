"""The unified social credit code (统一社会信用代码): 18 characters with two check digits.

GB 32100-2015: position 1 registering department, 2 kind of body, 3–8 area (GB/T 2260), 9–17 organisation
code (GB 11714-1997, position 17 is its check character), 18 check character of the whole.
"""

import unicodedata

from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # 31 characters, valued 0–30; I O S V Z are left out
NOT_ALLOWED = "IOSVZ"
LENGTH = 18
WEIGHTS = tuple(3**i % 31 for i in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def normalise(text) -> str:
    """Full-width to half-width, lower to upper case; blanks and hyphens go."""
    text = unicodedata.normalize("NFKC", str(text)).upper()
    return "".join(c for c in text if not c.isspace() and c not in "-‐‑–")


def organisation_check(body: str) -> str:
    """Check character of an organisation code (GB 11714) over its eight characters (positions 9–16)."""
    rest = 11 - sum(int(c, 36) * w for c, w in zip(body, ORGANISATION_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def whole_check(first: str) -> str:
    """Check character of the whole code (GB 32100-2015) over its first seventeen characters."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(first, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def check(text) -> str:
    """The code in its normal form.

    Raises:
        Refused (field "uscc"): "uscc_length", "uscc_character", "uscc_position_17" or "uscc_position_18";
            the sentence names the position and what should stand there.
    """
    code = normalise(text)
    if len(code) != LENGTH:
        raise _refused("uscc_length", _("The code has 18 characters; this one has %(found)s."), found=len(code))
    for position, character in enumerate(code, start=1):
        if character in NOT_ALLOWED:
            raise _refused(
                "uscc_character",
                _(
                    "Position %(position)s: the letters I, O, S, V and Z do not occur in the code; here stands "
                    "%(found)s. A 1, 0, 5 or 2 is often meant."
                ),
                position=position, found=character,
            )  # fmt: skip
        if character not in ALPHABET:
            raise _refused(
                "uscc_character",
                _("Position %(position)s: “%(found)s” is neither a digit nor a Latin letter."),
                position=position, found=character,
            )  # fmt: skip
    _check_17(code)
    expected = whole_check(code[:17])
    if code[17] != expected:
        raise _refused(
            "uscc_position_18",
            _(
                "The last check digit is wrong: position 18 is %(found)s and should be %(expected)s. "
                "Please compare all characters with the certificate."
            ),
            found=code[17], expected=expected,
        )  # fmt: skip
    return code


def _check_17(code):
    expected = organisation_check(code[8:16])
    if code[16] != expected:
        raise _refused(
            "uscc_position_17",
            _(
                "The check digit of the organisation code is wrong: position 17 is %(found)s and should be "
                "%(expected)s. Please compare positions 9 to 17 with the certificate."
            ),
            found=code[16], expected=expected,
        )  # fmt: skip


def complete(first: str) -> str:
    """A full code from its first sixteen characters."""
    first = first[:16] + organisation_check(first[8:16])
    return first + whole_check(first)


def _refused(code, sentence, **values):
    return Refused(
        code,
        sentence,
        clause="GB 32100-2015" if code != "uscc_position_17" else "GB 11714-1997",
        field="uscc",
        values=values,
    )

"""Under which key gifts of one giver are counted together, for the caps of a pot."""

import hashlib

from django.conf import settings


def giver_key(given) -> str:
    """A hash that only the portal can make: of the account, else of the address for the receipt; else of the gift alone.

    Whoever gives without any name stands alone each time: such gifts are capped one by one.
    """
    if given.giver_id:
        what = f"user:{given.giver_id}"
    elif given.giver_contact.strip():
        what = f"contact:{given.giver_contact.strip().casefold()}"
    else:
        what = f"{type(given).__name__}:{given.code}"
    return hashlib.blake2b(what.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=32).hexdigest()

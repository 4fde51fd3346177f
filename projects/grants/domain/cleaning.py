"""Files as blind reviewers read them: copies without their properties, made after reviewers were assigned, beside the request.

Asked for in the outbox with the act; a worker makes them outside any transaction and keeps them in one. Whoever is killed
in between leaves the state as it was: the next one begins again, and nothing is kept twice.
"""

import logging

from marketplace.core import clock, files, outbox, verbs
from marketplace.core.actors import Actor
from marketplace.core.verbs import act

from .. import blind
from ..kinds import Cleaning
from ..models import Application

log = logging.getLogger(__name__)
BLIND_PURPOSE, ASKED = "grants.blind_file", "grants.files_to_clean"


def ask(applications):
    """Copies are wanted of the files of these applications; part of the act that assigns reviewers."""
    for application in applications:
        if (application.content or {}).get("files"):
            Application.objects.filter(pk=application.pk).update(cleaning=Cleaning.WAITING)
            outbox.put(ASKED, application)


def clean(key: int, *, by: Actor, last: bool = False) -> Application | None:
    """Make the copies of one application; one that cannot be cleaned is withheld. None: nothing is wanted.

    Args:
        last: nobody tries again: what cannot be read is given up, and the rest is shown.

    Raises:
        Whatever keeps a file from being read, while somebody tries again.
    """
    rows = Application.objects.select_related("organisation", "round").filter(pk=key, cleaning=Cleaning.WAITING)
    application = rows.first()
    if application is None:
        return None
    made, failed = _copies(application, last)
    with act():
        verbs.lock(application)
        if application.cleaning != Cleaning.WAITING:  # another worker was faster
            return None
        for name, data in made:
            files.store(data, purpose=BLIND_PURPOSE, by=by, name=name, owner=application)
        application.cleaning = Cleaning.FAILED if failed else Cleaning.DONE
        application.cleaned_at = clock.now()
        application.save(update_fields=["cleaning", "cleaned_at"])
    return application


def _copies(application, last):
    """([(name, content)], whether one could not be read)"""
    names, made, failed = blind.names_of(application), [], False
    known = {str(f.key): f for f in files.files_of(application, "grants.file")}
    for position, row in enumerate(application.content["files"], 1):
        stored = known.get(row.get("key"))
        if stored is None:
            continue
        try:
            with files.open_file(stored) as handle:
                data, clean = blind.scrubbed(handle.read(), stored.media_type, names)
        except Exception:
            if not last:
                raise
            log.exception("file %s of application %s", stored.pk, application.pk)
            failed = True
            continue
        if clean:
            made.append((blind.numbered(position, stored.name), data))
    return made, failed

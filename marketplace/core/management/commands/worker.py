"""`manage.py worker`: delivers the outbox and runs the periodic jobs until it is told to stop."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from marketplace.core import clock, outbox
from marketplace.core.actors import system
from marketplace.core.models import Heartbeat
from marketplace.core.registry import periodic_jobs, quick_jobs

log = logging.getLogger(__name__)
EVERY_SECONDS = 60
PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    help = "Delivers what was queued (TASKS=worker) and runs the periodic jobs once a minute."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args, once, **options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        last_round = None
        while not stop.is_set():
            close_old_connections()
            busy = 0
            try:
                now = clock.now()
                if last_round is None or (now - last_round).total_seconds() >= EVERY_SECONDS:
                    last_round = now
                    self.round()
                busy = outbox.deliver() + sum(job() for job in quick_jobs().values())
            except Exception:
                log.exception("the worker goes on")
            if once:
                return
            if not busy:
                stop.wait(PAUSE_SECONDS)

    def round(self):
        """One round of periodic jobs; a failing job keeps no other from running."""
        Heartbeat.objects.update_or_create(name="worker", defaults={"at": clock.now()})
        for name, job in periodic_jobs().items():
            try:
                job(system(name))
            except Exception:
                log.exception("periodic job %s", name)

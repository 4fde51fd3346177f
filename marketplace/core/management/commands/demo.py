"""`manage.py demo build`: fills an empty database with the demo district, by the production verbs."""

import json
from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

from marketplace.core import clock, collector, demo


class Command(BaseCommand):
    help = "Builds the demo district (only with DEMO=1 or DEBUG=1, only into an empty database)."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["build"])
        parser.add_argument("--today", type=date.fromisoformat, help="the day the demo is built for (YYYY-MM-DD)")
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args, what, today, seed, **options):
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("The demo has known passwords. Set DEMO=1 if this really is a demo.")
        if get_user_model().objects.exists():
            raise CommandError("There are people in this database already; the demo is built into an empty one.")
        demo.load()
        world = demo.World(today or clock.today(), seed)
        say = self.stdout.write if options["verbosity"] else (lambda text: None)
        mute = override_settings(TASK_MODE="inline", EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
        with collector.spared(), mute:
            acts = demo.tell(world, say=say)
        path = settings.VAR_DIR / "demo-logins.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(world.logins, ensure_ascii=False, indent=1), encoding="utf-8")
        say(f"{acts} acts told; log-ins are in {path.name}")

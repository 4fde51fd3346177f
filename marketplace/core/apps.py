"""The ground floor: what every room stands on. It imports no room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

HOUSE = {"marketplace", "orgs", "projects", "cms", "search"}


class CoreConfig(AppConfig):
    name = "marketplace.core"
    label = "core"
    verbose_name = _("Ground floor")

    def ready(self):
        # A room plugs itself in from these modules, never the other way round.
        from django.apps import apps

        from . import checks, digests, files, follows, letters, notices, workdays  # noqa: F401  receivers, periodic jobs

        rooms = [a.name for a in apps.get_app_configs() if a.name.split(".")[0] in HOUSE]
        for module in (
            "states",
            "faces",
            "slots",
            "receivers",
            "tasks",
            "news",
            "api",
            "pictures",
            "finders",
            "documents",
        ):
            for room in rooms:
                if module_has_submodule(import_module(room), module):
                    import_module(f"{room}.{module}")

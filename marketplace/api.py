"""The JSON face of the portal: every room's router under its own name, /api/<room>/...

A refusal answers with the sentence that the pages show. The description for machines is /api/openapi.json; there is
no page of docs, because it would load scripts from elsewhere.
"""

from django.apps import apps
from django.utils.module_loading import import_module, module_has_submodule
from ninja import NinjaAPI

from marketplace.core.apps import HOUSE
from marketplace.core.refusals import Refused

api = NinjaAPI(title="Linli Market", version="1", docs_url=None, urls_namespace="api")


@api.exception_handler(Refused)
def refused(request, error):
    return api.create_response(request, error.as_json(), status=error.status)


def mount():
    """Add the routers of all rooms that have one, in the order of the floors."""
    for app in apps.get_app_configs():
        if app.name.split(".")[0] in HOUSE and module_has_submodule(import_module(app.name), "api"):
            router = getattr(import_module(f"{app.name}.api"), "router", None)
            if router is not None:
                api.add_router(f"/{app.label}", router)


mount()

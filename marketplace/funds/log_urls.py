"""The log's addresses without a language, as C2SP tlog-tiles names them below one address."""

from django.urls import path, re_path

from . import views_log as log

urlpatterns = [
    path("checkpoint", log.checkpoint, name="log_checkpoint"),
    path("checkpoint/<int:size>", log.checkpoint_of, name="log_checkpoint_of"),
    path("checkpoints.txt", log.all_checkpoints, name="log_checkpoints"),
    path("key", log.key, name="log_key"),
    path("keys.json", log.keys, name="log_keys"),
    path("tile/entries/<path:path>", log.entries, name="log_entries"),
    re_path(
        r"^tile/(?P<level>[0-9])/(?P<path>.+)$",
        lambda request, level, path: log.tile(request, int(level), path),
        name="log_tile",
    ),
    path("entry/<int:number>.json", log.entry_proof, {"form": "json"}, name="log_entry"),
    path("entry/<int:number>.tlog-proof", log.entry_proof, {"form": "tlog-proof"}, name="log_entry_note"),
    path("consistency/<int:old>/<int:new>.json", log.consistency, name="log_consistency"),
    path("cosign", log.cosign, name="log_cosign"),
]

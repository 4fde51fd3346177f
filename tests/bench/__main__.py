"""Run all figures, or those whose function's name contains the word given; print them and write var/bench.json."""

import json
import os
import pkgutil
import shutil
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
VAR = Path(__file__).resolve().parent.parent.parent / "var"
KEYS = {"name", "value", "goal", "better", "ok", "note"}


def benches(only=""):
    """(name, function) of every figure whose name contains `only`: the rooms' first, then what belongs to none."""
    from django.apps import apps
    from django.utils.module_loading import module_has_submodule

    import tests.bench

    names = [f"{app.name}.bench" for app in apps.get_app_configs() if module_has_submodule(app.module, "bench")]
    names += [f"tests.bench.{m.name}" for m in pkgutil.iter_modules(tests.bench.__path__) if not m.name.startswith("_")]
    for name in names:
        for function in getattr(import_module(name), "BENCHES", ()):
            label = f"{name.removesuffix('.bench')}.{function.__name__}"
            if only in label or function.__name__ in only:  # a figure's printed name holds its function's
                yield label, function


def show(figure):
    value = figure["value"]
    shown = f"{value:,.3g}" if isinstance(value, float) and abs(value) < 1000 else f"{value:,.0f}"
    sign = "≥" if figure["better"] == "higher" else "≤"
    verdict = "ok    " if figure["ok"] else "MISSED"
    print(
        f"{verdict} {figure['name']:<52} {shown:>12}  goal {sign} {figure['goal']:,}\n       {figure['note']}",
        flush=True,
    )


def main(only=""):
    import django

    django.setup()
    from django.conf import settings

    from tests.support import database

    keeper = database.keeper()
    found, broken = [], 0
    try:
        for name, function in benches(only):
            keeper.prepare()
            database.after_restore()
            began = time.perf_counter()
            try:
                result = function()
            except Exception:
                traceback.print_exc()
                print(f"BROKEN {name}", flush=True)
                broken += 1
                continue
            figures = [result] if isinstance(result, dict) else list(result)
            assert all(set(figure) == KEYS for figure in figures), f"{name}: a figure has {sorted(KEYS)}"
            for figure in figures:
                show(figure)
            print(f"       {name}: {time.perf_counter() - began:.0f} s\n", flush=True)
            found += figures
    finally:
        keeper.drop()
        if settings.VAR_DIR.name.startswith("linli-test-"):
            shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
    if only and not (found or broken):
        print(f"No figure is called {only!r}.")
        return 1
    VAR.mkdir(exist_ok=True)
    (VAR / "bench.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    missed = [figure["name"] for figure in found if not figure["ok"]]
    print(f"{len(found)} figures, {len(missed)} missed{': ' + ', '.join(missed) if missed else ''}; var/bench.json")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

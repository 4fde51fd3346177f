"""Translation catalogues: .mo beside every .po, made when it is older; needs no gettext on the machine."""

from pathlib import Path

import polib

SKIP = {".venv", "var", "node_modules"}


def catalogues(root: Path) -> list[Path]:
    """Every .po of the house below `root`."""
    return sorted(p for p in Path(root).rglob("locale/*/LC_MESSAGES/*.po") if not SKIP & set(p.relative_to(root).parts))


def compile_stale(root: Path) -> int:
    """Write the .mo files that are missing or older than their .po; returns how many."""
    made = 0
    for po in catalogues(root):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            fresh = mo.with_suffix(".mo.new")
            polib.pofile(str(po)).save_as_mofile(str(fresh))
            fresh.replace(mo)
            made += 1
    return made

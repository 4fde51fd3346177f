"""Translation catalogues: .mo beside every .po, made when it is older; needs no gettext on the machine."""

import ast
import re
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


# ---- checking ------------------------------------------------------------------------------
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
PLACE = re.compile(r"%\((\w+)\)[sd]")
IN_TEMPLATE = re.compile(
    r"""\b(?P<fn>n?p?gettext|_)\((?P<args>(?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?)+)"""
)
STRING = re.compile(r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def texts(root: Path) -> dict:
    """{msgid: where} of everything that is translated in the house's Python files and templates.

    An f-string inside gettext is a fault of its own: it cannot be found in any catalogue.
    """
    found, faults = {}, []
    for folder in ("marketplace", "orgs", "projects", "cms"):
        for path in sorted((Path(root) / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                _in_python(path, found, faults)
        for path in sorted((Path(root) / folder).rglob("*.html")):
            _in_template(path, found)
    return found | {"": faults}


def _in_python(path, found, faults):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args):
            continue
        first = node.args[1 if node.func.id.startswith("pgettext") else 0]
        if isinstance(first, ast.JoinedStr):
            faults.append(f"{path}:{node.lineno}: an f-string cannot be translated")
        elif isinstance(first, ast.Constant) and isinstance(first.value, str):
            found.setdefault(first.value, f"{path}:{node.lineno}")


def _in_template(path, found):
    from django.utils.translation.template import templatize

    for match in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        strings = [ast.literal_eval(text) for text in STRING.findall(match["args"])]
        if strings:
            found.setdefault(strings[1 if "p" in match["fn"] and len(strings) > 1 else 0], str(path))


def check(root: Path) -> list[str]:
    """Faults: texts without a Chinese translation, places that differ, f-strings in gettext."""
    from django.utils import translation

    known, plurals = {}, {}
    for po in catalogues(root):
        for entry in polib.pofile(str(po)):
            if not entry.fuzzy and (entry.msgstr or any(entry.msgstr_plural.values())):
                known[entry.msgid] = entry.msgstr or next(iter(entry.msgstr_plural.values()))
                plurals[entry.msgid] = entry.msgid_plural
    found = texts(root)
    faults = found.pop("")
    with translation.override("zh-hans"):
        for msgid, where in sorted(found.items()):
            if not msgid.strip() or not re.search(r"[A-Za-z]{2}", msgid):
                continue
            translated = known.get(msgid)
            if translated is None and translation.gettext(msgid) != msgid:
                continue  # a library's own catalogue has it
            if translated is None:
                faults.append(f"{where}: no Chinese for {msgid!r}")
            elif set(PLACE.findall(msgid + plurals.get(msgid, ""))) != set(PLACE.findall(translated)):
                faults.append(f"{where}: the places differ in {msgid!r}")
    return faults

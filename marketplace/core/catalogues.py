"""Translation catalogues: .mo beside every .po, made when it is older; needs no gettext on the machine.

`check` names every text of the house that a Chinese reader would see in English.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

import polib

SKIP = {".venv", "var", "node_modules"}
WORDS = 3  # what is longer is a sentence, which means the same wherever it is said
HOUSE = ("marketplace", "orgs", "projects", "cms", "search")
LIBRARY = ("cms", "wagtail")  # here lies what Wagtail's own catalogue lacks; the house says none of it


def catalogues(root: Path) -> list[Path]:
    """Every .po of the house below `root`."""
    return sorted(p for p in Path(root).rglob("locale/*/LC_MESSAGES/*.po") if not SKIP & set(p.relative_to(root).parts))


def of_library(po: Path, root: Path) -> bool:
    """Whether this catalogue translates a library's texts, not the house's."""
    return po.relative_to(root).parts[: len(LIBRARY)] == LIBRARY


def compile_stale(root: Path) -> int:
    """Write the .mo files that are missing or older than their .po; returns how many."""
    made = 0
    for po in catalogues(root):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            fresh = mo.with_suffix(f".mo.{id(po)}")
            polib.pofile(str(po)).save_as_mofile(str(fresh))
            fresh.replace(mo)
            made += 1
    return made


# ---- what is said ----------------------------------------------------------------------------
# name of the call: (place of the context, of the text, of the plural) among its arguments
_ = (None, 0, None)
_N = (None, 0, 1)
_P = (0, 1, None)
_NP = (0, 1, 2)
CALLS = {
    "_": _, "gettext": _, "gettext_lazy": _, "gettext_noop": _, "ngettext": _N, "ngettext_lazy": _N,
    "pgettext": _P, "pgettext_lazy": _P, "npgettext": _NP, "npgettext_lazy": _NP,
}  # fmt: skip
PLACE = re.compile(r"%\((\w+)\)[sd]")
IN_TEMPLATE = re.compile(
    r"""\b(?P<fn>n?p?gettext|_)\((?P<args>(?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?)+)"""
)
STRING = re.compile(r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


@dataclass
class Texts:
    """found: {(context, msgid): (where, plural)}; faults: what can stand in no catalogue."""

    found: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)

    def add(self, call: str, strings: list, where: str):
        context, text, plural = CALLS[call]
        if text >= len(strings) or strings[text] is None:
            return
        key = (strings[context] if context is not None else None, strings[text])
        self.found.setdefault(key, (where, strings[plural] if plural is not None and plural < len(strings) else None))


def texts(root: Path) -> Texts:
    """Everything that is translated in the house's Python files and templates."""
    said = Texts()
    for folder in HOUSE:
        base = Path(root) / folder
        for path in sorted(base.rglob("*.py")):
            if "migrations" not in path.parts:
                _in_python(path, path.relative_to(root), said)
        for kind in ("*.html", "*.txt", "*.xml"):
            for path in sorted(p for p in base.rglob(kind) if "templates" in p.parts):
                _in_template(path, path.relative_to(root), said)
    return said


def _in_python(path, shown, said):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name not in CALLS:
            continue
        where = f"{shown}:{node.lineno}"
        text = node.args[min(CALLS[name][1], len(node.args) - 1)]
        if isinstance(text, ast.JoinedStr | ast.BinOp) or (
            isinstance(text, ast.Call) and getattr(text.func, "attr", "") == "format"
        ):
            said.faults.append(f"{where}: a text put together at run time cannot be translated; give it %(places)s")
            continue
        said.add(name, [a.value if isinstance(a, ast.Constant) else None for a in node.args], where)


def _in_template(path, shown, said):
    from django.utils.translation.template import templatize

    for match in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        said.add(match["fn"], [ast.literal_eval(text) for text in STRING.findall(match["args"])], str(shown))


# ---- what the catalogues know ------------------------------------------------------------------
def known(root: Path) -> tuple[dict, list[str]]:
    """({(context, msgid): (Chinese, plural, file)}, faults): finished entries only.

    All rooms' catalogues are one at run time: a text that two of them translate differently would show the
    words of whichever room comes first, so it is a fault (give one of them a context). A library's catalogue goes
    before all rooms (LOCALE_PATHS): it may not change a word of theirs, and is no translation for them.
    """
    entries, faults = {}, []
    for po in sorted(catalogues(root), key=lambda po: of_library(po, root)):
        shown, guest = po.relative_to(root), of_library(po, root)
        if guest and po.stem != "django":
            continue
        for entry in polib.pofile(str(po)):
            if entry.obsolete or entry.fuzzy:
                continue
            chinese = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
            if not chinese.strip():
                continue
            key = (entry.msgctxt, entry.msgid)
            mine = (chinese, entry.msgid_plural, shown)
            before = entries.get(key, mine) if guest else entries.setdefault(key, mine)
            if before[0] != chinese:
                faults.append(f"{shown}: {entry.msgid!r} is {chinese!r} here and {before[0]!r} in {before[2]}")
    return entries, faults


def check(root: Path) -> list[str]:
    """Faults: texts without Chinese, translated in two ways, with other places, or put together at run time."""
    from django.utils import translation

    said = texts(root)
    entries, faults = known(root)
    faults += said.faults
    with translation.override("zh-hans"):
        for (context, msgid), (where, plural) in sorted(said.found.items(), key=lambda item: item[1][0]):
            if not re.search(r"[A-Za-z]{2}", msgid):
                continue
            entry = entries.get((context, msgid))
            note = f" (context {context!r})" if context else ""
            if entry is None:
                if context is None and len(msgid.split()) > WORDS and translation.gettext(msgid) != msgid:
                    continue  # a sentence of a library's own catalogue; a word of it may mean something else here
                faults.append(f"{where}: no Chinese for {msgid!r}{note}")
            elif plural is not None and entry[1] != plural:
                faults.append(f"{where}: the catalogue has no plural {plural!r} for {msgid!r}{note}")
            elif set(PLACE.findall(msgid + (plural or entry[1]))) != set(PLACE.findall(entry[0])):
                faults.append(f"{where}: the places differ in {msgid!r}{note}")
    return faults

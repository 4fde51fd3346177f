"""Pages of docs/ that are made from the code: one per room from its state tables, and the picture of the floors.

`files(root)` gives {path: text}; `manage.py docs_rooms` writes it, a test compares it with what is committed.
"""

import importlib
import inspect
import re
import tomllib
from pathlib import Path

from django.apps import apps
from django.utils.translation import override

from . import news
from .registry import role_labels
from .states import TABLES

BEGIN, END = "<!-- floors: made by `manage.py docs_rooms` -->", "<!-- /floors -->"
TABLES_HERE = "<!-- tables: made by `manage.py docs_rooms` -->"
PLACES = re.compile(r"%\((\w+)\)[sd]")
BY_HAND = ("core",)  # its page is written, its tables stand at the end
INDEX_HEAD = (
    "# Rooms\n\nMade by `manage.py docs_rooms` from the rooms' docstrings and state tables. Do not edit by hand.\n\n"
)


def files(root: Path) -> dict[Path, str]:
    """Every generated file: path below `root` and its text, in English."""
    root = Path(root)
    with override("en"):
        rooms = _rooms()
        by_hand = {room: rooms.pop(room, []) for room in BY_HAND}
        pages = {room: _page(room, names) for room, names in rooms.items()}
    listed = [*BY_HAND, *pages]
    index = INDEX_HEAD + "".join(
        f"- [{room}]({room}.md): {_purpose(room).splitlines()[0].rstrip('.')}.\n" for room in listed
    )
    found = {root / "docs" / "rooms" / f"{room}.md": text for room, text in pages.items()}
    found[root / "docs" / "rooms" / "README.md"] = index
    for room, names in by_hand.items():
        page = root / "docs" / "rooms" / f"{room}.md"
        written = page.read_text(encoding="utf-8").split(TABLES_HERE, 1)[0]
        with override("en"):
            tables = [part for name in names for part in _tables_of(name) if part]
        found[page] = "\n\n".join([written + TABLES_HERE, *tables]) + "\n"
    house = root / "docs" / "architecture.md"
    found[house] = _with_floors(house.read_text(encoding="utf-8"), floors(root))
    return found


def floors(root: Path) -> str:
    """The import contract of pyproject.toml as a mermaid picture: an arrow may be an import."""
    contracts = tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if c["type"] == "layers")
    rows = [[name.strip() for name in re.split(r"[|:]", layer)] for layer in layers]
    lines = ["```mermaid", "flowchart TB"]
    for number, names in enumerate(rows):
        if len(names) > 1:
            lines += [f'  subgraph floor{number}[" "]', *[f"    {_key(n)}[{n}]" for n in names], "  end"]
        else:
            lines.append(f"  {_key(names[0])}[{names[0]}]")
    for above, below in zip(rows, rows[1:], strict=False):
        lines += [f"  {_key(a)} --> {_key(b)}" for a in above for b in below]
    return "\n".join([*lines, "```"])


def _key(name):
    return name.replace(".", "_")


def _with_floors(text, picture):
    head, rest = text.split(BEGIN, 1)
    return f"{head}{BEGIN}\n{picture}\n{END}{rest.split(END, 1)[1]}"


# ---- one room ----------------------------------------------------------------------------------
def _rooms() -> dict:
    """{room: [names of its tables]} in the order in which the tables were made."""
    rooms: dict[str, list] = {}
    for name in TABLES:
        rooms.setdefault(name.split(".")[0], []).append(name)
    return dict(sorted(rooms.items()))


def _purpose(room) -> str:
    return inspect.cleandoc(importlib.import_module(apps.get_app_config(room).name).__doc__ or "")


def _page(room, names) -> str:
    parts = [f"# {room}", _purpose(room)]
    parts.append("Made by `manage.py docs_rooms` from the state tables below; what the code does is what stands here.")
    for name in names:
        parts += _tables_of(name)
    return "\n\n".join(part for part in parts if part) + "\n"


def _tables_of(name) -> list:
    table = TABLES[name]
    return [f"## {name}", _diagram(table), _states(table), _steps(table), _told(table)]


def _diagram(table) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'  state "{label}" as {value}' for value, label in table.states.choices]
    targets = {str(step.target) for step in table.steps if step.target is not None}
    lines += [f"  [*] --> {value}" for value in table.states.values if value not in targets]
    for step in table.steps:
        if step.target is not None:
            sources = step.sources or ("[*]",)
            lines += [f"  {_value(s)} --> {_value(step.target)}: {step.verb}" for s in sources]
    return "\n".join([*lines, "```"])


def _value(state):
    return str(getattr(state, "value", state))


def _states(table) -> str:
    return "States: " + ", ".join(f"`{value}` ({label})" for value, label in table.states.choices) + "."


def _steps(table) -> str:
    head = ["verb", "from", "to", "who", "needs", "second factor", "public"]
    rows = [head, ["---"] * len(head)]
    for step in table.steps:
        rows.append([
            f"`{step.verb}` {step.label}",
            ", ".join(_value(s) for s in step.sources) or "any" if step.target is None or step.sources else "(creates)",
            _value(step.target) if step.target is not None else "stays",
            "; ".join(_cell(p.sentence) for p in step.who),
            "; ".join(_cell(need.sentence) + (f" ({_cell(need.clause)})" if need.clause else "") for need in step.needs) or "–",
            "fresh" if step.second_factor else "–",
            "yes" if step.public else "–",
        ])  # fmt: skip
    return "Needs are given as the sentence that is shown when they fail.\n\n" + _table(rows)


def _told(table) -> str:
    rows = [["after", "kind", "who hears", "what"], ["---"] * 4]
    for step in table.steps:
        rows += [[f"`{step.verb}`", f"`{tell.kind}`", _listener(tell.to), _cell(tell.text)] for tell in step.tells]
        heard = news.of_step(f"{table.name}.{step.verb}")
        rows += [[f"`{step.verb}`", f"`{one.kind}`", _followers(one), _cell(one.text)] for one in heard]
    return _table(rows) if len(rows) > 2 else "Nobody is told."


def _followers(one) -> str:
    words = (inspect.getdoc(one.of) or "").split("\n")[0].rstrip(".") or one.of.__name__.replace("_", " ")
    return _cell(f"followers: {words}")


def _listener(to) -> str:
    """The first sentence of who is told, else the function's name in words."""
    words = (inspect.getdoc(to) or "").split("\n")[0].rstrip(".")
    name = to.__name__
    if name == "to":  # a factory's closure: the factory says it
        name = to.__qualname__.split(".")[0] + _closed_over(to)
    return _cell(words or name.replace("_", " ").strip())


def _closed_over(to) -> str:
    cells = [cell.cell_contents for cell in to.__closure__ or ()]
    flat = [one for cell in cells for one in (cell if isinstance(cell, (list, tuple)) else [cell])]
    labels = role_labels()
    names = [str(labels.get(str(one), getattr(one, "label", one))) for one in flat if not callable(one)]
    return f": {', '.join(names)}" if names else ""


def _cell(text) -> str:
    return PLACES.sub("…", str(text)).replace("|", "\\|").replace("\n", " ")


def _table(rows) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)

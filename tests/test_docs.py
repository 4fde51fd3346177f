"""The tables in docs/ are held to what they describe: nothing missing, nothing that is gone."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("marketplace", "orgs", "projects", "cms", "search")


def rows(path):
    """The rows of all tables of a page whose first cell is code: lists of cells."""
    for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]


def codes(path):
    return [name for row in rows(path) for name in re.findall(r"`([^`]+)`", row[0])]


def read_in_settings():
    """{name: default as the table writes it, or None where it is an address or worked out}"""
    found = {}
    for node in ast.walk(ast.parse((ROOT / "marketplace/settings.py").read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "env" and node.args):
            continue
        default = next(k.value for k in node.keywords if k.arg == "default")
        try:
            plain = None if node.func.attr.endswith("_url") else as_written(ast.literal_eval(default))
        except ValueError:
            plain = None
        found[node.args[0].value] = plain
    return found


def as_written(value):
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"`{','.join(value) if isinstance(value, list) else value}`" if value not in ("", []) else None


def test_settings():
    """Every name, no other; the default as the code has it, or in words where it is worked out."""
    in_code = read_in_settings()
    in_table = {row[0].strip("`"): row[2] for row in rows("docs/settings.md")}
    assert set(in_table) == set(in_code)
    assert {name: in_table[name] for name, default in in_code.items() if default} == {
        name: default for name, default in in_code.items() if default
    }
    assert all(in_table.values())


def test_commands():
    in_code = {
        path.stem
        for room in ROOMS
        for path in (ROOT / room).rglob("management/commands/*.py")
        if not path.stem.startswith("_")
    }
    assert {name.split()[0] for name in codes("docs/commands.md")} == in_code


def asked(path):
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(re.match(r"[\w-]+", line).group() for line in lines if line and line[0] not in "#-"))


def test_dependencies():
    """The table has the names of requirements.in in their order, every cell filled; the text names the rest."""
    assert [row[0].strip("`") for row in rows("docs/dependencies.md")] == asked("requirements.in")
    assert all(all(row) and len(row) == 4 for row in rows("docs/dependencies.md"))
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    assert [
        name for name in asked("requirements-dev.in") if name.removeprefix("pytest-").split("-")[0] not in text
    ] == []


def test_links_lead_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_decisions_are_all_listed():
    folder = ROOT / "docs/decisions"
    listed = re.findall(r"\]\((.+?)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in folder.glob("*.md") if path.name != "README.md")

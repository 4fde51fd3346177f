"""Changes of a form's definition, each a pure function: definition in, new definition out."""

from copy import deepcopy

from .formdef import fields


def _next_key(definition, letter) -> str:
    used = {field["key"] for field in fields(definition)} | {s["key"] for s in definition.get("sections", [])}
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    return f"{letter}{number}"


def put_section(definition: dict, values: dict, key: str = "") -> dict:
    """Add a section, or change the one named `key`. values: title_zh, title_en, help_zh, help_en."""
    new = deepcopy(definition)
    sections = new.setdefault("sections", [])
    section = next((s for s in sections if s["key"] == key), None)
    if section is None:
        sections.append({"key": _next_key(definition, "s"), "fields": [], **values})
    else:
        section.update(values)
    return new


def put_field(definition: dict, section: str, values: dict, key: str = "") -> dict:
    """Add a field at the end of a section, or change the one named `key` where it stands."""
    new = deepcopy(definition)
    for one in new["sections"]:
        for position, field in enumerate(one["fields"]):
            if key and field["key"] == key:
                one["fields"][position] = {"key": key, **values}
                return new
    for one in new["sections"]:
        if one["key"] == section:
            one["fields"].append({"key": _next_key(definition, "f"), **values})
    return new


def remove(definition: dict, key: str) -> dict:
    """Take out a field, or a section with its fields."""
    new = deepcopy(definition)
    new["sections"] = [s for s in new.get("sections", []) if s["key"] != key]
    for section in new["sections"]:
        section["fields"] = [f for f in section["fields"] if f["key"] != key]
    return new


def move(definition: dict, key: str, step: int) -> dict:
    """Move a field or a section one place up (-1) or down (1); a field at an end goes into the next section."""
    new = deepcopy(definition)
    sections = new.get("sections", [])
    for position, section in enumerate(sections):
        if section["key"] == key:
            _shift(sections, position, step)
            return new
        for place, field in enumerate(section["fields"]):
            if field["key"] != key:
                continue
            if 0 <= place + step < len(section["fields"]):
                _shift(section["fields"], place, step)
            elif 0 <= position + step < len(sections):
                section["fields"].pop(place)
                target = sections[position + step]["fields"]
                target.insert(len(target) if step < 0 else 0, field)
            return new
    return new


def _shift(rows, place, step):
    if 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]

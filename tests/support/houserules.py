"""House rules that no linter knows; each says why. `python -m tests.support.houserules`"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = r"^tests/support/houserules|^tests/test_houserules"


@dataclass(frozen=True)
class Rule:
    """files, but: patterns of names. waiver: words on the line or the one before that say why not here."""

    pattern: str
    files: str
    why: str
    but: str = r"^$"
    waiver: str = ""


RULES = (
    Rule(
        r"timezone\.(now|localtime|localdate)\(\)|datetime\.(utc)?now\(|date\.today\(\)|\btime\.time\(\)",
        r"\.py$",
        "Ask core.clock: a rehearsal moves the clock.",
        but=rf"^tests/|/migrations/|core/clock\.py|core/demo_codes\.py|{OWN}",
        waiver="machine's time",
    ),
    Rule(
        r"""\sstyle=["']|<style\b|<script>|\son[a-z]+=["']|javascript:""",
        r"\.html$",
        "No inline style or script: the content security policy forbids it.",
    ),
    Rule(
        r"\b(TODO|FIXME)\b|敬请期待|coming soon",
        r"\.(py|html|js|css|sh|md)$|^Makefile$|^\.ci/",
        "Nothing unfinished lands.",
        but=OWN,
    ),
    Rule(
        r"\.(state|stage)\s*=\s[^=]|setattr\(\w+, \"state\"|\.update\(state=",
        r"\.py$",
        "A state is assigned in domain only.",
        but=r"^tests/|/domain(/|\.py)|/migrations/|^marketplace/core/(verbs|states)\.py",
    ),
    Rule(
        r"\|\s*safe\b|mark_safe\(|autoescape off",
        r"\.(py|html)$",
        "What people typed is escaped: build markup with format_html.",
        but=rf"^tests/|{OWN}",
        waiver="frame.ICONS",
    ),
)


def breaches(name: str, text: str):
    """Every breach in one file: (line number, the line, why)."""
    rules = [rule for rule in RULES if re.search(rule.files, name) and not re.search(rule.but, name)]
    before = ""
    for number, line in enumerate(text.splitlines() if rules else (), 1):
        for rule in rules:
            if re.search(rule.pattern, line) and not (rule.waiver and rule.waiver in before + line):
                yield number, line.strip(), rule.why
        before = line


def faults():
    """All breaches of the files that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.splitlines()
    for name in listed:
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".html", ".js", ".css", ".sh", ".md", ""}:
            for number, line, why in breaches(name, path.read_text(encoding="utf-8", errors="replace")):
                yield f"{name}:{number}: {line[:90]}\n    {why}"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "house rules: all kept")
    sys.exit(bool(found))

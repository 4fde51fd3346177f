"""House rules that no linter knows; each says why. `python -m tests.support.houserules`"""

import re
import subprocess
import sys
from pathlib import Path

RULES = [
    (r"timezone\.now\(\)|datetime\.now\(|date\.today\(\)|time\.time\(\)", r"\.py$", r"^tests/|/migrations/|core/clock\.py|core/demo_codes\.py",
     "Ask core.clock: a rehearsal moves the clock."),
    (r"style=\"|<script>|\son[a-z]+=\"|javascript:", r"\.html$", r"^$", "No inline style or script: the content security policy forbids it."),
    (r"\b(TODO|FIXME|XXX)\b|敬请期待|coming soon", r"\.(py|html|js|css)$", r"^tests/support/houserules|^marketplace/core/workdays",
     "Nothing unfinished lands; what is open stands in docs/open-ends.md."),
    (r"\.(state|stage)\s*=\s[^=]", r"\.py$", r"^tests/|/domain(/|\.py)|/migrations/|core/", "A state is assigned in domain only."),
]  # fmt: skip


def faults():
    """Every breach: file, line, why."""
    files = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    for name in filter(None, files):
        path = Path(name)
        if not path.is_file():
            continue
        for pattern, kinds, but, why in RULES:
            if re.search(kinds, name) and not (but != "^$" and re.search(but, name)):
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    if re.search(pattern, line):
                        yield f"{name}:{number}: {line.strip()[:90]}\n    {why}"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "house rules: all kept")
    sys.exit(bool(found))

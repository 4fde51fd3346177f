"""Where Chromium is: its build without a window where there is one (the same engine, a third faster), else the browser."""

import os
from pathlib import Path

PLACES = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = os.environ.get("CHROMIUM") or next((place for place in PLACES if Path(place).exists()), PLACES[-1])
HOW = "apt-get install chromium fonts-noto-cjk"

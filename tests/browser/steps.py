"""A visitor's hands and eyes in a real browser: presses what is written on the page, types, attaches, looks.

Words are given in English as the code has them and looked up in the catalogue: the same steps walk the Chinese and
the English portal. Every new page is looked at once per language (axe, sideways scroll at 390 px); every response
and the console are listened to all the time.
"""

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import resolve
from django.utils import translation

from .axe import violations
from .keys import Mouse

PASSWORD = "a long pass phrase"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 900}


def open_page(chromium, *, width=1280, **options):
    """A page in a context of its own; `page.complaints` gathers errors and warnings of the console."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    return page


def give_keys(users, secret: str):
    """Everybody gets the password, a known address and one-time codes of this secret."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.totp.internal.auth import TOTP

    for user in users:
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        TOTP.activate(user, secret)


def code_now(secret: str) -> str:
    """The one-time code of this moment, by the world's clock."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@dataclass
class Portal:
    """The portal as it is visited: in one language, with or without script, by mouse or by keyboard alone.

    looked: pages that were looked at already, shared by the walks of a run; shots: folder for pictures, or None;
    domain: of everybody's address.
    """

    chromium: object
    site: str
    language: str = "zh-hans"
    script: bool = True
    looked: set = field(default_factory=set)
    shots: object = None
    hands: type = Mouse
    domain: str = "tenders.example"
    inside: dict = field(default_factory=dict)

    def words(self, text, context=None) -> str:
        with translation.override(self.language):
            return translation.pgettext(context, text) if context else translation.gettext(text)

    def visitor(self, name="", *, secret="") -> "Visitor":
        """Somebody at the door; with a name (the part before the @) logged in, and found inside again next time."""
        if name and name in self.inside:
            return self.inside[name]
        page = open_page(self.chromium, java_script_enabled=self.script)
        visitor = Visitor(self, page, secret)
        if name:
            visitor.log_in(name)
            self.inside[name] = visitor
        return visitor


class Visitor:
    """One person at one browser."""

    def __init__(self, portal, page, secret=""):
        self.portal, self.page, self.secret = portal, page, secret
        self.hands = portal.hands(page)
        page.on("response", self._heard)
        page.set_default_timeout(30_000)  # slow machines are no faults
        self.expected = set()

    def _heard(self, response):
        if response.status >= 400 and response.status not in self.expected:
            self.page.complaints.append(f"{response.status} {response.request.method} {response.url}")

    # ---- moving ------------------------------------------------------------------------------
    def go(self, path):
        """Types an address (of the Chinese page; it is led to the visitor's language)."""
        prefix = "/en" if self.portal.language == "en" else ""
        self.page.goto(self.portal.site + prefix + path, wait_until="domcontentloaded")
        self.look()

    def log_in(self, name):
        self.go("/accounts/login/")
        self.hands.fill(self.page.locator("#id_login"), f"{name}@{self.portal.domain}")
        self.hands.fill(self.page.locator("#id_password"), PASSWORD)
        self.press("Sign In", within=self.page.locator("main"))
        self.prove()
        assert urlsplit(self.page.url).path.endswith("/desk/"), self.page.url

    def prove(self):
        """Types the one-time code where it is asked for."""
        if "/2fa/" not in self.page.url:
            return
        self.hands.fill(self.page.locator("#id_code"), code_now(self.secret))
        button = self.page.locator("main form button").first
        self.hands.approach(button)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.hands.follow(button)
        assert "/2fa/" not in self.page.url, self.page.inner_text("main")
        self.look()

    def find(self, words, within=None, context=None):
        """A button or link with exactly these words."""
        name, where = self.portal.words(words, context), within or self.page
        return where.get_by_role("button", name=name, exact=True).or_(where.get_by_role("link", name=name, exact=True))

    def press(self, words, *, within=None, nth=0, context=None):
        """Presses a button or link that leads to a page, and looks at that page."""
        spot = self.find(words, within, context)
        assert spot.count() > nth, f"No {words!r} on {self.page.url}:\n{self.text()}"
        assert spot.nth(nth).get_attribute("aria-disabled") != "true", f"{words!r} is closed:\n{self.text()}"
        self.follow(spot.nth(nth))

    def act(self, words, *, within=None, filled=(), context=None):
        """Presses a verb's button on the object's page, proves a second factor if asked, fills and presses it on its own page."""
        self.press(words, within=within, context=context)
        self.prove()
        for label, value in dict(filled).items():
            self.fill(label, value)
        self.press(words, within=self.page.locator("main"), context=context)

    def follow(self, locator):
        self.hands.approach(locator)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.hands.follow(locator)
        self.look()

    def desk(self, what, about="", *, last=False):
        """From my desk to the thing that waits there."""
        self.go("/desk/")
        row = self.page.get_by_role("row").filter(has_text=self.portal.words(what))
        if about:
            row = row.filter(has_text=about)
        assert row.count(), f"{what!r} does not wait on the desk:\n{self.text()}"
        self.follow((row.last if last else row.first).get_by_role("link"))

    # ---- forms -------------------------------------------------------------------------------
    def labelled(self, label, nth=0, context=None):
        """The n-th control whose label begins with these words (in the visitor's language, or as they are)."""
        words = re.compile(rf"^\s*{re.escape(self.portal.words(label, context))}")
        return self.page.locator("input, textarea, select").and_(self.page.get_by_label(words)).nth(nth)

    def fill(self, label, value, nth=0):
        self.hands.fill(self.labelled(label, nth), str(value))

    def choose(self, label, text, nth=0):
        """Chooses the option of a drop-down list that contains the text."""
        box = self.labelled(label, nth)
        option = box.locator("option").filter(has_text=text).first
        self.hands.choose(box, option.get_attribute("value"))

    def tick(self, label, nth=0):
        self.hands.check(self.labelled(label, nth))

    def attach(self, label, *files):
        """files: (name, type, bytes)"""
        self.hands.attach(self.labelled(label), [{"name": n, "mimeType": t, "buffer": b} for n, t, b in files])

    def download(self, words) -> bytes:
        with self.page.expect_download() as info:
            self.find(words).first.click()
        return Path(info.value.path()).read_bytes()

    def read(self, words) -> bytes:
        """The bytes behind a link that the browser would open in a viewer of its own."""
        answer = self.page.context.request.get(self.portal.site + self.find(words).first.get_attribute("href"))
        assert answer.ok, answer.status
        return answer.body()

    # ---- looking -----------------------------------------------------------------------------
    def text(self) -> str:
        return self.page.inner_text("main")

    def sees(self, words, *values):
        """The page says this (values are put into the places of the text)."""
        wanted = self.portal.words(words)
        assert wanted in self.text(), f"{wanted!r} is not on {self.page.url}:\n{self.text()}"

    def look(self):
        """Nothing has been complained of; a page of a new kind is looked at closely."""
        assert self.page.complaints == [], f"{self.page.url}: {self.page.complaints}\n{self.text()}"
        language, kind = page_kind(self.page.url)
        if not self.portal.script or (language, kind) in self.portal.looked:
            return
        self.portal.looked.add((language, kind))
        if self.portal.shots:
            self._picture(kind, "wide")
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations(self.page)] == [], kind
        self.page.set_viewport_size(NARROW)
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if self.portal.shots:
            self._picture(kind, "narrow")
        assert over == 0, f"{kind} scrolls sideways by {over} px"
        self.page.set_viewport_size(WIDE)

    def _picture(self, kind, width):
        name = f"{len(self.portal.looked):03d}-{self.portal.language}-{kind.replace(':', '-')}-{width}.png"
        self.page.screenshot(path=self.portal.shots / name, full_page=True)


def page_kind(url) -> tuple:
    """(language, which page of the portal an address is: the view, for verbs with object and verb)."""
    path = urlsplit(url).path
    language = "en" if path.startswith("/en/") else "zh-hans"
    with translation.override(language):
        match = resolve(path)
    named = (str(value) for key, value in match.kwargs.items() if key in ("name", "verb"))
    return language, ":".join([match.view_name or "?", *named])


@contextmanager
def expecting(visitor, *statuses):
    """Within, responses of these statuses are meant (and the console may speak of them)."""
    visitor.expected = set(statuses)
    yield
    visitor.expected = set()
    visitor.page.complaints[:] = [c for c in visitor.page.complaints if not re.search(r"status of 4\d\d", c)]

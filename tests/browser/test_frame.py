"""The frame in a real browser: axe, console, sideways scroll, keyboard, without script, passkeys under the content policy."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from marketplace.core import clock, registry
from marketplace.core.registry import DeskEntry

from .axe import violations
from .steps import PASSWORD, open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(chromium, django_user_model):
    user = django_user_model.objects.create_user("li@example.org", PASSWORD, name="李")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def desk(monkeypatch):
    rows = [
        DeskEntry(f"2026-{n:03d}", "call", "Answer the question", "Home visits", "/", "go", clock.now())
        for n in range(6)
    ]
    monkeypatch.setattr(registry, "_desk", [lambda actor: rows])
    monkeypatch.setattr(registry, "_waiting", [])


def log_in(page, site, person):
    page.goto(f"{site}/accounts/login/")
    page.fill("#id_login", person.email)
    page.fill("#id_password", PASSWORD)
    page.click("form.act button[type=submit]")
    page.wait_for_url(f"{site}/desk/")


PUBLIC = ["/styleguide/", "/en/styleguide/", "/accounts/login/", "/en/accounts/signup/", "/demo/codes/", "/search/?q=a"]
PUBLIC += ["/text/", "/en/text/"]
PRIVATE = ["/desk/", "/en/desk/", "/desk/notifications/", "/desk/account/", "/accounts/2fa/", "/accounts/sessions/"]


LOOKS = {
    "light": ("light", {}),
    "dark": ("dark", {}),
    "dark by choice, large": ("light", {"text": "large", "scheme": "dark"}),
    "care": ("light", {"text": "care"}),
    "care, dark": ("dark", {"text": "care"}),
}


def choose(page, site, cookies):
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])


@pytest.mark.parametrize("look", LOOKS)
def test_axe_and_the_console_find_nothing(chromium, site, person, desk, look):
    scheme, cookies = LOOKS[look]
    page = open_page(chromium, color_scheme=scheme)
    choose(page, site, cookies)
    found = {}

    def look_at(path):
        page.goto(site + path)
        found[path] = [v["id"] for v in violations(page)]

    for path in PUBLIC:
        look_at(path)
    log_in(page, site, person)
    for path in PRIVATE:
        look_at(path)
    assert found == {path: [] for path in (*PUBLIC, *PRIVATE)}
    assert page.complaints == []


def test_error_pages_pass_axe_in_every_look(chromium, site):
    for scheme, cookies in LOOKS.values():
        page = open_page(chromium, color_scheme=scheme)
        choose(page, site, cookies)
        page.goto(f"{site}/calls/nothing/")
        assert [v["id"] for v in violations(page)] == []


@pytest.mark.parametrize("text", ["usual", "large", "care"])
def test_no_page_scrolls_sideways_at_320_pixels(chromium, site, person, desk, text):
    page = open_page(chromium, width=320)
    choose(page, site, {"text": text})
    log_in(page, site, person)
    assert page.get_attribute("html", "data-text") == (None if text == "usual" else text)
    wide = {}
    for path in (*PUBLIC[:2], *PUBLIC[-3:], *PRIVATE):
        page.goto(site + path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == dict.fromkeys(wide, 0)


def test_the_keyboard_reaches_everything_and_shows_where_it_is(chromium, site):
    page = open_page(chromium)
    page.goto(f"{site}/accounts/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _step in range(22):
        page.keyboard.press("Tab")
        outline, name = page.evaluate(
            "[getComputedStyle(document.activeElement).outlineWidth, document.activeElement.id || document.activeElement.innerText]"
        )
        assert outline == "3px", name
        seen.add(name)
    assert {"id_login", "id_password"} <= seen


def test_everything_works_without_script(chromium, site, person, desk):
    page = open_page(chromium, java_script_enabled=False)
    log_in(page, site, person)
    page.click(".tools >> text=关怀版")
    assert page.get_attribute("html", "data-text") == "care"
    page.click(".tools >> text=English")
    assert page.url == f"{site}/en/desk/"
    person.refresh_from_db()
    assert person.language == "en"
    page.select_option("[name=due]", "today")
    page.click(".toolbar button")
    assert "due=today" in page.url
    page.click(".tools >> text=Log out")
    page.goto(f"{site}/desk/")
    assert "/accounts/login/" in page.url


def test_a_passkey_is_made_and_opens_the_door(chromium, site, person, desk):
    page = open_page(chromium)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(page, site, person)
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click("form.act button[type=submit]")
    page.fill("#id_name", "钥匙")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    page.click(".tools >> text=退出")
    page.goto(f"{site}/accounts/login/?next=/desk/account/")
    page.click("#passkey_login")
    page.wait_for_url(f"{site}/desk/account/")
    assert page.complaints == []


def test_targets_of_the_care_view_are_large_enough_for_a_thumb(chromium, site):
    """WCAG 2.2, 2.5.5 (AAA): 44 pixels; links within a sentence are excepted."""
    page = open_page(chromium, width=390)
    choose(page, site, {"text": "care"})
    page.goto(f"{site}/")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.masthead a, .masthead button, .ways a, .btn, .search input, .more')]
        .map(e => [e.innerText, e.getBoundingClientRect()])
        .filter(([_, box]) => box.width > 0 && (box.height < 44 || box.width < 44)).map(([text]) => text)"""
    )
    assert small == []
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22


@pytest.mark.parametrize("text", ["usual", "large"])
def test_no_word_of_the_way_breaks_however_much_is_late(chromium, site, person, monkeypatch, text):
    late = clock.now() - timedelta(days=9)
    rows = [DeskEntry(f"2026-{n:03d}", "call", "Answer", "Visits", "/", "go", late) for n in range(128)]
    monkeypatch.setattr(registry, "_desk", [lambda actor: rows])
    monkeypatch.setattr(registry, "_waiting", [])
    page = open_page(chromium)
    log_in(page, site, person)
    choose(page, site, {"text": text})
    lines = "() => [...document.querySelectorAll('.nav a')].filter(e => [...e.childNodes].some(n => { const r = document.createRange(); r.selectNodeContents(n); return r.getClientRects().length > 1 })).map(e => e.innerText)"
    for address in ("/en/desk/", "/desk/"):
        page.goto(f"{site}{address}")
        for width in (320, 390, 1000, 1100, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(lines) == [], (address, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_one_chose_is_drawn_whatever_the_device_says(chromium, site):
    for device in ("light", "dark"):
        page = open_page(chromium, color_scheme=device)
        for scheme, paper in (("light", "rgb(246, 242, 231)"), ("dark", "rgb(21, 26, 23)")):
            choose(page, site, {"scheme": scheme})
            page.goto(f"{site}/text/")
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper


def test_nothing_moves_for_who_asked_for_that_and_paper_is_white(chromium, site):
    page = open_page(chromium, reduced_motion="reduce", color_scheme="dark")
    choose(page, site, {"scheme": "dark"})
    page.goto(f"{site}/styleguide/")
    moving = """() => [...document.querySelectorAll('*')].filter(e => {
        const s = getComputedStyle(e); return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 }).length"""
    assert page.evaluate(moving) == 0
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.nav')).display") == "none"


def test_with_forced_colours_states_are_still_told_apart(chromium, site):
    page = open_page(chromium, forced_colors="active")
    page.goto(f"{site}/styleguide/")
    styles = page.evaluate(
        "[...document.querySelectorAll('#g-seal')].length && [...document.querySelectorAll('.seal')].slice(0, 9).map(e => getComputedStyle(e).borderStyle)"
    )
    assert {"solid", "dashed", "dotted", "double"} <= set(styles)

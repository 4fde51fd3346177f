"""Hands that have a keyboard only: Tab to the control, then what a person presses there."""

STOPS = """
target => {
  const group = e => e.type === "radio" && e.name;
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]")].filter(e =>
    e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && e.checkVisibility()
    && (e === target || !group(e) || e.checked || e === document.activeElement));
  const here = document.activeElement, main = location.hash === "#main" && document.getElementById("main");
  let at = stops.indexOf(here);
  if (at < 0 && main && (here === document.body || here === main))  // the content begins here: Tab goes on from its head
    at = stops.findIndex(e => main.compareDocumentPosition(e) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY)) - 1;
  return stops.indexOf(target) - at;
}
"""
IS_HERE = "e => e === document.activeElement"
IN_GROUP = "e => document.activeElement.type === 'radio' && document.activeElement.name === e.name"
MOST = 400
FAR = 12


class Keyboard:
    """Moves and types on one page; a control that Tab does not reach is an error."""

    def __init__(self, page):
        self.page, self.press = page, page.keyboard.press
        page.on("filechooser", lambda _chooser: None)  # from now on, not from the key on, which would be too late

    def reach(self, spot, there=IS_HERE):
        """Tab (or Shift and Tab) until the control has the focus."""
        control = spot.element_handle()
        away = control.evaluate(STOPS)
        if away > FAR and self._skips():
            away = control.evaluate(STOPS)
        key = "Tab" if away >= 0 else "Shift+Tab"
        for step in range(MOST):
            if step >= abs(away) - 6 and control.evaluate(there):
                return control
            self.press(key)
        raise AssertionError(f"Tab does not reach {spot}")

    def _skips(self) -> bool:
        """From the top of a page by its first link over the head to the content, as people who use no mouse go."""
        if not self.page.evaluate(
            "() => document.activeElement === document.body && !!document.querySelector('a.skip')"
        ):
            return False
        self.press("Tab")
        if not self.page.evaluate("() => document.activeElement.matches('a.skip')"):
            return True
        self.press("Enter")
        return True

    approach = reach  # before somebody waits for a page: the way over the head is a navigation too

    def follow(self, spot):
        self.reach(spot)
        self.press("Enter")

    def fill(self, spot, value):
        self.reach(spot)
        self.press("Control+A")
        self.press("Delete")
        self.page.keyboard.insert_text(value)

    def choose(self, spot, value):
        control = self.reach(spot)
        self.press("Home")
        for _step in range(MOST):
            if control.evaluate("e => e.value") == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"The arrows do not find {value!r} in {spot}")

    def check(self, spot):
        if spot.is_checked():
            return
        if spot.get_attribute("type") == "radio":
            control = self.reach(spot, IN_GROUP)
            for _step in range(MOST):
                if control.evaluate(IS_HERE):
                    break
                self.press("ArrowDown")
        else:
            self.reach(spot)
        if not spot.is_checked():
            self.press("Space")
        assert spot.is_checked(), spot

    def attach(self, spot, files):
        self.reach(spot)
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files(files)


class Mouse:
    """Hands that click."""

    def __init__(self, page):
        self.page = page

    def approach(self, spot):
        """A click needs no way to it."""

    def follow(self, spot):
        spot.click()

    def fill(self, spot, value):
        spot.fill(value)

    def choose(self, spot, value):
        spot.select_option(value)

    def check(self, spot):
        spot.check()

    def attach(self, spot, files):
        spot.set_input_files(files)

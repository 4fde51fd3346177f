// Suggestions while typing (a combobox, WAI-ARIA APG) and the count of opened hits. Without it the box is a plain form.
(() => {
  for (const input of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("ul");
    let at = -1, timer, asked = 0;
    list.id = `${input.id}-lines`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.label);
    list.hidden = true;
    input.closest("form").append(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
    const lines = () => [...list.children];
    const show = (on) => {
      list.hidden = !on;
      input.setAttribute("aria-expanded", String(on));
      if (!on) mark(-1);
    };
    const mark = (to) => {
      at = to;
      lines().forEach((line, n) => {
        line.setAttribute("aria-selected", String(n === at));
        line.id = `${list.id}-${n}`;
      });
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else {
        input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
        lines()[at].scrollIntoView({ block: "nearest" });
      }
    };
    const ask = async () => {
      const text = input.value.trim(), mine = ++asked;
      if (!text) return show(false);
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { credentials: "same-origin" });
        const part = answer.ok ? await answer.text() : "";
        if (mine !== asked || document.activeElement !== input) return;
        list.innerHTML = part;
        mark(-1);
        show(list.children.length > 0);
      } catch { show(false); }
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("blur", () => setTimeout(() => show(false), 200));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const count = lines().length, open = !list.hidden && count;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!open) return ask();
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(at + step >= count ? -1 : at + step < -1 ? count - 1 : at + step);
      } else if (event.key === "Enter" && open && at >= 0) {
        event.preventDefault();
        location.assign(lines()[at].dataset.url);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        show(false);
      }
    });
  }
  const hits = document.querySelector("[data-opened]");
  hits?.addEventListener("click", (event) => {
    if (!event.target.closest("a")) return;
    const said = new FormData();
    said.set("q", hits.dataset.q);
    navigator.sendBeacon(hits.dataset.opened, said);
  });
})();

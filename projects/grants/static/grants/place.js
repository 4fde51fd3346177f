// The place of an answer is chosen on a map: a button opens one below the fields; the fields can be typed as well.
"use strict";
for (const group of document.querySelectorAll("[data-place]")) {
  const [lat, lon] = ["lat", "lon"].map((name) => group.querySelector(`[name="${group.dataset.place}-${name}"]`));
  const source = document.getElementById(group.dataset.map4place);
  if (!lat || !lon || !source) continue;
  const data = JSON.parse(source.textContent);
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "btn btn--small btn--quiet", textContent: group.dataset.label });
  group.append(button);
  button.addEventListener("click", () => {
    const says = Object.assign(document.createElement("p"), { className: "hint", textContent: group.dataset.hint });
    const box = document.createElement("div");
    button.replaceWith(says, box);
    const typed = () => [lat, lon].map((field) => Number.parseFloat(field.value));
    const known = typed().every(Number.isFinite) ? typed() : null;
    const put = window.linliMap.choosing(window.linliMap.start(box, data), data, (north, east) => {
      lat.value = north.toFixed(5);
      lon.value = east.toFixed(5);
      lon.dispatchEvent(new Event("change", { bubbles: true }));
    }, known);
    for (const field of [lat, lon]) {
      field.addEventListener("input", () => {
        const at = typed();
        if (at.every(Number.isFinite) && Math.abs(at[0]) <= 90) put(...at);
      });
    }
    box.querySelector(".lmap").focus();
  });
}

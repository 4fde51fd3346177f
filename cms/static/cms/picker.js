// A place of a map block is chosen on a map: the button opens one below the fields; the fields can be typed as well.
"use strict";
(() => {
  const Base = window.wagtailStreamField.blocks.StructBlockDefinition;
  class PlaceDefinition extends Base {
    render(placeholder, prefix, initialState, initialError) {
      const block = super.render(placeholder, prefix, initialState, initialError);
      const [lat, lon] = ["lat", "lon"].map((name) => document.getElementById(`${prefix}-${name}`));
      if (!lat || !lon) return block;
      const { label, hint, data } = this.meta.picker;
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button-small button-secondary", textContent: label });
      const place = document.createElement("div");
      place.className = "cms-picker";
      place.append(button);
      lon.closest("[data-contentpath]").append(place);
      button.addEventListener("click", () => {
        button.remove();
        const says = document.createElement("p");
        says.textContent = hint;
        const box = document.createElement("div");
        place.append(says, box);
        const at = [Number.parseFloat(lat.value), Number.parseFloat(lon.value)];
        const known = at.every(Number.isFinite) ? at : null;
        const map = window.linliMap.start(box, data);
        const put = window.linliMap.choosing(map, data, (north, east) => {
          for (const [field, value] of [[lat, north], [lon, east]]) {
            field.value = value.toFixed(5);
            field.dispatchEvent(new Event("change", { bubbles: true }));
          }
        }, known);
        for (const field of [lat, lon]) {
          field.addEventListener("input", () => {
            const typed = [Number.parseFloat(lat.value), Number.parseFloat(lon.value)];
            if (typed.every(Number.isFinite) && Math.abs(typed[0]) <= 90) put(...typed);
          });
        }
        box.querySelector(".lmap").focus();
      });
      return block;
    }
  }
  window.telepath.register("cms.Place", PlaceDefinition);
})();

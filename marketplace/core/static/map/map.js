// Maps: every element data-map="<key>" gets a map drawn from the JSON in #<key>; what stood in it goes.
// form[data-map-choose="<key>"]: a point chosen on that map (pressed, or with the keyboard: arrows, then Enter) is put
// into its fields lat and lon, which are sent only when the form's button is pressed.
"use strict";
(() => {
  const L = window.L;

  function node(tag, text, attributes = {}) {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }

  function background(map, tiles) {
    if (!tiles) return;
    const words = tiles.link ? node("a", tiles.attribution, { href: tiles.link }) : node("span", tiles.attribution);
    L.control.attribution({ prefix: false }).addAttribution(words.outerHTML).addTo(map);
    L.tileLayer(tiles.url, { maxZoom: tiles.most }).addTo(map);
  }

  const turned = (ring) => ring.map(([lon, lat]) => [lat, lon]);

  // Looks at the rings, or at the communities, or where there are none at the places.
  function look(map, data) {
    const seen = L.latLngBounds([]);
    if (data.fit === "rings") for (const ring of data.rings) seen.extend(L.latLng(ring.lat, ring.lon).toBounds(ring.metres * 2));
    else if (data.fit === "spots" || !data.areas.length) for (const spot of data.spots) seen.extend([spot.lat, spot.lon]);
    else for (const area of data.areas) seen.extend(turned(area.ring));
    if (data.here) seen.extend([data.here.lat, data.here.lon]);
    const sharp = () => map.getContainer().classList.toggle("lmap--near", map.getZoom() >= 14);
    map.on("zoomend", sharp);
    if (seen.isValid()) map.fitBounds(seen, { padding: [12, 12], maxZoom: 16 });
    else map.setView([30.69, 103.85], 13);
    sharp();
  }

  function start(place, data) {
    place.replaceChildren();
    const box = place.appendChild(node("div", "", { class: "lmap", role: "application", "aria-label": data.label }));
    const map = L.map(box, {
      attributionControl: false, zoomControl: false, scrollWheelZoom: false, minZoom: 9, maxZoom: data.tiles ? data.tiles.most : 18,
      zoomSnap: 0.25, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    L.control.zoom({ zoomInTitle: data.words.in, zoomOutTitle: data.words.out }).addTo(map);
    box.classList.toggle("lmap--tiles", Boolean(data.tiles));
    background(map, data.tiles);
    look(map, data);
    for (const area of data.areas) {
      const shape = L.polygon(turned(area.ring), {
        className: `area shade-${area.shade}${area.current ? " area--current" : ""}`, interactive: false, fillOpacity: data.tiles ? 0.35 : 1,
      }).addTo(map);
      shape.bindTooltip(node("span", area.name), { permanent: true, direction: "center", className: "lname", interactive: false });
    }
    for (const ring of data.rings) {
      const shape = L.circle([ring.lat, ring.lon], { radius: ring.metres, className: "lring", interactive: false }).addTo(map);
      const top = L.latLng(shape.getBounds().getNorth(), ring.lon);
      L.marker(top, { icon: L.divIcon({ className: "lring-t", html: node("span", ring.text), iconSize: null }), interactive: false, keyboard: false }).addTo(map);
    }
    for (const spot of data.spots) {
      const marker = L.marker([spot.lat, spot.lon], {
        icon: L.divIcon({ className: `lspot${spot.muted ? " lspot--closed" : ""}`, html: node("b", spot.n), iconSize: [28, 28] }),
      }).addTo(map);
      marker.getElement().setAttribute("aria-label", `${spot.n} ${spot.name}`);
      const says = node("div", "");
      says.append(spot.url ? node("a", spot.name, { href: spot.url }) : node("b", spot.name));
      if (spot.text) says.append(node("p", spot.text));
      marker.bindPopup(says, { maxWidth: 260 });
    }
    map.on("popupopen", (event) => {
      const cross = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      if (cross) cross.setAttribute("aria-label", data.words.close);
    });
    if (data.here) {
      const at = L.marker([data.here.lat, data.here.lon], { icon: pin(), keyboard: false, interactive: false }).addTo(map);
      at.getElement().setAttribute("aria-label", data.here.text);
      at.getElement().setAttribute("role", "img");
    }
    return map;
  }

  function pin() {
    return L.divIcon({ className: "lpin", html: node("span", ""), iconSize: [24, 24], iconAnchor: [12, 24] });
  }

  // chosen: (lat, lon) => undefined, told each time a point is chosen
  function choosing(map, data, chosen, first) {
    const box = map.getContainer();
    let mark = null;
    const put = (point) => {
      if (mark) mark.setLatLng(point);
      else {
        mark = L.marker(point, { icon: pin(), keyboard: false, interactive: false }).addTo(map);
        mark.getElement().setAttribute("aria-label", data.words.chosen);
        mark.getElement().setAttribute("role", "img");
      }
    };
    const take = (point) => { const at = point.wrap(); put(at); chosen(at.lat, at.lng); };
    box.classList.add("lmap--choose");
    map.on("click", (event) => take(event.latlng));
    box.addEventListener("keydown", (event) => {
      if (event.target === box && event.key === "Enter") { event.preventDefault(); take(map.getCenter()); }
    });
    const still = { animate: false }; // numbers are typed faster than a map slides
    if (first) { put(first); map.setView(first, Math.max(map.getZoom(), 15), still); }
    return (lat, lon) => { put([lat, lon]); map.setView([lat, lon], map.getZoom(), still); };
  }

  window.linliMap = { start, choosing };
  for (const place of document.querySelectorAll("[data-map]")) {
    const data = JSON.parse(document.getElementById(place.dataset.map).textContent);
    const map = start(place, data);
    for (const form of document.querySelectorAll(`form[data-map-choose="${place.dataset.map}"]`)) {
      form.hidden = false;
      const button = form.querySelector("button");
      const says = form.querySelector("[role=status]");
      choosing(map, data, (lat, lon) => {
        form.elements.lat.value = lat.toFixed(4);
        form.elements.lon.value = lon.toFixed(4);
        button.hidden = false;
        says.textContent = says.dataset.says;
      });
    }
  }
})();

// "Near me": asks the browser for a position only when the button is pressed, and sends it in the body of one request.
"use strict";
for (const form of document.querySelectorAll("form[data-near]")) {
  if (!navigator.geolocation) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.lat.value) return;
    event.preventDefault();
    const says = form.querySelector("[role=status]");
    navigator.geolocation.getCurrentPosition(
      (found) => {
        form.elements.lat.value = found.coords.latitude.toFixed(4);
        form.elements.lon.value = found.coords.longitude.toFixed(4);
        form.submit();
        form.elements.lat.value = form.elements.lon.value = "";
      },
      () => { says.textContent = says.dataset.says; },
      { maximumAge: 60000, timeout: 10000 },
    );
  });
}

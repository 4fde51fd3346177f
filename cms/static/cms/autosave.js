// Wagtail's editor saves by itself; what is typed while a save is under way can count as saved though it was not sent:
// when the answer comes, the form as it stands then is taken for what was saved (wagtail 8.0, w-autosave:success →
// w-unsaved#clear). Whoever touched the form in between has it saved once more.
"use strict";
(() => {
  let saving = false;
  let touched = false;
  const touch = () => { touched ||= saving; };
  for (const name of ["input", "change", "click"]) document.addEventListener(name, touch, true);
  document.addEventListener("w-autosave:save", () => { saving = true; touched = false; });
  document.addEventListener("w-autosave:error", () => { saving = false; });
  document.addEventListener("w-autosave:success", (event) => {
    saving = false;
    if (touched) event.target.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  });
})();

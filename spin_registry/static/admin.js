// Names each autocomplete box by its field's label, which select2 leaves out,
// leads from an error to what stands in for its field, and keeps two presses of a
// button from saving twice.
"use strict";
{
  const name = (within) => {
    for (const select of within.querySelectorAll("select.admin-autocomplete")) {
      const label = select.labels && select.labels[0];
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      if (!label || !box) continue;
      label.id = label.id || `${select.id}_label`;
      const shown = box.querySelector(".select2-selection__rendered");
      for (const claim of ["role", "aria-readonly"]) shown?.removeAttribute(claim);
      box.setAttribute("aria-labelledby", shown ? `${label.id} ${shown.id}` : label.id);
    }
  };
  // After select2, which builds its boxes when jQuery says so or a row is added.
  window.django?.jQuery?.(() => name(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".errors-found a, .checks a");
    const field = link && document.getElementById(link.hash.slice(1));
    field?.closest("details")?.setAttribute("open", "");
    const row = field?.closest(".fieldBox, .form-row");
    const stand = row?.querySelector(".select2-selection, [contenteditable=true]");
    if (!stand) return;
    event.preventDefault();
    stand.focus();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
}

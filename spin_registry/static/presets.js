// Fills a money row from the preset that is chosen in it: what stands empty, and what an
// earlier preset filled in. Tells the server that it did, and whoever listens what it was.
"use strict";
{
  const put = (field, value, words) => {
    const isKnown = [...field.options].some((option) => option.value === value);
    if (!isKnown) field.add(new Option(words, value));
    field.value = value;
    field.dataset.byPreset = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const tell = (select, filled) => {
    let line = select.parentElement.querySelector("[role=status]");
    if (!line) {
      line = document.createElement("div");
      line.className = "help";
      line.setAttribute("role", "status");
      select.after(line);
    }
    line.textContent = filled.length ? `${select.dataset.filled} ${filled.join(", ")}` : "";
  };
  const fill = (select) => {
    const own = select.selectedOptions[0]?.dataset ?? {};
    const filled = [];
    for (const name of ["funder", "fund", "programme", "kind", "form"]) {
      const field = document.getElementById(select.id.replace(/preset$/, name));
      if (!field) continue;
      const first = [...field.options].find((option) => option.defaultSelected)?.value ?? "";
      field.dataset.first ??= name === "kind" || name === "form" ? first : "";
      const isOurs = "byPreset" in field.dataset && field.dataset.byPreset === field.value;
      if (field.value !== field.dataset.first && !isOurs) continue;
      const value = own[name] ?? field.dataset.first;
      if (value === field.value) continue;
      put(field, value, own[`${name}Name`] ?? "");
      if (own[name]) filled.push(field.selectedOptions[0].text);
    }
    document.getElementById(`${select.id}_filled`).value = select.value;
    tell(select, filled);
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("select[data-filled]")) fill(event.target);
  });
}

// Counts a project's form while somebody types: asks the server, which alone can count, for
// the part of the page that says what it adds up to, and puts what is said of a field at it.
"use strict";
{
  const box = document.getElementById("reckoning");
  const form = box?.closest("form");
  const button = box?.querySelector("button");
  let asked = null;
  let waiting = 0;

  const tellAtFields = () => {
    for (const old of form.querySelectorAll(".note")) {
      old.textContent = "";
      old.classList.remove("contradicts");
    }
    for (const said of box.querySelectorAll("template[data-note]")) {
      const field = document.getElementById(said.dataset.note);
      const words = said.content.textContent;
      // What stands in the error above the field already is not said twice.
      if (!field || field.closest(".errors")?.querySelector(".errorlist")?.textContent.includes(words)) continue;
      const id = `${field.id}_note`;
      let line = document.getElementById(id);
      if (!line) {
        line = document.createElement("div");
        line.id = id;
        line.className = "note";
        const shown = field.nextElementSibling?.matches(".select2") ? field.nextElementSibling : field;
        shown.after(line);
        field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
      }
      line.textContent = `${line.textContent} ${words}`.trim();
      if ("wrong" in said.dataset) line.classList.add("contradicts");
    }
  };
  const show = (html) => {
    const part = new DOMParser().parseFromString(html, "text/html");
    const isOpen = box.querySelector("details")?.open ?? false;
    const sum = part.getElementById("reckoned-sum");
    const now = document.getElementById("reckoned-sum");
    // Only what is new is read out.
    if (now.textContent !== sum.textContent) now.replaceChildren(...sum.childNodes);
    document.getElementById("reckoned-parts").replaceWith(part.getElementById("reckoned-parts"));
    const details = box.querySelector("details");
    if (details) details.open = isOpen;
    tellAtFields();
  };
  const count = async () => {
    asked?.abort();
    const own = (asked = new AbortController());
    try {
      const response = await fetch(button.formAction, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Part": "1" },
        signal: own.signal,
      });
      if (!response.ok || response.redirected) throw new Error(response.status);
      show(await response.text());
    } catch (error) {
      if (error.name !== "AbortError") document.getElementById("reckoned-sum").textContent = box.dataset.away;
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(count, 400);
  };
  if (form) {
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    // select2 tells of a choice in jQuery's own way alone.
    window.django?.jQuery?.(form).on("change", soon);
    document.addEventListener("formset:removed", soon);
    button.addEventListener("click", (event) => {
      event.preventDefault();
      count();
    });
    tellAtFields();
    // What may be wrong with what is saved is said at its field as well.
    if (document.getElementById("warned")) count();
  }
}

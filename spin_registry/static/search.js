// Suggests where to go while one types in a search box, and shows another selection of
// projects without loading its page anew. Everything works without it.
"use strict";
{
  const PAUSE = 120, SHORTEST = 2; // milliseconds after the last key; characters

  const set = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const make = (tag, attributes, ...children) => {
    const element = set(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };

  // What is read aloud: one region, which nothing replaces.
  const said = make("p", { role: "status", class: "vh" });
  document.body.append(said);
  const say = (text) => { said.textContent = text; };

  // Suggestions: a combobox with a list, as the ARIA Authoring Practices have it
  const option = (id, { kind_label, label, note, url, lang }) => {
    const name = make("span", lang ? { lang } : {}, make("b", {}, label));
    if (note) name.append(" ", make("small", {}, note));
    const attributes = { id, role: "option", href: url, tabindex: -1 };
    return make("a", attributes, name, " ", make("small", {}, kind_label));
  };

  const suggest = (input) => {
    const { suggestions: address, name, none, one, some } = input.dataset;
    const id = `${input.id}-list`;
    const list = make("div", { id, role: "listbox", "aria-label": name, class: "options" });
    input.parentElement.append(list);
    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": id });

    let timer, asking, answered; // `answered`: the words that the list belongs to
    const chosen = () => list.querySelector("[aria-selected]");
    const choose = (option) => {
      chosen()?.removeAttribute("aria-selected");
      input.removeAttribute("aria-activedescendant");
      if (!option) return;
      set(option, { "aria-selected": true }).scrollIntoView({ block: "nearest" });
      set(input, { "aria-activedescendant": option.id });
    };
    const open = (isOpen) => {
      choose(null);
      list.hidden = !isOpen;
      set(input, { "aria-expanded": isOpen });
    };
    const stop = () => (clearTimeout(timer), asking?.abort());
    const close = () => {
      stop();
      open(false);
      say("");
    };
    close();
    const ask = async () => {
      stop();
      const words = input.value.trim();
      if (words.length < SHORTEST) return close();
      const { signal } = (asking = new AbortController());
      try {
        const answer = await fetch(`${address}?${new URLSearchParams({ q: words })}`, { signal });
        const { suggestions } = await answer.json();
        list.replaceChildren(...suggestions.map((it, place) => option(`${id}-${place}`, it)));
        answered = words;
        open(suggestions.length > 0);
        say(([none, one][suggestions.length] ?? some).replace("{n}", suggestions.length));
      } catch {
        if (!signal.aborted) close();
      }
    };
    const move = (step) => {
      stop();
      const isCurrent = list.firstChild && answered === input.value.trim();
      if (list.hidden && !isCurrent) return ask();
      if (list.hidden) open(true);
      const options = [null, ...list.children]; // null: the box itself
      const place = options.indexOf(chosen()) + step;
      choose(options.at(place % options.length));
    };

    input.addEventListener("input", () => {
      choose(null);
      stop();
      timer = setTimeout(ask, PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const link = chosen();
      if (step && input.value.trim().length >= SHORTEST) move(step);
      else if (event.key === "Escape" && !list.hidden) close();
      else if (event.key === "Enter") {
        close();
        if (!link) return;
        link.click();
      } else {
        if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) choose(null);
        return;
      }
      event.preventDefault();
    });
    input.addEventListener("focusout", (event) => {
      if (!list.contains(event.relatedTarget)) close();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
    list.addEventListener("click", close);
  };
  const suggestIn = (part) => part.querySelectorAll("input[data-suggestions]").forEach(suggest);
  suggestIn(document);

  // The list of projects: its form is filled anew with what its address answers
  const form = document.getElementById("selection");
  if (form) {
    const addressOf = ({ pathname, search }) => pathname + search;
    let shown = addressOf(location), loading, wanted;

    const load = async (url, { isBack = false, toTop = false, y } = {}) => {
      if (loading && wanted === url.href) return;
      loading?.abort();
      const mine = (loading = new AbortController());
      wanted = url.href;
      set(form, { "aria-busy": true });
      say("");
      try {
        const answer = await fetch(url, { signal: mine.signal });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!answer.ok || !page.getElementById("count")) throw new Error(answer.status);
        if (!isBack && addressOf(url) !== shown) {
          history.replaceState({ y: scrollY }, "");
          history.pushState(null, "", url);
        }
        shown = addressOf(url);
        swap(page, isBack, toTop);
        if (y !== undefined) scrollTo({ top: y, behavior: "instant" });
      } catch {
        if (!mine.signal.aborted) isBack ? location.reload() : location.assign(url);
      } finally {
        if (loading === mine) loading = form.removeAttribute("aria-busy");
      }
    };

    const fold = (details) => details.closest("[id]").id;
    const same = (one, other) =>
      ["id", "name", "type", "href"].every((key) => one[key] === other[key]) &&
      (one.id || (one.value === other.value && one.textContent === other.textContent));

    // Leaves what was pressed where it was. What a scroll cannot make up, because the page
    // begins or ends there, a gap does.
    const hold = (twin, top) => {
      const off = () => twin.getBoundingClientRect().top - top;
      const scroll = () => scrollBy({ top: off(), behavior: "instant" });
      scroll();
      const rest = off();
      if (rest < 0) twin.closest(".facet")?.style.setProperty("margin-block-start", `${-rest}px`);
      if (rest <= 0) return;
      form.style.paddingBlockEnd = `${rest}px`;
      scroll();
    };

    const swap = (page, isBack, toTop) => {
      const old = form.contains(document.activeElement) && document.activeElement;
      const top = old && old.getBoundingClientRect().top;
      const opened = old && old.getAttribute("formaction"); // where a facet with more to show is
      const unfolded = new Set([...form.querySelectorAll("details[open]")].map(fold));
      const typed = [...form.querySelectorAll("input[id]:not([type=checkbox])")];
      document.title = page.title;
      document.querySelector(".errors")?.remove();
      for (const part of ["h1", ".nav .other", "#selection"])
        document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
      form.style.paddingBlockEnd = "";
      for (const details of form.querySelectorAll("details"))
        details.open ||= unfolded.has(fold(details));
      suggestIn(form);
      const controls = [...form.querySelectorAll("a, button, input, summary")];
      const twin = old && !toTop && controls.find((one) => same(one, old));
      // What is typed and not yet sent stays.
      for (const { id, value, defaultValue } of isBack ? [] : typed) {
        const box = document.getElementById(id);
        if (box.defaultValue === defaultValue || old.id === id) box.value = value;
      }
      const [count, results] = ["count", "results"].map((id) => document.getElementById(id));
      if (twin) {
        twin.focus({ preventScroll: true });
        hold(twin, top);
      } else if (opened) form.querySelector(`${opened} input`)?.focus({ preventScroll: true });
      else if (old || toTop) set(count, { tabindex: -1 }).focus({ preventScroll: true });
      if (toTop) results.scrollIntoView({ behavior: "instant" });
      if (document.activeElement !== count) say(count.textContent); // else read as it is reached
    };

    form.addEventListener("change", ({ target }) => {
      if (target.type === "checkbox") form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const url = new URL(form.action);
      url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      const pressed = event.submitter;
      if (pressed?.name) url.searchParams.set(pressed.name, pressed.value);
      load(url, { toTop: Boolean(pressed?.matches(".facets > .btn")) });
    });
    form.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || link.origin + link.pathname !== form.action) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (link.matches(".chips a:not(.chip)")) form.reset();
      load(new URL(link.search, form.action), { toTop: Boolean(link.closest(".pager")) });
    });
    addEventListener("popstate", ({ state }) => {
      if (addressOf(location) === shown) loading?.abort();
      else load(new URL(location), { isBack: true, y: state?.y });
    });
    addEventListener("pagehide", () => loading?.abort());
  }
}

// Says of every figure in the form what the registry says, while somebody writes, and binds
// figures of titles and leads, which are plain text: their references stand in a field of
// their own, one line for each.

import { button, element } from "./body_controls.js"
import { offer, today } from "./body_figure.js"

const said = document.getElementById("figures-said")
const form = said?.closest("form")
let asked = null
let waiting = 0

async function ask() {
  asked?.abort()
  const own = (asked = new AbortController())
  try {
    const answer = await fetch(said.dataset.said, { method: "POST", body: written(), signal: own.signal })
    if (!answer.ok || answer.redirected) return
    const part = new DOMParser().parseFromString(await answer.text(), "text/html")
    const list = said.querySelector("div")
    // Only what is new is read out.
    if (list.textContent !== part.body.textContent) list.replaceChildren(...part.body.childNodes)
  } catch (error) {
    if (error.name !== "AbortError") throw error
  }
}

// Texts alone: a picture need not travel to be told what an amount is.
function written() {
  const data = new FormData()
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && /^(title|lead|body)_(sv|en)$|^heading_figures$|^csrf/.test(name))
      data.append(name, value)
  return data
}

function soon() {
  clearTimeout(waiting)
  waiting = setTimeout(ask, 500)
}

function binder(input) {
  const words = JSON.parse(said.dataset.words)
  const name = input.name
  const row = element("div", { className: "figure-row", hidden: true })
  const list = element("div", { className: "figure-choices" })
  const search = element("input", { id: `${input.id}_figure_q`, type: "text" })
  const day = element("input", { id: `${input.id}_figure_day`, type: "date" })

  // A field that nobody has been in has its caret before the first word; a figure then ends it.
  let wasEntered = false
  input.addEventListener("focus", () => (wasEntered = true), { once: true })

  function choose(text, value) {
    const at = wasEntered ? input.selectionStart : input.value.length
    const until = wasEntered ? input.selectionEnd : at
    const space = wasEntered || /^$|\s$/.test(input.value) ? "" : " "
    input.setRangeText(space + text, at, until, "end")
    const lines = form.elements.heading_figures
    const plain = text.replaceAll("\u00a0", " ")
    lines.value = `${lines.value.trimEnd()}\n${name}: ${plain} = ${value}`.trimStart()
    row.hidden = true
    input.focus()
    input.dispatchEvent(new Event("input", { bubbles: true }))
  }

  function find() {
    offer(list, { q: search.value, day: day.value, language: name.slice(-2) }, choose)
  }

  function labelled(input, text) {
    return element("span", {}, [element("label", { htmlFor: input.id, textContent: text }), input])
  }

  const opener = button(words.figure, () => {
    row.hidden = !row.hidden
    opener.setAttribute("aria-expanded", !row.hidden)
    if (row.hidden) return
    day.value ||= today()
    search.focus()
    find()
  })
  opener.className = "figure-opener"
  opener.setAttribute("aria-expanded", false)
  row.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.localName !== "input") return
    event.preventDefault()
    find()
  })
  row.append(labelled(search, words.search), labelled(day, words.asOf), button(words.find, find), list)
  input.after(opener, row)
}

if (form) {
  form.addEventListener("input", soon)
  form.addEventListener("click", soon)
  for (const name of ["title_sv", "lead_sv", "title_en", "lead_en"])
    if (form.elements[name]) binder(form.elements[name])
}

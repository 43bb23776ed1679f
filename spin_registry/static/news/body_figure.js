// Figures bound to the registry: a row searches for a project or round, and each way to
// print a figure is a button that puts its words, and what they speak of, into the text.

import { Mark } from "../django_prose_editor/editor.js"
import { asking, button, element } from "./body_controls.js"

const Figure = Mark.create({
  name: "boundFigure",
  inclusive: false,
  addAttributes() {
    return { value: { default: null } }
  },
  parseHTML() {
    return [{ tag: "data[value]" }]
  },
  renderHTML({ HTMLAttributes }) {
    return ["data", HTMLAttributes, 0]
  },
})

export const extensions = [Figure]

function chosen(name) {
  const list = document.getElementById(`id_${name}`)
  return list ? [...list.selectedOptions].map((option) => option.value) : []
}

let pending = null

// Fills `list` with what can be quoted, and calls `choose` with words and reference. What was
// asked before and comes late is left aside.
export function offer(list, { q, day, language }, choose) {
  const said = document.getElementById("figures-said")
  const asked = new URL(said.dataset.choices, location.href)
  asked.search = new URLSearchParams([
    ["q", q],
    ["day", day],
    ["language", language],
    ...chosen("projects").map((key) => ["project", key]),
    ...chosen("rounds").map((key) => ["round", key]),
  ])
  pending?.abort()
  pending = new AbortController()
  list.replaceChildren()
  fetch(asked, { signal: pending.signal })
    .then((answer) => {
      if (!answer.ok || answer.redirected) throw new Error(answer.status)
      return answer.text()
    })
    .then((html) => {
      const part = new DOMParser().parseFromString(html, "text/html")
      list.replaceChildren(...part.body.childNodes)
      for (const one of list.querySelectorAll("button[data-value]"))
        one.addEventListener("click", () => choose(one.dataset.words, one.dataset.value))
    })
    .catch((error) => {
      if (error.name !== "AbortError") list.replaceChildren(element("p", { textContent: said.dataset.away }))
    })
}

export function today() {
  return new Date().toLocaleDateString("sv-SE")
}

export function tool(editor, words, id) {
  const list = element("div", { className: "figure-choices" })
  list.setAttribute("role", "status")

  function choose(text, value) {
    asked.close()
    const mark = { type: "boundFigure", attrs: { value } }
    editor.chain().insertContent({ type: "text", text, marks: [mark] }).unsetMark("boundFigure").run()
  }

  function search() {
    offer(
      list,
      { q: asked.inputs.q.value, day: asked.inputs.day.value, language: id.slice(-2) },
      choose,
    )
  }

  const asked = asking(editor, {
    id,
    name: "figure",
    title: words.figure,
    fields: [
      ["q", words.search],
      ["day", words.asOf, { type: "date" }],
    ],
    deeds: [
      [words.find, search],
      [
        words.unbind,
        () => {
          asked.close()
          editor.chain().extendMarkRange("boundFigure").unsetMark("boundFigure").run()
        },
      ],
    ],
    cancel: words.cancel,
  })
  asked.row.append(list)

  function open() {
    asked.inputs.day.value ||= today()
    asked.open()
    search()
  }
  return {
    button: button(words.figure, open),
    isActive: () => editor.isActive("boundFigure"),
    row: asked.row,
  }
}

// Quotations. One with a speaker is a figure whose caption says who and in which role;
// one without is a plain blockquote. The caption is written in a row, not in the text.

import { Blockquote } from "../django_prose_editor/editor.js"
import { asking, button } from "./body_controls.js"

const Quotation = Blockquote.extend({
  addAttributes() {
    return { speaker: { default: "", rendered: false } }
  },
  parseHTML() {
    return [
      {
        tag: "figure.quote",
        priority: 60,
        contentElement: (figure) => figure.querySelector("blockquote") || figure,
        getAttrs: (figure) => ({
          speaker: figure.querySelector("figcaption")?.textContent.trim() || "",
        }),
      },
      { tag: "blockquote", getAttrs: () => ({ speaker: "" }) },
    ]
  },
  renderHTML({ node }) {
    const { speaker } = node.attrs
    if (!speaker) return ["blockquote", 0]
    const caption = ["figcaption", { contenteditable: "false" }, speaker]
    return ["figure", { class: "quote" }, ["blockquote", 0], caption]
  },
})

export const extensions = [Quotation]

export function tool(editor, words, id) {
  const isActive = () => editor.isActive("blockquote")

  function keep() {
    const said = [asked.inputs.name.value.trim(), asked.inputs.role.value.trim()]
    const speaker = said.filter(Boolean).join(", ")
    asked.close()
    const chain = editor.chain()
    if (!isActive()) chain.setBlockquote()
    chain.updateAttributes("blockquote", { speaker }).run()
  }

  function remove() {
    asked.close()
    editor.chain().unsetBlockquote().run()
  }

  const asked = asking(editor, {
    id,
    name: "quote",
    title: words.quotation,
    fields: [
      ["name", words.speaker],
      ["role", words.role],
    ],
    deeds: [
      [words.quote, keep],
      [words.unquote, remove],
    ],
    cancel: words.cancel,
  })

  function open() {
    const [name, ...role] = (editor.getAttributes("blockquote").speaker || "").split(",")
    asked.inputs.name.value = name.trim()
    asked.inputs.role.value = role.join(",").trim()
    asked.buttons[1].hidden = !isActive()
    asked.open()
  }
  return { button: button(words.quotation, open), isActive, row: asked.row }
}

// Links: a row asks for the address; an empty one takes the link away. What is typed after a
// link is no part of it.

import { Link } from "../django_prose_editor/editor.js"
import { asking, button } from "./body_controls.js"

export const extensions = [Link.configure({ enableTarget: false, autolink: false, protocols: ["http", "https"] })]

export function tool(editor, words, id) {
  function insert() {
    const input = asked.inputs.address
    const href = input.value.trim()
    input.setCustomValidity(!href || /^(https?:\/\/[^\s/]|\/(?!\/))/i.test(href) ? "" : words.noLink)
    if (!input.reportValidity()) return
    asked.close()
    const chain = editor.chain().extendMarkRange("link")
    if (!href) chain.unsetLink().run()
    else if (editor.state.selection.empty && !editor.isActive("link"))
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
  }

  const asked = asking(editor, {
    id,
    name: "link",
    title: words.link,
    fields: [["address", words.address, { inputMode: "url" }]],
    deeds: [[words.insert, insert]],
    cancel: words.cancel,
  })

  function open() {
    asked.inputs.address.value = editor.getAttributes("link").href || ""
    asked.open()
  }
  return { button: button(words.link, open), isActive: () => editor.isActive("link"), row: asked.row }
}

// Pictures in the text, from our own media alone: one block, with its words in a row.

import { Node } from "../django_prose_editor/editor.js"
import { asking, button, element } from "./body_controls.js"

const NAME = "picture"

function read(figure) {
  const image = figure.localName === "img" ? figure : figure.querySelector("img")
  const src = image?.getAttribute("src") || ""
  if (!src.startsWith("/media/")) return false
  return {
    src,
    alt: image.getAttribute("alt") || "",
    width: image.getAttribute("width"),
    height: image.getAttribute("height"),
    caption: figure.querySelector("figcaption")?.textContent.trim() || "",
  }
}

const Picture = Node.create({
  name: NAME,
  group: "block",
  atom: true,
  draggable: true,
  addAttributes() {
    return {
      src: { default: "" },
      alt: { default: "" },
      width: { default: null },
      height: { default: null },
      caption: { default: "", rendered: false },
    }
  },
  parseHTML() {
    return [
      { tag: "figure", getAttrs: read },
      { tag: "img", getAttrs: read },
    ]
  },
  renderHTML({ node }) {
    const { caption, ...image } = node.attrs
    const below = caption ? [["figcaption", { contenteditable: "false" }, caption]] : []
    return ["figure", ["img", image], ...below]
  },
})

export const extensions = [Picture]

// The size of a picture, or none where there is no picture at the address.
async function measured(src) {
  const image = element("img", { src })
  try {
    await image.decode()
    return { width: String(image.naturalWidth), height: String(image.naturalHeight) }
  } catch {
    return null
  }
}

export function tool(editor, words, id) {
  const isActive = () => editor.isActive(NAME)

  async function keep() {
    const [src, alt, caption] = ["src", "alt", "caption"].map((name) => asked.inputs[name].value.trim())
    const size = src.startsWith("/media/") ? await measured(src) : null
    asked.inputs.src.setCustomValidity(size ? "" : words.noPicture)
    if (!asked.inputs.src.reportValidity()) return
    const attrs = { src, alt, caption, ...size }
    const chain = editor.chain()
    if (isActive()) chain.updateAttributes(NAME, attrs)
    else chain.insertContent([{ type: NAME, attrs }, { type: "paragraph" }])
    chain.run()
    asked.close()
  }

  const asked = asking(editor, {
    id,
    name: "picture",
    title: words.picture,
    fields: [
      ["src", words.pictureAddress, { inputMode: "url" }],
      ["alt", words.alternative],
      ["caption", words.pictureCaption],
    ],
    deeds: [[words.insert, keep]],
    cancel: words.cancel,
  })
  asked.inputs.src.addEventListener("input", () => asked.inputs.src.setCustomValidity(""))

  function open() {
    const attrs = editor.getAttributes(NAME)
    for (const [name, input] of Object.entries(asked.inputs)) input.value = attrs[name] || ""
    asked.open()
  }
  return { button: button(words.picture, open), isActive, row: asked.row }
}

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

// What the library offers for the words typed, as buttons; pressing one fills the row in.
function library(textarea, words, inputs) {
  const offered = element("div", { className: "body-pictures" })
  offered.setAttribute("role", "group")
  offered.setAttribute("aria-label", words.pictures)
  let asked = 0

  function choose(picture) {
    inputs.src.value = picture.src
    inputs.alt.value = picture.alt[textarea.lang] ?? picture.alt.sv
    inputs.caption.value = picture.caption[textarea.lang] ?? picture.caption.sv
    inputs.src.setCustomValidity("")
    inputs.alt.focus()
  }

  async function find() {
    const mine = ++asked
    const typed = inputs.src.value.trim()
    const query = typed.startsWith("/") ? "" : typed
    const answer = await fetch(`${textarea.dataset.pictures}?${new URLSearchParams({ q: query })}`)
    if (!answer.ok || mine !== asked) return
    const { pictures } = await answer.json()
    offered.replaceChildren(
      ...pictures.map((picture) => {
        const image = element("img", { src: picture.thumbnail, alt: "" })
        const made = button("", () => choose(picture))
        made.append(image, element("span", { textContent: picture.words }))
        return made
      }),
    )
  }
  return { offered, find }
}

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
  const shelf = library(document.getElementById(id), words, asked.inputs)
  asked.row.append(shelf.offered)
  asked.inputs.src.addEventListener("input", () => {
    asked.inputs.src.setCustomValidity("")
    shelf.find()
  })

  function open() {
    const attrs = editor.getAttributes(NAME)
    for (const [name, input] of Object.entries(asked.inputs)) input.value = attrs[name] || ""
    asked.open()
    shelf.find()
  }
  return { button: button(words.picture, open), isActive, row: asked.row }
}

// Turns the text fields of an article into an editor with a toolbar of words.
//
// Without scripts the field stays what it is, a textarea of HTML, and works. Imports by
// relative address and injects no style: the content security policy allows neither an
// import map nor a style element.

import {
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  ListItem,
  OrderedList,
  Paragraph,
  Text,
} from "../django_prose_editor/editor.js"
import { backTo, button, element } from "./body_controls.js"
import * as figure from "./body_figure.js"
import * as link from "./body_link.js"
import * as picture from "./body_picture.js"
import * as quote from "./body_quote.js"
import * as table from "./body_table.js"

// Each part brings `extensions` and a `tool`, which returns a button, whether it is
// active, and the row that the button opens. Another part is one more name here.
const parts = [quote, link, table, picture, figure]

const extensions = [
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Gapcursor,
  HardBreak,
  Heading.configure({ levels: [2, 3] }),
  History,
  Italic,
  ListItem,
  OrderedList.configure({ enableListAttributes: false }),
  Paragraph,
  Text,
  ...parts.flatMap((part) => part.extensions),
]

const commands = [
  ["heading", (chain) => chain.toggleHeading({ level: 2 }), ["heading", { level: 2 }]],
  ["subheading", (chain) => chain.toggleHeading({ level: 3 }), ["heading", { level: 3 }]],
  ["bold", (chain) => chain.toggleBold(), ["bold"]],
  ["italic", (chain) => chain.toggleItalic(), ["italic"]],
  ["bullets", (chain) => chain.toggleBulletList(), ["bulletList"]],
  ["numbers", (chain) => chain.toggleOrderedList(), ["orderedList"]],
]

function toolbar(editor, words, id) {
  const bar = element("div", { className: "body-toolbar" })
  bar.setAttribute("role", "group")
  bar.setAttribute("aria-label", words.toolbar)
  // A pressed button leaves the caret where it was, and what is typed next is not lost.
  bar.addEventListener("mousedown", (event) => event.preventDefault())
  const toggles = commands.map(([name, run, active]) => {
    const toggle = button(words[name], () => {
      backTo(editor)
      run(editor.chain()).run()
    })
    return [toggle, () => editor.isActive(...active)]
  })
  const tools = parts.map((part) => part.tool(editor, words, id))
  toggles.push(...tools.map((tool) => [tool.button, tool.isActive]))
  const [undo, redo] = ["undo", "redo"].map((name) =>
    button(words[name], () => {
      backTo(editor)
      editor.commands[name]()
    }),
  )
  bar.append(...toggles.map(([toggle]) => toggle), undo, redo)

  function show() {
    for (const [toggle, isActive] of toggles) toggle.setAttribute("aria-pressed", isActive())
    undo.disabled = !editor.can().undo()
    redo.disabled = !editor.can().redo()
  }
  editor.on("transaction", show)
  show()
  return [bar, ...tools.map((tool) => tool.row)]
}

// Pasted text keeps its weight and slant; how else it looked is left behind. Its styles and
// event handlers are renamed before anything parses them: the policy would block each aloud.
function plainly(html) {
  const renamed = html.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/\sstyle(?=\s*=)/gi, " data-look").replace(/\son\w+(?=\s*=)/gi, " data-was"),
  )
  const pasted = new DOMParser().parseFromString(renamed, "text/html")
  for (const node of pasted.querySelectorAll("[data-look]")) {
    const look = node.dataset.look
    if (node.localName === "b" && /font-weight:\s*(normal|400)/i.test(look)) {
      node.replaceWith(...node.childNodes)
      continue
    }
    for (const [tag, shown] of [
      ["strong", /font-weight:\s*(bold|[6-9]00)/i],
      ["em", /font-style:\s*italic/i],
    ]) {
      if (node.localName !== "span" || !shown.test(look)) continue
      const marked = pasted.createElement(tag)
      marked.append(...node.childNodes)
      node.append(marked)
    }
  }
  return pasted.body.innerHTML
}

// What a screen reader is told of the textarea holds for the editor too.
function attributesFrom(textarea, label) {
  const attributes = { role: "textbox", "aria-multiline": "true", class: "body-text" }
  for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
    const value = textarea.getAttribute(name)
    if (value) attributes[name] = value
  }
  if (label) {
    label.id ||= `${textarea.id}_label`
    attributes["aria-labelledby"] = label.id
  }
  return attributes
}

// What the editor holds as it is kept: nothing that only the editor needs.
function html(editor) {
  if (editor.isEmpty) return ""
  return editor
    .getHTML()
    .replace(/<(caption|figcaption) contenteditable="false">/g, "<$1>")
    .replace(/(<p><\/p>)+$/, "")
}

function edit(textarea) {
  const words = JSON.parse(textarea.dataset.bodyEditor)
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const frame = element("div", { className: "body-editor" })
  textarea.before(frame)
  const editor = new Editor({
    element: frame,
    extensions,
    content: textarea.value,
    injectCSS: false,
    editorProps: {
      attributes: attributesFrom(textarea, label),
      transformPastedHTML: plainly,
    },
    onUpdate() {
      textarea.value = html(editor)
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  frame.prepend(...toolbar(editor, words, textarea.id))
  textarea.hidden = true
  label?.addEventListener("click", (event) => {
    event.preventDefault()
    backTo(editor)
  })
}

for (const textarea of document.querySelectorAll("textarea[data-body-editor]")) edit(textarea)

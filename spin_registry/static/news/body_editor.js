// Turns the text fields of an article into an editor with a toolbar of words.
//
// Without scripts the field stays what it is, a textarea of HTML, and works. Imports by
// relative address and injects no style: the content security policy allows neither an
// import map nor a style element.

import {
  Blockquote,
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
  Link,
  ListItem,
  OrderedList,
  Paragraph,
  Text,
} from "../django_prose_editor/editor.js"

const extensions = [
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Gapcursor,
  HardBreak,
  Heading.configure({ levels: [2, 3] }),
  History,
  Italic,
  Link.configure({ enableTarget: false, protocols: ["http", "https"] }),
  ListItem,
  OrderedList.configure({ enableListAttributes: false }),
  Paragraph,
  Text,
]

const commands = [
  ["heading", (chain) => chain.toggleHeading({ level: 2 }), ["heading", { level: 2 }]],
  ["subheading", (chain) => chain.toggleHeading({ level: 3 }), ["heading", { level: 3 }]],
  ["bold", (chain) => chain.toggleBold(), ["bold"]],
  ["italic", (chain) => chain.toggleItalic(), ["italic"]],
  ["bullets", (chain) => chain.toggleBulletList(), ["bulletList"]],
  ["numbers", (chain) => chain.toggleOrderedList(), ["orderedList"]],
  ["quotation", (chain) => chain.toggleBlockquote(), ["blockquote"]],
]

function element(tag, properties = {}, children = []) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

function button(text, onClick) {
  const made = element("button", { type: "button", textContent: text })
  made.addEventListener("click", onClick)
  return made
}

// A row below the toolbar that asks for an address; Enter inserts it, Escape leaves.
function linkRow(editor, words, id) {
  const input = element("input", { id: `${id}_link`, type: "text", inputMode: "url" })
  const row = element("div", { className: "body-link", hidden: true })

  function close() {
    row.hidden = true
    editor.commands.focus()
  }

  function insert() {
    const href = input.value.trim()
    row.hidden = true
    const chain = editor.chain().focus().extendMarkRange("link")
    if (!href) chain.unsetLink().run()
    else if (editor.state.selection.empty && !editor.isActive("link"))
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
  }

  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return
    event.preventDefault()
    if (event.key === "Enter") insert()
    else close()
  })
  row.append(
    element("label", { htmlFor: input.id, textContent: words.address }),
    input,
    button(words.insert, insert),
    button(words.cancel, close),
  )
  return {
    row,
    open() {
      input.value = editor.getAttributes("link").href || ""
      row.hidden = false
      input.focus()
    },
  }
}

function toolbar(editor, words, id) {
  const bar = element("div", { className: "body-toolbar" })
  bar.setAttribute("role", "group")
  bar.setAttribute("aria-label", words.toolbar)
  // A pressed button leaves the caret where it was, and what is typed next is not lost.
  bar.addEventListener("mousedown", (event) => event.preventDefault())
  const toggles = commands.map(([name, run, active]) => {
    const toggle = button(words[name], () => run(editor.chain().focus()).run())
    return [toggle, () => editor.isActive(...active)]
  })
  const link = linkRow(editor, words, id)
  toggles.push([button(words.link, () => link.open()), () => editor.isActive("link")])
  const undo = button(words.undo, () => editor.chain().focus().undo().run())
  const redo = button(words.redo, () => editor.chain().focus().redo().run())
  bar.append(...toggles.map(([toggle]) => toggle), undo, redo)

  function show() {
    for (const [toggle, isActive] of toggles) toggle.setAttribute("aria-pressed", isActive())
    undo.disabled = !editor.can().undo()
    redo.disabled = !editor.can().redo()
  }
  editor.on("transaction", show)
  show()
  return [bar, link.row]
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
      textarea.value = editor.isEmpty ? "" : editor.getHTML()
    },
  })
  frame.prepend(...toolbar(editor, words, textarea.id))
  textarea.hidden = true
  label?.addEventListener("click", (event) => {
    event.preventDefault()
    editor.commands.focus()
  })
}

for (const textarea of document.querySelectorAll("textarea[data-body-editor]")) edit(textarea)

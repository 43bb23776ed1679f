// What the tools of the editor are made of: buttons of words, and rows that ask for more.

export function element(tag, properties = {}, children = []) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

export function button(text, onClick) {
  const made = element("button", { type: "button", textContent: text })
  made.addEventListener("click", onClick)
  return made
}

// At once, not a frame later as the editor's own command would: what is typed next is not lost.
export function backTo(editor) {
  editor.view.focus()
}

// A row below the toolbar with labelled inputs; Enter does what its first button does,
// Escape leaves it. `fields` pairs names with labels, `deeds` words with what they do.
export function asking(editor, { id, name, title, fields, deeds, cancel }) {
  const inputs = {}
  const row = element("div", { className: "body-row", hidden: true })
  row.setAttribute("role", "group")
  row.setAttribute("aria-label", title)

  function close() {
    row.hidden = true
    backTo(editor)
  }

  for (const [field, label, properties] of fields) {
    const input = element("input", { id: `${id}_${name}_${field}`, type: "text", ...properties })
    inputs[field] = input
    row.append(element("span", {}, [element("label", { htmlFor: input.id, textContent: label }), input]))
  }
  const buttons = deeds.map(([word, deed]) => button(word, deed))
  row.append(...buttons, button(cancel, close))
  row.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close()
    else if (event.key !== "Enter" || event.target.localName !== "input") return
    else buttons.find((one) => !one.hidden).click()
    event.preventDefault()
  })
  return {
    row,
    inputs,
    buttons,
    close,
    open() {
      for (const other of row.parentElement.querySelectorAll(".body-row")) other.hidden = true
      row.hidden = false
      const first = fields.length ? inputs[fields[0][0]] : buttons.find((one) => !one.hidden)
      first.focus()
      first.select?.()
    },
  }
}

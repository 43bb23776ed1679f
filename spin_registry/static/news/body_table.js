// Tables: a first row of headings, a caption on demand, and no merged cells. Tab goes from
// cell to cell and leaves the editor after the last one: no keyboard is caught in it.

import { Table, TableCell, TableHeader, TableRow } from "../django_prose_editor/editor.js"
import { asking, button } from "./body_controls.js"

const single = { default: 1, rendered: false, parseHTML: () => 1 }

function plainCell() {
  return { colspan: single, rowspan: single, colwidth: { default: null, rendered: false } }
}

const Captioned = Table.extend({
  // The caption is no row, and the table counts its children as rows.
  addAttributes() {
    return {
      caption: {
        default: "",
        rendered: false,
        parseHTML: (table) => table.querySelector("caption")?.textContent.trim() || "",
      },
    }
  },
  parseHTML() {
    return [{ tag: "table" }, { tag: "caption", ignore: true }]
  },
  renderHTML({ node }) {
    const { caption } = node.attrs
    const above = caption ? [["caption", { contenteditable: "false" }, caption]] : []
    return ["table", ...above, ["tbody", 0]]
  },
  addNodeView: null,
  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      Tab: () => this.editor.commands.goToNextCell(),
    }
  },
})

export const extensions = [
  Captioned.configure({ resizable: false }),
  TableCell.extend({
    addAttributes: plainCell,
    renderHTML: () => ["td", 0],
  }),
  TableHeader.extend({
    addAttributes() {
      return {
        ...plainCell(),
        scope: {
          default: "col",
          parseHTML: (cell) => (cell.getAttribute("scope") === "row" ? "row" : "col"),
        },
      }
    },
    renderHTML: ({ node }) => ["th", { scope: node.attrs.scope }, 0],
  }),
  TableRow,
]

const MOST = { rows: 50, columns: 12 }

function counted(input, most) {
  return Math.min(Math.max(Number.parseInt(input.value, 10) || 2, 1), most)
}

function newTable(editor, words, id) {
  function insert() {
    const rows = counted(asked.inputs.rows, MOST.rows)
    const cols = counted(asked.inputs.columns, MOST.columns)
    const caption = asked.inputs.caption.value.trim()
    asked.close()
    editor
      .chain()
      .insertTable({ rows, cols, withHeaderRow: true })
      .updateAttributes("table", { caption })
      .run()
  }

  const number = { type: "number", min: 1, inputMode: "numeric" }
  const asked = asking(editor, {
    id,
    name: "new_table",
    title: words.table,
    fields: [
      ["rows", words.rows, { ...number, max: MOST.rows, value: "3" }],
      ["columns", words.columns, { ...number, max: MOST.columns, value: "2" }],
      ["caption", words.tableCaption],
    ],
    deeds: [[words.insert, insert]],
    cancel: words.cancel,
  })
  return asked
}

function openTable(editor, words, id) {
  // A deed upon the table leaves its row open: the next one is a press away.
  const deed = (name) => () => editor.chain()[name]().run()

  function keepCaption() {
    editor.commands.updateAttributes("table", { caption: asked.inputs.caption.value.trim() })
    asked.close()
  }

  function remove() {
    asked.close()
    editor.chain().deleteTable().run()
  }

  const asked = asking(editor, {
    id,
    name: "table",
    title: words.table,
    fields: [["caption", words.tableCaption]],
    deeds: [
      [words.keep, keepCaption],
      [words.addRow, deed("addRowAfter")],
      [words.deleteRow, deed("deleteRow")],
      [words.addColumn, deed("addColumnAfter")],
      [words.deleteColumn, deed("deleteColumn")],
      [words.headings, deed("toggleHeaderRow")],
      [words.deleteTable, remove],
    ],
    cancel: words.close,
  })
  return asked
}

export function tool(editor, words, id) {
  const isActive = () => editor.isActive("table")
  const made = newTable(editor, words, id)
  const changed = openTable(editor, words, id)

  function open() {
    if (!isActive()) {
      made.open()
      return
    }
    changed.inputs.caption.value = editor.getAttributes("table").caption
    changed.open()
  }
  const row = document.createDocumentFragment()
  row.append(made.row, changed.row)
  return { button: button(words.table, open), isActive, row }
}

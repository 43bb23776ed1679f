// Keeps what is typed in the form of an article on the server, a few seconds after it is
// typed, and warns whoever is about to leave without having saved.

const PAUSE = 2_000
const LONGEST_WAIT = 8_000

function keep(status) {
  const form = status.closest("form")
  const { keepsAt, signedOut, failed } = status.dataset
  const token = form.elements.csrfmiddlewaretoken.value
  let first = 0
  let timer = 0
  let isSending = false
  let isLeaving = false

  function content() {
    const typed = new URLSearchParams()
    for (const [name, value] of new FormData(form))
      if (typeof value === "string" && name !== "csrfmiddlewaretoken") typed.append(name, value)
    return typed
  }

  // What names the draft is no part of what was typed.
  function typed() {
    const all = content()
    all.delete("draft")
    return all.toString()
  }

  const opened = "unsaved" in status.dataset ? null : typed()
  let kept = opened

  function say(words) {
    if (status.textContent !== words) status.textContent = words
  }

  function name(draft) {
    let field = form.elements.draft
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "draft" })
      form.append(field)
    }
    field.value = draft
  }

  async function send() {
    clearTimeout(timer)
    timer = first = 0
    const now = typed()
    if (now === kept || isSending || isLeaving) return
    isSending = true
    try {
      const answer = await fetch(keepsAt, {
        method: "POST",
        body: content(),
        headers: { "X-CSRFToken": token },
        credentials: "same-origin",
        redirect: "error",
      })
      if (answer.status === 401 || answer.status === 403) say(signedOut)
      else if (!answer.ok) say(failed)
      else {
        const { draft, said } = await answer.json()
        kept = now
        if (draft) name(draft)
        if (said) say(said)
      }
    } catch {
      if (!isLeaving) say(failed)
    }
    isSending = false
    if (kept !== typed()) later()
  }

  function later() {
    const now = Date.now()
    first ||= now
    clearTimeout(timer)
    timer = setTimeout(send, Math.min(PAUSE, Math.max(first + LONGEST_WAIT - now, 0)))
  }

  form.addEventListener("input", later)
  form.addEventListener("change", later)
  // The boxes with suggestions speak through jQuery alone.
  window.django?.jQuery?.(form).on("change", later)
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send()
  })
  form.addEventListener("submit", (event) => {
    isLeaving = !event.defaultPrevented
    clearTimeout(timer)
  })
  window.addEventListener("beforeunload", (event) => {
    if (isLeaving || typed() === opened) return
    event.preventDefault()
    // Whoever stays may press the button of another form once more.
    setTimeout(() => {
      for (const other of document.forms) delete other.dataset.sent
    })
  })
  window.addEventListener("pageshow", () => {
    isLeaving = false
  })
  form.querySelector(".submit-row")?.append(status)
  if (opened === null) later()
}

// After the other modules, whose editors write into the form.
for (const status of document.querySelectorAll("[data-keeps-at]")) keep(status)

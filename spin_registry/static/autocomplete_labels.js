// Gives the search box of a choice of several rows the label of its field, which it lacks.

window.django.jQuery(() => {
  for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) {
    const box = select.parentElement.querySelector(".select2-search__field")
    const label = document.querySelector(`label[for="${select.id}"]`)
    if (!box || !label) continue
    label.id ||= `${select.id}_label`
    box.setAttribute("aria-labelledby", label.id)
  }
})

"""Reports of errors from readers without account or cookie: the form, and what guards it."""

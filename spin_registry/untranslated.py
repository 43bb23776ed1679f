"""Texts of Django's own that its Swedish catalogue lacks; named here so that ours holds them.

Nothing imports this but a test, which says when Django has caught up.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

LACKING = [
    gettext_noop("- Select an option -"),
    gettext_noop("Filter by %(field_name)s"),
    gettext_noop("Logout"),
    gettext_noop('The app "%s" could not be found.'),
]
MORE_OBJECTS = ngettext_lazy("…and %(count)d more object.", "…and %(count)d more objects.", 2)

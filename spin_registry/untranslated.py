"""Texts of Django's own that its Swedish catalogue lacks, or has in worse words than ours.

They are named here so that our catalogue holds them. Nothing imports this but a test,
which says when Django has caught up, or says it otherwise.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

LACKING = [
    gettext_noop("- Select an option -"),
    gettext_noop("Filter by %(field_name)s"),
    gettext_noop("Logout"),
    gettext_noop('The app "%s" could not be found.'),
]
MORE_OBJECTS = ngettext_lazy("…and %(count)d more object.", "…and %(count)d more objects.", 2)

REWORDED = [
    gettext_noop("Authentication and Authorization"),
    gettext_noop("Add another %(verbose_name)s"),
    gettext_noop(" By %(filter_title)s "),
    gettext_noop("Added “%(object)s”."),
    gettext_noop("Changed “%(object)s” — %(changes)s"),
    gettext_noop("Deleted “%(object)s.”"),
    gettext_noop("Added {name} “{object}”."),
    gettext_noop("Changed {fields} for {name} “{object}”."),
    gettext_noop("Deleted {name} “{object}”."),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The %(name)s “%(obj)s” was deleted successfully."),
    gettext_noop("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
]
TAKEN = gettext_noop("%(model_name)s with this %(field_label)s already exists.")
MOST_FORMS = ngettext_lazy(
    "Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", "num"
)
PUT_RIGHT = ngettext_lazy("Please correct the error below.", "Please correct the errors below.", 2)

"""What is said of a record once it is held against the registry; part of `messages.MESSAGES`."""

from django.utils.translation import gettext_lazy as _

OUTCOMES = {
    "granted_and_eu": _(
        "The row has both support and support of the EU, and nobody says whether the one holds "
        "the other. Leave one of the columns out."
    ),
    "no_funder": _(
        "Nobody says who pays. Choose a funder for the whole file, under “Columns and questions”."
    ),
    "several_projects": _(
        "Several projects of the registry have this number (%(projects)s). Say which by hand."
    ),
    "twice_in_file": _("The same project stands earlier in the file, in row %(row)s."),
    "too_long": _("“%(written)s …” is longer than the %(most)s characters that there is room for."),
    "in_the_future": _("The decision would be made on %(day)s, a day that has not come."),
    "unknown_fund": _("No fund of the registry is called “%(written)s”; it was left out."),
    "unknown_programme": _(
        "No programme of the registry is called “%(written)s”; it was left out."
    ),
    "unknown_priority": _("The programme has no priority called “%(written)s”; it was left out."),
    "organisation_open": _(
        "“%(written)s” may be %(names)s: choose one of them, or a new organisation."
    ),
    "person_kept": _(
        "“%(stored)s” in the registry was not written by an import, and was kept. The file says "
        "“%(written)s”."
    ),
    "public_kept": _(
        "The project is public or approved, so “%(stored)s” was kept. The file says “%(written)s”."
    ),
    "refused": _("The registry refuses the change: %(reason)s"),
    "undone_deleted": _("Undone: the project was deleted."),
    "undone_withdrawn": _("Undone: the project was withdrawn from the public."),
    "undone_reversed": _("Undone: what the file changed was put back."),
    "undone_reversal_waits": _("Undone: a correction waits for approval."),
    "undone_taken_back": _("Undone: the proposal was taken back."),
    "undone_kept": _("Kept: somebody has changed it since, or it is closed."),
    "lacks_decision": _("Before it can be published the project needs a decision."),
    "lacks_lead": _("Before it can be published the project needs a lead."),
    "lacks_period": _("Before it can be published the project needs a first and a last day."),
    "lacks_place": _("Before it can be published the project needs a place."),
}

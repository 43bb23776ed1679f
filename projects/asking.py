"""Asking an authority for a decision: the letter, and who has the document.

The letter is in Swedish whatever the reader's language, since those who answer it are. It
asks and promises nothing: whether a document is given out, the authority decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from projects.models import Decision, Organisation, Project, Sector
from projects.naming import body_of
from projects.templatetags.figures import date_text

MOST_SUCCESSORS = 10


@dataclass(frozen=True)
class Letter:
    """A request for one document."""

    subject: str
    text: str

    @property
    def rows(self) -> int:
        """How many rows a field needs that shows all of it, where long ones wrap on a phone."""
        return sum(1 + len(line) // 60 for line in self.text.split("\n"))


@dataclass(frozen=True)
class Request:
    """What somebody needs who wants to read a decision.

    `keeper` is the Swedish authority that has the document: who decided, who took over from
    them, or the secretariat of a partnership. Where it is None there is no duty to give
    anything out, and `others` are decisions on the same project by authorities.
    """

    decision: Decision
    keeper: Organisation | None
    letter: Letter
    others: Sequence[Decision] = ()

    @property
    def mailto(self) -> str:
        """The address of a new mail with the letter in it; empty where no mailbox is known."""
        if self.keeper is None or not self.keeper.registrar_email:
            return ""
        # Lines of a mail end in CR LF, and so they do in its address.
        text = quote(self.letter.text.replace("\n", "\r\n"))
        mailbox = quote(self.keeper.registrar_email, safe="@")
        return f"mailto:{mailbox}?subject={quote(self.letter.subject)}&body={text}"


def request_for(decision: Decision, page: str) -> Request:
    """Return what is needed to ask for a decision that is told of at the address `page`."""
    keeper = keeper_of(decision)
    with override("sv"):
        letter = letter_for(decision, page)
    return Request(decision, keeper, letter, [] if keeper else others(decision))


def keeper_of(decision: Decision) -> Organisation | None:
    """Return the Swedish authority that has the document today, if any has a duty to show it."""
    secretariat = decision.partnership and decision.partnership.secretariat
    found = decision.organisation or secretariat
    today = timezone.localdate()
    for _step in range(MOST_SUCCESSORS):
        if not (found and found.succeeded_by):
            break
        if found.succeeded_on and found.succeeded_on > today:
            break
        found = found.succeeded_by
    return found if found and found.is_swedish_authority else None


def others(decision: Decision) -> list[Decision]:
    """Return what authorities decided on the same project, as it stands now."""
    rows = Decision.objects.current().filter(
        project=decision.project_id, organisation__sector=Sector.PUBLIC, organisation__country="SE"
    )
    return list(rows.select_related("organisation").in_order())


def letter_for(decision: Decision, page: str) -> Letter:
    """Return the letter in the language that is active."""
    project = decision.project
    told = {"project": project, "reference": project.reference}
    asks = _(
        "I ask to read an official document, under the principle of public access to official "
        "documents (Freedom of the Press Act, chapter 2): the decision below, with its appendices "
        "if it has any."
    )
    ends = _(
        "Please send it in the way that is simplest for you, preferably as an answer to this "
        "letter. If it costs anything, please tell me before you send it. If some part cannot be "
        "given out, I ask for the rest of it, and for a written decision about that part."
    )
    parts = [_("Hello,"), asks, "\n".join(_facts(decision, page)), ends, _("Kind regards")]
    subject = _("Request for a decision: %(project)s, %(reference)s") % told
    return Letter(subject, "\n\n".join(parts))


def _titled(project: Project) -> str:
    names = [project.acronym, project.said("title"), project.reference]
    return ", ".join(name for name in names if name)


def _facts(decision: Decision, page: str) -> list[str]:
    """Return what tells the decision from others, a line each."""
    day = date_text(decision.in_force_from)
    facts = [
        (_("Decision"), decision.get_kind_display()),
        (_("Decided by"), str(body_of(decision))),
        (_("Day of the decision") if decision.decided_on else _("Known since"), day),
        (_("Case number"), decision.case_number),
        (_("Decision reference"), decision.reference),
        (_("Round"), decision.round.said("name") if decision.round else ""),
        (pgettext("letter", "Project"), _titled(decision.project)),
        (_("In the project registry"), page),
    ]
    lines = [f"{name}: {words}" for name, words in facts if words]
    if not (decision.case_number or decision.reference):
        lines.append(_("I do not know its number in your register."))
    return lines

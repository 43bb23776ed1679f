"""The letter that tells a mailbox of a changed figure: Swedish first, then English."""

import datetime
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.models import Watch
from projects.fact_boxes import Line, sum_line
from projects.models import Decision
from projects.money import Total
from projects.naming import body_of
from projects.verdicts import Sign
from projects.wording import NBSP

LONGEST_TITLE = 150


@dataclass(frozen=True)
class Letter:
    """A title of one line, and a text."""

    title: str
    text: str


def letter(
    *,
    watch: Watch,
    before: Total,
    now: Total,
    sign: Sign,
    cause: Decision | None,
    changed_on: datetime.date,
) -> Letter:
    """Return what to tell a mailbox, in both languages; `before` is what it went out from."""
    texts = []
    titles = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            context = {
                "watch": watch,
                "site": settings.SITE_NAME,
                "before": _amount(_("Before"), before, now),
                "now": _amount(_("Now"), now, before),
                "sign": sign.name.lower(),
                "cause": cause,
                "body": body_of(cause) if cause else "",
                "changed_on": changed_on,
                "today": timezone.localdate(),
                **_addresses(watch),
            }
            text = render_to_string("news/watch_letter.txt", context).strip()
            texts.append(text.replace(NBSP, " "))
            titles.append(_("Changed amount: %(subject)s") % {"subject": watch.subject})
    title = " ".join(" / ".join(titles).split())
    return Letter(title[:LONGEST_TITLE], f"\n\n{'-' * 60}\n\n".join(texts) + "\n")


def _amount(label: str, total: Total, other: Total) -> str:
    """Return an amount as a fact box words it, beside what it was or came to be."""
    beside = [] if other.is_exact else filter(None, [other.rounded()])
    return str(sum_line(label, total, beside) if total.projects else Line(label, _("no amount")))


def _addresses(watch: Watch) -> dict[str, str]:
    """Return where the figure is read, and where it is quoted from unless it is withdrawn."""
    name = "project" if watch.project else "round"
    box = reverse(f"projects:{name}_fact_box", args=[watch.subject.slug])
    return {
        "address": urljoin(settings.SITE_URL, watch.subject.get_absolute_url()),
        "box": "" if watch.is_withdrawn else urljoin(settings.SITE_URL, box),
    }

"""What is said of an article's figures while it is written: verdicts, and amounts not bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from news.checks import Problem, Severity
from news.figures.changes import with_changes
from news.figures.judging import Judged, Records
from news.figures.keeping import as_bound, resolved
from news.figures.texts import LANGUAGES, Found, amounts_in, figures_of, lines, unbound
from news.models import Article
from projects.verdicts import Sign


@dataclass(frozen=True)
class Loose:
    """An amount that nothing stands behind, and where it is."""

    words: str
    field: str  # the name of the form's field


@dataclass(frozen=True)
class Said:
    """All there is to say of the figures of an article as it stands."""

    figures: Sequence[Judged] = field(default=())
    lost: Sequence[Found] = field(default=())
    loose: Sequence[Loose] = field(default=())

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.lost or self.loose)


def said_of(article: Article, stored: Article | None = None) -> Said:
    """Return the verdicts on the figures of an article, stored or not, and what is loose.

    `stored` is the article of which this is the text as it stands in a form: what was
    bound there before is told to have changed since.
    """
    written = figures_of(article)
    rows = as_bound(resolved(written), stored)
    held = {(row.language, row.words, row.written) for row in rows}
    lost = [one for one in written if (one.language, one.words, one.value) not in held]
    verdicts, _found = with_changes(rows, Records.of(rows))
    return Said(verdicts, lost, list(_loose(article)))


def _loose(article: Article) -> Sequence[Loose]:
    bound = {
        (f"{one.field}_{one.language}", one.words)
        for _line, one in lines(article.heading_figures)
        if one
    }
    found = []
    for language in LANGUAGES:
        for name in (f"title_{language}", f"lead_{language}"):
            for words in amounts_in(getattr(article, name)):
                is_bound = any(
                    field == name and (words in quoted or quoted in words)
                    for field, quoted in bound
                )
                found += [] if is_bound else [Loose(words, name)]
        body = f"body_{language}"
        found += [Loose(words, body) for words in unbound(getattr(article, body))]
    return found


def about_figures(article: Article) -> list[Problem]:
    """Return what to look at among the figures of an article before it is published.

    None of it blocks: a text may quote what others say, and what the registry lacks.
    """
    said = said_of(article, article)
    found = []
    for one in said.figures:
        if one.judgement.sign is Sign.CONTRADICTS:
            words = {"words": one.figure.words, "verdict": one.judgement.words, "why": one.sentence}
            message = _("≠ “%(words)s”: %(verdict)s. %(why)s") % words
            name = f"{one.figure.field}_{one.figure.language}"
            found.append(Problem(name, Severity.ADVISES, message))
    for name in dict.fromkeys(one.field for one in said.loose):
        loose = ", ".join(one.words for one in said.loose if one.field == name)
        message = _("Amounts that nothing stands behind: %(amounts)s.") % {"amounts": loose}
        found.append(Problem(name, Severity.ADVISES, message))
    return found


def problems(article: Article) -> dict[str, list[str]]:
    """Return all that is wrong with the figures as they are written, by the form's field."""
    wrong: dict[str, list[str]] = {}
    for line, one in lines(article.heading_figures):
        if one is None:
            said = _("This line binds nothing: %(line)s") % {"line": line}
            wrong.setdefault("heading_figures", []).append(said)
            continue
        text = " ".join(getattr(article, f"{one.field}_{one.language}").split())
        if one.words not in text:
            words = {"words": one.words, "text": text}
            said = _("“%(words)s” does not stand in “%(text)s”.") % words
            wrong.setdefault("heading_figures", []).append(said)
    for one in said_of(article).lost:
        name = f"body_{one.language}" if one.field == "body" else "heading_figures"
        words = {"words": one.words, "value": one.value}
        said = _("“%(words)s” is bound to what the registry does not hold: %(value)s") % words
        wrong.setdefault(name, []).append(said)
    return wrong

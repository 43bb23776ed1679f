"""What is said of an article's figures while it is written: verdicts, and amounts not bound."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from news.figures.judging import Judged, judged
from news.figures.keeping import resolved
from news.figures.texts import LANGUAGES, Found, amounts_in, figures_of, lines, unbound
from news.models import Article


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


def said_of(article: Article) -> Said:
    """Return the verdicts on the figures of an article, stored or not, and what is loose."""
    written = figures_of(article)
    rows = resolved(written)
    held = {(row.language, row.words, row.written) for row in rows}
    lost = [one for one in written if (one.language, one.words, one.value) not in held]
    return Said(judged(rows), lost, list(_loose(article)))


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


def problems(article: Article) -> dict[str, str]:
    """Return what is wrong with the figures as they are written, by the form's field."""
    wrong: dict[str, str] = {}
    for line, one in lines(article.heading_figures):
        if one is None:
            wrong["heading_figures"] = _("This line binds nothing: %(line)s") % {"line": line}
            continue
        text = " ".join(getattr(article, f"{one.field}_{one.language}").split())
        if one.words not in text:
            words = {"words": one.words, "text": text}
            wrong["heading_figures"] = _("“%(words)s” does not stand in “%(text)s”.") % words
    for one in said_of(article).lost:
        name = f"body_{one.language}" if one.field == "body" else "heading_figures"
        words = {"words": one.words, "value": one.value}
        wrong[name] = (
            _("“%(words)s” is bound to what the registry does not hold: %(value)s") % words
        )
    return wrong

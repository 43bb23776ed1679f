"""Keeps beside each article which figures it quotes, so that the registry can be asked."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from news.figures.references import Reference
from news.figures.texts import Found, figures_of
from news.models.figures import BoundFigure
from projects.models import Fund, Organisation, Project, Round

if TYPE_CHECKING:
    from news.models import Article


def keep_figures(article: "Article") -> None:
    """Write the rows of an article's figures anew; what was bound before keeps its moment."""
    rows = resolved(figures_of(article))
    if not rows and not article.figures.exists():
        return
    as_bound(rows, article)
    article.figures.all().delete()
    numbers = dict.fromkeys(("sv", "en"), 0)
    for row in rows:
        numbers[row.language] += 1
        row.number = numbers[row.language]
    BoundFigure.objects.bulk_create(rows)


def as_bound(rows: list[BoundFigure], article: "Article | None") -> list[BoundFigure]:
    """Return figures, not stored, as those of an article; what it bound before keeps its moment."""
    if article is None or not article.pk or not rows:
        return rows
    bound_at = {_identity(row): row.bound_at for row in article.figures.all()}
    for row in rows:
        row.article = article
        row.bound_at = bound_at.get(_identity(row), row.bound_at)
    return rows


def _identity(row: BoundFigure) -> tuple[str, ...]:
    return row.language, row.field, row.words, row.written


def resolved(figures: Iterable[Found]) -> list[BoundFigure]:
    """Return the figures, not stored, with the rows they speak of; five queries at most.

    One that speaks of nothing the registry holds is left out.
    """
    rows = [(found, found.reference) for found in figures]
    known = [(found, reference) for found, reference in rows if reference]
    keys = [int(one.project[1:]) for _found, one in known if one.project]
    projects = {one.reference: one for one in _rows(Project, pk__in=keys)}
    rounds = _by_address(Round, [one.round for _found, one in known])
    funders = _by_address(Organisation, [one.funder for _found, one in known])
    funds = {one.code: one for one in _rows(Fund, code__in=[one.fund for _found, one in known])}
    answer = []
    for found, one in known:
        row = BoundFigure(
            language=found.language,
            field=found.field,
            words=found.words,
            written=found.value,
            sentence=found.sentence,
            project=projects.get(one.project),
            round=rounds.get(one.round),
            funder=_standing(funders.get(one.funder)),
            fund=funds.get(one.fund),
            quantity=one.quantity,
            basis=one.basis or "",
            spoke_of=one.on,
            bound_at=timezone.now(),
        )
        if _is_whole(row, one):
            answer.append(row)
    return answer


def _is_whole(row: BoundFigure, reference: Reference) -> bool:
    """Answer whether the registry holds everything that a reference names."""
    named = (
        (row.project, reference.project),
        (row.round, reference.round),
        (row.funder, reference.funder),
        (row.fund, reference.fund),
    )
    return all(bool(held) == bool(name) for held, name in named)


def _standing(organisation: Organisation | None) -> Organisation | None:
    """Return the organisation that one is merged into, else the one itself."""
    return organisation and (organisation.merged_into or organisation)


def _by_address(model: type, addresses: Iterable[str]) -> dict:
    return {one.slug: one for one in _rows(model, slug__in=list(addresses))}


def _rows(model: type, **narrowed: list) -> list:
    (wanted,) = narrowed.values()
    chosen = {one for one in wanted if one}
    if not chosen:
        return []
    rows = model.objects.filter(**dict.fromkeys(narrowed, chosen))  # type: ignore[attr-defined]
    return list(rows.select_related("merged_into") if model is Organisation else rows)

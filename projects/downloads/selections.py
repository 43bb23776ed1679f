"""Tables of a selection of projects: themselves, their parts of money, and sums of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.downloads import projects, splits
from projects.downloads.asking import chosen
from projects.downloads.columns import Asking, Column, Row, Table
from projects.downloads.keys import chunks
from projects.filters import ProjectFilter
from projects.search.executor import executor
from projects.selection import chips, heading


@dataclass(frozen=True)
class Shape:
    """What a row is: the columns there are, and the rows of some projects."""

    columns: Sequence[Column]
    rows: Callable[[Sequence[int], Sequence[Column], Asking], Iterator[Row]]


SHAPES = {
    "projects": Shape(projects.COLUMNS, projects.rows),
    "splits": Shape(splits.COLUMNS, splits.rows),
}


def table(
    selection: ProjectFilter, rows: str, data: QueryDict, asking: Asking, address: str
) -> Table:
    """Return a table of a selection that can be read; ValidationError for unknown columns."""
    shape, answers = SHAPES[rows], executor()
    columns = chosen(data, shape.columns)
    overview = answers.overview(selection.query)
    return Table(
        name=rows,
        title=heading(selection, chips(selection)),
        columns=columns,
        chunks=_chunks(shape, columns, asking, answers, selection),
        asking=asking,
        address=address,
        count=overview.count,
        total=overview.total,
        notes=notes(rows, selection),
    )


def _chunks(
    shape: Shape, columns: Sequence[Column], asking: Asking, answers: Any, selection: ProjectFilter
) -> Iterator[list[Row]]:
    for keys in chunks(answers, selection.query):
        yield list(shape.rows(keys, columns, asking))


def notes(rows: str, selection: ProjectFilter) -> list[str]:
    """Return what must be said of the sums of a table."""
    said = []
    if rows == "projects" and selection.is_by_part:
        said.append(
            _(
                "Each project counts with its whole sum, also what other funders give and what "
                "reaches other places."
            )
        )
    if rows == "splits":
        said.append(
            _(
                "Amounts are as the sources print them. Added up they may differ from the "
                "total, which is narrowed by what sources say of the sums."
            )
        )
    return said

"""Tables of a selection of projects: themselves, their parts of money, and sums of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.accounts import Accounts
from projects.downloads import projects, splits
from projects.downloads.asking import chosen
from projects.downloads.columns import Asking, Column, Row, Table
from projects.downloads.keys import addresses_of, chunks, has_ranges
from projects.downloads.lines import USUAL, addressed
from projects.downloads.looking_back import LookingBack
from projects.filters import ProjectFilter
from projects.search.executor import Answers, executor
from projects.search.index import LINES
from projects.search.query import Query
from projects.selection import chips, heading
from projects.templatetags.figures import date_text
from spin_registry.patience import patience


@dataclass(frozen=True)
class Shape:
    """What a row is: the columns there are, and the rows of some projects."""

    columns: Sequence[Column]
    rows: Callable[[Sequence[int], Sequence[Column], Asking, Accounts], Iterator[Row]]


SHAPES = {
    "projects": Shape(projects.COLUMNS, projects.rows),
    "splits": Shape(splits.COLUMNS, splits.rows),
}


def table(
    selection: ProjectFilter,
    rows: str,
    data: QueryDict,
    asking: Asking,
    address: str,
    answers: Answers | None = None,
) -> Table:
    """Return a table of a selection that can be read; ValidationError for unknown columns.

    Whoever is the executor now answers, unless another is given.
    """
    shape, answers = SHAPES[rows], answers or executor()
    columns = chosen(data, shape.columns)
    overview = answers.overview(selection.query)
    back = LookingBack(asking.on) if asking.on else None
    return Table(
        name=rows,
        title=heading(selection, chips(selection)),
        columns=columns,
        chunks=_chunks(shape, columns, asking, chunks(answers, selection.query), back),
        asking=asking,
        address=address,
        count=overview.count,
        total=None if back else overview.total,
        total_after=(lambda: back.total) if back else None,
        notes=notes(rows, selection) + looking_back(asking),
        lines=finished(answers, selection.query, asking) if columns == USUAL else None,
    )


def _chunks(
    shape: Shape,
    columns: Sequence[Column],
    asking: Asking,
    found: Iterator[Sequence[int]],
    back: LookingBack | None,
) -> Iterator[list[Row]]:
    for keys in found:
        with patience():
            accounts = back.accounts(keys) if back else {}
            rows = list(shape.rows(keys, columns, asking, accounts))
        yield rows


def finished(answers: Answers, query: Query, asking: Asking) -> Iterator[bytes] | None:
    """Return the lines of a file that the index has finished; None where it has not just those.

    It has them of its own day, with the sums of today, in orders that go by numbers.
    """
    engine = answers.engine
    if engine is None or asking.on or not has_ranges(query):
        return None
    if asking.day != engine.day or asking.language not in LINES:
        return None
    return (
        addressed(engine.lines_at(addresses, asking.language), asking)
        for addresses in addresses_of(engine, query)
    )


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


def looking_back(asking: Asking) -> list[str]:
    """Return what must be said of a table as of a day."""
    if asking.on is None:
        return []
    said = _(
        "Amounts and statuses are those of %(day)s, by the decisions in force then. What is"
        " selected, and all else, is told as of today."
    )
    return [said % {"day": date_text(asking.on)}]

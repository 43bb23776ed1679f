"""The table beside each chart, as the rows of a file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.breakdowns.parts import BASIS, WAYS, Breakdown
from projects.downloads.columns import Asking, Column, Kind, Row, Table, to_the_ore
from projects.models.figures import BASES
from projects.money import Total
from projects.totals import Paid

COLUMNS = [
    Column(
        "part",
        gettext_lazy("Part"),
        gettext_lazy("What the row is about, empty where that is unknown"),
    ),
    Column(
        "value",
        gettext_lazy("Value in addresses"),
        gettext_lazy("How an address asks the list for it, empty where it has none"),
        Kind.CODE,
    ),
    Column(
        "projects",
        gettext_lazy("Projects"),
        gettext_lazy("How many projects were granted something"),
        Kind.NUMBER,
    ),
    Column(
        "granted_at_least",
        gettext_lazy("Granted, at least"),
        gettext_lazy("The least that the amounts allow, kronor"),
        Kind.KRONOR,
    ),
    Column(
        "granted_at_most",
        gettext_lazy("Granted, at most"),
        gettext_lazy("The most that the amounts allow, kronor; empty where nothing bounds it"),
        Kind.KRONOR,
    ),
    Column(
        "unknown_parts",
        gettext_lazy("Amounts missing"),
        gettext_lazy("How many parts of the money have no known amount"),
        Kind.NUMBER,
    ),
    Column(
        "is_approximate",
        gettext_lazy("Approximate"),
        gettext_lazy("Whether some amount is only approximately known"),
        Kind.YES,
    ),
    Column(
        "basis",
        gettext_lazy("Basis"),
        gettext_lazy("What is counted as granted"),
        Kind.CODE,
        words=dict(BASES),
    ),
    Column(
        "on",
        gettext_lazy("Day"),
        gettext_lazy("The day whose known decisions are counted"),
        Kind.DATE,
    ),
    Column(
        "paid",
        gettext_lazy("Paid out"),
        gettext_lazy("Known payments less what was paid back, kronor; empty where none is known"),
        Kind.KRONOR,
    ),
    Column(
        "paid_projects",
        gettext_lazy("Projects paid"),
        gettext_lazy("How many projects the payments went to"),
        Kind.NUMBER,
    ),
]


def table(
    breakdown: Breakdown, asking: Asking, *, title: str, address: str, whole: Total, paid: Paid
) -> Table:
    """Return the table of a chart; its last row is the whole selection, each project once."""
    rows = [
        _row(_label(part.label, part.others), part.value, part.total, part.paid, asking)
        for part in breakdown.parts
    ]
    rows.append(_row(_("All of them, each project once"), "", whole, paid, asking))
    return Table(
        name=f"money-{breakdown.name}",
        title=f"{title}. {breakdown.title}",
        columns=COLUMNS,
        chunks=_chunks(rows),
        asking=asking,
        address=address,
        total=whole,
        notes=[str(WAYS[breakdown.name].said)],
    )


def _chunks(rows: list[Row]) -> Iterator[Sequence[Row]]:
    yield rows


def _label(label: str, others: int) -> str:
    return _("%(number)s others together") % {"number": others} if others else label


def _row(label: str, value: str, granted: Total, paid: Paid, asking: Asking) -> Row:
    has_any, is_paid = bool(granted.projects), bool(paid.payments)
    return [
        label or None,
        value or None,
        granted.projects,
        to_the_ore(granted.at_least) if has_any else None,
        to_the_ore(granted.at_most) if has_any else None,
        granted.unknown_parts,
        granted.is_approximate,
        BASIS.value,
        asking.day,
        to_the_ore(paid.kronor) if is_paid else None,
        paid.projects,
    ]

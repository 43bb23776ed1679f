"""Parts of money as rows: every split in force of a selection's projects, as entered."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import (
    DateField,
    F,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.accounts import Accounts
from projects.downloads.columns import Asking, Column, Kind, Row
from projects.downloads.expressions import address, named, said, where_known
from projects.keys import Among
from projects.models import DecisionKind, GrantSplit, SplitForm
from projects.models.amounts import PRECISIONS
from projects.models.base import project_is_public
from projects.models.programmes import FundLevel
from projects.models.splits import GRANTED, PROPOSED, GrantSplitQuerySet

COUNTED = {
    GRANTED: pgettext_lazy("money", "granted"),
    PROPOSED: pgettext_lazy("money", "proposed"),
}


def _body(asking: Asking) -> Any:
    """Return who decided: an organisation, a partnership or an unnamed group."""
    return Coalesce(
        "decision__organisation__name",
        said("decision__partnership__name", asking),
        said("decision__group", asking),
        output_field=TextField(),
    )


def _own(name: str, heading: Any, means: Any, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    of = more.pop("of", name)
    return Column(name, heading, means, kind, lambda _asking: F(of), **more)


COLUMNS = [
    _own("project", _("Project"), _("The project’s reference."), of="project__reference"),
    Column(
        "url",
        _("Address"),
        _("The project’s page."),
        value=lambda asking: address(reverse("projects:list"), asking, "project__slug"),
    ),
    Column("title", _("Title"), _("The project’s."), value=lambda a: said("project__title", a)),
    Column(
        "funder",
        _("Funder"),
        _("Who pays: an organisation, or the words for an unnamed group."),
        value=lambda asking: named("funder", asking),
    ),
    _own("funder_number", _("Funder’s number"), _("Organisation number."), of="funder__number"),
    _own("fund", _("Fund"), _("Its code; empty where no source says."), of="fund__code"),
    _own(
        "fund_level",
        _("Level of the fund"),
        _("Whose money it is."),
        Kind.CODE,
        of="fund__level",
        words=dict(FundLevel.choices),
    ),
    Column(
        "programme",
        _("Programme"),
        _("The programme that the money is under."),
        value=lambda asking: said("programme__name", asking),
    ),
    _own("form", _("Form"), _("Cash or in kind."), Kind.CODE, words=dict(SplitForm.choices)),
    _own(
        "amount",
        _("Amount"),
        _("Kronor, as entered from the source; empty where it is unknown."),
        Kind.KRONOR,
    ),
    Column(
        "precision",
        _("Precision"),
        _("What the writing claims: exact, rounded, approximate or at most."),
        Kind.CODE,
        value=lambda _asking: where_known("amount", "amount_precision"),
        words=dict(PRECISIONS),
    ),
    _own("step", _("Rounded to"), _("Kronor, where it is rounded."), Kind.KRONOR, of="amount_step"),
    Column(
        "counts_as",
        _("Counts as"),
        _("Granted or proposed; cash that is granted is what registered support adds up."),
        Kind.CODE,
        lambda _asking: F("counts_as"),
        words=COUNTED,
    ),
    Column(
        "kind",
        _("Kind of decision"),
        _("The latest decision, which holds."),
        Kind.CODE,
        lambda _asking: F("decision__kind"),
        words=dict(DecisionKind.choices),
    ),
    Column("decided_by", _("Decided by"), _("Whose decision it is."), value=_body),
    _own(
        "decided_on",
        _("Decided on"),
        _("Empty where unknown."),
        Kind.DATE,
        of="decision__decided_on",
    ),
    _own(
        "in_force_from",
        _("In force from"),
        _("The day of the decision, or from which it is known."),
        Kind.DATE,
        of="decision__in_force_from",
    ),
    _own("case_number", _("Case number"), _("The body’s."), of="decision__case_number"),
    _own(
        "decision_reference",
        _("Reference"),
        _("The number by which the decision can be asked for."),
        of="decision__reference",
    ),
    _own("source", _("Source"), _("Where the decision was read."), of="decision__source__title"),
    _own(
        "source_url",
        _("Address of the source"),
        _("Where it can be read."),
        of="decision__source__url",
    ),
    Column(
        "as_of",
        _("As of"),
        _("The day that the part holds."),
        Kind.DATE,
        lambda asking: Value(asking.day, output_field=DateField()),
    ),
]


def rows(
    keys: Sequence[int], columns: Sequence[Column], asking: Asking, _accounts: Accounts
) -> Iterator[Row]:
    """Return the parts of those of the projects that are public now, in the order of their keys."""
    asked = {f"cell_{place}": one.value(asking) for place, one in enumerate(columns) if one.value}
    splits = _standing(asking).filter(project_is_public(), Among("project_id", keys))
    splits = splits.counted(asking.on).annotate(**asked).order_by("pk")
    found: dict[int, list[Row]] = defaultdict(list)
    for row in splits.values_list("project_id", *asked):
        found[row[0]].append(row[1:])
    return (row for key in keys for row in found.get(key, ()))


def _standing(asking: Asking) -> GrantSplitQuerySet:
    """Return the parts of the last word on each matter, or of that on a day."""
    splits = GrantSplit.objects
    return splits.in_force(asking.on) if asking.on else splits.standing()

"""What the parameters of a download ask for beside the selection: rows, columns, reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.downloads.columns import Column

MOST_NAMES = 100


@dataclass(frozen=True)
class Wish:
    """Which rows are wanted, and whether they are for a spreadsheet in Swedish."""

    rows: str
    is_for_excel: bool


def wish(data: QueryDict, known: Sequence[str]) -> Wish:
    """Return what is asked for; the first of the `known` rows by default.

    Raises ValidationError with words for the reader.
    """
    rows = data.get("rows") or known[0]
    if rows not in known:
        raise ValidationError(
            _("rows: choose one of %(known)s."), params={"known": ", ".join(known)}
        )
    reader = data.get("for", "")
    if reader not in {"", "excel"}:
        raise ValidationError(_("for: choose excel, or leave it out."))
    return Wish(rows, is_for_excel=bool(reader))


def chosen(data: QueryDict, columns: Sequence[Column]) -> list[Column]:
    """Return the columns that are named, in the order of the address; else the usual ones.

    Names stand between commas or in repeated parameters, `all` means every one. Raises
    ValidationError for a name that no column has.
    """
    given = [name.strip() for one in data.getlist("columns") for name in one.split(",")]
    names = list(dict.fromkeys(filter(None, given)))
    if not names:
        return [one for one in columns if one.is_usual]
    if names == ["all"]:
        return list(columns)
    by_name = {one.name: one for one in columns}
    unknown = [name for name in names if name not in by_name][:1]
    if unknown or len(names) > MOST_NAMES:
        raise ValidationError(
            _("columns: there is no column %(name)s. There are: %(known)s."),
            params={"name": (unknown or names)[0][:40], "known": ", ".join(by_name)},
        )
    return [by_name[name] for name in names]

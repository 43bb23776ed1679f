"""One organisation that was entered twice: its rows move to the one that is kept, and back.

The ledger of a public project is fixed in all but this: a trigger lets a row name the other of
two organisations that are merged, and nothing else of it change. So each krona is counted once,
for one organisation, wherever sums are made.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from news.models import Article, BoundFigure, Watch
from projects.models import (
    Decision,
    GrantSplit,
    Import,
    NameKind,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    Participation,
    Partnership,
    Preset,
    Programme,
    Round,
    StatedFigure,
)
from projects.settlement import settle_those_naming

MOVED: list[tuple[Any, str]] = [
    # A split is held against its decision at once, a decision against its splits at the end.
    (Decision, "organisation"),
    (GrantSplit, "funder"),
    (Participation, "organisation"),
    (StatedFigure, "funder"),
    (Round, "organisation"),
    (Partnership, "secretariat"),
    (Programme, "authority"),
    (Preset, "funder"),
    (Import, "funder"),
    (Watch, "funder"),
    (Article.organisations.through, "organisation"),
    (BoundFigure, "funder"),
]
"""Each column that names an organisation; what is derived is derived anew."""

CHOSEN = (
    *("name", "name_en", "number", "kind", "sector", "home", "website"),
    *("registrar_email", "registrar_post", "note_sv", "note_en"),
)
"""What may be taken over from the one that goes."""


@dataclass(frozen=True)
class Moving:
    """How many rows of one kind name the one that goes."""

    label: str
    count: int


@dataclass(frozen=True)
class Choice:
    """A field in which two organisations differ."""

    name: str
    label: str
    kept: str
    gone: str


def moving(gone: Organisation) -> list[Moving]:
    """Return what will point elsewhere, kind by kind."""
    found = []
    for model, field in MOVED:
        count = _rows(model, field, gone).count()
        if count:
            label = Article._meta if model is Article.organisations.through else model._meta
            found.append(Moving(str(label.verbose_name_plural), count))
    return found


def choices(gone: Organisation, kept: Organisation) -> list[Choice]:
    """Return the fields in which they differ and the one that goes says something."""
    found = []
    for name in CHOSEN:
        theirs, ours = (_words(one, name) for one in (gone, kept))
        if theirs and theirs != ours:
            label = str(Organisation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(Choice(name, label, ours, theirs))
    return found


def _words(organisation: Organisation, name: str) -> str:
    show = getattr(organisation, f"get_{name}_display", None)
    value = show() if show else getattr(organisation, name)
    return "" if value is None else str(value)


@transaction.atomic
def merge(
    *, gone: Organisation, kept: Organisation, by: Any, taken_over: Collection[str] = ()
) -> OrganisationMerge:
    """Merge one organisation into another; `taken_over` names the fields to take from it.

    Rows that would then say the same of both stay with the one that goes. Raises
    ValidationError where either is merged already, or they are one.
    """
    gone, kept = _locked(gone, kept)
    if gone == kept:
        raise ValidationError(_("An organisation cannot be merged with itself."))
    if gone.merged_into_id or kept.merged_into_id or gone.merged_here.exists():
        raise ValidationError(_("What is merged already is parted first."))
    before = {name: _plain(kept, name) for name in CHOSEN if name in taken_over}
    if "number" in before:
        before |= {"gone_number": gone.number, "number_scheme": kept.number_scheme}
    _take_over(gone, kept, before)
    gone.merged_into = kept
    gone.save()
    kept.save()
    moved = {_key(model, field): _move(model, field, gone, kept) for model, field in MOVED}
    moved["names"] = _give_name(kept, before.get("name") or gone.name)
    connection.check_constraints()
    settle_those_naming(kept)
    return OrganisationMerge.objects.create(
        gone=gone,
        kept=kept,
        by=by,
        moved={name: keys for name, keys in moved.items() if keys},
        before=before,
    )


def _take_over(gone: Organisation, kept: Organisation, before: dict[str, Any]) -> None:
    for name in before.keys() & set(CHOSEN):
        setattr(kept, name, getattr(gone, name))
    if "number" in before:
        # A number is of one organisation at a time.
        kept.number_scheme, gone.number = gone.number_scheme, None


def _give_name(kept: Organisation, name: str) -> list[int]:
    """Let the one that is kept be found by the other's name; return the row that was made."""
    if name == kept.name or kept.names.filter(name=name).exists():
        return []
    return [OrganisationName.objects.create(organisation=kept, name=name, kind=NameKind.ALIAS).pk]


@transaction.atomic
def part(merge: OrganisationMerge, *, by: Any) -> None:
    """Undo a merge: just the rows that moved move back. Raises ValidationError if it was undone.

    What was entered since of the one that was kept stays with it, also where it was written over
    what had been taken over. The database refuses a number that another organisation has got since.
    """
    merge = OrganisationMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.undone_at:
        raise ValidationError(_("They have been parted already."))
    gone, kept = _locked(merge.gone, merge.kept)
    for model, field in MOVED:
        rows = model._default_manager.filter(pk__in=merge.moved.get(_key(model, field), []))
        rows.filter(**{field: kept}).update(**{field: gone})
    OrganisationName.objects.filter(pk__in=merge.moved.get("names", [])).delete()
    connection.check_constraints()
    _give_back(gone, kept, merge.before)
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save()
    for organisation in (gone, kept):
        settle_those_naming(organisation)


def _give_back(gone: Organisation, kept: Organisation, before: dict[str, Any]) -> None:
    number = before.get("gone_number", gone.number)
    taken = {name: _plain(gone, name) for name in CHOSEN} | {"number": number}
    for name in before.keys() & set(CHOSEN):
        if _plain(kept, name) != taken[name]:
            continue
        setattr(kept, Organisation._meta.get_field(name).attname, before[name])  # type: ignore[union-attr]
        if name == "number":
            kept.number_scheme = before["number_scheme"]
    kept.save()
    gone.merged_into = None
    gone.number = number
    gone.save()


def _locked(*organisations: Organisation) -> list[Organisation]:
    """Return organisations as they are now, locked in the order of their keys."""
    keys = [one.pk for one in organisations]
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = {one.pk: one for one in rows.filter(pk__in=keys)}
    return [found[key] for key in keys]


def _rows(model: Any, field: str, organisation: Organisation) -> QuerySet[Any]:
    return model._default_manager.filter(**{field: organisation})


def _move(model: Any, field: str, gone: Organisation, kept: Organisation) -> list[int]:
    """Let rows name the other organisation; return their keys."""
    keys = list(_rows(model, field, gone).order_by("pk").values_list("pk", flat=True))
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).update(**{field: kept})
    except IntegrityError:
        return list(_move_one_by_one(model, field, keys, kept))
    return keys


def _move_one_by_one(model: Any, field: str, keys: list[int], kept: Organisation) -> Iterator[int]:
    """Move what can be moved: what would say the same of both organisations stays."""
    for key in keys:
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=key).update(**{field: kept})
        except IntegrityError:
            continue
        yield key


def _key(model: Any, field: str) -> str:
    return f"{model._meta.label}.{field}"


def _plain(organisation: Organisation, name: str) -> Any:
    return getattr(organisation, Organisation._meta.get_field(name).attname)  # type: ignore[union-attr]

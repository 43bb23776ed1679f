"""Organisations by the beginnings of the words of their names, the best known first.

Both executors find those of which every word that was typed begins a word of the name, the
English name or the number; a word without dots and rings also finds one that has them.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import tantivy
from django.db.models import (
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    StringAgg,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Concat

from projects.models import Decision, GrantSplit, Organisation, OrganisationName, Participation
from projects.models.base import project_is_public
from projects.search import index
from projects.search.asked import Asked
from projects.search.folding import holding
from projects.search.words import FOLDED, fold, words_of

SEEN, UNSEEN = "organisation", "organisation draft"
"""What stands where a project has whose eyes it is for, so that no project query meets these."""
MOST_MENTIONS = 100
"""Of each kind: who is named more often is as well known as that."""
NAMING: list[tuple[Any, str]] = [
    (Participation, "organisation"),
    (GrantSplit, "funder"),
    (Decision, "organisation"),
]


class Hit(NamedTuple):
    """An organisation that was found."""

    pk: int
    name: str
    slug: str


class _Row(NamedTuple):
    pk: int
    name: str
    name_en: str
    number: str | None
    slug: str
    others: str
    is_public: bool
    mentions: int


def beginnings(asked: Asked) -> list[str]:
    """Return the words that are looked for; a number as it is printed is one."""
    text = " ".join(asked.words)
    return re.sub(r"\b([0-9]{6}) ([0-9]{1,4})\b", r"\1\2", text).split()


# In the index


def key(pk: int) -> str:
    return f"organisation {pk}"


def put(writer: Any, keys: Collection[int]) -> None:
    """Put organisations into the index as they are now; older versions must be out."""
    rows = _ranked(Organisation.objects.standing().filter(pk__in=keys))
    public = set(Organisation.objects.public().filter(pk__in=keys).values_list("pk", flat=True))
    for *columns, mentions in rows.values_list(*_COLUMNS, "mentions"):
        row = _Row._make([*columns, columns[0] in public, mentions])
        writer.add_document(_document(row))


def _document(row: _Row) -> Any:
    made = tantivy.Document()
    made.add_text("key", key(row.pk))
    made.add_text("seen", SEEN if row.is_public else UNSEEN)
    made.add_unsigned("pk", row.pk)
    made.add_unsigned("latest", row.mentions * index.KEYS + row.pk)
    made.add_bytes("stored", index.packed(Hit(row.pk, row.name, row.slug)))
    own = _words(row.name, row.name_en, row.number, row.others)
    made.add_text(index.ORGANISATION, " ".join([*own, *(FOLDED + fold(word) for word in own)]))
    return made


def take_out(writer: Any, keys: Iterable[int]) -> None:
    for pk in keys:
        writer.delete_documents_by_term("key", key(pk))


def lexemes(word: str) -> list[str]:
    """Return what the words of an organisation begin with, either of these, in the index."""
    return [word, FOLDED + word] if fold(word) == word else [word]


def named_by(projects: Collection[int]) -> set[int]:
    """Return the organisations that any of these projects names."""
    found: set[int] = set()
    for model, field in NAMING:
        rows = model._default_manager.filter(project__in=projects, **{f"{field}__isnull": False})
        found.update(rows.order_by().values_list(f"{field}_id", flat=True).distinct())
    return found


# In PostgreSQL

_COLUMNS = ["pk", "name", "name_en", "number", "slug", "others"]


def found(asked: Asked, start: int, length: int, *, public_only: bool) -> Iterator[Hit]:
    """Return the organisations that are found, from a place in the order on.

    What the database leaves is read through here: a server may not know which signs are
    letters, nor the small ones of å, ä and ö.
    """
    wanted = beginnings(asked)
    if not wanted:
        return
    rows = Organisation.objects.public() if public_only else Organisation.objects.standing()
    ranked = _ranked(_narrowed(rows, wanted)).order_by("-mentions", "-pk")
    place = 0
    for pk, name, name_en, number, slug, others in ranked.values_list(*_COLUMNS):
        if fits(_words(name, name_en, number, others), wanted):
            if place >= start:
                yield Hit(pk, name, slug)
            place += 1
            if place == start + length:
                return


def _words(name: str, name_en: str, number: str | None, others: str) -> list[str]:
    return list(dict.fromkeys(words_of(f"{name} {name_en} {number or ''} {others}")))


def fits(own: Collection[str], wanted: Collection[str]) -> bool:
    """Whether every word that is wanted begins one of these."""
    lexemes_of = [*own, *(FOLDED + fold(word) for word in own)]
    return all(any(one.startswith(tuple(lexemes(word))) for one in lexemes_of) for word in wanted)


def _narrowed(rows: QuerySet[Organisation], wanted: list[str]) -> QuerySet[Organisation]:
    """Return those that may fit: whose folded text holds every word that folds to a-z and 0-9."""
    return holding(_named(rows), _TEXT, [word for word in wanted if fold(word).isascii()])


def _ranked(rows: QuerySet[Organisation]) -> QuerySet[Any]:
    """Return the same with `mentions`, how often public projects name each."""
    counted = [_mentions(model, field) for model, field in NAMING]
    return _named(rows).order_by().annotate(mentions=counted[0] + counted[1] + counted[2])


def _named(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the same with `others`, the names that each had or is also known by."""
    names = OrganisationName.objects.filter(organisation=OuterRef("pk")).order_by()
    joined = names.values("organisation").annotate(
        text=StringAgg("name", Value(" "), output_field=TextField())
    )
    return rows.annotate(
        others=Coalesce(Subquery(joined.values("text")), Value(""), output_field=TextField())
    )


def _mentions(model: Any, field: str) -> Any:
    rows = model._default_manager.filter(project_is_public(), **{field: OuterRef("pk")})
    return Subquery(
        rows.order_by().values("pk")[:MOST_MENTIONS],
        output_field=IntegerField(),
        template="(SELECT count(*) FROM (%(subquery)s) AS capped)",
    )


_TEXT = Concat(
    *("name", Value(" "), "name_en", Value(" "), Coalesce(F("number"), Value(""))),
    *(Value(" "), F("others")),
    output_field=TextField(),
)

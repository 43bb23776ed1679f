"""The index of projects, on the disk of this host: tantivy in process, made of documents.

It is derived and disposable. What it holds of a project is made of a `Document` alone, its
printed rows included.
Orders are keys of their own, so that every order is one descending or ascending field.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from django.utils.translation import override
from tantivy import SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from projects.printing import Printed, printed
from projects.rows import row as made_row
from projects.search.documents import Bounds, Document
from projects.search.lines import Adding
from projects.search.words import indexed

TEXTS = ["title", "names", "all"]
"""Each holds all that the one before it does, and more."""
CHOICES = [
    "funder",
    "fund",
    "programme",
    "priority",
    "place",
    "county",
    "municipality",
    "organisation",
    "kind",
    "status",
    "year",
]
UNCOUNTED = {"place", "organisation", "funder", "year"}
FUNDERS = ["funder_1", "funder_2", "funder_3", "more_funders"]
"""Funders are counted in the order they come: columns of one value are the fastest to count."""
YEARS = ["first_year", "year_after"]
"""Years are counted from where each project begins and ends: two values, not one for each."""
SUMS = ["low", "spread", "open", "lacks"]
"""Of registered and of proposed support: the low bound, and how much further the high one is,
in öre; whether there is none; packed counts. All but the low are only there where not 0.
"""
FIRST_DAY = date(1990, 1, 1).toordinal() - 1
DAYS = 1 << 16
KEYS = 1 << 32
PACKED = 1 << 26
"""Two counts share a column of up to 2^52: unknown parts, and projects that are approximate."""
MOST_ORE = 10**18
ORGANISATION = "organisation_words"
"""Holds the names of organisations, of which there is a document each beside the projects."""
STATE = "state"
"""The key of the one document that says what the index was made from."""

PRINTED = {"sv": "printed_sv", "en": "printed_en"}
"""Holds the row of a project in each language."""
LINES = {"sv": "line_sv", "en": "line_en"}
"""Where the finished lines of a project stand in the file of `lines`; none of who is not public."""
BETWEEN = "\x1f"
"""Stands between the texts of a row; constraints keep control characters out of every text."""

SMALL_HEAP, LARGE_HEAP = 60_000_000, 600_000_000
"""Bytes of documents that are held before they are written as a piece, some 4000 each.

Eight pieces are merged, which costs as much again as writing them.
"""


class State(NamedTuple):
    """What an index was made from.

    `registry` names the database, `made` the making of the index and `serial` counts its
    changes since; `watermark` is a transaction of which all before it are in. `day` and
    `moment` are those by which statuses and publication were told; `due` is when the next
    project or article becomes public by itself, empty where none waits. `swept` are the
    changes after the watermark that asked for all to be read anew, before it was. `lines` is
    how many bytes the file of lines had when the index was made, and has now.
    """

    registry: str
    made: str
    serial: int
    watermark: int
    day: str
    moment: str
    due: str
    swept: list[int]
    lines: list[int]


def schema() -> Any:
    """Return the columns of the index."""
    builder = SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("seen", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("named", tokenizer_name="raw", index_option="basic")
    for name in ("stored", *PRINTED.values()):
        builder.add_bytes_field(name, stored=True)
    builder.add_unsigned_field("pk", fast=True)
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="plain", index_option="position")
    builder.add_text_field(ORGANISATION, tokenizer_name="plain", index_option="basic")
    for name in CHOICES:
        builder.add_unsigned_field(name, indexed=True, fast=name not in UNCOUNTED)
    for name in (*FUNDERS, *YEARS, *LINES.values()):
        builder.add_unsigned_field(name, fast=True)
    for name in ("support_low", "support_high"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for basis in ("registered", "proposed"):
        for name in SUMS:
            builder.add_unsigned_field(f"{basis}_{name}", fast=True)
    for name in ("latest", "earliest", "starts_last", "starts_first"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("granted_most", "granted_least", "title_sv", "title_en"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    return builder.build()


def opened(folder: Path) -> Any:
    """Return the index in a folder, made where there is none."""
    index = tantivy.Index(schema(), str(folder))
    index.register_tokenizer("plain", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index


def writer(index: Any, heap: int = SMALL_HEAP) -> Any:
    return index.writer(heap_size=heap, num_threads=1)


def add_all(writer: Any, lines: Adding, documents: Sequence[Document], day: date) -> None:
    """Put projects into the index as they are on a day; older versions must be out.

    Their finished lines are added to those beside it.
    """
    made = [_made(document) for document in documents]
    for language, field in PRINTED.items():
        with override(language):
            for one, document in zip(made, documents, strict=True):
                row = printed(made_row(document.pk, document.facts, day))
                one.add_bytes(field, BETWEEN.join(row).encode())
    for one, document in zip(made, documents, strict=True):
        for field, line in zip(LINES.values(), document.lines, strict=False):
            one.add_unsigned(field, lines.add(line))
        writer.add_document(one)


def _made(document: Document) -> Any:
    made = tantivy.Document()
    made.add_text("key", project_key(document.pk))
    made.add_text("seen", document.seen)
    made.add_unsigned("pk", document.pk)
    for name in document.named:
        made.add_text("named", name)
    for field, text in zip(TEXTS, indexed(document.words), strict=True):
        made.add_text(field, text)
    for parameter, keys in document.choices.items():
        for key in keys:
            made.add_unsigned(parameter, key)
    _add_counted(made, document)
    _add_sums(made, document)
    for field, value in order_keys(document).items():
        if isinstance(value, str):
            made.add_text(field, value)
        else:
            made.add_unsigned(field, value)
    return made


def _add_counted(made: Any, document: Document) -> None:
    for place, key in enumerate(document.choices["funder"]):
        made.add_unsigned(FUNDERS[min(place, len(FUNDERS) - 1)], key)
    if years := document.choices["year"]:
        for name, year in zip(YEARS, (min(years), max(years) + 1), strict=True):
            made.add_unsigned(name, year)


def _add_sums(made: Any, document: Document) -> None:
    support = document.support
    if support is not None:
        made.add_unsigned("support_low", support.low)
        made.add_unsigned("support_high", MOST_ORE if support.high is None else support.high)
    for basis, bounds in (("registered", document.registered), ("proposed", document.proposed)):
        if bounds is not None:
            made.add_unsigned(f"{basis}_low", bounds.low)
            for name, value in _beside_low(bounds):
                made.add_unsigned(f"{basis}_{name}", value)


def _beside_low(bounds: Bounds) -> Iterator[tuple[str, int]]:
    if bounds.high is None:
        yield "open", 1
    elif bounds.high != bounds.low:
        yield "spread", bounds.high - bounds.low
    if bounds.unknown or bounds.is_approximate:
        yield "lacks", bounds.unknown + PACKED * bounds.is_approximate


def order_keys(document: Document) -> dict[str, int | str]:
    """Return the keys that a project is sorted by; unknown last, then the latest decided.

    All are sorted descending but titles: those ascend, and the other way round is exactly
    that, backwards.
    """
    decided, starts = _days(document.decided_on), _days(document.starts_on)
    latest = decided * KEYS + document.pk
    start = DAYS * KEYS
    granted = document.facts.granted
    is_known = document.facts.is_granted and (granted.low > 0 or granted.high is not None)
    before, after = f"{latest:016d}", f"{DAYS * KEYS - latest:016d}"
    most, least = f"{granted.low:018d}", f"{MOST_ORE - 1 - granted.low:018d}"
    return {
        "latest": latest,
        "earliest": (DAYS - decided if decided else 0) * KEYS + document.pk,
        "starts_last": starts * start + latest,
        "starts_first": (DAYS - 1 - starts if starts else 0) * start + latest,
        "granted_most": f"{most if is_known else ' '}{before}",
        "granted_least": f"{least if is_known else ' '}{before}",
        "title_sv": f"{document.title_keys[0]}\x01{after}",
        "title_en": f"{document.title_keys[1]}\x01{after}",
    }


def _days(on: date | None) -> int:
    return on.toordinal() - FIRST_DAY if on else 0


def project_key(pk: int) -> str:
    return f"project {pk}"


def take_out(writer: Any, keys: Iterable[int]) -> None:
    """Take projects out of the index; those that are not in it do no harm."""
    for pk in keys:
        writer.delete_documents_by_term("key", project_key(pk))


def write_state(writer: Any, state: State) -> None:
    """Say anew what the index was made from; it holds once the writer commits."""
    writer.delete_documents_by_term("key", STATE)
    made = tantivy.Document()
    made.add_text("key", STATE)
    made.add_bytes("stored", packed(state))
    writer.add_document(made)


def read_state(searcher: Any, columns: Any) -> State | None:
    """Return what an index was made from; None for one that was never finished."""
    found = searcher.search(tantivy.Query.term_query(columns, "key", STATE), 1).hits
    return State(*read_stored(searcher, found[0][1])) if found else None


def read_row(searcher: Any, address: Any, language: str) -> Printed:
    """Return the row of a project in a language."""
    field = PRINTED.get(language, PRINTED["sv"])
    return Printed(*searcher.doc(address).get_first(field).decode().split(BETWEEN))


def packed(values: Sequence[Any]) -> bytes:
    """Return what `read_stored` reads again."""
    return json.dumps(values, ensure_ascii=False).encode()


def read_stored(searcher: Any, address: Any) -> list[Any]:
    return json.loads(searcher.doc(address).get_first("stored"))

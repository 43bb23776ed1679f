"""Queries drawn by chance: the same ones from the same seed and the same rows."""

from random import Random

from projects.models import (
    Decision,
    Fund,
    GrantSplit,
    Organisation,
    Participation,
    Place,
    Priority,
    Programme,
    Project,
)
from projects.orders import ORDERS
from projects.search.asked import asked
from projects.search.documents import KINDS, STATUSES
from projects.search.query import Query, Seen
from projects.search.words import fold, words_of

NONSENSE = ["qzx", "zzzzz", "skola?", "!", "'", "a", "ö", "och", "ﷺ", "½", "企業", "ı", "%", "\\"]
KRONOR = [0, 1, 50_000, 70_000, 100_000, 1_000_000, 1_234_567, 5_000_000, 10**8, 10**11, 10**13]
PARAMETERS = [
    *("funder", "fund", "programme", "priority", "county", "municipality"),
    *("organisation", "kind", "status", "year"),
]
ORE_BESIDE = [-1, 0, 0, 1, 56]


class Draw:
    """Draws queries about the rows that are there."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - nothing to guess
        rows = Project.objects.order_by("pk")
        texts = rows.values_list("title_sv", "title_en", "purpose_sv", "acronym")
        self.texts = [text for row in texts for text in row if text]
        self.names = self._names(rows)
        self.choices = {name: sorted(keys) for name, keys in self._choices().items()}

    def _names(self, rows: object) -> list[str]:
        numbers = Decision.objects.order_by("pk").values_list("case_number", "reference")
        found = [text for row in numbers for text in row if text]
        found += [project.reference for project in rows]
        taking_part = Participation.objects.values("organisation")
        return found + list(
            Organisation.objects.filter(pk__in=taking_part)
            .order_by("pk")
            .values_list("name", flat=True)
        )

    def _choices(self) -> dict[str, list[int]]:
        places = Place.objects.exclude(kind="municipality")
        splits = GrantSplit.objects.all()
        organisations = Participation.objects.filter(organisation__isnull=False)
        return {
            "funder": list(splits.filter(funder__isnull=False).values_list("funder", flat=True)),
            "fund": list(Fund.objects.values_list("pk", flat=True)),
            "programme": list(Programme.objects.values_list("pk", flat=True)),
            "priority": list(Priority.objects.values_list("pk", flat=True)),
            "county": list(places.values_list("pk", flat=True)),
            "municipality": list(
                Place.objects.filter(kind="municipality").values_list("pk", flat=True)
            ),
            "organisation": list(organisations.values_list("organisation", flat=True)),
            "kind": list(range(len(KINDS))),
            "status": list(range(len(STATUSES))),
            "year": [*list(range(1994, 2034)), 2090, 2100],
        }

    def query(self) -> Query:
        rng = self.rng
        text = self.text() if rng.random() < 0.7 else ""
        low, high = self._range() if rng.random() < 0.2 else (None, None)
        return Query(
            asked=asked(text),
            is_asked=bool(text.strip()),
            choices=self._chosen(),
            low=low,
            high=high,
            order=rng.choice(["", "-"]) + rng.choice([*ORDERS, "relevance"]),
            language=rng.choice(["sv", "en"]),
            seen=rng.choice(list(Seen)) if rng.random() < 0.3 else Seen.PUBLIC,
        )

    def _chosen(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        rng = self.rng
        names = rng.sample(list(self.choices), rng.choice([0, 0, 1, 1, 2, 3]))
        return tuple(
            (
                name,
                tuple(sorted({rng.choice(self.choices[name]) for _ in range(rng.randint(1, 3))})),
            )
            for name in names
        )

    def _range(self) -> tuple[int | None, int | None]:
        rng = self.rng
        low, high = sorted(rng.choice(KRONOR) * 100 + rng.choice(ORE_BESIDE) for _ in range(2))
        low, high = max(low, 0), max(high, 0)
        return rng.choice([(low, None), (None, high), (low, high), (high, high)])

    def text(self) -> str:
        """Return what somebody may type: up to five pieces of what is there, or of nothing."""
        rng = self.rng
        pieces = [self._piece() for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 5]))]
        joint = rng.choice([" ", " ", " ", " OR ", " ELLER ", " -"])
        return joint.join(pieces)

    def _piece(self) -> str:
        rng = self.rng
        text = rng.choice(self.texts if rng.random() < 0.75 else self.names)
        words = words_of(text) or ["x"]
        start = rng.randrange(len(words))
        word = words[start]
        match rng.randrange(10):
            case 0:
                return word[: rng.randint(1, len(word))]
            case 1:
                return fold(word)
            case 2:
                return fold(word[: rng.randint(2, max(2, len(word)))])
            case 3:
                return f'"{" ".join(words[start : start + rng.randint(1, 4)])}"'
            case 4:
                return f"-{word}"
            case 5:
                return f'-"{" ".join(words[start : start + 2])}"'
            case 6:
                return text if rng.random() < 0.5 else rng.choice(NONSENSE)
            case 7:
                return "-".join(words[start : start + 2])
            case _:
                return word.upper() if rng.random() < 0.2 else word

"""The figures, dates and names that a text states: what a reader would cite.

A changed comma is no correction, a changed figure, name or date is one. Words are read
without grammar. Digits and number words, months and weekdays, and "%", "procent",
"miljoner" and the like are figures and dates. A word with a capital is a name where it
stands within a sentence; at the beginning of one, where it does so elsewhere, is written in
capitals, comes before another name, or is known to be one.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"\d+(?:[ \u00a0\u202f]\d{3}(?!\d))*(?:[.,:]\d+)*|%|[^\W\d_]+(?:[-'’][^\W\d_]+)*"
)
# What may stand between the last word of a sentence and the first of the next.
END = re.compile(r"[.!?:…|\n]")

UNITS = {
    "%": "% procent percent",
    "procentenhet": "procentenhet procentenheter",
    "1e3": "tusen tusental tkr kkr thousand",
    "1e6": "miljon miljoner mn mkr mnkr msek million millions",
    "1e9": "miljard miljarder mdkr billion billions",
    "euro": "euro eur €",
    "halv": "halv halva halvt hälften half",
    "dubbel": "dubbel dubbla dubbelt double twice",
}
NUMBERS = {
    "0": "noll zero",
    "2": "två two",
    "3": "tre three",
    "4": "fyra four",
    "5": "fem five",
    "6": "sex six",
    "7": "sju seven",
    "8": "åtta eight",
    "9": "nio nine",
    "10": "tio ten",
    "11": "elva eleven",
    "12": "tolv twelve",
    "13": "tretton thirteen",
    "14": "fjorton fourteen",
    "15": "femton fifteen",
    "16": "sexton sixteen",
    "17": "sjutton seventeen",
    "18": "arton eighteen",
    "19": "nitton nineteen",
    "20": "tjugo twenty",
    "30": "trettio thirty",
    "40": "fyrtio forty",
    "50": "femtio fifty",
    "60": "sextio sixty",
    "70": "sjuttio seventy",
    "80": "åttio eighty",
    "90": "nittio ninety",
    "100": "hundra hundred",
}
DAYS = {
    "januari": "januari january jan",
    "februari": "februari february feb",
    "mars": "mars",
    "april": "april apr",
    "maj": "maj",
    "juni": "juni june",
    "juli": "juli july",
    "augusti": "augusti august aug",
    "september": "september sept sep",
    "oktober": "oktober october okt oct",
    "november": "november nov",
    "december": "december dec",
    "måndag": "måndag måndagen monday",
    "tisdag": "tisdag tisdagen tuesday",
    "onsdag": "onsdag onsdagen wednesday",
    "torsdag": "torsdag torsdagen thursday",
    "fredag": "fredag fredagen friday",
    "lördag": "lördag lördagen saturday",
    "söndag": "söndag söndagen sunday",
}
MEANT = {
    word: meant
    for table in (UNITS, NUMBERS, DAYS)
    for meant, words in table.items()
    for word in words.split()
}
TENS = re.compile("(tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio)(.+)")
# Words that begin a sentence before a name without being one.
_FUNCTION_WORDS = """
av bland båda både de den denna dessa det detta där därför då efter eftersom en enligt ett
från för före genom hos hur här i idag igår in inför inom just kring med medan men mellan mot
nu när och också om på redan samt sedan som så till trots under ur ut utan utanför vad var
varje vi vid via vilka även över
a after all also an and as at between both but by during each every for from he here how i if
in into it its now of on or our she since so that the then there these they this those to
under until we when where while who with within
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

type Known = Callable[[Collection[str]], Collection[str]]
"""Returns those of some words, each with its capital, that are names."""


@dataclass(frozen=True)
class Fact:
    """A figure, a date or a name: what it means, and how it is printed."""

    meant: str
    printed: str


@dataclass(frozen=True)
class Change:
    """Which facts a text no longer states, and which it states instead, as printed."""

    gone: list[str]
    come: list[str]


@dataclass(frozen=True)
class _Word:
    printed: str
    is_first: bool
    is_before_name: bool

    @property
    def meant(self) -> str:
        return name_of(self.printed)

    @property
    def has_capital(self) -> bool:
        return self.printed[0].isupper() and self.printed.casefold() not in FUNCTION_WORDS

    @property
    def is_surely_name(self) -> bool:
        has_more = sum(sign.isupper() for sign in self.printed) > 1
        return self.has_capital and (has_more or not self.is_first or self.is_before_name)


def changed_facts(before: str, after: str, known: Known | None = None) -> Change | None:
    """Return what differs between the facts of two texts, lines of words; None if nothing does.

    Facts may move with their line. `known` is asked of words at the beginning of sentences.
    """
    old, new = _words(before), _words(after)
    names = _names([word for words in (old, new) for line in words for word in line], known)
    stated, states = (
        [[fact for word in line if (fact := _fact(word, names))] for line in lines]
        for lines in (old, new)
    )
    flat, now = ([fact for line in lines for fact in line] for lines in (stated, states))
    meant, means = ([fact.meant for fact in facts] for facts in (flat, now))
    if meant == means or _lines(stated) == _lines(states):
        return None
    gone, come = (_missing(flat, means), _missing(now, meant))
    if not gone and not come:  # the same ones, in another order
        first = next(place for place, one in enumerate(meant) if one != means[place])
        gone, come = [flat[first].printed], [now[first].printed]
    return Change(gone, come)


def _missing(facts: list[Fact], elsewhere: list[str]) -> list[str]:
    """Return, as printed, the facts that are stated less often elsewhere."""
    left = Counter(elsewhere)
    missing = []
    for fact in facts:
        left[fact.meant] -= 1
        if left[fact.meant] < 0:
            missing.append(fact.printed)
    return missing


def _lines(facts: list[list[Fact]]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(fact.meant for fact in line) for line in facts if line)


def _words(text: str) -> list[list[_Word]]:
    return [list(_read(line)) for line in text.split("\n")]


def _read(line: str) -> Iterator[_Word]:
    found = list(TOKEN.finditer(line))
    end = 0
    for place, one in enumerate(found):
        between = line[end : one.start()]
        is_first = place == 0 or bool(END.search(between))
        following = found[place + 1] if place + 1 < len(found) else None
        is_before_name = (
            following is not None
            and line[one.end() : following.start()] == " "
            and following.group()[0].isupper()
        )
        yield _Word(one.group(), is_first, is_before_name)
        end = one.end()


def _names(words: list[_Word], known: Known | None) -> set[str]:
    """Return the words, as they are meant, that are names wherever they have a capital."""
    sure = {word.meant for word in words if word.is_surely_name}
    rest = {word.printed for word in words if word.has_capital and word.meant not in sure}
    asked = {printed for printed in rest if _figure(printed) is None}
    return sure | {name_of(printed) for printed in known(asked)} if known and asked else sure


def _fact(word: _Word, names: set[str]) -> Fact | None:
    figure = _figure(word.printed)
    if figure is not None:
        return Fact(figure, word.printed)
    is_name = word.has_capital and word.meant in names
    return Fact(word.meant, word.printed) if is_name else None


def _figure(printed: str) -> str | None:
    """Return what a figure or a date means; None for any other word."""
    if printed[0].isdigit():
        return re.sub("[.:]", ",", re.sub(r"\s", "", printed))
    small = printed.casefold()
    if small in MEANT:
        return MEANT[small]
    tens = TENS.fullmatch(small)
    ones = MEANT.get(tens[2], "1" if tens[2] in {"en", "ett"} else "") if tens else ""
    return str(int(MEANT[tens[1]]) + int(ones)) if tens and ones.isdigit() else None


def name_of(printed: str) -> str:
    """Return a name as it is compared: without case, and without the s of a genitive."""
    return re.sub("['’]?s$", "", printed.casefold()) or printed.casefold()

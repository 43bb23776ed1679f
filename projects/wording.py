"""How money, dates and periods are worded in Swedish and English, as plain text.

`templatetags/figures.py` imports this, and everything else asks that library; only
`list_page.py`, which has hundreds of counts to write, takes their digits from here.
The words are kept here and not in the message catalogue, because word order,
decimal mark, currency and spacing change together from language to language.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from projects.clock import SWEDEN, Hour, hour_of
from projects.money import Amount, Interval, Precision, Total, nearest

NBSP = "\u00a0"
DASH = "\u2013"
MINUS = "\u2212"
MILLION = Decimal(10**6)

_SWEDISH_MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december"
)
_ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
)
_SWEDISH_SHORT = "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec."
_ENGLISH_SHORT = "Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec"


@dataclass(frozen=True)
class Language:
    """The words and marks of one language; an empty currency side is not written."""

    group: str
    mark: str
    currency_before: str
    currency_after: str
    million: str
    about: str
    at_most: str
    at_least: str
    under: str
    until_under: str
    until_at_most: str
    no_amount: str
    only_approximate: str
    lacks_one: str
    lacks_many: str
    has_approximate: str
    exact: str
    rounded_to: str
    approximate: str
    percent: str
    no_date: str
    no_period: str
    from_: str
    until: str
    at_hour: str
    summer_time: str
    winter_time: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]


SWEDISH = Language(
    group=NBSP,
    mark=",",
    currency_before="",
    currency_after="kr",
    million="mn",
    about="ca",
    at_most="högst",
    at_least="minst",
    under="under",
    until_under="till under",
    until_at_most="till högst",
    no_amount="belopp saknas",
    only_approximate="bara ungefärligt känt",
    lacks_one="1 post saknar belopp",
    lacks_many="{} poster saknar belopp",
    has_approximate="någon post är ungefärlig",
    exact="exakt",
    rounded_to="avrundat till",
    approximate="ungefärligt",
    percent=f"{NBSP}%",
    no_date="datum okänt",
    no_period="period saknas",
    from_="från",
    until="till",
    at_hour="kl. %H.%M",
    summer_time="sommartid",
    winter_time="vintertid",
    months=tuple(_SWEDISH_MONTHS.split()),
    short_months=tuple(_SWEDISH_SHORT.split()),
)
ENGLISH = Language(
    group=",",
    mark=".",
    currency_before="SEK",
    currency_after="",
    million="million",
    about="about",
    at_most="at most",
    at_least="at least",
    under="under",
    until_under="to under",
    until_at_most="to at most",
    no_amount="amount not known",
    only_approximate="known only approximately",
    lacks_one="1 item has no known amount",
    lacks_many="{} items have no known amount",
    has_approximate="some item is approximate",
    exact="exact",
    rounded_to="rounded to",
    approximate="approximate",
    percent="%",
    no_date="date unknown",
    no_period="period unknown",
    from_="from",
    until="until",
    at_hour="%H:%M",
    summer_time="summer time",
    winter_time="winter time",
    months=tuple(_ENGLISH_MONTHS.split()),
    short_months=tuple(_ENGLISH_SHORT.split()),
)


class Figure(NamedTuple):
    """A printed sum: what stands before the digits, the digits, what stands after.

    `value` is the sum in kronor where the figure is exact, for machines.
    """

    before: str
    digits: str
    after: str
    value: Decimal | None = None

    def __str__(self) -> str:
        return NBSP.join(filter(None, (self.before, self.digits, self.after)))


def joined(*words: str) -> str:
    """Words that must stay on one line."""
    return NBSP.join(word.replace(" ", NBSP) for word in words if word)


def digits(language: Language, number: Decimal | int, decimals: int | None = None) -> str:
    """A number in groups of three; two decimals where it is not whole, unless told how many."""
    if isinstance(number, int) and not decimals:
        sign = MINUS if number < 0 else ""
        return f"{sign}{abs(number):,}".replace(",", language.group)
    number = Decimal(number)
    if decimals is None:
        decimals = 0 if number == number.to_integral_value() else 2
    size = abs(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    written = f"{size:,}".replace(",", "_").replace(".", language.mark).replace("_", language.group)
    return f"{MINUS}{written}" if number < 0 and size else written


def percentage(language: Language, share: Decimal, decimals: int = 0) -> str:
    """A share of 1 in percent."""
    return digits(language, share * 100, decimals) + language.percent


def in_kronor(
    language: Language, kronor: Decimal, before: str = "", *, is_exact: bool = False
) -> Figure:
    """Any sum of kronor, below nought too, with a word such as "minst" before it."""
    return Figure(
        joined(before, language.currency_before),
        digits(language, kronor),
        language.currency_after,
        kronor if is_exact else None,
    )


def _in_millions(language: Language, kronor: Decimal, decimals: int, before: str = "") -> Figure:
    return Figure(
        joined(before, language.currency_before),
        digits(language, kronor / MILLION, decimals),
        joined(language.million, language.currency_after),
    )


def _decimals_in_millions(kronor: Decimal) -> int | None:
    """The fewest decimals that write a sum in millions without loss; None above two."""
    for decimals in range(3):
        if kronor % MILLION.scaleb(-decimals) == 0:
            return decimals
    return None


def figure(language: Language, amount: Amount) -> Figure | None:
    """An amount as its source means it, with no more digits; None where it is unknown."""
    if amount.kronor is None:
        return None
    if amount.precision is Precision.EXACT:
        return in_kronor(language, amount.kronor, is_exact=True)
    if amount.precision is Precision.AT_MOST:
        return in_kronor(language, amount.kronor, language.at_most)
    decimals = _decimals_in_millions(amount.kronor)
    step = amount.step if amount.step is not None else MILLION / 100
    least = _decimals_in_millions(step)
    reads_as_millions = amount.kronor >= MILLION or step >= MILLION / 10
    if decimals is None or least is None or not reads_as_millions:
        return in_kronor(language, amount.kronor, language.about)
    if amount.step is not None:
        decimals = max(decimals, least)
    return _in_millions(language, amount.kronor, decimals, language.about)


def precision(language: Language, amount: Amount) -> str:
    """How near the truth an amount claims to be, in words."""
    if amount.kronor is None:
        return language.no_amount
    if amount.step is not None:
        decimals = _decimals_in_millions(amount.step)
        if decimals is None:
            step = str(in_kronor(language, amount.step))
        else:
            step = joined(digits(language, amount.step / MILLION, decimals), language.million)
        return f"{language.rounded_to} {step}"
    return {
        Precision.EXACT: language.exact,
        Precision.APPROXIMATE: language.approximate,
        Precision.AT_MOST: language.at_most,
    }[amount.precision]


OPEN_WIDE = Decimal(100)
"""Kronor; a stretch as wide as this is printed without öre."""


class Ends(NamedTuple):
    """The two ends of an open stretch; `is_under` where the top is the first sum too high."""

    low: Decimal
    top: Decimal | None
    is_under: bool

    @classmethod
    def of(cls, bounds: Interval | Total) -> "Ends":
        """Ends as they print best: "under" unless only "at most" is in whole kronor.

        Sums of many rounded parts end in odd öre. Where a hundred kronor or more are
        open, whole kronor outwards say the same and stay true.
        """
        low, under, at_most = bounds.at_least, bounds.under, bounds.at_most
        if under is None or at_most is None:
            return cls(low, None, False)
        is_under = under % 1 == 0 or at_most % 1 != 0
        top = under if is_under else at_most
        if top - low >= OPEN_WIDE:
            low, top = low.to_integral_value(ROUND_FLOOR), top.to_integral_value(ROUND_CEILING)
        return cls(low, top, is_under)


def band(language: Language, bounds: Interval | Total) -> str:
    """Both ends without unit; nothing for one exact sum."""
    if bounds.is_exact:
        return ""
    low, top, is_under = Ends.of(bounds)
    if top is None:
        return joined(language.at_least, digits(language, low))
    between = language.until_under if is_under else language.until_at_most
    return f"{digits(language, low)} {joined(between, digits(language, top))}"


def ends(language: Language, bounds: Interval | Total) -> list[Figure]:
    """The ends one by one: at least so much, under so much; one figure where it is exact."""
    if bounds.is_exact:
        return [in_kronor(language, bounds.at_least, is_exact=True)]
    low, top, is_under = Ends.of(bounds)
    found = []
    if low or top is None:
        found.append(in_kronor(language, low, language.at_least))
    if top is not None:
        found.append(in_kronor(language, top, language.under if is_under else language.at_most))
    return found


def gaps(language: Language, total: Total) -> list[str]:
    """What a total lacks, in words."""
    found = []
    if total.unknown_parts == 1:
        found.append(language.lacks_one)
    elif total.unknown_parts:
        found.append(language.lacks_many.format(digits(language, total.unknown_parts)))
    if total.is_approximate:
        found.append(language.has_approximate)
    return found


def says_nothing(total: Total) -> bool:
    """Whether a total leaves every sum open."""
    return total.at_most is None and not total.at_least


def nothing_said(language: Language, total: Total) -> str:
    """What to print for a total that leaves every sum open."""
    if total.is_approximate and not total.unknown_parts:
        return language.only_approximate
    return language.no_amount


def sum_figures(language: Language, total: Total) -> list[Figure]:
    """A total as one rounded figure where both ends print alike, else as its ends."""
    rounded = total.rounded()
    if rounded is None or total.is_exact:
        return ends(language, total)
    decimals = _decimals_in_millions(rounded.step)
    if decimals is None or rounded.step < MILLION / 10:
        return [in_kronor(language, rounded.kronor, language.about)]
    return [_in_millions(language, rounded.kronor, decimals, language.about)]


def short_sum(language: Language, total: Total) -> str:
    """A total where there is little room: tenths of a million from a million on. It may break."""
    low, step = total.at_least, MILLION / 10
    if low < MILLION:
        return " ".join(filter(None, ends(language, total)[0][:3]))
    is_near = total.at_most is not None and nearest(low, step) == nearest(total.at_most, step)
    kronor = nearest(low, step) if is_near else low // step * step
    is_whole = total.is_exact and kronor == low
    before = "" if is_whole else language.about if is_near else language.at_least
    return " ".join(filter(None, _in_millions(language, kronor, 1, before)[:3]))


def day(language: Language, on: date, precision: str = "day") -> str:
    """A date in words, as far as it is known: day, month or year."""
    words = [str(on.year)]
    if precision != "year":
        words.insert(0, language.months[on.month - 1])
    if precision == "day":
        words.insert(0, str(on.day))
    return joined(*words)


def moment(language: Language, at: datetime) -> str:
    """A moment as clocks in Sweden show it; of an hour that comes twice, which of the two."""
    wall = at.astimezone(SWEDEN)
    words = [day(language, wall), joined(wall.strftime(language.at_hour))]
    if hour_of(wall.replace(tzinfo=None)) is Hour.TWICE:
        words.append(f"({language.summer_time if wall.dst() else language.winter_time})")
    return " ".join(words)


def machine_day(on: date, precision: str = "day") -> str:
    """The same date for a datetime attribute."""
    return f"{on:%Y-%m-%d}"[: {"year": 4, "month": 7}.get(precision, 10)]


class Moment(NamedTuple):
    """One end of a period with the marks that belong to it."""

    before: str
    on: date
    precision: str
    after: str = ""


def period(
    language: Language, starts_on: date | None, ends_on: date | None, precisions: tuple[str, str]
) -> list[Moment]:
    """The known ends of a period, only one where both print alike; empty if none is known."""
    if starts_on is None and ends_on is None:
        return []
    if ends_on is None:
        return [Moment(f"{language.from_}{NBSP}", starts_on or date.min, precisions[0])]
    last = Moment("", ends_on, precisions[1])
    if starts_on is None:
        return [last._replace(before=f"{language.until}{NBSP}")]
    if day(language, starts_on, precisions[0]) == day(language, ends_on, precisions[1]):
        return [last]
    return [Moment("", starts_on, precisions[0], DASH), last]


def short_period(
    language: Language, starts_on: date | None, ends_on: date | None, precisions: tuple[str, str]
) -> str:
    """Years, or months within one year."""
    if starts_on is None or ends_on is None or starts_on.year != ends_on.year:
        moments = period(language, starts_on, ends_on, ("year", "year"))
        return "".join(f"{m.before}{m.on.year}{m.after}" for m in moments)
    if "year" in precisions:
        return str(starts_on.year)
    if starts_on.month == ends_on.month:
        return day(language, starts_on, "month")
    first, last = (language.short_months[on.month - 1] for on in (starts_on, ends_on))
    return joined(f"{first}{DASH}{last}", str(ends_on.year))

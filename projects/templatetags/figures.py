"""The one template library that prints money, dates and periods.

Every tag and filter answers in the language of the page, Swedish unless that is
English. What ends in `_text` is plain text, for titles, labels and feeds, and is
as good from Python as from a template; the rest is markup.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from projects import wording
from projects.money import Amount, Interval, Rounded, Total
from projects.wording import ENGLISH, MILLION, NBSP, SWEDISH, Figure, Language

register = template.Library()


def page_language() -> Language:
    """Return how figures are written in the language of the page."""
    return ENGLISH if (get_language() or "sv").startswith("en") else SWEDISH


def _amount(amount: Amount | Decimal | None) -> Amount:
    return amount if isinstance(amount, Amount) else Amount(amount)


@register.filter
def amount_text(amount: Amount | Decimal | None) -> str:
    """ "9 735 500 kr", "ca 4,3 mn kr" or "belopp saknas"; bare kronor count as exact."""
    language = page_language()
    return str(wording.figure(language, _amount(amount)) or language.no_amount)


@register.simple_tag
def amount(amount: Amount | Decimal | None, *, proposed: bool = False) -> SafeString:
    """An amount as `.amt`; `proposed` for one that is prioritised and not granted."""
    language = page_language()
    figure = wording.figure(language, _amount(amount))
    if figure is None:
        return _missing(language.no_amount)
    return _markup(figure, " proposed" if proposed else "")


def _missing(words: str) -> SafeString:
    return format_html('<span class="amt unknown">{}</span>', words)


def _markup(figure: Figure, more: str = "") -> SafeString:
    pieces = (_unit(figure.before), escape(figure.digits), _unit(figure.after))
    inner = NBSP.join(filter(None, pieces))
    if figure.value is None:
        return SafeString(f'<span class="amt{more}">{inner}</span>')
    value = f"{figure.value:f}"
    value = value.rstrip("0").rstrip(".") if "." in value else value
    return SafeString(f'<data class="amt{more}" value="{value}">{inner}</data>')


def _unit(unit: str) -> str:
    return f'<span class="u">{escape(unit)}</span>' if unit else ""


def _interval(bounds: Amount | Interval | Total | None) -> Interval | Total | None:
    """What a band is about; an "at most" says it all by itself and has none."""
    if isinstance(bounds, Amount):
        return bounds.interval() if bounds.step is not None else None
    return bounds


@register.filter
def band_text(bounds: Amount | Interval | Total | None) -> str:
    """ "4 314 500 till under 4 350 000"; nothing where one sum, or no bound, is left."""
    found = _interval(bounds)
    return "" if found is None else wording.band(page_language(), found)


@register.simple_tag
def amount_band(bounds: Amount | Interval | None) -> SafeString | str:
    """The open stretch of an amount, or of what reconciliation left of it, as `.band`."""
    return _band(band_text(bounds))


def _band(words: str) -> SafeString | str:
    return SafeString(f'<span class="band">{escape(words)}</span>') if words else ""


@register.filter
def total_text(total: Total) -> str:
    """A total in one line with all that it lacks."""
    language = page_language()
    if wording.says_nothing(total):
        return wording.nothing_said(language, total)
    figures = ", ".join(str(figure) for figure in wording.sum_figures(language, total))
    return "; ".join([figures, *wording.gaps(language, total)])


def beside_text(total: Total, others: Iterable[Rounded]) -> str:
    """A total in one line that is read beside other figures: both ends where one would mislead."""
    if any(total.hides(other.kronor, other.step) for other in others):
        return bounds_text(total)
    return total_text(total)


@register.filter
def short_total(total: Total) -> str:
    """A total in a word or two, beside a table that says all of it."""
    language = page_language()
    if wording.says_nothing(total):
        return wording.nothing_said(language, total)
    return wording.short_sum(language, total)


@register.simple_tag
def total(total: Total, *, proposed: bool = False) -> SafeString:
    """A total as `.amt`: one figure where both ends print alike, else one for each end."""
    language = page_language()
    if wording.says_nothing(total):
        return _missing(wording.nothing_said(language, total))
    more = " proposed" if proposed else ""
    figures = wording.sum_figures(language, total)
    return SafeString(" ".join([_markup(figure, more) for figure in figures]))


@register.simple_tag
def total_band(total: Total) -> SafeString | str:
    """What the figure of `total` leaves unsaid, as `.band`: its ends, and what it lacks."""
    language = page_language()
    is_rounded = not total.is_exact and total.rounded() is not None
    words = [wording.band(language, total)] if is_rounded else []
    if total.projects > 1 or not wording.says_nothing(total):
        words += wording.gaps(language, total)
    return _band("; ".join(words))


@register.filter
def bounds_text(bounds: Total | Interval) -> str:
    """ "minst 14 050 000 kr, under 14 085 500 kr", and what a total lacks."""
    return " ".join(_clauses(bounds))


@register.simple_tag
def bounds(bounds: Total | Interval) -> SafeString:
    """The same, each clause kept on one line."""
    return _lines(clause.replace(" ", NBSP) for clause in _clauses(bounds))


@register.filter
def ends_value(total: Total) -> str:
    """The same for machines, both ends included: "14050000.00/14085499.99", ".." for no end."""
    top = ".." if total.at_most is None else f"{total.at_most:.2f}"
    return f"{total.at_least:.2f}/{top}"


def _lines(clauses: Iterable[str]) -> SafeString:
    return SafeString(" ".join(f'<span class="nb">{escape(one)}</span>' for one in clauses))


def _clauses(bounds: Total | Interval) -> list[str]:
    """Bounds and gaps with the marks between them."""
    language = page_language()
    ends = [str(figure) for figure in wording.ends(language, bounds)]
    gaps: list[str] = []
    if isinstance(bounds, Total):
        gaps = wording.gaps(language, bounds)
        ends = [] if gaps and wording.says_nothing(bounds) else ends
    clauses = [f"{end}," for end in ends[:-1]] + ends[-1:]
    if clauses and gaps:
        clauses[-1] += ";"
    return clauses + [f"{gap};" for gap in gaps[:-1]] + gaps[-1:]


@register.filter
def precision_words(amount: Amount) -> str:
    """ "exakt", "avrundat till 0,1 mn", "ungefärligt" or "högst"."""
    return wording.precision(page_language(), amount)


@register.filter
def kronor_text(kronor: Decimal | int) -> str:
    """Kronor as an exact sum of any size or sign: "14 035 500 kr"."""
    return str(wording.in_kronor(page_language(), Decimal(kronor)))


def limit_text(kronor: Decimal, *, is_highest: bool) -> str:
    """ "minst 14 050 000 kr", or "högst"."""
    language = page_language()
    before = language.at_most if is_highest else language.at_least
    return str(wording.in_kronor(language, kronor, before))


@register.filter
def millions(kronor: Decimal | int, decimals: int = 1) -> str:
    """Kronor in millions without unit, halves rounded up: "14,0"."""
    return wording.digits(page_language(), Decimal(kronor) / MILLION, decimals)


@register.filter
def number(number: Decimal | int) -> str:
    """A count in groups of three, with a real minus sign."""
    return wording.digits(page_language(), number)


@register.filter
def percent(share: Decimal | Fraction | float, decimals: int = 0) -> str:
    """A share in percent, where 1 is the whole: 0.69 is "69 %"."""
    exact = Fraction(share)
    return wording.percentage(
        page_language(), Decimal(exact.numerator) / Decimal(exact.denominator), decimals
    )


@register.filter
def date_text(on: date | None, precision: str = "day") -> str:
    """ "15 juni 2016", "juni 2016" or "2016" by precision; None is "datum okänt"."""
    language = page_language()
    return language.no_date if on is None else wording.day(language, on, precision)


@register.filter
def date_words(on: date | None, precision: str = "day") -> SafeString | str:
    """The same with the date for machines beneath."""
    return date_text(on, precision) if on is None else _time(on, precision)


@register.filter
def release_text(release: Any) -> str:
    """ "20 juni 2018", with (2) after it for the second release of a day."""
    day = date_text(release.on)
    return f"{day} ({release.number})" if release.number > 1 else day


@register.filter
def moment_text(at: datetime) -> str:
    """ "20 juni 2018 kl. 09.00", as clocks in Sweden show it."""
    return wording.moment(page_language(), at)


def _time(on: date, precision: str) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>',
        wording.machine_day(on, precision),
        wording.day(page_language(), on, precision),
    )


@register.simple_tag
def period_text(
    starts_on: date | None,
    ends_on: date | None,
    starts_precision: str = "day",
    ends_precision: str = "",
    *,
    short: bool = False,
) -> str:
    """A period, both days included: "1 augusti 2016–30 november 2019".

    `short` gives "2016–2019" or "apr.–dec. 2016". Precisions are day, month or
    year; the end has the start's unless it is given one of its own.
    """
    language, precisions = page_language(), (starts_precision, ends_precision or starts_precision)
    if short:
        return wording.short_period(language, starts_on, ends_on, precisions) or language.no_period
    moments = wording.period(language, starts_on, ends_on, precisions)
    words = (f"{m.before}{wording.day(language, m.on, m.precision)}{m.after}" for m in moments)
    return "".join(words) or language.no_period


@register.simple_tag
def period(
    starts_on: date | None,
    ends_on: date | None,
    starts_precision: str = "day",
    ends_precision: str = "",
    *,
    short: bool = False,
) -> SafeString:
    """The same as markup that breaks only after the dash, with dates for machines."""
    precisions = (starts_precision, ends_precision or starts_precision)
    moments = wording.period(page_language(), starts_on, ends_on, precisions)
    if short or not moments:
        words = period_text(starts_on, ends_on, *precisions, short=short)
        return format_html('<span class="nb">{}</span>', words)
    return format_html_join(
        SafeString("<wbr>"),
        '<span class="nb">{}{}{}</span>',
        ((m.before, _time(m.on, m.precision), m.after) for m in moments),
    )

"""Reading amounts as people and sources write them, and writing them back."""

import re
from decimal import Decimal

from .amounts import CEILING, Amount, AmountError, Precision

LONGEST_TEXT = 100
"""Characters; no amount is longer, and nothing longer is looked at."""

_MILLION = Decimal(10**6)
_THOUSAND = Decimal(10**3)
_UNITS = {
    _THOUSAND: "tkr kkr tsek ksek k tusen thousand",
    _MILLION: "mn mkr mnkr msek m mn. milj milj. miljon miljoner million millions",
    Decimal(10**9): "md mdkr mdr miljard miljarder bn billion billions",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}

_ABOUT = (
    "ca|ca\\.|c:a|cirka|circa|drygt|knappt|omkring|ungefär|runt|nästan|närmare|~"
    "|about|approx|approx\\.|approximately|around|roughly|nearly|almost"
)
_AT_MOST = "högst|max|max\\.|maximalt|som mest|upp till|at most|up to|maximum"
_UNKNOWN = (
    "okänt|okänd|uppgift saknas|belopp saknas|ej angivet|inte angivet"
    "|unknown|not known|not stated|amount missing"
)
_CURRENCY = r"(?:kr\.?|kronor|krona|sek|:-)"
_ROUNDING = re.compile(
    r"(?P<writing>.+?) ?\((?:avrundat till|rounded to) (?P<step>[^()]+)\)", re.DOTALL
)
_WRITING = re.compile(
    rf"(?:(?P<about>{_ABOUT}) ?|(?P<at_most>{_AT_MOST}) ?)?"
    rf"(?:{_CURRENCY} ?)?"
    r"(?P<minus>[-−–] ?)?(?P<number>[0-9](?:[0-9., ]*[0-9])?) ?"
    rf"(?P<unit>{'|'.join(re.escape(word) for word in sorted(_UNIT_OF, key=len, reverse=True))})?"
    rf" ?{_CURRENCY}?"
)
_PLAIN = re.compile(r"(?P<whole>[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:[.,](?P<decimals>[0-9]+))?")
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+))(?P<tail>[.,][0-9]+)?"
)
_MOST_WHOLE_DIGITS = 15
_MOST_DECIMALS = 11


def parse(text: str) -> Amount:
    """The amount that a writing such as "4,3 mn", "450 tkr" or "4 300 000 kr" means.

    The writing decides the precision: kronor written out are exact, a figure in
    thousands, millions or billions is rounded to its last digit, "ca" makes it
    approximate, "högst" an upper limit, "(avrundat till 50 000)" says a step.
    "okänt" is the unknown amount. Anything else raises AmountError; "4.300" and
    "1,234" are ambiguous and come with both readings.
    """
    if len(text) > LONGEST_TEXT:
        raise AmountError("not_a_number")
    plain = " ".join(text.lower().split())
    if not plain:
        raise AmountError("empty")
    if plain in _UNKNOWN.split("|"):
        return Amount.unknown()
    rounding = _ROUNDING.fullmatch(plain)
    if rounding:
        return _with_step(rounding["writing"], rounding["step"])
    return _only(_readings(plain))


def _with_step(writing: str, step: str) -> Amount:
    amount, size = _only(_readings(writing)), _only(_readings(step))
    if amount.precision in (Precision.APPROXIMATE, Precision.AT_MOST) or not size.kronor:
        raise AmountError("not_a_number")
    return Amount(amount.kronor, Precision.ROUNDED, size.kronor)


def _only(readings: list[Amount]) -> Amount:
    if len(readings) > 1:
        raise AmountError("ambiguous", tuple(readings))
    return readings[0]


def _readings(writing: str) -> list[Amount]:
    """Every amount that a writing may mean, at least one; else AmountError."""
    match = _WRITING.fullmatch(writing)
    if match is None:
        raise AmountError("not_a_number")
    if match["minus"]:
        raise AmountError("negative")
    unit = _UNIT_OF.get(match["unit"])
    numbers = _numbers(match["number"])
    if len(numbers) > 1 and unit is None:
        numbers[1] = numbers[1].quantize(Decimal("0.01"))
    amounts: list[Amount] = []
    refusal = AmountError("not_a_number")
    for number in numbers:
        try:
            amounts.append(_amount(number, unit, match))
        except AmountError as error:
            refusal = error
    if not amounts:
        raise refusal
    return amounts


def _numbers(writing: str) -> list[Decimal]:
    """What the digits may mean: the grouped reading first, then the decimal one."""
    found = []
    grouped = _GROUPED.fullmatch(writing)
    if grouped:
        whole, tail = grouped["whole"], grouped["tail"] or ""
        separator = "." if "." in whole else ","
        if separator not in tail:
            found.append(_number(whole.replace(separator, ""), tail[1:]))
    plain = _PLAIN.fullmatch(writing)
    if plain:
        found.append(_number(plain["whole"].replace(" ", ""), plain["decimals"] or ""))
    if not found:
        raise AmountError("not_a_number")
    return found


def _number(whole: str, decimals: str) -> Decimal:
    whole = whole.lstrip("0") or "0"
    if len(whole) > _MOST_WHOLE_DIGITS:
        raise AmountError("too_large")
    if len(decimals) > _MOST_DECIMALS:
        raise AmountError("too_many_decimals")
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def _amount(number: Decimal, unit: Decimal | None, match: re.Match[str]) -> Amount:
    exponent = int(number.as_tuple().exponent)
    if unit is None and exponent < -2:
        raise AmountError("too_many_decimals")
    kronor = number * (unit or 1)
    if match["about"]:
        return Amount(kronor, Precision.APPROXIMATE)
    if match["at_most"]:
        return Amount(kronor, Precision.AT_MOST)
    if unit is None:
        return Amount(kronor)
    if kronor >= CEILING:
        raise AmountError("too_large")
    return Amount(kronor, Precision.ROUNDED, unit.scaleb(exponent))


_WORDS = {
    "sv": ("ca ", "högst ", " mn", " tkr", "avrundat till", "okänt", ","),
    "en": ("about ", "at most ", " million", " thousand", "rounded to", "unknown", "."),
}


def entry_text(amount: Amount, language: str = "sv") -> str:
    """How to write an amount in a form field, in Swedish or ("en") English.

    `parse` reads it back as the same amount. Groups are parted by ordinary
    spaces in both languages, since "4,300" alone would be ambiguous.
    """
    about, at_most, million, thousand, rounded_to, unknown, mark = _WORDS[
        "en" if language.startswith("en") else "sv"
    ]
    if amount.kronor is None:
        return unknown
    written = _spaced(amount.kronor, mark)
    if amount.step is None:
        return {Precision.APPROXIMATE: about, Precision.AT_MOST: at_most}.get(
            amount.precision, ""
        ) + written
    for unit, word in ((_MILLION, million), (_THOUSAND, thousand)):
        # Three decimals would read as a group of thousands.
        for decimals in range(3):
            if amount.step == unit.scaleb(-decimals) and amount.kronor % amount.step == 0:
                return _spaced(amount.kronor / unit, mark, decimals) + word
    return f"{written} ({rounded_to} {_spaced(amount.step, mark)})"


def _spaced(number: Decimal, mark: str, decimals: int | None = None) -> str:
    """Digits in groups of three; öre only where there are any, unless told how many."""
    if decimals is None:
        decimals = 0 if number == number.to_integral_value() else 2
    return f"{number:,.{decimals}f}".replace(",", " ").replace(".", mark)

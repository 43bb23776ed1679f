"""Numbers that identify legal persons. No Django model is imported here."""

import re

SWEDISH_NUMBER = r"^[0-9]{2}[2-9][0-9]{7}$"


def swedish_number(text: str) -> str | None:
    """Return the ten digits of a Swedish organisation number, or None where it is none.

    Ten digits with a Luhn check digit; the third is 2 or more, so that a personal
    identity number (whose third digit begins a month) never passes. A hyphen,
    spaces and the century prefix 16 are accepted as people write them.
    Source: Lag (1974:174) om identitetsbeteckning för juridiska personer m.fl.
    """
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) == 12 and digits.startswith("16"):
        digits = digits[2:]
    if not re.match(SWEDISH_NUMBER, digits, re.ASCII):
        return None
    return digits if luhn_sum(digits) % 10 == 0 else None


def number_fault(text: str) -> str:
    """Return why a text is no Swedish organisation number: length, personal or check.

    Empty where it is one. "personal" is said of ten digits whose third is 0 or 1, as in the
    number of a person, which is never kept.
    """
    if swedish_number(text):
        return ""
    digits = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"(?:[0-9]{2})?[0-9]{2}[01][0-9]{7}", digits, re.ASCII):
        return "personal"
    return "check" if re.fullmatch(r"(?:16)?[0-9]{10}", digits, re.ASCII) else "length"


def luhn_sum(digits: str) -> int:
    """Return the Luhn sum of ten digits, doubling the first and every second after it."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled)

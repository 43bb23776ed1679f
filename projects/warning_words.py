"""Warnings in words, in the reader's language, from the values that are kept of them."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from projects.models import PlausibilityWarning, WarningRule
from projects.money import Interval
from projects.plausibility import TIMES_THE_USUAL, Doubt
from projects.templatetags.figures import amount_text, bounds_text, page_language, percent
from projects.wording import ENGLISH

Facts = Mapping[str, str]


def sentence(warning: PlausibilityWarning | Doubt) -> str:
    """Return what is doubted, in one or two sentences."""
    return SENTENCES[WarningRule(warning.rule)](warning.facts)


def _figures_contradict(facts: Facts) -> str:
    if "others" in facts:
        return _("Stated %(stated)s cannot be true together with %(others)s.") % facts
    high = int(facts["high"]) if facts["high"] else None
    words = {"own": bounds_text(Interval(int(facts["low"]), high)), "stated": facts["stated"]}
    return _("The parts give %(own)s; stated %(stated)s lies outside.") % words


def _paid_over_granted(facts: Facts) -> str:
    item = ", ".join(filter(None, [facts["payer"], facts["fund"]]))
    words = {"item": item, "amount": amount_text(Decimal(facts["excess"]))}
    return _("%(item)s: %(amount)s more is paid out than was granted.") % words


def _eu_share_above_cap(facts: Facts) -> str:
    words = {
        "share": percent(Decimal(facts["share"]) / 100, 1),
        "cap": percent(Decimal(facts["cap"]) / 100, 1),
        "programme": _programme(facts),
    }
    if facts["cost"] == "eligible":
        return (
            _(
                "The EU's part is at least %(share)s of the eligible cost; %(programme)s gives at "
                "most %(cap)s."
            )
            % words
        )
    return (
        _(
            "The EU's part is at least %(share)s of the total cost; %(programme)s gives at most "
            "%(cap)s."
        )
        % words
    )


def _programme(facts: Facts) -> str:
    """Return the name of a programme in the reader's language, where it has one."""
    english = facts.get("programme_en") if page_language() is ENGLISH else ""
    return english or facts["programme"]


def _amount_is_case_number(facts: Facts) -> str:
    words = {"amount": amount_text(Decimal(facts["amount"])), "number": facts["number"]}
    return _("The amount %(amount)s has the digits of the number %(number)s.") % words


def _amount_is_unusual(facts: Facts) -> str:
    words = {
        "amount": amount_text(Decimal(facts["amount"])),
        "times": TIMES_THE_USUAL,
        "programme": _programme(facts),
    }
    return (
        _("%(amount)s is %(times)s times what is usual in %(programme)s, or more: öre or kronor?")
        % words
    )


def _title_is_purpose(facts: Facts) -> str:
    return _("The purpose says the same as the title: %(title)s") % facts


def _name_has_numbers(facts: Facts) -> str:
    return _("%(name)s is entered with several organisation numbers: %(numbers)s.") % facts


SENTENCES: dict[WarningRule, Callable[[Facts], str]] = {
    WarningRule.FIGURES_CONTRADICT: _figures_contradict,
    WarningRule.PAID_OVER_GRANTED: _paid_over_granted,
    WarningRule.EU_SHARE_ABOVE_CAP: _eu_share_above_cap,
    WarningRule.AMOUNT_IS_CASE_NUMBER: _amount_is_case_number,
    WarningRule.AMOUNT_IS_UNUSUAL: _amount_is_unusual,
    WarningRule.TITLE_IS_PURPOSE: _title_is_purpose,
    WarningRule.NAME_HAS_NUMBERS: _name_has_numbers,
}

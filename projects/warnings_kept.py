"""Keeps what may be wrong, so that nobody looks through all projects to list it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from projects.accounts import Account
from projects.models import Organisation, PlausibilityWarning, WarningRule
from projects.plausibility import Doubt, doubts


def keep_warnings(account: Account) -> None:
    """Store what is doubtful of a project as it stands; what no longer is goes.

    The median that an amount is compared with changes with every other project; who looks
    over them all (`manage.py look_over`) finds what has become unusual.
    """
    _keep({"project": account.project}, doubts(account))


def keep_name_warnings(organisations: QuerySet[Organisation]) -> None:
    """Store which of the organisations share their name with one of another number.

    It is said of the one that was entered first among those of the same name.
    """
    keys = set(organisations.values_list("sort_key", flat=True))
    alike: dict[str, list[Organisation]] = {}
    for one in Organisation.objects.filter(sort_key__in=keys).order_by("pk"):
        alike.setdefault(one.sort_key, []).append(one)
    for same in alike.values():
        numbers = sorted({one.printed_number for one in same if one.number})
        doubted = [Doubt(WarningRule.NAME_HAS_NUMBERS, _name_facts(same[0].name, numbers))]
        first, *rest = same
        found = doubted if len(numbers) > 1 else []
        _keep({"organisation": first}, found)
        PlausibilityWarning.objects.filter(organisation__in=rest).delete()


def _name_facts(name: str, numbers: Iterable[str]) -> dict[str, str]:
    return {"name": name, "numbers": ", ".join(numbers)}


def names_of_several() -> QuerySet[Organisation]:
    """Return the organisations whose name is that of several numbers, or once was."""
    shared = (
        Organisation.objects.filter(number__isnull=False)
        .order_by()
        .values("sort_key")
        .annotate(numbers=Count("number", distinct=True))
        .filter(numbers__gt=1)
        .values("sort_key")
    )
    return Organisation.objects.filter(Q(sort_key__in=shared) | Q(warnings__isnull=False))


def _keep(subject: dict[str, Any], found: Iterable[Doubt]) -> None:
    """Make the warnings of one subject those that were found; one that stays keeps its key."""
    kept = PlausibilityWarning.objects.filter(**subject)
    wanted = {(one.rule.value, one.fingerprint): one.facts for one in found}
    stored = {(one.rule, one.fingerprint): one.pk for one in kept}
    gone = [key for what, key in stored.items() if what not in wanted]
    if gone:
        kept.filter(pk__in=gone).delete()
    PlausibilityWarning.objects.bulk_create(
        [
            PlausibilityWarning(rule=rule, fingerprint=mark, facts=facts, **subject)
            for (rule, mark), facts in wanted.items()
            if (rule, mark) not in stored
        ],
        ignore_conflicts=True,
    )

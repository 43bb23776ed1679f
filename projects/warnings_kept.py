"""Keeps what may be wrong, so that nobody looks through all projects to list it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, NullIf

from projects.accounts import Account
from projects.models import (
    GrantSplit,
    Organisation,
    PlausibilityWarning,
    Programme,
    Project,
    Subtotal,
    WarningRule,
)
from projects.money import Basis
from projects.plausibility import TIMES_THE_USUAL, Doubt, doubts, usual_amount

MARGIN = 4
"""A median may be so many times lower where the amounts of one project are left out."""


def keep_warnings(account: Account) -> None:
    """Store what is doubtful of a project as it stands; what no longer is goes.

    The median that an amount is compared with changes with every other project; who looks
    over them all (`manage.py look_over`) finds what has become unusual.
    """
    _keep({"project": account.project}, doubts(account))


def keep_first_warnings(account: Account) -> None:
    """Do the same for a project that has none yet, without looking for them."""
    if found := doubts(account):
        _keep({"project": account.project}, found)


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


def doubtful() -> QuerySet[Project]:
    """Return the projects that others' rows may have made doubtful, and those that are.

    More than are doubtful: `keep_warnings` judges each. What a project's own rows say was
    judged when they were saved.
    """
    warned = PlausibilityWarning.objects.filter(project__isnull=False)
    found = Q(pk__in=warned.values("project")) | Q(pk__in=_above_their_cap())
    for programme in Programme.objects.filter(splits__amount__gt=0).distinct():
        usual = usual_amount(programme)
        if usual:
            least = usual * TIMES_THE_USUAL / MARGIN
            large = GrantSplit.objects.filter(programme=programme, amount__gte=least)
            found |= Q(pk__in=large.values("project"))
    return Project.objects.filter(found)


def _above_their_cap() -> QuerySet:
    """Return the keys of projects whose EU support is above the cap of a programme of theirs.

    Of the cost the figure as written is taken, which a rounded one may only exceed.
    """
    cost = Coalesce("project__eligible_cost", "project__total_cost")
    share = ExpressionWrapper(
        F("at_least") * 100 / NullIf(cost, Value(Decimal(0))),
        output_field=DecimalField(max_digits=40, decimal_places=10),
    )
    lower = Programme.objects.filter(highest_eu_share__lt=OuterRef("share"))
    its_own = lower.filter(splits__project=OuterRef("project"))
    of_priority = lower.filter(priorities=OuterRef("project__priority"))
    rows = Subtotal.objects.filter(basis=Basis.EU_SUPPORT, funder__isnull=True)
    rows = rows.annotate(share=share).filter(Exists(its_own) | Exists(of_priority))
    return rows.values("project")


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

"""A round whose table is pasted, and what a person does with it, without a browser."""

import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from projects.ledger import state_figure
from projects.models import Quantity
from projects.money import Amount, Basis, parse
from tests import factories
from tests.projects.admin.test_rounds import Fields

TABLE = """Projekt\tProjektägare\tEU-stöd kr\tPlats
Charm food lab\tÄlvsbyns kommun\t5 768 703\tÄlvsbyn
TheKitchen\tLTU Business\t390 231\tLuleå
"""


@pytest.fixture
def it() -> SimpleNamespace:
    """SPIN and all that it needs, and a later round of the same partnership."""
    it = factories.spin()
    it.met = factories.RoundFactory(
        slug="december", partnership=it.partnership, met_on=datetime.date(2023, 12, 8)
    )
    it.path = reverse("admin:projects_round_paste", args=[it.met.pk])
    it.shared = {
        "source": str(it.news.pk),
        "funder": str(it.tillvaxtverket.pk),
        "fund": str(it.eruf.pk),
        "programme": str(it.programme.pk),
    }
    return it


def announce(it: SimpleNamespace, money: str, count: int) -> None:
    about: Any = {
        "round": it.met,
        "source": it.news,
        "stated_on": it.met.met_on,
        "basis": Basis.EU_SUPPORT,
    }
    state_figure(amount=parse(money), words=money, **about)
    projects = Amount(Decimal(count))
    state_figure(amount=projects, quantity=Quantity.PROJECTS, **about)


def read(office: Client, it: SimpleNamespace, table: str = TABLE, **more: str) -> Any:
    return office.post(it.path, it.shared | {"table": table, "_read": "1"} | more)


def save(office: Client, it: SimpleNamespace, page: Any, **more: str) -> Any:
    return office.post(it.path, Fields(page.text).sent | {"_save": ["1"]} | more)

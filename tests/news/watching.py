"""Watches for tests, set as the back office sets them, and changes of what is watched."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import User

from news.models import Watch
from news.watching import first_reading
from projects.models import DecisionKind
from projects.models.amounts import amount_columns
from projects.money import Basis, parse
from tests.factories import SourceFactory, grant, spin

QUOTED = datetime.date(2018, 6, 20)
AMENDED = datetime.date(2024, 5, 3)


def watch(about: Any = None, words: str = "14,1 miljoner kronor", **columns: Any) -> Watch:
    """Set a watch on SPIN's page elsewhere, or on `about`, a project or round."""
    about = about or spin().project
    user, _ = User.objects.get_or_create(username="bevakare", defaults={"is_staff": True})
    subject = "project" if about._meta.model_name == "project" else "round"
    defaults = {
        "page": "https://region.example/nyheter/spin",
        "basis": Basis.REGISTERED_SUPPORT.value,
        "mailbox": "webb@region.example",
        "quoted_on": QUOTED,
    }
    row = Watch(
        **{subject: about},
        words=words,
        **amount_columns("amount", parse(words)),
        **(defaults | columns),
        created_by=user,
    )
    row.figure = first_reading(row).as_kept()
    row.save()
    return row


def amend(it: SimpleNamespace, amount: str = "4 500 000", **decision: Any) -> Any:
    """Let the region amend its part of SPIN."""
    facts = {
        "kind": DecisionKind.AMENDED,
        "supersedes": it.cofunded,
        "decided_on": AMENDED,
        "source": SourceFactory(title="Protokoll 12", publisher="Region Västerbotten"),
    }
    return grant(it.project, amount, **(facts | decision))

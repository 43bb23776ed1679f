"""Whatever the description allows, and what it does not: no answer that it does not name.

SCHEMATHESIS_REQUESTS=5000 asks that many times instead of a few hundred.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks

from tests.factories import ProjectFactory, grant, spin
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db

REQUESTS = int(os.environ.get("SCHEMATHESIS_REQUESTS", "150"))
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
]


@pytest.fixture
def known() -> dict[str, str]:
    """A registry with something in every list; one key of each."""
    it = spin()
    article = ArticleFactory(published=True, projects=[it.project])
    gone = ProjectFactory(published=True, withdrawn="Dubbelt inlagt.")
    grant(ProjectFactory(published=True), "ca 4 mn", funder=it.region)
    return {
        "projects": it.project.reference,
        "decisions": str(it.granted.pk),
        "splits": str(it.granted.splits.get().pk),
        "organisations": it.university.slug,
        "partnerships": it.partnership.slug,
        "rounds": it.round.slug,
        "programmes": it.programme.slug,
        "places": "24",
        "funds": it.eruf.slug,
        "news": article.slug,
        "gone": gone.slug,
    }


@pytest.fixture
def schema() -> Iterator[Any]:
    """The description as the site answers it, asked in this very transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with override_settings(API_REQUESTS_PER_MINUTE=0, ALLOWED_HOSTS=["*"]):
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_no_request_gets_an_answer_that_is_not_described(schema, known):
    operations = [one.ok() for one in schema.get_all_operations()]
    each = max(2, REQUESTS // len(operations) // 2)
    answered: Counter[int] = Counter()

    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask(operation, mode, each, known, answered)

    print(answered.total(), "requests:", dict(sorted(answered.items())))  # noqa: T201
    assert answered[200] > len(operations)
    assert answered[404] > 0


def ask(
    operation: Any, mode: Any, times: int, known: dict[str, str], answered: Counter[int]
) -> None:
    """Ask an address so many times and check every answer; half the rows are there."""
    if mode is GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
        return
    name = operation.path.split("/")[1]

    @settings(
        max_examples=times,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.integers(0, 5))
    def asked(case: Any, chance: int) -> None:
        if "key" in (case.path_parameters or {}) and chance:
            case.path_parameters["key"] = known["gone"] if chance == 1 else known[name]
        response = case.call()
        answered[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    asked()

"""Whatever rule the database names, a person is told in words."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import override

from projects.models import Organisation, Project
from projects.refusals import TRIGGERS, in_words
from tests import factories


def test_every_rule_that_a_trigger_raises_has_words():
    code = "".join(path.read_text() for path in Path(settings.BASE_DIR).glob("*/models/*.py"))
    rules = set(re.findall(r'refuse\(\s*"(\w+)"', code))

    assert rules == set(TRIGGERS)


def test_every_check_of_the_registry_has_words_of_its_own():
    wordless = [
        constraint.name
        for app in ("projects", "news")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
        if not model.__name__.endswith("Event")
        and constraint.violation_error_message == constraint.default_violation_error_message
    ]

    assert [name for name in wordless if not name.startswith("subtotal")] == []


@pytest.mark.django_db
def test_a_refused_row_is_told_in_the_language_of_the_page():
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Project.objects.create(slug="x", title_sv="a\x01b")

    with override("en"):
        assert in_words(refused.value) == "The text holds an invisible control character."


@pytest.mark.django_db
def test_a_row_entered_twice_is_told_so():
    one = factories.OrganisationFactory()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Organisation.objects.create(slug=one.slug, name="N", kind="other", sector="civil")

    with override("en"):
        assert in_words(refused.value) == "This is entered already."

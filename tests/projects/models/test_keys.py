"""Deleting takes along what belongs to a project and nothing else."""

import pytest
from django.db import models
from django.db.models import ProtectedError

from news.models import Article, BoundFigure, FigureNote, KeptDraft, PreviewLink, ReviewComment
from projects.models import (
    AcceptedWarning,
    Decision,
    GrantSplit,
    Import,
    ImportedRow,
    Organisation,
    PlausibilityWarning,
    Project,
)
from tests.factories import ParticipationFactory, spin
from tests.projects.models.samples import SAMPLES, registry_models


def foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [key for key in keys if not key.remote_field.parent_link]


@pytest.mark.parametrize("model", registry_models(), ids=lambda model: model.__name__)
def test_only_parts_of_a_project_go_with_what_they_refer_to(model: type[models.Model]) -> None:
    going = {
        key.remote_field.model
        for key in foreign_keys(model)
        if key.remote_field.on_delete not in {models.PROTECT, models.RESTRICT}
    }

    taken_along: dict[type[models.Model], set[type[models.Model]]] = {
        GrantSplit: {Decision},
        AcceptedWarning: {Organisation},
        BoundFigure: {Article},
        FigureNote: {Article},
        ImportedRow: {Import},
        KeptDraft: {Article},
        PreviewLink: {Article},
        ReviewComment: {Article},
        PlausibilityWarning: {Organisation},
    }
    assert going <= {Project} | taken_along.get(model, set())


def test_what_goes_with_a_project_are_its_own_parts() -> None:
    going = {
        relation.related_model
        for relation in Project._meta.related_objects
        if relation.on_delete is models.CASCADE and not relation.many_to_many
    }

    assert {model.__name__ for model in going if model in SAMPLES} == {
        "AcceptedWarning",
        "Decision",
        "GrantSplit",
        "Intervention",
        "MissingFact",
        "Participation",
        "Payment",
        "Proposal",
        "PlausibilityWarning",
        "ProjectPlace",
        "StatedFigure",
        "Subtotal",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["tillvaxtverket", "university", "eruf", "programme", "priority", "round", "bank"]
)
def test_what_a_draft_refers_to_is_protected(name: str) -> None:
    row = getattr(spin(published=False), name)

    with pytest.raises(ProtectedError):
        row.delete()


@pytest.mark.django_db
def test_an_organisation_that_nothing_refers_to_may_be_deleted() -> None:
    participation = ParticipationFactory()
    organisation = participation.organisation

    participation.project.delete()
    organisation.delete()

    assert not type(organisation).objects.exists()

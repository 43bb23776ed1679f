"""The dictionary is whole: every public table and column, named in both languages."""

import pytest
from django.utils.functional import Promise
from django.utils.translation import override

from news.models import Article, Correction
from projects.honesty.dictionary import LABELS, MEANINGS, label, sections
from projects.releases.tables import TABLES
from tests.projects.models.samples import registry_models

KEPT_BACK = {
    "AcceptedWarning": "why a doubt was put aside, a note within the office",
    "BoundFigure": "derived from the text of an article",
    "Change": "a queue",
    "LastChange": "what is left of the queue",
    "DistinctOrganisations": "a note within the office",
    "ErrorReport": "what a reader wrote; an answer stands on the page that it is about",
    "FigureNote": "derived: told beside an article from the decision it names",
    "Import": "a file as it was sent",
    "ImportedRow": "a file as it was sent",
    "KeptDraft": "what somebody is writing",
    "LoneApproval": "a choice within the office",
    "OrganisationMerge": "told by the organisation that is merged",
    "Picture": "each has a licence of its own",
    "PlausibilityWarning": "derived",
    "Preset": "what a form is filled in with",
    "PreviewLink": "secret",
    "Proposal": "what waits, or is told by what it became",
    "Redaction": "told on the page about personal data, and by the releases it changed",
    "ReviewComment": "a note within the office",
    "SavedMapping": "how a file is read",
    "SentForm": "a form that was saved",
    "Watch": "a page elsewhere",
    "WatchMessage": "a letter",
}
"""Models of which nothing is given away, each with the reason."""


def test_every_model_is_given_away_or_kept_back_for_a_reason():
    given = {one.model.__name__ for one in TABLES}

    assert given & set(KEPT_BACK) == set()
    assert given | set(KEPT_BACK) == {model.__name__ for model in registry_models()}


def test_every_column_has_a_name_that_is_translated():
    unnamed = [
        f"{one.name}.{column.name}"
        for one in TABLES
        for column in one.columns
        if not isinstance(label(column), Promise)
    ]

    assert unnamed == []


def test_the_dictionary_tells_every_column_and_every_choice():
    for section, table in zip(sections(), TABLES, strict=True):
        assert [one.name for one in section.columns] == [one.name for one in table.columns]
        for one, column in zip(section.columns, table.columns, strict=True):
            chosen = [str(value) for value, _name in column.field.choices or () if value]
            assert [value for value, _name in one.values] == chosen


def test_what_is_said_in_the_dictionary_is_said_of_a_column_that_is_there():
    columns = {f"{one.name}.{column.name}" for one in TABLES for column in one.columns}

    assert set(MEANINGS) - columns == set()
    assert set(LABELS) - {name.partition(".")[2] for name in columns} == set()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_dictionary_is_told_in_the_readers_language(language):
    with override(language):
        section = next(one for one in sections() if one.table.name == "decisions")
        kind = next(one for one in section.columns if one.name == "kind")

    assert section.title == {"sv": "Beslut", "en": "Decisions"}[language]
    assert ("granted", {"sv": "beviljat", "en": "granted"}[language]) in kind.values


def test_nobody_who_works_in_the_office_is_named():
    assert {Article, Correction} <= {one.model for one in TABLES}
    names = {column.name for one in TABLES for column in one.columns}
    assert names & {"by", "author", "uploaded_by"} == set()

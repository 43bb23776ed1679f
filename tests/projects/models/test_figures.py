"""Figures of articles: what the database refuses of them and of the notes on them."""

import datetime

import pytest

from news.models import BoundFigure
from tests.factories import RoundFactory
from tests.projects.models.refusing import breaks, covering, refused
from tests.projects.models.samples import bound_figure, figure_note

pytestmark = pytest.mark.django_db


def change(**columns: object) -> None:
    BoundFigure.objects.filter(pk=bound_figure().pk).update(**columns)


@pytest.mark.parametrize(
    ("rule", "columns"),
    list(
        zip(
            covering(
                "boundfigure_text_has_no_control_characters",
                "boundfigure_choices_are_known",
                "boundfigure_dates_are_plausible",
                "boundfigure_is_about_one_thing",
                "boundfigure_counts_money_or_projects",
            ),
            [
                {"words": "14\u202emiljoner"},
                {"quantity": "kilo", "basis": ""},
                {"spoke_of": datetime.date(1, 1, 1)},
                {"project": None},
                {"basis": ""},
            ],
            strict=True,
        )
    ),
)
def test_a_bound_figure_says_what_it_speaks_of(rule: str, columns: dict[str, object]) -> None:
    with refused(rule):
        change(**columns)


@breaks("boundfigure_counts_money_or_projects")
def test_only_a_round_counts_projects() -> None:
    change(quantity="projects", basis="")


def test_a_round_counts_projects() -> None:
    change(quantity="projects", basis="", project=None, round=RoundFactory())


@breaks("boundfigure_has_one_place")
def test_no_two_figures_stand_in_one_place() -> None:
    row = bound_figure()
    row.pk = None
    row.save(force_insert=True)


@pytest.mark.parametrize(
    ("rule", "words"),
    list(
        zip(
            covering("figurenote_holds_the_fact", "figurenote_text_has_no_control_characters"),
            ["Beloppet är ett annat nu.", "{fact}\u0007"],
            strict=True,
        )
    ),
)
def test_a_note_holds_the_fact_and_nothing_invisible(rule: str, words: str) -> None:
    note = figure_note()
    note.words_sv = words
    with refused(rule):
        note.save()


@breaks("figurenote_is_one_for_each_decision")
def test_a_decision_is_noted_once_beside_an_article() -> None:
    note = figure_note()
    note.pk = None
    note.save(force_insert=True)

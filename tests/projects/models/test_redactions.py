"""Rules of redactions: two persons, a name only while it has to be known, and a record for ever."""

import pytest
from django.utils import timezone

from projects.models import Redaction
from tests.projects.models.refusing import breaks
from tests.projects.redacting.making import approved, person, redaction

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["", "Personsson", "A <b>", "a b;", "8 Ek", "A  B", " A B", "Bo -"]
)
@breaks("redaction_knows_the_name_while_open")
def test_a_name_is_words_of_letters(name: str) -> None:
    redaction(name=name)


@pytest.mark.parametrize("name", ["Påhittade Personsson", "D’Arc-Ek J. O'Å", "Имя Фамилия"])
def test_a_name_may_be_of_any_script(name: str) -> None:
    assert redaction(name=name).pk


@breaks("redaction_knows_the_name_while_open")
def test_what_is_done_knows_no_name() -> None:
    approved(state="done", done_at=timezone.now())


@breaks("redaction_answer_has_who_and_when")
def test_an_answer_says_who_and_when() -> None:
    redaction(state="declined", name="")


@breaks("redaction_is_approved_by_another")
def test_nobody_approves_what_they_asked_for() -> None:
    approved(decided_by=person("fragar"))


@breaks("redaction_done_has_a_time")
def test_what_is_done_says_when() -> None:
    approved(state="done", name="")


@breaks("redaction_case_number_has_no_name")
def test_the_case_number_keeps_no_name() -> None:
    redaction(case_number="Dnr 7, PÅHITTADE Personsson")


@breaks("redaction_choices_are_known")
def test_a_ground_is_one_that_the_law_has() -> None:
    redaction(ground="wish")


@breaks("redaction_moments_are_plausible")
def test_a_moment_is_plausible() -> None:
    redaction(made_at=timezone.now().replace(year=1066))


@breaks("redaction_text_has_no_control_characters")
def test_no_control_character_is_kept() -> None:
    redaction(case_number="a\x0bb")


@breaks("redaction_is_kept")
def test_it_is_never_deleted() -> None:
    redaction().delete()


@pytest.mark.parametrize(
    "columns",
    [{"ground": "secret"}, {"name": "Någon Annan"}, {"by": 0}, {"state": "waiting"}],
    ids=str,
)
@breaks("redaction_is_kept")
def test_what_was_approved_is_what_was_asked_for(columns: dict) -> None:
    if "by" in columns:
        columns = {"by": person("annan")}
    if "state" in columns:
        columns = columns | {"decided_by": None, "decided_at": None}
    Redaction.objects.filter(pk=approved().pk).update(**columns)


@breaks("redaction_is_kept")
def test_what_is_done_stays_done() -> None:
    one = approved(state="done", name="", done_at=timezone.now())
    Redaction.objects.filter(pk=one.pk).update(done_at=timezone.now())

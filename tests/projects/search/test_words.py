"""Projects are found by their words, and nothing that is typed breaks the search."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.models import Project
from projects.search import words as search
from projects.search.asked import asked
from projects.search.postgres import Postgres
from projects.search.query import Query, Seen
from projects.settlement import settle
from tests.factories import OrganisationFactory, ProjectFactory, grant, spin

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    """Return the addresses of the projects that a text finds, the best first."""
    query = Query(asked=asked(text), is_asked=True, order="relevance", seen=Seen.ALL)
    slugs = dict(Project.objects.values_list("pk", "slug"))
    return [slugs[key] for key in Postgres().hits(query, 0, 100)]


def titled(title: str, **columns: str) -> Project:
    project = ProjectFactory(title_sv=title, **columns)
    settle(project)
    return project


@pytest.mark.parametrize(
    "text",
    [
        "spin",
        "SPIN",
        "digitalisering",
        "samverkansplatt",
        "Umeå universitet",
        "umeå UNIVERSITET",
        "20200919",
        "Tillväxtverket",
        "it-innovation",
        "innovation norr",
        "cooperation platform",
        "kust- och inlandskommuner",
        "företag digital",
    ],
)
def test_spin_is_found_by_what_people_remember_of_it(text: str) -> None:
    spin()
    titled("Ett helt annat")

    assert found(text) == ["spin"]


def test_spin_is_found_by_its_reference() -> None:
    reference = spin().project.reference

    assert found(reference) == found(reference.lower()) == ["spin"]


@pytest.mark.parametrize("text", ["spin skogsbruk", "skogsbruk", "pin", "0919"])
def test_every_word_must_be_there_from_its_beginning(text: str) -> None:
    spin()

    assert found(text) == []


@pytest.mark.parametrize("text", ["2016/0042-7", "0042", "dnr 2016", "7 0042"])
def test_a_case_number_is_found_by_each_of_its_halves(text: str) -> None:
    project = ProjectFactory(slug="a")
    grant(project, reference="Dnr 2016/0042-7")

    assert found(text) == ["a"]


def test_an_å_is_the_same_letter_however_it_was_typed() -> None:
    titled("A\u030angb\u00e5ten", slug="a")

    assert found("ångbåt") == found("a\u030angba\u030at") == ["a"]


def test_the_stem_of_a_word_finds_its_other_forms() -> None:
    titled("Företagens skolor", slug="a")

    assert found("skola") == found("skolorna") == found("företag") == ["a"]


def test_a_word_that_is_its_own_stem_is_kept_once_and_found_by_its_other_forms() -> None:
    """`skog` is kept plain, without `=skog` beside it."""
    titled("Skog", slug="skog")
    titled("Mö", slug="mo")

    assert search.forms("skog") == ""
    assert search.forms("mö") == "~mo"
    assert found("skogen") == found("skogarna") == ["skog"]
    assert found("mo") == ["mo"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "---",
        "!&|()<>:*'\"\\",
        "\u202e\u200b\ufeff",
        "_" * 300,
        "😀",
    ],
)
def test_a_text_without_a_word_asks_for_nothing(text: str) -> None:
    assert not asked(text)
    assert found(text) == []


SIGNS = "aå'\\:*&|!()<>- \"\t\x00²٣"
HOSTILE = {
    "33 minus signs": "-" * 33 + "a",
    "40 lone minus signs": "- " * 40 + "ord",
    "20 000 words": "ord " * 20_000,
    "a million characters": "a" * 1_000_000,
    "one endless word": "å" * 5_000,
    "NUL": "sp\x00in",
    "bidi": "\u202espin\u202c",
    "zero width": "sp\u200bin",
    "quotes": "'spin' \"spin\" ''",
    "star": "spin:* *",
    "quote and star": "':*",
    "backslashes": "\\ spin\\' \\\\:*",
    "operators": "spin & ! | <-> ( :A",
    "weights": "spin:A spin:BCD",
    "percent": "%s %(a)s %",
    "digits of other scripts": "１２ ٣٤ ²",
    "combining marks": "e" + "\u0301" * 500,
    "a stop word": "och",
    "stop words alone": "och i att det som en på är",
    "a lone surrogate": "spin \ud800",
    "SQL": "'; DROP TABLE projects_project; --",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_that_is_typed_breaks_the_search(text: str) -> None:
    spin()

    assert set(found(text)) <= {"spin"}
    assert len(search.clean(text)) <= search.MAX_CHARACTERS
    assert len(search.words(text)) <= search.MAX_WORDS


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=80), st.text(SIGNS, max_size=60)))
def test_no_text_at_all_breaks_the_search(text: str, db: None) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["sp\x00in", "\u202espin", "sp\u200bin", " \tspin\n"])
def test_what_cannot_be_seen_is_not_searched_for(text: str) -> None:
    assert search.clean(text) in {"spin", "sp in"}


def test_no_more_than_200_characters_and_20_words_are_asked_for() -> None:
    assert len(search.words("a " * 500)) == 20
    assert search.clean("å" * 900) == "å" * 200


def test_a_very_long_text_is_still_a_document() -> None:
    words = " ".join(f"ord{number}" for number in range(150_000))

    titled("Lång", purpose_sv=words, slug="a")

    assert found("lång ord17") == ["a"]


def test_names_go_before_running_text() -> None:
    titled("Skogsbruk", slug="namn")
    titled("Ett annat", purpose_sv="Om skogsbruk.", slug="text")

    assert found("skogsbruk") == ["namn", "text"]


def test_an_old_and_a_new_name_of_a_title_are_told_apart_once_settled() -> None:
    project = titled("Gamla namnet", slug="a")
    project.title_sv = "Nya namnet"
    project.save()
    settle(project)

    assert (found("gamla"), found("nya")) == ([], ["a"])


def test_a_funder_is_found_though_it_takes_no_part() -> None:
    grant(ProjectFactory(slug="a"), funder=OrganisationFactory(name="Länsstyrelsen i Norrbotten"))

    assert found("länsstyrelsen norrbotten") == ["a"]

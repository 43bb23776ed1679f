"""Suggestions for the search boxes, from the index and without it."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from projects.search import following
from projects.search.executor import Answers
from tests.factories import (
    OrganisationFactory,
    ParticipationFactory,
    PlaceFactory,
    ProgrammeFactory,
    ProjectFactory,
    make_public,
    spin,
)
from tests.projects.search.indexed import built

pytestmark = pytest.mark.django_db

HOSTILE = ["%FF", "%F0%9F%98%80", quote("'\"\\:*&|!()<>%_"), "a" * 5000, "a+" * 1500]
HOSTILE += [quote("- " * 40 + "ab"), quote('"' * 99), "OR+OR", "-spin", "%E2%80%AE"]


def suggested(client, q: str, path: str = "/forslag/") -> list[dict[str, str]]:
    response = client.get(path, {"q": q})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return response.json()["suggestions"]


def labels(client, q: str) -> list[str]:
    return [one["label"] for one in suggested(client, q)]


@pytest.fixture(params=["postgres", "index"])
def answered(request, index_root, monkeypatch):
    """A function after which the index answers; without it for half of the tests."""

    def answered() -> None:
        if request.param == "index":
            engine = built()
            monkeypatch.setattr("projects.views.suggestions.executor", lambda: Answers(engine))

    return answered


def test_a_project_is_suggested_by_its_short_name_and_says_its_title(client, answered):
    it = spin()
    answered()

    for path, label, url in [
        ("/forslag/", "projekt", "/projekt/spin/"),
        ("/en/suggestions/", "project", "/en/projects/spin/"),
    ]:
        first = suggested(client, "sp", path)[0]
        assert first == {
            "kind": "project",
            "kind_label": label,
            "label": "SPIN",
            "note": it.project.title_sv,
            "url": url,
            "lang": "",
        } | ({"note": first["note"], "lang": first["lang"]} if path != "/forslag/" else {})


def test_a_project_without_short_name_says_who_leads_it(client, answered):
    project = ProjectFactory(title_sv="Vägar " + "och broar " * 24)
    make_public(project)
    answered()

    (found,) = suggested(client, "vag bro", "/en/suggestions/")

    assert len(found["label"]) == 100
    assert found["note"] == project.participations.get(role="lead").organisation.name
    assert found["lang"] == "sv"


def test_whole_names_come_first_then_the_latest(client, answered):
    for title in ("Bron", "Bron över älven", "Broar", "Vägen till Bron"):
        ProjectFactory(title_sv=title, published=True)
    ProjectFactory(title_sv="Vägar", purpose_sv="Bron", published=True)
    answered()

    assert labels(client, "bron") == ["Bron", "Vägen till Bron", "Bron över älven"]


def test_organisations_places_and_programmes_are_suggested_after_projects(client, answered):
    university = OrganisationFactory(name="Umeå universitet")
    project = ProjectFactory(title_sv="Umeå växer")
    ParticipationFactory(project=project, organisation=university, role="partner")
    make_public(project)
    PlaceFactory(code="2480", name_sv="Umeå kommun", short_sv="Umeå")
    ProgrammeFactory(name_sv="Programmet för Umeå", slug="umea-program")
    answered()

    found = [(one["kind"], one["url"]) for one in suggested(client, "umea")]

    assert found == [
        ("project", f"/projekt/{project.slug}/"),
        ("organisation", f"/organisationer/{university.slug}/"),
        ("place", "/platser/2480/"),
        ("programme", "/program/umea-program/"),
    ]


def test_no_more_than_eight_are_suggested_and_a_few_of_each_kind(client, answered):
    for place in range(6):
        project = ProjectFactory(title_sv=f"Norr {place}")
        ParticipationFactory(
            project=project, organisation=OrganisationFactory(name=f"Norr {place}"), role="partner"
        )
        make_public(project)
    for place in range(3):
        ProgrammeFactory(name_sv=f"Norr {place}")
    answered()

    kinds = [one["kind"] for one in suggested(client, "norr")]

    assert kinds == ["project"] * 4 + ["organisation"] * 2 + ["place"] + ["programme"]


def test_what_the_public_does_not_see_is_never_suggested(client, answered):
    draft = ProjectFactory(title_sv="Hemligheten")
    ParticipationFactory(project=draft, organisation=OrganisationFactory(name="Hemliga AB"))
    ProjectFactory(title_sv="Hemlig förut", published=True, withdrawn="Skäl")
    answered()

    assert suggested(client, "hemlig") == []


@pytest.mark.parametrize("q", ["", " ", "s", "-sp", "!!", "s -pin", '""'])
def test_fewer_than_two_letters_suggest_nothing(client, answered, q):
    spin()
    answered()

    assert suggested(client, q) == []


@pytest.mark.parametrize("q", HOSTILE)
def test_hostile_words_are_answered_without_fault(client, answered, q):
    spin()
    answered()

    for path in ("/forslag/", "/en/suggestions/"):
        response = client.get(f"{path}?q={q}")
        assert response.status_code == 200
        assert set(response.json()) == {"suggestions"}


def test_the_index_suggests_without_asking_the_database(
    client, index_root, monkeypatch, django_assert_num_queries
):
    spin()
    engine = built()
    monkeypatch.setattr("projects.views.suggestions.executor", lambda: Answers(engine))
    monkeypatch.setattr(following, "generation", lambda: engine.generation)
    assert labels(client, "umeå")

    with django_assert_num_queries(0):
        labels(client, "umeå")


def test_suggestions_have_an_address_in_both_languages():
    assert reverse("projects:suggestions") == "/forslag/"

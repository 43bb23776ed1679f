"""Organisations are found alike by the index and by PostgreSQL, and followed."""

import pytest
from django.contrib.auth.models import User

from projects import merging, publishing
from projects.models import Organisation, Role
from projects.search.asked import asked
from projects.search.following import Writer
from projects.search.postgres import Postgres
from tests.factories import (
    OrganisationFactory,
    ParticipationFactory,
    ProjectFactory,
    RoundFactory,
    make_public,
)
from tests.projects.search.indexed import built, read, writing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index_root")]

NAMES = [
    ("Region Västerbotten", "Region Västerbotten", "2321000222"),
    ("Umeå universitet", "Umeå University", "2021002874"),
    ("Umea Umea AB", "", None),
    ("Ångermanlands_bågskyttar", "", None),
    ("Skåne", "", None),
    ("Ödeshögs kommun", "Municipality of Ödeshög", None),
    ("Kommunernas företag i Norr", "", None),
    ("Øresund & Æblegård ApS", "", None),
    ("Русский Дом", "", None),
    ("Straße", "", None),
    ("CAFÉ 1:1", "", None),
]
QUERIES = {
    "umea": 2,
    "umeå": 1,
    "UMEÅ univ": 1,
    "u u": 2,
    "västerbotten region": 1,
    "vasterbotten": 1,
    "2021002874": 1,
    "202100-2874": 1,
    "202100-28": 1,
    "2874": 0,
    "ne": 0,
    "bag": 1,
    "båg": 1,
    "kommun": 2,
    "municipality odes": 1,
    "oresund aeble": 1,
    "русск": 1,
    "strasse": 1,
    "straße": 1,
    "cafe 1": 1,
    "é": 0,
    '"umeå uni': 1,
    "%": 0,
    "": 0,
    "-umeå": 0,
}


@pytest.fixture
def organisations() -> None:
    for place, (name, name_en, number) in enumerate(NAMES):
        it = OrganisationFactory(name=name, name_en=name_en, number=number)
        for _ in range(place % 3):
            project = ProjectFactory(published=True)
            ParticipationFactory(organisation=it, project=project, role=Role.PARTNER)
    OrganisationFactory(name="Umeåborna")


def names(text: str, *, public_only: bool) -> list[str]:
    """Return what both find; they must agree."""
    wanted = asked(text)
    found = [
        executor.organisations(wanted, 0, 100, public_only=public_only)
        for executor in (read(), Postgres())
    ]
    assert found[0] == found[1], text
    return [one.name for one in found[0]]


def test_both_find_the_same_in_the_same_order(organisations):
    built()

    counts = {text: len(names(text, public_only=False)) for text in QUERIES}

    more = {text: count + (text in {"umea", "umeå"}) for text, count in QUERIES.items()}
    assert counts == {**more, "u u": 3}


def test_the_public_finds_those_that_a_project_names_the_most_named_first(organisations):
    built()

    assert names("umea", public_only=True) == ["Umea Umea AB", "Umeå universitet"]
    assert names("region", public_only=True) == []


def test_an_answer_begins_at_a_place_and_ends_at_a_length(organisations):
    engine, wanted = built(), asked("u")
    whole = engine.organisations(wanted, 0, 10, public_only=False)

    for executor in (engine, Postgres()):
        assert executor.organisations(wanted, 1, 1, public_only=False) == whole[1:2]
        assert executor.organisations(wanted, 3, 9, public_only=False) == []


def test_all_organisations_are_counted(organisations):
    assert built().organisation_count() == Organisation.objects.count()


def followed(writer: Writer, name: str) -> tuple[int, int]:
    """Return how many of a name both find for the public, and how many at all."""
    assert writer.follow()
    return len(names(name, public_only=True)), len(names(name, public_only=False))


def test_a_new_name_is_found_and_the_old_one_no_more():
    it = OrganisationFactory(name="Norrsken")
    built()
    _reader, writer = writing()

    it.name = "Polarljus"
    it.save()

    assert followed(writer, "norrsken") == (0, 0)
    assert followed(writer, "polarljus") == (0, 1)
    it.delete()
    assert followed(writer, "polarljus") == (0, 0)


def test_an_organisation_is_public_while_a_public_project_names_it():
    it = OrganisationFactory(name="Norrsken")
    other = OrganisationFactory(name="Polarljus")
    built()
    _reader, writer = writing()
    project = ProjectFactory()
    part = ParticipationFactory(organisation=it, project=project, role=Role.PARTNER)
    assert followed(writer, "norrsken") == (0, 1)

    make_public(project)
    assert followed(writer, "norrsken") == (1, 1)

    part.organisation = other
    part.save()
    assert followed(writer, "norrsken") == (0, 1)
    assert followed(writer, "polarljus") == (1, 1)

    publishing.withdraw(project, reason_sv="Skäl")
    assert followed(writer, "polarljus") == (1, 1)  # its page tells why

    part.delete()
    assert followed(writer, "polarljus") == (0, 1)


def test_an_organisation_is_public_while_a_round_is_its_own():
    it = OrganisationFactory(name="Norrsken")
    built()
    _reader, writer = writing()

    held = RoundFactory(organisation=it, partnership=None)
    assert followed(writer, "norrsken") == (1, 1)

    held.delete()
    assert followed(writer, "norrsken") == (0, 1)


def test_one_that_was_merged_is_found_no_more_until_they_are_parted():
    kept, gone = (OrganisationFactory(name=name) for name in ("Norrsken", "Polarljus"))
    anna = User.objects.create(username="anna")
    built()
    _reader, writer = writing()

    merge = merging.merge(gone=gone, kept=kept, by=anna)

    # The one that was kept is found by the other's name.
    assert followed(writer, "polarljus") == (0, 1)
    assert names("polarljus", public_only=False) == ["Norrsken"]
    assert read().organisation_count() == 1
    merging.part(merge, by=anna)
    assert writer.follow()
    assert names("polarljus", public_only=False) == ["Polarljus"]
    built()
    assert read().organisation_count() == 2

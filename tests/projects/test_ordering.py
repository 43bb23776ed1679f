"""Swedish alphabetical order: å, ä and ö last, in that order, in both cases."""

import random

import pytest
from django.db.models import Value
from django.db.models.functions import Lower

from projects.models import Organisation, Place
from projects.ordering import KEYS, LETTERS, SwedishKey
from tests.factories import OrganisationFactory, PartnershipFactory, ProjectFactory

pytestmark = pytest.mark.django_db

IN_ORDER = [
    "3D-tryck",
    "Adelsö",
    "Alingsås",
    "Borås",
    "Boxholm",
    "Burlöv",
    "Cederström",
    "Danderyd",
    "Eda",
    "Edeby",
    "Édouard",
    "Eksjö",
    "Falun",
    "Gävle",
    "Götene",
    "Habo",
    "Håbo",
    "Idre",
    "Kalix",
    "Kalmar",
    "Karlshamn",
    "Lund",
    "Lycksele",
    "Malå",
    "Mora",
    "Muhr",
    "Myhr",
    "Mühren",
    "Norrköping",
    "Umeå",
    "Uppsala",
    "Vansbro",
    "Vingåker",
    "Xanten",
    "Ystad",
    "Zinkgruvan",
    "Åmål",
    "Åre",
    "Åsele",
    "Älmhult",
    "Älvdalen",
    "Ängelholm",
    "Öckerö",
    "Ödeshög",
    "Örebro",
    "Östersund",
    "Övertorneå",
]


def shuffled() -> list[str]:
    return random.Random(7).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311


@pytest.mark.parametrize("case", [str, str.upper, str.lower])
def test_names_stand_in_swedish_order_in_any_case(case: object) -> None:
    for name in shuffled():
        OrganisationFactory(name=case(name))

    names = list(Organisation.objects.values_list("name", flat=True))

    assert names == [case(name) for name in IN_ORDER]


def test_capitals_and_small_letters_sort_alike() -> None:
    OrganisationFactory(name="åre")
    OrganisationFactory(name="ÅMÅL")
    OrganisationFactory(name="Ängelholm")

    names = list(Organisation.objects.values_list("name", flat=True))

    assert names == ["ÅMÅL", "åre", "Ängelholm"]


def test_w_comes_after_v() -> None:
    for name in ("Wargön", "Vingåker", "Vö"):
        OrganisationFactory(name=name)

    assert list(Organisation.objects.values_list("name", flat=True)) == ["Vingåker", "Vö", "Wargön"]


def test_an_å_of_two_characters_is_the_same_letter() -> None:
    for name in ("Zinkgruvan", "A\u030are", "Ämål"):
        OrganisationFactory(name=name)

    assert list(Organisation.objects.values_list("name", flat=True)) == [
        "Zinkgruvan",
        "A\u030are",
        "Ämål",
    ]


def test_every_letter_has_a_key_and_both_cases_the_same() -> None:
    OrganisationFactory()
    rows = Organisation.objects.values_list(
        SwedishKey(Value(LETTERS)), SwedishKey(Lower(Value(LETTERS))), SwedishKey(Value("Ååäö"))
    )

    assert len(LETTERS) == len(KEYS)
    assert list(rows) == [(KEYS, KEYS, "{{|}")]


def test_the_counties_stand_in_swedish_order() -> None:
    names = list(Place.objects.filter(kind="county").values_list("short_sv", flat=True))

    assert len(names) == 21
    assert names[-4:] == ["Västmanland", "Västra Götaland", "Örebro", "Östergötland"]


def test_projects_and_partnerships_have_their_key_too() -> None:
    first, second = ProjectFactory(title_sv="Öar"), ProjectFactory(title_sv="Åar")
    third, fourth = PartnershipFactory(name_sv="Öst"), PartnershipFactory(name_sv="Ålands hav")

    assert list(type(first).objects.order_by("sort_key")) == [second, first]
    assert list(type(third).objects.all()) == [fourth, third]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.organisation_names import alike_key


@pytest.mark.parametrize(
    "names",
    [
        ("Bygg i Norr AB", "AKTIEBOLAGET BYGG I NORR", "Bygg i Norr AB (publ)", "bygg i norr"),
        ("Umeå kommun", "UMEÅ KOMMUN", " Umeå  kommun"),
        ("Region Västerbotten", "Västerbottens läns landsting", "Landstinget i Västerbotten"),
        ("Stiftelsen Skogen", "SKOGEN"),
        ("Fiber i byn ek. för.", "Fiber i Byn ekonomisk förening"),
        ("RISE  Research-Institutes", "Rise Research Institutes"),
        ("Kust & hav", "Kust och hav"),
    ],
)
def test_names_of_one_organisation_are_alike(names):
    assert len({alike_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Region Västerbotten", "Region Norrbotten"),
        ("Umeå kommun", "Umeå universitet"),
        ("Mora kommun", "Orsa kommun"),
        ("AB Volvo", "AB Volvo Penta"),
        ("Habo kommun", "Habo"),
        ("Åre kommun", "Are kommun"),
    ],
)
def test_names_of_two_organisations_are_not(one, other):
    assert alike_key(one) != alike_key(other)


@pytest.mark.parametrize("name", ["AB", "Stiftelsen", "Ideell förening"])
def test_a_name_that_is_nothing_but_a_form_is_itself(name):
    assert alike_key(name) != ""


@given(st.text(max_size=60))
def test_the_key_of_a_key_is_the_key(name):
    key = alike_key(name)

    assert alike_key(key) == key
    assert key == " ".join(key.split())

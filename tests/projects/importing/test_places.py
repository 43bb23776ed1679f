"""Names of places as lists write them."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.importing.places import named
from projects.reference import PLACES

with PLACES.open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines))
MUNICIPALITIES = [row for row in ROWS if row["kind"] == "municipality"]
COUNTIES = [row for row in ROWS if row["kind"] == "county"]


def test_every_municipality_is_found_however_it_is_written():
    for row in MUNICIPALITIES:
        short = row["short_sv"]
        for written in (
            short,
            row["name_sv"],
            row["name_en"],
            short.upper(),
            short.replace(" ", ""),
            short.replace(" ", "-"),
            f"  {short} ",
            row["code"],
            row["code"].lstrip("0"),
        ):
            found = named(written, "municipality")
            assert (found.codes, found.unmatched, found.mended) == ((row["code"],), (), ()), written


def test_every_county_is_found_however_it_is_written():
    for row in COUNTIES:
        for written in (row["short_sv"], row["name_sv"], row["name_en"], row["code"]):
            assert named(written, "county").codes == (row["code"],), written


@given(st.lists(st.sampled_from(MUNICIPALITIES), min_size=1, max_size=40, unique_by=id))
def test_a_list_is_read_whole(rows):
    for separator in (", ", ",", ";", "\n", " | "):
        written = separator.join(row["short_sv"] for row in rows)

        assert named(written, "municipality").codes == tuple(row["code"] for row in rows)


def test_names_of_the_project_bank_that_lost_their_spaces_are_found():
    found = named("LillaEdet, UpplandsVäsby, ÖstraGöinge", "municipality")

    assert found.codes == ("1462", "0114", "1256")
    assert found.mended == ()


def test_a_misspelling_that_is_known_is_mended_and_told():
    found = named("Stenungssund", "municipality")

    assert (found.codes, found.mended) == (("1415",), (("Stenungssund", "Stenungsund"),))


def test_names_written_together_are_parted_where_there_is_one_way():
    found = named("BotkyrkaDanderydEkerö", "municipality")

    assert found.codes == ("0127", "0162", "0125")
    assert found.mended == (("BotkyrkaDanderydEkerö", "Botkyrka, Danderyd, Ekerö"),)


@pytest.mark.parametrize(
    "word", ["Upplands-Br", "Habbo", "Kommunen", "East Wales", "9999", "x" * 900]
)
def test_a_word_that_is_no_place_is_reported_as_it_stands(word):
    found = named(word, "municipality")

    assert (found.codes, found.unmatched) == ((), (word,))


def test_a_county_and_a_municipality_of_one_name_are_not_confused():
    assert named("Stockholm", "county").codes == ("01",)
    assert named("Stockholm", "municipality").codes == ("0180",)
    assert named("Stockholm", "place").unmatched == ("Stockholm",)
    assert named("Stockholms län", "place").codes == ("01",)
    assert named("Stockholms kommun", "place").codes == ("0180",)


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("Västerbotten", ("24",)),
        ("Region Västerbotten", ("24",)),
        ("SE331", ("24",)),
        ("SE332", ("25",)),
        ("Övre Norrland", ("SE33",)),
        ("hela Sverige", ("SE",)),
        ("Sweden", ("SE",)),
        ("Umeå", ("2480",)),
        ("Håbo och Habo", ("0305", "0643")),
    ],
)
def test_a_column_of_any_place_holds_all_kinds(word, codes):
    assert named(word, "place").codes == codes


@given(st.text(max_size=200), st.sampled_from(["county", "municipality", "place", "country"]))
def test_every_word_is_matched_or_reported(text, target):
    found = named(text, target)

    assert set(found.codes) <= {row["code"] for row in ROWS}
    assert (
        bool(found.codes or found.unmatched)
        == any(word.strip() for word in text.replace(";", ",").replace("|", ",").split(","))
        or not text.strip()
    )

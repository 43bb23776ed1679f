"""The picture that stands for a page where it is shared."""

from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from projects import card_drawing, cards
from projects.card_drawing import Card, drawn, font, printable, title_lines
from projects.cards import card_of_project, card_of_round
from tests.factories import ProjectFactory, RoundFactory, spin

NBSP = "\u00a0"


def card(**said: str) -> Card:
    empty = dict.fromkeys(["site", "kicker", "title", "amount", "basis", "place"], "")
    return Card(**{**empty, "site": "Projektregistret", **said})


def rows_with_ink(content: bytes, top: int, bottom: int) -> int:
    """Return in how many rows of pixels something dark stands."""
    image = Image.open(BytesIO(content)).convert("L").crop((0, top, 1200, bottom))
    rows = (image.crop((0, y, 1200, y + 1)) for y in range(image.height))
    return sum(row.getextrema()[0] < 128 for row in rows)


def test_a_card_is_a_png_of_the_size_that_is_asked_for():
    image = Image.open(BytesIO(drawn(card(title="Bygg Malmö", amount="4,3 mn kr"))))

    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(drawn(card(title="Bygg Malmö", amount="4,3 mn kr"))) < 60_000


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Åäö ÅÄÖ é ü – ”citat”", "Åäö ÅÄÖ é ü – ”citat”"),
        ("a\u030a e\u0301", "å é"),
        ("SPIN 🚀 i norr 👩‍🔬", "SPIN i norr"),
        ("مرحبا SPIN", "SPIN"),
        ("a\u200bb\u202ec\nd\te", "abc d e"),
        (f"4,3{NBSP}mn{NBSP}kr", f"4,3{NBSP}mn{NBSP}kr"),
        ("🚀", ""),
        ("", ""),
    ],
)
def test_signs_that_the_typeface_lacks_are_left_out(text, left):
    assert printable(text) == left


def test_a_title_without_any_sign_that_can_be_drawn_leaves_the_name_of_the_site():
    assert rows_with_ink(drawn(card(title="مرحبا")), 184, 428) > 0


def test_a_long_title_wraps_then_shrinks_and_is_cut_at_last():
    size, lines = title_lines("Två finansiärer delar på stödet till SPIN")
    assert (size, len(lines)) == (76, 2)

    size, lines = title_lines("Samverkansplattform för it-innovation i norr " * 2)
    assert size < 76
    assert " ".join(lines) == ("Samverkansplattform för it-innovation i norr " * 2).strip()

    size, lines = title_lines("Samverkansplattform för it-innovation i norr " * 20)
    assert size == 46
    assert lines[-1].endswith("…")


@pytest.mark.parametrize("title", ["A" * 250, "Ord " * 60, "W" * 60 + " " + "i" * 190, " "])
def test_no_line_of_a_title_is_wider_than_the_card(title):
    size, lines = title_lines(title)

    assert all(font(size, 600).getlength(line) <= 1056 for line in lines)
    assert len(lines) * size * card_drawing.LEADING <= 244


def test_a_card_is_known_by_what_it_says():
    one = card(title="a", amount="b")

    assert one.mark == card(title="a", amount="b").mark
    assert len({one.mark, card(title="ab").mark, card(title="a", basis="b").mark}) == 3


@pytest.mark.django_db
def test_the_card_of_a_project_says_what_its_sum_counts_and_how_far_it_is_known():
    said = card_of_project(spin().project)

    assert said.title.startswith("SPIN: ")
    assert said.amount.replace(NBSP, " ") == "ca 14,1 mn kr"
    assert said.basis.replace(NBSP, " ").startswith("Registrerat stöd i 1 projekt, ")
    assert "till under 14 085 500" in said.basis.replace(NBSP, " ")
    assert said.place == "Norrbotten, Västerbotten"


@pytest.mark.django_db
def test_a_project_without_money_has_no_amount():
    said = card_of_project(ProjectFactory())

    assert (said.amount, said.basis) == ("", "")


@pytest.mark.django_db
def test_the_card_of_a_round_says_what_was_announced_where_the_registry_proves_nothing():
    with override("en"):
        said = card_of_round(spin().round)

    assert "142" in said.amount
    assert said.basis.replace(NBSP, " ") == "Announced 20 June 2018: EU support"
    assert said.place == "Strukturfondspartnerskapet för Övre Norrland"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/projekt/spin/kort.png", "/en/projects/spin/card.png", "/omgangar/junimotet/kort.png"]
)
def test_a_card_is_kept_for_a_day_and_sent_once(client, path):
    spin()
    RoundFactory(slug="junimotet")

    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, first["Content-Type"]) == (200, "image/png")
    assert first["Cache-Control"] == "public, max-age=86400"
    assert again.status_code == 304
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_the_card_of_a_draft_is_not_found_and_that_of_a_withdrawn_project_gone(client):
    ProjectFactory(slug="utkast")
    ProjectFactory(slug="borta", published=True, withdrawn="Fel.")

    assert client.get("/projekt/utkast/kort.png").status_code == 404
    assert client.get("/projekt/borta/kort.png").status_code == 410


@pytest.mark.django_db
def test_who_waits_too_long_for_another_card_is_told_to_come_again(client, monkeypatch):
    spin()
    monkeypatch.setattr(cards, "WAIT", 0)

    with cards._drawing:
        answer = client.get("/projekt/spin/kort.png")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert client.get("/projekt/spin/kort.png").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/projekt/spin/", "/en/rounds/ovre-norrland-2016-06-15/"])
def test_a_page_names_its_card_with_a_whole_address(client, path):
    spin()

    page = client.get(path).text

    card = "kort.png" if path.startswith("/projekt") else "card.png"
    assert f'<meta property="og:image" content="http://testserver{path}{card}">' in page
    assert f'<meta property="og:url" content="http://testserver{path}">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page

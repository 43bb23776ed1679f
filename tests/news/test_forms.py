import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from news.body import BodyWidget
from news.forms import ArticleForm, as_kept, free_address
from news.models import Article
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def typed(**values: str) -> dict[str, str]:
    """Return what a browser sends of a form with a title and a text."""
    return {"title_sv": "Rubriken", "body_sv": "<p>Text.</p>", **values}


def test_a_text_is_sanitised_before_it_is_kept():
    form = ArticleForm(typed(body_sv="<p onclick=x>a</p><script>b</script>", body_en="<p></p>"))

    article = form.save()

    article.refresh_from_db()
    assert (article.body_sv, article.body_en) == ("<p>a</p>", "")


@pytest.mark.parametrize("body", ["<br>a" * 5001, "<p><strong>" * 2400 + "a"])
def test_more_markup_than_is_read_in_time_is_refused_at_the_field(body):
    form = ArticleForm(typed(body_sv=body))

    assert form.errors == {
        "body_sv": [
            "Texten har mer formatering än en artikel kan bära. Klistra in den utan formatering."
        ]
    }


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Två finansiärer delar på SPIN", "tva-finansiarer-delar-pa-spin"),
        ("2018", "nyhet-2018"),
        ("!!!", "nyhet"),
        ("日本", "nyhet"),
        ("a" * 150, "a" * 60),
    ],
)
def test_an_empty_address_is_made_from_the_title(title, address):
    assert ArticleForm(typed(title_sv=title)).save().slug == address


def test_an_address_that_is_taken_gets_a_number():
    ArticleFactory(slug="rubriken")
    ArticleFactory(slug="rubriken-2")

    assert free_address("Rubriken", Article()) == "rubriken-3"


@pytest.mark.parametrize("address", ["2018", "12-34", "å", "a b"])
def test_an_address_without_a_letter_is_refused_at_its_field(address):
    form = ArticleForm(typed(slug=address))

    assert not form.is_valid()
    assert list(form.errors) == ["slug"]


def test_a_file_that_is_no_picture_is_refused_at_its_field():
    form = ArticleForm(typed(), {"picture_file": SimpleUploadedFile("a.svg", b"<svg/>")})

    assert list(form.errors) == ["picture_file"]


def test_the_editor_gets_its_words_and_the_text_as_it_is():
    page = BodyWidget().render("body_sv", "<p>a & b</p>", {"id": "id_body_sv"})

    assert "&lt;p&gt;a &amp; b&lt;/p&gt;" in page
    words = BodyWidget().get_context("body_sv", "", {})["widget"]["attrs"]["data-body-editor"]
    assert set(json.loads(words)) >= {"heading", "bold", "link", "toolbar"}
    assert 'type="module"' in str(BodyWidget().media)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [(f"<p>{'ord ' * 15_000}</p>", "too_long"), ("<p><em>a</em></p>" * 3_000, "too_much_markup")],
)
def test_a_text_is_told_whether_words_or_formatting_are_too_much(body, refusal):
    with pytest.raises(ValidationError) as refused:
        as_kept(body)

    assert refused.value.code == refusal

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from news import pictures
from news.body import BodyWidget
from news.forms import ArticleForm, free_address
from news.models import Article
from news.pictures import receive
from tests.news.factories import ArticleFactory

from .pictures import picture

pytestmark = pytest.mark.django_db


def typed(**values: str) -> dict[str, str]:
    """Return what a browser sends of a form with a title and a text."""
    return {"title_sv": "Rubriken", "body_sv": "<p>Text.</p>", **values}


def sent(name: str = "bild.png") -> dict[str, SimpleUploadedFile]:
    return {"picture_file": SimpleUploadedFile(name, picture().getvalue())}


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


def test_a_picture_is_kept_with_its_description():
    form = ArticleForm(typed(picture_alt_sv="En ritning."), sent())

    article = form.save()

    assert (article.picture_width, article.picture_height) == (64, 40)
    assert article.picture.name == receive(picture()).name


def test_a_picture_without_a_description_is_refused_there_and_need_not_be_chosen_again():
    first = ArticleForm(typed(), sent())
    assert list(first.errors) == ["picture_alt_sv"]

    again = ArticleForm(
        typed(picture_alt_sv="En ritning.", picture_kept=first["picture_kept"].value())
    )

    assert again.save().picture.name == receive(picture()).name


@pytest.mark.parametrize(
    "name", ["news/x.webp", "../etc/passwd", f"news/{'0' * 32}.webp", "a\x0bb"]
)
def test_a_kept_picture_that_is_none_of_ours_is_no_picture(name):
    form = ArticleForm(typed(picture_kept=name))

    assert form.save().picture.name == ""


def test_a_file_that_is_no_picture_is_refused_at_its_field():
    form = ArticleForm(typed(), {"picture_file": SimpleUploadedFile("a.svg", b"<svg/>")})

    assert list(form.errors) == ["picture_file"]


def test_a_picture_stays_when_the_rest_is_edited_and_goes_when_asked():
    article = ArticleForm(typed(picture_alt_sv="En ritning."), sent()).save()
    same = typed(slug="rubriken", picture_alt_sv="En ritning.", picture_kept=article.picture.name)

    ArticleForm(same, instance=article).save()
    assert article.picture.name.startswith("news/")

    ArticleForm(same | {"picture_removed": "on"}, instance=article).save()
    article.refresh_from_db()
    assert (article.picture.name, article.picture_width) == ("", None)
    assert pictures.kept(same["picture_kept"])


def test_the_editor_gets_its_words_and_the_text_as_it_is():
    page = BodyWidget().render("body_sv", "<p>a & b</p>", {"id": "id_body_sv"})

    assert "&lt;p&gt;a &amp; b&lt;/p&gt;" in page
    words = BodyWidget().get_context("body_sv", "", {})["widget"]["attrs"]["data-body-editor"]
    assert set(json.loads(words)) >= {"heading", "bold", "link", "toolbar"}
    assert 'type="module"' in str(BodyWidget().media)


def test_the_kept_picture_is_shown(settings):
    name = receive(picture()).name
    widget = ArticleForm.base_fields["picture_kept"].widget

    assert f'<img src="/media/{name}" alt="">' in widget.render("picture_kept", name)
    assert "<img" not in widget.render("picture_kept", "../x.webp")

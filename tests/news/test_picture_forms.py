"""A picture is sent with the article, or chosen among those of the library."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from news.forms import ArticleForm
from news.pictures import carried, receive
from tests.news.factories import ArticleFactory, PictureFactory, library_picture

from .pictures import picture

pytestmark = pytest.mark.django_db


def form_of(
    file: SimpleUploadedFile | None = None, instance: Any = None, **values: Any
) -> ArticleForm:
    """Return the form as a browser sends it, with a title and a text."""
    typed = QueryDict(mutable=True)
    typed.update({"title_sv": "Rubriken", "body_sv": "<p>Text.</p>", **values})
    return ArticleForm(typed, {"picture_file": file} if file else {}, instance=instance)


def sent() -> SimpleUploadedFile:
    return SimpleUploadedFile("bild.png", picture().getvalue())


def test_a_new_picture_awaits_the_saving_with_its_words():
    form = form_of(sent(), picture_alt_sv="En ritning.", picture_credit="Registret")

    assert form.is_valid()
    assert form.new_picture == receive(picture())
    assert form.new_words() == {
        "alt_sv": "En ritning.",
        "alt_en": "",
        "credit": "Registret",
        "is_decorative": False,
    }


def test_a_picture_without_a_description_is_refused_there_and_need_not_be_chosen_again():
    first = form_of(sent())
    assert list(first.errors) == ["picture_alt_sv"]

    again = form_of(picture_alt_sv="En ritning.", picture_kept=first["picture_kept"].value())

    assert again.is_valid()
    assert again.new_picture == receive(picture())


def test_a_decorative_picture_needs_no_description_and_has_none():
    assert form_of(sent(), picture_decorative="on").is_valid()

    both = form_of(sent(), picture_decorative="on", picture_alt_en="A drawing.")
    assert list(both.errors) == ["picture_decorative"]


def test_a_picture_that_was_sent_may_be_left_out_again():
    kept = str(receive(picture()))

    form = form_of(picture_kept=kept, picture_kept_dropped="on")

    assert form.is_valid()
    assert form.new_picture is None


@pytest.mark.parametrize("text", ["news/x.webp", "../etc/passwd", "a:b", "a\x0bb"])
def test_a_kept_picture_that_is_none_of_ours_is_no_picture(text):
    form = form_of(picture_kept=text)
    form.is_valid()

    assert form.new_picture is None


def test_a_file_that_is_no_picture_is_refused_at_its_field():
    assert list(form_of(SimpleUploadedFile("a.svg", b"<svg/>")).errors) == ["picture_file"]


@pytest.mark.parametrize("by", ["picture", "picture_number"])
def test_a_picture_of_the_library_is_chosen(by):
    kept = PictureFactory()

    assert form_of(**{by: str(kept.pk)}).save().picture == kept


def test_a_number_goes_before_the_choice_and_a_new_file_before_both():
    one, other = PictureFactory(), PictureFactory()
    chosen = {"picture": str(one.pk), "picture_number": str(other.pk)}

    assert form_of(**chosen).save().picture == other
    form = form_of(sent(), picture_alt_sv="En ritning.", **chosen)
    assert form.is_valid()
    assert form.new_picture == receive(picture())


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, "\x00", "١"])
def test_what_is_no_picture_of_the_library_is_refused_at_its_field(key):
    for field in ("picture", "picture_number"):
        form = form_of(**{field: key})

        assert list(form.errors) == [field]
        assert "Rubriken" in str(form)


def test_a_picture_goes_when_none_is_chosen():
    article = ArticleFactory(picture=PictureFactory())

    form_of(instance=article, slug="x", picture="").save()

    article.refresh_from_db()
    assert article.picture is None


def test_a_file_that_the_library_holds_is_chosen_there():
    kept = library_picture()

    assert form_of(sent(), picture_alt_sv=kept.alt_sv).save().picture == kept
    assert form_of(sent()).save().picture == kept


def test_other_words_for_what_the_library_holds_are_pointed_out_and_not_lost_in_silence():
    kept = library_picture()

    form = form_of(sent(), picture_alt_sv="En annan ritning.")

    assert list(form.errors) == ["picture"]
    assert (form["picture"].value(), form["picture_alt_sv"].value()) == (str(kept.pk), "")


def test_the_newest_and_the_chosen_are_shown_to_choose_among(django_assert_num_queries):
    kept = PictureFactory.create_batch(14)
    form = ArticleForm(instance=ArticleFactory(picture=kept[0]))

    with django_assert_num_queries(2):
        page = str(form["picture"])

    assert page.count('type="radio"') == 14
    assert f'value="{kept[0].pk}" id="id_picture_1" checked' in page
    assert f'value="{kept[1].pk}"' not in page
    assert f'<img src="{kept[13].thumbnail}" alt=""' in page


def test_the_picture_that_was_sent_is_shown():
    kept = receive(picture())
    widget = ArticleForm.base_fields["picture_kept"].widget

    assert carried(str(kept)) == kept
    assert f'<img src="/media/news/{kept.stem}.webp" alt="">' in widget.render(
        "picture_kept", str(kept)
    )
    assert "<img" not in widget.render("picture_kept", "../x.webp")

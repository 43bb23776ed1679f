"""The library in the back office: pictures are found, described, and kept while shown."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from news.models import Picture
from news.pictures import receive
from tests.news.factories import ArticleFactory, PictureFactory, library_picture
from tests.projects.admin.typed_forms import as_sent

from .pictures import picture, png_that_claims

pytestmark = pytest.mark.django_db

LIST = "/admin/news/picture/"
ADD = f"{LIST}add/"


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name="editor"))
    client.force_login(user)
    return client


def file(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("bild.png", content or picture().getvalue())


def change(one: Picture, page: str = "change") -> str:
    return f"{LIST}{one.pk}/{page}/"


def post(client: Client, address: str, **values: Any) -> Any:
    """Send the form at an address as a browser would when only these values are changed."""
    sent = as_sent(client.get(address))
    sent.pop("picture_file", None)
    return client.post(address, sent | values)


def test_an_editor_sends_a_picture_and_words_it_anew(editor):
    post(editor, ADD, picture_file=file(), alt_sv="En ritning.", credit="Registret")
    kept = Picture.objects.get()
    post(editor, change(kept), alt_en="A drawing.")

    kept.refresh_from_db()
    assert (kept.alt_sv, kept.alt_en, kept.credit) == ("En ritning.", "A drawing.", "Registret")
    assert (kept.width, kept.height, kept.widths) == (64, 40, [64])
    assert kept.uploaded_by.username == "editor"


def test_a_picture_that_lacks_words_stays_in_the_form_that_comes_back(editor):
    page = post(editor, ADD, picture_file=file()).text
    held = re.search(r'name="picture_kept" value="([^"]+)"', page)[1]

    post(editor, ADD, picture_kept=held, is_decorative="on")

    assert Picture.objects.get().is_decorative


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"alt_sv": "En ritning."}, "picture_file"),
        ({"picture_file": file(b"<svg/>"), "alt_sv": "En ritning."}, "picture_file"),
        ({"picture_file": file(), "alt_sv": "x", "is_decorative": "on"}, "is_decorative"),
        ({"picture_file": file(), "alt_sv": "a\x0bb"}, "alt_sv"),
        ({"picture_file": file(), "alt_en": "A drawing."}, "alt_sv"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(editor, values, field):
    values = {name: _again(value) for name, value in values.items()}

    answer = post(editor, ADD, **values)

    assert list(answer.context["adminform"].form.errors) == [field]
    assert not Picture.objects.exists()


def _again(value: Any) -> Any:
    """Return a file as if nobody had read it yet."""
    if hasattr(value, "seek"):
        value.seek(0)
    return value


def test_a_picture_of_far_too_many_pixels_is_refused_at_its_field(editor):
    bomb = png_that_claims(13_000, 13_000)
    bomb.name = "bild.png"

    answer = post(editor, ADD, picture_file=bomb, alt_sv="En ritning.")

    assert "25 miljoner" in answer.text
    assert list(answer.context["adminform"].form.errors) == ["picture_file"]


def test_a_file_that_the_library_holds_is_not_added_again(editor):
    kept = library_picture()

    answer = post(editor, ADD, picture_file=file(), alt_sv="En annan ritning.")

    assert f"nummer {kept.pk}" in answer.text
    assert Picture.objects.count() == 1


def test_pictures_are_found_by_their_words_and_their_credit(editor):
    PictureFactory(alt_sv="En bro över älven.", credit="Registret")
    PictureFactory(alt_sv="Ett torg.", alt_en="A square.", credit="Kommunen")

    for query, found in [("alven", "En bro"), ("square", "Ett torg"), ("kommunen", "Ett torg")]:
        page = editor.get(LIST, {"q": query}).text
        assert re.findall("En bro|Ett torg", page) == [found]


def test_the_list_and_the_page_say_which_articles_show_a_picture(editor):
    kept = library_picture()
    above = ArticleFactory(title_sv="Ovanför", picture=kept)
    within = ArticleFactory(title_sv="I texten", body_en=f"<p>Text.</p>{kept.figure('en')}")
    ArticleFactory.create_batch(3, picture=kept)
    other = ArticleFactory(title_sv="En annan")

    page, row = editor.get(change(kept)).text, editor.get(LIST).text

    for article in (above, within):
        assert f'<a href="/admin/news/article/{article.pk}/change/">{article}</a>' in page
    assert str(other) not in page
    assert row.count("/admin/news/article/") - row.count('href="/admin/news/article/"') == 3
    assert "och 2 till" in row


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_many_pictures_and_articles(
    admin_client, django_assert_num_queries, count
):
    user = User.objects.get(username="admin")
    for kept in PictureFactory.create_batch(count, uploaded_by=user):
        ArticleFactory.create_batch(count, picture=kept, body_sv=f"<p>a</p>{kept.figure('sv')}")
    admin_client.get(LIST)

    with django_assert_num_queries(4):
        admin_client.get(LIST)


@pytest.mark.parametrize("place", ["above", "in the text", "in a version that was public"])
def test_a_picture_is_not_deleted_while_an_article_shows_it(editor, place):
    kept = library_picture()
    text = f"<p>Text.</p>{kept.figure('sv')}"
    article = ArticleFactory(picture=kept) if place == "above" else ArticleFactory(body_sv=text)
    if place == "in a version that was public":
        article.show()
        article.save()
        article.body_sv = "<p>Text.</p>"
        article.save()

    assert editor.post(change(kept, "delete"), {"post": "yes"}).status_code == 403
    assert change(kept, "delete") not in editor.get(change(kept)).text
    assert Picture.objects.exists()


def test_a_picture_that_nothing_shows_is_deleted_with_its_files(
    editor, media_folder, django_capture_on_commit_callbacks
):
    kept = library_picture()

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(change(kept, "delete"), {"post": "yes"})

    assert not Picture.objects.exists()
    assert list((media_folder / "news").iterdir()) == []
    assert receive(picture()).stem == kept.stem


def test_the_editor_of_a_text_is_offered_what_it_inserts(editor):
    PictureFactory.create_batch(30)
    kept = PictureFactory(alt_sv="En bro.", alt_en="A bridge.", credit="Registret")

    newest = editor.get(f"{LIST}offered.json").json()["pictures"]
    found = editor.get(f"{LIST}offered.json", {"q": "bridge"}).json()["pictures"]

    assert (len(newest), newest[0]) == (24, found[0])
    assert found == [
        {
            "src": f"/media/news/{kept.stem}-960.webp",
            "thumbnail": f"/media/news/{kept.stem}-480.webp",
            "words": "En bro.",
            "alt": {"sv": "En bro.", "en": "A bridge."},
            "caption": {"sv": "Bild: Registret", "en": "Picture: Registret"},
        }
    ]


def test_the_page_of_a_picture_holds_what_a_text_needs_of_it(editor):
    kept = PictureFactory(alt_sv='En "bro".', credit="Registret")

    page = editor.get(change(kept)).text

    assert kept.figure("sv") == (
        f'<figure><img src="/media/news/{kept.stem}-960.webp" alt="En &quot;bro&quot;." '
        'width="960" height="540"><figcaption>Bild: Registret</figcaption></figure>'
    )
    assert "alt=&quot;En &amp;quot;bro&amp;quot;.&quot; width=&quot;960&quot;" in page

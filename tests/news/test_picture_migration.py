"""The pictures that articles had in columns of their own become rows, versions included.

The tables as they were are made in a schema apart, so that the test holds whatever is
migrated later.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db

MIGRATION = ("news", "0005_pictures_have_rows_of_their_own")
BRIDGE, SQUARE = "b" * 32, "5" * 32


class Moved:
    """The tables of the news before, and what becomes of them."""

    def __init__(self) -> None:
        loader = MigrationLoader(connection)
        self.migration = loader.get_migration(*MIGRATION)
        self.before = loader.project_state([MIGRATION], at_end=False)

    def make(self) -> None:
        with connection.schema_editor() as editor:
            for name in ("Article", "ArticleEvent"):
                editor.create_model(self.before.apps.get_model("news", name))

    def write(self, picture: str = "", **words: Any) -> int:
        """Enter an article, which leaves its first version, and return its key."""
        columns = {"slug": f"nyhet-{self._count()}", "title_sv": "Rubriken"}
        shown = {"picture_width": 1600, "picture_height": 900} if picture else {}
        columns |= shown | {"picture": picture and f"news/{picture}.webp"} | words
        return self._model("Article").objects.create(**columns).pk

    def reword(self, key: int, **columns: Any) -> None:
        self._model("Article").objects.filter(pk=key).update(**columns)

    def migrate(self) -> Any:
        connection.check_constraints()  # as if what was entered had been committed long ago
        with connection.schema_editor() as editor:
            return self.migration.apply(self.before.clone(), editor).apps

    def _model(self, name: str) -> Any:
        return self.before.apps.get_model("news", name)

    def _count(self) -> int:
        return self._model("Article").objects.count()


@pytest.fixture
def moved() -> Iterator[Moved]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA before; SET LOCAL search_path TO before, public")
    moved = Moved()
    moved.make()
    return moved


def words(row: Any) -> tuple[str, str, str]:
    return row.alt_sv, row.alt_en, row.credit


@pytest.mark.drill
def test_each_file_becomes_a_row_that_its_articles_point_to(moved):
    user = User.objects.create(username="editor")
    described = {"picture_alt_sv": "En bro.", "picture_alt_en": "A bridge."}
    one = moved.write(BRIDGE, picture_credit="Registret", author_id=user.pk, **described)
    other = moved.write(BRIDGE, picture_credit="Registret", **described)
    bare = moved.write()

    apps = moved.migrate()

    picture = apps.get_model("news", "Picture").objects.get()
    assert (picture.stem, picture.width, picture.height) == (BRIDGE, 1600, 900)
    assert (picture.widths, picture.is_decorative) == ([1600], False)
    assert (words(picture), picture.uploaded_by_id) == (
        ("En bro.", "A bridge.", "Registret"),
        user.pk,
    )
    for model in ("Article", "ArticleEvent"):
        rows = apps.get_model("news", model).objects.order_by("id")
        assert list(rows.values_list("id", "picture")) == [
            (one, picture.pk),
            (other, picture.pk),
            (bare, None),
        ]


def test_earlier_words_and_pictures_are_kept_as_versions(moved):
    key = moved.write(BRIDGE, picture_alt_sv="En bro.")
    moved.reword(key, title_sv="En annan rubrik")
    moved.reword(key, picture_alt_sv="En bro över älven.")
    moved.reword(key, picture=f"news/{SQUARE}.webp", picture_alt_sv="Ett torg.")

    apps = moved.migrate()

    pictures = apps.get_model("news", "Picture").objects.order_by("-stem")
    assert [(one.stem, one.alt_sv) for one in pictures] == [
        (BRIDGE, "En bro över älven."),
        (SQUARE, "Ett torg."),
    ]
    versions = apps.get_model("news", "PictureEvent").objects.order_by("pgh_id")
    assert [(one.pgh_label, one.pgh_obj_id, one.alt_sv) for one in versions] == [
        ("insert", pictures[0].pk, "En bro."),
        ("update", pictures[0].pk, "En bro över älven."),
        ("insert", pictures[1].pk, "Ett torg."),
    ]
    shown = apps.get_model("news", "ArticleEvent").objects.order_by("pgh_id")
    assert [one.picture_id for one in shown] == [pictures[0].pk] * 3 + [pictures[1].pk]


@pytest.mark.drill
def test_what_a_text_shows_is_told_by_its_addresses(moved):
    text = f'<figure><img src="/media/news/{SQUARE}-960.webp" alt="x"></figure>'
    key = moved.write(body_sv=f"{text}{text}", body_en=text.replace(SQUARE, BRIDGE))

    apps = moved.migrate()

    assert apps.get_model("news", "Article").objects.get(pk=key).text_pictures == [SQUARE, BRIDGE]


@pytest.mark.drill
def test_the_way_back_puts_the_words_into_the_columns_again(moved):
    key = moved.write(BRIDGE, picture_alt_sv="En bro.", picture_credit="Registret")
    moved.migrate()

    connection.check_constraints()
    with connection.schema_editor() as editor:
        moved.migration.unapply(moved.before.clone(), editor)

    article = moved.before.apps.get_model("news", "Article").objects.get(pk=key)
    assert (article.picture, article.picture_alt_sv) == (f"news/{BRIDGE}.webp", "En bro.")
    assert (article.picture_width, article.picture_height) == (1600, 900)
    assert article.picture_credit == "Registret"

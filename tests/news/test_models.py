import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Article
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db

NEW_YEAR = datetime.datetime(2024, 1, 1, 0, 30, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        ("article_address_holds_a_letter", {"slug": "2018"}),
        ("article_text_has_no_control_characters", {"lead_sv": "a\x0bb"}),
        ("article_dates_are_plausible", {"event_on": datetime.date(1989, 12, 31)}),
        (
            "article_moments_are_plausible",
            {"edited_at": datetime.datetime(2101, 1, 1, tzinfo=datetime.UTC)},
        ),
        ("article_published_has_a_time", {"state": "published"}),
        ("article_withdrawn_has_a_reason", {"state": "withdrawn", "published_at": NEW_YEAR}),
        (
            "article_is_complete_when_published",
            {"state": "published", "published_at": NEW_YEAR, "lead_sv": ""},
        ),
    ],
)
def test_the_database_refuses_a_row_that_breaks_a_rule(rule, columns):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ArticleFactory(**columns)


def test_a_public_article_is_never_deleted_nor_moved():
    article = ArticleFactory(published=True)

    with pytest.raises(IntegrityError, match=r"never deleted"), transaction.atomic():
        article.delete()
    with pytest.raises(IntegrityError, match=r"keeps its address"), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(slug="annan")


def test_each_article_has_an_identity_of_its_own():
    first, second = ArticleFactory(), ArticleFactory()

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.identity != second.identity


def test_a_year_is_counted_as_clocks_in_sweden_count_it():
    article = ArticleFactory(published=NEW_YEAR)

    assert Article.objects.years() == [2024]
    assert article.published_on == datetime.date(2024, 1, 1)


def test_years_are_named_once_and_the_latest_first():
    for year in (2018, 2026, 2018):
        ArticleFactory(published=datetime.datetime(year, 6, 20, tzinfo=datetime.UTC))

    assert Article.objects.published().years() == [2026, 2018]

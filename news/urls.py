"""The addresses of the news; English words, translated when the route is read."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from news import error_reports, preview_pages, views
from spin_registry.paths import word

app_name = "news"


class YearConverter(IntConverter):
    """A year of publication, 1990-2100; other numbers are no address at all."""

    regex = "199[0-9]|20[0-9]{2}|2100"


register_converter(YearConverter, "news_year")

urlpatterns = [
    path(word("news/"), views.article_list, name="list"),
    path(word("news/feed.atom"), views.feed, name="feed"),
    path(word("news/<news_year:year>/"), views.article_year, name="year"),
    path(word("news/preview/<str:token>/"), preview_pages.article_preview, name="preview"),
    path(word("news/<slug:slug>/"), views.article_detail, name="article"),
    path(word("news/<slug:slug>/print/"), views.article_print, name="print"),
    path(word("news/<slug:slug>/error/"), error_reports.article_error, name="error"),
    path(word("news/<slug:slug>/card.png"), views.article_card, name="card"),
]

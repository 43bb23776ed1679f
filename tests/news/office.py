"""What a browser sends to the back office of the news."""

from django.test import Client

from news.models import Article
from tests.projects.admin.typed_forms import seen

LIST = "/admin/news/article/"
ADD = f"{LIST}add/"


def typed(**values: object) -> dict[str, object]:
    return {
        "title_sv": "Rubriken",
        "lead_sv": "Ingressen.",
        "body_sv": "<p>Texten.</p>",
        **values,
    }


def saved(editor: Client, article: Article, **values: object) -> dict[str, object]:
    """Return what a browser sends of an article's form when only these values are changed."""
    return typed(slug=article.slug, **seen(editor, change(article)), **values)


def change(article: Article, step: str = "change") -> str:
    return f"{LIST}{article.pk}/{step}/"

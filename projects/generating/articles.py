"""News about made-up projects."""

import datetime
from random import Random

from news.models import Article
from projects.generating.texts import running_text, title
from projects.models import PublicationState

ARTICLES = 200
_FIRST = datetime.datetime(2016, 1, 4, 8, 0, tzinfo=datetime.UTC)


def enter_articles(seed: int, projects: range) -> None:
    """Publish 200 articles, each about one or two of the projects with these keys."""
    articles = Article.objects.bulk_create(_article(seed, number) for number in range(ARTICLES))
    about = Article.projects.through
    about._default_manager.bulk_create(
        about(article_id=article.pk, project_id=projects[place])
        for number, article in enumerate(articles)
        for place in {number * 37 % len(projects), number * 41 % len(projects)}
    )


def _article(seed: int, number: int) -> Article:
    rng = Random(f"{seed}/article/{number}")  # noqa: S311 - nothing to guess
    lead, body = running_text(rng), "".join(f"<p>{running_text(rng)}</p>" for _ in range(4))
    return Article(
        slug=f"exempel-{number:03}",
        state=PublicationState.PUBLISHED,
        published_at=_FIRST + datetime.timedelta(days=18 * number),
        kicker_sv="Exempel",
        title_sv=title(rng, "Sverige"),
        lead_sv=lead[:600],
        body_sv=body,
        byline_sv="Registrets redaktion",
    )

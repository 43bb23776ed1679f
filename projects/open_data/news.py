"""Articles in data: what they say, what they are about, what was corrected in them."""

from django.utils import timezone

from news.models import Article
from news.sanitising import sanitised
from projects.open_data.values import LANGUAGES, Data, addresses, day, moment, text


def article_data(article: Article, site: str) -> Data:
    """Return a public article; `about` names only what the public sees. `body` is HTML."""
    bodies = {code: str(sanitised(getattr(article, f"body_{code}"))) for code in LANGUAGES}
    return {
        "slug": article.slug,
        "id": article.identity.urn,
        "url": addresses(site, "news:article", article.slug),
        "kicker": text(article, "kicker"),
        "title": text(article, "title"),
        "lead": text(article, "lead"),
        "body": {code: body or None for code, body in bodies.items()},
        "byline": text(article, "byline"),
        "event_on": day(article.event_on),
        "published_at": moment(article.published_at),
        "changed_at": moment(article.last_changed_at),
        "projects": [one.reference for one in article.projects.all()],
        "rounds": [one.slug for one in article.rounds.all()],
        "organisations": [one.slug for one in article.organisations.all()],
        "corrections": [
            {"at": moment(one.at), "words": text(one, "words")}
            for one in sorted(article.corrections.all(), key=lambda row: row.pk)
        ],
    }


def withdrawn_article_data(article: Article, site: str) -> Data:
    """Return what is left of an article that is withdrawn: that it is, since when, and why."""
    assert article.withdrawn_at is not None  # noqa: S101 - a constraint sees to it
    return {
        "slug": article.slug,
        "url": addresses(site, "news:article", article.slug),
        "withdrawn_at": moment(article.withdrawn_at),
        "withdrawn_on": day(timezone.localdate(article.withdrawn_at)),
        "reason": text(article, "withdrawn_reason"),
    }

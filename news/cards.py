"""What the share card of an article says."""

from django.conf import settings
from django.utils.translation import gettext as _

from news.models import Article
from projects.card_drawing import Card
from projects.cards import registered
from projects.excerpts import rows
from projects.money import Basis
from projects.templatetags.figures import date_text
from projects.totals import total

PLACES = 3


def card_of_article(article: Article) -> Card:
    """Return the card of a public article: what its projects have got to this day, and where."""
    projects = article.projects.published()
    granted = total(projects)
    proposed = total(projects, Basis.PROPOSED_SUPPORT)
    is_proposed = not granted.projects
    amount, basis = registered(proposed if is_proposed else granted, is_proposed=is_proposed)
    told = {"day": date_text(article.published_on)}
    return Card(
        site=str(settings.SITE_NAME),
        kicker=_("News, %(day)s") % told,
        title=article.said("title"),
        amount=amount,
        basis=basis,
        place=_places([one.places for one in rows(projects.order_by("sort_key", "pk"))]),
    )


def _places(named: list[str]) -> str:
    """Return the first places that projects are in, each once, of those that are known."""
    each = list(dict.fromkeys(place for places in named for place in places.split(", ")))
    each = [place for place in each if place != _("place unknown")]
    return ", ".join(each[:PLACES]) + (" …" if len(each) > PLACES else "")

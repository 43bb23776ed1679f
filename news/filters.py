"""Every parameter that selects news: declared, read and validated here alone.

The pages of news and their feeds ask the same `ArticleFilter`, so that one address
selects the same articles in both.
"""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from news.about import About
from news.models import Article
from projects.filters import Selection, page_from_one, several


class ArticleFilter(Selection):
    """What the parameters of an address ask for of news; an article fits by what it is about."""

    organisation = several("organisation", _("Organisation"))
    programme = several("programme", _("Programme"))
    county = several("county", _("County"))
    municipality = several("municipality", _("Municipality"))
    round = several("round", _("Round"))
    project = several("project", _("Project"))
    page = page_from_one()

    class Meta:
        model = Article
        fields: list[str] = []

    def fitting(self, articles: Collection[About], *, without: str = "") -> list[About]:
        """Return those that have any of the values of every parameter, in their order.

        `without` names one parameter that is not asked.
        """
        wanted = [
            (name, {one.key for one in chosen})
            for name, chosen in self.chosen.items()
            if name != without
        ]
        return [
            one
            for one in articles
            if all(not keys.isdisjoint(one.keys[name]) for name, keys in wanted)
        ]

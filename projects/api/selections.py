"""Projects and news: chosen as their own lists choose them, and told of when withdrawn."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Model, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from news.about import articles as public_articles
from news.filters import ArticleFilter
from news.models import Article
from projects.api.collections import KEY, TABLES, Choice, Collection, Values, chosen
from projects.api.parameters import MomentField, RefusedError, key_of
from projects.as_of import PARAMETER as PER
from projects.as_of import DayField
from projects.filters import ProjectFilter, Selection, form_class
from projects.models import Organisation, Project, Round
from projects.open_data import project_data, subjects, withdrawn_data
from projects.open_data.changes import changed_since
from projects.open_data.news import article_data, withdrawn_article_data
from projects.open_data.values import Data, total_data
from projects.orders import ordering
from projects.search.executor import executor
from projects.search.postgres import Postgres, rank
from projects.search.query import Seen

SAID = "published_at"
"""The parameter that asks what this site said at a moment."""
LEFT_OUT = {"page"}
"""Parameters of the pages of lists that a keyset has no use for."""


class Projects:
    """Projects, by every parameter of their list."""

    name, item, has_changes = "projects", "Project", True
    own_fields: Mapping[str, forms.Field] = {}
    views: Mapping[str, forms.Field] = {PER: DayField(), SAID: MomentField(required=False)}

    @property
    def fields(self) -> Mapping[str, forms.Field]:
        return _parameters(ProjectFilter)

    def choice(self, query: QueryDict, values: Values) -> Choice:
        selection = ProjectFilter(query)
        _refuse(selection)
        rows = _projects(selection, values.get("changed_since"))
        return Choice(rows, _terms(selection), lambda: _summary(selection))

    def told(self, rows: Sequence[Project], site: str, values: Values) -> list[Data]:
        published = Project.objects.published().filter(pk__in=[row.pk for row in rows])
        on, at = values.get(PER), values.get(SAID)
        if on and at:
            raise RefusedError({SAID: [_("Ask for a day or for a moment, not for both.")]})
        told = subjects(published, site, on, at)
        found = {one.project.pk: project_data(one, values["fields"]) for one in told}
        return [found[row.pk] for row in rows if row.pk in found]

    def one(self, key: str) -> Project:
        return get_object_or_404(Project.objects.ever_public(), Q(pk=key_of(key)) | Q(slug=key))


def _projects(selection: ProjectFilter, since: datetime.datetime | None) -> QuerySet[Project]:
    asked, postgres = selection.query, Postgres()
    rows = postgres.projects(asked)
    if since:
        gone = postgres.projects(asked.seen_by(Seen.WITHDRAWN))
        either = Q(pk__in=rows.values("pk")) | Q(pk__in=gone.values("pk"))
        rows = changed_since(Project.objects.filter(either), since)
    return rows.defer("search", "words", "named").order_by()


def _terms(selection: ProjectFilter) -> Sequence[Any]:
    order = selection.values.get("sort")
    if not order:
        return KEY
    if order.removeprefix("-") == "relevance" and selection.query.asked:
        return [rank(selection.query.asked), *ordering(order, "sv")]
    return ordering(order, "sv")


def _summary(selection: ProjectFilter) -> Data:
    """Return how many projects are chosen and what they add up to, as their list does."""
    answers = executor()
    found = answers.overview(selection.query)
    totals = [found.total, found.proposed]
    return {"count": found.count, "totals": [total_data(one, answers.day) for one in totals]}


class News:
    """Articles, by every parameter of the pages of news."""

    name, item, has_changes = "news", "Article", True
    own_fields: Mapping[str, forms.Field] = {}
    views: Mapping[str, forms.Field] = {}

    @property
    def fields(self) -> Mapping[str, forms.Field]:
        return _parameters(ArticleFilter)

    def choice(self, query: QueryDict, values: Values) -> Choice:
        selection = ArticleFilter(query)
        _refuse(selection)
        keys = [one.pk for one in selection.fitting(public_articles())]
        rows = _articles(keys, values.get("changed_since"))
        return Choice(rows, KEY, lambda: {"count": len(keys), "totals": []})

    def told(self, rows: Sequence[Article], site: str, values: Values) -> list[Data]:
        return [chosen(article_data(one, site), values["fields"]) for one in rows]

    def one(self, key: str) -> Article:
        return get_object_or_404(_with_subjects(Article.objects.ever_public()), slug=key)


def _articles(keys: Sequence[int], since: datetime.datetime | None) -> QuerySet[Article]:
    fitting = Q(pk__in=keys)
    if since:
        moments = ("published_at", "edited_at", "withdrawn_at", "corrections__at")
        changed = Q(*[Q(**{f"{one}__gte": since}) for one in moments], _connector=Q.OR)
        fitting |= Q(pk__in=Article.objects.withdrawn().order_by().values("pk"))
        fitting &= Q(pk__in=Article.objects.filter(changed).order_by().values("pk"))
    return _with_subjects(Article.objects.filter(fitting))


def _with_subjects(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Return articles with what the public sees of what they are about."""
    subjects = [
        Prefetch("projects", Project.objects.published().order_by("pk")),
        Prefetch("rounds", Round.objects.order_by("pk")),
        Prefetch("organisations", Organisation.objects.public().order_by("pk")),
    ]
    return articles.prefetch_related(*subjects, "corrections").order_by()


def _parameters(selection: type[Selection]) -> dict[str, forms.Field]:
    fields = form_class(selection).base_fields  # type: ignore[arg-type] # a class is hashable
    return {name: one for name, one in fields.items() if name not in LEFT_OUT}


def _refuse(selection: Selection) -> None:
    if not selection.is_valid():
        errors = selection.form.errors.items()
        raise RefusedError({name: [str(one) for one in found] for name, found in errors})


def gone_data(row: Model, site: str) -> Data | None:
    """Return the tombstone of a project or an article; None for what is not withdrawn."""
    if isinstance(row, Project):
        return withdrawn_data(row, site) if row.is_withdrawn else None
    if isinstance(row, Article):
        return withdrawn_article_data(row, site) if row.is_withdrawn else None
    return None


_ALL: list[Collection] = [Projects(), *TABLES, News()]
COLLECTIONS = {one.name: one for one in _ALL}
"""Every list of the API by the word that stands in its address."""

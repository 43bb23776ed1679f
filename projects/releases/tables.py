"""The tables that are given away whole: which rows, which columns, and how a row is named.

The data dictionary, the files of a release and the reading of one all follow from here.
Columns are those of the models; what is not given away is named with its table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, QuerySet
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from news.models import Article, Correction
from projects.models import (
    Decision,
    Fund,
    GrantSplit,
    Intervention,
    MissingFact,
    Organisation,
    OrganisationName,
    Participation,
    Partnership,
    Payment,
    Place,
    Priority,
    Programme,
    Project,
    ProjectPlace,
    Round,
    Source,
    StatedFigure,
    Subtotal,
)
from projects.models.project import DERIVED
from projects.releases import public

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KEYS: dict[type[models.Model], str] = {
    Article: "slug",
    Fund: "slug",
    Organisation: "slug",
    Partnership: "slug",
    Place: "code",
    Priority: "slug",
    Programme: "slug",
    Project: "reference",
    Round: "slug",
}
"""What names a row in other rows, for ever; the others are named by their number, `id`."""


OF_PROJECT: dict[str, Any] = {
    "under": "project",
    "order": ("project_id", "pk"),
    "public_from": "project__published_at",
}


def by(path: str) -> Collate:
    """Order by a text letter by letter, whatever language the server sorts by."""
    return Collate(F(path), "C")


@dataclass(frozen=True)
class Column:
    """One column of a table, as the model declares it."""

    field: Any

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def target(self) -> type[models.Model] | None:
        """The model that it refers to, if it does."""
        return self.field.related_model if self.field.is_relation else None

    @property
    def is_list(self) -> bool:
        return self.field.many_to_many or isinstance(self.field, ArrayField)

    @property
    def path(self) -> str:
        """Where its value is read: in the row, or in the row that it refers to."""
        if self.target is None:
            return self.name
        key = KEYS.get(self.target, "id")
        return self.field.attname if key == "id" else f"{self.name}__{key}"


@dataclass(frozen=True)
class Table:
    """Rows of one kind, in an order that is the same on every server.

    `under` names the column of the row that holds it in JSON Lines; rows of both are in
    the same order. `public_from` is where it stands since when the public may see a row.
    """

    name: str
    model: type[models.Model]
    about: "StrOrPromise"
    rows: Callable[[], QuerySet]
    left_out: frozenset[str] = frozenset()
    under: str = ""
    order: tuple[Any, ...] = ("pk",)
    public_from: str = ""

    @property
    def key(self) -> str:
        """The name of the column that names a row."""
        return KEYS.get(self.model, "id")

    @cached_property
    def columns(self) -> list[Column]:
        """The columns, what names the row first."""
        options = self.model._meta
        fields = [*options.concrete_fields, *options.many_to_many]
        kept = [one for one in fields if one.name not in self.left_out and self._is_told(one)]
        return [Column(one) for one in sorted(kept, key=lambda one: one.name != self.key)]

    def _is_told(self, field: Any) -> bool:
        """Leave out what is derived, and the number of a row that has a name."""
        if field.name == "id":
            return self.key == "id"
        return not getattr(field, "generated", False) or field.name == self.key


TABLES = [
    Table(
        "places",
        Place,
        _("A country, NUTS 2 area, county or municipality."),
        Place.objects.all,
        order=(by("code"),),
    ),
    Table(
        "organisations",
        Organisation,
        _("A legal person that decides, pays, leads or takes part."),
        public.organisations,
        order=(by("slug"),),
    ),
    Table(
        "organisation_names",
        OrganisationName,
        _("A name that an organisation had, or is also known by."),
        public.organisation_names,
        under="organisation",
        order=(by("organisation__slug"), "pk"),
    ),
    Table("funds", Fund, _("Where money comes from."), Fund.objects.all, order=(by("slug"),)),
    Table(
        "programmes",
        Programme,
        _("The plan under which money is granted for a period of years."),
        Programme.objects.all,
        order=(by("slug"),),
    ),
    Table(
        "priorities",
        Priority,
        _("A heading within a programme under which projects apply."),
        Priority.objects.all,
        order=(by("slug"),),
    ),
    Table(
        "partnerships",
        Partnership,
        _("A structural fund partnership: it ranks applications and never pays."),
        Partnership.objects.all,
        order=(by("slug"),),
    ),
    Table("sources", Source, _("Where a fact was read."), public.sources),
    Table(
        "rounds",
        Round,
        _("A meeting at which a body ranked or decided several applications at once."),
        Round.objects.all,
        order=(by("slug"),),
    ),
    Table(
        "announced_figures",
        StatedFigure,
        _("A figure that a source prints about a round: checked, never summed."),
        public.announced_figures,
        left_out=frozenset({"project"}),
        under="round",
        order=(by("round__slug"), "pk"),
    ),
    Table(
        "projects",
        Project,
        _("One funded project. Of a withdrawn one only its names, the day and the reason."),
        Project.objects.ever_public,
        left_out=DERIVED,
        public_from="published_at",
    ),
    Table(
        "decisions",
        Decision,
        _("One entry of the ledger: who decided what about a project, and when."),
        public.of_projects(Decision),
        left_out=frozenset({"matter"}),
        **OF_PROJECT,
    ),
    Table(
        "grant_splits",
        GrantSplit,
        _("What one funder gives out of one fund by one decision."),
        public.of_projects(GrantSplit),
        left_out=frozenset({"project"}),
        under="decision",
        order=("project_id", "decision_id", "pk"),
        public_from="project__published_at",
    ),
    Table(
        "payments",
        Payment,
        _("What was paid out of a grant split on a day, or paid back."),
        public.of_projects(Payment),
        **OF_PROJECT,
    ),
    Table(
        "participations",
        Participation,
        _("That an organisation, or a group without a name, takes part in a project."),
        public.of_projects(Participation),
        **OF_PROJECT,
    ),
    Table(
        "project_places",
        ProjectPlace,
        _("What a project has to do with a place."),
        public.of_projects(ProjectPlace),
        **OF_PROJECT,
    ),
    Table(
        "interventions",
        Intervention,
        _("A field of intervention that a project's support is reported under."),
        public.of_projects(Intervention),
        under="project",
    ),
    Table(
        "missing_facts",
        MissingFact,
        _("That a fact every project should have is unknown."),
        public.of_projects(MissingFact),
        **OF_PROJECT,
    ),
    Table(
        "stated_figures",
        StatedFigure,
        _("A figure that a source prints about a project: checked, never summed."),
        public.of_projects(StatedFigure),
        left_out=frozenset({"round"}),
        **OF_PROJECT,
    ),
    Table(
        "totals",
        Subtotal,
        _("What a project's money adds up to on one basis, of one funder or of all; derived."),
        public.of_projects(Subtotal),
        left_out=frozenset({"id"}),
        under="project",
        order=("project_id", "basis", by("funder__slug").asc(nulls_first=True)),
        public_from="project__published_at",
    ),
    Table(
        "articles",
        Article,
        _("News about projects, rounds or organisations."),
        Article.objects.published,
        left_out=frozenset({"author", "picture", "heading_figures", "version"}),
        order=(by("slug"),),
        public_from="published_at",
    ),
    Table(
        "corrections",
        Correction,
        _("What was corrected in an article after the public had read it."),
        public.corrections,
        left_out=frozenset({"by"}),
        under="article",
        order=(by("article__slug"), "pk"),
        public_from="article__published_at",
    ),
]

OF_WITHDRAWN = [
    *("reference", "slug", "state", "published_at", "withdrawn_at", "withdrawn_reason_sv"),
    *("withdrawn_reason_en", "acronym", "title_sv", "title_en"),
]
"""The columns that are told of a project that was withdrawn."""


def table(name: str) -> Table:
    return next(one for one in TABLES if one.name == name)


def children(of: Table) -> list[Table]:
    """Return the tables whose rows stand within those of another in JSON Lines."""
    parent = {one.model: one for one in TABLES if one.model in KEYS or one.model is Decision}
    return [one for one in TABLES if one.under and parent[holder(one)] is of]


def holder(of: Table) -> type[models.Model]:
    """Return the model of the row that a row of a table stands within."""
    return of.model._meta.get_field(of.under).related_model  # type: ignore[return-value]

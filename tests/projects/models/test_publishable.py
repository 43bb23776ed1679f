"""Draft, in review, published, withdrawn: what was public stays findable."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from news.models import Article
from projects.models import Project
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    PartnershipFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    RoundFactory,
)
from tests.news.factories import ArticleFactory
from tests.projects.models.refusing import breaks, covering, refused, sql

pytestmark = pytest.mark.django_db

YESTERDAY = datetime.timedelta(days=-1)
TOMORROW = datetime.timedelta(days=1)

publishable = pytest.mark.parametrize("factory", [ProjectFactory, ArticleFactory])
SLUGGED = [
    FundFactory,
    OrganisationFactory,
    PartnershipFactory,
    PriorityFactory,
    ProgrammeFactory,
    RoundFactory,
]


def rule(factory: Any, name: str) -> str:
    return f"{factory._meta.model._meta.model_name}_{name}"


covering(
    *[
        rule(factory, name)
        for factory in (ProjectFactory, ArticleFactory)
        for name in (
            "published_has_a_time",
            "withdrawn_has_a_reason",
            "withdrawn_once_it_was_public",
        )
    ],
    "address_is_permanent",
    "public_rows_are_kept",
)


@publishable
@pytest.mark.parametrize("columns", [{"state": "published"}, {"published_at": timezone.now()}])
def test_published_and_nothing_else_has_a_time(factory: Any, columns: dict[str, Any]) -> None:
    with refused(rule(factory, "published_has_a_time")):
        factory(**columns)


@publishable
@pytest.mark.parametrize(
    "columns", [{"withdrawn_at": timezone.now()}, {"withdrawn_reason_sv": "Dubblett."}]
)
def test_withdrawn_has_both_a_time_and_a_reason(factory: Any, columns: dict[str, Any]) -> None:
    row = factory(published=True)

    with refused(rule(factory, "withdrawn_has_a_reason")):
        type(row).objects.filter(pk=row.pk).update(state="withdrawn", **columns)


@publishable
def test_what_was_never_public_cannot_be_withdrawn(factory: Any) -> None:
    row = factory(published=timezone.now() + TOMORROW)

    with refused(rule(factory, "withdrawn_once_it_was_public")):
        type(row).objects.filter(pk=row.pk).update(
            state="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason_sv="Nej."
        )


@publishable
@pytest.mark.parametrize("withdrawn", ["", "Dubblett."])
@pytest.mark.parametrize(
    "columns",
    [
        {"state": "draft", "published_at": None},
        {"state": "in_review", "published_at": None},
        {"published_at": timezone.now() + TOMORROW},
        {"slug": "en-annan-adress"},
    ],
)
def test_what_was_public_keeps_its_address_and_first_day(
    factory: Any, withdrawn: str, columns: dict[str, Any]
) -> None:
    row = factory(published=True, withdrawn=withdrawn)

    with refused("public_rows_are_kept"):
        type(row).objects.filter(pk=row.pk).update(**columns)


@publishable
@pytest.mark.parametrize("withdrawn", ["", "Dubblett."])
def test_what_was_public_is_never_deleted(factory: Any, withdrawn: str) -> None:
    row = factory(published=True, withdrawn=withdrawn)

    with refused("public_rows_are_kept"):
        sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)  # noqa: S608


@publishable
def test_the_orm_does_not_delete_what_was_public_either(factory: Any) -> None:
    row = factory(published=True)
    kept = "ledger_is_append_only" if factory is ProjectFactory else "public_rows_are_kept"

    with refused(kept):
        row.delete()


@publishable
def test_a_scheduled_row_is_not_public_yet(factory: Any) -> None:
    row = factory(published=timezone.now() + TOMORROW)
    rows = type(row).objects

    assert list(rows.published()) == list(rows.withdrawn()) == list(rows.ever_public()) == []
    assert (row.is_scheduled, row.is_published, row.was_ever_public) == (True, False, False)


@publishable
def test_a_scheduled_row_may_move_change_its_address_and_go(factory: Any) -> None:
    row = factory(published=timezone.now() + TOMORROW)
    rows = type(row).objects.filter(pk=row.pk)

    rows.update(slug="en-annan-adress", published_at=timezone.now() + 2 * TOMORROW)
    rows.update(state="draft", published_at=None)
    row.delete()

    assert not rows.exists()


@publishable
def test_the_querysets_tell_published_from_withdrawn(factory: Any) -> None:
    draft, public = factory(), factory(published=timezone.now() + YESTERDAY)
    withdrawn = factory(published=True, withdrawn="Dubblett.")
    rows = type(draft).objects.order_by("pk")

    assert list(rows.published()) == [public]
    assert list(rows.withdrawn()) == [withdrawn]
    assert list(rows.ever_public()) == [public, withdrawn]
    assert [row.was_ever_public for row in rows] == [False, True, True]
    assert [row.is_withdrawn for row in rows] == [False, False, True]


@publishable
@pytest.mark.parametrize("slug", ["två ord", "a/b", "xå", "x\n"])
def test_an_address_of_a_page_is_one_plain_part_of_a_path(factory: Any, slug: str) -> None:
    with refused(rule(factory, "address_is_plain")):
        factory(slug=slug)


@pytest.mark.parametrize("factory", SLUGGED)
@pytest.mark.parametrize("slug", ["två ord", "a/b", "xå", "x\n"])
def test_an_address_of_a_register_is_one_plain_part_of_a_path(factory: Any, slug: str) -> None:
    with refused(rule(factory, "address_is_plain")):
        factory(slug=slug)


@pytest.mark.parametrize("factory", SLUGGED)
def test_an_address_of_a_register_never_changes(factory: Any) -> None:
    row = factory()

    with refused("address_is_permanent"):
        type(row).objects.filter(pk=row.pk).update(slug="en-annan-adress")


@pytest.mark.parametrize("factory", [*SLUGGED, ProjectFactory, ArticleFactory])
def test_an_address_belongs_to_one_row(factory: Any) -> None:
    factory(slug="samma")

    with refused(f"{factory._meta.model._meta.db_table}_slug_key"):
        factory(slug="samma")


def test_a_draft_may_change_its_address() -> None:
    project = ProjectFactory()

    Project.objects.filter(pk=project.pk).update(slug="en-annan-adress")

    assert Project.objects.get().slug == "en-annan-adress"


@breaks("article_address_holds_a_letter")
def test_an_article_is_not_addressed_by_a_year() -> None:
    ArticleFactory(slug="2018")


@pytest.mark.parametrize("column", ["title_sv", "lead_sv", "body_sv"])
@breaks("article_is_complete_when_published")
def test_a_published_article_has_a_title_a_lead_and_a_text(column: str) -> None:
    row = ArticleFactory(published=True)
    Article.objects.filter(pk=row.pk).update(**{column: ""})

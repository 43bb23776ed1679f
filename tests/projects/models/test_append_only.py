"""Once a project was ever public its ledger only grows, whoever writes and however."""

import datetime
from collections.abc import Callable

import pytest
from django.db.models import F
from django.utils import timezone

from projects.models import Decision, GrantSplit, Project, StatedFigure
from tests.factories import (
    PlaceFactory,
    ProjectFactory,
    RoundFactory,
    grant,
    make_public,
    spin,
    state,
)
from tests.projects.models.refusing import covering, refused, sql

pytestmark = pytest.mark.django_db

TOMORROW = datetime.timedelta(days=1)
Row = Decision | GrantSplit


def by_save(row: Row) -> None:
    row.save()


def by_update(row: Row) -> None:
    type(row).objects.filter(pk=row.pk).update(group_en="others")


def by_bulk_update(row: Row) -> None:
    row.group_en = "others"
    type(row).objects.bulk_update([row], ["group_en"])


def by_sql(row: Row) -> None:
    sql(f"UPDATE {row._meta.db_table} SET group_en = 'others' WHERE id = %s", row.pk)  # noqa: S608


def by_moving(row: Row) -> None:
    type(row).objects.filter(pk=row.pk).update(project=ProjectFactory())


def by_delete(row: Row) -> None:
    row.delete()


def by_queryset_delete(row: Row) -> None:
    type(row).objects.filter(pk=row.pk).delete()


def by_raw_delete(row: Row) -> None:
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


def by_sql_delete(row: Row) -> None:
    sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)  # noqa: S608


CHANGES = [by_save, by_update, by_bulk_update, by_sql, by_moving]
DELETIONS = [by_delete, by_queryset_delete, by_raw_delete, by_sql_delete]
covering("ledger_is_append_only", "stated_figures_are_kept")


def entry(project: Project, model: type[Row]) -> Row:
    """Return the project's only decision, or the only split of it."""
    decision = grant(project)
    return decision if model is Decision else decision.splits.get()


@pytest.mark.parametrize("withdrawn", ["", "Dubblett."])
@pytest.mark.parametrize("model", [Decision, GrantSplit])
@pytest.mark.parametrize("write", [*CHANGES, *DELETIONS])
def test_the_ledger_of_a_public_project_only_grows(
    write: Callable[[Row], None], model: type[Row], withdrawn: str
) -> None:
    project = ProjectFactory()
    row = entry(project, model)
    make_public(project)
    if withdrawn:
        project.take_back(reason_sv=withdrawn)
        project.save()

    with refused("ledger_is_append_only"):
        write(row)


@pytest.mark.parametrize("is_scheduled", [False, True])
@pytest.mark.parametrize("model", [Decision, GrantSplit])
@pytest.mark.parametrize("write", [by_save, by_update, by_bulk_update, by_sql])
def test_the_ledger_may_change_until_the_public_sees_it(
    write: Callable[[Row], None], model: type[Row], is_scheduled: bool
) -> None:
    project = ProjectFactory()
    row = entry(project, model)
    if is_scheduled:
        make_public(project, at=timezone.now() + TOMORROW)

    write(row)

    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [Decision, GrantSplit])
def test_a_draft_entry_may_be_deleted(model: type[Row]) -> None:
    row = entry(ProjectFactory(), model)

    row.delete()

    assert list(model.objects.all()) == []


def test_nobody_moves_an_entry_into_a_public_project_s_decision() -> None:
    public, draft = ProjectFactory(published=True), grant(ProjectFactory()).splits.get()

    with refused("split_is_of_its_decisions_project"):
        GrantSplit.objects.filter(pk=draft.pk).update(decision=public.decisions.get())


@pytest.mark.parametrize("delete", DELETIONS)
def test_a_figure_stated_about_a_public_project_is_kept(
    delete: Callable[[StatedFigure], None],
) -> None:
    project = ProjectFactory()
    figure = state(project, "4,3 mn")
    make_public(project)

    with refused("stated_figures_are_kept"):
        delete(figure)


@pytest.mark.parametrize("delete", DELETIONS)
def test_a_figure_stated_about_a_round_of_a_public_project_is_kept(
    delete: Callable[[StatedFigure], None],
) -> None:
    figure = spin().round.stated_figures.first()

    with refused("stated_figures_are_kept"):
        delete(figure)


@pytest.mark.parametrize("to", ["project", "round"])
def test_a_figure_stated_about_a_public_project_stays_with_it(to: str) -> None:
    figure = spin().project.stated_figures.first()
    other = {"project": ProjectFactory} if to == "project" else {"round": RoundFactory}
    columns = {"project": None} | {name: factory() for name, factory in other.items()}

    with refused("stated_figures_are_kept"):
        StatedFigure.objects.filter(pk=figure.pk).update(**columns)


def test_how_a_stated_figure_was_read_may_be_mended() -> None:
    figure = spin().project.stated_figures.first()

    StatedFigure.objects.filter(pk=figure.pk).update(words="4,3 mnkr", amount=F("amount") + 1)

    figure.refresh_from_db()
    assert figure.words == "4,3 mnkr"


def test_a_figure_about_drafts_alone_may_be_deleted() -> None:
    draft = spin(published=False)

    draft.project.stated_figures.all().delete()
    draft.round.stated_figures.all().delete()

    assert not StatedFigure.objects.exists()


def test_a_draft_takes_its_own_parts_along_and_nothing_else() -> None:
    draft = spin(published=False)
    theirs = [draft.tillvaxtverket, draft.region, draft.university, draft.eruf, draft.programme]
    theirs += [draft.priority, draft.partnership, draft.round, draft.bank, draft.news]

    draft.project.delete()

    assert all(type(row).objects.filter(pk=row.pk).exists() for row in theirs)
    assert not Decision.objects.exists()
    assert not GrantSplit.objects.exists()
    assert StatedFigure.objects.count() == draft.round.stated_figures.count() == 3
    assert PlaceFactory(code="2480").name_sv == "Umeå kommun"


def test_a_draft_whose_decision_was_amended_may_be_deleted() -> None:
    first = grant(ProjectFactory())
    grant(first.project, "200 000", kind="amended", supersedes=first)

    first.project.delete()

    assert not Decision.objects.exists()


def test_the_ledger_still_grows_after_publication() -> None:
    project = ProjectFactory(published=True)

    grant(project, "1 000 000")

    assert project.decisions.count() == 2

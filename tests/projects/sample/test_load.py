"""What a new installation holds once the sample registry is loaded."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from news.models import Article
from projects.accounts import Account
from projects.models import Organisation, Place, Project, ProjectStatus
from projects.money import Basis
from projects.settlement import derived_columns, with_accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

TODAY = date(2026, 11, 23)


def test_loading_twice_enters_nothing_more(sample: int, capsys: pytest.CaptureFixture) -> None:
    call_command("load_sample")

    assert sample == Project.objects.count() == 54
    assert "nothing was entered" in capsys.readouterr().out


def test_spin_is_the_first_record_with_its_bounds() -> None:
    spin = Project.objects.order_by("pk")[0]

    assert (spin.slug, spin.total.at_least, spin.total.under) == (
        "spin",
        Decimal(14_050_000),
        Decimal(14_085_500),
    )
    assert spin.total_cost is None
    assert (spin.starts_on, spin.ends_on) == (date(2016, 8, 1), date(2019, 11, 30))


def test_stored_bounds_are_those_of_the_ledger() -> None:
    differing = [
        project.slug
        for project in with_accounts(Project.objects.all())
        for name, value in derived_columns(Account.of(project)).items()
        if getattr(project, name) != value
    ]

    assert differing == []


def test_only_the_example_that_shows_it_contradicts_itself() -> None:
    contradicting = [
        project.slug
        for project in with_accounts(Project.objects.all())
        if Account.of(project).conflicts
    ]

    assert contradicting == ["exempel-digital-leverantorslots"]


def test_the_round_of_2023_adds_up() -> None:
    projects = Project.objects.filter(decisions__round__slug="ovre-norrland-2023-12-08")
    proposed = [
        subtotal
        for project in projects
        for subtotal in project.subtotals.filter(basis=Basis.PROPOSED_SUPPORT, funder=None)
    ]

    assert len(proposed) == 12
    assert sum(one.at_least for one in proposed) == Decimal("57201394.00")
    assert not any(project.is_granted for project in projects)


def test_a_corrected_and_an_amended_amount_count_once() -> None:
    bounds = {
        slug: Project.objects.get(slug=slug).total.at_least
        for slug in ("exempel-provbadd-for-snorojning", "exempel-matnat-for-grundvatten")
    }

    assert bounds == {
        "exempel-provbadd-for-snorojning": Decimal(481_000),
        "exempel-matnat-for-grundvatten": Decimal(900_000),
    }


@pytest.mark.parametrize(
    ("slug", "status"),
    [
        ("exempel-laddplatser-for-arbetsfordon", ProjectStatus.PLANNED),
        ("exempel-nationell-kunskapsbank", ProjectStatus.ONGOING),
        ("spin", ProjectStatus.FINISHED),
        ("exempel-arbetsskyttel", ProjectStatus.CANCELLED),
        ("esuda", None),
    ],
)
def test_every_status_is_shown_by_some_project(slug: str, status: ProjectStatus | None) -> None:
    assert Project.objects.get(slug=slug).status(TODAY) == status


def test_one_project_is_withdrawn_with_a_reason() -> None:
    withdrawn = Project.objects.withdrawn().get()

    assert withdrawn.slug == "exempel-delad-lokal-for-hantverk"
    assert withdrawn.withdrawn_reason_sv
    assert withdrawn.withdrawn_reason_en


def test_every_county_has_a_true_project() -> None:
    without = [
        county.code
        for county in Place.objects.filter(kind="county")
        if not Project.objects.in_place(county.code).exclude(slug__startswith="exempel-").exists()
    ]

    assert without == []


def test_organisation_numbers_stand_only_with_public_authorities() -> None:
    numbered = Organisation.objects.exclude(number=None)

    assert set(numbered.values_list("kind", flat=True)) == {
        "authority",
        "county_board",
        "university",
    }
    assert not numbered.filter(slug__startswith="region-vasterbotten").exists()


def test_articles_are_about_what_they_name() -> None:
    article = Article.objects.get(slug="tva-finansiarer-delar-pa-spin")

    assert Article.objects.published().count() == 5
    assert [project.slug for project in article.projects.all()] == ["spin"]
    assert [held.slug for held in article.rounds.all()] == ["ovre-norrland-2016-06-15"]
    assert (article.picture.width, article.picture.widths) == (1600, [480, 960, 1600])
    assert article.picture.alt_sv
    assert article.picture.alt_en

"""A release that is read into an empty registry gives the same release, byte for byte."""

import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection

from news.models import Article, Correction
from projects.ledger import record_payment, take_back_payment
from projects.models import Organisation, OrganisationName, Project
from projects.releases.folders import Release, ReleaseError
from projects.releases.loading import load
from projects.releases.writing import write
from projects.sample.load import load_sample
from tests.factories import OrganisationFactory, ProjectFactory, SourceFactory, grant, spin
from tests.news.factories import ArticleFactory

DAY = datetime.date(2026, 11, 28)


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.RELEASE_ROOT = tmp_path / "releases"


def bytes_of(release: Release) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(release.folder.iterdir())}


def released_again(release: Release, by: User, settings, elsewhere: Path) -> Release:
    """Empty the registry, read the release into it, and release it there."""
    empty()
    load(release, by)
    connection.check_constraints()
    settings.RELEASE_ROOT = elsewhere
    return write(DAY)


def empty() -> None:
    """Take every row away past the rules that keep it; places ship with the registry."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE projects_project, projects_organisation, projects_source, projects_fund,"
            " news_article CASCADE"
        )


@pytest.mark.django_db
def test_the_sample_registry_comes_back_byte_for_byte(settings, tmp_path):
    by = User.objects.create(username="redaktor")
    load_sample()
    first = write(DAY)

    second = released_again(first, by, settings, tmp_path / "elsewhere")

    assert bytes_of(second) == bytes_of(first)


@pytest.mark.django_db
def test_what_the_sample_lacks_comes_back_too(settings, tmp_path):
    by = User.objects.create(username="redaktor")
    it = spin()
    withdrawn = ProjectFactory(published=True, withdrawn="Ansökan drogs tillbaka.")
    heir = OrganisationFactory()
    Organisation.objects.filter(pk=it.region.pk).update(succeeded_by=heir, succeeded_on=DAY)
    OrganisationFactory(merged_into=it.region)
    OrganisationName.objects.create(organisation=it.university, name="=Universitetet")
    paid = record_payment(
        split=it.granted.splits.get(), amount=100, paid_on=DAY, source=SourceFactory()
    )
    take_back_payment(paid, reason_sv="Fel belopp.")
    # Its source got another day since.
    it.bank.dated = datetime.date(2016, 10, 13)
    it.bank.save()
    article = ArticleFactory(published=True, projects=[it.project, withdrawn])
    Correction.objects.create(article=article, by=by, words_sv="Beloppet var fel.")
    first = write(DAY)

    second = released_again(first, by, settings, tmp_path / "elsewhere")

    assert bytes_of(second) == bytes_of(first)
    assert Project.objects.get(slug="spin").reference == it.project.reference
    assert Article.objects.get().projects.get().slug == "spin"
    assert grant(ProjectFactory()).pk > it.cofunded.pk


@pytest.mark.django_db
def test_nothing_is_read_into_a_registry_that_holds_anything_nor_from_a_damaged_release():
    spin()
    release = write(DAY)

    with pytest.raises(ReleaseError, match="must be empty"):
        load(release)

    (release.folder / "projects.jsonl").write_text("{}\n")
    with pytest.raises(ReleaseError, match="is not the file that was released"):
        load(release)

"""What a fact box says: the amounts of the page, with rounding, basis and day."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from projects.fact_boxes import FactBox, Line, as_text, project_box, round_box
from projects.models import DecisionKind, Fact, MissingFact, Project, SplitForm
from projects.settlement import with_accounts
from tests.factories import (
    OrganisationFactory,
    ProjectFactory,
    RoundFactory,
    grant,
    make_public,
    spin,
    state,
)

pytestmark = pytest.mark.django_db


def box(project: Project) -> FactBox:
    return project_box(with_accounts(Project.objects.all()).get(pk=project.pk))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def lines(found: FactBox) -> list[str]:
    return [plain(str(line)) for line in found.lines]


def test_a_project_gives_its_sum_and_its_parts_with_what_rounding_leaves_open():
    found = box(spin().project)

    assert lines(found) == [
        "Registrerat stöd, EU och regionalt: ca 14,1 mn kr "
        "(minst 14 050 000 kr, under 14 085 500 kr)",
        "Tillväxtverket, ERUF: 9 735 500 kr",
        "Region Västerbotten, fond ej angiven: ca 4,3 mn kr "
        "(minst 4 314 500 kr, under 4 350 000 kr)",
    ]
    assert found.basis == "Bara pengar är räknade. Andra finansiärer kan saknas."
    assert found.on == timezone.localdate()


def test_the_same_is_said_in_english():
    with override("en"):
        found = box(spin().project)

    assert lines(found)[0] == (
        "Registered support, EU and regional: about SEK 14.1 million "
        "(at least SEK 14,050,000, under SEK 14,085,500)"
    )
    assert found.title.words == "SPIN, Cooperation platform for IT innovation in the North"


def test_an_exact_sum_of_one_part_is_one_line():
    project = ProjectFactory()
    grant(project, "100 000")

    assert lines(box(project)) == ["Registrerat stöd: 100 000 kr"]


def test_of_very_many_parts_only_the_sum_is_given():
    project = ProjectFactory()
    for _ in range(7):
        grant(project, "100 000")

    assert lines(box(project)) == ["Registrerat stöd: 700 000 kr"]


def test_what_is_unknown_is_said_beside_the_sum():
    project = ProjectFactory()
    grant(project, "100 000")
    grant(project, None)

    assert lines(box(project))[0] == "Registrerat stöd: minst 100 000 kr; 1 post saknar belopp"


def test_a_proposal_is_called_one():
    project = ProjectFactory()
    grant(project, "2 000 000", kind=DecisionKind.PRIORITISED)

    found = box(project)

    assert lines(found) == ["Föreslaget stöd: 2 000 000 kr"]
    assert found.basis.startswith("Prioriterat är inte beviljat")


def test_what_is_in_kind_stands_apart():
    project = ProjectFactory()
    grant(project, "100 000")
    grant(project, "50 000", form=SplitForm.IN_KIND)

    assert lines(box(project)) == [
        "Registrerat stöd: 100 000 kr",
        "All finansiering, med annat än pengar: 150 000 kr",
    ]


def test_without_money_the_box_says_so_and_why():
    project = ProjectFactory()
    MissingFact.objects.create(project=project, fact=Fact.DECISION, note_sv="Ingen källa.")

    found = box(project)

    assert lines(found) == []
    assert found.basis == "Inget beviljat stöd är registrerat. Ingen källa."


def test_a_revoked_grant_is_no_support():
    project = ProjectFactory()
    granted = grant(project, "100 000")
    grant(project, None, kind=DecisionKind.REVOKED, supersedes=granted, splits=[])
    project.refresh_from_db()

    found = box(project)

    assert lines(found) == []
    assert found.basis.endswith("Det som beviljades har återkallats.")


def test_a_round_sets_what_was_announced_beside_what_is_held():
    it = spin()

    found = round_box(it.round)

    assert lines(found) == [
        "Projekt: uppgivet 22, i registret 1 (Umeå universitet, 20 juni 2018)",
        "EU-stöd: uppgivet ca 142 mn kr, i registret 9 735 500 kr (Umeå universitet, 20 juni 2018)",
        "Projekt i Västerbottens län: uppgivet 15, i registret 1 (Umeå universitet, 20 juni 2018)",
    ]
    assert found.kicker == "Omgång, Strukturfondspartnerskapet för Övre Norrland"


def test_a_round_says_what_is_proposed_and_what_is_not_there_yet():
    it = RoundFactory()
    state(it, "5 miljoner")
    assert "i registret inget ännu" in lines(round_box(it))[0]

    project = ProjectFactory()
    funder = OrganisationFactory()
    grant(project, "5 000 000", kind=DecisionKind.PRIORITISED, funder=funder, round=it)
    make_public(project)

    assert "i registret 5 000 000 kr föreslaget" in lines(round_box(it))[0]


def test_a_round_of_which_nothing_was_announced_says_how_many_projects_are_held():
    assert lines(round_box(RoundFactory())) == ["Projekt i registret: 0"]


def test_the_text_carries_amount_day_basis_and_link():
    found = FactBox(
        kicker="",
        title=box(spin().project).title,
        lines=[Line("Registrerat stöd", "100 kr")],
        basis="Bara pengar.",
        on=datetime.date(2026, 11, 28),
    )

    assert plain(as_text(found, "https://example.org/projekt/spin/", "Projektregistret")) == (
        "SPIN, SamverkansPlattform för IT-innovation i Norr\n"
        "Registrerat stöd: 100 kr\n"
        "Bara pengar.\n"
        "Källa: Projektregistret, läst 28 november 2026. https://example.org/projekt/spin/"
    )

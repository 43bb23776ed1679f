"""Lists of operations: what stands in them, what is missing, and how long they may stand."""

import csv
import datetime
import io
import json

import fastjsonschema
import pytest

from projects.downloads import sending
from projects.exchange.lists import ARTICLE_49, deadline, months_after
from projects.exchange.operations import EARLIER, LATER, operation, with_operations
from projects.models import Fund, Intervention, Organisation, Programme, Project
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ParticipationFactory,
    PlaceFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    grant,
    make_public,
    spin,
)
from tests.projects.exchange import specifications

pytestmark = pytest.mark.django_db


def complete(first_year: int = 2014, **facts) -> Project:
    """Return a public operation that lacks nothing."""
    project = ProjectFactory(
        **{
            "purpose_sv": "Att fler åker buss.",
            "postcode": "90187",
            "specific_objective_code": "RSO1.1",
            "total_cost": 400_000,
            "eligible_cost": 200_000,
        }
        | facts
    )
    number = "2021002874"
    lead = Organisation.objects.filter(number=number).first()
    lead = lead or OrganisationFactory(name="Regionen", number=number)
    ParticipationFactory(project=project, organisation=lead)
    ProjectPlaceFactory(project=project, place=PlaceFactory(code="2480"))
    Intervention.objects.create(project=project, code="061", share=30)
    Intervention.objects.create(project=project, code="060", share=70)
    fund = Fund.objects.filter(code="ERUF").first() or FundFactory(code="ERUF")
    programme = ProgrammeFactory(first_year=first_year, last_year=first_year + 6, funds=[fund])
    day = datetime.date(first_year + 2, 5, 6)
    grant(project, "100 000", fund=fund, programme=programme, decided_on=day)
    make_public(project)
    return project


def rows(client, key: str) -> list[dict[str, str]]:
    response = client.get(f"/data/forteckningar/{key}.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def test_an_operation_of_2014_bears_its_eligible_cost_and_the_rate_of_it(client):
    project = complete()

    (row,) = rows(client, "2014-2020")

    assert row["operation_code"] == project.reference
    assert (row["beneficiary"], row["beneficiary_number"]) == ("Regionen", "2021002874")
    assert (row["total_eligible_expenditure"], row["union_cofinancing_rate"]) == (
        "200000.00",
        "50.00",
    )
    assert (row["intervention_fields"], row["postcode"], row["nuts2"]) == (
        "060; 061",
        "90187",
        "SE33",
    )
    assert rows(client, "2021-2027") == []


def test_one_of_2021_bears_its_total_cost_and_specific_objective(client):
    complete(2021)

    (row,) = rows(client, "2021-2027")

    assert (row["total_cost"], row["union_cofinancing_rate"]) == ("400000.00", "25.00")
    assert row["specific_objective"] == "RSO1.1"
    answer = client.get("/data/forteckningar/2021-2027.json").getvalue()
    assert json.loads(answer) == [{name: cell or None for name, cell in row.items()}]
    assert client.get("/data/forteckningar/kohesio.json").status_code == 404


def test_a_rate_is_as_decided_and_never_guessed():
    project = complete()

    def rate(**costs) -> str:
        if costs:
            Project.objects.filter(pk=project.pk).update(**costs)
        found = operation(with_operations(Project.objects.filter(pk=project.pk)).get(), EARLIER)
        return str(found and found.rate)

    assert rate(eligible_cost=90_000) == "None"  # more than the whole is nobody's rate
    assert rate(eligible_cost_precision="approximate") == "None"
    rounded = {"eligible_cost_precision": "rounded", "eligible_cost_step": 1000}
    assert rate(eligible_cost=200_000, **rounded) == "None"
    assert (
        rate(eligible_cost=None, eligible_cost_precision="exact", eligible_cost_step=None) == "None"
    )
    own = {"fund": Fund.objects.get(), "programme": Programme.objects.get()}
    granted = project.decisions.get()
    grant(project, "90 000", kind="amended", supersedes=granted, eu_rate=40, **own)
    assert rate() == "40.00"


def test_what_is_no_operation_is_left_out_and_a_formula_is_text(client):
    spin()
    complete(title_sv="=HYPERLINK(1)")
    withdrawn = ProjectFactory(published=True)
    grant(withdrawn, fund=FundFactory(code="X"), programme=ProgrammeFactory())
    withdrawn.take_back(reason_sv="Fel")
    withdrawn.save()
    ProjectFactory(published=True)

    listed = rows(client, "2014-2020")

    assert [row["operation_name"] for row in listed] == [
        "SamverkansPlattform för IT-innovation i Norr",
        "'=HYPERLINK(1)",
    ]
    assert listed[0]["union_cofinancing_rate"] == listed[0]["total_eligible_expenditure"] == ""


def test_the_page_says_what_each_project_lacks_and_whose_duty_it_is(client):
    spin()
    complete(title_sv="Helt klart")

    page = client.get("/data/forteckningar/2014-2020/").text

    assert "Saknas: total stödberättigande kostnad, unionens medfinansieringsgrad" in page
    assert "Fullständig" in page
    assert "förvaltande myndigheten" in page
    assert client.get("/data/forteckningar/1999/").status_code == 404
    assert client.get("/en/data/lists/").text.count("days are left") == 1


@specifications.needed
def test_kohesio_takes_every_row_and_leaves_out_what_it_would_refuse(client):
    spin()
    complete()
    later = complete(2021, slug="senare")
    Intervention.objects.filter(project=later, code="060").update(code="170")
    names, check = specifications.kohesio()

    (row,) = rows(client, "kohesio")

    assert list(row) == names
    check(row)
    assert (row["CoFinancing_Rate"], row["Category_Of_Intervention"]) == ("50.00", "60")
    assert row["Total_Eligible_Expenditure_Exchange_Rate"] == "9.4704"
    assert (row["Operation_Start_Date"], row["Programming_Period"]) == ("01/01/2017", "2014-2020")
    with pytest.raises(fastjsonschema.JsonSchemaException):
        check(row | {"CoFinancing_Rate": "101"})


def test_a_list_stands_for_its_months_from_the_last_change():
    assert deadline(ARTICLE_49, datetime.date(2026, 1, 1)) is None
    project = complete(2021)
    found = operation(with_operations(Project.objects.filter(pk=project.pk)).get(), LATER)

    said = deadline(ARTICLE_49, datetime.date(2030, 1, 1))

    assert said is not None
    assert found is not None
    assert said.updated_on == found.updated_on
    assert said.is_past
    assert months_after(datetime.date(2026, 10, 31), 4) == datetime.date(2027, 2, 28)
    assert months_after(datetime.date(2026, 6, 15), 6) == datetime.date(2026, 12, 15)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_the_same_queries_however_long(client, django_assert_num_queries, count):
    for place in range(count):
        complete(slug=f"projekt-nr-{place}")

    with django_assert_num_queries(20):
        rows(client, "2014-2020")
    with django_assert_num_queries(15):
        client.get("/data/forteckningar/2014-2020/")


@pytest.mark.parametrize("path", ["kohesio.csv", "2014-2020.json"])
def test_a_list_waits_in_the_queue_of_files_and_head_does_not(client, monkeypatch, path):
    monkeypatch.setattr(sending, "_places", sending.threading.BoundedSemaphore(1))
    complete()
    address = f"/data/forteckningar/{path}"
    begun = client.get(address)

    assert client.get(address).status_code == 503
    assert client.head(address).status_code == 200
    assert begun.getvalue()
    assert client.get(address).getvalue()

"""Files for others made of generated projects: 100 in every run, as many as
EXPORTED_PROJECTS says where somebody wants to know.
"""

import csv
import io
import json
import os

import pytest

from projects.generating.load import generate
from projects.models import Fund, Project
from tests.projects.exchange import specifications
from tests.projects.models.refusing import sql

pytestmark = [pytest.mark.django_db, specifications.needed]

SIZE = int(os.environ.get("EXPORTED_PROJECTS", "100"))


def fill_in() -> None:
    """Give generated projects what lists ask for and the generator leaves out."""
    sql(
        "UPDATE projects_project SET postcode = '90187', specific_objective_code = 'RSO1.1', "
        "eligible_cost = coalesce(total_cost, at_most * 3, 1000000), "
        "total_cost = coalesce(total_cost, at_most * 3, 1000000), "
        "total_cost_precision = 'exact', total_cost_step = NULL"
    )
    sql(
        "INSERT INTO projects_intervention (project_id, code, share) "
        "SELECT id, lpad((1 + id %% 123)::text, 3, '0'), 100 FROM projects_project"
    )


def test_generated_projects_are_as_the_schemas_say(client):
    generate(SIZE, 1)
    fill_in()
    assert Fund.objects.filter(level="eu").exists()
    names, check = specifications.kohesio()

    package = json.loads(client.get("/data/360giving.json").getvalue())
    text = client.get("/data/forteckningar/kohesio.csv").getvalue().decode()

    specifications.grants()(package)
    reader = csv.DictReader(io.StringIO(text))
    operations = list(reader)
    for row in operations:
        check(row)
    assert reader.fieldnames == names
    assert len(operations) > SIZE / 20
    assert len(package["grants"]) > SIZE / 2
    assert Project.objects.count() == SIZE

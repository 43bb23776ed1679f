"""`manage.py generate_projects N` fills the registry once, and says with what."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.models import Project

pytestmark = pytest.mark.django_db


def test_the_command_says_what_it_made_up_and_how_long_it_took():
    out = StringIO()

    call_command("generate_projects", "5", seed=3, stdout=out)

    *_, articles, _, projects, _, _, _, _, _, _, _, seconds = out.getvalue().splitlines()
    assert (articles.strip(), projects.strip()) == ("200 news_article", "5 projects_project")
    assert seconds.endswith("milliseconds a project.")


def test_the_command_refuses_a_second_time():
    call_command("generate_projects", "1", stdout=StringIO())

    with pytest.raises(CommandError, match="holds made-up projects already"):
        call_command("generate_projects", "1")

    assert Project.objects.count() == 1


@pytest.mark.parametrize("size", ["0", "-1", "5000001"])
def test_the_command_refuses_none_and_too_many(size):
    with pytest.raises(CommandError, match="1 to 5000000 projects"):
        call_command("generate_projects", size)

"""A postcode is typed as it stands on a letter, and what is wrong with it is seen."""

import pytest

from projects.admin.forms import PostcodeField
from tests.factories import ProjectFactory
from tests.projects.admin.typed_forms import as_sent


def test_a_space_makes_no_difference():
    assert PostcodeField().clean(" 901 87 ") == "90187"
    assert PostcodeField().clean("") == ""


@pytest.mark.django_db
def test_a_wrong_one_is_told_in_a_part_of_the_form_that_is_open(office):
    path = f"/admin/projects/project/{ProjectFactory().pk}/change/"

    answer = office.post(path, as_sent(office.get(path)) | {"postcode": "012 34"})

    part = next(one for one in answer.context["adminform"] if "postcode" in one.fields)
    assert answer.status_code == 200
    assert "Ett postnummer har fem siffror" in answer.text
    assert not part.is_collapsible

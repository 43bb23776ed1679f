"""What the browser tests share does what it says."""

import pytest

from projects.models import Place


@pytest.mark.browser
@pytest.mark.parametrize("turn", [1, 2])
def test_every_browser_test_finds_the_reference_data(page, turn):
    assert Place.objects.get(code="2480").name_sv == "Umeå kommun"


@pytest.mark.browser
def test_what_a_page_complains_of_is_heard(page, live_server, heard):
    page.goto(live_server.url + "/admin/")
    page.evaluate("console.log('I complain')")
    page.wait_for_timeout(50)

    assert heard.pop() == "log: I complain"

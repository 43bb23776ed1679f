import pytest
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/om/", "/en/about/"])
def test_the_page_about_the_registry_explains_where_the_footer_points(client, path):
    page = client.get(path).content.decode()

    for anchor in ("counting", "correct"):
        assert f'id="{anchor}"' in page
        assert f'{path}#{anchor}"' in page
    with translation.override("en" if path.startswith("/en/") else "sv"):
        for name in ("accessibility", "privacy"):
            assert f'href="{reverse(f"projects:{name}")}"' in page


@pytest.mark.parametrize(("path", "either"), [("/om/sok/", "ELLER"), ("/en/about/search/", "OR")])
def test_the_page_about_the_search_shows_its_syntax_in_the_language_of_the_reader(
    client, path, either
):
    page = client.get(path).content.decode()

    assert f"skola {either} förskola</kbd>" in page
    for anchor in ("words", "signs", "letters", "numbers", "order", "filters", "support"):
        assert f'id="{anchor}"' in page

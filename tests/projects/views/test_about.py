import pytest


@pytest.mark.parametrize("path", ["/om/", "/en/about/"])
def test_the_page_about_the_registry_explains_where_the_footer_points(client, path):
    page = client.get(path).content.decode()

    for anchor in ("counting", "correct", "accessibility", "personal-data"):
        assert f'id="{anchor}"' in page
        assert f'{path}#{anchor}"' in page

import pytest

pytestmark = pytest.mark.django_db


def test_a_public_page_is_in_the_language_of_its_path_whatever_the_browser_asks_for(client):
    swedish = client.get("/om/", headers={"Accept-Language": "en"})
    english = client.get("/en/about/", headers={"Accept-Language": "sv"})

    assert swedish.headers["Content-Language"] == "sv"
    assert english.headers["Content-Language"] == "en"
    assert b'<html lang="sv">' in swedish.content
    assert b'<html lang="en">' in english.content


def test_a_public_page_varies_by_nothing_a_visitor_sends(client):
    assert "Vary" not in client.get("/om/").headers


def test_the_back_office_asks_the_browser(client):
    response = client.get("/admin/login/", headers={"Accept-Language": "en-GB,en;q=0.8"})

    assert response.headers["Content-Language"] == "en"


def test_the_back_office_keeps_to_the_language_chosen(client):
    client.post("/language/", {"language": "sv", "next": "/admin/"})

    response = client.get("/admin/login/", headers={"Accept-Language": "en"})

    assert response.headers["Content-Language"] == "sv"

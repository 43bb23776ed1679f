import pytest
from django.db import connection
from django.urls import reverse


def test_the_process_is_alive_without_asking_the_database(client):
    response = client.get(reverse("healthz"))

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_site_is_ready_when_the_database_answers_with_every_migration(client):
    response = client.get(reverse("readyz"))

    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "[2001:db8::7]", "another.example"])
def test_a_machine_is_answered_whatever_host_it_names_and_a_visitor_is_not(client, host):
    answers = [client.get(path, headers={"host": host}) for path in ("/healthz", "/readyz", "/")]

    assert [answer.status_code for answer in answers] == [200, 200, 400]


@pytest.mark.django_db
def test_the_site_is_not_ready_while_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    response = client.get(reverse("readyz"))

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.content == b"migrations are not applied\n"


@pytest.mark.django_db
def test_the_site_is_not_ready_while_the_database_refuses(client):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', 'nowhere', true)")
        cursor.execute("SET LOCAL statement_timeout = 1")
        with pytest.raises(Exception, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(1)")

    response = client.get(reverse("readyz"))

    assert response.content == b"the database does not answer\n"
    assert response.status_code == 503

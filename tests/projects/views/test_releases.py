"""Releases are listed with what each changed, and their files are answered as they are."""

import datetime
import hashlib
from xml.etree import ElementTree

import pytest

from projects.models import Project
from projects.releases.folders import releases
from projects.releases.writing import write
from tests.factories import ProjectFactory, spin

pytestmark = pytest.mark.django_db

LIST = "/data/utgavor/"
FIRST, SECOND = datetime.date(2026, 10, 1), datetime.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.RELEASE_ROOT = tmp_path / "releases"


def test_there_is_no_release_at_first(client):
    page = client.get(LIST)

    assert "Ingen utgåva finns ännu." in page.content.decode()
    assert "Utgåva 2026" not in client.get("/data/citera/").content.decode()


def test_each_says_what_it_holds_and_what_it_changed(client):
    it = spin()
    write(FIRST)
    Project.objects.filter(pk=it.project.pk).update(title_sv="Ett nytt namn")
    ProjectFactory(published=True)
    ProjectFactory(published=True, withdrawn="Dubbelt inlagt.")
    write(SECOND)

    text = client.get(LIST).content.decode().replace("\u00a0", " ")

    assert text.index("1 november 2026") < text.index("1 oktober 2026")
    assert "2 projekt. Registrerat stöd: ca 14,2 mn kr." in text
    assert "Sedan utgåvan den 1 oktober 2026 – nya: 1, ändrade: 1, indragna: 0." in text
    assert "Den första utgåvan." in text
    for file in releases()[0].files:
        assert f'href="{LIST}2026-11-01/{file.name}"' in text
        assert file.sha256 in text


def test_every_file_is_answered_byte_for_byte_and_only_once(client):
    spin()
    release = write(FIRST)

    for name in [*release.sums, "SHA256SUMS"]:
        answer = client.get(f"{LIST}2026-10-01/{name}")
        body = b"".join(answer)
        assert body == (release.folder / name).read_bytes()
        assert answer["ETag"] == f'"{hashlib.sha256(body).hexdigest()}"'
        assert answer["Content-Disposition"] == f'attachment; filename="2026-10-01-{name}"'
        again = client.get(f"{LIST}2026-10-01/{name}", headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "max-age" in again["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "2026-10-01/annat.csv",
        "2026-10-02/projects.csv",
        "2026-10-01-2/projects.csv",
        "2026-10-01/../../secret",
        "2026-10-01/%2e%2e%2fsecret",
        "2026-10-01/projects.csv/",
        "2026-10-01.partial/projects.csv",
        ".lock/projects.csv",
    ],
)
def test_what_is_no_file_of_a_release_is_not_found(client, path):
    write(FIRST)

    assert client.get(LIST + path).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_no_more_for_more_releases(
    client, django_assert_num_queries, count
):
    for _ in range(count):
        write(FIRST)
    client.get(LIST)

    with django_assert_num_queries(0):
        page = client.get(LIST)
    assert page.content.decode().count("SHA256SUMS") == count


def test_the_latest_is_named_where_one_learns_to_cite_and_in_the_catalogue(client):
    spin()
    write(FIRST)
    write(FIRST)

    assert "Utgåva 2026-10-01-2" in client.get("/data/citera/").content.decode()
    catalogue = client.get("/datasets/dcat").content.decode()
    ElementTree.fromstring(catalogue)  # noqa: S314 - our own
    assert "/data/utgavor/2026-10-01-2/projects.csv" in catalogue
    assert "2026-10-01/" not in catalogue


@pytest.fixture
def holed():
    """Two releases; of the latest one a file is gone from the disk."""
    spin()
    write(FIRST)
    release = write(SECOND)
    (release.folder / "projects.csv").unlink()
    return release


def test_what_is_gone_from_the_disk_is_said_to_be_missing(client, holed, caplog):
    text = client.get(LIST).content.decode()

    assert "Filer saknas." in text
    assert "är borta från registrets server: projects.csv." in text
    assert 'href="/data/utgavor/2026-11-01/projects.csv"' not in text
    assert 'href="/data/utgavor/2026-10-01/projects.csv"' in text
    assert 'href="/data/utgavor/2026-11-01/projects.jsonl"' in text
    assert "The release 2026-11-01 lacks projects.csv" in caplog.text


@pytest.mark.parametrize(
    ("language", "title"), [("", "Filen saknas"), ("en", "The file is missing")]
)
def test_a_file_that_is_gone_is_answered_in_the_readers_language(
    client, holed, caplog, language, title
):
    path = "/en/data/releases/" if language else LIST
    answer = client.get(f"{path}2026-11-01/projects.csv")

    assert (answer.status_code, answer["Content-Type"]) == (410, "text/html; charset=utf-8")
    assert f"<h1>{title}</h1>" in answer.content.decode()
    assert "The release 2026-11-01 lacks projects.csv" in caplog.text
    assert b"".join(client.get(f"{path}2026-11-01/projects.jsonl")).startswith(b"{")
    assert client.get(f"{path}2026-11-01/annat.csv").status_code == 404


@pytest.mark.parametrize("left", ["", "SHA256SUMS", "datapackage.json"])
def test_a_release_without_its_files_or_descriptions_breaks_no_page(client, holed, left):
    for path in holed.folder.iterdir():
        if path.name != left:
            path.unlink()

    text = client.get(LIST).content.decode()

    assert "Filer saknas." in text
    assert text.count("1 projekt. Registrerat stöd") == (2 if left == "datapackage.json" else 1)
    assert client.get(f"{LIST}2026-11-01/projects.csv").status_code == 410
    assert "Utgåva 2026-10-01" in client.get("/data/citera/").content.decode()
    assert "2026-11-01" not in client.get("/datasets/dcat").content.decode()
    assert write(SECOND).changes.since == "2026-10-01"

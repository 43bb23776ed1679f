"""The catalogue of data, read as a harvester reads it."""

import datetime
import re
import warnings
from urllib.parse import urlsplit

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from projects.api.selections import COLLECTIONS
from projects.breakdowns.parts import WAYS
from projects.downloads.addresses import ExtensionConverter
from projects.downloads.selections import SHAPES
from projects.downloads.sending import FORMATS
from projects.exchange.datasets import BY_EXTENSION, datasets
from projects.releases.folders import SUMS, latest
from projects.releases.writing import write
from projects.urls import urlpatterns
from tests.factories import spin
from tests.projects.exchange import specifications

pytestmark = pytest.mark.django_db

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PLACES = ["accessURL", "downloadURL", "endpointURL", "endpointDescription", "landingPage"]


@pytest.fixture(autouse=True)
def release_root(settings, tmp_path):
    settings.RELEASE_ROOT = tmp_path


@pytest.fixture
def published(settings):
    spin()
    write(datetime.date(2026, 10, 1))
    settings.PUBLISHER_NAME = 'Region <A> & "B"'
    settings.CONTACT_MAIL = "data@example.org"
    settings.DATA_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def catalogue(client) -> Graph:
    response = client.get("/datasets/dcat")
    assert response["Content-Type"] == "application/rdf+xml; charset=utf-8"
    return Graph().parse(data=response.content, format="xml")


def test_every_address_in_the_catalogue_answers(client, published):
    graph = catalogue(client)

    addresses = {str(one) for place in PLACES for one in graph.objects(None, DCAT[place])}
    assert any(one.endswith("/data/360giving.json") for one in addresses)
    assert any(one.endswith("/2026-10-01/projects.csv") for one in addresses)
    for one in addresses:
        parts = urlsplit(one)
        answer = client.get(f"{parts.path}?{parts.query}")
        assert answer.status_code == 200, one
        # A table without rows has no lines.
        assert answer.getvalue() or one.endswith(".jsonl"), one
    assert {one for one in graph.all_nodes() if isinstance(one, URIRef) and ":" not in one} == set()


def test_no_download_is_left_out(published):
    """Every route of a file, kind of row and kind of file; lists of the API; files of a release."""
    given = datasets()
    files = [file for one in given for file in one.files]
    told = {(file.route, file.query, file.format) for file in files}
    routes = {f"projects:{one.name}": one.pattern for one in urlpatterns}
    tables = {
        route
        for route, pattern in routes.items()
        if any(isinstance(one, ExtensionConverter) for one in pattern.converters.values())
    }
    rows = {"projects:download": [*SHAPES], "projects:money_file": [*WAYS]}
    asked = {route: [f"rows={one}" for one in rows.get(route, [])] for route in tables}
    asked["projects:download"][0] = ""  # the rows of whoever asks for none
    expected = {
        (route, query, BY_EXTENSION[extension])
        for route in tables
        for query in asked[route] or [""]
        for extension in FORMATS
    }
    assert {one for one in told if one[0] in tables} == expected
    media_types = {name: one.media_type.split(";")[0] for name, one in FORMATS.items()}
    assert media_types == {name: one.media_type for name, one in BY_EXTENSION.items()}

    others = {route for route, one in routes.items() if re.search(r"(\.csv|\.json)$", str(one))}
    assert len(others) == 3
    assert {one.route for one in files} - tables == {*others, "projects:release_file"}
    assert sorted(one.api for one in given if one.api) == sorted(COLLECTIONS)
    releases = [one for one in files if one.route == "projects:release_file"]
    released = [name for one in releases for _release, name in one.arguments]
    assert sorted(released) == sorted(latest().sums.keys() - {SUMS})


def test_data_are_had_as_files_and_by_a_service_that_is_described(client, published):
    graph = catalogue(client)

    (service,) = graph.subjects(RDF.type, DCAT.DataService)
    assert list(graph.objects(None, DCAT.service)) == [service]
    (described,) = graph.objects(service, DCAT.endpointDescription)
    assert str(described).endswith("/api/v1/openapi.json")
    served = set(graph.objects(service, DCAT.servesDataset))
    assert len(served) == len(COLLECTIONS)
    ways_in = set(graph.subjects(DCAT.accessService, service))
    assert {one for way in ways_in for one in graph.subjects(DCAT.distribution, way)} == served
    (projects,) = [one for one in graph.subjects(RDF.type, DCAT.Dataset) if "#projects" in one]
    found = {
        str(graph.value(one, DCAT.downloadURL) or graph.value(one, DCAT.accessURL)).partition(
            "testserver"
        )[2]: str(graph.value(one, DCTERMS["format"])).rpartition("/")[2]
        for one in graph.objects(projects, DCAT.distribution)
    }
    assert found == {
        "/projekt/hamta.csv": "CSV",
        "/projekt/hamta.xlsx": "XLSX",
        "/projekt/hamta.json": "JSON",
        "/projekt/hamta.jsonl": "JSON",
        "/api/v1/projects/": "JSON",
    }


def test_it_says_in_both_languages_what_there_is_and_who_publishes_it(client, published, settings):
    graph = catalogue(client)

    (catalog,) = graph.subjects(RDF.type, DCAT.Catalog)
    (publisher,) = graph.objects(catalog, DCTERMS.publisher)
    assert graph.value(publisher, FOAF.name) == Literal('Region <A> & "B"')
    assert graph.value(catalog, DCTERMS.license) == URIRef(settings.DATA_LICENCE)
    datasets = list(graph.objects(catalog, DCAT.dataset))
    for one in [catalog, *datasets, *graph.subjects(RDF.type, DCAT.Distribution)]:
        assert {title.language for title in graph.objects(one, DCTERMS.title)} == {"sv", "en"}
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == set(datasets)
    mails = set(graph.objects(None, VCARD.hasEmail))
    assert mails == {URIRef("mailto:data@example.org")}


def test_an_empty_registry_without_settings_claims_nothing(client, db):
    graph = catalogue(client)

    for said in (DCTERMS.license, DCTERMS.issued, DCTERMS.temporal, VCARD.hasEmail):
        assert list(graph.objects(None, said)) == []


@specifications.needed
def test_it_conforms_to_the_european_shapes(client, published):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that pySHACL builds on
        import pyshacl

        shapes = Graph().parse(specifications.FOLDER / "dcat" / "dcat-ap_3.0.0_shapes.ttl")
        conforms, _report, told = pyshacl.validate(catalogue(client), shacl_graph=shapes)

    assert conforms, told


def test_the_catalogue_takes_two_queries(client, published, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/datasets/dcat")

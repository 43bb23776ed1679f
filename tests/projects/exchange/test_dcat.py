"""The catalogue of data, read as a harvester reads it."""

import datetime
import warnings
from urllib.parse import urlsplit

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from projects.releases.writing import write
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
        answer = client.get(urlsplit(one).path)
        assert (answer.status_code, bool(answer.getvalue())) == (200, True), one
    assert {one for one in graph.all_nodes() if isinstance(one, URIRef) and ":" not in one} == set()


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

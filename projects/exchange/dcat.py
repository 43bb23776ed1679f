"""The catalogue of the registry's data as DCAT-AP-SE 3, which dataportal.se harvests.

RDF/XML at one address, whole addresses, titles and descriptions in Swedish and English.
https://docs.dataportal.se/dcat/sv/ and https://semiceu.github.io/DCAT-AP/releases/3.0.0/.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from django.conf import settings
from django.db.models import Max, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from projects.exchange.datasets import JSON, Dataset, File, Format, datasets
from projects.exchange.publisher import publisher_name
from projects.models import Decision, Project

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

type Element = ElementTree.Element
type Whole = Callable[[str], str]

NAMES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
TYPES = "http://www.w3.org/2001/XMLSchema#"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LANGUAGES = {"sv": "SWE", "en": "ENG"}
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

for prefix, space in NAMES.items():
    ElementTree.register_namespace(prefix, space)


def catalogue(whole: Whole) -> bytes:
    """Return the catalogue; `whole` turns a path into a whole address."""
    root = ElementTree.Element(_name("rdf:RDF"))
    name_of = _names(whole)
    given = datasets()
    _catalog(root, given, whole, name_of)
    _publisher(root, whole, name_of)
    known = _known()
    for dataset in given:
        _dataset(root, dataset, known, whole, name_of)
        for file in dataset.files:
            _distribution(root, dataset, file, whole, name_of)
        if dataset.api:
            _api_distribution(root, dataset, whole, name_of)
    _service(root, given, whole, name_of)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _names(whole: Whole) -> Callable[[str], str]:
    """Return what turns a key into the name of a resource, which is an address in the catalogue."""
    here = whole(reverse("dcat"))
    return lambda key: f"{here}#{key}"


def _known() -> dict[str, Any]:
    """Return the days between which projects were published or decided on, and their first."""
    known = Project.objects.published().aggregate(
        issued=Min("published_at"), published=Max("published_at"), first=Min("starts_on")
    )
    recorded = Decision.objects.public().aggregate(last=Max("recorded_at"))["last"]
    last = max(filter(None, [known["published"], recorded]), default=None)
    return {"issued": known["issued"], "modified": last, "first": known["first"]}


def _catalog(
    root: Element, given: list[Dataset], whole: Whole, name_of: Callable[[str], str]
) -> None:
    catalog = _resource(root, "dcat:Catalog", name_of("catalogue"))
    _said(catalog, "dcterms:title", settings.SITE_NAME)
    _said(
        catalog,
        "dcterms:description",
        _(
            "Projects with regional support in Sweden: who granted what to whom, when, by which "
            "decision and under which programme. Every amount has a source, a date and a stated "
            "meaning."
        ),
    )
    _to(catalog, "dcterms:publisher", name_of("publisher"))
    _licensed(catalog)
    _to(catalog, "foaf:homepage", whole(_start()))
    _to(catalog, "dcat:themeTaxonomy", f"{AUTHORITY}data-theme")
    for language in LANGUAGES.values():
        _to(catalog, "dcterms:language", f"{AUTHORITY}language/{language}")
    for dataset in given:
        _to(catalog, "dcat:dataset", name_of(dataset.key))
    _to(catalog, "dcat:service", name_of("api"))


def _publisher(root: Element, whole: Whole, name_of: Callable[[str], str]) -> None:
    agent = _resource(root, "foaf:Agent", name_of("publisher"))
    with override("sv"):
        ElementTree.SubElement(agent, _name("foaf:name")).text = publisher_name()
    _to(agent, "foaf:homepage", settings.PUBLISHER_URL or whole(_start()))
    if settings.CONTACT_MAIL:
        contact = _resource(root, "vcard:Organization", name_of("contact"))
        with override("sv"):
            ElementTree.SubElement(contact, _name("vcard:fn")).text = publisher_name()
        _to(contact, "vcard:hasEmail", f"mailto:{settings.CONTACT_MAIL}")


def _dataset(
    root: Element,
    dataset: Dataset,
    known: dict[str, Any],
    whole: Whole,
    name_of: Callable[[str], str],
) -> None:
    one = _resource(root, "dcat:Dataset", name_of(dataset.key))
    _said(one, "dcterms:title", dataset.title)
    _said(one, "dcterms:description", dataset.text)
    for keyword in dataset.keywords:
        _said(one, "dcat:keyword", keyword)
    _open(one, name_of)
    _to(one, "dcterms:accrualPeriodicity", f"{AUTHORITY}frequency/IRREG")
    _to(one, "dcterms:spatial", f"{AUTHORITY}country/SWE")
    _to(one, "dcat:landingPage", whole(dataset.path))
    _on(one, "dcterms:issued", known["issued"])
    _on(one, "dcterms:modified", known["modified"])
    if known["first"]:
        temporal = ElementTree.SubElement(one, _name("dcterms:temporal"))
        period = ElementTree.SubElement(temporal, _name("dcterms:PeriodOfTime"))
        _on(period, "dcat:startDate", known["first"])
    for standard in dict.fromkeys(file.conforms_to for file in dataset.files if file.conforms_to):
        _to(one, "dcterms:conformsTo", standard)
    for file in dataset.files:
        _to(one, "dcat:distribution", name_of(f"{dataset.key}-{file.key}"))
    if dataset.api:
        _to(one, "dcat:distribution", name_of(f"{dataset.key}-api"))


def _open(one: Element, name_of: Callable[[str], str]) -> None:
    """Say of a set of data or a service whose it is, what it is about, and that all may use it."""
    _to(one, "dcterms:publisher", name_of("publisher"))
    if settings.CONTACT_MAIL:
        _to(one, "dcat:contactPoint", name_of("contact"))
    for theme in ("GOVE", "REGI"):
        _to(one, "dcat:theme", f"{AUTHORITY}data-theme/{theme}")
    _to(one, "dcterms:accessRights", f"{AUTHORITY}access-right/PUBLIC")


def _distribution(
    root: Element, dataset: Dataset, file: File, whole: Whole, name_of: Callable[[str], str]
) -> None:
    one = _resource(root, "dcat:Distribution", name_of(f"{dataset.key}-{file.key}"))
    _said(one, "dcterms:title", dataset.title, after=f" ({file.format})")
    for path in file.paths:
        _to(one, "dcat:accessURL", whole(path))
        _to(one, "dcat:downloadURL", whole(path))
    _in_format(one, file.format)
    if file.conforms_to:
        _to(one, "dcterms:conformsTo", file.conforms_to)
    _licensed(one)


def _api_distribution(
    root: Element, dataset: Dataset, whole: Whole, name_of: Callable[[str], str]
) -> None:
    one = _resource(root, "dcat:Distribution", name_of(f"{dataset.key}-api"))
    _said(one, "dcterms:title", dataset.title, after=" (API)")
    _said(
        one,
        "dcterms:description",
        _("The rows page by page, as parameters choose them, in the fields of the API."),
    )
    _to(one, "dcat:accessURL", whole(dataset.api_path))
    _to(one, "dcat:accessService", name_of("api"))
    _in_format(one, JSON)
    _to(one, "dcterms:conformsTo", whole(reverse("api:openapi")))
    _licensed(one)


def _service(
    root: Element, given: list[Dataset], whole: Whole, name_of: Callable[[str], str]
) -> None:
    """Tell of the API, by which sets of data can be asked for row by row."""
    one = _resource(root, "dcat:DataService", name_of("api"))
    _said(one, "dcterms:title", _("The API of the registry"))
    _said(
        one,
        "dcterms:description",
        _("Every list of the registry as JSON, for anybody, without a key."),
    )
    _open(one, name_of)
    _to(one, "dcat:endpointURL", whole(reverse("api:root")))
    _to(one, "dcat:endpointDescription", whole(reverse("api:openapi")))
    with override("sv"):
        _to(one, "dcat:landingPage", whole(reverse("projects:api_help")))
    _to(one, "dcterms:format", f"{AUTHORITY}file-type/{JSON.file_type}")
    _licensed(one)
    for dataset in given:
        if dataset.api:
            _to(one, "dcat:servesDataset", name_of(dataset.key))


def _in_format(one: Element, form: Format) -> None:
    """Name a format by the words of the EU, and by the media type where IANA has it."""
    _to(one, "dcterms:format", f"{AUTHORITY}file-type/{form.file_type}")
    if form.is_registered:
        _to(one, "dcat:mediaType", f"{MEDIA_TYPES}{form.media_type}")


def _licensed(one: Element) -> None:
    if settings.DATA_LICENCE:
        _to(one, "dcterms:license", settings.DATA_LICENCE)


def _start() -> str:
    with override("sv"):
        return reverse("projects:start")


def _name(short: str) -> str:
    prefix, name = short.split(":")
    return f"{{{NAMES[prefix]}}}{name}"


def _resource(root: Element, kind: str, name: str) -> Element:
    return ElementTree.SubElement(root, _name(kind), {_name("rdf:about"): name})


def _to(one: Element, relation: str, address: str) -> None:
    ElementTree.SubElement(one, _name(relation), {_name("rdf:resource"): address})


def _said(one: Element, relation: str, text: "StrOrPromise", after: str = "") -> None:
    """Say a text in both languages."""
    for language in LANGUAGES:
        with override(language):
            said = ElementTree.SubElement(one, _name(relation), {XML_LANGUAGE: language})
            said.text = f"{text}{after}"


def _on(one: Element, relation: str, moment: date | datetime | None) -> None:
    if moment is None:
        return
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    said = ElementTree.SubElement(one, _name(relation), {_name("rdf:datatype"): f"{TYPES}date"})
    said.text = day.isoformat()

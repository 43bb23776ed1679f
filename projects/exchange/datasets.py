"""What data the registry gives, in what files: the one list that the catalogue is made of.

A new download adds its line here. A test asks every address for it, and another finds the
download, the list of the API or the file of a release that no line tells of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from projects.releases.folders import DESCRIPTION, SUMS, Release, latest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Format:
    """A kind of file: its media type, and what the Publications Office of the EU calls it.

    `is_registered` where IANA knows the media type; `name` where that office has no word of
    its own for what readers call it.
    """

    media_type: str
    file_type: str
    name: str = ""
    is_registered: bool = True

    def __str__(self) -> str:
        return self.name or self.file_type


CSV = Format("text/csv", "CSV")
XLSX = Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX")
JSON = Format("application/json", "JSON")
JSON_LINES = Format("application/jsonl", "JSON", name="JSON Lines", is_registered=False)
BY_EXTENSION = {"csv": CSV, "xlsx": XLSX, "json": JSON, "jsonl": JSON_LINES}


@dataclass(frozen=True)
class File:
    """One form in which data can be fetched, in Swedish where its words depend on a language.

    `conforms_to` is the address of the specification that it follows, if any. `query` is what
    its address asks for. Where it comes in several pieces, `arguments` has one of each.
    """

    key: str
    route: str
    format: Format
    conforms_to: str = ""
    arguments: Sequence[tuple[str, ...]] = ((),)
    query: str = ""

    @property
    def paths(self) -> list[str]:
        with override("sv"):
            found = [reverse(self.route, args=one) for one in self.arguments]
        return [f"{one}?{self.query}" if self.query else one for one in found]


@dataclass(frozen=True)
class Dataset:
    """One set of data, whatever the files it is given in; `page` is the route of its page.

    `api` is the list of the API that tells of the same, if any.
    """

    key: str
    title: "StrOrPromise"
    text: "StrOrPromise"
    keywords: Sequence["StrOrPromise"]
    page: str
    files: list[File] = field(default_factory=list)
    api: str = ""

    @property
    def path(self) -> str:
        with override("sv"):
            return reverse(self.page)

    @property
    def api_path(self) -> str:
        return reverse(f"api:{self.api}")


def _downloads(route: str, query: str = "") -> list[File]:
    """Return a table in every kind of file."""
    return [
        File(extension, route, kind, arguments=((extension,),), query=query)
        for extension, kind in BY_EXTENSION.items()
    ]


DATA_PACKAGE = "https://specs.frictionlessdata.io/data-package/"
KOHESIO_SCHEMA = "https://github.com/ISAITB/validator-resources-kohesio"

SUPPORT = [_("regional development"), _("project support"), _("structural funds")]

DATASETS = [
    Dataset(
        key="projects",
        title=_("Projects with regional support"),
        text=_(
            "Every project: what it is for, when and where it is carried out, who leads it, who "
            "pays, and its registered support, at least and at most."
        ),
        keywords=SUPPORT,
        page="projects:list",
        files=_downloads("projects:download"),
        api="projects",
    ),
    Dataset(
        key="splits",
        title=_("Parts of the money of projects"),
        text=_(
            "Every part in force of the money of a project: who gives it, of which fund and under "
            "which programme, by which decision, and where that was read. Amounts are as printed."
        ),
        keywords=[*SUPPORT, _("grants")],
        page="projects:list",
        files=_downloads("projects:download", "rows=splits"),
        api="splits",
    ),
    Dataset(
        key="decisions",
        title=_("Decisions on projects"),
        text=_(
            "The ledger: every decision, amendment and correction, with its parts, its day, the "
            "number that it can be asked for by, and its source."
        ),
        keywords=[*SUPPORT, _("decisions")],
        page="projects:api_help",
        api="decisions",
    ),
    *[
        Dataset(
            key=f"money-{way}",
            title=title,
            text=_(
                "What was granted, at least and at most, and what is known to be paid, with the "
                "number of projects. The last row is all of them, each project once."
            ),
            keywords=SUPPORT,
            page="projects:money",
            files=_downloads("projects:money_file", f"rows={way}"),
        )
        for way, title in {
            "year": _("Regional support by year"),
            "fund": _("Regional support by fund"),
            "programme": _("Regional support by programme"),
            "priority": _("Regional support by priority"),
            "county": _("Regional support by county"),
        }.items()
    ],
    Dataset(
        key="funders",
        title=_("Funders of regional projects"),
        text=_("Who pays for projects, for how many, and how much was granted."),
        keywords=SUPPORT,
        page="projects:funders",
        files=_downloads("projects:funders_file"),
    ),
    Dataset(
        key="organisations",
        title=_("Organisations in regional projects"),
        text=_("Those that lead, take part in, pay for or decide on projects, and where they sit."),
        keywords=SUPPORT,
        page="projects:organisations",
        files=_downloads("projects:organisations_file"),
        api="organisations",
    ),
    Dataset(
        key="partnerships",
        title=_("Structural fund partnerships"),
        text=_("The bodies that rank applications, the area of each, and its number of rounds."),
        keywords=SUPPORT,
        page="projects:partnerships",
        files=_downloads("projects:partnerships_file"),
        api="partnerships",
    ),
    Dataset(
        key="rounds",
        title=_("Rounds of applications"),
        text=_(
            "Meetings that ranked or decided on applications: how many projects were announced, "
            "and how many of them are registered here."
        ),
        keywords=[*SUPPORT, _("decisions")],
        page="projects:rounds",
        files=_downloads("projects:rounds_file"),
        api="rounds",
    ),
    Dataset(
        key="places",
        title=_("Places of regional projects"),
        text=_("Counties and wider areas by their official codes, and how many projects each has."),
        keywords=SUPPORT,
        page="projects:places",
        files=_downloads("projects:places_file"),
        api="places",
    ),
    Dataset(
        key="programmes",
        title=_("Programmes of regional support"),
        text=_("Each programme with its code, its years and its managing authority."),
        keywords=SUPPORT,
        page="projects:programmes",
        files=_downloads("projects:programmes_file"),
        api="programmes",
    ),
    Dataset(
        key="funds",
        title=_("Funds of regional support"),
        text=_("Where the money comes from: European funds, state appropriations and own budgets."),
        keywords=SUPPORT,
        page="projects:api_help",
        api="funds",
    ),
    Dataset(
        key="news",
        title=_("News of regional projects"),
        text=_("Articles on projects and decisions, with what each is about."),
        keywords=SUPPORT,
        page="news:list",
        api="news",
    ),
    Dataset(
        key="grants",
        title=_("Grants to regional projects"),
        text=_(
            "Every grant of cash to a project: who gives, who receives, how much, when and under "
            "which programme, in the 360Giving Data Standard."
        ),
        keywords=[*SUPPORT, _("grants")],
        page="projects:list",
        files=[
            File(
                "360giving",
                "projects:threesixty",
                JSON,
                conforms_to="https://standard.threesixtygiving.org/en/1.4/",
            )
        ],
    ),
    Dataset(
        key="operations",
        title=_("Operations of European programmes"),
        text=_(
            "Projects with support of European funds, in the columns that EU law asks of lists of "
            "operations. The duty to publish them is the managing authority's; what is unknown "
            "here is empty."
        ),
        keywords=[*SUPPORT, _("list of operations")],
        page="projects:operation_lists",
        files=[
            File(
                f"{period}-{name.lower()}",
                f"projects:operation_{name.lower()}",
                kind,
                arguments=((period,),),
            )
            for period in ("2014-2020", "2021-2027")
            for name, kind in (("CSV", CSV), ("JSON", JSON))
        ]
        + [File("kohesio", "projects:operation_csv", CSV, KOHESIO_SCHEMA, (("kohesio",),))],
    ),
]


def datasets() -> list[Dataset]:
    """Return all sets of data: `DATASETS`, and the latest release where there is one."""
    release = latest()
    return DATASETS if release is None else [*DATASETS, _released(release)]


def _released(release: Release) -> Dataset:
    """Return a release: every table as CSV, every one as JSON Lines, and its description."""
    names = [name for name in release.sums if name not in {DESCRIPTION, SUMS}]
    given = {
        extension: [name for name in names if name.endswith(f".{extension}")]
        for extension in ("csv", "jsonl")
    }
    return Dataset(
        key="releases",
        title=_("The whole registry as a release"),
        text=_(
            "All that the registry told on a day, as tables and as JSON Lines with a description "
            "of every column, checksums, and what changed since the release before."
        ),
        keywords=SUPPORT,
        page="projects:releases",
        files=[
            *(
                _release_file(release, extension, BY_EXTENSION[extension], found)
                for extension, found in given.items()
            ),
            _release_file(release, "datapackage", JSON, [DESCRIPTION], DATA_PACKAGE),
        ],
    )


def _release_file(
    release: Release, key: str, kind: Format, names: Sequence[str], conforms_to: str = ""
) -> File:
    arguments = [(release.name, name) for name in names]
    return File(key, "projects:release_file", kind, conforms_to, arguments)

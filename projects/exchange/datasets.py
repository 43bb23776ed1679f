"""What data the registry gives, in what files: the one list that the catalogue is made of.

A new download adds its line here, and a test asks every address for it.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from projects.releases.folders import latest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Format:
    """A kind of file: what IANA calls it, and the Publications Office of the European Union."""

    media_type: str
    file_type: str


CSV = Format("text/csv", "CSV")
JSON = Format("application/json", "JSON")


@dataclass(frozen=True)
class File:
    """One form in which data can be fetched, in Swedish where its words depend on a language.

    `conforms_to` is the address of the specification that it follows, if any.
    """

    key: str
    route: str
    format: Format
    conforms_to: str = ""
    arguments: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        with override("sv"):
            return reverse(self.route, args=self.arguments)


@dataclass(frozen=True)
class Dataset:
    """One set of data, whatever the files it is given in; `page` is the route of its page."""

    key: str
    title: "StrOrPromise"
    text: "StrOrPromise"
    keywords: list["StrOrPromise"]
    page: str
    files: list[File] = field(default_factory=list)

    @property
    def path(self) -> str:
        with override("sv"):
            return reverse(self.page)


DATA_PACKAGE = "https://specs.frictionlessdata.io/data-package/"
KOHESIO_SCHEMA = "https://github.com/ISAITB/validator-resources-kohesio"

SUPPORT = [_("regional development"), _("project support"), _("structural funds")]

DATASETS = [
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
                "",
                (period,),
            )
            for period in ("2014-2020", "2021-2027")
            for name, kind in (("CSV", CSV), ("JSON", JSON))
        ]
        + [File("kohesio", "projects:operation_csv", CSV, KOHESIO_SCHEMA, ("kohesio",))],
    ),
]


def datasets() -> list[Dataset]:
    """Return all sets of data: `DATASETS`, and the latest release where there is one."""
    release = latest()
    return DATASETS if release is None else [*DATASETS, _released(release.name)]


def _released(name: str) -> Dataset:
    described = {"projects.csv": CSV, "decisions.csv": CSV, "datapackage.json": JSON}
    return Dataset(
        key="releases",
        title=_("The whole registry as a release"),
        text=_(
            "All that the registry told on a day, as tables and as JSON Lines with a description "
            "of every column, checksums, and what changed since the release before."
        ),
        keywords=[*SUPPORT],
        page="projects:releases",
        files=[
            File(
                file.replace(".", "-"),
                "projects:release_file",
                kind,
                conforms_to=DATA_PACKAGE if file == "datapackage.json" else "",
                arguments=(name, file),
            )
            for file, kind in described.items()
        ],
    )

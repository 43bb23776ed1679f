"""What stands on the page /data/, group by group; a new page adds its line here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Entry:
    """One page: its route, what it is called and what is found there."""

    route: str
    title: "StrOrPromise"
    text: "StrOrPromise"


@dataclass(frozen=True)
class Group:
    key: str
    title: "StrOrPromise"
    entries: list[Entry]


GROUPS = [
    Group(
        "held",
        _("What the registry holds, and lacks"),
        [
            Entry(
                "projects:money",
                _("Where the money goes"),
                _("Granted and paid by year, fund, programme, priority and county, in charts."),
            ),
            Entry(
                "projects:compare",
                _("Compare"),
                _("Two places, funders or programmes side by side, year by year."),
            ),
            Entry(
                "projects:coverage",
                _("Coverage"),
                _("Projects and money that the registry holds of what each round announced."),
            ),
            Entry(
                "projects:quality",
                _("Quality"),
                _("What contradicts, what is unknown and what lacks a source, row by row."),
            ),
            Entry(
                "projects:sources",
                _("Sources"),
                _("Every page, file and set of minutes that a fact was read in."),
            ),
        ],
    ),
    Group(
        "used",
        _("To use the data"),
        [
            Entry(
                "projects:api_help",
                _("The registry for programs"),
                _("Every list as JSON, with examples in curl, Python and R."),
            ),
            Entry(
                "projects:feed",
                _("Decisions as a feed"),
                _("The latest decisions, amendments and corrections in Atom, for a feed reader."),
            ),
            Entry(
                "news:feed",
                _("News as a feed"),
                _("The latest articles in Atom, for a feed reader."),
            ),
            Entry(
                "projects:threesixty",
                _("Grants in the 360Giving standard"),
                _("Every grant of cash in one JSON file, as other funders publish theirs."),
            ),
            Entry(
                "projects:operation_lists",
                _("Lists of operations"),
                _("The lists that EU law asks for, what each project lacks, and the days left."),
            ),
            Entry(
                "projects:releases",
                _("Releases"),
                _("All that the registry told on a day, as files that are kept, with checksums."),
            ),
            Entry(
                "dcat",
                _("Catalogue of data"),
                _("All data and files of the registry in DCAT-AP-SE, which dataportal.se reads."),
            ),
            Entry(
                "projects:dictionary",
                _("Data dictionary"),
                _("Every table and column, with its meaning and its values."),
            ),
            Entry(
                "projects:licence",
                _("Licence"),
                _("What you may do with the data, and what we ask of you."),
            ),
            Entry(
                "projects:cite",
                _("How to cite"),
                _("A reference that others can follow, with its day."),
            ),
        ],
    ),
    Group(
        "site",
        _("About this site"),
        [
            Entry(
                "projects:accessibility",
                _("Accessibility statement"),
                _("How well the site meets the law, and how that was tested."),
            ),
            Entry(
                "projects:privacy",
                _("Personal data"),
                _("Which personal data the registry holds, and which it never holds."),
            ),
        ],
    ),
]

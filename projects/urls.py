"""The registry's public addresses; English words, translated when the route is read.

`word("projects/<slug:slug>/")` answers at /projekt/spin/ and /en/projects/spin/.
"""

from django.urls import path, register_converter

from projects.downloads.addresses import ExtensionConverter
from projects.downloads.listings import LISTINGS
from projects.honesty.addresses import CheckConverter
from projects.releases.addresses import ReleaseConverter, ReleaseFileConverter
from projects.views import (
    about,
    api_help,
    breakdowns,
    cards,
    comparisons,
    decision_requests,
    downloads,
    error_reports,
    exchange,
    fact_boxes,
    feeds,
    listings,
    lists,
    open_data,
    organisations,
    places,
    programmes,
    projects,
    releases,
    rounds,
    suggestions,
)
from spin_registry.paths import word

app_name = "projects"

register_converter(CheckConverter, "check")
register_converter(ExtensionConverter, "extension")
register_converter(ReleaseConverter, "release")
register_converter(ReleaseFileConverter, "release_file")

urlpatterns = [
    path("", lists.start, name="start"),
    path(word("projects/"), lists.project_list, name="list"),
    path(word("projects/feed.atom"), feeds.project_feed, name="feed"),
    path(word("projects/download.<extension:extension>"), downloads.projects, name="download"),
    path(word("funders/"), organisations.funder_list, name="funders"),
    path(word("funders/<slug:slug>/"), organisations.funder, name="funder"),
    path(word("organisations/"), organisations.organisation_list, name="organisations"),
    path(
        word("organisations/<slug:slug>/"),
        organisations.organisation_detail,
        name="organisation",
    ),
    path(word("partnerships/"), programmes.partnership_list, name="partnerships"),
    path(word("partnerships/<slug:slug>/"), programmes.partnership_detail, name="partnership"),
    path(word("places/"), places.place_list, name="places"),
    path(word("places/<slug:code>/"), places.place_detail, name="place"),
    path(word("programmes/"), programmes.programme_list, name="programmes"),
    path(word("programmes/<slug:slug>/"), programmes.programme_detail, name="programme"),
    path(word("projects/<slug:slug>/"), projects.project_detail, name="detail"),
    path(
        word("projects/<slug:slug>/fact-box/"), fact_boxes.project_fact_box, name="project_fact_box"
    ),
    path(
        word("projects/<slug:slug>/fact-box/frame/"),
        fact_boxes.project_fact_box_frame,
        name="project_fact_box_frame",
    ),
    path(
        word("projects/<slug:slug>/decisions/<int:decision>/ask-for/"),
        decision_requests.decision_request,
        name="decision_request",
    ),
    path(word("projects/<slug:slug>/error/"), error_reports.project_error, name="project_error"),
    path(word("projects/<slug:slug>/card.png"), cards.project_card, name="project_card"),
    path(word("suggestions/"), suggestions.suggestions, name="suggestions"),
    path(word("rounds/"), rounds.round_list, name="rounds"),
    path(word("rounds/<slug:slug>/"), rounds.round_detail, name="round"),
    path(word("rounds/<slug:slug>/fact-box/"), fact_boxes.round_fact_box, name="round_fact_box"),
    path(
        word("rounds/<slug:slug>/fact-box/frame/"),
        fact_boxes.round_fact_box_frame,
        name="round_fact_box_frame",
    ),
    path(word("rounds/<slug:slug>/error/"), error_reports.round_error, name="round_error"),
    path(word("rounds/<slug:slug>/card.png"), cards.round_card, name="round_card"),
    path(word("data/360giving.json"), exchange.threesixty_giving, name="threesixty"),
    path(word("data/lists/"), exchange.operation_lists, name="operation_lists"),
    path(word("data/lists/<slug:key>/"), exchange.operation_list, name="operation_list"),
    path(word("data/lists/<slug:key>.csv"), exchange.operation_csv, name="operation_csv"),
    path(word("data/lists/<slug:key>.json"), exchange.operation_json, name="operation_json"),
    path(word("about/"), about.about, name="about"),
    path(word("about/search/"), about.search_help, name="search_help"),
    path(word("about/api/"), api_help.api_help, name="api_help"),
    path(word("about/accessibility/"), open_data.accessibility, name="accessibility"),
    path(word("about/privacy/"), open_data.privacy, name="privacy"),
    path(word("data/"), open_data.index, name="data"),
    path(word("data/coverage/"), open_data.rounds_covered, name="coverage"),
    path(word("data/quality/"), open_data.checks, name="quality"),
    path(word("data/quality/<check:check>/"), open_data.check_rows, name="quality_rows"),
    path(word("data/sources/"), open_data.source_list, name="sources"),
    path(word("data/dictionary/"), open_data.data_dictionary, name="dictionary"),
    path(word("data/licence/"), open_data.licence, name="licence"),
    path(word("data/cite/"), open_data.cite, name="cite"),
    path(word("data/releases/"), releases.release_list, name="releases"),
    path(
        word("data/releases/<release:name>/<release_file:file>"),
        releases.release_file,
        name="release_file",
    ),
    path(word("compare/"), comparisons.compare, name="compare"),
    path(word("data/money/"), breakdowns.money, name="money"),
    path(
        word("data/money/download.<extension:extension>"),
        breakdowns.money_file,
        name="money_file",
    ),
]
urlpatterns += [
    path(
        word(f"{name}/download.<extension:extension>"),
        listings.list_file,
        {"name": name},
        name=f"{name}_file",
    )
    for name in LISTINGS
]

"""An article goes out by itself, once, at the stated minute: on every page at the same time."""

import datetime
from collections.abc import Callable
from datetime import UTC, timedelta
from itertools import product

import pytest
from django.utils import timezone

from projects.clock import moment_of
from projects.search import building, following
from projects.search.following import Follower
from tests.drilling import mostly_drilled
from tests.news.factories import ArticleFactory
from tests.projects.search.indexed import leave

pytestmark = pytest.mark.django_db

swedish_clock = datetime.datetime.fromisoformat  # what a clock shows: a time without zone
NIGHTS = [
    (swedish_clock("2026-10-25 02:30"), datetime.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    (swedish_clock("2027-03-28 02:30"), datetime.datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    (swedish_clock("2097-10-27 02:30"), datetime.datetime(2097, 10, 27, 0, 30, tzinfo=UTC)),
    (swedish_clock("2097-03-31 02:30"), datetime.datetime(2097, 3, 31, 1, 0, tzinfo=UTC)),
]
EITHER_WAY = list(product([True, False], NIGHTS))
SHARP = [EITHER_WAY[0], EITHER_WAY[1], EITHER_WAY[4]]
SECOND = timedelta(seconds=1)
PAGES = ["/nyheter/", "/nyheter/flode.atom", "/en/news/", "/en/news/feed.atom"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.datetime], None]:
    """A function that lets it be a moment."""

    def set_to(moment: datetime.datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture
def follower(settings, tmp_path, clock, monkeypatch):
    """Who follows the registry, so that pages are kept as on a real site."""
    settings.INDEX_ROOT = tmp_path / "index"
    follower = Follower()
    monkeypatch.setattr(following, "_follower", follower)
    yield follower
    leave(follower)


@pytest.mark.parametrize("way", mostly_drilled(EITHER_WAY, but=SHARP))
def test_an_article_for_half_past_two_goes_out_once_at_its_minute(client, clock, follower, way):
    is_followed, (wall, moment) = way
    assert moment_of(wall) == moment
    clock(moment - timedelta(minutes=5))
    article = ArticleFactory(title_sv="Nattens nyhet", published=moment_of(wall))
    if is_followed:
        building.build()
        follower.step()

    def shown() -> list[int]:
        """Return how often each page and the sitemap name it; of its own page, the status."""
        address = article.get_absolute_url()
        told = client.get("/sitemap-news-1.xml").text.count(f"{address}</loc>")
        own = client.get(address).status_code
        return [*(client.get(page).text.count("Nattens nyhet") for page in PAGES), told, own]

    for early in (timedelta(minutes=5), SECOND, timedelta(microseconds=1)):
        clock(moment - early)
        assert shown() == [0, 0, 0, 0, 0, 404]
    etag = client.get("/nyheter/").get("ETag", "")
    assert bool(etag) is is_followed
    for late in (timedelta(0), SECOND):
        clock(moment + late)
        assert shown() == [1, 1, 1, 1, 1, 200]
    assert client.get("/nyheter/", headers={"if-none-match": etag}).status_code == 200

    follower.step()
    for late in (SECOND, timedelta(hours=1), timedelta(hours=1, seconds=1)):
        clock(moment + late)
        assert shown() == [1, 1, 1, 1, 1, 200]


def test_pages_are_kept_again_once_the_follower_has_seen_the_minute(client, clock, follower):
    moment = moment_of(swedish_clock("2097-06-20 09:00"))
    clock(moment - timedelta(minutes=5))
    ArticleFactory(published=moment)
    building.build()
    follower.step()
    kept = client.get("/nyheter/")["ETag"]

    clock(moment)
    assert "ETag" not in client.get("/nyheter/")
    follower.step()

    assert client.get("/nyheter/")["ETag"] != kept


def test_what_is_scheduled_while_pages_are_kept_is_due_too(client, clock, follower):
    moment = moment_of(swedish_clock("2097-06-20 09:00"))
    clock(moment - timedelta(minutes=5))
    building.build()
    follower.step()
    article = ArticleFactory(published=moment)
    follower.step()
    assert article.title_sv not in client.get("/nyheter/").text

    clock(moment)

    assert article.title_sv in client.get("/nyheter/").text

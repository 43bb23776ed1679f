import datetime
import re
from xml.etree import ElementTree

import pytest
from django.db import connection

from news import publishing
from news.models import Article
from tests.news.factories import ArticleFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
THEN = datetime.datetime(2018, 6, 20, 7, tzinfo=datetime.UTC)


def read(client, path: str = "/nyheter/flode.atom") -> ElementTree.Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - we wrote it


def texts(entry: ElementTree.Element, *names: str) -> list[str | None]:
    return [entry.findtext(ATOM + name) for name in names]


def test_an_entry_holds_the_whole_article(client):
    ArticleFactory(
        slug="spin",
        title_sv="A & <B>",
        lead_sv="Mer < mindre",
        body_sv='<p>Text &amp; <a href="/projekt/spin/">länk</a></p><script>x</script>',
        byline_sv="Redaktionen",
        published=THEN,
    )

    feed = read(client)
    (entry,) = feed.findall(ATOM + "entry")

    assert texts(entry, "title", "summary", "content") == [
        "A & <B>",
        "Mer &lt; mindre",
        '<p>Text &amp; <a href="/projekt/spin/">länk</a></p>',
    ]
    assert entry.find(ATOM + "link").attrib["href"] == "http://testserver/nyheter/spin/"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Redaktionen"
    assert texts(entry, "published", "updated") == ["2018-06-20T07:00:00+00:00"] * 2


def test_the_feed_names_itself_and_its_page(client):
    feed = read(client, "/en/news/feed.atom")

    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(ATOM + "link")}
    assert links == {
        "alternate": "http://testserver/en/news/",
        "self": "http://testserver/en/news/feed.atom",
    }
    assert feed.attrib[LANG] == "en"
    assert None not in texts(feed, "id", "title", "updated")
    assert feed.findtext(f"{ATOM}author/{ATOM}name")


def test_an_entry_is_known_by_the_same_name_whatever_host_and_time(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    article = ArticleFactory(published=THEN)
    before = read(client).find(ATOM + "entry")

    publishing.note_edit(article)
    article.title_sv = "Annan rubrik"
    article.save()
    answer = client.get("/nyheter/flode.atom", headers={"host": "annan.example.org"})
    after = ElementTree.fromstring(answer.content).find(ATOM + "entry")  # noqa: S314

    assert before.findtext(ATOM + "id") == after.findtext(ATOM + "id")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", after.findtext(ATOM + "id"))
    assert after.findtext(ATOM + "published") == before.findtext(ATOM + "published")
    assert after.findtext(ATOM + "updated") > before.findtext(ATOM + "updated")


def test_each_language_is_an_entry_of_its_own(client):
    ArticleFactory(title_sv="Svensk", title_en="English", published=True)

    swedish = read(client).find(ATOM + "entry")
    english = read(client, "/en/news/feed.atom").find(ATOM + "entry")

    assert texts(swedish, "title") == ["Svensk"]
    assert texts(english, "title") == ["English"]
    assert swedish.findtext(ATOM + "id") != english.findtext(ATOM + "id")
    assert english.attrib[LANG] == "en"
    assert english.find(ATOM + "content").attrib[LANG] == "sv"


def test_the_latest_twenty_are_told_and_nothing_unpublished(client):
    ArticleFactory.create_batch(21, published=THEN)
    ArticleFactory(title_sv="Nyast", published=True)
    ArticleFactory(title_sv="Utkast")
    ArticleFactory(title_sv="Indragen", published=True, withdrawn="Fel.")

    titles = [entry.findtext(ATOM + "title") for entry in read(client).findall(ATOM + "entry")]

    assert len(titles) == 20
    assert titles[0] == "Nyast"


def test_no_text_breaks_the_feed(client):
    """U+FFFF can be stored, but no XML may hold it; C0 controls are refused on the way in."""
    article = ArticleFactory(published=True)
    odd = "a\uffff\ufffe]]>&<\u2028😀"
    Article.objects.filter(pk=article.pk).update(
        title_sv=odd, lead_sv=odd, byline_sv=odd, body_sv=odd
    )

    (entry,) = read(client).findall(ATOM + "entry")

    assert "😀" in entry.findtext(ATOM + "title")
    assert connection.is_usable()


def test_an_empty_feed_is_a_feed(client):
    assert read(client).findall(ATOM + "entry") == []


def test_a_reader_that_has_the_feed_is_not_sent_it_again(client):
    ArticleFactory(published=THEN)
    first = client.get("/nyheter/flode.atom")

    again = client.get("/nyheter/flode.atom", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert first["Last-Modified"] == "Wed, 20 Jun 2018 07:00:00 GMT"
    assert first["Cache-Control"] == "no-cache"


def test_a_reader_that_knows_only_a_time_is_told_of_an_article_that_is_gone(client):
    ArticleFactory(published=THEN)
    gone = ArticleFactory(published=THEN)
    first = client.get("/nyheter/flode.atom")
    publishing.withdraw(gone, reason_sv="Fel.")

    again = client.get("/nyheter/flode.atom", headers={"if-modified-since": first["Last-Modified"]})

    assert again.status_code == 200


def test_a_feed_that_cannot_be_read_names_the_parameter(client):
    refused = client.get("/nyheter/flode.atom?county=99")

    assert refused.status_code == 400
    assert "Län: Registret känner inte till värdet." in refused.text

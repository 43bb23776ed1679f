"""What an article tells machines: its card, its linked data, and where it is read."""

import json
import re
from typing import Any

import pytest
from django.utils import timezone
from django.utils.http import http_date

from news.cards import card_of_article
from projects.templatetags.linked import linked_data
from tests.factories import OrganisationFactory, ProjectFactory, spin
from tests.news.factories import ArticleFactory

from .figures.spins import amend, spins_article
from .test_media import article_with_picture
from .test_views import on

pytestmark = pytest.mark.django_db

REQUIRED = {"headline", "image", "datePublished", "dateModified", "author", "publisher"}


def told(client, path: str) -> dict[str, Any]:
    (block,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL
    )
    return json.loads(block)


def test_linked_data_says_all_that_search_engines_ask_for(client):
    it = spin()
    ArticleFactory(
        slug="spin",
        title_sv="Två finansiärer delar på SPIN",
        title_en="Two funders share SPIN",
        body_en="<p>Text.</p>",
        byline_sv="Registrets redaktion",
        projects=[it.project],
        rounds=[it.round],
        organisations=[it.university],
        published=on(2018),
    )

    found = told(client, "/nyheter/spin/")
    english = told(client, "/en/news/spin/")

    assert found.keys() >= REQUIRED
    assert (found["@context"], found["@type"]) == ("https://schema.org", "NewsArticle")
    assert found["headline"] == "Två finansiärer delar på SPIN"
    assert found["datePublished"] == found["dateModified"] == "2018-06-20T09:00:00+02:00"
    assert found["inLanguage"] == "sv"
    assert found["image"] == ["http://testserver/nyheter/spin/kort.png"]
    assert found["author"] == {"@type": "Organization", "name": "Registrets redaktion"}
    assert found["publisher"]["url"] == "http://testserver/"
    assert found["about"] == [
        {"@type": "Project", "name": "SPIN", "url": "http://testserver/projekt/spin/"},
        {
            "@type": "Event",
            "name": it.round.name_sv,
            "url": f"http://testserver/omgangar/{it.round.slug}/",
            "startDate": "2016-06-15",
        },
        {
            "@type": "Organization",
            "name": "Umeå universitet",
            "url": "http://testserver/organisationer/umea-universitet/",
        },
    ]
    assert (english["headline"], english["inLanguage"]) == ("Two funders share SPIN", "en")
    assert english["url"] == "http://testserver/en/news/spin/"


def test_an_amended_figure_changes_the_article_for_machines_too(client):
    it = spin()
    spins_article(it, published=on(2018))
    recorded = amend(it).recorded_at

    page = client.get("/nyheter/spin/")
    feed = client.get("/nyheter/flode.atom")
    url = client.get("/sitemap-news-1.xml").text.split("<lastmod>")[1].split("</lastmod>")[0]

    second = timezone.localtime(recorded).isoformat("T", "seconds")
    assert told(client, "/nyheter/spin/")["dateModified"] == second
    assert page["Last-Modified"] == feed["Last-Modified"] == http_date(recorded.timestamp())
    assert url == second


def test_the_picture_of_an_article_comes_before_its_card(client):
    shown = article_with_picture(slug="x", published=True)

    assert told(client, "/nyheter/x/")["image"] == [
        f"http://testserver{shown.url}",
        "http://testserver/nyheter/x/kort.png",
    ]


def test_linked_data_tells_nothing_of_what_is_not_public(client):
    draft = ProjectFactory(title_sv="Hemligt projekt")
    unknown = OrganisationFactory(name="Okänd organisation")
    ArticleFactory(slug="x", published=True, projects=[draft], organisations=[unknown])

    assert told(client, "/nyheter/x/")["about"] == []


def test_no_text_ends_the_block_of_linked_data():
    hostile = "</script><script>alert(1)</script><!-- ]]> & \u2028 😀"

    written = linked_data({"headline": hostile})

    assert written.count("<") == 2
    assert json.loads(written.split(">", 1)[1].rsplit("<", 1)[0]) == {"headline": hostile}


def test_the_policy_for_scripts_stays_strict_where_linked_data_stand(client):
    ArticleFactory(slug="x", published=True)

    policy = client.get("/nyheter/x/")["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_shared_article_shows_its_title_lead_and_card(client):
    ArticleFactory(slug="x", title_sv='Stöd till "Bro & <bäck>"', lead_sv="Kort.", published=True)

    page = client.get("/nyheter/x/").text

    assert (
        '<meta property="og:title" content="Stöd till &quot;Bro &amp; &lt;bäck&gt;&quot;">' in page
    )
    assert '<meta property="og:description" content="Kort.">' in page
    assert '<meta property="og:type" content="article">' in page
    assert '<meta property="og:image" content="http://testserver/nyheter/x/kort.png">' in page


def test_the_card_of_an_article_adds_its_projects_up_and_names_their_places():
    it = spin()
    other = ProjectFactory(published=True)
    article = ArticleFactory(title_sv="Nyhet", projects=[it.project, other], published=on(2018))

    said = card_of_article(article)

    assert said.kicker == "Nyhet, 20\u00a0juni\u00a02018"
    assert said.basis.startswith("Registrerat stöd i 2 projekt, ")
    assert said.place == "Västerbotten, Norrbotten"


def test_the_card_of_an_article_about_no_project_has_no_amount():
    said = card_of_article(ArticleFactory(published=True))

    assert (said.amount, said.basis, said.place) == ("", "", "")


@pytest.mark.parametrize("count", [1, 3])
def test_a_card_takes_the_same_queries_however_many_projects(
    client, django_assert_num_queries, count
):
    projects = ProjectFactory.create_batch(count, published=True)
    ArticleFactory(slug="x", projects=projects, published=True)

    with django_assert_num_queries(11):
        assert client.get("/nyheter/x/kort.png").status_code == 200


def test_cards_of_drafts_are_not_found_and_those_of_withdrawn_articles_gone(client):
    ArticleFactory(slug="utkast")
    ArticleFactory(slug="borta", published=True, withdrawn="Fel.")

    assert client.get("/nyheter/utkast/kort.png").status_code == 404
    assert client.get("/nyheter/borta/kort.png").status_code == 410


def test_pages_of_what_an_article_is_about_lead_to_all_news_about_it_and_their_feed(client):
    it = spin()
    ArticleFactory(
        projects=[it.project], rounds=[it.round], organisations=[it.university], published=True
    )

    for path, query in [
        ("/projekt/spin/", "project=spin"),
        (f"/omgangar/{it.round.slug}/", f"round={it.round.slug}"),
        ("/organisationer/umea-universitet/", "organisation=umea-universitet"),
    ]:
        page = client.get(path).text
        assert f'href="/nyheter/?{query}"' in page
        assert f'title="Nyheter" href="/nyheter/flode.atom?{query}"' in page

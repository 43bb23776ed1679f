import datetime

import pytest

from news.models import Article
from tests.factories import ProjectFactory, RoundFactory, spin
from tests.news.factories import ArticleFactory, library_picture

from .test_views import headings, on

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_an_article_takes_the_same_queries_however_much_it_is_about(
    client, django_assert_num_queries, count
):
    ArticleFactory(
        slug="om",
        published=True,
        projects=ProjectFactory.create_batch(count, published=True),
        rounds=RoundFactory.create_batch(count),
    )

    with django_assert_num_queries(14):
        client.get("/nyheter/om/")


def test_an_article_shows_all_its_parts(client):
    it = spin()
    article = Article(
        slug="spin",
        kicker_sv="Digitalisering",
        title_sv="Två finansiärer delar på SPIN",
        lead_sv="Umeå universitet får <14,1> miljoner.",
        body_sv='<p onclick="x()">Text.</p><script>alert(1)</script>',
        byline_sv="Registrets redaktion",
        event_on=datetime.date(2016, 6, 15),
    )
    article.picture = library_picture(alt_sv='En "ritning"', credit="Registret")
    article.save()
    article.projects.set([it.project])
    article.rounds.set([it.round])
    article.organisations.set([it.university])
    article.show(on(2018))
    article.save()

    page = client.get("/nyheter/spin/").text

    assert headings(page)[0] == "Två finansiärer delar på SPIN"
    assert "Umeå universitet får &lt;14,1&gt; miljoner." in page
    assert '<div class="body prose"><p>Text.</p></div>' in page
    assert "alert" not in page
    assert "Registrets redaktion" in page
    assert '<time datetime="2018-06-20">20\u00a0juni\u00a02018</time>' in page
    assert '<time datetime="2016-06-15">15\u00a0juni\u00a02016</time>' in page
    assert f'<source type="image/avif" srcset="{article.picture.avif_srcset}"' in page
    assert 'width="64" height="40" alt="En &quot;ritning&quot;"' in page
    assert 'href="/projekt/spin/"' in page
    assert "14,1" in page
    assert 'href="/omgangar/ovre-norrland-2016-06-15/"' in page
    assert 'href="/organisationer/umea-universitet/"' in page


def test_an_article_says_when_its_text_was_changed_last(client):
    ArticleFactory(slug="x", published=on(2018))

    answer = client.get("/nyheter/x/")

    assert answer["Last-Modified"] == "Wed, 20 Jun 2018 07:00:00 GMT"
    assert "must-revalidate" in answer["Cache-Control"]

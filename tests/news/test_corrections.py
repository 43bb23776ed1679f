"""A changed comma of a public article needs no correction; a changed fact does."""

import datetime

import pytest
from django.contrib.auth.models import User

from news import corrections, versions
from news.facts import Change
from news.models import Correction
from projects.models import Place
from tests.factories import OrganisationFactory
from tests.news.factories import ArticleFactory
from tests.news.office import change, saved
from tests.news.test_versions import rewritten

pytestmark = pytest.mark.django_db

BODY = "<p>Regionen ger 4,3 miljoner kronor den 20 juni till Umeå universitet.</p>"
ASKED = "En siffra, ett datum eller ett namn skiljer: {} → {}."


@pytest.fixture
def article():
    return ArticleFactory(title_sv="Rubriken", body_sv=BODY, published=True)


def sent(editor, article, **values):
    """Save an article's form, with its own words where no others are given."""
    own = {"lead_sv": article.lead_sv, "body_sv": article.body_sv}
    return editor.post(change(article), saved(editor, article, **own | values), follow=True)


def told(one: dict, other: dict) -> list[Change]:
    return corrections.changes(one, other)


def test_a_changed_comma_or_tag_changes_no_fact():
    before = {"title_sv": "SPIN får stöd", "body_sv": BODY}
    after = {"title_sv": "SPIN får, stöd", "body_sv": BODY.replace("p>", "h2>")}

    assert told(before, after) == []


def test_a_figure_of_the_text_and_the_day_of_the_event_are_facts():
    before = {"body_sv": BODY, "event_on": datetime.date(2018, 6, 20)}
    after = {"body_sv": BODY.replace("4,3", "4,5"), "event_on": datetime.date(2018, 6, 21)}

    assert told(before, after) == [
        Change(["4,3"], ["4,5"]),
        Change(["20\xa0juni\xa02018"], ["21\xa0juni\xa02018"]),
    ]


def test_a_new_translation_corrects_nothing_and_a_changed_one_does():
    swedish = {"lead_sv": "Regionen ger 4,3 miljoner."}
    english = swedish | {"lead_en": "The region gives SEK 4.3 million."}

    assert told(swedish, english) == []
    assert told(english, english | {"lead_en": "The region gives SEK 4.5 million."}) != []


def test_places_and_organisations_of_the_registry_are_known_names():
    OrganisationFactory(name="Tillväxtverket")
    place = Place.objects.get(code="2480")

    found = corrections.known_names(["Tillväxtverkets", place.short_sv, "Pengarna", "%"])

    assert found == {"Tillväxtverkets", place.short_sv}


def test_a_changed_figure_is_asked_about_and_what_was_typed_stays(editor, article, client):
    new = BODY.replace("4,3", "4,5")
    refused = sent(editor, article, body_sv=new, title_sv="Ny rubrik")

    form = refused.context["adminform"].form
    assert list(form.errors) == ["correction_sv"]
    assert form.errors["correction_sv"][0].startswith(ASKED.format("4,3", "4,5"))
    assert form["title_sv"].value() == "Ny rubrik"
    article.refresh_from_db()
    assert article.body_sv == BODY

    sent(
        editor,
        article,
        body_sv=new,
        correction_sv="Regionen ger 4,5 miljoner, inte 4,3.",
        correction_en="The region gives 4.5 million, not 4.3.",
    )
    row = Correction.objects.get()
    assert (row.article, row.by.username) == (article, "editor")
    for address, words in [
        (article.get_absolute_url(), "Regionen ger 4,5 miljoner, inte 4,3."),
        (f"{article.get_absolute_url()}utskrift/", "Regionen ger 4,5 miljoner, inte 4,3."),
        ("/nyheter/flode.atom", "Regionen ger 4,5 miljoner, inte 4,3."),
        ("/en/news/feed.atom", "The region gives 4.5 million, not 4.3."),
        (f"/en/news/{article.slug}/", "The region gives 4.5 million, not 4.3."),
    ]:
        assert words in client.get(address).text, address


@pytest.mark.parametrize(
    "values",
    [
        {"body_sv": BODY.replace("kronor den", "kronor, den")},
        {"lead_sv": "Ingressen i andra ord."},
        {"title_en": "The title, with SEK 14 million"},
    ],
)
def test_nothing_is_asked_where_no_fact_changes(editor, article, values):
    page = sent(editor, article, **values)

    assert not getattr(page.context.get("adminform"), "form", None) or not page.context["errors"]
    article.refresh_from_db()
    name, value = next(iter(values.items()))
    assert getattr(article, name) == value
    assert article.edited_at is not None
    assert not Correction.objects.exists()


@pytest.mark.parametrize("published", [None, datetime.datetime(2097, 1, 1, tzinfo=datetime.UTC)])
def test_what_the_public_has_not_read_is_changed_freely(editor, published):
    article = ArticleFactory(body_sv=BODY, published=published)

    sent(editor, article, body_sv=BODY.replace("4,3", "9,7"), correction_sv="Strunta i detta.")

    article.refresh_from_db()
    assert "9,7" in article.body_sv
    assert not Correction.objects.exists()


def test_a_correction_may_be_given_unasked_and_not_in_english_alone(editor, article):
    alone = sent(editor, article, correction_en="The spelling.")
    assert list(alone.context["adminform"].form.errors) == ["correction_sv"]

    sent(editor, article, correction_sv="Stavningen.")

    assert Correction.objects.get().words_sv == "Stavningen."


def test_a_restored_figure_is_asked_about_too(editor, article):
    rewritten(article, body_sv=BODY.replace("4,3", "4,5"))
    first = versions.versions_of(article)[0].event.pgh_id
    address = change(article, f"versions/{first}/restore")
    form = editor.get(address).context["form"]
    seen = form["seen"].value()

    refused = editor.post(address, {"seen": seen})
    assert list(refused.context["form"].errors) == ["correction_sv"]
    article.refresh_from_db()
    assert "4,5" in article.body_sv

    editor.post(address, {"seen": seen, "correction_sv": "Det är 4,3 miljoner."})
    article.refresh_from_db()
    assert article.body_sv == BODY
    assert Correction.objects.get().words_sv == "Det är 4,3 miljoner."


def test_restoring_a_draft_asks_for_no_correction(editor):
    article = ArticleFactory(body_sv=BODY)
    rewritten(article, body_sv="<p>12</p>")
    first = versions.versions_of(article)[0].event.pgh_id
    address = change(article, f"versions/{first}/restore")
    form = editor.get(address).context["form"]
    assert list(form.fields) == ["seen"]

    editor.post(address, {"seen": form["seen"].value()})

    article.refresh_from_db()
    assert article.body_sv == BODY


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_reads_the_corrections_of_all_articles_at_once(
    editor, client, django_assert_max_num_queries, count
):
    for number in range(count):
        article = ArticleFactory(title_sv=f"Nyhet {number}", published=True)
        corrections.record(article, by=User.objects.get(username="editor"), words_sv="Rättat.")

    with django_assert_max_num_queries(9):
        text = client.get("/nyheter/flode.atom").text
    assert text.count("Rättat.") == count

import datetime
import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from news.models import Article
from news.pictures import receive
from projects.models import PublicationState
from tests.news.factories import ArticleFactory
from tests.news.office import ADD, LIST, change, saved, typed
from tests.projects.admin.typed_forms import seen

from .pictures import picture, png_that_claims

pytestmark = pytest.mark.django_db


def test_an_editor_writes_an_article_with_a_picture_and_publishes_it(editor, client):
    sent = SimpleUploadedFile("bild.png", picture().getvalue())

    editor.post(ADD, typed(picture_file=sent, picture_alt_sv="En ritning.", _continue="1"))
    article = Article.objects.get()
    editor.post(
        change(article),
        saved(
            editor,
            article,
            picture=str(article.picture_id),
            _publish="1",
        ),
    )

    page = client.get("/nyheter/rubriken/").text
    assert "Texten." in page
    assert 'alt="En ritning."' in page
    assert article.picture.uploaded_by == article.author
    assert article.author.username == "editor"


def test_a_picture_without_a_description_stays_in_the_form_that_comes_back(editor):
    sent = SimpleUploadedFile("bild.png", picture().getvalue())

    page = editor.post(ADD, typed(picture_file=sent, _continue="1")).text
    kept = re.search(r'name="picture_kept" value="([^"]+)"', page)[1]
    stem = receive(picture()).stem
    assert f'src="/media/news/{stem}.webp"' in page
    assert 'href="#id_picture_alt_sv"' in page
    editor.post(ADD, typed(picture_kept=kept, picture_alt_sv="En bild."))

    assert Article.objects.get().picture.stem == stem


def test_what_is_missing_is_said_and_what_was_typed_is_saved(editor):
    article = ArticleFactory()

    answer = editor.post(
        change(article), saved(editor, article, lead_sv="", _publish="1"), follow=True
    )

    article.refresh_from_db()
    assert (article.state, article.title_sv) == (PublicationState.DRAFT, "Rubriken")
    assert '<li class="error">' in answer.text


def test_an_article_is_sent_to_review_and_published_by_a_reviewer_who_cannot_edit_it(
    editor, as_role
):
    article = ArticleFactory()
    editor.post(change(article), saved(editor, article, _review="1"))
    reviewer = as_role("reviewer")

    assert (
        reviewer.post(change(article), saved(editor, article, title_sv="Ändrad")).status_code == 403
    )
    assert "Brödtexten" not in reviewer.get(change(article)).text
    assert "Texten." in reviewer.get(change(article)).text
    assert reviewer.post(change(article, "publish")).status_code == 302

    article.refresh_from_db()
    assert (article.title_sv, article.is_published) == ("Rubriken", True)


def test_a_reviewer_withdraws_with_a_reason_and_not_without(as_role, client):
    article = ArticleFactory(published=True)
    reviewer = as_role("reviewer")

    refused = reviewer.post(change(article, "withdraw"), {"reason_sv": " "})
    assert refused.status_code == 200
    reviewer.post(change(article, "withdraw"), {"reason_sv": "Beloppet var fel."})

    gone = client.get(article.get_absolute_url())
    assert gone.status_code == 410
    assert "Beloppet var fel." in gone.text


def test_an_article_is_scheduled_for_a_time_to_come(editor, client):
    article = ArticleFactory()

    past = editor.post(change(article, "schedule"), {"at": "2018-06-20 09:00"})
    assert past.status_code == 200
    editor.post(change(article, "schedule"), {"at": "2098-06-20 09:00"})

    article.refresh_from_db()
    assert article.published_at == datetime.datetime(2098, 6, 20, 7, tzinfo=datetime.UTC)
    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("step", ["publish", "review", "draft"])
def test_no_step_is_taken_by_reading(editor, step):
    article = ArticleFactory()

    assert editor.get(change(article, step)).status_code == 405


def test_an_edit_of_a_public_article_is_dated_and_counted(editor):
    moment = datetime.datetime(2018, 6, 20, tzinfo=datetime.UTC)
    article = ArticleFactory(title_sv="Rubrik", published=moment)

    editor.post(change(article), saved(editor, article))

    article.refresh_from_db()
    assert article.title_sv == "Rubriken"
    assert article.edited_on == timezone.localdate()
    assert article.version == 3


def test_an_edit_on_top_of_somebody_elses_is_answered_with_both(editor):
    article = ArticleFactory()
    sent = saved(editor, article)
    Article.objects.update(title_sv="Deras")

    answer = editor.post(change(article), sent)

    assert answer.status_code == 409
    assert 'value="Rubriken"' in answer.text
    assert Article.objects.get().title_sv == "Deras"


@pytest.mark.parametrize(
    "values",
    [
        {"title_sv": "a\x0bb"},
        {"title_sv": "a" * 200},
        {"event_on": "0001-01-01"},
        {"event_on": "99999-01-01"},
        {"projects": "abc"},
        {"projects": "9" * 30},
        {"slug": "2018"},
        {"seen": "x"},
        {"picture_kept": "\x0b" * 200},
        {"picture": "\x0b"},
        {"picture": "9" * 30},
        {"picture_number": "9" * 30},
        {"picture_credit": "a\x0bb", "picture_decorative": "on"},
        {"picture_file": png_that_claims(13_000, 13_000)},
        {"body_sv": "a" * 50_001},
    ],
    ids=lambda values: next(iter(values)),
)
def test_nothing_sent_to_the_form_makes_it_fail(editor, values):
    for address in (ADD, change(ArticleFactory(slug="finns"))):
        answer = editor.post(address, typed() | seen(editor, address) | values)

        assert answer.status_code in {200, 302, 409}
    assert Article.objects.filter(title_sv__contains="\x0b").count() == 0


def test_two_articles_cannot_have_one_address(editor):
    ArticleFactory(slug="samma")

    answer = editor.post(ADD, typed(slug="samma"))

    assert answer.status_code == 200
    assert Article.objects.count() == 1


def test_an_article_is_seen_before_it_is_public_by_staff_alone(editor, client):
    article = ArticleFactory()

    assert "Brödtexten." in editor.get(change(article, "preview")).text
    assert client.get(change(article, "preview")).status_code == 302
    assert editor.get(f"{LIST}99999/preview/").status_code == 404
    assert editor.post(change(article, "preview")).status_code == 405


def test_a_public_article_has_a_fixed_address_and_cannot_be_deleted(admin_client):
    article = ArticleFactory(published=True)

    admin_client.post(change(article), saved(admin_client, article) | {"slug": "annan"})

    article.refresh_from_db()
    assert article.slug != "annan"
    assert admin_client.post(change(article, "delete"), {"post": "yes"}).status_code == 403
    assert admin_client.post(change(ArticleFactory(), "delete"), {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_queries_however_many_articles(
    admin_client, django_assert_max_num_queries, count
):
    ArticleFactory.create_batch(count, author=User.objects.get(username="admin"))

    with django_assert_max_num_queries(6):
        admin_client.get(LIST)


def test_a_draft_says_what_it_lacks(editor):
    article = ArticleFactory(lead_sv="")

    page = editor.get(change(article), headers={"accept-language": "en"}).text

    assert "Write a lead in Swedish." in page

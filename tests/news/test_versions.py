"""Every version of an article is kept, read beside another, and can come back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news import publishing, versions
from news.models import Article
from projects.models import PublicationState
from tests.news.factories import ArticleFactory, PictureFactory
from tests.news.office import change, saved

pytestmark = pytest.mark.django_db


def rewritten(article: Article, **values: object) -> Article:
    for name, value in values.items():
        setattr(article, name, value)
    article.version += 1
    article.save()
    return article


def texts(article: Article, *, earlier: int = -2, later: int = -1) -> list[str]:
    """Return what differs between two versions, field by field, as words with their signs."""
    found = versions.versions_of(article)
    signs = {"same": "", "added": "+", "removed": "-"}
    return [
        " ".join(f"{signs[piece.kind]}{piece.text}" for piece in one.pieces)
        for one in versions.compared(found[earlier].event, found[later].event)
    ]


def test_a_version_is_kept_of_each_text_and_each_step_and_of_nothing_else():
    article = ArticleFactory(title_sv="Först")
    rewritten(article, title_sv="Sedan")
    rewritten(article)
    publishing.send_to_review(article)
    publishing.publish(article)

    found = versions.versions_of(article)

    assert [(one.number, one.event.title_sv, one.standing) for one in found] == [
        (1, "Först", "utkast"),
        (2, "Sedan", "utkast"),
        (3, "Sedan", "under granskning"),
        (4, "Sedan", "publicerat"),
    ]
    assert [one.changed for one in found] == [[], ["Titel på svenska"], [], []]


def test_a_version_that_waited_for_its_time_says_so():
    article = ArticleFactory(published=timezone.now() + timedelta(days=1))

    assert versions.versions_of(article)[-1].standing == "schemalagt"


def test_two_versions_are_compared_word_by_word():
    article = ArticleFactory(body_sv="<p>Regionen ger 4,3 miljoner.</p>", lead_sv="Ingress.")
    rewritten(article, body_sv="<p>Regionen ger 4,5 miljoner.</p>")

    assert texts(article) == ["Regionen ger -4,3 +4,5 miljoner."]


def test_all_that_an_article_says_is_compared_and_brought_back():
    assert set(versions.labels()) <= {field.name for field in Article._meta.concrete_fields}
    assert {"title_sv", "lead_en", "body_sv", "event_on"} <= set(versions.contents())
    assert not {"state", "slug", "published_at", "version", "identity"} & set(versions.contents())


def test_a_restored_version_is_a_new_one():
    article = ArticleFactory(title_sv="Först")
    rewritten(article, title_sv="Sedan", lead_sv="Annan.")
    first = versions.versions_of(article)[0]

    versions.restore(article, first, seen=article.version)

    article.refresh_from_db()
    assert (article.title_sv, article.lead_sv, article.version) == ("Först", "Ingressen.", 3)
    assert [one.event.title_sv for one in versions.versions_of(article)] == [
        "Först",
        "Sedan",
        "Först",
    ]


def test_restoring_leaves_state_and_address_and_notes_the_change_of_a_public_text():
    article = ArticleFactory(title_sv="Först", published=True)
    slug, at = article.slug, article.published_at
    rewritten(article, title_sv="Sedan")

    versions.restore(article, versions.versions_of(article)[0], seen=article.version)

    article.refresh_from_db()
    assert (article.slug, article.published_at) == (slug, at)
    assert article.state == PublicationState.PUBLISHED
    assert article.edited_at is not None


def test_what_somebody_saved_meanwhile_is_not_restored_over():
    article = ArticleFactory(title_sv="Först")
    seen = article.version
    rewritten(article, title_sv="Sedan")

    with pytest.raises(ValidationError):
        versions.restore(article, versions.versions_of(article)[0], seen=seen)


def test_a_version_whose_picture_is_gone_is_not_restored():
    picture = PictureFactory()
    article = rewritten(ArticleFactory(), picture=picture)
    rewritten(article, picture=None)
    picture.delete()
    shown = versions.versions_of(article)[-2]

    with pytest.raises(ValidationError, match="bildbiblioteket"):
        versions.restore(article, shown, seen=article.version)


def test_what_stands_already_is_not_restored():
    article = ArticleFactory()

    with pytest.raises(ValidationError):
        versions.restore(article, versions.versions_of(article)[0], seen=article.version)


def test_a_version_without_a_lead_does_not_come_back_to_the_public():
    article = ArticleFactory(lead_sv="")
    rewritten(article, lead_sv="Ingress.")
    publishing.publish(article)

    with pytest.raises(ValidationError, match="ingress"):
        versions.restore(article, versions.versions_of(article)[0], seen=article.version)

    article.refresh_from_db()
    assert article.lead_sv == "Ingress."


def test_an_editor_reads_who_changed_what_and_restores_it(editor):
    article = ArticleFactory(title_sv="Först")
    editor.post(change(article), saved(editor, article, title_sv="Sedan"))

    page = editor.get(change(article, "versions"))
    assert "Från version 1 till version 2" in page.text
    assert '<del><span class="visually-hidden">borttaget: </span>Först</del>' in page.text
    assert '<ins><span class="visually-hidden">tillagt: </span>Sedan</ins>' in page.text
    assert [one.by for one in page.context["versions"]] == ["editor", ""]

    first = versions.versions_of(article)[0].event.pgh_id
    address = change(article, f"versions/{first}/restore")
    asked = editor.get(address)
    assert '<ins><span class="visually-hidden">tillagt: </span>Först</ins>' in asked.text
    editor.post(address, {"seen": asked.context["form"]["seen"].value()})

    article.refresh_from_db()
    assert article.title_sv == "Först"


def test_any_two_versions_can_be_compared(editor):
    article = ArticleFactory(title_sv="Ett")
    rewritten(article, title_sv="Två")
    rewritten(article, title_sv="Tre")
    first, _second, third = (one.event.pgh_id for one in versions.versions_of(article))

    page = editor.get(change(article, "versions"), {"earlier": first, "later": third})

    assert "Från version 1 till version 3" in page.text
    assert "borttaget: </span>Ett" in page.text


@pytest.mark.parametrize("key", ["x", "0", "9" * 30, ""])
def test_versions_that_there_are_not_are_refused_at_the_field(editor, key):
    article = ArticleFactory()

    page = editor.get(change(article, "versions"), {"earlier": key, "later": key})

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"earlier", "later"}


def test_a_reviewer_reads_versions_and_restores_none(as_role):
    article = ArticleFactory()
    rewritten(article, title_sv="Sedan")
    first = versions.versions_of(article)[0].event.pgh_id
    reviewer = as_role("reviewer")

    page = reviewer.get(change(article, "versions"))
    assert page.status_code == 200
    assert "/restore/" not in page.text
    for method in (reviewer.get, reviewer.post):
        assert method(change(article, f"versions/{first}/restore")).status_code == 403


def test_restoring_asks_again_what_it_cannot_do(editor):
    article = ArticleFactory()
    rewritten(article, title_sv="Sedan")
    first = versions.versions_of(article)[0].event.pgh_id
    address = change(article, f"versions/{first}/restore")

    stale = editor.post(address, {"seen": "1"})
    assert "Någon har sparat artikeln sedan du läste detta." in stale.text
    assert editor.post(address, {"seen": "x"}).status_code == 200
    assert editor.get(change(article, "versions/999999/restore")).status_code == 404
    article.refresh_from_db()
    assert article.title_sv == "Sedan"


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_versions_takes_the_same_queries_however_many(
    editor, django_assert_max_num_queries, count
):
    article = ArticleFactory()
    for number in range(count):
        editor.post(change(article), saved(editor, article, title_sv=f"Rubrik {number}"))

    with django_assert_max_num_queries(8):
        editor.get(change(article, "versions"))

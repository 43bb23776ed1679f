"""Watches in the back office: set by an editor, refused at the field, listed with their state."""

import datetime

import pytest
from django.utils import timezone

from news.models import Watch
from news.watch_post import go_round
from news.watching import look
from tests.factories import ProjectFactory, RoundFactory, spin
from tests.news.watching import QUOTED, amend, watch
from tests.projects.admin.conftest import as_role  # noqa: F401 - a fixture
from tests.projects.admin.typed_forms import as_sent, seen

pytestmark = pytest.mark.django_db

LIST = "/admin/news/watch/"
ADD = f"{LIST}add/"


@pytest.fixture
def editor(as_role):  # noqa: F811
    return as_role("editor")


def typed(about, **values) -> dict[str, object]:
    return {
        "page": "https://region.example/nyheter/spin",
        "project": about.pk,
        "basis": "registered_support",
        "words": "14,1 miljoner kronor",
        "quoted_on": "2018-06-20",
        "mailbox": "webb@region.example",
        **values,
    }


def add(client, sent):
    return client.post(ADD, sent | seen(client, ADD))


def change(row) -> str:
    return f"{LIST}{row.pk}/change/"


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_an_editor_sets_a_watch(as_role, role):  # noqa: F811
    it = spin()

    response = add(as_role(role), typed(it.project))

    assert response.status_code == 302
    row = Watch.objects.get()
    assert (row.amount, row.amount_step, row.quoted_on) == (14_100_000, 100_000, QUOTED)
    assert row.created_by.username == role
    assert row.messages.count() == 0


def test_a_reviewer_reads_watches_and_sets_none(as_role):  # noqa: F811
    reviewer = as_role("reviewer")

    assert reviewer.get(ADD).status_code == 403
    assert reviewer.get(change(watch())).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("page", "http://region.example/"),
        ("page", "javascript:alert(1)"),
        ("page", "nonsens"),
        ("words", "4.300"),
        ("words", "många miljoner"),
        ("words", "okänt"),
        ("mailbox", "webb"),
        ("mailbox", "a@b.example\nBcc: c@d.example"),
        ("mailbox", "a@b.example, c@d.example"),
        ("quoted_on", "0001-01-01"),
        ("quoted_on", "2099-01-01"),
        ("basis", "total_cost"),
        ("project", "99999"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(editor, field, value):
    response = add(editor, typed(spin().project, **{field: value}))

    assert response.status_code == 200
    form = response.context["adminform"].form
    assert set(form.errors) == {field}
    assert not Watch.objects.exists()


def test_a_watch_is_about_a_project_or_a_round_and_not_both(editor):
    it = spin()

    both = add(editor, typed(it.project, round=it.round.pk))
    neither = add(editor, typed(it.project, project=""))

    for response in (both, neither):
        assert "En bevakning gäller ett projekt eller en omgång." in response.text


def test_a_draft_is_not_watched(editor):
    response = add(editor, typed(ProjectFactory()))

    assert set(response.context["adminform"].form.errors) == {"project"}


def test_a_page_that_is_stale_already_is_told_of_and_its_editor_too(editor):
    it = spin()
    amend(it)

    response = editor.post(ADD, typed(it.project) | seen(editor, ADD), follow=True)

    assert "Uppgiften har ändrats sedan dess" in response.text
    assert Watch.objects.get().messages.count() == 1


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("14,1 miljoner", "stämmer än"),
        ("ca 14 miljoner", "oförändrad; orden kan inte prövas"),
        ("41 miljoner", "oförändrad, men orden har aldrig stämt"),
    ],
)
def test_words_that_never_agreed_are_not_called_right(editor, words, state):
    response = editor.post(ADD, typed(spin().project, words=words) | seen(editor, ADD), follow=True)

    assert state in response.text
    is_warned = "≠ Registret säger ca 14,1 mn kr." in response.text.replace("\u00a0", " ")
    assert is_warned is (words == "41 miljoner")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_says_what_has_changed_in_a_fixed_number_of_queries(
    editor, django_assert_num_queries, count
):
    it = spin()
    rows = [watch(it.project) for _ in range(count)]
    watch(ProjectFactory(published=True), "100 000 kr")
    amend(it)
    for row in rows:
        look(row.pk)

    with django_assert_num_queries(6):
        page = editor.get(LIST).text

    assert page.replace("\u00a0", " ").count("ändrad 3 maj 2024") == count
    assert page.count("stämmer än") == 1


def test_the_list_is_narrowed_to_what_has_changed(editor):
    it = spin()
    changed = watch(it.project, page="https://region.example/ett")
    watch(RoundFactory(), "1 miljon", page="https://region.example/tva")
    amend(it)
    look(changed.pk)

    page = editor.get(f"{LIST}?changed=1").text

    assert "https://region.example/ett" in page
    assert "https://region.example/tva" not in page


def test_a_watch_shows_what_the_registry_says_today_and_what_was_sent(editor, mailoutbox):
    it = spin()
    row = watch(it.project)
    amend(it)
    go_round()

    page = editor.get(change(row)).text.replace("\u00a0", " ")

    assert "≠ Registret säger 14 235 500 kr." in page
    assert "Ändrat belopp: SPIN / Changed amount: SPIN. Skickat " in page
    assert len(mailoutbox) == 1


def test_a_watch_is_ended_and_begun_again(editor):
    it = spin()
    row = watch(it.project)
    page = change(row)

    editor.post(page, as_sent(editor.get(page)) | {"is_ended": "on"})
    row.refresh_from_db()
    assert row.ended_at is not None
    amend(it)
    assert look(row.pk) is None

    sent = as_sent(editor.get(page)) | {"words": "14,2 miljoner"}
    sent.pop("is_ended")
    editor.post(page, sent)
    row.refresh_from_db()
    assert row.ended_at is None
    assert look(row.pk) is None


def test_a_page_that_was_put_right_is_right_again(editor):
    it = spin()
    row = watch(it.project)
    amend(it)
    look(row.pk)
    page = change(row)

    sent = {"words": "14,2 miljoner kronor", "quoted_on": str(timezone.localdate())}
    editor.post(page, as_sent(editor.get(page)) | sent)

    assert "stämmer än" in editor.get(LIST).text
    assert look(row.pk) is None
    amend(it, "5 miljoner", supersedes=it.project.decisions.latest("pk"))
    assert look(row.pk) is not None


def test_a_watch_is_not_deleted(editor):
    assert editor.get(f"{LIST}{watch().pk}/delete/").status_code == 403


def test_a_day_is_kept_to_the_day(editor):
    today = timezone.localdate()

    response = add(editor, typed(spin().project, quoted_on=str(today)))
    late = add(editor, typed(spin_again(), quoted_on=str(today + datetime.timedelta(days=1))))

    assert response.status_code == 302
    assert late.status_code == 200


def spin_again():
    return ProjectFactory(published=True)

"""Two people at once: nobody loses work, nothing is saved twice, nothing answers 500."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from news.models import Article
from projects.admin.meanwhile import Outcome
from projects.models import Fund, Place, Project, SentForm
from tests import factories
from tests.news.factories import ArticleFactory
from tests.projects.admin.typed_forms import as_sent, typed

pytestmark = pytest.mark.django_db

ADD = reverse("admin:projects_project_add")
FUND = reverse("admin:projects_fund_add")


def change(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def person(name: str, role: str = "administrator") -> Client:
    """Return a client of somebody new, signed in."""
    user = User.objects.create_user(name, first_name=name.title(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def anna() -> Client:
    return person("anna")


@pytest.fixture
def berit() -> Client:
    return person("berit")


def told(response: Any) -> list[tuple[str, str, str, Outcome]]:
    """Return the differences that a page shows."""
    return [(one.label, one.saved, one.typed, one.outcome) for one in response.context["meanwhile"]]


def test_who_wrote_in_two_windows_is_told_so(anna):
    project = factories.ProjectFactory(title_sv="Titeln")
    opened = as_sent(anna.get(change(project)))
    anna.post(change(project), as_sent(anna.get(change(project))) | {"title_sv": "Ny"})

    second = anna.post(change(project), opened | {"purpose_sv": "Syftet"})

    assert "Du sparade detta själv under tiden, i ett annat fönster" in second.text


def test_two_versions_of_a_long_text_are_told_by_their_words_where_they_part(anna, berit):
    start = "<p>Början.</p>" * 80
    article = ArticleFactory(body_sv=f"{start}<p>Ett slut.</p>")
    article.projects.add(factories.ProjectFactory())
    opened = as_sent(anna.get(change(article)))
    saved = f"{start}<p>Ett annat slut.</p>"
    berit.post(change(article), as_sent(berit.get(change(article))) | {"body_sv": saved})

    second = anna.post(change(article), opened | {"title_sv": "Ny"})

    before = "…" + "Början. " * 7
    assert told(second) == [
        ("Titel på svenska", article.title_sv, "Ny", Outcome.TYPED),
        ("Text på svenska", f"{before}Ett annat slut.", f"{before}Ett slut.", Outcome.SAVED),
    ]


def test_of_two_who_change_different_fields_both_are_in_the_form_that_comes_back(anna, berit):
    project = factories.ProjectFactory(title_sv="Titeln", purpose_sv="Syftet")
    opened = as_sent(anna.get(change(project)))
    first = berit.post(change(project), as_sent(berit.get(change(project))) | {"title_sv": "Ny"})

    second = anna.post(change(project), opened | {"purpose_sv": "Nytt syfte"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert told(second) == [
        ("Titel på svenska", "Ny", "Titeln", Outcome.SAVED),
        ("Syfte på svenska", "Syftet", "Nytt syfte", Outcome.TYPED),
    ]
    assert "Berit sparade detta medan du skrev" in second.text
    assert anna.post(change(project), as_sent(second)).status_code == 302
    project.refresh_from_db()
    assert (project.title_sv, project.purpose_sv) == ("Ny", "Nytt syfte")


def test_what_both_changed_is_shown_in_both_versions_and_stands_as_typed(anna, berit):
    fund = factories.FundFactory(name_sv="Fonden", level="eu")
    opened = as_sent(anna.get(change(fund)))
    berit.post(change(fund), as_sent(berit.get(change(fund))) | {"name_sv": "B", "level": "state"})

    answer = anna.post(change(fund), opened | {"name_sv": "A"})

    assert answer.status_code == 409
    assert [(one.saved, one.typed, one.outcome) for one in answer.context["meanwhile"]] == [
        ("stat", "EU", Outcome.SAVED),
        ("B", "A", Outcome.BOTH),
    ]
    assert as_sent(answer)["name_sv"] == "A"
    anna.post(change(fund), as_sent(answer))
    fund.refresh_from_db()
    assert (fund.name_sv, fund.level) == ("A", "state")


def test_rows_that_two_people_add_change_and_take_away_are_brought_together(anna, berit):
    project = factories.ProjectFactory()
    first, second, third, fourth = Place.objects.filter(kind="county")[:4]
    kept, gone = (
        factories.ProjectPlaceFactory(project=project, place=place) for place in (first, second)
    )
    opened = as_sent(anna.get(change(project)))

    def row(place: Any, index: int, old: int) -> dict[str, Any]:
        start = "project_places"
        typed = {f"{start}-{index}-place": place.pk, f"{start}-{index}-meaning": "affects"}
        return typed | {f"{start}-TOTAL_FORMS": index + 1, f"{start}-INITIAL_FORMS": old}

    theirs = {"project_places-1-DELETE": "on"} | row(third, 2, 2)
    assert berit.post(change(project), opened_by(berit, project) | theirs).status_code == 302

    mine = {"project_places-0-meaning": "seat"} | row(fourth, 2, 2)
    answer = anna.post(change(project), opened | mine)
    again = anna.post(change(project), as_sent(answer))

    assert (answer.status_code, again.status_code) == (409, 302)
    places = project.project_places.order_by("pk").values_list("place", "meaning")
    assert list(places) == [
        (kept.place_id, "seat"),
        (third.pk, "affects"),
        (fourth.pk, "affects"),
    ]
    assert gone.place_id not in {key for key, _meaning in places}


def opened_by(client: Client, row: Any) -> dict[str, Any]:
    return as_sent(client.get(change(row)))


def test_a_row_that_somebody_changed_and_somebody_else_took_away_comes_back_as_a_new_one(
    anna, berit
):
    project = factories.ProjectFactory()
    place = factories.ProjectPlaceFactory(project=project, meaning="affects").place_id
    opened = opened_by(anna, project)
    berit.post(change(project), opened_by(berit, project) | {"project_places-0-DELETE": "on"})

    answer = anna.post(change(project), opened | {"project_places-0-meaning": "seat"})

    assert told(answer)[0][1] == "borttagen"
    assert anna.post(change(project), as_sent(answer)).status_code == 302
    assert list(project.project_places.values_list("place", "meaning")) == [(place, "seat")]


def test_money_rows_of_a_draft_are_compared_as_a_whole(anna, berit):
    it = factories.spin(published=False)
    opened = opened_by(anna, it.project)
    theirs = {"splits-0-amount": "9 735 400"}
    assert berit.post(change(it.project), opened_by(berit, it.project) | theirs).status_code == 302

    untouched = anna.post(change(it.project), opened | {"acronym": "SPINN"})
    both = anna.post(change(it.project), opened | {"splits-0-amount": "9 735 300"})

    assert (untouched.status_code, both.status_code) == (409, 409)
    assert as_sent(untouched)["splits-0-amount"] == "9 735 400"
    assert as_sent(both)["splits-0-amount"] == "9 735 300"
    label, saved, said, outcome = told(both)[0]
    assert label.endswith("Belopp")
    assert (saved, said, outcome) == ("9 735 400", "9 735 300", Outcome.BOTH)


def test_a_form_that_says_nothing_of_what_was_seen_is_not_saved(anna):
    fund = factories.FundFactory(name_sv="Fonden")
    sent = opened_by(anna, fund) | {"name_sv": "Ny"}

    for said in ("", "x", "name_sv=" + "a" * 600_000, "%00&=&name_sv"):
        assert anna.post(change(fund), sent | {"seen": said}).status_code == 409
    fund.refresh_from_db()
    assert fund.name_sv == "Fonden"


def test_an_article_is_kept_from_being_undone_as_well(berit):
    editor, article = person("erik", "editor"), ArticleFactory(title_sv="Rubriken")
    opened = opened_by(editor, article)
    berit.post(change(article), opened_by(berit, article) | {"title_sv": "Deras"})

    answer = editor.post(change(article), opened | {"title_sv": "Min"})

    assert answer.status_code == 409
    assert Article.objects.get().title_sv == "Deras"
    assert as_sent(answer)["title_sv"] == "Min"


def test_what_was_typed_of_a_row_that_is_gone_is_offered_as_a_new_one(anna, berit):
    project = factories.ProjectFactory(title_sv="Utkastet")
    factories.ProjectPlaceFactory(project=project)
    opened = opened_by(anna, project) | {"purpose_sv": "Mödosamt skrivet"}
    project.delete()

    answer = anna.post(change(project), opened)

    assert answer.status_code == 409
    assert f'action="{ADD}"' in answer.text
    again = anna.post(ADD, as_sent(answer))
    anew = Project.objects.get()
    assert (again.status_code, anew.purpose_sv) == (302, "Mödosamt skrivet")
    assert anew.project_places.count() == 1


def test_a_form_that_is_sent_twice_is_saved_once_and_leads_to_the_same_page(anna):
    sent = as_sent(anna.get(FUND)) | {"code": "X", "name_sv": "X", "level": "eu", "slug": "x"}

    first, second = anna.post(FUND, sent), anna.post(FUND, sent | {"code": "Y", "slug": "y"})

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert list(Fund.objects.filter(slug__in="xy").values_list("code", flat=True)) == ["X"]


def test_a_window_that_is_sent_twice_hands_the_same_row_over_twice(anna):
    sent = as_sent(anna.get(FUND)) | {"code": "X", "name_sv": "X", "level": "eu", "slug": "x"}

    first, second = (anna.post(FUND, sent | {"_popup": "1"}) for _ in range(2))

    key = str(Fund.objects.get(slug="x").pk)
    data = [one.context["popup_response_data"] for one in (first, second)]
    assert data[0] == data[1]
    assert f'"value": "{key}"' in data[0]


def test_a_form_that_could_not_be_saved_can_be_sent_again(anna):
    sent = as_sent(anna.get(FUND)) | {"code": "X", "name_sv": "", "level": "eu", "slug": "x"}

    refused = anna.post(FUND, sent)

    assert (refused.status_code, SentForm.objects.count()) == (200, 0)
    assert anna.post(FUND, as_sent(refused) | {"name_sv": "X"}).status_code == 302


def test_the_key_of_somebody_elses_form_is_none(anna, berit):
    once = as_sent(anna.get(FUND))["once"]
    sent = {"code": "X", "name_sv": "X", "level": "eu", "slug": "x"}

    for key in (once, "x", "\0", once + "x", "a" * 5000):
        berit.post(FUND, sent | {"once": key})

    assert SentForm.objects.count() == 0
    assert Fund.objects.filter(code="X").count() == 1


def test_whoever_was_signed_out_finds_the_form_as_it_was_typed(anna):
    project = factories.ProjectFactory(title_sv="Titeln")
    sent = opened_by(anna, project) | {"purpose_sv": "Mödosamt skrivet", "x": "å\x0b"}
    anna.logout()

    away = anna.post(change(project), sent)
    back = back_from(away)
    anna.force_login(User.objects.get(username="anna"))
    answer = anna.get(back)

    assert away["Location"].startswith("/admin/login/?next=")
    assert answer.status_code == 200
    assert "Detta blev inte sparat: du hade loggats ut." in answer.text
    assert as_sent(answer)["purpose_sv"] == "Mödosamt skrivet"
    assert project_purpose() == ""
    assert anna.post(back, as_sent(answer)).status_code == 302
    assert project_purpose() == "Mödosamt skrivet"
    assert SentForm.objects.exclude(content="").count() == 0
    assert anna.get(back).context["meanwhile"] is None


def back_from(away: Any) -> str:
    return parse_qs(urlsplit(away["Location"]).query)["next"][0]


def project_purpose() -> str:
    return Project.objects.get().purpose_sv


def test_what_somebody_else_saved_while_one_was_signed_out_is_shown_too(anna, berit):
    project = factories.ProjectFactory(title_sv="Titeln")
    sent = opened_by(anna, project) | {"purpose_sv": "Mödosamt skrivet"}
    anna.logout()
    away = anna.post(change(project), sent)
    berit.post(change(project), opened_by(berit, project) | {"title_sv": "Ny"})
    anna.force_login(User.objects.get(username="anna"))

    answer = anna.get(back_from(away))

    assert ("Titel på svenska", "Ny", "Titeln", Outcome.SAVED) in told(answer)
    assert as_sent(answer)["title_sv"] == "Ny"


def test_a_form_that_is_kept_is_shown_to_nobody_else_and_only_at_its_page(anna, berit):
    project = factories.ProjectFactory(title_sv="Titeln")
    sent = opened_by(anna, project) | {"title_sv": "Hemlig"}
    anna.logout()
    back = back_from(anna.post(change(project), sent))
    anna.force_login(User.objects.get(username="anna"))

    assert "Hemlig" not in berit.get(back).text
    assert "Hemlig" not in anna.get(back.replace(change(project), ADD)).text
    for odd in ("", "x" * 23, "å" * 22, "'"):
        assert anna.get(f"{change(project)}?kept={odd}").status_code == 200


def test_a_stranger_makes_us_keep_nothing(client, anna):
    once = as_sent(anna.get(FUND))["once"]

    for key in ("", "x", once[:-1], f"{once}x"):
        answer = client.post(FUND, {"once": key, "code": "X"})
        assert answer["Location"] == f"/admin/login/?next={FUND}"
    client.post(FUND, {"once": once, "code": "X" * 1_100_000})
    assert SentForm.objects.count() == 0


def test_no_password_is_kept(anna):
    path = reverse("admin:auth_user_add")
    sent = as_sent(anna.get(path)) | {"username": "ny", "password1": "hemligt ord"}
    anna.logout()
    anna.post(path, sent)

    assert "username=ny" in SentForm.objects.get().content
    assert not re.search("hemligt|password", SentForm.objects.get().content)


def test_an_address_that_somebody_else_took_meanwhile_is_said_at_its_field(anna, berit):
    mine, theirs = (as_sent(one.get(ADD)) for one in (anna, berit))
    row = {key: value for key, value in typed().items() if not key.endswith("_FORMS")}
    assert berit.post(ADD, theirs | row).status_code == 302

    answer = anna.post(ADD, mine | row)

    assert answer.status_code == 200
    assert "slug" in answer.context["adminform"].form.errors
    assert as_sent(answer)["title_sv"] == row["title_sv"]


def test_a_form_whose_token_is_old_comes_back_as_it_was_typed(anna):
    project = factories.ProjectFactory(title_sv="Titeln")
    sent = opened_by(anna, project) | {"title_sv": "Ny titel"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="anna"))

    refused = strict.post(change(project), sent)
    forged = strict.post(change(project), sent | {"once": "x"})

    assert (refused.status_code, forged.status_code) == (302, 403)
    assert as_sent(strict.get(refused["Location"]))["title_sv"] == "Ny titel"
    assert Project.objects.get().title_sv == "Titeln"

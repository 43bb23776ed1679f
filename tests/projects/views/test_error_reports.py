"""A reader reports an error without account or cookie, and machines and other sites do not."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from projects.error_reports import pages, tokens
from projects.models import ErrorReport
from projects.publishing import withdraw
from tests.factories import ProjectFactory, RoundFactory, spin
from tests.news.factories import ArticleFactory
from tests.projects.reporting import answered, error_report, sent

pytestmark = pytest.mark.django_db

FORM = "/projekt/spin/fel/"


@pytest.fixture
def it():
    return spin()


@pytest.fixture
def three(it):
    """The path of a page and of its form in both languages, and what it is about."""
    article = ArticleFactory(published=True, slug="nyheten")
    return [
        ("/projekt/spin/", "/en/projects/spin/", it.project),
        (f"/omgangar/{it.round.slug}/", f"/en/rounds/{it.round.slug}/", it.round),
        ("/nyheter/nyheten/", "/en/news/nyheten/", article),
    ]


def words(response) -> str:
    page = response.content.decode()
    return " ".join(unescape(strip_tags(page.split("<main")[1])).split()).replace("\xa0", " ")


def typed(response, name: str) -> str:
    found = re.search(rf'<textarea name="{name}"[^>]*>(.*?)</textarea>', response.text, re.DOTALL)
    assert found is not None
    return unescape(found[1]).removeprefix("\n")


def test_a_project_a_round_and_an_article_lead_to_the_form_and_take_reports(client, three):
    for swedish, english, row in three:
        for page, form in ((swedish, f"{swedish}fel/"), (english, f"{english}error/")):
            assert f'href="{form}"' in client.get(page).text
            assert client.get(form).status_code == 200
            answer = client.post(form, sent(form, right="4,3"))
            report = ErrorReport.objects.latest("pk")
            assert report.case_number in words(answer)
            assert report.subject == row
            assert (report.language, report.state, report.right) == (
                "en" if form.endswith("error/") else "sv",
                "new",
                "4,3",
            )
    assert client.cookies == {}


def test_no_cache_keeps_the_form(client, it):
    assert "no-store" in client.get(FORM)["Cache-Control"]
    assert "no-store" in client.post(FORM, {})["Cache-Control"]


def test_what_is_not_public_takes_no_reports(client, it):
    withdraw(it.project, reason_sv="Dubblett.")
    ProjectFactory(slug="utkast")
    ArticleFactory(slug="utkast")

    for path, status in ((FORM, 410), ("/projekt/utkast/fel/", 404), ("/nyheter/utkast/fel/", 404)):
        assert client.get(path).status_code == status
        assert client.post(path, sent(path)).status_code == status
    assert ErrorReport.objects.count() == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "https://testserver"}, 200),
        ({"Origin": "https://annan.example"}, 403),
        ({"Origin": "https://testserver.annan.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://[skadad"}, 403),
        ({"Origin": "https://betrodd.example"}, 200),
        ({}, 200),
    ],
)
def test_a_form_on_another_site_sends_nothing(client, it, settings, headers, status):
    settings.CSRF_TRUSTED_ORIGINS = ["https://betrodd.example"]
    answer = client.post(FORM, sent(FORM), headers=headers)

    assert answer.status_code == status
    assert ErrorReport.objects.count() == (status == 200)


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "snabbare än någon hinner skriva"), (90_000, "mer än ett dygn")]
)
def test_a_form_sent_too_soon_or_too_late_comes_back_as_it_was_typed(client, it, seconds, said):
    answer = client.post(FORM, sent(FORM, seconds, wrong="Fel <b>belopp</b>.\r\nRad två."))

    assert answer.status_code == 400
    assert said in words(answer)
    assert typed(answer, "wrong").split() == ["Fel", "<b>belopp</b>.", "Rad", "två."]
    assert ErrorReport.objects.count() == 0


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é", "0" * 10_000])
def test_a_form_that_we_did_not_open_comes_back(client, it, token):
    answer = client.post(FORM, sent(FORM, opened=token))

    assert answer.status_code == 400
    assert "så rapporten sändes inte" in words(answer)
    fresh = re.search(r'name="opened" value="([^"]+)"', answer.text)
    assert tokens.age(fresh[1], FORM) is tokens.Age.TOO_YOUNG


def test_the_token_of_one_page_is_no_good_on_another(client, it):
    ProjectFactory(slug="annat", published=True)
    elsewhere = sent("/projekt/annat/fel/")

    assert client.post(FORM, elsewhere).status_code == 400


def test_a_double_click_is_one_case_and_another_text_another(client, it):
    form = sent(FORM)
    first, second = client.post(FORM, form), client.post(FORM, form)
    assert words(first) == words(second)
    assert ErrorReport.objects.count() == 1

    client.post(FORM, form | {"wrong": "Även datumet."})
    client.post(FORM, sent(FORM))
    assert ErrorReport.objects.count() == 3


def test_the_field_that_people_do_not_see_is_to_be_left_empty(client, it):
    assert re.search(r'<div hidden>\s*<label for="id_name">', client.get(FORM).text)
    answer = client.post(FORM, sent(FORM, name="Robot"))

    assert answer.status_code == 400
    assert "Det här ska lämnas tomt." in words(answer)
    assert "<div hidden>" not in answer.text
    assert ErrorReport.objects.count() == 0


def test_one_address_sends_so_many_an_hour_and_loses_nothing(client, it):
    for number in range(12):
        form = sent(FORM, wrong=f"Fel {number}", email="a@b.example")
        assert client.post(FORM, form, REMOTE_ADDR="192.0.2.1").status_code == 200
    answer = client.post(FORM, sent(FORM, wrong="Det trettonde"), REMOTE_ADDR="192.0.2.1")

    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "Sänd den om en timme" in words(answer)
    assert typed(answer, "wrong") == "Det trettonde"
    assert client.post(FORM, sent(FORM), REMOTE_ADDR="192.0.2.2").status_code == 200
    assert ErrorReport.objects.count() == 13


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("wrong", ""),
        ("wrong", " \r\n "),
        ("wrong", "å" * 2001),
        ("wrong", "Fel\x0bbelopp"),
        ("wrong", "\u202eFel"),
        ("wrong", "Fel om 800101-1231"),
        ("right", "å" * 2001),
        ("source", "x" * 1001),
        ("source", "\x7f"),
        ("email", "ingen adress"),
        ("email", "a@b.example,c@d.example"),
        ("email", f"{'a' * 250}@b.example"),
    ],
)
def test_what_cannot_be_taken_in_is_said_at_its_field(client, it, field, value):
    answer = client.post(FORM, sent(FORM, **{field: value}))

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}
    assert f'href="#id_{field}"' in answer.text
    assert ErrorReport.objects.count() == 0


def test_lines_count_as_browsers_count_them(client, it):
    form = sent(FORM, wrong="\r\n".join(["å" * 99] * 20))

    assert client.post(FORM, form).status_code == 200
    assert len(ErrorReport.objects.get().wrong) == 1999


@pytest.mark.parametrize("field", ["wrong", "right", "source", "email", "name", "opened"])
def test_a_nul_and_what_is_no_text_never_fail(client, it, field):
    assert client.post(FORM, sent(FORM, **{field: "a\x00b"})).status_code == 400
    strange = client.post(
        FORM, f"{field}=%FF%FE&{field}=x", content_type="application/x-www-form-urlencoded"
    )
    assert strange.status_code == 400
    assert client.post(FORM, "{}", content_type="application/json").status_code == 400


def test_what_was_reported_stands_on_no_page(client, it):
    client.post(FORM, sent(FORM, wrong="RAPPORT <script>", email="a@b.example"))

    assert "RAPPORT" not in client.get("/projekt/spin/").text
    assert (
        "<script>" not in client.post(FORM, sent(FORM, 1, wrong="<script>")).text.split("<main")[1]
    )


def test_an_answer_stands_on_its_page_in_the_readers_language(client, three):
    for swedish, english, row in three:
        name = row._meta.model_name
        error_report(**{name: row}, wrong="RAPPORT")
        answered(
            **{name: row},
            wrong="RAPPORT",
            matter_sv="Beloppet sades vara 4,3.",
            answer_sv="Det är rättat.\n\nTack.",
            answer_en="It is corrected.",
        )
        page, other = client.get(swedish), client.get(english)

        assert re.search(
            r"Rapporterat fel, besvarat \d+ \w+ \d{4}\. Beloppet sades vara 4,3\. ?Det är rättat\. "
            r"Tack\.",
            words(page),
        )
        assert '<span lang="sv">Beloppet sades vara 4,3.</span>' in other.text
        assert "It is corrected." in words(other)
        assert "RAPPORT" not in page.text + other.text
    assert "Det är rättat." in words(client.get("/nyheter/nyheten/utskrift/"))


def test_what_was_rejected_is_told_apart(client, it):
    answered(project=it.project, state="rejected", answer_sv="Beloppet stämmer.")

    assert "Rapporterat som fel, men uppgiften står kvar," in words(client.get("/projekt/spin/"))


@pytest.mark.parametrize("count", [1, 3])
def test_answers_cost_a_page_one_query(
    client, it, django_assert_num_queries, django_assert_max_num_queries, count
):
    paths = ["/projekt/spin/", f"/omgangar/{it.round.slug}/"]
    before = []
    for path in paths:
        with django_assert_max_num_queries(100) as asked:
            client.get(path)
        before.append(len(asked))
    for _number in range(count):
        answered(project=it.project)
        answered(round=it.round)

    for path, queries in zip(paths, before, strict=True):
        with django_assert_num_queries(queries + 1):
            client.get(path)


@pytest.mark.parametrize("path", ["/projekt/", "/omgangar/", "/nyheter/", "/en/news/"])
@pytest.mark.parametrize("slug", ["%00", "0", "a" * 300, "%F0%9F%92%A9", "..%2f"])
def test_a_hostile_address_takes_no_report(client, path, slug):
    form = f"{path}{slug}/{'error' if path.startswith('/en/') else 'fel'}/"

    assert client.post(form, sent(form)).status_code in (400, 404)


def test_a_limit_is_counted_where_sign_ins_are(client, settings):
    assert pages.ACTION in settings.ACCOUNT_RATE_LIMITS


def test_a_round_without_anything_leads_to_its_form_too(client):
    round_ = RoundFactory()

    assert f'href="/omgangar/{round_.slug}/fel/"' in client.get(f"/omgangar/{round_.slug}/").text

"""An administrator enters a project in one sitting, and nothing typed is ever lost."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from projects.admin.meanwhile import Outcome
from projects.models import Decision, GrantSplit, PlausibilityWarning, Project, StatedFigure
from projects.refusals import TRIGGERS
from projects.warning_words import sentence
from tests import factories
from tests.projects.admin.typed_forms import as_sent, typed

pytestmark = pytest.mark.django_db

ADD = "/admin/projects/project/add/"


def change(project: Project) -> str:
    return reverse("admin:projects_project_change", args=[project.pk])


@pytest.fixture
def spin():
    """What SPIN needs around it, and the rows that enter it whole."""
    it = factories.spin(published=False)
    it.project.delete()
    it.rows = {
        "money": [
            {
                "funder": it.tillvaxtverket,
                "fund": it.eruf,
                "programme": it.programme,
                "amount": "9 735 500",
                "case_number": "20200919",
                "source": it.bank,
            },
            {"funder": it.region, "amount": "4,3 miljoner", "source": it.news},
        ],
        "decisions": [{"round": it.round, "decided_on": "2016-06-15"}],
        "figures": [
            {"printed": "4,3 miljoner", "funder": it.region},
            {"printed": "9,7 miljoner", "funder": it.tillvaxtverket},
            {"printed": "14,1 miljoner kronor"},
            {"printed": "14 miljoner"},
        ],
        "participants": [
            {"role": "lead", "organisation": it.university},
            {"role": "partner", "organisation": it.region},
            {"role": "partner", "group_sv": "kust- och inlandskommuner"},
            {"role": "partner", "group_sv": "små och medelstora företag"},
        ],
        "places": [
            {"place": factories.PlaceFactory(code="24"), "meaning": "carried_out_in"},
            {"place": factories.PlaceFactory(code="25"), "meaning": "carried_out_in"},
            {"place": factories.PlaceFactory(code="2480"), "meaning": "seat", "source": it.bank},
        ],
    }
    it.fields = {
        "acronym": "SPIN",
        "title_sv": "SamverkansPlattform för IT-innovation i Norr",
        "starts_on": "2016-08-01",
        "ends_on": "2019-11-30",
        "kind": "implementation",
        "priority": it.priority.pk,
        "default_source": it.news.pk,
    }
    return it


def in_words_of(rule: str) -> str:
    with override("sv"):
        return str(TRIGGERS[rule])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_spin_is_entered_in_one_sitting(office, spin):
    response = office.post(ADD, typed(fields=spin.fields, **spin.rows), follow=True)
    project = Project.objects.get(slug="spin")

    assert project.total.at_least == Decimal("14050000.00")
    assert project.total.at_most == Decimal("14085499.99")
    kinds = [(one.kind, str(one.body), one.source) for one in project.decisions.order_by("pk")]
    assert kinds == [
        ("prioritised", "Strukturfondspartnerskapet för Övre Norrland", spin.news),
        ("granted", "Tillväxtverket", spin.bank),
        ("granted", "Region Västerbotten", spin.news),
    ]
    assert project.decisions.first().decided_on == datetime.date(2016, 6, 15)
    assert [figure.words for figure in project.stated_figures.all()] == [
        "4,3 miljoner",
        "9,7 miljoner",
        "14,1 miljoner kronor",
        "14 miljoner",
    ]
    assert {figure.stated_on for figure in project.stated_figures.all()} == {spin.news.dated}
    assert not any("≈" in message for message in said(response))


def test_only_a_contradiction_is_told_beside_the_panel(office, spin):
    spin.rows["figures"].append({"printed": "20 miljoner"})
    sent = typed(fields=spin.fields | {"_continue": "1"}, **spin.rows)
    response = office.post(ADD, sent, follow=True)

    told = [str(one) for one in response.context["messages"] if one.level_tag == "warning"]
    signs = {verdict.sign.value for verdict in response.context["verdicts"]}
    with override("sv"):
        assert told == [sentence(one) for one in PlausibilityWarning.objects.order_by("pk")]
    assert told
    assert len(signs) > 1


def test_what_was_prioritised_on_no_typed_day_was_so_on_the_day_of_its_round(office, spin):
    money = {"kind": "prioritised", "funder": spin.tillvaxtverket, "amount": "9,7 mn"}
    rows = {"money": [{**money, "round": spin.round}], "decisions": [{"round": spin.round}]}
    office.post(ADD, typed(fields=spin.fields, **rows))
    spin.round.met_on = None
    spin.round.save()
    office.post(ADD, typed(fields=spin.fields | {"slug": "other"}, **rows))

    days = Decision.objects.order_by("project", "pk").values_list("project__slug", "decided_on")
    assert set(days) == {("spin", datetime.date(2016, 6, 15)), ("other", None)}


def test_a_draft_opened_and_saved_again_stays_as_it_was(office):
    project = factories.spin(published=False).project
    before = list(Decision.objects.values_list("pk", "recorded_at"))
    response = office.get(change(project))

    again = office.post(change(project), as_sent(response))

    assert again.status_code == 302
    assert list(Decision.objects.values_list("pk", "recorded_at")) == before
    assert GrantSplit.objects.count() == 2
    assert StatedFigure.objects.filter(project=project).count() == 4


def test_rows_that_share_funder_date_and_numbers_are_one_decision(office, spin):
    row = {"funder": spin.region, "source": spin.news, "reference": "RUN 12"}
    money = [
        row | {"amount": "100 000", "form": "cash"},
        row | {"amount": "50 tkr", "form": "in_kind"},
        row | {"amount": "", "reference": "RUN 13"},
    ]
    office.post(ADD, typed(money=money))

    decisions = Decision.objects.order_by("pk")
    assert [one.splits.count() for one in decisions] == [2, 1]
    assert decisions[1].splits.get().amount is None


def test_the_rows_of_a_draft_are_edited_and_dropped_freely(office, spin):
    office.post(ADD, typed(fields=spin.fields, **spin.rows))
    project = Project.objects.get(slug="spin")
    sent = as_sent(office.get(change(project)))
    sent |= {"splits-0-amount": "9 000 000", "splits-1-DELETE": "on"}

    assert office.post(change(project), sent).status_code == 302
    assert [split.amount for split in project.splits.all()] == [Decimal("9000000.00")]


REFUSED = [
    ("amount", "-5", "amount"),
    ("amount", "NaN", "amount"),
    ("amount", "1E+1000000", "amount"),
    ("amount", "100000000000000000000", "amount"),
    ("amount", "1,23456", "amount"),
    ("amount", "gratis", "amount"),
    ("decided_on", "99999-01-01", "decided_on"),
    ("decided_on", "0000-01-01", "decided_on"),
    ("decided_on", "0001-01-01", "decided_on"),
    ("decided_on", "2099-01-01", "decided_on"),
    ("case_number", "a\x0bb", "case_number"),
    ("case_number", "a" * 61, "case_number"),
    ("funder", "", "funder"),
    ("funder", "abc", "funder"),
    ("funder", "99999999999999999999", "funder"),
    ("source", "0", "source"),
    ("group_sv", "företag", "funder"),
    ("kind", "prioritised", "round"),
    ("kind", "correction", "reason_sv"),
    ("kind", "stolen", "kind"),
    ("form", "gold", "form"),
    ("eu_rate", "1E+999999", "eu_rate"),
]


def test_what_cannot_be_entered_is_said_at_its_field_and_all_comes_back(office, spin):
    row = {"funder": spin.region.pk, "source": spin.news.pk, "amount": "4,3 mn", "eu_rate": ""}
    rows = [row | {field: text} for field, text, _at in REFUSED]
    sent = typed(money=[{"funder": spin.university, "amount": "1 kr"}, *rows])
    sent["splits-0-source"] = spin.bank.pk
    response = office.post(ADD, sent)

    assert response.status_code == 200
    _sound, *forms = response.context["inline_admin_formsets"][0].formset.forms
    assert [list(form.errors) for form in forms] == [[at] for _field, _text, at in REFUSED]
    for form, values in zip(forms, rows, strict=True):
        assert {name: str(form[name].value()) for name in values} == {
            name: str(value) for name, value in values.items()
        }
    assert not Project.objects.filter(slug="spin").exists()


@pytest.mark.parametrize(
    ("field", "text", "at"), [("kind", "amended", "kind"), ("eu_rate", "101", "__all__")]
)
def test_what_cannot_stand_beside_sound_rows_is_said(office, spin, field, text, at):
    sound = {"funder": spin.university, "source": spin.bank, "amount": "1 kr"}
    row = {"funder": spin.region, "source": spin.news, "amount": "4,3 mn"}
    response = office.post(ADD, typed(money=[sound, row | {field: text}]))

    _sound, form = response.context["inline_admin_formsets"][0].formset.forms
    assert list(form.errors) == [at]


def test_an_ambiguous_amount_shows_both_readings(office, spin):
    response = office.post(ADD, typed(money=[{"funder": spin.region, "amount": "4.300"}]))
    page = response.content.decode()

    assert "4\u00a0300\u00a0kr" in page
    assert "4,30\u00a0kr" in page
    assert 'value="4.300"' in page


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"starts_on": "2019-01-02", "ends_on": "2019-01-01"}, "ends_on"),
        ({"starts_on": "99999-01-01"}, "starts_on"),
        ({"starts_on": "1989-12-31"}, "starts_on"),
        ({"title_sv": ""}, "title_sv"),
        ({"title_sv": "a\x0bb"}, "title_sv"),
        ({"purpose_sv": "a\x01b"}, "purpose_sv"),
        ({"slug": "å ä"}, "slug"),
        ({"total_cost_typed": "4.300"}, "total_cost_typed"),
        ({"total_cost_typed": "-1"}, "total_cost_typed"),
        ({"priority": "abc"}, "priority"),
        ({"default_source": "abc"}, "default_source"),
        ({"kind": "x" * 10_000}, "kind"),
    ],
)
def test_what_a_project_cannot_be_is_said_at_its_field(office, fields, at):
    response = office.post(ADD, typed(fields=fields))
    form = response.context["adminform"].form

    assert list(form.errors) == [at]
    for name, text in fields.items():
        assert form[name].value() == text


def test_of_two_leads_the_second_row_says_so(office):
    one, other = factories.OrganisationFactory.create_batch(2)
    leads = [{"role": "lead", "organisation": one}, {"role": "lead", "organisation": other}]
    response = office.post(ADD, typed(participants=leads))

    forms = response.context["inline_admin_formsets"][3].formset.forms
    assert [list(form.errors) for form in forms] == [[], ["role"]]


@pytest.mark.parametrize("count", ["99999999", "-1", "x", ""])
def test_a_hostile_count_of_rows_is_not_built(office, count):
    response = office.post(ADD, typed() | {"splits-TOTAL_FORMS": count})

    if response.status_code == 200:
        assert len(response.context["inline_admin_formsets"][0].formset.forms) <= 61
    else:
        assert GrantSplit.objects.count() == 0


def test_a_cost_as_printed_keeps_its_rounding(office):
    office.post(ADD, typed(fields={"total_cost_typed": "20,2 mn"}))
    project = Project.objects.get(slug="spin")

    assert project.total_cost_amount == factories.money("20,2 mn")
    sent = as_sent(office.get(change(project)))
    assert sent["total_cost_typed"] == "20,2 mn"


@pytest.mark.usefixtures("one_person")
def test_of_what_was_public_the_ledger_only_grows(office):
    it = factories.spin()
    page = office.get(change(it.project))
    sent = as_sent(page)
    sent |= {
        "splits-TOTAL_FORMS": 1,
        "splits-0-kind": "amended",
        "splits-0-funder": it.region.pk,
        "splits-0-amount": "5 000 000",
        "splits-0-form": "cash",
        "splits-0-decided_on": "2019-03-01",
        "splits-0-source": it.news.pk,
    }
    assert office.post(change(it.project), sent).status_code == 302

    it.cofunded.refresh_from_db()
    assert it.cofunded.superseded_by.kind == "amended"
    assert it.project.decisions.count() == 4
    it.project.refresh_from_db()
    assert it.project.total.at_least == Decimal("14735500.00")


@pytest.mark.usefixtures("one_person")
def test_a_correction_takes_the_kind_and_date_of_what_it_corrects(office):
    it = factories.spin()
    sent = as_sent(office.get(change(it.project)))
    sent |= {
        "splits-TOTAL_FORMS": 1,
        "splits-0-kind": "correction",
        "splits-0-funder": it.tillvaxtverket.pk,
        "splits-0-fund": it.eruf.pk,
        "splits-0-amount": "9 735 501",
        "splits-0-form": "cash",
        "splits-0-source": it.bank.pk,
        "splits-0-reason_sv": "Sista siffran var fel.",
    }
    assert office.post(change(it.project), sent).status_code == 302

    it.granted.refresh_from_db()
    correction = it.granted.superseded_by
    assert (correction.kind, correction.entry) == ("granted", "correction")
    assert correction.in_force_from == it.granted.in_force_from


@pytest.mark.usefixtures("one_person")
def test_two_decisions_of_one_body_are_told_apart_by_case_number(office):
    project = factories.ProjectFactory(published=True)
    funder = factories.OrganisationFactory()
    for number in ("A1", "A2"):
        factories.grant(project, "100 000", funder=funder, case_number=number)
    sent = as_sent(office.get(change(project)))
    row = {"kind": "amended", "funder": funder.pk, "amount": "1 kr", "form": "cash"}
    row["source"] = factories.SourceFactory().pk
    sent |= {f"splits-0-{name}": value for name, value in row.items()}
    sent["splits-TOTAL_FORMS"] = 1
    response = office.post(change(project), sent)

    form = response.context["inline_admin_formsets"][0].formset.forms[0]
    assert list(form.errors) == ["case_number"]
    assert form["amount"].value() == "1 kr"

    assert office.post(change(project), sent | {"splits-0-case_number": "A2"}).status_code == 302


def test_who_saves_over_another_is_told_once_and_loses_nothing(office):
    project = factories.ProjectFactory()
    opened = as_sent(office.get(change(project)))
    Project.objects.filter(pk=project.pk).update(title_sv="Deras")
    response = office.post(change(project), opened | {"title_sv": "Min"})

    assert response.status_code == 409
    form = response.context["adminform"].form
    assert form["title_sv"].value() == "Min"
    again = office.post(change(project), as_sent(response))
    project.refresh_from_db()
    assert (again.status_code, project.title_sv) == (302, "Min")


@pytest.mark.usefixtures("one_person")
def test_rows_are_not_entered_twice_when_a_draft_became_public_meanwhile(office):
    it = factories.spin(published=False)
    opened = as_sent(office.get(change(it.project)))
    factories.make_public(it.project)

    first = office.post(change(it.project), opened | {"splits-0-amount": "1 kr"})
    second = office.post(change(it.project), as_sent(first))

    assert (first.status_code, second.status_code) == (409, 302)
    outcomes = {one.outcome for one in first.context["meanwhile"]}
    assert outcomes == {Outcome.CLOSED}
    assert it.project.decisions.count() == 3


def test_the_last_place_of_a_public_project_is_not_taken_away(office):
    project = factories.ProjectFactory(published=True)
    sent = as_sent(office.get(change(project)))
    response = office.post(change(project), sent | {"project_places-0-DELETE": "on"})

    assert response.status_code == 200
    reason = in_words_of("project_is_complete_when_published")
    assert response.context["adminform"].form.non_field_errors() == [reason]
    assert project.project_places.count() == 1

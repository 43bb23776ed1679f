"""When a watched figure has changed, and what its mailbox is then told."""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from news.models import WatchMessage
from news.watching import Reading, look, sign_of
from projects import approving, publishing
from projects.entering import Row
from projects.ledger import Split
from projects.models import DecisionKind, Entry, Organisation
from projects.money import Basis, Total, parse
from projects.verdicts import Sign
from tests.factories import (
    OrganisationFactory,
    ProjectFactory,
    RoundFactory,
    grant,
    make_public,
    spin,
    state,
)
from tests.news.watching import AMENDED, amend, watch

pytestmark = pytest.mark.django_db


def told(row) -> list[WatchMessage]:
    return list(row.messages.order_by("pk"))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_while_nothing_changes_nothing_is_written():
    row = watch()

    assert look(row.pk) is None


def test_an_amendment_is_told_once_with_both_amounts_both_days_source_and_link():
    it = spin()
    row = watch(it.project)
    decision = amend(it)

    assert look(row.pk) is not None
    assert look(row.pk) is None

    [message] = told(row)
    assert (message.decision, message.changed_on) == (decision, AMENDED)
    assert message.sign == Sign.CONTRADICTS.value
    assert message.title == "Ändrat belopp: SPIN / Changed amount: SPIN"
    swedish, english = message.text.split("-" * 60)
    for said in (
        "https://region.example/nyheter/spin",
        "”14,1 miljoner kronor”, 20 juni 2018",
        "Förut: ca 14,1 mn kr (minst 14 050 000 kr, under 14 085 500 kr)",
        "Nu: 14 235 500 kr",
        "Ändringen: 3 maj 2024, beslut (ändrat) av Region Västerbotten",
        "Källa: Protokoll 12, Region Västerbotten, 1 mars 2017",
        "Orden på sidan stämmer inte längre.",
        "http://127.0.0.1:8000/projekt/spin/\n",
        "http://127.0.0.1:8000/projekt/spin/faktaruta/",
    ):
        assert said in swedish
    for said in (
        "Before: about SEK 14.1 million",
        "Now: SEK 14,235,500",
        "The change: 3 May 2024, decision (amended) of Region Västerbotten",
        "The words on the page agree no longer.",
        "http://127.0.0.1:8000/en/projects/spin/fact-box/",
    ):
        assert said in english


def test_a_change_that_the_words_survive_is_told_with_that():
    it = spin()
    row = watch(it.project, "9,7 miljoner", funder=it.tillvaxtverket)
    amend(it, "9 736 000", supersedes=it.granted, fund=it.eruf)

    message = look(row.pk)

    assert message.sign == Sign.AGREES.value
    assert "Orden på sidan stämmer även med den nya uppgiften." in message.text


def test_each_change_is_told_and_several_between_two_looks_together():
    it = spin()
    row = watch(it.project)
    first = amend(it)
    look(row.pk)
    second = amend(it, "4 600 000", supersedes=first)
    amend(it, "4 700 000", supersedes=second, decided_on=AMENDED + datetime.timedelta(days=1))
    look(row.pk)

    assert [plain(one.text).count("Nu: 14 435 500 kr") for one in told(row)] == [0, 1]
    assert "Förut: 14 235 500 kr" in plain(told(row)[1].text)


def test_a_correction_is_told_on_its_day_though_it_bears_that_of_what_it_corrects():
    it = spin()
    row = watch(it.project)
    amend(
        it,
        "4 400 000",
        kind=DecisionKind.GRANTED,
        entry=Entry.CORRECTION,
        decided_on=None,
        reason_sv="Felskrivet.",
        source=it.news,
    )

    message = look(row.pk)

    assert message.changed_on == timezone.localdate()
    assert "rättelse av ett beslut av Region Västerbotten" in message.text


def test_a_revoked_grant_is_told():
    project = ProjectFactory()
    granted = grant(project, "4 000 000")
    make_public(project)
    row = watch(project, "4 miljoner")
    grant(project, kind=DecisionKind.REVOKED, supersedes=granted, splits=[])

    message = look(row.pk)

    assert message.sign == Sign.CONTRADICTS.value
    assert "Nu: inget belopp" in plain(message.text)


def test_a_withdrawn_project_is_told_once_and_when_it_comes_back():
    it = spin()
    row = watch(it.project)
    publishing.withdraw(it.project, reason_sv="Infört två gånger.")

    message = look(row.pk)
    assert message.decision is None
    assert "projektet drogs in" in message.text
    assert "faktaruta" not in message.text
    assert look(row.pk) is None

    publishing.publish(it.project)
    assert look(row.pk) is not None
    assert look(row.pk) is None


def test_what_waits_for_a_second_person_is_told_nobody():
    it = spin()
    row = watch(it.project)
    proposal = approving.propose(
        project=it.project,
        by=User.objects.create_user("anna"),
        rows=[
            Row(
                kind="amended",
                split=Split(funder=it.region, amount=parse("4 500 000")),
                organisation=it.region,
                decided_on=AMENDED,
                source=it.news,
            )
        ],
    )
    assert look(row.pk) is None

    reviewer = User.objects.create_user("rut", is_staff=True)
    reviewer.groups.add(Group.objects.get(name="reviewer"))
    approving.approve(proposal, by=reviewer)
    assert look(row.pk) is not None


def test_what_is_not_granted_to_the_watched_funder_is_no_change():
    it = spin()
    row = watch(it.project, "9,7 miljoner", funder=it.tillvaxtverket)
    amend(it)

    assert look(row.pk) is None


def test_a_decision_of_the_same_amounts_and_a_figure_that_narrows_are_no_change():
    it = spin()
    row = watch(it.project)
    amend(it, "4,3 miljoner")
    state(it.project, "14,07 miljoner", basis=Basis.GRANTED_SUPPORT, funder=None)

    assert look(row.pk) is None


def test_a_page_that_was_stale_when_its_watch_was_set_is_told():
    it = spin()
    amend(it)
    row = watch(it.project)

    message = look(row.pk)

    assert message.changed_on == AMENDED
    assert "Förut: ca 14,1 mn kr" in plain(message.text)


def test_a_page_may_quote_what_the_registry_came_to_know_of_later():
    it = spin()
    row = watch(it.project, quoted_on=datetime.date(2017, 1, 1))

    assert look(row.pk) is None


def test_a_round_is_told_of_the_project_that_changed():
    it = RoundFactory(organisation=OrganisationFactory(name="Fonden"), partnership=None)
    grants = []
    for amount in ("1 000 000", "2 000 000"):
        project = ProjectFactory()
        grants.append(grant(project, amount, round=it, funder=it.organisation))
        make_public(project)
    row = watch(it, "3 miljoner")
    assert look(row.pk) is None
    changed = grant(
        grants[0].project,
        "1 500 000",
        kind=DecisionKind.AMENDED,
        supersedes=grants[0],
        decided_on=AMENDED,
    )

    message = look(row.pk)

    assert message.decision == changed
    assert "Nu: 3 500 000 kr" in plain(message.text)
    assert f"/omgangar/{it.slug}/faktaruta/" in message.text


def test_a_round_that_lost_a_project_is_told_without_a_decision():
    it = RoundFactory()
    project = ProjectFactory()
    grant(project, "1 000 000", round=it)
    make_public(project)
    row = watch(it, "1 miljon")
    publishing.withdraw(project, reason_sv="Fel.")

    message = look(row.pk)

    assert (message.decision, message.changed_on) == (None, timezone.localdate())


def test_nothing_is_told_once_a_watch_has_ended():
    it = spin()
    row = watch(it.project, ended_at=timezone.now())
    amend(it)

    assert look(row.pk) is None


def test_merged_organisations_are_no_change():
    it = spin()
    row = watch(it.project)
    Organisation.objects.filter(pk=it.region.pk).update(name="Nytt namn")

    assert look(row.pk) is None


def test_a_title_of_several_lines_makes_one_line():
    it = spin()
    it.project.acronym = ""
    it.project.title_sv = "Rad ett\r\nBcc: alla@example.org"
    it.project.title_en = ""
    it.project.save()
    row = watch(it.project)
    amend(it)

    assert look(row.pk).title == (
        "Ändrat belopp: Rad ett Bcc: alla@example.org / Changed amount: "
        "Rad ett Bcc: alla@example.org"
    )


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("14,1 miljoner", Sign.ROUNDING),
        ("14 miljoner", Sign.ROUNDING),
        ("14,2 miljoner", Sign.CONTRADICTS),
        ("ca 14 miljoner", Sign.UNTESTABLE),
    ],
)
def test_words_are_held_against_the_bounds(words, sign):
    total = Total(
        *(parse(text).kronor for text in ("14 050 000", "14 085 499")),
        unknown_parts=0,
        is_approximate=False,
        basis=Basis.REGISTERED_SUPPORT,
        on=None,
    )

    assert sign_of(parse(words), total) is sign


def test_words_prove_nothing_while_an_amount_is_unknown():
    project = ProjectFactory()
    grant(project, "1 000 000")
    grant(project, None)
    make_public(project)
    row = watch(project, "2 miljoner")

    assert sign_of(row.value, Reading.kept(row.figure).total) is Sign.UNTESTABLE
    assert sign_of(parse("0,9 miljoner"), Reading.kept(row.figure).total) is Sign.CONTRADICTS


def test_a_reading_is_kept_as_it_was():
    kept = watch().figure

    assert Reading.kept(kept).as_kept() == kept

"""Two persons: what one enters another approves, and nothing changes before."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from projects import approving
from projects.differences import as_read, differences
from projects.entering import CORRECTION, Row
from projects.ledger import Split
from projects.merging import merge
from projects.models import LoneApproval, Project, ProposalKind, ProposalState
from projects.money import Amount, Basis, parse
from projects.records import record, with_records
from tests import factories

pytestmark = pytest.mark.django_db

DAY = datetime.date(2019, 3, 5)


def person(name: str, role: str = "administrator") -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def anna() -> User:
    return person("anna")


@pytest.fixture
def rut() -> User:
    return person("rut", "reviewer")


@pytest.fixture
def it() -> Any:
    return factories.spin()


def amended(it: Any, amount: str = "4 500 000", **said: Any) -> Row:
    """Return a row that changes what the region grants."""
    split = Split(funder=it.region, amount=parse(amount))
    facts = {"kind": "amended", "organisation": it.region, "decided_on": DAY, "source": it.news}
    return Row(split=split, **facts | said)


def regional(project: Project) -> list[Decimal | None]:
    """Return what the region grants by now."""
    splits = project.splits.standing().filter(funder__slug="region-vasterbotten")
    return [split.amount for split in splits]


def test_nothing_changes_before_somebody_else_approves(it, anna, rut):
    proposal = approving.propose(project=it.project, by=anna, rows=[amended(it)])

    assert proposal.kind == ProposalKind.AMENDMENT
    assert regional(it.project) == [Decimal(4_300_000)]

    approving.approve(proposal, by=rut)
    approving.approve(proposal, by=rut)

    assert regional(it.project) == [Decimal(4_500_000)]
    assert it.project.decisions.filter(kind="amended", decided_on=DAY).count() == 1
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (ProposalState.APPROVED, rut)


def test_nobody_approves_their_own_entry(it, anna, rut):
    proposal = approving.propose(project=it.project, by=anna, rows=[amended(it)])

    with pytest.raises(ValidationError, match="egen"):
        approving.approve(proposal, by=anna, self_reason_sv="Ensam på jobbet.")
    with pytest.raises(ValidationError, match="inte godkänna"):
        approving.approve(proposal, by=person("erik", "editor"))
    assert regional(it.project) == [Decimal(4_300_000)]


def test_whoever_is_alone_and_chose_it_approves_with_a_reason_that_the_public_reads(
    it, anna, client
):
    assert approving.must_choose(anna)
    proposal = approving.propose(project=it.project, by=anna, rows=[amended(it)])
    with pytest.raises(ValidationError):
        approving.approve(proposal, by=anna, self_reason_sv="Ensam.")

    approving.choose_alone(by=anna, is_on=True)
    with pytest.raises(ValidationError) as refused:
        approving.approve(proposal, by=anna, self_reason_sv="  ")
    approving.approve(proposal, by=anna, self_reason_sv="Bara en handläggare i juli.")

    assert list(refused.value.error_dict) == ["self_reason_sv"]
    assert not approving.must_choose(anna)
    assert regional(it.project) == [Decimal(4_500_000)]
    for path in ("/projekt/spin/", "/om/"):
        assert "Bara en handläggare i juli." in client.get(path).text


def test_what_one_person_approved_alone_stays_on_record_when_its_project_is_withdrawn(
    it, anna, client
):
    approving.choose_alone(by=anna, is_on=True)
    proposal = approving.propose(project=it.project, by=anna, rows=[amended(it)])
    approving.approve(proposal, by=anna, self_reason_sv="Bara en handläggare i juli.")
    it.project.take_back(reason_sv="Dubblett.")
    it.project.save()

    page = client.get("/om/").text

    assert "Bara en handläggare i juli." in page
    assert it.project.reference in page
    assert it.project.title_sv not in page


def test_a_registry_of_one_person_claims_no_second_one(settings, client, db):
    claim = "Så har det gått till varje gång."
    assert claim in client.get("/om/").text

    settings.TWO_PERSONS = False

    page = client.get("/om/").text
    assert claim not in page
    assert "Ingen annan behöver godkänna." in page


def test_a_second_person_ends_approving_alone(it, anna):
    approving.choose_alone(by=anna, is_on=True)
    assert approving.may_approve_alone(anna)

    person("rut", "reviewer")

    assert not approving.may_approve_alone(anna)


def test_nobody_approves_alone_by_the_choice_of_another(anna, rut):
    approving.choose_alone(by=anna, is_on=True)
    User.objects.filter(pk=anna.pk).update(is_active=False)

    assert not approving.may_approve_alone(rut)
    assert approving.must_choose(rut)


def test_a_choice_is_taken_only_while_it_is_to_be_made(client, anna, rut):
    choose = reverse("admin:projects_proposal_alone")
    client.force_login(anna)

    for is_active, count in [(True, 0), (False, 1), (False, 1)]:
        User.objects.filter(pk=rut.pk).update(is_active=is_active)
        client.post(choose, {"alone": "yes"})
        assert LoneApproval.objects.count() == count


def test_what_is_returned_says_why_and_can_be_proposed_anew(it, anna, rut):
    proposal = approving.propose(project=it.project, by=anna, rows=[amended(it)])

    with pytest.raises(ValidationError):
        approving.send_back(proposal, by=rut, comment=" ")
    approving.send_back(proposal, by=rut, comment="Fel belopp.")
    for deed in (approving.approve, approving.take_back):
        with pytest.raises(ValidationError):
            deed(proposal, by=rut if deed is approving.approve else anna)

    again = approving.propose(project=it.project, by=anna, rows=[amended(it, "4 600 000")])
    approving.approve(again, by=rut)
    assert regional(it.project) == [Decimal(4_600_000)]


def test_only_whoever_proposed_takes_it_back(it, anna, rut):
    proposal = approving.propose(project=it.project, by=anna, rows=[amended(it)])

    with pytest.raises(ValidationError):
        approving.take_back(proposal, by=rut)
    approving.take_back(proposal, by=anna)

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.TAKEN_BACK


def test_one_decision_sets_amount_period_title_and_lead_together(it, anna, rut):
    lead = factories.OrganisationFactory(name="Luleå tekniska universitet")
    proposal = approving.propose(
        project=it.project,
        by=anna,
        rows=[amended(it)],
        facts={"ends_on": datetime.date(2020, 6, 30), "title_sv": "SPIN, andra delen"},
        lead=lead,
        lead_from=DAY,
    )
    with override("sv"):
        told = [(one.label, one.before, one.after) for one in differences(proposal)]
    approving.approve(proposal, by=rut)

    told = [tuple(map(plain, one)) for one in told]
    money = "Region Västerbotten, finansieringskälla ej angiven"
    assert (money, "ca 4,3 mn kr", "4 500 000 kr") in told
    assert ("Slutar, till och med", "30 november 2019", "30 juni 2020") in told
    it.project.refresh_from_db()
    assert (it.project.title_sv, it.project.ends_on.year) == ("SPIN, andra delen", 2020)
    leads = it.project.participations.filter(role="lead").order_by("pk")
    assert [(one.organisation.name, one.from_on, one.until_on) for one in leads] == [
        ("Umeå universitet", None, datetime.date(2019, 3, 4)),
        ("Luleå tekniska universitet", DAY, None),
    ]
    page = record(with_records(Project.objects.filter(pk=it.project.pk)).get())
    notes = [str(note) for event in page.events for note in event.notes]
    assert "Sista dag: 30 juni 2020. Tidigare: 30 november 2019." in map(plain, notes)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_correction_keeps_the_date_and_tells_the_public(it, anna, rut, client):
    row = amended(it, "4,2 mn", kind=CORRECTION, reason_sv="Siffran var felläst.", decided_on=None)
    proposal = approving.propose(project=it.project, by=anna, rows=[row])
    approving.approve(proposal, by=rut)

    assert proposal.kind == ProposalKind.CORRECTION
    page = client.get("/projekt/spin/").text
    assert "Siffran var felläst." in page
    assert it.project.decisions.current().get(organisation=it.region).in_force_from == (
        datetime.date(2018, 6, 20)
    )


def test_what_can_no_longer_stand_is_refused_when_it_is_approved(it, anna, rut):
    first = approving.propose(project=it.project, by=anna, rows=[amended(it, replaces=it.cofunded)])
    second = approving.propose(
        project=it.project, by=anna, rows=[amended(it, "1 kr", replaces=it.cofunded)]
    )
    approving.approve(first, by=rut)

    with pytest.raises(ValidationError, match="ersatts"):
        approving.approve(second, by=rut)

    second.refresh_from_db()
    assert second.is_waiting
    assert regional(it.project) == [Decimal(4_500_000)]


def test_what_changes_while_it_is_read_is_not_approved(it, anna, rut):
    proposal = approving.propose(project=it.project, by=anna, rows=[amended(it)])
    seen = as_read(proposal)
    with override("en"):
        in_english = as_read(proposal)
    other = approving.propose(project=it.project, by=anna, rows=[amended(it, "4 400 000")])
    approving.approve(other, by=rut, seen=as_read(other))

    with pytest.raises(approving.ChangedSinceReadError):
        approving.approve(proposal, by=rut, seen=seen)

    assert seen == in_english
    assert regional(it.project) == [Decimal(4_400_000)]


def test_a_day_that_a_decision_sets_is_known_to_the_day(it, anna, rut, client):
    Project.objects.filter(pk=it.project.pk).update(ends_on_precision="year")
    last = datetime.date(2020, 6, 30)
    proposal = approving.propose(
        project=Project.objects.get(), by=anna, rows=[amended(it)], facts={"ends_on": last}
    )
    told = [(one.before, plain(one.after)) for one in differences(proposal)]

    approving.approve(proposal, by=rut)

    it.project.refresh_from_db()
    assert (it.project.ends_on, it.project.ends_on_precision) == (last, "day")
    assert ("2019", "30 juni 2020") in told
    page = plain(client.get("/projekt/spin/").text)
    assert "Sista dag: 30 juni 2020. Tidigare: 2019." in page


def test_a_stated_figure_waits_and_is_kept_as_it_was_typed(it, anna, rut):
    figure = {
        "amount": parse("4,32 mn"),
        "basis": Basis.REGISTERED_SUPPORT,
        "stated_on": DAY,
        "source": it.news,
        "funder": it.region,
        "fund": None,
        "place": None,
        "words": "4,32 mn",
    }
    proposal = approving.propose(project=it.project, by=anna, figures=[figure])
    proposal.refresh_from_db()

    from projects.proposed import Content

    assert Content.of(proposal.content, it.project).figures == (figure,)
    assert proposal.kind == ProposalKind.MONEY
    count = it.project.stated_figures.count()
    approving.approve(proposal, by=rut)
    assert it.project.stated_figures.count() == count + 1
    assert it.project.stated_figures.latest("pk").words == "4,32 mn"


def test_amounts_and_days_are_kept_as_they_were_typed(it, anna):
    rows = [amended(it, amount) for amount in ("ca 4,25 mn", "högst 4 250 000,50", "4,3 mn")]
    rows.append(amended(it, kind="revoked"))
    unknown = Row(
        split=Split(funder=it.region, amount=Amount.unknown()),
        kind="amended",
        organisation=it.region,
        source=it.news,
        eu_rate=Decimal("47.5"),
    )
    proposal = approving.propose(project=it.project, by=anna, rows=[*rows, unknown])
    proposal.refresh_from_db()

    from projects.proposed import Content

    assert list(Content.of(proposal.content, it.project).rows) == [*rows, unknown]


@pytest.mark.parametrize("names", ["the decision", "the body alone"])
def test_what_waits_of_an_organisation_merged_since_is_of_the_one_kept(it, anna, rut, names):
    replaced = {"replaces": it.cofunded} if names == "the decision" else {}
    proposal = approving.propose(
        project=it.project, by=anna, rows=[amended(it, **replaced)], lead=it.region, lead_from=DAY
    )
    kept = factories.OrganisationFactory(name="Västerbottens läns landsting")
    merge(gone=it.region, kept=kept, by=anna)

    approving.approve(proposal, by=rut)

    decision = it.project.decisions.get(kind="amended")
    assert (decision.organisation, decision.splits.get().funder) == (kept, kept)
    assert it.project.participations.get(role="lead", until_on=None).organisation == kept


def test_there_is_nothing_to_approve_where_nothing_is_proposed(it, anna):
    with pytest.raises(ValidationError):
        approving.propose(project=it.project, by=anna)


def entered(project: Project, user: User) -> None:
    kind = ContentType.objects.get_for_model(Project)
    LogEntry.objects.create(
        user=user,
        content_type=kind,
        object_id=str(project.pk),
        action_flag=CHANGE,
        change_message='[{"added": {}}]',
    )


def test_whoever_entered_a_project_does_not_publish_it_first(anna, rut):
    it = factories.spin(published=False)
    entered(it.project, anna)

    with pytest.raises(ValidationError):
        approving.publish(it.project, by=anna)
    approving.ask_for_publication(it.project, by=anna)
    waiting = it.project.proposals.get()
    with pytest.raises(ValidationError):
        approving.approve(waiting, by=anna)
    approving.publish(it.project, by=rut)

    it.project.refresh_from_db()
    waiting.refresh_from_db()
    assert it.project.is_published
    assert waiting.state == ProposalState.APPROVED


def test_a_publication_is_returned_with_a_comment(anna, rut):
    it = factories.spin(published=False)
    approving.ask_for_publication(it.project, by=anna)
    waiting = it.project.proposals.get()
    with pytest.raises(ValidationError):
        approving.give_up_publication(it.project, by=rut)

    approving.send_back(waiting, by=rut, comment="Källan saknas.")

    it.project.refresh_from_db()
    assert it.project.state == "draft"
    approving.ask_for_publication(it.project, by=anna)
    approving.give_up_publication(it.project, by=anna)
    states = list(it.project.proposals.order_by("pk").values_list("state", flat=True))
    assert states == ["returned", "taken_back"]


def test_one_person_is_enough_where_the_site_says_so(settings, anna):
    settings.TWO_PERSONS = False
    it = factories.spin(published=False)
    entered(it.project, anna)

    approving.publish(it.project, by=anna)

    assert not approving.needs_second_person(it.project)
    assert not approving.must_choose(anna)

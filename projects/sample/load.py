"""Enters the sample registry: its lists, then its projects, then the news about them."""

import re
from datetime import datetime

from django.db import connection, transaction

from news.library import add_picture
from news.models import Article, Picture
from news.pictures import receive
from projects.ledger import Split, record_decision
from projects.models import (
    Decision,
    Entry,
    GrantSplit,
    MissingFact,
    Organisation,
    Participation,
    Place,
    Project,
    ProjectPlace,
    PublicationState,
    Round,
    Subtotal,
)
from projects.models.amounts import amount_columns
from projects.money import parse
from projects.publishing import publish, withdraw
from projects.reference import load_places
from projects.sample.lists import FOLDER, Lists, Row, amount, enter_figure, enter_lists, read, texts

FIRST = "spin"


@transaction.atomic
def load_sample() -> int:
    """Enter the sample registry where there is none, and return how many projects it brought.

    A registry that holds any project or organisation is left as it is, and 0 comes back.
    """
    if Project.objects.exists() or Organisation.objects.exists():
        return 0
    load_places(Place)
    lists = enter_lists()
    paths = sorted((FOLDER / "projects").glob("*.toml"), key=lambda path: path.stem)
    for path in sorted(paths, key=lambda path: path.stem != FIRST):
        _enter_project(path.stem, read(path), lists)
    for path in sorted((FOLDER / "articles").glob("*.toml")):
        _enter_article(path.stem, read(path))
    _tell_planner()
    return len(paths)


def _tell_planner() -> None:
    """Let PostgreSQL know at once that the tables are no longer empty: its plans depend on it."""
    with connection.cursor() as cursor:
        for model in (Project, Place, ProjectPlace, Decision, GrantSplit, Participation, Subtotal):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def _enter_project(slug: str, row: Row, lists: Lists) -> None:
    project = Project.objects.create(slug=slug, **_columns(row, lists))
    for participation in row["participation"]:
        key = participation.get("organisation")
        Participation.objects.create(
            project=project,
            organisation=lists.organisations[key] if key else None,
            role=participation["role"],
            **texts(participation, "group", "note"),
        )
    ProjectPlace.objects.bulk_create(
        ProjectPlace(
            project=project,
            place=lists.places[place["code"]],
            meaning=place["meaning"],
            source=lists.sources[place["source"]],
        )
        for place in row.get("place", [])
    )
    MissingFact.objects.bulk_create(
        MissingFact(project=project, **missing) for missing in row.get("unknown", [])
    )
    _enter_decisions(project, row, lists)
    for figure in row.get("figure", []):
        enter_figure(figure, lists, project=project)
    _make_public(project, row)


def _columns(row: Row, lists: Lists) -> Row:
    given = ("acronym", "kind", "starts_on", "ends_on", "ends_on_precision")
    columns = {name: row[name] for name in given if name in row}
    if "priority" in row:
        columns["priority"] = lists.priorities[f"{row['programme']}-{row['priority']}"]
    if "total_cost" in row:
        columns |= amount_columns("total_cost", parse(row["total_cost"]))
    return columns | texts(row, "title", "purpose", "results")


def _enter_decisions(project: Project, row: Row, lists: Lists) -> None:
    entered: dict[str, Decision] = {}
    for decision in row["decision"]:
        organisation, partnership = decision.get("organisation"), decision.get("partnership")
        held, earlier = decision.get("round"), decision.get("supersedes")
        entered[decision["key"]] = record_decision(
            project=project,
            kind=decision["kind"],
            source=lists.sources[decision["source"]],
            organisation=lists.organisations[organisation] if organisation else None,
            partnership=lists.partnerships[partnership] if partnership else None,
            round=lists.rounds[held] if held else None,
            decided_on=decision.get("decided_on"),
            case_number=decision.get("case_number", ""),
            reference=decision.get("reference", ""),
            supersedes=entered[earlier] if earlier else None,
            entry=decision.get("entry", Entry.DECISION),
            recorded_at=_recorded_at(decision, row),
            splits=[_split(split, lists) for split in decision.get("split", [])],
            **texts(decision, "group", "reason"),
        )


def _recorded_at(decision: Row, row: Row) -> datetime:
    """Return when the site first said it: by default, the moment the project was published."""
    moment: datetime = decision.get("recorded_at") or row["published_at"]
    return moment


def _split(row: Row, lists: Lists) -> Split:
    funder, fund, programme = row.get("funder"), row.get("fund"), row.get("programme")
    return Split(
        amount=amount(row),
        funder=lists.organisations[funder] if funder else None,
        fund=lists.funds[fund] if fund else None,
        programme=lists.programmes[programme] if programme else None,
        form=row["form"],
        **texts(row, "group"),
    )


def _make_public(project: Project, row: Row) -> None:
    publish(project, at=row["published_at"])
    if row["state"] == PublicationState.WITHDRAWN:
        withdraw(
            project,
            reason_sv=row["withdrawn_reason_sv"],
            reason_en=row["withdrawn_reason_en"],
        )
        Project.objects.filter(pk=project.pk).update(withdrawn_at=row["withdrawn_at"])


def _enter_article(slug: str, row: Row) -> None:
    article = Article(
        slug=slug,
        state=row["state"],
        published_at=row["published_at"],
        event_on=row.get("event_on"),
        heading_figures=_with_references(row.get("heading_figures", "")),
        **{
            column: _with_references(text)
            for column, text in texts(row, "kicker", "title", "lead", "body", "byline").items()
        },
    )
    if "picture" in row:
        article.picture = _picture(row)
    article.save()
    article.projects.set(Project.objects.filter(slug__in=row["projects"]))
    article.rounds.set(Round.objects.filter(slug__in=row.get("rounds", [])))
    article.organisations.set(Organisation.objects.filter(slug__in=row.get("organisations", [])))


def _picture(row: Row) -> Picture:
    with (FOLDER / "articles" / row["picture"]).open("rb") as content:
        stored = receive(content)
    described = {f"alt_{language}": row[f"picture_alt_{language}"] for language in ("sv", "en")}
    return add_picture(stored, credit=row.get("picture_credit", ""), **described)


def _with_references(text: str) -> str:
    """Return a text with the reference of each project that stands in it as {its-address}."""
    return re.sub(
        r"\{([a-z0-9-]+)\}", lambda match: Project.objects.get(slug=match[1]).reference, text
    )

"""Publishing and withdrawing projects, and what one lacks before the public may see it."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from projects.models import Fact, Project, PublicationState
from projects.models.completeness import FACTS, lacks_sql


def lacking(project: Project) -> list[Fact]:
    """Return the facts a project neither has nor marks unknown, in the order people read them."""
    return lacking_of([project.pk]).get(project.pk, list(Fact))


def lacking_of(keys: Sequence[int]) -> dict[int, list[Fact]]:
    """Return the same of many projects at once, by their keys."""
    columns = ", ".join(lacks_sql(fact) for fact in FACTS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, {columns} FROM projects_project p WHERE p.id = ANY(%s)",  # noqa: S608 - constants
            [list(keys)],
        )
        rows = cursor.fetchall()
    return {
        key: [Fact(fact) for fact, is_lacking in zip(FACTS, row, strict=True) if is_lacking]
        for key, *row in rows
    }


@transaction.atomic
def send_to_review(project: Project) -> None:
    """Tell the reviewers that a draft is ready. Raises ValidationError for anything else."""
    _lock(project)
    if project.state != PublicationState.DRAFT:
        raise ValidationError(_("Only a draft can be sent to review."))
    project.state = PublicationState.IN_REVIEW
    project.save()


@transaction.atomic
def return_to_draft(project: Project) -> None:
    """Take a project out of review, or a scheduled one off the schedule.

    Raises ValidationError for one that is a draft already or that was ever public.
    """
    _lock(project)
    if project.state == PublicationState.DRAFT or project.was_ever_public:
        raise ValidationError(_("Only what is in review or scheduled can become a draft again."))
    project.state = PublicationState.DRAFT
    project.published_at = None
    project.save()


@transaction.atomic
def publish(project: Project, *, at: datetime.datetime | None = None) -> None:
    """Let the public see a project from a moment, now by default.

    Raises ValidationError naming what it lacks. One that was public before keeps
    its first day and loses the note of its withdrawal.
    """
    _lock(project)
    missing = lacking(project)
    if missing:
        raise ValidationError(
            _("Before it can be published the project needs %(facts)s, or a note saying why not.")
            % {"facts": ", ".join(str(fact.label) for fact in missing)}
        )
    project.show(at)
    project.save()


@transaction.atomic
def withdraw(project: Project, *, reason_sv: str, reason_en: str = "") -> None:
    """Take a published project from the public, leaving its address to say when and why.

    Raises ValidationError where it is not public or no reason is given.
    """
    _lock(project)
    if not project.is_published:
        raise ValidationError(_("Only a published project can be withdrawn."))
    if not reason_sv.strip():
        raise ValidationError(_("Say when and why it was withdrawn."))
    project.take_back(reason_sv=reason_sv, reason_en=reason_en)
    project.save()


def _lock(project: Project) -> None:
    """Read the project as it is now, and keep everybody else from changing it meanwhile."""
    project.refresh_from_db(
        from_queryset=Project.objects.select_for_update(of=("self",), no_key=True)
    )

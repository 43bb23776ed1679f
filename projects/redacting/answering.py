"""What a second person answers when somebody asks for a name to go."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.approving import MAY_APPROVE
from projects.keyholders import is_held
from projects.models import Import, Redaction, RedactionState
from projects.models.imports import OPEN
from projects.redacting import job


def approve(redaction: Redaction, *, by: Any) -> None:
    """Approve it, and let a process carry it through once this is saved.

    Raises ValidationError for whoever asked for it, whoever they could sign in as, and while a
    file that is being imported may hold the name.
    """
    with transaction.atomic():
        row = _waiting(redaction)
        if not by.has_perm(MAY_APPROVE):
            raise ValidationError(_("You may not approve this."))
        if row.by_id == by.pk or is_held(by, by=[row.by_id], since=row.made_at):
            raise ValidationError(_("Somebody else has to approve it."))
        if Import.objects.filter(state__in=OPEN).exists():
            raise ValidationError(
                _("A file is being imported, and may hold the name. Import it or give it up first.")
            )
        _answer(row, RedactionState.APPROVED, by)
        transaction.on_commit(job.start)


@transaction.atomic
def decline(redaction: Redaction, *, by: Any) -> None:
    """Let the name stay, and forget that it was asked for; ValidationError for who may not."""
    row = _waiting(redaction)
    if row.by_id != by.pk and not by.has_perm(MAY_APPROVE):
        raise ValidationError(_("You may not answer this."))
    row.name = ""
    _answer(row, RedactionState.DECLINED, by)


def go_on(redaction: Redaction, *, by: Any) -> None:
    """Start what was interrupted once more; ValidationError where nothing is left to do."""
    if redaction.state != RedactionState.APPROVED or not by.has_perm(MAY_APPROVE):
        raise ValidationError(_("Nothing is left to do."))
    job.start()


def _waiting(redaction: Redaction) -> Redaction:
    """Return the row, locked; ValidationError where it was answered meanwhile."""
    row = Redaction.objects.select_for_update(no_key=True).get(pk=redaction.pk)
    if row.state != RedactionState.WAITING:
        raise ValidationError(_("It has been answered already."))
    return row


def _answer(row: Redaction, state: RedactionState, by: Any) -> None:
    row.state, row.decided_by, row.decided_at = state, by, timezone.now()
    row.save()

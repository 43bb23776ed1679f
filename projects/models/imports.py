from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from projects.rules import (
    choices_are_known,
    dates_are_plausible,
    moments_are_plausible,
    text_is_clean,
)


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("uploaded")
    CHECKED = "checked", _("checked, nothing saved yet")
    RUNNING = "running", _("running")
    FAILED = "failed", _("failed, nothing saved")
    DONE = "done", _("done")
    UNDONE = "undone", _("undone")
    GIVEN_UP = "given_up", _("given up, nothing saved")


OPEN = [ImportState.UPLOADED, ImportState.CHECKED, ImportState.RUNNING, ImportState.FAILED]


class Import(models.Model):
    """One file of projects on its way into the registry, and what became of it.

    `content` is the file itself and kept no longer than the import is open, for files hold
    columns about persons. `mapping` is what `recognising.Mapping.as_saved` gives, `choices`
    say which organisation a name of
    the `proposals` means, and `counts` how many records got each verdict.
    A job that runs holds an advisory lock (`projects/importing/job.py`): one that is running
    here and holds none was interrupted, and saved nothing.
    """

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    content = models.BinaryField(null=True, editable=False)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    proposals = models.JSONField(default=list, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    publishes = models.BooleanField(_("publish what is complete"), default=False)
    funder = models.ForeignKey(
        "projects.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("funder"),
        help_text=_("Who pays, where the file does not say. For example Tillväxtverket."),
    )
    fund = models.ForeignKey(
        "projects.Fund",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fund"),
        help_text=_("Out of what, where the file does not say. For example ERUF."),
    )
    programme = models.ForeignKey(
        "projects.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
        help_text=_("Under which programme, where the file does not say."),
    )
    source_title = models.CharField(_("title of the source"), max_length=300)
    source_publisher = models.CharField(_("publisher"), max_length=200)
    source_url = models.URLField(_("web address"), max_length=500, blank=True)
    source_dated = models.DateField(_("dated"), null=True, blank=True)
    source_retrieved = models.DateField(_("retrieved"))
    source = models.ForeignKey(
        "projects.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    at = models.DateTimeField(_("uploaded"), db_default=Now())
    state = models.CharField(
        _("state"), max_length=8, choices=ImportState, default=ImportState.UPLOADED
    )
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        constraints = [
            text_is_clean(
                "import",
                *("file_name", "sha256", "sheet", "refusal"),
                *("source_title", "source_publisher", "source_url"),
            ),
            choices_are_known("import", state=ImportState.values),
            dates_are_plausible("import", "source_dated", "source_retrieved"),
            moments_are_plausible("import", "at", "started_at", "ended_at"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="import_checksum_is_sha256",
                violation_error_message=_("A SHA-256 checksum is 64 of the characters 0-9, a-f."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, content__isnull=False)
                | Q(~Q(state__in=OPEN), content__isnull=True),
                name="import_keeps_its_file_while_open",
                violation_error_message=_("A file is kept until it is imported, and no longer."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=F("total")),
                name="import_progress_has_an_end",
                violation_error_message=_("No more is done than there is to do."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class RowVerdict(models.TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    WAITS = "waits", _("waits for approval")
    UNCHANGED = "unchanged", _("unchanged")
    ERROR = "error", _("error")


class ImportedRowQuerySet(models.QuerySet):
    """Questions to ask of many records of files; every answer can be chained."""

    def standing(self) -> Self:
        """Return those of imports that were carried through, and not undone."""
        return self.filter(file__state=ImportState.DONE)


class ImportedRow(models.Model):
    """One record of a file: what it was found to be, and what the import did with it.

    `values` is what the file says of the project, as `planning` words it: a later file is
    held against it. `changes` are [name, before, after], which wait as the `proposal` where a
    second person is asked; `problems` what `Problem.as_json` gives.
    """

    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="records")
    place = models.PositiveIntegerField(_("place in the file"))
    rows = models.CharField(_("rows"), max_length=60)
    title = models.CharField(_("title"), max_length=250, blank=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    verdict = models.CharField(_("verdict"), max_length=9, choices=RowVerdict)
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_rows",
        verbose_name=_("project"),
    )
    proposal = models.ForeignKey(
        "projects.Proposal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposal"),
    )
    values = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a file")
        verbose_name_plural = _("records of files")
        ordering = ["place"]
        constraints = [
            text_is_clean("importedrow", "rows", "title", "case_number"),
            choices_are_known("importedrow", verdict=RowVerdict.values),
            models.UniqueConstraint(
                fields=["file", "place"],
                name="importedrow_is_judged_once",
                violation_error_message=_("This record of the file is judged already."),
            ),
            models.CheckConstraint(
                condition=~Q(verdict=RowVerdict.ERROR) | Q(project__isnull=True),
                name="importedrow_error_touches_nothing",
                violation_error_message=_("A record with an error makes no project."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rows}: {self.title}"


@pghistory.track()
class SavedMapping(models.Model):
    """What the columns of files of one kind mean, under a name: "Projektbanken"."""

    name = models.CharField(_("name"), max_length=100)
    content = models.JSONField(_("content"), default=dict)

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        ordering = ["name", "pk"]
        constraints = [
            text_is_clean("savedmapping", "name"),
            models.UniqueConstraint(
                fields=["name"],
                name="savedmapping_name_is_used_once",
                violation_error_message=_("Another mapping has this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

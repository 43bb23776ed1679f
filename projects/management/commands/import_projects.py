import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from projects.importing import checking, job
from projects.importing.matching import NEW, Proposal
from projects.importing.opening import Opened, digest, opened
from projects.importing.refusing import FileRefusedError
from projects.importing.report import report
from projects.models import Fund, Import, ImportState, Organisation, Programme, SavedMapping

ALIKE = {"ask", "new", "first"}


class Command(BaseCommand):
    help = (
        "Import a file of projects: as drafts, in one transaction, the same as in the back "
        "office. Ends with 0 where it is imported, or would be; 1 where it cannot be; 2 where "
        "something has to be answered first; 3 where some records were left out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="report, and save nothing")
        parser.add_argument("--publish", action="store_true", help="publish what is complete")
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES], default="en"
        )
        parser.add_argument("--sheet", default="", help="of a workbook; the first by default")
        parser.add_argument("--mapping", default="", help="the name of a saved mapping")
        parser.add_argument("--column", action="append", default=[], metavar="HEADING=MEANING")
        parser.add_argument("--answer", action="append", default=[], metavar="KEY=CHOICE")
        parser.add_argument(
            "--alike",
            choices=sorted(ALIKE),
            default="ask",
            help="whether names like those of known organisations are new ones or the first known",
        )
        parser.add_argument("--funder", default="", help="address of the organisation that pays")
        parser.add_argument("--fund", default="", help="code of the fund")
        parser.add_argument("--programme", default="", help="address of the programme")
        parser.add_argument("--by", default="", help="user name of whoever imports")
        parser.add_argument("--title", default="", help="of the source; the file's name by default")
        parser.add_argument("--publisher", default="", help="of the source; the funder by default")
        parser.add_argument("--url", default="", help="of the source")
        parser.add_argument("--dated", type=datetime.date.fromisoformat, help="day of the source")

    def handle(self, *_args: Any, **options: Any) -> None:
        with override(options["language"]):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        with transaction.atomic():
            file = self._file(content, options)
            it, proposals = self._checked(file, options)
            self.stdout.write(report(it, proposals))
            if options["dry_run"]:
                transaction.set_rollback(True)
            self._refuse_open(it, proposals)
        if options["dry_run"]:
            _end_with_errors(file)
            return
        self._run(file)

    def _file(self, content: bytes, options: dict[str, Any]) -> Import:
        path: Path = options["file"]
        funder = _one(Organisation, "slug", options["funder"])
        mapping: dict[str, Any] = {"targets": {}, "answers": {}}
        if options["mapping"]:
            mapping = _one(SavedMapping, "name", options["mapping"]).content
        mapping["targets"] |= _pairs(options["column"])
        mapping["answers"] |= _pairs(options["answer"])
        return Import.objects.create(
            file_name=path.name[:200],
            sha256=digest(content),
            content=content,
            sheet=options["sheet"],
            mapping=mapping,
            choices=_pairs(options["answer"]),
            publishes=options["publish"],
            funder=funder,
            fund=_one(Fund, "code", options["fund"]),
            programme=_one(Programme, "slug", options["programme"]),
            by=_one(get_user_model(), "username", options["by"]),
            source_title=options["title"] or path.name[:200],
            source_publisher=options["publisher"] or (funder.name if funder else path.name[:200]),
            source_url=options["url"],
            source_dated=options["dated"],
            source_retrieved=timezone.localdate(),
        )

    def _checked(self, file: Import, options: dict[str, Any]) -> tuple[Opened, list[Proposal]]:
        """Judge the file; where names are to be settled at one stroke, settle them and again."""
        try:
            it = opened(file)
        except FileRefusedError as refused:
            raise CommandError(refused.message) from refused
        proposals = checking.check(it)
        while options["alike"] != "ask" and (undecided := _undecided(file, proposals)):
            for one in undecided:
                first = next(iter(one.candidates))
                file.choices[one.key] = NEW if options["alike"] == "new" else first
            file.save(update_fields=["choices"])
            proposals = checking.check(it)
        return it, proposals

    def _refuse_open(self, it: Opened, proposals: list[Proposal]) -> None:
        if it.errors:
            raise CommandError("Nothing was saved: the columns have to be put right first.")
        if it.open_questions or _undecided(it.file, proposals):
            raise CommandError("Nothing was saved: answer the questions first.", returncode=2)
        is_proposing = it.file.counts.get("waits") or (it.file.publishes and settings.TWO_PERSONS)
        if is_proposing and it.file.by is None:
            raise CommandError("Nothing was saved: say who proposes it, with --by.", returncode=2)

    def _run(self, file: Import) -> None:
        job.begin(file)
        file = job.run(file.pk)
        if file.state != ImportState.DONE:
            raise CommandError(f"Nothing was saved. {file.refusal}")
        self.stdout.write(f"Saved as import {file.pk}.")
        _end_with_errors(file)


def _end_with_errors(file: Import) -> None:
    if left_out := file.counts.get("error"):
        raise CommandError(f"{left_out} records are left out; see above.", returncode=3)


def _undecided(file: Import, proposals: list[Proposal]) -> list[Proposal]:
    return [one for one in proposals if file.choices.get(one.key) not in {NEW, *one.candidates}]


def _one(model: Any, field: str, value: str) -> Any:
    """Return the row of a value; None where none is asked for."""
    if not value:
        return None
    found = model._default_manager.filter(**{field: value}).first()
    if found is None:
        raise CommandError(f"There is no {model._meta.verbose_name} “{value}”.")
    return found


def _pairs(options: list[str]) -> dict[str, str]:
    """Return KEY=CHOICE by key; the last sign of equality parts them."""
    wrong = [one for one in options if "=" not in one]
    if wrong:
        raise CommandError(f"“{wrong[0]}” has no sign of equality.")
    return {key: choice for key, _sign, choice in (one.rpartition("=") for one in options)}

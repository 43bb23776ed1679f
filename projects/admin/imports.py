"""Files of projects: upload, columns, dry run, and what became of it; POST alone changes any."""

import csv
from collections.abc import Callable, Collection
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from projects.admin.import_forms import FOR_ALL, ColumnsForm, FileForm, NamesForm
from projects.admin.ledger import ReadOnlyAdmin
from projects.admin.moves import ReasonForm
from projects.importing import checking, job, undoing
from projects.importing.opening import Opened, digest, opened
from projects.importing.refusing import FileRefusedError
from projects.importing.undoing import undo
from projects.importing.wording import problems, said, sentence
from projects.models import Import, ImportedRow, ImportState, RowVerdict, SavedMapping

PER_PAGE = 50
DOES_SOMETHING = (RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.WAITS)
NOTHING_TO_DO = gettext_lazy("No record can be imported as it stands.")

UNDONE = {
    undoing.DELETED: gettext_lazy("undone: deleted"),
    undoing.WITHDRAWN: gettext_lazy("undone: withdrawn"),
    undoing.REVERSED: gettext_lazy("undone: reversed"),
    undoing.PROPOSED: gettext_lazy("undone: a correction waits for approval"),
    undoing.TAKEN_BACK: gettext_lazy("undone: the proposal is taken back"),
    undoing.KEPT: gettext_lazy("kept: somebody has changed it since, or it is closed"),
}


class ImportList(ChangeList):
    """A page of imports, without their files; which are worked on is asked once for all."""

    def get_queryset(self, *args: Any, **options: Any) -> Any:
        return super().get_queryset(*args, **options).defer("content")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        held = job.worked_on()
        for file in self.result_list:
            file.state_told = state_words(file, held)


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "state_words", "at", "by", "counted"]
    list_select_related = ["by"]
    list_filter = ["state"]
    search_fields = ["file_name"]
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("projects.add_import")

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_words(self, file: Any) -> str:
        return file.state_told

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        return ImportList

    @admin.display(description=gettext_lazy("records"))
    def counted(self, file: Import) -> str:
        return ", ".join(f"{one['label']}: {one['count']}" for one in counted(file))

    def get_urls(self) -> list[URLPattern]:
        errors = self.admin_site.admin_view(require_safe(self.errors_view))
        name = "projects_import_errors"
        return [path("<int:key>/errors.csv", errors, name=name), *super().get_urls()]

    def add_view(self, request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
        """Take a file in, and show what its columns seem to mean."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and not form.is_too_large:
            try:
                return HttpResponseRedirect(page_of(_uploaded(request.user, form)))
            except FileRefusedError as refused:
                form.add_error("file", refused.message)
        if form.is_too_large:
            form.add_error("file", FileRefusedError("too_large", megabytes="20").message)
        context = {"form": form, "media": self.media + form.media, "title": _("Import a file")}
        answer = self._page(request, "upload", context)
        answer.status_code = 413 if form.is_too_large else 200
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, *_args: Any, **_options: Any
    ) -> HttpResponse:
        """Show where an import stands; POST takes the step that a button names."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = self.get_object(request, object_id)
        if file is None:
            raise Http404
        if request.method == "POST":
            return self._step(request, file)
        is_asked_for = "columns" in request.GET and file.is_open and not job.is_busy(file)
        is_open = file.state == ImportState.UPLOADED or is_asked_for
        if is_open and is_theirs(file, request.user):
            return self._columns(request, file)
        return self._records(request, file)

    def _step(self, request: HttpRequest, file: Import) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        steps: dict[str, Callable[[HttpRequest, Import], HttpResponse]] = {
            "columns": self._columns,
            "names": self._names,
            "run": self._run,
            "give_up": self._give_up,
        }
        name = request.POST.get("step", "")
        if name == "undo":
            return self._undo(request, file)
        step = steps.get(name)
        if step is None:
            return HttpResponseRedirect(page_of(file))
        if name != "give_up" and not is_theirs(file, request.user):
            messages.error(request, said_whose(file))
            return HttpResponseRedirect(page_of(file))
        if file.by is None:
            # Taken in by a command that named nobody: whoever goes on with it enters it.
            Import.objects.filter(pk=file.pk, by=None).update(by=request.user.pk)
            file.refresh_from_db(fields=["by"])
        if job.is_busy(file) or not file.is_open:
            messages.warning(request, _("The import has gone on since; this is where it stands."))
            return HttpResponseRedirect(page_of(file))
        return step(request, file)

    def _columns(self, request: HttpRequest, file: Import) -> HttpResponse:
        """Show what the columns mean, or take it as the person says and judge the file."""
        it = opened(file)
        form = ColumnsForm(it, request.POST if request.method == "POST" else None)
        if form.is_valid() and _take_columns(file, it, form):
            return HttpResponseRedirect(page_of(file))
        notes = [sentence(one) for one in it.mapping.problems]
        context = {"form": form, "notes": notes, "errors": it.errors, "original": file}
        context["media"] = self.media + form.media
        return self._page(request, "columns", context | {"title": _("What the columns mean")})

    def _names(self, request: HttpRequest, file: Import) -> HttpResponse:
        form = NamesForm(file, request.POST)
        if form.is_valid():
            file.choices = file.choices | form.chosen
            file.save(update_fields=["choices"])
            checking.check(opened(file))
        return HttpResponseRedirect(page_of(file))

    def _run(self, request: HttpRequest, file: Import) -> HttpResponse:
        if not any(file.counts.get(one) for one in DOES_SOMETHING):
            messages.error(request, NOTHING_TO_DO)
        elif checking.undecided(file):
            messages.error(request, _("Say first who is meant by every name."))
        elif job.begin(file):
            job.start(file)
        return HttpResponseRedirect(page_of(file))

    def _give_up(self, request: HttpRequest, file: Import) -> HttpResponse:
        """Let go of the file; nothing was saved."""
        file.state, file.content = ImportState.GIVEN_UP, None
        file.save(update_fields=["state", "content"])
        return HttpResponseRedirect(page_of(file))

    def _undo(self, request: HttpRequest, file: Import) -> HttpResponse:
        """Take an import back that is done, with a reason."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Say why it is undone."))
            return HttpResponseRedirect(page_of(file))
        try:
            undo(file, by=request.user, **form.cleaned_data)
            self.log_change(request, file, form.cleaned_data["reason_sv"])
        except ValidationError as refused:
            for message in refused.messages:
                messages.error(request, message)
        return HttpResponseRedirect(page_of(file))

    def _records(self, request: HttpRequest, file: Import) -> HttpResponse:
        rows = ImportedRow.objects.filter(file=file).select_related("project")
        verdict = request.GET.get("verdict", "")
        if verdict in RowVerdict.values:
            rows = rows.filter(verdict=verdict)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        is_busy = job.is_busy(file)
        may_run = file.is_open and not is_busy
        whose = "" if is_theirs(file, request.user) else said_whose(file)
        context = {
            "original": file,
            "state": state_words(file),
            "is_running": is_busy,
            "may_run": may_run and not whose,
            "whose": whose if may_run else "",
            "names": NamesForm(file) if file.proposals and file.is_open else None,
            "undecided": len(checking.undecided(file)) if file.is_open else 0,
            "reason": ReasonForm() if file.state == ImportState.DONE else None,
            "undone": _undoing_of(file) if file.state == ImportState.UNDONE else None,
            "is_sound": any(file.counts.get(one) for one in DOES_SOMETHING),
            "counted": counted(file),
            "verdict": verdict,
            "page": page,
            "records": said(page.object_list),
            "title": file.file_name,
        }
        return self._page(request, "records", context)

    def errors_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Send the errors as a table, of which no spreadsheet takes a cell for a formula."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        file = self.get_object(request, str(key))
        if file is None:
            raise Http404
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="import-{file.pk}.csv"'
        answer.write("\ufeff")
        table = csv.writer(answer, delimiter=";")
        table.writerow([_("rows"), _("case number"), _("title"), _("cell"), _("error")])
        for row in ImportedRow.objects.filter(file=file, verdict=RowVerdict.ERROR):
            for problem in problems(row):
                cells = [row.rows, row.case_number, row.title, problem.where, problem.message]
                table.writerow([neutral(str(cell or "")) for cell in cells])
        return answer

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> TemplateResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        template = f"admin/projects/import/{name}.html"
        return TemplateResponse(request, template, shared | context)


def page_of(file: Import) -> str:
    return reverse("admin:projects_import_change", args=[file.pk])


def is_theirs(file: Import, user: Any) -> bool:
    """Whether a person may answer for a file and run it: what it enters is entered by one alone."""
    return file.by_id in {None, user.pk}


def said_whose(file: Import) -> str:
    """Return who carries a file through, and why nobody else does."""
    return _(
        "%(person)s took this file in and answers for it; somebody else can approve what it "
        "enters. To answer for it yourself, give it up and take it in again."
    ) % {"person": file.by}


def state_words(file: Import, held: Collection[int] | None = None) -> str:
    """Return how an import stands; one whose process is gone has saved nothing."""
    if job.is_interrupted(file, held):
        return _("interrupted, nothing saved")
    return str(ImportState(file.state).label)


def _undoing_of(file: Import) -> LogEntry | None:
    """Return who undid an import, when and why."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Import), object_id=str(file.pk)
    )
    return entries.select_related("user").order_by("-pk").first()


def counted(file: Import) -> list[dict[str, Any]]:
    """Return how many records got each verdict, and how many were published or sent to review."""
    labels = {verdict.value: str(verdict.label) for verdict in RowVerdict}
    labels |= {"published": _("published"), "in_review": _("sent to review")}
    labels |= {key: str(label) for key, label in UNDONE.items()}
    return [
        {"key": key, "label": label, "count": file.counts[key], "is_verdict": key in RowVerdict}
        for key, label in labels.items()
        if file.counts.get(key)
    ]


def neutral(cell: str) -> str:
    """Return a text that a spreadsheet takes for a text, whatever it begins with."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _uploaded(by: Any, form: FileForm) -> Import:
    """Keep a file that can be read. Raises FileRefusedError."""
    said = form.cleaned_data
    content = said["file"].read()
    name = said["file"].name
    file = Import(
        file_name=name,
        content=content,
        sha256=digest(content),
        mapping=said["mapping"].content if said["mapping"] else {},
        publishes=said["publishes"],
        by=by,
        funder=said["funder"],
        fund=said["fund"],
        programme=said["programme"],
        source_title=said["source_title"] or name,
        source_publisher=said["source_publisher"] or str(said["funder"] or name),
        source_url=said["source_url"],
        source_dated=said["source_dated"],
        source_retrieved=timezone.localdate(),
    )
    file.sheet = opened(file).sheet.name[:200]
    file.save(force_insert=True)
    return file


def _take_columns(file: Import, it: Opened, form: ColumnsForm) -> bool:
    """Judge the file by the columns as the person says; False where something is left to say."""
    sheet = form.cleaned_data.get("sheet") or file.sheet
    if sheet != file.sheet:
        file.sheet, file.mapping = sheet, {}
        file.save(update_fields=["sheet", "mapping"])
        return True
    file.mapping = form.saved
    for column in FOR_ALL:
        setattr(file, column, form.cleaned_data[column])
    if file.funder and file.source_publisher == file.file_name:
        file.source_publisher = file.funder.name
    file.save(update_fields=["mapping", "source_publisher", *FOR_ALL])
    if name := form.cleaned_data["name"]:
        SavedMapping.objects.update_or_create(name=name, defaults={"content": form.saved})
    again = opened(file)
    if again.errors:
        for one in again.errors:
            form.add_error(None, sentence(one))
        return False
    if again.open_questions:
        if {one.key for one in again.open_questions} <= {one.key for one in it.open_questions}:
            form.add_error(None, _("Answer every question first."))
            return False
        return True
    checking.check(again)
    return True

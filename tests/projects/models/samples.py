"""One row of every model of the registry, for the tests that hold for all of them."""

import datetime
from collections.abc import Callable

import pghistory.models
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone

from news.models import (
    Article,
    BoundFigure,
    Correction,
    FigureNote,
    KeptDraft,
    Picture,
    PreviewLink,
    ReviewComment,
    Watch,
    WatchMessage,
)
from news.previewing import make_link
from news.watching import look
from projects.models import (
    AcceptedWarning,
    Change,
    Decision,
    DistinctOrganisations,
    ErrorReport,
    Fund,
    GrantSplit,
    Import,
    ImportedRow,
    Intervention,
    LastChange,
    LoneApproval,
    MissingFact,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    Participation,
    Partnership,
    Payment,
    Place,
    PlausibilityWarning,
    Preset,
    Priority,
    Programme,
    Project,
    ProjectPlace,
    Proposal,
    Redaction,
    Round,
    SavedMapping,
    SentForm,
    Source,
    StatedFigure,
    Subtotal,
)
from tests.factories import (
    FundFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartnershipFactory,
    PlaceFactory,
    PriorityFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPlaceFactory,
    RoundFactory,
    SourceFactory,
    grant,
    state,
)
from tests.news.factories import ArticleFactory, PictureFactory
from tests.news.watching import watch
from tests.projects.importing.files import uploaded
from tests.projects.paying import paid_out
from tests.projects.presetting import preset
from tests.projects.redacting.making import redaction
from tests.projects.reporting import error_report
from tests.projects.warned import accepted_warning, warning


def sent_form() -> SentForm:
    """Return a form that was saved."""
    user = User.objects.create_user("handlaggare", is_staff=True)
    return SentForm.objects.create(key="a" * 22, user=user, path="/admin/", leads_to="/admin/")


def distinct_organisations() -> DistinctOrganisations:
    """Return that two organisations are two."""
    one, other = sorted((OrganisationFactory(), OrganisationFactory()), key=lambda it: it.pk)
    user = User.objects.create_user("handlaggare", is_staff=True)
    return DistinctOrganisations.objects.create(one=one, other=other, by=user)


def organisation_merge() -> OrganisationMerge:
    user = User.objects.create_user("handlaggare", is_staff=True)
    return OrganisationMerge.objects.create(
        gone=OrganisationFactory(), kept=OrganisationFactory(), by=user
    )


def proposal() -> Proposal:
    """Return a change of money that waits."""
    user = User.objects.create_user("handlaggare", is_staff=True)
    return Proposal.objects.create(project=ProjectFactory(), kind="money", by=user)


def lone_approval() -> LoneApproval:
    user = User.objects.create_user("handlaggare", is_staff=True)
    return LoneApproval.objects.create(by=user, is_on=True)


def preview_link() -> PreviewLink:
    user = User.objects.create_user("redaktor", is_staff=True)
    return make_link(ArticleFactory(), by=user)


def watched() -> Watch:
    """Return that a page quotes what a project got."""
    return watch(ProjectFactory(published=True), "100 000 kr")


def kept_draft() -> KeptDraft:
    """Return what somebody typed of a new article."""
    user = User.objects.create_user("redaktor", is_staff=True)
    return KeptDraft.objects.create(user=user, key="a" * 22, content="title_sv=SPIN")


def watch_message() -> WatchMessage:
    """Return what a mailbox is told of a change, unsent."""
    row = watched()
    granted = row.project.decisions.get()
    grant(row.project, "90 000", kind="amended", supersedes=granted)
    written = look(row.pk)
    assert written is not None
    return written


def bound_figure() -> BoundFigure:
    return BoundFigure.objects.create(
        article=ArticleFactory(),
        language="sv",
        field="body",
        number=1,
        words="14 miljoner",
        written="P000001 registered_support 2018-06-20",
        project=ProjectFactory(),
        basis="registered_support",
        spoke_of=datetime.date(2018, 6, 20),
    )


def figure_note() -> FigureNote:
    user = User.objects.create_user("redaktor", is_staff=True)
    return FigureNote.objects.create(
        article=ArticleFactory(), decision=grant(ProjectFactory()), by=user
    )


def correction() -> Correction:
    user = User.objects.create_user("redaktor", is_staff=True)
    article = ArticleFactory(published=True)
    return Correction.objects.create(article=article, by=user, words_sv="Beloppet var fel.")


def review_comment() -> ReviewComment:
    user = User.objects.create_user("granskare", is_staff=True)
    return ReviewComment.objects.create(article=ArticleFactory(), by=user, words="Se över.")


SAMPLES: dict[type[Model], Callable[[], Model]] = {
    AcceptedWarning: accepted_warning,
    Article: ArticleFactory,
    BoundFigure: bound_figure,
    Change: Change.objects.create,
    LastChange: lambda: LastChange.objects.create(project=1, at=timezone.now()),
    Correction: correction,
    Decision: lambda: grant(ProjectFactory()),
    DistinctOrganisations: distinct_organisations,
    ErrorReport: error_report,
    FigureNote: figure_note,
    Fund: FundFactory,
    GrantSplit: lambda: grant(ProjectFactory()).splits.get(),
    Import: uploaded,
    ImportedRow: lambda: ImportedRow.objects.create(
        file=uploaded(), place=0, rows="2", verdict="new"
    ),
    Intervention: lambda: Intervention.objects.create(
        project=ProjectFactory(), code="060", share=100
    ),
    LoneApproval: lone_approval,
    MissingFact: lambda: MissingFact.objects.create(
        project=ProjectFactory(), fact="lead", note_sv="Uppgift saknas."
    ),
    Organisation: OrganisationFactory,
    OrganisationMerge: organisation_merge,
    OrganisationName: lambda: OrganisationName.objects.create(
        organisation=OrganisationFactory(), name="Landstinget"
    ),
    Participation: ParticipationFactory,
    Partnership: PartnershipFactory,
    Payment: paid_out,
    Place: PlaceFactory,
    Picture: PictureFactory,
    PlausibilityWarning: warning,
    Preset: preset,
    KeptDraft: kept_draft,
    PreviewLink: preview_link,
    Priority: PriorityFactory,
    Programme: ProgrammeFactory,
    Project: ProjectFactory,
    ProjectPlace: ProjectPlaceFactory,
    Proposal: proposal,
    Redaction: redaction,
    ReviewComment: review_comment,
    Round: RoundFactory,
    SavedMapping: lambda: SavedMapping.objects.create(name="Projektbanken"),
    SentForm: sent_form,
    Source: SourceFactory,
    StatedFigure: lambda: state(ProjectFactory(), "4,3 mn"),
    Subtotal: lambda: grant(ProjectFactory()).project.subtotals.first(),
    Watch: watched,
    WatchMessage: watch_message,
}


def registry_models() -> list[type[Model]]:
    """Return every model of ours but the copies that history keeps."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in {"projects", "news"}
        and not issubclass(model, pghistory.models.Event)
    ]

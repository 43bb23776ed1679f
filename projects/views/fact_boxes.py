"""Fact boxes: what another site may copy of a project or a round, or show in a frame."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.csp import CSP, build_policy
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from projects.fact_boxes import FactBox, as_text, project_box, round_box
from projects.models import Project, Round
from projects.settlement import with_accounts
from projects.views.projects import withdrawn

# A frame shows text and one stylesheet, to any page that likes.
FRAMED: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}
KEPT_SECONDS = 60


@require_safe
def project_fact_box(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the box of a project and offer it as text, as HTML and as a frame."""
    project = get_object_or_404(_projects(), slug=slug)
    if project.is_withdrawn:
        return withdrawn(request, project)
    return _offered(request, project, project_box(project))


@require_safe
def project_fact_box_frame(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the box of a project alone, for a frame; that it is withdrawn where it is."""
    project = get_object_or_404(_projects(), slug=slug)
    if project.is_withdrawn:
        assert project.withdrawn_at is not None  # noqa: S101 - a constraint sees to it
        context = {"project": project, "withdrawn_on": localdate(project.withdrawn_at)}
        return _framed(request, render(request, "projects/fact_box_gone.html", context, status=410))
    return _frame(request, project, project_box(project))


@require_safe
def round_fact_box(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the box of a round and offer it as text, as HTML and as a frame."""
    round_ = _round(slug)
    return _offered(request, round_, round_box(round_))


@require_safe
def round_fact_box_frame(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the box of a round alone, for a frame."""
    round_ = _round(slug)
    return _frame(request, round_, round_box(round_))


def _projects() -> QuerySet[Project]:
    found = with_accounts(Project.objects.ever_public())
    return found.prefetch_related("missing_facts")


def _round(slug: str) -> Round:
    return get_object_or_404(Round.objects.select_related("partnership", "organisation"), slug=slug)


def _offered(request: HttpRequest, subject: Project | Round, box: FactBox) -> HttpResponse:
    page = request.build_absolute_uri(subject.get_absolute_url())
    copied = {"box": box, "address": page}
    name = "project" if isinstance(subject, Project) else "round"
    frame = reverse(f"projects:{name}_fact_box_frame", args=[subject.slug])
    framed = copied | {"frame": request.build_absolute_uri(frame), "height": height(box)}
    context = {
        "subject": subject,
        "box": box,
        "address": page,
        "as_text": as_text(box, page, str(settings.SITE_NAME)),
        "as_html": render_to_string("projects/fact_box_html.html", copied),
        "as_frame": render_to_string("projects/fact_box_iframe.html", framed),
    }
    return render(request, "projects/fact_box.html", context)


def height(box: FactBox) -> int:
    """Return how many pixels a frame needs that is 320 of them wide."""
    return 270 + 70 * len(box.lines)


def _frame(request: HttpRequest, subject: Project | Round, box: FactBox) -> HttpResponse:
    context = {"box": box, "address": request.build_absolute_uri(subject.get_absolute_url())}
    return _framed(request, render(request, "projects/fact_box_frame.html", context))


def _framed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Let any site show an answer in a frame.

    It is kept for a minute and not by ETag: a browser takes over the headers of a 304,
    which forbid frames.
    """
    answer.headers[str(CSP.HEADER_ENFORCE)] = build_policy(FRAMED)
    answer.xframe_options_exempt = True
    whose = "private" if settings.SESSION_COOKIE_NAME in request.COOKIES else "public"
    answer.headers["Cache-Control"] = f"{whose}, max-age={KEPT_SECONDS}"
    return answer

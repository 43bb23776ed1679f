"""An article's way to the public and back, and what it lacks on the way."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news import checks
from news.figures.saying import about_figures
from news.models import Article
from news.sanitising import has_words
from projects.models import Project, PublicationState

BEFORE_REVIEW = [PublicationState.DRAFT, PublicationState.IN_REVIEW]


def lacking(article: Article) -> dict[str, str]:
    """Return what must be written before publication, by column, in the order of the form."""
    missing = {}
    if not article.title_sv.strip():
        missing["title_sv"] = _("Write a title in Swedish.")
    if not article.lead_sv.strip():
        missing["lead_sv"] = _("Write a lead in Swedish.")
    if not has_words(article.body_sv):
        missing["body_sv"] = _("Write a text in Swedish.")
    elif hidden := _quoted_unseen(article):
        words = {"project": hidden}
        missing["body_sv"] = _("It quotes a project that is not public: %(project)s.") % words
    return missing | checks.blocking(article)


def _quoted_unseen(article: Article) -> str:
    """Return the name of a project that an article quotes and the public may not see, if any."""
    if not article.pk:
        return ""
    quoted = Project.objects.filter(quoted_by__article=article)
    hidden = quoted.exclude(state=PublicationState.PUBLISHED).order_by("pk").first()
    return str(hidden) if hidden else ""


def to_put_right(article: Article) -> list[checks.Problem]:
    """Return what to put right in an article as its history has it, what blocks it first."""
    found = checks.problems(article, lacking(article), checks.changes_of(article))
    return [*found, *about_figures(article)]


@transaction.atomic
def send_to_review(article: Article) -> None:
    """Tell the reviewers that a draft is ready. Raises ValidationError for anything else."""
    lock(article)
    if article.state != PublicationState.DRAFT:
        raise ValidationError(_("Only a draft can be sent to review."))
    article.state = PublicationState.IN_REVIEW
    save(article)


@transaction.atomic
def return_to_draft(article: Article) -> None:
    """Take an article out of review, or a scheduled one off the schedule.

    Raises ValidationError for one that is a draft already or that was ever public.
    """
    lock(article)
    if article.state == PublicationState.DRAFT or article.was_ever_public:
        raise ValidationError(_("Only what is in review or scheduled can become a draft again."))
    article.state = PublicationState.DRAFT
    article.published_at = None
    article.withdrawn_at = None
    article.withdrawn_reason_sv = article.withdrawn_reason_en = ""
    save(article)


@transaction.atomic
def publish(article: Article, *, at: datetime.datetime | None = None, seen: str = "") -> None:
    """Let the public see an article from a moment, now by default.

    Raises ValidationError, by column, for what it lacks. One that was public before
    keeps its first day and loses the note of its withdrawal.
    """
    lock(article)
    if article.is_published:
        raise ValidationError(_("The article is published already."))
    if seen and seen != str(article.version):
        raise ValidationError(_("Something has changed since you read this. Read it once more."))
    missing = lacking(article)
    if missing:
        raise ValidationError(dict(missing))
    article.show(at)
    save(article)


@transaction.atomic
def withdraw(article: Article, *, reason_sv: str, reason_en: str = "") -> None:
    """Take a published article from the public, leaving its address to say when and why.

    Raises ValidationError where it is not public or no reason is given.
    """
    lock(article)
    if not article.is_published:
        raise ValidationError(_("Only a published article can be withdrawn."))
    if not reason_sv.strip():
        raise ValidationError({"reason_sv": _("Say why it is withdrawn.")})
    article.take_back(reason_sv=reason_sv, reason_en=reason_en)
    save(article)


def note_edit(article: Article) -> None:
    """Mark, without saving, that the public text of an article was changed now."""
    if article.was_ever_public:
        article.edited_at = timezone.now()


def lock(article: Article) -> None:
    """Read the article as it is now, and keep everybody else from changing it meanwhile."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))


def save(article: Article) -> None:
    """Write what a step or a restored version made of the article, as a version of its own."""
    article.version += 1
    article.save()

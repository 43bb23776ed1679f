"""The link by which somebody without an account reads an article before it is public."""

import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from news.models import Article, PreviewLink
from projects.models import PublicationState

_signer = Signer(salt="news.preview")


def may_be_previewed(article: Article) -> bool:
    """Whether there is anything to see that the public does not: no link to what is gone or out."""
    return article.state != PublicationState.WITHDRAWN and not article.is_published


def make_link(article: Article, *, by: Any) -> PreviewLink:
    """Make a link that holds for the days that the setting says; an earlier one ends.

    Raises ValidationError for what is public, or was.
    """
    if not may_be_previewed(article):
        raise ValidationError(_("What is public, or was, is read at its own address."))
    until = timezone.now() + datetime.timedelta(days=settings.PREVIEW_DAYS)
    values = {"key": uuid4(), "until": until, "by": by}
    link, _is_new = PreviewLink.objects.update_or_create(article=article, defaults=values)
    return link


def take_back(article: Article) -> None:
    """End the link of an article, if it has one."""
    PreviewLink.objects.filter(article=article).delete()


def link_of(article: Article) -> PreviewLink | None:
    """Return the link of an article that still holds."""
    return PreviewLink.objects.live().filter(article=article).first()


def address_of(link: PreviewLink) -> str:
    """Return the path of a link, in the language that is spoken now."""
    return reverse("news:preview", args=[_signer.sign(link.key.hex)])


def followed(token: str) -> PreviewLink | None:
    """Return the link that somebody follows; None where it has ended or was taken back.

    Raises BadSignature for what was never a link of ours.
    """
    key = UUID(_signer.unsign(token))
    return PreviewLink.objects.live().select_related("article").filter(key=key).first()


def shows(picture: str) -> bool:
    """Whether a link that still holds leads to an article with the picture of that name."""
    previewed = Article.objects.filter(preview_link__in=PreviewLink.objects.live())
    return previewed.exclude(state=PublicationState.WITHDRAWN).with_picture(picture).exists()

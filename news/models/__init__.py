"""The nouns of the news, one file each; import them from here."""

from news.models.articles import (
    ADDRESS_NEEDS_A_LETTER,
    LONGEST_BODY,
    SEARCHED,
    Article,
    ArticleQuerySet,
)
from news.models.corrections import Correction
from news.models.drafts import KeptDraft, KeptDraftQuerySet
from news.models.figures import FACT, BoundFigure, FigureNote
from news.models.pictures import (
    DESCRIBE_THE_PICTURE,
    DESCRIBED_OR_DECORATIVE,
    Picture,
    PictureQuerySet,
)
from news.models.previews import PreviewLink
from news.models.reviews import ReviewComment
from news.models.watches import Watch, WatchMessage, WatchQuerySet

__all__ = [
    "ADDRESS_NEEDS_A_LETTER",
    "DESCRIBED_OR_DECORATIVE",
    "DESCRIBE_THE_PICTURE",
    "FACT",
    "LONGEST_BODY",
    "SEARCHED",
    "Article",
    "ArticleQuerySet",
    "BoundFigure",
    "Correction",
    "FigureNote",
    "KeptDraft",
    "KeptDraftQuerySet",
    "Picture",
    "PictureQuerySet",
    "PreviewLink",
    "ReviewComment",
    "Watch",
    "WatchMessage",
    "WatchQuerySet",
]

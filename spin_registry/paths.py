"""The words of public addresses in both languages, side by side.

Kept here rather than in the catalogue: an address must not change because a
translation file was not compiled.
"""

from django.utils.functional import lazy
from django.utils.translation import get_language

WORDS = {
    "projects": "projekt",
    "funders": "finansiarer",
    "organisations": "organisationer",
    "partnerships": "partnerskap",
    "rounds": "omgangar",
    "places": "platser",
    "programmes": "program",
    "news": "nyheter",
    "data": "data",
    "money": "pengar",
    "compare": "jamfor",
    "about": "om",
    "search": "sok",
    "suggestions": "forslag",
    "preview": "forhandsvisning",
    "print": "utskrift",
    "fact-box": "faktaruta",
    "frame": "ram",
    "error": "fel",
    "decisions": "beslut",
    "ask-for": "begar",
    "feed.atom": "flode.atom",
    "card.png": "kort.png",
    "accessibility": "tillganglighet",
    "privacy": "personuppgifter",
    "coverage": "tackning",
    "quality": "kvalitet",
    "sources": "kallor",
    "dictionary": "ordlista",
    "licence": "licens",
    "lists": "forteckningar",
    "cite": "citera",
    "releases": "utgavor",
    "download.<extension:extension>": "hamta.<extension:extension>",
}


def _in_language(route: str) -> str:
    if get_language() == "en":
        return route
    return "/".join(WORDS.get(part, part) for part in route.split("/"))


# `word("projects/<slug:slug>/")` is a route whose English words are translated when it is read.
word = lazy(_in_language, str)

"""When two names may be of one organisation. No Django model is imported here."""

import re
import unicodedata

_LEGAL_FORMS = re.compile(
    r"\b(?:aktiebolag(?:et)?|ab|publ|handelsbolag(?:et)?|hb|kommanditbolag(?:et)?|kb|"
    r"ekonomisk förening|ek för|ideell förening|ideella föreningen|stiftelsen|"
    r"ltd|limited|gmbh|inc|oy|as|aps)\b"
)
_COUNTY_COUNCIL = re.compile(r"^(?:(.+?) läns|(.+?)) landsting$|^landstinget (?:i )?(.+)$")
_REGION = re.compile(r"^(.+?)s?(?: läns)? region$|^region (.+)$")
_LETTERS = re.compile(r"[^\w]+")


def alike_key(name: str) -> str:
    """Return what names that may be of one organisation share.

    Case, signs, word order of "Region X" and legal forms (AB, ekonomisk förening, Stiftelsen)
    do not count, and a county council ("landsting") is taken for the region that it became.
    That two names share it proves nothing: a person decides.
    """
    plain = (
        unicodedata.normalize("NFKC", name).casefold().replace("ek.", "ek").replace("&", " och ")
    )
    plain = " ".join(_LETTERS.sub(" ", plain).split())
    bare = " ".join(_LEGAL_FORMS.sub(" ", plain).split()) or plain
    for pattern in (_COUNTY_COUNCIL, _REGION):
        if found := pattern.fullmatch(bare):
            area = next(part for part in found.groups() if part)
            return f"region {_without_genitive(area)}"
    return bare


def _without_genitive(area: str) -> str:
    words = area.removesuffix(" län").removesuffix(" läns")
    return words[:-1] if words.endswith("s") and len(words) > 4 else words

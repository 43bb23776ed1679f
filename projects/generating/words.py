"""A vocabulary of Swedish compounds, some thirty thousand, the commonest first.

Compounds are put together from two short lists, as Swedish does it. What comes out is spelled
right, and seldom means anything.
"""

import random
import tomllib
from pathlib import Path

_LISTS = {
    name: words.split()
    for name, words in tomllib.loads(
        Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    ).items()
}
ENGLISH = [_LISTS["english_first"], _LISTS["english_second"], _LISTS["english_third"]]

# The order of words is the same whatever the seed, so that searches can be written down.
_ORDER = 1


def _compounds() -> list[str]:
    lasts = [form for forms in _LISTS["second"] for form in forms.split("|")]
    found = list(dict.fromkeys(first + last for first in _LISTS["first"] for last in lasts))
    random.Random(_ORDER).shuffle(found)  # noqa: S311 - nothing to guess
    return found


COMPOUNDS = _compounds()
VOCABULARY = [*_LISTS["common"], *COMPOUNDS]

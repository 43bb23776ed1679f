"""Titles and running text, drawn from the vocabulary: few words often, most of them seldom."""

from random import Random

from projects.generating.words import COMPOUNDS, ENGLISH, VOCABULARY

FEWEST_WORDS, MOST_WORDS = 60, 120

_TITLES = [
    "{0} för {1}",
    "{0} och {1} i {place}",
    "Ny {1} för {0} i {place}",
    "Förstudie om {1} i {place}",
    "Från {0} till {1} och {2}",
    "{0} i {place}",
    "Grön {1} och öppen {2} för {place}",
    "{0}: {1} mellan företag och kommuner",
]
_CONSONANTS, _VOWELS = "BDFGKLMNPRSTV", "AEIOUYÅÄÖ"


def skewed(rng: Random, size: int) -> int:
    """Return a number from 0 to below `size`; by Zipf's law the second is half as common."""
    return int(size ** rng.random()) - 1


def compound(rng: Random) -> str:
    """Return a compound, the first of the vocabulary most often."""
    return COMPOUNDS[skewed(rng, len(COMPOUNDS))]


def running_text(rng: Random) -> str:
    """Return 60-120 words as sentences of 7 to 16."""
    left = rng.randint(FEWEST_WORDS, MOST_WORDS)
    drawn = [VOCABULARY[skewed(rng, len(VOCABULARY))] for _ in range(left)]
    sentences, start = [], 0
    while start < left:
        end = start + rng.randint(7, 16)
        sentence = " ".join(drawn[start:end])
        sentences.append(sentence[0].upper() + sentence[1:] + ".")
        start = end
    return " ".join(sentences)


def title(rng: Random, place: str) -> str:
    """Return a title of 3 to 8 words, where place is one or two."""
    text = rng.choice(_TITLES).format(compound(rng), compound(rng), compound(rng), place=place)
    return text[0].upper() + text[1:]


def english_title(rng: Random, place: str) -> str:
    """Return a title in English."""
    return f"{' '.join(map(rng.choice, ENGLISH))} in {place}"


def acronym(rng: Random) -> str:
    """Return a short name that can be said: four to six capitals."""
    syllables = (
        rng.choice(_CONSONANTS) + rng.choice(_VOWELS) for _ in range(rng.choice([2, 2, 3]))
    )
    return "".join(syllables)

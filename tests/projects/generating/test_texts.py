"""Made-up words are many, Swedish to look at, and drawn as unevenly as real ones."""

from collections import Counter
from random import Random

from projects.generating.texts import acronym, running_text, skewed, title
from projects.generating.words import COMPOUNDS, VOCABULARY


def rng(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing to guess


def test_the_vocabulary_is_long_and_has_letters_that_english_lacks():
    assert len(set(COMPOUNDS)) == len(COMPOUNDS) > 20_000
    assert sum(any(letter in word for letter in "åäö") for word in COMPOUNDS) > 5_000


def test_a_text_has_60_to_120_words():
    lengths = [len(running_text(rng(number)).split()) for number in range(300)]

    assert (min(lengths), max(lengths)) >= (60, 110)
    assert max(lengths) <= 120


def test_a_title_has_three_to_eight_words():
    titles = [title(rng(number), "Upplands Väsby") for number in range(300)]

    assert {len(text.split()) for text in titles} <= set(range(3, 9))


def test_a_short_name_fits_its_column_and_is_in_capitals():
    names = [acronym(rng(number)) for number in range(100)]

    assert all(4 <= len(name) <= 6 and name.isupper() for name in names)


def test_the_second_word_is_drawn_half_as_often_as_the_first():
    one = rng(1)
    drawn = Counter(skewed(one, len(VOCABULARY)) for _ in range(50_000))

    assert set(drawn) <= set(range(len(VOCABULARY)))
    assert 0.4 < drawn[1] / drawn[0] < 0.75

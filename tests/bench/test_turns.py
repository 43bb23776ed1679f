from collections import Counter

import pytest

from bench.servers import Server
from bench.turns import NotThereError, Target, refuse_bad

TARGET = Target("product", Server(0, ()), lambda one: one)


def test_answers_that_are_as_they_must_be_are_kept_quiet_about():
    assert refuse_bad(TARGET, Counter({200: 5})) is None


def test_a_page_that_was_never_found_is_not_there():
    with pytest.raises(NotThereError, match=r"^not there$"):
        refuse_bad(TARGET, Counter({404: 8}))


def test_a_page_that_sometimes_fails_says_how_often():
    with pytest.raises(NotThereError, match="product answered 2 times 500 of 8"):
        refuse_bad(TARGET, Counter({200: 6, 500: 2}))


def test_a_whole_page_is_no_answer_where_only_its_being_unchanged_was_asked():
    target = Target("product", Server(0, ()), lambda one: one, status=304)

    with pytest.raises(NotThereError, match="product answered 8 times 200 of 8"):
        refuse_bad(target, Counter({200: 8}))

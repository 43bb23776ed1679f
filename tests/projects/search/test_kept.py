"""What is kept holds for one generation, and no longer."""

import threading
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.search.kept import Kept


def counting() -> tuple[list[int], Callable[[], int]]:
    """Return what was made so far, and what makes the next number."""
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    return made, make


def test_a_value_is_made_once_for_a_generation() -> None:
    kept, (made, make) = Kept(5), counting()

    assert [kept.get("one", "key", make) for _ in range(3)] == [0, 0, 0]
    assert kept.get("two", "key", make) == 1
    assert len(made) == 2


def test_without_a_generation_nothing_is_kept() -> None:
    kept, (_made, make) = Kept(5), counting()
    kept.put(None, "key", 7)

    assert [kept.get(None, "key", make), kept.get(None, "key", make)] == [0, 1]
    assert kept.peek(None, "key") is None
    assert kept.get("one", "key", make) == 2


def test_the_one_used_last_is_the_last_to_go() -> None:
    kept = Kept(2)
    kept.put("one", "a", 1)
    kept.put("one", "b", 2)
    assert kept.peek("one", "a") == 1
    kept.put("one", "c", 3)

    assert [kept.peek("one", key) for key in "abc"] == [1, None, 3]


def test_a_late_value_of_an_older_generation_throws_nothing_out() -> None:
    kept = Kept(5)
    kept.put("two", "a", 2)

    kept.put("one", "b", 1)

    assert (kept.peek("two", "a"), kept.peek("two", "b")) == (2, None)


def test_a_value_made_while_the_generation_changed_is_not_kept() -> None:
    kept: Kept[int] = Kept(5)

    def make() -> int:
        kept.put("two", "other", 2)
        kept.get("two", "other", lambda: 3)
        return 1

    assert kept.get("one", "key", make) == 1
    assert (kept.peek("two", "key"), kept.peek("two", "other")) == (None, 3)


def test_what_fails_to_be_made_is_made_the_next_time() -> None:
    kept: Kept[int] = Kept(5)

    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        kept.get("one", "key", fail)

    assert kept.get("one", "key", lambda: 4) == 4


@given(
    st.lists(
        st.tuples(st.sampled_from("pgk"), st.sampled_from("AB"), st.sampled_from("abcd")),
        max_size=40,
    )
)
def test_what_is_answered_is_always_of_the_generation_and_the_key(
    acts: list[tuple[str, str, str]],
) -> None:
    kept: Kept[str] = Kept(2)
    for act, generation, key in acts:
        whole = generation + key
        if act == "p":
            kept.put(generation, key, whole)
        elif act == "g":
            assert kept.get(generation, key, lambda whole=whole: whole) == whole
        else:
            assert kept.peek(generation, key) in {whole, None}
        assert len(kept._values) <= 2


def test_many_threads_are_never_answered_with_another_generation_or_key() -> None:
    kept: Kept[str] = Kept(3)
    wrong: list[str] = []

    def ask(seed: int) -> None:
        rng = Random(seed)  # noqa: S311 - nothing to guess
        for _ in range(2_000):
            generation, key = rng.choice("AB"), rng.choice("abcdef")
            whole = generation + key
            found = kept.get(generation, key, lambda whole=whole: whole)
            peeked = kept.peek(generation, key)
            kept.put(generation, key, whole)
            wrong.extend(one for one in (found, peeked) if one not in {whole, None})

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(kept._values) <= 3

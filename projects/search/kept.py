"""What is kept for as long as nothing has changed, in this process.

A generation is what the index was built from (see `following`); where there is none,
nothing is kept and every answer is asked for anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock


class Kept[Value]:
    """At most so many values of one generation, the latest used last to go."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._generation = ""
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, generation: str | None, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the kept value of a key, or make it; without a generation always make it."""
        if generation is None:
            return make()
        with self._lock:
            self._turn_to(generation)
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        self.put(generation, key, value)
        return value

    def peek(self, generation: str | None, key: Hashable) -> Value | None:
        """Return the kept value of a key; None where there is none of this generation."""
        with self._lock:
            if generation is None:
                return None
            self._turn_to(generation)
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, generation: str | None, key: Hashable, value: Value) -> None:
        """Keep a value, unless its generation is no longer the one kept."""
        with self._lock:
            if generation is None or generation != (self._generation or generation):
                return
            self._turn_to(generation)
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self.most:
                self._values.popitem(last=False)

    def _turn_to(self, generation: str) -> None:
        """Drop what was kept of another generation than the one that is asked for now."""
        if generation != self._generation:
            self._values.clear()
            self._generation = generation

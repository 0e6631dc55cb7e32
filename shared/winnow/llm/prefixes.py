"""What the model has already read: the states of prompt beginnings that documents share."""

import copy
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

Read = Callable[[], Any]


class Prefixes:
    """Keeps the attention states (KV caches) of the last few prefixes; about 23 KB a token."""

    def __init__(self, kept: int = 6) -> None:
        self._kept = kept
        self._states: OrderedDict[tuple[int, ...], Any] = OrderedDict()

    def take(self, prefix: Sequence[int], read: Read) -> tuple[Any, bool]:
        """Return a copy of the prefix's state, and whether it was known; `read` computes it."""
        key = tuple(prefix)
        known = key in self._states
        if not known:
            self._states[key] = read()
            if len(self._states) > self._kept:
                self._states.popitem(last=False)
        self._states.move_to_end(key)
        return copy.deepcopy(self._states[key]), known

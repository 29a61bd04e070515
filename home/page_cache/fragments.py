"""Parts of pages that are the same on many of them: the menu, the empty form.

Kept like whole pages, under the stamp, so that the first visitor of each page after
a publish does not pay for them again. Nothing of a visitor belongs in them.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.urls import get_script_prefix

from .stamp import read_stamp

T = TypeVar("T")

MOST_FRAGMENTS = 1000
OLDEST_SECONDS = 600


class FragmentStore:
    """The fragments of this process: the ones made last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[str, float, object]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made for `key` under this stamp, or make it."""
        # Before making: what is published meanwhile counts as newer.
        stamp = read_stamp()
        # Behind a prefix, which a header can claim, addresses are written with it.
        if stamp is None or get_script_prefix() != "/":
            return make()
        now = time.time()
        kept = self._kept.get(key)
        if kept and kept[0] == stamp and 0 <= now - kept[1] < OLDEST_SECONDS:
            return kept[2]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._kept[key] = (stamp, now, made)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_FRAGMENTS:
                self._kept.popitem(last=False)
        return made


_store = FragmentStore()


def keep_fragment(key: Hashable, make: Callable[[], T]) -> T:
    """Return a part of a page as it was made before, or make it now.

    Args:
        key: everything that decides what it looks like, besides what editors
            publish: which page, which day, which choice.
        make: makes it; called when nothing valid is kept, and always where the page
            cache is off.
    """
    return _store.get(key, make)

"""Who renders a page that several visitors ask for at the same moment.

After a publish every kept page is old at once. Without turns everybody who comes just
then would have the same page rendered side by side, each slower for the others.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .store import Key

# A page that takes longer is rendered beside the first one: nobody waits for a stuck
# one, and a page that turns out to belong to one person is soon asked for itself.
LONGEST_WAIT_SECONDS = 2.0


class Turns:
    """The pages that this process renders now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[Key, threading.Event] = {}

    @contextmanager
    def take(self, key: Key | None) -> Iterator[bool]:
        """Wait while somebody else renders the page of `key`, if anybody does.

        Args:
            key: of a page that may be kept; None is never waited for.

        Yields:
            Whether there was somebody to wait for; the page may then be kept by now.
        """
        if key is None:
            yield False
            return
        with self._lock:
            first = self._under_way.get(key)
            if first is None:
                mine = self._under_way[key] = threading.Event()
        if first is not None:
            first.wait(LONGEST_WAIT_SECONDS)
            # Whoever waited renders beside the others, where it has to: a page that
            # is not kept does not make a queue.
            yield True
            return
        try:
            yield False
        finally:
            with self._lock:
                del self._under_way[key]
            mine.set()

"""The stamp: one row that changes when anything public changes.

A kept page holds for as long as the stamp is the one that was known before the page
was rendered. Every process asks the database again after half a second; so a page is
never stale for longer, whoever published it and wherever.
"""

import logging
import secrets
import threading
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction

logger = logging.getLogger(__name__)

# How long a process believes what it read. The promise is one second.
BELIEVE_SECONDS = 0.5
_ROW = 1


class StampReader:
    """What this process knows of the stamp, asked again when that is too old."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value = ""
        self._good_until = 0.0

    def read(self) -> str | None:
        """Return the stamp, at most half a second old, or None when nobody knows.

        None means that the database did not answer: then no kept page is shown and
        none is kept, since nobody can say whether it still holds.
        """
        if time.monotonic() < self._good_until:
            return self._value
        with self._lock:
            if time.monotonic() < self._good_until:
                return self._value
            # From before the question: the answer cannot be newer than that.
            asked_at = time.monotonic()
            try:
                self._value = _fetch()
            except (DatabaseError, InterfaceError):
                self._good_until = 0.0
                logger.exception("The stamp of the page cache could not be read.")
                return None
            self._good_until = asked_at + BELIEVE_SECONDS
            return self._value

    def forget(self) -> None:
        """Ask the database at the next request: this process changed it itself."""
        with self._lock:
            self._good_until = 0.0


reader = StampReader()


def empty_page_cache() -> None:
    """Drop all kept pages, in every process, once the transaction commits.

    Cheap to call often: however many things one transaction changes, the stamp is
    written once.
    """
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is _change_stamp for entry in waiting):
        # Robust: a publish that succeeded must not end in an error page.
        transaction.on_commit(_change_stamp, robust=True)


def read_stamp() -> str | None:
    """Return what ties a kept page or fragment to the present content.

    None when nothing may be kept: the page cache is switched off (development), or
    the database did not answer.
    """
    return reader.read() if settings.PAGE_CACHE else None


def _change_stamp() -> None:
    # Inline: the models of this app mark their responses by this package.
    from home.models import PageCacheStamp

    # A random value, so that two publishes at once cannot make the same one.
    row = PageCacheStamp(pk=_ROW, value=secrets.token_hex(16))
    PageCacheStamp.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["value"]
    )
    reader.forget()


def _fetch() -> str:
    # Inline: the models of this app mark their responses by this package.
    from home.models import PageCacheStamp

    rows = PageCacheStamp.objects.filter(pk=_ROW).values_list("value", flat=True)
    # Without a row nothing was ever published: that is a state like any other.
    return rows.first() or ""

"""What the tests of the page cache share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

BROTLI = {"accept-encoding": "gzip, deflate, br, zstd"}


@contextmanager
def count_page_queries() -> Iterator[list[str]]:
    """Collect the SQL of a page; the look at the stamp, twice a second, is apart."""
    queries: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield queries
    queries += [
        row["sql"] for row in captured if "home_pagecachestamp" not in row["sql"]
    ]


def is_hit(client, address: str, **headers: str) -> bool:
    """Whether an address is answered without one query of the page itself."""
    with count_page_queries() as queries:
        client.get(address, headers=headers)
    return queries == []


@contextmanager
def committing() -> Iterator[None]:
    """Run what waits for the commit of this block, as outside a test.

    What the test itself made before waits for a commit that never comes; the stamp,
    written once for each commit, would wait with it.
    """
    connection.run_on_commit.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield

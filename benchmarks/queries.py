"""What an act asks of the database, for the benchmarks."""

from collections.abc import Callable
from typing import Any


def note_queries(act: Callable[[], Any]) -> list[str]:
    """Return the statements that `act` sends to the database."""
    from django.db import connection  # the settings come first

    found: list[str] = []

    def note(execute, sql, params, many, context):
        # The look at the stamp comes twice a second, not with every page.
        if "home_pagecachestamp" not in sql:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return found

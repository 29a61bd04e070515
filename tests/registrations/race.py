"""People who act at the same moment: real threads, real transactions."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import OperationalError, connection

from registrations.services.errors import RegistrationError

DONE, REFUSED = "done", "refused"
PATIENCE_IN_SECONDS = 60


def run_at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do every act in a thread of its own, from one moment on; say what came of each."""
    start = Barrier(len(acts), timeout=PATIENCE_IN_SECONDS)

    def run(act: Callable[[], Any]) -> str:
        start.wait()
        try:
            return _run_until_heard(act)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(run, acts))


def _run_until_heard(act: Callable[[], Any]) -> str:
    """Act; again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + PATIENCE_IN_SECONDS
    while True:
        try:
            act()
        except RegistrationError:
            return REFUSED
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.2))
        else:
            return DONE

"""The worker: sends what is due at once, and sweeps what fell by the wayside."""

import logging
import signal
import time
from argparse import ArgumentParser
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
)
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from registrations.services.health import say_alive
from registrations.services.upkeep import look_after_all, prune_tasks, run_at_once

logger = logging.getLogger(__name__)

PRUNE_EVERY = 3600.0


class Command(BaseCommand):
    help = "Send messages as they are queued, until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--interval",
            type=float,
            default=1.0,
            help="Seconds between two looks for new work (default: 1).",
        )
        parser.add_argument(
            "--sweep-every",
            type=float,
            default=5.0,
            help="Seconds between two sweeps (default: 5).",
        )

    def handle(
        self, *args: Any, interval: float, sweep_every: float, **options: Any
    ) -> None:
        worker = MailWorker(interval=interval, sweep_every=sweep_every)
        worker.listen_to_signals()
        self.stdout.write("The mail worker is ready.")
        worker.run_until_stopped()
        self.stdout.write("The mail worker has stopped.")


class MailWorker:
    """Runs the tasks that are ready, sweeps, waits; a stop ends it between two mails."""

    def __init__(self, *, interval: float, sweep_every: float):
        self.interval = interval
        self.sweep_every = sweep_every
        self.name = get_random_string(32)
        self.is_stopping = False
        # A signal may come while we wait, in the very moment in which the waiting holds
        # its own lock: an Event would then wait for itself for ever. This one may be
        # put to from anywhere.
        self._wake: SimpleQueue[None] = SimpleQueue()
        # In batch mode it returns when no task is left, and leaves the waiting,
        # the sweeping and the signals to us.
        self._tasks = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.name,
            excluded_queue_names=[],
        )

    def listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Finish the mail in hand; a second signal ends the process at once."""
        signal.signal(number, signal.SIG_DFL)
        self.is_stopping = True
        self._tasks.running = False
        self._wake.put(None)

    def wait(self) -> None:
        """Wait until it is time for another look, or until somebody asks to stop."""
        with suppress(Empty):
            self._wake.get(timeout=self.interval)

    def run_until_stopped(self) -> None:
        next_sweep = next_prune = 0.0
        while not self.is_stopping:
            try:
                now = time.monotonic()
                if now >= next_sweep:
                    say_alive(name=self.name)
                    look_after_all(should_stop=lambda: self.is_stopping)
                    next_sweep = time.monotonic() + self.sweep_every
                if now >= next_prune:
                    prune_tasks()
                    next_prune = now + PRUNE_EVERY
                self._tasks.run()
                # However long the queue, a sweep is never far away.
                run_at_once(should_stop=partial(self._is_over, next_sweep))
            except (OperationalError, InterfaceError):
                # The database is away or busy: the rows will still be there.
                logger.exception("The mail worker could not reach the database.")
                connection.close()
            close_old_connections()
            self.wait()

    def _is_over(self, end: float) -> bool:
        return self.is_stopping or time.monotonic() >= end

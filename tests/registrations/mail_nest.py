"""Three mail workers of which one is killed every second: a process of its own.

`python -m tests.registrations.mail_nest WORKERS SECONDS` forks so many workers, kills
the oldest of them with -9 after so many seconds (0: never), and forks another in its
place, until it is asked to stop, or whoever started it is gone. Forked, because a
worker that has to start Python first would be dead before it sent anything.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time

import django
from django.urls import reverse

STOPS = (signal.SIGINT, signal.SIGTERM)


def work() -> None:
    """Be a mail worker, as `manage.py run_worker` is one."""
    from registrations.management.commands.run_worker import MailWorker

    threading.Thread(target=_end_with_parent, args=[os.getppid()], daemon=True).start()
    worker = MailWorker(interval=0.05, sweep_every=1.0)
    worker.listen_to_signals()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    worker.run_until_stopped()


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(3)


def fork() -> int:
    # The child hears no signal until it listens itself (`work`), and loses none.
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)


def main(count: int, kill_every: float) -> int:
    # Fetched, not handled: no moment in which one could come unasked.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    parent = os.getppid()
    workers = [fork() for _ in range(count)]
    while not signal.sigtimedwait(STOPS, kill_every or 0.2):
        if kill_every:
            oldest = workers.pop(0)
            os.kill(oldest, signal.SIGKILL)
            os.waitpid(oldest, 0)
            say("killed")
            workers.append(fork())
        if os.getppid() != parent:
            return 1  # a test that was killed: nobody would ever stop us
        for pid in workers:
            if os.waitpid(pid, os.WNOHANG)[0]:
                say("A worker ended by itself.")
                return 1
    for pid in workers:
        os.kill(pid, signal.SIGTERM)
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in workers]
    say("all stopped")
    return max(codes)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    # All that a worker needs, before the first of them: what each of three would load
    # again while the others are busy takes longer than it lives.
    importlib.import_module("registrations.management.commands.run_worker")
    reverse("wagtailadmin_home")  # with every address of the site, for the links
    sys.exit(main(int(sys.argv[1]), float(sys.argv[2])))

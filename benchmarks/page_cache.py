"""The throughput of a kept page, against a bare Django view with the same bytes.

    python -m benchmarks.page_cache

One server (gunicorn, one process, four threads) answers both; rounds of the one and
the other take turns, and the median of each counts. A second process makes the load.
Figures of one run compare; the number of answers per second says only how fast this
machine is now. On a busy machine throughput measures the neighbours too; the processor
time that the server itself took for each answer (Linux only) tells the two apart.
"""

import os
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.demo_site import get_free_port

from .load import measure_throughput
from .scene import CALL, prepare, say

BARE = "/bare/"
ROUNDS = 21
SECONDS = 1.0
TARGET = 0.9


def main() -> int:
    """Measure, tell, and return 1 when the target is missed."""
    with prepare():
        port = get_free_port()
        command = [sys.executable, "-m", "gunicorn", "benchmarks.wsgi"]
        command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
        command += ["--threads", "4", "--keep-alive", "30", "--log-level", "error"]
        server = subprocess.Popen(command, env=dict(os.environ))  # noqa: S603
        try:
            _wait_until_up(port)
            rounds = _measure(port, server.pid)
        finally:
            server.terminate()
            server.wait()
    kept = statistics.median(row[CALL].per_second for row in rounds)
    bare = statistics.median(row[BARE].per_second for row in rounds)
    ratio = statistics.median(
        row[CALL].per_second / row[BARE].per_second for row in rounds
    )
    say(f"kept call page {kept:8.0f}/s")
    say(f"bare view      {bare:8.0f}/s")
    say(f"ratio          {ratio:8.1%}   (target: at least {TARGET:.0%})")
    costs = [row[BARE].cost / row[CALL].cost for row in rounds if row[CALL].cost]
    if costs:
        say(f"by processor time of the server {statistics.median(costs):8.1%}")
    return int(ratio < TARGET)


@dataclass(frozen=True)
class Measured:
    """One round of one of the two: answers a second, processor seconds an answer."""

    per_second: float
    cost: float


def _measure(port: int, server: int) -> list[dict[str, Measured]]:
    measure_throughput(port, CALL, seconds=1)
    measure_throughput(port, BARE, seconds=1)
    rounds = []
    for number in range(ROUNDS):
        found: dict[str, Measured] = {}
        for path in [CALL, BARE][:: 1 if number % 2 else -1]:
            before = _read_processor_time(server)
            rate = measure_throughput(port, path, seconds=SECONDS)
            took = _read_processor_time(server) - before
            found[path] = Measured(rate, took / (rate * SECONDS))
        rounds.append(found)
        say(
            f"round {number + 1}: kept {found[CALL].per_second:.0f}/s, "
            f"bare {found[BARE].per_second:.0f}/s"
        )
    return rounds


def _read_processor_time(server: int) -> float:
    """Return the seconds that the workers of gunicorn worked so far; 0 off Linux."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # After the name, which may hold anything: state, parent, …, user, system.
            row = stat.read_text().rpartition(")")[2].split()
            if int(row[1]) == server:
                ticks += int(row[11]) + int(row[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _wait_until_up(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{BARE}", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())

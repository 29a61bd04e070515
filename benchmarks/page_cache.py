"""The throughput of a kept page, against a bare Django view with the same bytes.

    python -m benchmarks.page_cache

One server (gunicorn, one process, four threads) answers both; rounds of the one and
the other take turns, and the median of each counts. A second process makes the load.
Figures of one run compare; the number of answers per second says only how fast this
machine is now.
"""

import os
import statistics
import subprocess
import sys
import time
import urllib.request

from tests.e2e.demo_site import get_free_port

from .load import measure_throughput
from .scene import CALL, prepare, say

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
            rounds = _measure(port)
        finally:
            server.terminate()
            server.wait()
    kept = statistics.median(kept for kept, _ in rounds)
    bare = statistics.median(bare for _, bare in rounds)
    ratio = statistics.median(kept / bare for kept, bare in rounds)
    say(f"kept call page {kept:8.0f}/s")
    say(f"bare view      {bare:8.0f}/s")
    say(f"ratio          {ratio:8.1%}   (target: at least {TARGET:.0%})")
    return int(ratio < TARGET)


def _measure(port: int) -> list[tuple[float, float]]:
    measure_throughput(port, CALL, seconds=1)
    measure_throughput(port, "/bare/", seconds=1)
    rounds = []
    for number in range(ROUNDS):
        paths = [CALL, "/bare/"][:: 1 if number % 2 else -1]
        found = {
            path: measure_throughput(port, path, seconds=SECONDS) for path in paths
        }
        rounds.append((found[CALL], found["/bare/"]))
        say(
            f"round {number + 1}: kept {found[CALL]:.0f}/s, bare {found['/bare/']:.0f}/s"
        )
    return rounds


def _wait_until_up(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/bare/", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())

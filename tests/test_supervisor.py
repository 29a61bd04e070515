"""The site and its worker run together, or not at all."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.looks

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
    import os, sys
    from cultuurplekken.supervisor import supervise
    commands = {name: [sys.executable, "-c", code] for name, code in %r.items()}
    sys.exit(supervise(commands, env=os.environ, say=lambda text: print(text, flush=True)))
"""
# Says which process it is, in one write, then waits for ever.
PATIENT = "import os, time; os.write(1, b'%d\\n' % os.getpid()); time.sleep(600)"


def start(**codes: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT) % codes],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(pid: int) -> bool:
    """Return whether a process that is not our child has ended."""
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_supervisor_stops_both_when_asked(number):
    supervisor = start(site=PATIENT, worker=PATIENT)
    pids = [int(supervisor.stdout.readline()) for _ in range(2)]
    supervisor.send_signal(number)
    output, _ = supervisor.communicate(timeout=20)
    assert output == "Stopping …\n"
    assert supervisor.returncode == 0
    assert [is_alive(pid) for pid in pids] == [False, False]


def test_supervisor_stops_the_other_when_one_ends():
    supervisor = start(site=PATIENT, worker="import time; time.sleep(1); exit(3)")
    pid = int(supervisor.stdout.readline())
    output, _ = supervisor.communicate(timeout=20)
    assert output == "The worker ended by itself (code 3), so everything stops.\n"
    assert supervisor.returncode == 1
    assert is_alive(pid) is False


def test_supervisor_stops_when_its_parent_was_killed():
    script = textwrap.dedent(SCRIPT) % {"site": PATIENT}
    wait_for_it = "import subprocess, sys; subprocess.call(sys.argv[1:])"
    parent = subprocess.Popen(
        [sys.executable, "-c", wait_for_it, sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert wait_until_gone(pid) is True


def test_supervisor_stops_what_a_process_started():
    parent = (
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {PATIENT!r}])\n"
        "time.sleep(600)"
    )
    supervisor = start(site=parent)
    grandchild = int(supervisor.stdout.readline())
    supervisor.terminate()
    supervisor.wait(timeout=20)
    assert wait_until_gone(grandchild) is True

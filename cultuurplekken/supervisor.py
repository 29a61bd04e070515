"""Keeps a few processes running together: all of them, or none."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_IN_SECONDS = 15


def supervise(
    commands: Mapping[str, Sequence[str]],
    *,
    env: Mapping[str, str],
    say: Callable[[str], object],
) -> int:
    """Run the commands until one ends or until someone asks to stop.

    Also stops when whoever started it is gone, killed without a chance to ask.

    Args:
        commands: the command line of each process, under the name it has in the
            sentences below.
        env: the environment of every process.
        say: receives each sentence.

    Returns:
        The exit code for the caller: 0 after Ctrl-C or SIGTERM, 1 when a process
        ended by itself.
    """
    asked_to_stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: asked_to_stop.set())
        for number in STOP_SIGNALS
    }
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            # A session of its own: Ctrl-C reaches us alone, and a stop reaches
            # what the process started itself (runserver's reloader).
            processes[name] = subprocess.Popen(  # noqa: S603
                command, env=dict(env), start_new_session=True
            )
        ended = _wait(processes, asked_to_stop)
        if ended:
            code = processes[ended].returncode
            say(f"The {ended} ended by itself (code {code}), so everything stops.")
        else:
            say("Stopping …")
        return 1 if ended else 0
    finally:
        _stop(processes, say)
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(
    processes: Mapping[str, subprocess.Popen[bytes]], asked_to_stop: threading.Event
) -> str:
    """Return the name of the process that ended, or "" when asked to stop."""
    parent = os.getppid()
    while not asked_to_stop.wait(0.2) and os.getppid() == parent:
        for name, process in processes.items():
            if process.poll() is not None:
                return name
    return ""


def _stop(
    processes: Mapping[str, subprocess.Popen[bytes]], say: Callable[[str], object]
) -> None:
    for process in processes.values():
        _signal_group(process, signal.SIGTERM)
    for name, process in processes.items():
        try:
            process.wait(PATIENCE_IN_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"The {name} did not stop within {PATIENCE_IN_SECONDS} s: ending it.")
            _signal_group(process, signal.SIGKILL)
            process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return

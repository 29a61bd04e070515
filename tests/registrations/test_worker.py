"""The worker as a process of its own: killed, doubled, stopped."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import update_reference_index_task

from registrations.enums import MessageState
from registrations.models import DeliveryAttempt, Message
from registrations.services import delivery
from registrations.services.delivery import sweep_stale
from registrations.services.upkeep import prune_tasks
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import HANG, Sink, make_message

ROOT = Path(__file__).resolve().parents[2]
S = MessageState
PATIENCE = 60.0


@pytest.fixture
def messages(own_database):
    registration = RegistrationFactory(page=FormPageFactory(), draft=True)
    return [
        make_message(registration, idempotency_key=f"n{number}", subject=f"N{number}")
        for number in range(4)
    ]


@pytest.fixture
def start(own_database, request):
    """Start workers that send to a sink; whatever happens, they end with the test."""
    processes = []

    def start(sink, *, command="run_worker"):
        options = ["--interval", "0.1", "--sweep-every", "0.3"]
        process = subprocess.Popen(
            [
                sys.executable,
                "-W",
                "ignore",
                "manage.py",
                command,
                *(options if command == "run_worker" else []),
            ],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev",
                "DATABASE_URL": own_database,
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": str(sink.port),
                "PYTHONUNBUFFERED": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "It never happened."
        time.sleep(0.1)


def states():
    return sorted(Message.objects.values_list("state", flat=True))


def test_worker_sends_everything_and_stops_when_asked(messages, start):
    with Sink() as sink:
        worker = start(sink)
        wait_until(lambda: states() == [S.SENT] * 4)
        worker.send_signal(signal.SIGTERM)
        output, _ = worker.communicate(timeout=PATIENCE)
    assert worker.returncode == 0
    assert "The mail worker has stopped." in output
    assert sorted(mail["Subject"] for mail in sink.accepted) == ["N0", "N1", "N2", "N3"]


# A worker that only waits, and is asked to stop at whatever moment of its waiting.
STOPPED_OFTEN = """
import faulthandler, random, signal
import django
django.setup()
from registrations.management.commands.run_worker import MailWorker
faulthandler.dump_traceback_later(20, exit=True)
for _ in range(1000):
    worker = MailWorker(interval=0.0001, sweep_every=5)
    signal.signal(signal.SIGALRM, worker.stop)
    signal.setitimer(signal.ITIMER_REAL, random.uniform(0.0002, 0.002))
    while not worker.is_stopping:
        worker.wait()
"""


def test_stop_is_heard_in_the_midst_of_waiting():
    # With a threading.Event it hung for ever, about once in two hundred times.
    settings = {"DJANGO_SETTINGS_MODULE": "cultuurplekken.settings.dev"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", STOPPED_OFTEN],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_two_workers_send_each_message_once(messages, start):
    registration = messages[0].registration
    for number in range(4, 24):
        make_message(registration, idempotency_key=f"n{number}", subject=f"N{number}")
    with Sink() as sink:
        start(sink), start(sink)
        wait_until(lambda: set(states()) == {S.SENT})
        sent = sorted(mail["Subject"] for mail in sink.accepted)
    assert sent == sorted(f"N{number}" for number in range(24))
    assert set(DeliveryAttempt.objects.values_list("outcome", flat=True)) == {
        "accepted"
    }


@pytest.mark.parametrize("moment", ["connect", "mail", "rcpt", "data"])
def test_kill_before_the_text_left_loses_nothing(moment, messages, start):
    Message.objects.exclude(pk=messages[0].pk).delete()
    with Sink(**{moment: HANG}) as sink:
        worker = start(sink)
        wait_until(lambda: states() == [S.SENDING] and sink.reached == moment)
        worker.kill()
        worker.wait(PATIENCE)
        assert (states(), sink.texts) == ([S.SENDING], [])

        assert sweep_stale(now=timezone.now() + delivery.stale_after() * 2) == 1
        Message.objects.update(next_attempt_at=timezone.now())
        sink.moments.clear()
        start(sink)
        wait_until(lambda: states() == [S.SENT])
        assert len(sink.accepted) == 1
    assert list(
        DeliveryAttempt.objects.order_by("pk").values_list("outcome", flat=True)
    ) == ["interrupted", "accepted"]


def test_kill_between_text_and_answer_is_left_to_a_person(messages, start):
    Message.objects.exclude(pk=messages[0].pk).delete()
    with Sink(text=HANG) as sink:
        worker = start(sink)
        assert sink.text_arrived.wait(PATIENCE)
        worker.kill()
        worker.wait(PATIENCE)
        assert states() == [S.SENDING]

        assert sweep_stale(now=timezone.now() + delivery.stale_after() * 2) == 1
        message = Message.objects.get()
        assert (message.state, message.is_uncertain) == (S.FAILED, True)
        sink.moments.clear()
        second = start(sink, command="send_messages")
        output, _ = second.communicate(timeout=PATIENCE)
        assert "Messages sent: 0." in output
        assert len(sink.texts) == 1


def test_stop_lets_the_mail_in_hand_finish(messages, start):
    with Sink(slow_text=1.5) as sink:
        worker = start(sink)
        assert sink.text_arrived.wait(PATIENCE)
        worker.send_signal(signal.SIGINT)
        worker.communicate(timeout=PATIENCE)
        assert worker.returncode == 0
        assert states() == [S.QUEUED] * 3 + [S.SENT]
        assert len(sink.accepted) == 1


def test_one_pass_sends_what_is_due(messages, start):
    with Sink() as sink:
        process = start(sink, command="send_messages")
        output, _ = process.communicate(timeout=PATIENCE)
    assert "Messages sent: 4." in output
    assert states() == [S.SENT] * 4


@pytest.mark.django_db
def test_old_tasks_are_pruned_even_those_of_a_killed_worker():
    for started in (None, timezone.now(), timezone.now() - timedelta(days=9)):
        update_reference_index_task.enqueue("home", "homepage", "1")
        newest = DBTaskResult.objects.order_by("-enqueued_at").first()
        DBTaskResult.objects.filter(pk=newest.pk).update(
            started_at=started, status="RUNNING" if started else "READY"
        )
    before = DBTaskResult.objects.count()
    assert prune_tasks() == 1
    assert DBTaskResult.objects.count() == before - 1


@pytest.mark.django_db
def test_one_pass_goes_on_when_a_seat_cannot_be_released(monkeypatch, capsys):
    registration = RegistrationFactory(page=FormPageFactory(), draft=True)
    make_message(registration)

    def fail(**kwargs):
        raise RuntimeError("workflow")

    monkeypatch.setattr("registrations.services.upkeep.expire_unanswered", fail)
    call_command("send_messages")
    assert "Messages sent: 1." in capsys.readouterr().out

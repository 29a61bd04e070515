"""Two workers in the same morning: real threads, real transactions."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection

from cultuurplekken.setup.groups import create_groups_and_workflows
from registrations.enums import MessageKind
from registrations.models import Message
from registrations.services.digest import send_digests
from tests.factories.registrations import RegistrationFactory, StaffFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Europe/Brussels"))


def send_until_heard(start) -> int:
    """Send; again when SQLite in memory, which cannot wait for a lock, says no."""
    start.wait()
    deadline = time.monotonic() + 60
    try:
        while True:
            try:
                return send_digests(now=MONDAY)
            except OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(random.uniform(0.02, 0.2))
    finally:
        connection.close()


def test_workers_at_once_tell_everybody_once():
    create_groups_and_workflows()
    readers = [StaffFactory(groups=["Lezers"], email=f"l{n}@huis.be") for n in range(3)]
    RegistrationFactory(received=True)
    start = Barrier(4, timeout=60)
    with ThreadPoolExecutor(max_workers=4) as pool:
        sent = list(pool.map(lambda _number: send_until_heard(start), range(4)))
    letters = Message.objects.filter(kind=MessageKind.TEAM_DIGEST)
    assert sorted(letter.recipient for letter in letters) == sorted(
        reader.email for reader in readers
    )
    assert sum(sent) == 3

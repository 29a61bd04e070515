"""Sending a form costs the same however many were there before.

`benchmarks.submit` measures the same at full size, and the processor time.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registrations.enums import RegistrationState
from registrations.models import Registration

from .form_scene import make_call_form, make_day_form, send

pytestmark = pytest.mark.django_db

# What one registration for a call asks of the database, without the way to its page.
MOST_QUERIES = 36


def fill_up(form_page, size):
    """Put others on the form, without the work of taking them in."""
    present = Registration.objects.count()
    Registration.objects.bulk_create(
        Registration(
            page=form_page,
            reference=f"X-{number:04d}",
            state=RegistrationState.WAITLISTED,
            state_changed_at=timezone.now(),
            email=f"ander{number}@voorbeeld.be",
            payload_digest=f"{number:064d}",
        )
        for number in range(present, present + size)
    )


@pytest.mark.parametrize("make_form", [make_call_form, make_day_form])
def test_one_registration_asks_as_much_among_three_hundred_as_alone(make_form, client):
    form_page = make_form()
    counts = []
    # The first request of a process reads what the others find in memory.
    for number, others in enumerate([0, 1, 300]):
        fill_up(form_page, others)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = send(client, form_page, email=f"mens{number}@voorbeeld.be")
        assert response.status_code == 303
        counts.append(len(queries))
    assert counts[2] == counts[1]
    assert counts[1] <= MOST_QUERIES


def test_sending_neither_writes_a_letter_nor_starts_a_workflow(client, team):
    form_page = make_call_form()
    send(client, form_page)
    registration = Registration.objects.get()
    assert registration.state == RegistrationState.RECEIVED
    assert registration.current_workflow_state is None
    assert registration.messages.get().is_written is False
    assert list(Registration.objects.new()) == [registration]

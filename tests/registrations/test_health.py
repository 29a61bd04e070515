"""The health page: whether mail leaves, for a monitor, and about nobody."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registrations.enums import MessageState
from registrations.models import DeliveryAttempt, Message, WorkerBeat
from registrations.services.health import get_health, say_alive
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import make_message

pytestmark = pytest.mark.django_db

S = MessageState


@pytest.fixture
def registration(db):
    return RegistrationFactory(page=FormPageFactory(), draft=True, email="an@test.be")


def look(client):
    response = client.get("/gezond/")
    return response.status_code, json.loads(response.content)


def test_site_without_a_worker_is_not_well(client):
    status, told = look(client)
    assert status == 503
    assert told["worker"] == {"ok": False, "seconds_silent": None}
    say_alive(name="een")
    assert look(client) == (
        200,
        {
            "ok": True,
            "database": True,
            "worker": {"ok": True, "seconds_silent": 0},
            "mail": {"ok": True, "oldest_due_seconds": None},
        },
    )
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(seconds=121))
    assert look(client)[0] == 503


def test_letter_that_waits_while_others_leave_is_no_trouble(client, registration):
    say_alive(name="een")
    long_ago = timezone.now() - timedelta(seconds=1000)
    letter = make_message(registration, next_attempt_at=long_ago)
    status, told = look(client)
    assert (status, told["mail"]["ok"]) == (503, False)
    assert 1000 <= told["mail"]["oldest_due_seconds"] < 1010
    # The pace of the provider is slow, and mail leaves.
    attempt = DeliveryAttempt.objects.create(message=letter, number=1)
    assert look(client)[0] == 200
    DeliveryAttempt.objects.filter(pk=attempt.pk).update(started_at=long_ago)
    assert look(client)[0] == 503
    # What a person keeps back is no trouble of the site.
    Message.objects.update(held_at=timezone.now())
    assert look(client)[0] == 200


def test_page_tells_nothing_of_anybody_and_is_kept_nowhere(client, registration):
    make_message(registration, state=S.FAILED)
    say_alive(name="een")
    response = client.get("/gezond/")
    assert "no-store" in response["Cache-Control"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response.cookies == {}
    for word in (registration.reference, "an@test.be", "een"):
        assert word not in response.content.decode()
    assert client.post("/gezond/").status_code == 405
    assert client.head("/gezond/").status_code == 200


def test_database_that_is_away_is_said_and_not_raised(client, monkeypatch):
    def fail():
        raise OperationalError("gone")

    monkeypatch.setattr("registrations.views.health.get_health", fail)
    assert look(client) == (503, {"ok": False, "database": False})


def test_health_costs_as_many_queries_however_much_waits(registration):
    def count():
        with CaptureQueriesContext(connection) as queries:
            get_health()
        return len(queries)

    one = count()
    for _ in range(3):
        make_message(registration)
    assert (count(), one) == (2, 2)


def test_pass_of_cron_is_a_sign_of_life(registration):
    call_command("send_messages")
    assert get_health().has_worker is True


def test_old_signs_of_life_are_forgotten():
    say_alive(name="oud")
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(days=2))
    say_alive(name="nieuw")
    assert WorkerBeat.objects.get().name == "nieuw"


def test_dashboard_tells_the_office_and_nobody_else(client, team, registration):
    make_message(registration, state=S.FAILED, next_attempt_at=None)
    client.force_login(team.decider)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Er vertrekt geen mail" in html
    assert "1 brief kon niet vertrekken" in html
    say_alive(name="een")
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "De mail vertrekt, en er wacht geen brief." in html
    for name in ("reader", "editor"):
        client.force_login(getattr(team, name))
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "De mail vertrekt" not in html

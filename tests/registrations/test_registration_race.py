"""Many people at the same moment: real threads, real transactions."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.test import Client

from registrations.enums import RegistrationState
from registrations.models import Registration
from tests.registrations.form_scene import BROWSER, answers, make_day_form

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SEATS, PEOPLE = 8, 24


def send_all_at_once(url: str, posts: list[dict]) -> list:
    """Post everything at the same moment, each from a thread of its own."""
    start = Barrier(len(posts), timeout=60)

    def send(data):
        start.wait()
        try:
            return send_until_heard(url, data)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(posts)) as pool:
        return list(pool.map(send, posts))


def send_until_heard(url: str, data: dict):
    """Post; again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + 120
    while True:
        try:
            return Client().post(url, data, headers=BROWSER)
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.3))


def test_last_seats_are_given_once_however_many_ask_at_once():
    form_page = make_day_form(capacity=SEATS)
    posts = [
        answers(form_page, email=f"deelnemer{number}@voorbeeld.be")
        for number in range(PEOPLE)
    ]

    responses = send_all_at_once(form_page.get_url(), posts)

    people = Registration.objects.filter(page=form_page)
    assert [response.status_code for response in responses] == [303] * PEOPLE
    assert people.filter(state=RegistrationState.CONFIRMED).count() == SEATS
    assert people.filter(state=RegistrationState.WAITLISTED).count() == PEOPLE - SEATS
    assert people.values("reference").distinct().count() == PEOPLE


def test_same_form_sent_many_times_at_once_is_one_registration():
    form_page = make_day_form()

    responses = send_all_at_once(form_page.get_url(), [answers(form_page)] * 6)

    assert len({response.headers["Location"] for response in responses}) == 1
    assert Registration.objects.filter(page=form_page).count() == 1

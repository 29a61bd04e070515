"""Many people at the same moment: real threads, real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.test import Client

from registrations.enums import RegistrationState
from registrations.models import Registration
from tests.registrations.form_scene import BROWSER, answers, make_day_form

SEATS, PEOPLE = 8, 24


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_last_seats_are_given_once_however_many_ask_at_once():
    form_page = make_day_form(capacity=SEATS)
    url = form_page.get_url()
    posts = [
        answers(form_page, email=f"deelnemer{number}@voorbeeld.be")
        for number in range(PEOPLE)
    ]
    start = Barrier(PEOPLE, timeout=60)

    def send(data) -> int:
        start.wait()
        try:
            return persist(data)
        finally:
            connection.close()

    def persist(data) -> int:
        while True:
            try:
                return Client().post(url, data, headers=BROWSER).status_code
            except OperationalError as error:
                # A database in memory does not wait for its lock; a real one does.
                if "locked" not in str(error):
                    raise

    with ThreadPoolExecutor(max_workers=PEOPLE) as pool:
        statuses = list(pool.map(send, posts))

    people = Registration.objects.filter(page=form_page)
    assert statuses == [303] * PEOPLE
    assert people.filter(state=RegistrationState.CONFIRMED).count() == SEATS
    assert people.filter(state=RegistrationState.WAITLISTED).count() == PEOPLE - SEATS
    assert people.values("reference").distinct().count() == PEOPLE


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_same_form_sent_many_times_at_once_is_one_registration():
    form_page = make_day_form()
    url, data = form_page.get_url(), answers(form_page)
    start = Barrier(6, timeout=60)

    def send(_number) -> str:
        start.wait()
        try:
            while True:
                try:
                    response = Client().post(url, data, headers=BROWSER)
                    return response.headers["Location"]
                except OperationalError as error:
                    if "locked" not in str(error):
                        raise
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        locations = set(pool.map(send, range(6)))

    assert len(locations) == 1
    assert Registration.objects.filter(page=form_page).count() == 1

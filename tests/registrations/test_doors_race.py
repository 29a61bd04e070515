"""The last use of a code, and the one mail about an opening, by many at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from registrations.enums import MessageKind
from registrations.models import AccessCode, Interest, Message, Registration
from registrations.services.access_codes import create_code, sign_code
from registrations.services.interest import ask_to_hear, tell_opened
from registrations.views.doors import SIGNED_NAME
from tests.factories.registrations import StaffFactory
from tests.registrations.form_scene import answers, close, make_call_form, reload
from tests.registrations.test_registration_race import send_all_at_once

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def run_at_once(count: int, act) -> list:
    """Call `act` from so many threads at the same moment, until each has succeeded."""
    start = Barrier(count, timeout=60)

    def run(_number):
        start.wait()
        try:
            while True:
                try:
                    return act()
                except OperationalError as error:
                    # SQLite in memory cannot wait for a lock.
                    if "locked" not in str(error):
                        raise
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=count) as pool:
        return list(pool.map(run, range(count)))


def test_last_use_of_a_code_is_given_once_and_nobody_loses_a_text():
    form_page = make_call_form()
    close(form_page)
    form_page = reload(form_page)
    office = StaffFactory(username="kantoor", is_superuser=True)
    access_code = create_code(
        form_page=form_page,
        note="Voor wie eerst komt",
        valid_until=timezone.now() + timedelta(days=1),
        max_uses=2,
        user=office,
    )
    signed = {SIGNED_NAME: sign_code(access_code)}
    posts = [
        answers(form_page, email=f"m{n}@voorbeeld.be", motivation=f"Tekst van {n}.")
        | signed
        for n in range(6)
    ]

    responses = send_all_at_once(form_page.get_url(), posts)

    assert (
        sorted(response.status_code for response in responses) == [303] * 2 + [409] * 4
    )
    for number, response in enumerate(responses):
        if response.status_code == 409:
            assert f"Tekst van {number}." in response.content.decode()
    assert AccessCode.objects.get().uses == 2
    assert Registration.objects.filter(access_code=access_code).count() == 2


def test_same_click_uses_a_code_once():
    form_page = make_call_form()
    close(form_page)
    form_page = reload(form_page)
    access_code = create_code(
        form_page=form_page,
        note="Dubbelklik",
        valid_until=timezone.now() + timedelta(days=1),
        user=StaffFactory(username="kantoor", is_superuser=True),
    )
    post = answers(form_page) | {SIGNED_NAME: sign_code(access_code)}

    responses = send_all_at_once(form_page.get_url(), [post] * 4)

    assert {response.status_code for response in responses} == {303}
    assert (AccessCode.objects.get().uses, Registration.objects.count()) == (1, 1)


def test_two_workers_tell_everybody_once():
    form_page = make_call_form()
    for number in range(8):
        ask_to_hear(form_page=form_page, email=f"m{number}@voorbeeld.be")
    Interest.objects.update(confirmed_at=timezone.now())

    told = run_at_once(4, lambda: tell_opened(now=timezone.now()))

    letters = Message.objects.filter(kind=MessageKind.INTEREST_OPEN)
    assert letters.count() == 8
    assert letters.values("recipient").distinct().count() == 8
    assert Interest.objects.filter(told_at=None).count() == 0
    # On SQLite a worker that had to begin again counts only what was left.
    assert sum(told) <= 8


def test_same_address_at_once_is_one_row():
    form_page = make_call_form()
    close(form_page)
    run_at_once(4, lambda: ask_to_hear(form_page=form_page, email="a@voorbeeld.be"))
    assert Interest.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.INTEREST_CONFIRM).count() == 1

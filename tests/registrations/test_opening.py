"""Opening and closing to the minute: every place of the form, kept pages too."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from registrations.enums import MessageKind
from registrations.models import Interest, Message, Registration
from registrations.services.access_codes import create_code, sign_code
from registrations.services.interest import ask_to_hear, tell_opened
from registrations.views.doors import SIGNED_NAME
from tests.factories.registrations import StaffFactory
from tests.home.conftest import page_cache  # noqa: F401
from tests.registrations.form_scene import BROWSER, answers, make_call_form, reload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("page_cache")]

BRUSSELS = ZoneInfo("Europe/Brussels")
OPENS = datetime(2027, 1, 11, 12, 0, tzinfo=BRUSSELS)
# "Open until 16:30" includes that minute (workplaces/phases.py).
CLOSES = datetime(2027, 1, 29, 16, 30, tzinfo=BRUSSELS)
CLOSED = CLOSES + timedelta(minutes=1)
SECOND = timedelta(seconds=1)
QUESTIONS = b'class="form__part"'
ASK = b'class="interest"'
CODE = b'class="code-door"'


@pytest.fixture
def form_page():
    """The form of a call to come, which stands on the call itself too."""
    cache.clear()
    with time_machine.travel(OPENS - timedelta(days=30), tick=False):
        page = make_call_form(opens_at=OPENS, closes_at=CLOSES)
        call = page.subject
        call.body = [("registration_form", {"title": "", "form_page": page})]
        call.save_revision().publish()
        return reload(page)


@pytest.fixture
def watch(client, form_page):
    """Return whether each place shows the questions, the interest block, the code."""

    def look(moment: datetime) -> set[tuple[bool, bool, bool]]:
        with time_machine.travel(moment, tick=False):
            shown = set()
            for page in (form_page, form_page.subject):
                # Twice: the second answer is the kept one.
                for _number in range(2):
                    html = client.get(page.get_url()).content
                    shown.add((QUESTIONS in html, ASK in html, CODE in html))
            return shown

    return look


def send(client, form_page, page, moment, **extra):
    with time_machine.travel(moment, tick=False):
        posted = answers(form_page) | extra
        return client.post(page.get_url(), posted, headers=BROWSER)


SHUT, OPEN = {(False, True, True)}, {(True, False, False)}


def test_pages_open_and_close_at_their_second_though_they_are_kept(watch):
    # One after the other, so that each is asked while the one before is kept.
    assert watch(OPENS - SECOND) == SHUT
    assert watch(OPENS) == OPEN
    assert watch(CLOSED - SECOND) == OPEN
    assert watch(CLOSED) == SHUT


@pytest.mark.parametrize("on_host", [False, True])
def test_post_is_taken_to_the_second(client, form_page, on_host):
    page = form_page.subject if on_host else form_page
    statuses, taken = [], []
    for moment in (OPENS - SECOND, OPENS, CLOSED - SECOND, CLOSED):
        somebody = {"inschrijving-email": f"p{len(taken)}@voorbeeld.be"}
        response = send(client, form_page, page, moment, **somebody)
        statuses.append(response.status_code)
        taken.append(Registration.objects.count())
        if response.status_code == 409:
            assert "Wij verbouwen en willen het samen doen." in (
                response.content.decode()
            )
    assert (statuses, taken) == ([409, 303, 303, 409], [0, 1, 2, 2])


def test_code_is_needed_from_the_second_that_the_form_closes(client, form_page):
    with time_machine.travel(CLOSES - timedelta(days=1), tick=False):
        access_code = create_code(
            form_page=form_page,
            note="Wie te laat was",
            valid_until=CLOSES + timedelta(days=2),
            user=StaffFactory(username="kantoor", is_superuser=True),
        )
    signed = {SIGNED_NAME: sign_code(access_code)}

    in_time = send(client, form_page, form_page, CLOSED - SECOND, **signed)
    access_code.refresh_from_db()
    assert (in_time.status_code, access_code.uses) == (303, 0)

    late = send(
        client,
        form_page,
        form_page,
        CLOSED,
        **signed,
        **{"inschrijving-email": "jan@voorbeeld.be"},
    )
    access_code.refresh_from_db()
    assert (late.status_code, access_code.uses) == (303, 1)
    assert Registration.objects.get(email="jan@voorbeeld.be").access_code == access_code


@pytest.mark.parametrize("hours", [0, 47])
def test_code_opens_every_place_and_is_kept_by_none(client, form_page, hours):
    with time_machine.travel(CLOSED + timedelta(hours=hours), tick=False):
        access_code = create_code(
            form_page=form_page,
            note="Wie te laat was",
            valid_until=timezone.now() + timedelta(hours=1),
            user=StaffFactory(username="kantoor", is_superuser=True),
        )
        for page in (form_page, form_page.subject):
            closed = client.get(page.get_url())
            opened = client.get(page.get_url(), {"code": access_code.code})
            again = client.get(page.get_url())
            assert QUESTIONS in opened.content
            assert opened["Cache-Control"] == "private, no-store"
            for response in (closed, again):
                assert QUESTIONS not in response.content
                assert f'name="{SIGNED_NAME}"'.encode() not in response.content


def test_who_waits_is_told_from_the_second_that_the_form_opens(form_page):
    with time_machine.travel(OPENS - timedelta(days=1), tick=False):
        ask_to_hear(form_page=form_page, email="lotte@voorbeeld.be")
        Interest.objects.update(confirmed_at=timezone.now())
    for moment, told in ((OPENS - SECOND, 0), (OPENS, 1), (OPENS + SECOND, 0)):
        with time_machine.travel(moment, tick=False):
            assert tell_opened(now=moment) == told
    letters = Message.objects.filter(kind=MessageKind.INTEREST_OPEN)
    assert letters.count() == 1

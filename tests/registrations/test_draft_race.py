"""One draft, several hands at the same moment: real threads, real transactions."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from registrations.enums import MessageKind
from registrations.models import Message, Registration, RegistrationDraft
from registrations.services import drafts
from registrations.services.delivery import send_message
from registrations.services.registration import register
from tests.registrations.form_scene import bind, make_call_form

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

EMAIL = "lotte@voorbeeld.be"


def at_once(*acts):
    """Do everything at the same moment; return what each gave, or its error's name."""
    start = Barrier(len(acts), timeout=60)

    def do(act):
        start.wait()
        try:
            return until_heard(act)
        except drafts.DraftChanged:
            return "changed"
        except drafts.DraftGone:
            return "gone"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(do, acts))


def until_heard(act):
    """Again when SQLite in memory, which cannot wait for a lock, says no."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return act()
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.02, 0.3))


def save(form_page, **changes):
    values = {"form_page": form_page, "email": EMAIL, "answers": {"role": ["x"]}}
    return drafts.save_draft(**values | changes)


def saving(form_page, draft, text):
    version = drafts.get_version(draft)

    def act():
        save(form_page, draft=draft, version=version, answers={"role": [text]})
        return text

    return act


def test_of_two_browsers_that_save_at_once_one_hears_of_the_other():
    form_page = make_call_form()
    draft = save(form_page).draft

    heard = at_once(*(saving(form_page, draft, str(number)) for number in range(6)))

    assert Counter(heard)["changed"] == 5
    kept = RegistrationDraft.objects.get().answers["role"][0]
    assert kept in heard


def test_many_clicks_at_once_are_one_draft_with_one_letter():
    form_page = make_call_form()

    at_once(*[lambda: save(form_page)] * 6)

    assert RegistrationDraft.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.DRAFT_SAVED).count() == 1


@pytest.mark.parametrize("_round", range(5))
def test_sending_while_saving_leaves_the_registration_and_no_draft(_round):
    form_page = make_call_form()
    draft = save(form_page).draft
    form = bind(form_page, email=EMAIL)

    heard = at_once(
        saving(form_page, draft, "saved"),
        lambda: register(form_page=form_page, form=form, draft=draft).is_new,
        lambda: register(form_page=form_page, form=form, draft=draft).is_new,
    )

    assert heard[0] in {"saved", "gone"}
    assert sorted(heard[1:]) == [False, True]
    assert RegistrationDraft.objects.count() == 0
    assert Registration.objects.filter(page=form_page).count() == 1


@pytest.mark.parametrize("_round", range(5))
def test_sending_while_the_letter_leaves_breaks_neither(_round):
    form_page = make_call_form()
    draft = save(form_page).draft
    letter = Message.objects.get(draft=draft)
    form = bind(form_page, email=EMAIL)

    heard = at_once(
        lambda: register(form_page=form_page, form=form, draft=draft).is_new,
        lambda: send_message(message_id=letter.pk),
        lambda: drafts.erase_old_drafts(now=timezone.now()),
    )

    assert heard[0] is True
    assert Message.objects.filter(draft=draft).count() == 0

"""Access codes: they open time and nothing else, once for each use."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from registrations.enums import HoldReason, MessageKind, RegistrationState
from registrations.models import AccessCode, Message, Registration
from registrations.services import access_codes
from registrations.services.access_codes import (
    ALPHABET,
    CodeUsedUp,
    EndIsPast,
    change_code,
    create_code,
    display,
    find_code,
    get_link,
    is_taken,
    read_signed_code,
    revoke_code,
    sign_code,
    use_code,
)
from registrations.services.errors import NotAllowed
from registrations.services.registration import register
from registrations.views.doors import SIGNED_NAME
from tests.factories.registrations import StaffFactory
from tests.registrations.form_scene import (
    BROWSER,
    answers,
    bind,
    close,
    make_call_form,
    make_day_form,
    reload,
)

pytestmark = pytest.mark.django_db
with override("nl-BE"):
    WRONG = gettext(
        "With this code the form does not open: it is not right, was used already, or "
        "is no longer valid. Look at the mail in which you got it, or ask us."
    )
    ASK = gettext("Did you get a code?")
FULL_PAGE = "form__part"


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def office():
    return StaffFactory(username="kantoor", is_superuser=True, is_staff=True)


@pytest.fixture
def form_page():
    """A form whose call closed yesterday."""
    page = make_call_form()
    close(page)
    return reload(page)


def make_code(form_page, office, **fields) -> AccessCode:
    fields = {
        "note": "Voor Lotte, die ziek was",
        "valid_until": timezone.now() + timedelta(days=2),
    } | fields
    return create_code(form_page=form_page, user=office, **fields)


def open_form(client, form_page, code: str, **headers):
    return client.get(form_page.get_url(), {"code": code}, headers=headers)


def send_with(client, form_page, access_code, **changes):
    posted = answers(form_page, **changes) | {SIGNED_NAME: sign_code(access_code)}
    return client.post(form_page.get_url(), posted, headers=BROWSER)


# The code itself.


def test_code_is_long_and_has_no_sign_that_looks_like_another(form_page, office):
    access_code = make_code(form_page, office)
    assert len(access_code.code) == 12
    assert set(access_code.code) <= set(ALPHABET)
    assert len(ALPHABET) == 32
    assert not set("01IO") & set(ALPHABET)


def test_code_is_found_however_it_is_typed(form_page, office):
    access_code = make_code(form_page, office)
    code = access_code.code
    for typed in (code, code.lower(), display(code), f" {display(code).lower()} "):
        assert find_code(form_page, typed) == access_code
    for typed in ("", "-", code[:-1], f"{code}2", "é" * 500, "\x00"):
        assert find_code(form_page, typed) is None


def test_code_opens_its_own_form_alone(form_page, office):
    access_code = make_code(form_page, office)
    assert find_code(make_day_form(), access_code.code) is None
    assert read_signed_code(make_day_form(), sign_code(access_code)) is None


def test_code_opens_until_its_end_and_takes_an_hour_longer(form_page, office):
    access_code = make_code(form_page, office)
    end = access_code.valid_until
    second = timedelta(seconds=1)
    hour = timedelta(hours=1)
    assert find_code(form_page, access_code.code, now=end - second) == access_code
    assert find_code(form_page, access_code.code, now=end) is None
    assert is_taken(access_code, now=end + hour - second)
    assert not is_taken(access_code, now=end + hour)


def test_code_is_made_changed_and_revoked_by_who_may_and_logged(form_page, office):
    with pytest.raises(NotAllowed):
        make_code(form_page, StaffFactory(username="zonder"))
    with pytest.raises(EndIsPast):
        make_code(form_page, office, valid_until=timezone.now())
    access_code = make_code(form_page, office)
    with pytest.raises(NotAllowed):
        revoke_code(access_code=access_code, user=StaffFactory(username="zonder2"))
    revoke_code(access_code=access_code, user=office)
    access_code.refresh_from_db()

    assert access_code.is_revoked
    assert not is_taken(access_code)
    assert find_code(form_page, access_code.code) is None
    entries = ModelLogEntry.objects.filter(action__endswith="_code").order_by("pk")
    assert [entry.action for entry in entries] == [
        "registrations.make_code",
        "registrations.revoke_code",
    ]
    for entry in entries:
        assert access_code.code not in entry.label + str(entry.data)
        assert "Lotte" not in entry.label + str(entry.data)


def test_changed_code_stays_the_same_and_is_logged_as_it_was(form_page, office):
    access_code = make_code(form_page, office)
    code, before = access_code.code, access_code.valid_until
    until = before + timedelta(days=5)
    # The form of the screen has set its values on the row already.
    access_code.valid_until = until

    change_code(
        access_code=access_code,
        note="Voor Lotte en Bram",
        valid_until=until,
        max_uses=2,
        user=office,
    )

    stored = AccessCode.objects.get()
    assert (stored.code, stored.note) == (code, "Voor Lotte en Bram")
    assert (stored.valid_until, stored.max_uses) == (until, 2)
    entry = ModelLogEntry.objects.get(action="registrations.change_code")
    assert (entry.user, entry.data["form"]) == (office, form_page.pk)
    assert entry.data["until_before"] == before.isoformat()
    assert entry.data["until"] == until.isoformat()
    assert code not in entry.label + str(entry.data)
    assert "Lotte" not in entry.label + str(entry.data)


def test_nobody_else_changes_a_code(form_page, office):
    access_code = make_code(form_page, office)
    until = access_code.valid_until
    with pytest.raises(NotAllowed):
        change_code(
            access_code=access_code,
            note="Voor mezelf",
            valid_until=until + timedelta(days=99),
            max_uses=99,
            user=StaffFactory(username="lezer"),
        )
    stored = AccessCode.objects.get()
    assert (stored.note, stored.valid_until) == ("Voor Lotte, die ziek was", until)
    assert not ModelLogEntry.objects.filter(action="registrations.change_code").exists()


# Before the closed door.


def test_right_code_opens_the_form_and_is_kept_by_nobody(client, form_page, office):
    access_code = make_code(form_page, office)

    response = open_form(client, form_page, display(access_code.code).lower())

    html = response.content.decode()
    assert response.status_code == 200
    assert FULL_PAGE in html
    assert response.context["code_until"] in html
    assert response["Cache-Control"] == "private, no-store"
    assert SIGNED_NAME in html
    assert client.get(form_page.get_url()).content.decode().count(FULL_PAGE) == 0


def test_link_of_the_office_is_the_whole_address(client, form_page, office, settings):
    access_code = make_code(form_page, office)
    link = get_link(access_code)
    assert link == (
        f"{settings.SITE_URL}{form_page.get_url_parts()[2]}"
        f"?code={display(access_code.code)}"
    )
    assert (
        FULL_PAGE in client.get(link.removeprefix(settings.SITE_URL)).content.decode()
    )


def test_code_opens_the_form_on_the_page_that_holds_it(client, form_page, office):
    access_code = make_code(form_page, office)
    call = form_page.subject
    call.body = [("registration_form", {"title": "", "form_page": form_page})]
    call.save_revision().publish()

    closed = client.get(call.get_url())
    opened = client.get(call.get_url(), {"code": access_code.code})
    sent = client.post(
        call.get_url(),
        answers(form_page) | {SIGNED_NAME: sign_code(access_code)},
        headers=BROWSER,
    )

    assert FULL_PAGE not in closed.content.decode()
    assert ASK in closed.content.decode()
    assert FULL_PAGE in opened.content.decode()
    assert opened["Cache-Control"] == "private, no-store"
    assert sent.status_code == 303
    assert Registration.objects.get().access_code == access_code


@pytest.mark.parametrize("kind", ["unknown", "expired", "used", "revoked", "other"])
def test_code_that_does_not_open_gets_one_and_the_same_sentence(
    client, form_page, office, kind
):
    access_code = make_code(form_page, office)
    text = access_code.code
    if kind == "unknown":
        text = "2222-2222-2222"
    elif kind == "expired":
        AccessCode.objects.update(valid_until=timezone.now())
    elif kind == "used":
        AccessCode.objects.update(uses=1)
    elif kind == "revoked":
        revoke_code(access_code=access_code, user=office)
    else:
        text = make_code(make_day_form(), office).code

    response = open_form(client, form_page, text)

    html = response.content.decode()
    assert (response.status_code, FULL_PAGE in html) == (200, False)
    assert html.count(WRONG) == 1
    assert text not in html
    assert response["Cache-Control"] == "private, no-store"


def test_no_code_is_asked_or_read_where_the_form_is_off_line(client, form_page, office):
    access_code = make_code(form_page, office)
    form_page.unpublish()
    call = form_page.subject
    assert open_form(client, form_page, access_code.code).status_code == 404
    response = send_with(client, reload(form_page), access_code)
    assert response.status_code == 409
    assert Registration.objects.count() == 0
    assert "code" not in client.get(call.get_url()).content.decode().lower()


def test_guessing_is_stopped_for_who_guesses_and_for_nobody_else(
    client, form_page, office
):
    access_code = make_code(form_page, office)
    guesser, neighbour = {"REMOTE_ADDR": "8.8.8.8"}, {"REMOTE_ADDR": "9.9.9.9"}
    for number in range(30):
        response = client.get(form_page.get_url(), {"code": f"AAAA{number}"}, **guesser)
        assert WRONG in response.content.decode()

    def opens(**extra):
        url, data = form_page.get_url(), {"code": access_code.code}
        return FULL_PAGE in client.get(url, data, **extra).content.decode()

    assert not opens(**guesser)
    assert opens(**neighbour)
    # Whoever has the form open already sends it all the same.
    posted = answers(form_page) | {SIGNED_NAME: sign_code(access_code)}
    response = client.post(form_page.get_url(), posted, headers=BROWSER, **guesser)
    assert response.status_code == 303
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        AccessCode.objects.update(uses=0)
        assert opens(**guesser)


def test_code_in_the_address_of_an_open_form_changes_nothing(client, office):
    form_page = make_call_form()
    access_code = make_code(form_page, office)
    response = open_form(client, form_page, "VERKEERD")
    assert FULL_PAGE in response.content.decode()
    assert WRONG not in response.content.decode()
    assert send_with(client, form_page, access_code).status_code == 303
    access_code.refresh_from_db()
    assert (access_code.uses, Registration.objects.get().access_code) == (0, None)


def test_code_opens_a_form_that_opens_later(client, office):
    form_page = make_call_form()
    call = form_page.subject
    call.opens_at = timezone.now() + timedelta(days=3)
    call.closes_at = timezone.now() + timedelta(days=9)
    call.save()
    form_page = reload(form_page)
    access_code = make_code(form_page, office)
    assert FULL_PAGE in open_form(client, form_page, access_code.code).content.decode()
    assert send_with(client, form_page, access_code).status_code == 303


# Sending.


def test_sending_counts_the_code_once_and_marks_the_registration(
    client, form_page, office
):
    access_code = make_code(form_page, office)

    first = send_with(client, form_page, access_code)
    again = send_with(client, form_page, access_code)

    access_code.refresh_from_db()
    registration = Registration.objects.get()
    assert (first.status_code, again.status_code) == (303, 303)
    assert first["Location"] == again["Location"]
    assert (access_code.uses, registration.access_code) == (1, access_code)
    assert registration.state == RegistrationState.RECEIVED


def test_code_is_not_counted_for_a_form_with_mistakes(client, form_page, office):
    access_code = make_code(form_page, office)
    response = send_with(client, form_page, access_code, first_name="")
    html = response.content.decode()
    access_code.refresh_from_db()
    assert (response.status_code, access_code.uses) == (422, 0)
    assert sign_code(access_code) in html


def test_second_person_keeps_everything_typed_and_reads_why(client, form_page, office):
    access_code = make_code(form_page, office)
    send_with(client, form_page, access_code)

    response = send_with(
        client,
        form_page,
        access_code,
        email="jan@voorbeeld.be",
        motivation="Een lange tekst van Jan.",
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "Een lange tekst van Jan." in html
    assert WRONG in html
    assert Registration.objects.count() == 1


def test_code_that_ends_while_typing_is_taken_for_an_hour(client, form_page, office):
    access_code = make_code(form_page, office)
    with time_machine.travel(
        access_code.valid_until + timedelta(minutes=59), tick=False
    ):
        assert WRONG in open_form(client, form_page, access_code.code).content.decode()
        assert send_with(client, form_page, access_code).status_code == 303
    with time_machine.travel(
        access_code.valid_until + timedelta(minutes=60), tick=False
    ):
        late = send_with(client, form_page, access_code, email="jan@voorbeeld.be")
    assert late.status_code == 409
    assert "Wij verbouwen en willen het samen doen." in late.content.decode()


@pytest.mark.parametrize("signed", ["", "x", "1", "1:x", "9" * 40, "é"])
def test_invented_signature_opens_nothing(client, form_page, office, signed):
    make_code(form_page, office)
    posted = answers(form_page) | {SIGNED_NAME: signed}
    response = client.post(form_page.get_url(), posted, headers=BROWSER)
    assert (response.status_code, Registration.objects.count()) == (409, 0)


def test_use_is_taken_back_with_a_registration_that_fails(form_page, office):
    access_code = make_code(form_page, office)

    class Oops(Exception):
        pass

    def register_and_fail() -> None:
        with transaction.atomic():
            register(form_page=form_page, form=bind(form_page), access_code=access_code)
            raise Oops

    with pytest.raises(Oops):
        register_and_fail()
    access_code.refresh_from_db()
    assert (access_code.uses, Registration.objects.count()) == (0, 0)


def test_code_used_up_takes_back_all_of_the_registration(form_page, office):
    access_code = make_code(form_page, office)
    use_code(access_code=access_code)
    with pytest.raises(CodeUsedUp):
        register(form_page=form_page, form=bind(form_page), access_code=access_code)
    assert Registration.objects.count() == 0


def test_holder_of_a_code_learns_of_no_address(client, form_page, office):
    """A known address and a new one cost the code the same, and look the same."""
    first = make_code(form_page, office)
    send_with(client, form_page, first)
    for number, email in enumerate(["lotte@voorbeeld.be", "nieuw@voorbeeld.be"]):
        access_code = make_code(form_page, office)
        response = send_with(
            client, form_page, access_code, email=email, motivation=f"Ander {number}"
        )
        access_code.refresh_from_db()
        assert (response.status_code, access_code.uses) == (303, 1)
        later = open_form(client, form_page, access_code.code)
        assert WRONG in later.content.decode()
        # A used code says the same about an address that is known.
        retry = send_with(client, form_page, access_code, motivation="Nog eens")
        assert retry.status_code == 409


def test_held_registration_uses_its_code(client, form_page, office):
    access_code = make_code(form_page, office)
    send_with(client, form_page, access_code, fax="robot")
    access_code.refresh_from_db()
    registration = Registration.objects.get()
    assert registration.hold_reasons[0] == HoldReason.HONEYPOT
    assert (access_code.uses, registration.access_code) == (1, access_code)


def test_code_gives_no_seat_beyond_the_capacity(client, office):
    form_page = make_day_form(capacity=1)
    register(form_page=form_page, form=bind(form_page))
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        access_code = make_code(form_page, office)
        response = send_with(client, form_page, access_code, email="jan@voorbeeld.be")
    assert response.status_code == 303
    late = Registration.objects.get(email="jan@voorbeeld.be")
    assert (late.state, late.access_code) == (
        RegistrationState.WAITLISTED,
        access_code,
    )


def test_receipt_of_a_late_registration_is_the_usual_one(client, form_page, office):
    send_with(client, form_page, make_code(form_page, office))
    assert [m.kind for m in Message.objects.all()] == [MessageKind.RECEIPT]


def test_code_is_in_no_log_line(client, form_page, office, caplog):
    access_code = make_code(form_page, office)
    open_form(client, form_page, access_code.code)
    open_form(client, form_page, "VERKEERD")
    assert access_code.code not in caplog.text


def test_grace_is_one_hour():
    assert timedelta(hours=1) == access_codes.GRACE


def test_request_factory_is_not_needed_for_a_form_without_code(form_page):
    from registrations.views.doors import find_place
    from registrations.views.form.place import OWN_PAGE

    request = RequestFactory().get("/")
    assert find_place(form_page, request, OWN_PAGE) is OWN_PAGE

"""One press in a mail program ends the mail that somebody only asked for (RFC 8058)."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from registrations.models import Interest, Message
from registrations.services.delivery import send_due
from registrations.services.interest import ask_to_hear, confirm, tell_opened
from tests.factories.registrations import RegistrationFactory
from tests.registrations.form_scene import close, make_call_form, reload
from workplaces.models import CallPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def mails(mailoutbox):
    """Both letters to somebody who waited for a form, and one to an applicant."""
    page = make_call_form()
    close(page)
    ask_to_hear(form_page=reload(page), email="lotte@voorbeeld.be")
    confirm(interest=Interest.objects.get())
    CallPage.objects.update(
        opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=9)
    )
    tell_opened(now=timezone.now())
    RegistrationFactory(page=reload(page), email="an@voorbeeld.be")
    send_due()
    return mailoutbox


def test_header_stands_in_mail_that_was_only_asked_for_and_in_no_other(mails):
    found = {
        mail.to[0]: mail.extra_headers.get("List-Unsubscribe-Post", "")
        for mail in mails
    }
    assert found == {
        "lotte@voorbeeld.be": "List-Unsubscribe=One-Click",
        "an@voorbeeld.be": "",
    }
    for mail in mails:
        assert ("List-Unsubscribe" in mail.extra_headers) is bool(found[mail.to[0]])


def test_press_needs_no_cookie_and_a_look_changes_nothing(mails):
    address = mails[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert address.startswith(("http://", "https://"))
    path = urlsplit(address).path
    # As a mail program does it: no cookie, no origin, from somewhere else.
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.head, client.get):
        assert method(path).status_code == 200
    assert Interest.objects.count() == 1
    data = "List-Unsubscribe=One-Click"
    form = "application/x-www-form-urlencoded"
    elsewhere = {"sec-fetch-site": "cross-site", "origin": "https://mail.example"}
    response = client.post(path, data, content_type=form, headers=elsewhere)
    assert (response.status_code, len(client.cookies)) == (204, 0)
    assert not Interest.objects.exists()
    assert not Message.objects.filter(recipient="lotte@voorbeeld.be").exists()
    # A second press, as impatient programs do, finds nothing and breaks nothing.
    assert client.post(path, data, content_type=form).status_code == 404


def test_other_post_from_elsewhere_erases_nothing(mails):
    path = urlsplit(mails[0].extra_headers["List-Unsubscribe"].strip("<>")).path
    client = Client(enforce_csrf_checks=True)
    elsewhere = {"sec-fetch-site": "cross-site", "origin": "https://mail.example"}
    response = client.post(path, {"wissen": "ja"}, headers=elsewhere)
    assert response.status_code == 403
    assert Interest.objects.count() == 1

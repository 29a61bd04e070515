"""Whoever means harm with a letter: words, addresses, lists and buttons."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from registrations.enums import MessageKind, MessageState, TieState
from registrations.models import Message, Registration, Tie
from registrations.services.delivery import build_mail
from registrations.services.letter_marks import PRIVATE_LINK
from registrations.services.message import write_letter
from registrations.services.wording import get_default, save_words
from registrations.services.wording.errors import WordsRefused
from tests.factories.registrations import FormPageFactory, RegistrationFactory

from .mailroom import make_message

pytestmark = pytest.mark.django_db

TEMPLATES = (
    "{{ registration.email.__class__ }}",
    "{% load i18n %}{% debug %}",
    "{{ settings.SECRET_KEY }}",
    "{voornaam.__class__.__mro__}",
    "{voornaam!r:>100}",
    "{0.__globals__}",
    "%(voornaam)s ${email}",
)
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[klik](javascript:alert(1))",
    "[klik](JaVaScRiPt:alert(1))",
    "[klik](data:text/html,x)",
    '[klik](https://x.example/"onmouseover="alert(1))',
    "klik: javascript:alert(1)",
    '"><svg/onload=alert(1)>',
)


@pytest.fixture
def draft(team):
    registration = RegistrationFactory(page=FormPageFactory(), selected=True)
    return registration.messages.get(kind=MessageKind.SELECTED)


@pytest.fixture
def decider(client, team):
    client.force_login(team.decider)
    return client


def save(client, message, *, subject="Nieuws", text="Dag"):
    body = f"{text}\n\nMijn inschrijving: {PRIVATE_LINK}"
    url = reverse("messages:edit", args=[message.pk])
    return client.post(url, {"action": "save", "subject": subject, "body_text": body})


@pytest.mark.parametrize("typed", TEMPLATES)
def test_no_engine_reads_what_staff_type(typed, decider, draft, team):
    """In a draft it stays what it is; in the words of a kind it is refused."""
    assert save(decider, draft, subject=typed[:100], text=typed).status_code == 302
    draft.refresh_from_db()
    sent = build_mail(draft)
    assert typed in sent.body
    assert sent.subject == typed[:100]
    words = get_default(MessageKind.SELECTED)
    if re.search(r"[{}]", typed):
        with pytest.raises(WordsRefused):
            save_words(
                kind=MessageKind.SELECTED,
                page=None,
                subject=words.subject,
                body=f"{words.body}\n\n{typed}",
                seen=0,
                user=team.decider,
            )


@pytest.mark.parametrize("typed", MARKUP)
def test_markup_that_somebody_types_runs_nowhere(typed, decider, draft):
    assert save(decider, draft, text=typed).status_code == 302
    draft.refresh_from_db()
    html = build_mail(draft).alternatives[0].content
    inside = html.partition("<body")[2]
    assert re.findall(r"<(script|img|svg|iframe|object)\b", inside) == []
    assert re.findall(r"<[^>]*\son\w+\s*=", inside) == []
    schemes = {url.partition(":")[0] for url in re.findall(r'href="([^"]*)"', inside)}
    assert schemes <= {"http", "https", "mailto", "tel"}


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00"])
def test_subject_ends_no_header(end, decider, draft):
    subject = f"Nieuws{end}Bcc: dief@evil.example"
    save(decider, draft, subject=subject)
    draft.refresh_from_db()
    message = build_mail(draft).message()
    assert message["Bcc"] is None
    assert message.get_all("To") == [draft.recipient]
    assert b"\nBcc:" not in message.as_bytes()


def test_name_and_title_end_no_header(draft):
    registration = draft.registration
    trap = "An\r\nBcc: dief@evil.example"
    Registration.objects.filter(pk=registration.pk).update(
        first_name=trap, reference="CVM\r\nBcc: a@b.be"
    )
    letter = make_message(
        Registration.objects.get(pk=registration.pk),
        kind=MessageKind.PRIVATE_LINK,
        subject="",
        body_text="",
        body_html="",
    )
    message = build_mail(letter).message()
    assert message["Bcc"] is None
    assert "\n" not in write_letter(letter).subject


def test_group_letter_goes_to_nobody_who_is_closed(client, team):
    """However the list is made: all, a filter, a number, or a plan that was seen by another."""
    open_one = RegistrationFactory(page=FormPageFactory(), confirmed=True)
    closed = RegistrationFactory(page=open_one.page, confirmed=True)
    words = {"subject": "Een ander lokaal", "text": f"Boven. {PRIVATE_LINK}"}

    def write(query, **data):
        url = f"/admin/bulk/registrations/registration/write/?{query}"
        return client.post(f"{url}&next=/admin/registrations/", words | data)

    client.force_login(team.chair)
    seen = write(f"id={open_one.pk}&id={closed.pk}").context["plan"]
    Tie.objects.create(registration=closed, user=team.decider, state=TieState.DECLARED)
    client.force_login(team.decider)
    for query in (
        f"id={closed.pk}",
        f"id={open_one.pk}&id={closed.pk}",
        "id=all",
        "id=all&state=confirmed",
        "id=all&sort=-email",
        "id=99999999&id=-1&id=abc",
    ):
        for plan in ({}, {"plan": seen}, {"plan": f"{closed.pk}:x"}):
            response = write(query, **plan)
            assert response.status_code < 500, query
            assert closed.reference not in response.content.decode()
    letters = Message.objects.filter(kind=MessageKind.GROUP_LETTER)
    assert not letters.filter(registration=closed).exists()
    assert letters.filter(registration=open_one).count() <= 1
    # Nobody types a key: the link in a letter is the one that the site puts there.
    for letter in letters:
        assert letter.body_text.count(PRIVATE_LINK) == 1


def test_second_browser_sends_nothing_twice(client, team, draft):
    """Send, send again and send all, pressed twice or by two, is one letter each."""
    failed = make_message(draft.registration, state=MessageState.FAILED)
    for pressed in ("first", "second"):
        client.force_login(team.decider if pressed == "first" else team.boss)
        for letter, action in ((draft, "send"), (failed, "resend")):
            url = reverse("messages:edit", args=[letter.pk])
            client.post(url, {"action": action, **_words(letter)})
        ids = f"id={draft.pk}&id={failed.pk}"
        for action in ("send_messages", "resend_messages"):
            client.post(f"/admin/bulk/registrations/message/{action}/?{ids}&next=/")
    from registrations.services.delivery import send_due

    Message.objects.exclude(pk__in=[draft.pk, failed.pk]).update(
        state=MessageState.CANCELLED
    )
    while send_due():
        pass
    assert len(mail.outbox) == 2
    assert len({message["Message-ID"] for message in map(_as_sent, mail.outbox)}) == 2


def _words(letter):
    letter.refresh_from_db()
    return {"subject": letter.subject, "body_text": letter.body_text}


def _as_sent(message):
    return message.message()

"""What a stranger typed into a form shapes no letter: no link, no head, no element."""

import email
from email import policy

import pytest
import time_machine
from bs4 import BeautifulSoup

from registrations.enums import MessageKind
from registrations.models import Message, Registration, RegistrationFormField
from registrations.services.delivery.mail import build_mail
from registrations.services.letter_marks import PRIVATE_LINK

from .form_scene import fill_settings, make_call_form, reload, send
from .letters_scene import NOW, LettersScene

pytestmark = pytest.mark.django_db

# Each tries to be more than words: a field, the mark of the private link, an element, a
# link, the head of a mail, a heading, the small print, a page, a template.
HOSTILE = [
    "{persoonlijke_link}",
    "{voornaam} {antwoorden} {{ registration.email }} {% debug %}",
    f"{PRIVATE_LINK} [{PRIVATE_LINK}] [[private-link]] [[[private-link]]",
    '<a href="https://evil.example/">klik</a><img src=x onerror=alert(1)>',
    "[klik](https://evil.example/) [wis](page:1) **vet** _schuin_",
    "An\r\nBcc: allen@evil.example\r\n\r\nNieuwe tekst",
    "x\n\n## Kop\n- punt\n--\nOndertekend\nKlik: https://evil.example/",
    "x\u2028\u2028## Kop\u0085Klik: https://evil.example/",
    "=?utf-8?q?Bcc=3A_allen=40evil.example?=",
    "\u202egnp.exe %(site)s %s \\1 \\g<0>",
]
TYPED = ("first_name", "last_name", "organisation", "motivation", "contribution")


def read_shape(html: str) -> tuple[set[str], list[str]]:
    """The kinds of element of a letter, and where it leads."""
    elements = BeautifulSoup(html, "html.parser").find_all(True)
    links = [one.get("href") or one.get("src") for one in elements]
    return {one.name for one in elements}, [link for link in links if link]


@pytest.fixture
def scene(db, settings):
    settings.SITE_URL = "https://cultuurplekken.example"
    with time_machine.travel(NOW, tick=False):
        yield LettersScene()


def retype(registration: Registration, text: str) -> None:
    for name in TYPED:
        setattr(registration, name, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_name_shapes_no_letter_of_any_kind(scene, text):
    quiet = {kind: scene.write(kind) for kind in MessageKind}
    for registration in (scene.registration, scene.day_registration):
        retype(registration, text)
    for kind in MessageKind:
        letter, before = scene.write(kind), quiet[kind]
        (tags, links), (old_tags, old_links) = (
            read_shape(one.html) for one in (letter, before)
        )
        assert links == old_links, kind
        assert tags <= old_tags, kind
        assert len(letter.subject.splitlines()) == 1
        for part in ("text", "html"):
            found = getattr(letter, part).count(PRIVATE_LINK)
            assert found == getattr(before, part).count(PRIVATE_LINK), (kind, part)


@pytest.mark.parametrize("text", HOSTILE)
def test_answers_shape_neither_the_receipt_nor_its_head(client, text):
    fill_settings()
    page = make_call_form()
    RegistrationFormField.objects.create(
        page=page, label="Nog iets?", field_type="multiline", sort_order=90
    )
    page = reload(page)
    own = page.form_fields.get(label="Nog iets?").clean_name

    def receive(address, words):
        typed = dict.fromkeys((*TYPED, own), words)
        assert send(client, page, email=address, **typed).status_code == 303
        message = Message.objects.get(recipient=address, kind=MessageKind.RECEIPT)
        return build_mail(message)

    quiet, mail = (
        receive("stil@voorbeeld.be", "Rustig"),
        receive("an@voorbeeld.be", text),
    )

    (html,), (quiet_html,) = (
        [part.content for part in one.alternatives] for one in (mail, quiet)
    )
    tags, links = read_shape(html)
    old_tags, old_links = read_shape(quiet_html)
    # Each has a private link of its own.
    assert len(links) == len(old_links)
    assert not any("evil.example" in link for link in links)
    assert tags <= old_tags
    assert mail.body.count("/mijn-inschrijving/") == quiet.body.count(
        "/mijn-inschrijving/"
    )
    parsed = email.message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    assert [name.lower() for name in parsed] == [
        name.lower()
        for name in email.message_from_bytes(
            quiet.message().as_bytes(), policy=policy.default
        )
    ]
    assert (parsed["to"], mail.recipients()) == ("an@voorbeeld.be", ["an@voorbeeld.be"])

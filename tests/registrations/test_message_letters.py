"""Every letter: its words, its two parts, and what never gets into it."""

import re
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import get_template

from home.models import SiteSettings
from registrations.enums import MessageKind, RegistrationState
from registrations.models import DataRequest
from registrations.services.letter_html import (
    PRIVATE_LINK,
    Letter,
    parse_blocks,
    render_html,
)
from registrations.services.letter_marks import flat, quoted, to_plain
from registrations.services.letters import render_letter
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    PlaceFactory,
    RegistrationFactory,
)

from .mailroom import make_draft, make_interest

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
DAY_KINDS = {
    MessageKind.DAY_CONFIRMED,
    MessageKind.DAY_WAITLISTED,
    MessageKind.DAY_PROMOTED,
    MessageKind.DAY_REMINDER,
    MessageKind.DAY_CHANGED,
    MessageKind.DAY_CANCELLED,
    MessageKind.DAY_AFTERWARDS,
}
# Letters to whoever has not registered (yet).
DRAFT_KINDS = {MessageKind.DRAFT_SAVED, MessageKind.DRAFT_REMINDER}
INTEREST_KINDS = {MessageKind.INTEREST_CONFIRM, MessageKind.INTEREST_OPEN}
# Letters to whoever asked something of their own data.
PERSON_KINDS = {MessageKind.DATA_COPY, MessageKind.PERSON_ERASED}
# What the services hand to the templates of some letters, as plain data.
CONTEXTS: dict[MessageKind, dict] = {
    MessageKind.AMENDED: {"changed": ["Voornaam", "Waarom wil je deelnemen?"]},
    MessageKind.DELAY: {"new_date": "vrijdag 27 februari 2026"},
    MessageKind.DATA_COPY: {"copy_until": "vrijdag 16 januari 2026"},
    MessageKind.PERSON_ERASED: {"erased": ["je inschrijving CVM26-0042"]},
    MessageKind.DAY_CHANGED: {"before_text": "woensdag 11 november 2026"},
    MessageKind.DAY_CANCELLED: {"before_text": "woensdag 11 november 2026"},
    MessageKind.SESSION_CANCELLED: {"before_text": "woensdag 18 maart 2026"},
    MessageKind.SESSION_CHANGED: {"before_text": "woensdag 18 maart 2026"},
    MessageKind.OTHER_WORKPLACE: {
        "other_workplace": "de Werkplaats Visie",
        "reply_by": "vrijdag 27 februari 2026",
    },
    MessageKind.PUBLICATION: {"publication_url": "https://op-til.example/publicatie/"},
    MessageKind.EVALUATION: {"evaluation_url": "https://op-til.example/bevraging/"},
    MessageKind.DATA_ERASED: {"erased": ["Wat eet je niet?"]},
    MessageKind.GROUP_LETTER: {
        "own_subject": "Een ander lokaal",
        "own_text": "We komen samen op de eerste verdieping.",
    },
    MessageKind.DRAFT_SAVED: {
        "deadline": "tot en met vrijdag 30 januari 2026",
        "kept_until": "zondag 1 maart 2026",
        "is_asked": False,
    },
    MessageKind.DRAFT_REMINDER: {
        "deadline": "tot en met vrijdag 30 januari 2026",
        "kept_until": "zondag 1 maart 2026",
        "days_left": 3,
    },
    MessageKind.INTEREST_CONFIRM: {
        "is_confirmed": False,
        "is_next": False,
        "is_day": False,
    },
    MessageKind.INTEREST_OPEN: {"deadline": "tot en met vrijdag 30 januari 2026"},
}
# Letters in which the person has something to open or to do.
WITH_LINK = {
    MessageKind.RECEIPT,
    MessageKind.ALREADY_REGISTERED,
    MessageKind.PRIVATE_LINK,
    MessageKind.INFO_REQUEST,
    MessageKind.OTHER_WORKPLACE,
    MessageKind.EXCUSED,
    MessageKind.DATA_ERASED,
    MessageKind.SELECTED,
    MessageKind.CONFIRM_REMINDER,
    MessageKind.CONFIRMED,
    MessageKind.DELAY,
    MessageKind.GROUP_LETTER,
    MessageKind.SESSION_CHANGED,
    MessageKind.SESSION_CANCELLED,
    MessageKind.DAY_CHANGED,
    MessageKind.INTRODUCTION,
    MessageKind.PRACTICAL,
    MessageKind.SESSION_REMINDER,
    MessageKind.WAITLISTED,
    MessageKind.OFFERED,
    MessageKind.CORRECTION,
    # The door that stays open: the next day, with their own answers.
    MessageKind.WAITLIST_CLOSED,
    MessageKind.DECLINED,
    MessageKind.EXPIRED,
    MessageKind.AMENDED,
    *INTEREST_KINDS,
    MessageKind.DATA_COPY,
    *(DAY_KINDS - {MessageKind.DAY_AFTERWARDS}),
    *DRAFT_KINDS,
}
ENGLISH = re.compile(
    r"\b(you|your|the|and|registration|workplace|session|morning|sent|with)\b", re.I
)


class Words(HTMLParser):
    """What somebody who reads the HTML sees, and the links in it."""

    def __init__(self):
        super().__init__()
        self.text, self.links, self.hidden = [], [], False

    def handle_starttag(self, tag, attrs):
        self.hidden = tag in {"style", "title"}
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if not self.hidden and data.strip():
            self.text.append(" ".join(data.split()))


def read(html):
    words = Words()
    words.feed(html)
    return words


@pytest.fixture
def call(db):
    return OpenCallFactory(
        title="Werkplaatsen",
        decide_by=datetime(2099, 2, 12, 23, 59, tzinfo=BRUSSELS),
    )


@pytest.fixture
def registration(call):
    place = PlaceFactory(parent=call, title="Werkplaats Participatie")
    PlaceFactory(parent=call, title="Werkplaats Gedeeld Ruimtegebruik")
    registration = RegistrationFactory(
        page=FormPageFactory(parent=call), draft=True, first_name="An"
    )
    registration.placed_in = place
    registration.answer_by = datetime(2027, 2, 24, 12, 0, tzinfo=BRUSSELS)
    registration.save()
    return registration


@pytest.fixture
def day_registration(db):
    return RegistrationFactory(page=FormPageFactory(direct=True), draft=True)


def write(kind, registration, day_registration, reason="Er waren te veel aanvragen."):
    return render_letter(
        **find_subject(kind, registration, day_registration),
        kind=kind,
        reason=reason,
        context=CONTEXTS.get(kind),
    )


def find_subject(kind, registration, day_registration):
    """What a letter of this kind is about."""
    page = registration.page
    if kind in DRAFT_KINDS:
        return {"draft": make_draft(page)}
    if kind in PERSON_KINDS:
        return {"data_request": DataRequest(page=page, email="an@voorbeeld.be")}
    if kind in INTEREST_KINDS:
        return {"interest": make_interest(page)}
    return {"registration": day_registration if kind in DAY_KINDS else registration}


@pytest.mark.parametrize("kind", MessageKind)
def test_letter_is_complete_dutch_and_the_same_in_both_parts(
    kind, registration, day_registration
):
    letter = write(kind, registration, day_registration)
    words = read(letter.html)
    shown = " ".join(words.text)
    both = letter.text + letter.html + letter.subject

    assert re.findall(r"\{[{%]|%\}|\}\}|None|TODO", both) == []
    assert ENGLISH.findall(f"{letter.subject} {letter.text}") == []
    assert letter.text.count("!") <= 1
    # The text without its signs is what the HTML shows.
    for line in letter.text.splitlines():
        bare = re.sub(r"^(## |- |> |-- ?|\d+\. )", "", line)
        bare = re.sub(rf": {re.escape(PRIVATE_LINK)}\S*$", "", bare)
        bare = re.sub(r"\[([^\]]+)\]\(\S+\)", r"\1", bare)
        bare = re.sub(r": https?://\S+$", "", bare)
        assert bare in shown
    assert (PRIVATE_LINK in letter.text) is (kind in WITH_LINK)
    assert (PRIVATE_LINK in words.links) is (kind in WITH_LINK)
    assert 'lang="nl-BE"' in letter.html
    assert "<img" not in letter.html


def test_letters_have_each_their_own_subject(registration, day_registration):
    subjects = [
        write(kind, registration, day_registration).subject for kind in MessageKind
    ]
    assert len(set(subjects)) == len(MessageKind)
    assert max(len(subject) for subject in subjects) <= 100


def test_receipt_promises_the_date_of_the_call(registration):
    letter = render_letter(registration=registration, kind=MessageKind.RECEIPT)
    assert "Je weet het ten laatste op donderdag 12 februari 2099." in letter.text
    assert "dit is nog geen bevestiging van deelname" in letter.text


@pytest.mark.parametrize("date", [None, datetime(2026, 2, 13, 17, tzinfo=BRUSSELS)])
def test_receipt_promises_nothing_without_a_date_to_come(date, registration, call):
    type(call).objects.filter(pk=call.pk).update(decide_by=date)
    registration.refresh_from_db()
    letter = render_letter(registration=registration, kind=MessageKind.RECEIPT)
    assert "ten laatste" not in letter.text


@pytest.mark.parametrize("kind", [MessageKind.SELECTED, MessageKind.OFFERED])
def test_acceptance_names_the_moment_to_answer_by(kind, registration):
    letter = render_letter(registration=registration, kind=kind)
    assert "ten laatste op woensdag 24 februari 2027 om 12.00 uur" in letter.text


def test_acceptance_lists_every_meeting(registration, call):
    letter = render_letter(registration=registration, kind=MessageKind.SELECTED)
    listed = [line for line in letter.text.splitlines() if line.startswith("- ")]
    assert len(listed) == 3


def test_no_says_so_in_its_first_sentence_gives_the_reason_and_opens_a_door(
    registration,
):
    reason = "We kozen voor een mix van gemeenten.\nUit jouw regio kwamen er negen."
    letter = render_letter(
        registration=registration, kind=MessageKind.DECLINED, reason=reason
    )
    paragraphs = letter.text.split("\n\n")
    assert paragraphs[1].startswith("We kunnen je deze keer geen plaats geven")
    assert paragraphs[2] == reason
    assert "inspiratiedagen" in letter.text
    assert "community" in letter.text


def test_question_stands_in_the_letter_word_for_word(registration):
    letter = render_letter(
        registration=registration,
        kind=MessageKind.INFO_REQUEST,
        reason="Kan je op 4 juni?\nEn wie is je collega?",
    )
    assert "> Kan je op 4 juni?\n> En wie is je collega?" in letter.text


def test_name_with_html_signs_is_right_in_both_parts(registration):
    registration.first_name = '<b>An</b> & "co"'
    letter = render_letter(registration=registration, kind=MessageKind.CONFIRMED)
    assert letter.text.startswith('Dag <b>An</b> & "co",\n')
    assert "<b>An" not in letter.html
    assert read(letter.html).text[2] != ""
    assert 'Dag <b>An</b> & "co",' in " ".join(read(letter.html).text)


@pytest.mark.parametrize(
    "name",
    [
        "An\r\nBcc: all@example.org",
        "An\n\n## Kop",
        "An\u2028\u2028Win: http://evil.example/",
        f"An\n\nKlik: {PRIVATE_LINK}",
        f"An [{PRIVATE_LINK}]",
        f"An [[{PRIVATE_LINK}]]]",
        "An [[private\x00-link]]",
    ],
)
def test_name_cannot_shape_the_letter(name, registration):
    registration.first_name = name
    letter = render_letter(registration=registration, kind=MessageKind.WITHDRAWN)
    first_line = letter.text.split("\n")[0]
    assert first_line == f"Dag {flat(name)},"
    assert PRIVATE_LINK not in to_plain(letter.text)
    assert PRIVATE_LINK not in letter.html
    assert "\n" not in letter.subject
    assert "http://evil.example/" not in read(letter.html).links


def test_name_may_be_absent(registration):
    registration.first_name = ""
    letter = render_letter(registration=registration, kind=MessageKind.WITHDRAWN)
    assert letter.text.startswith("Dag,\n")


def test_answer_cannot_shape_the_letter():
    answer = f"Ik\n\n## doe\nmee: {PRIVATE_LINK}\n- echt\u2028\u2028## waar\x0b\x0bx"
    letter = Letter.from_words(subject="Onderwerp", text=f"Vraag\n{quoted(answer)}")
    assert [block.kind for block in parse_blocks(letter.text)] == ["answer"]


def test_subject_is_one_line_and_short():
    letter = Letter.from_words(subject="Dag\r\nBcc: x@y.be\n" + "é" * 300, text="")
    assert letter.subject.startswith("Dag Bcc: x@y.be éé")
    assert len(letter.subject) == 200


def test_only_our_own_addresses_become_links(settings):
    settings.SITE_URL = "https://onze.site"
    text = (
        "Ga: https://onze.site/dagen/\nGa: https://onze.site.evil/\nZie: "
        + PRIVATE_LINK
    )
    blocks = [(block.kind, block.url) for block in parse_blocks(text)]
    assert blocks == [
        ("link", "https://onze.site/dagen/"),
        ("paragraph", ""),
        ("action", PRIVATE_LINK),
    ]


def test_edited_text_comes_back_escaped(registration):
    letter = Letter.from_words(
        subject="Dag", text="<script>alert(1)</script>\n\n- een & twee\n\n--\nGroet"
    )
    html = render_html(letter=letter, registration=registration)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "een &amp; twee" in html


def test_contact_of_the_site_stands_in_the_small_print(registration):
    site = registration.page.get_site()
    contact = SiteSettings.for_site(site)
    contact.organiser_name, contact.contact_phone = "OP/TIL", "02 123 45 67"
    contact.save()
    registration.refresh_from_db()
    letter = render_letter(registration=registration, kind=MessageKind.WITHDRAWN)
    assert "Hartelijke groet\nOP/TIL\n" in letter.text
    assert "of bel 02 123 45 67." in letter.text


def test_every_kind_has_its_templates():
    for kind in MessageKind:
        for part in ("subject.txt", "body.txt"):
            assert get_template(f"registrations/mail/{kind.value}/{part}")


def test_withdrawn_person_of_a_day_reads_of_that_day(day_registration):
    day_registration.state = RegistrationState.WITHDRAWN
    letter = render_letter(registration=day_registration, kind=MessageKind.WITHDRAWN)
    assert "Je inschrijving voor de Inspiratiedag is ingetrokken" in letter.text


@pytest.mark.parametrize("title", ["Werkplaatsen 2026", "Oproep – Werkplaatsen 2026"])
def test_letter_about_a_call_says_once_that_it_is_one(title, call, registration):
    call.title = title
    call.save()
    draft = make_draft(registration.page)
    letter = render_letter(draft=draft, kind=MessageKind.DRAFT_SAVED)
    assert "de oproep ‘Werkplaatsen 2026’" in letter.text

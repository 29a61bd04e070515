"""One of every letter, on a day that never changes: 10 January 2026."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from home.models import SiteSettings
from registrations.enums import MessageKind, RegistrationState
from registrations.models import DataRequest, Registration
from registrations.services.letter_html import Letter
from registrations.services.letters import render_letter
from registrations.services.wording import KINDS, About
from tests.factories.registrations import (
    FormPageFactory,
    OpenCallFactory,
    PlaceFactory,
    RegistrationFactory,
    StaffFactory,
    make_day,
)
from workplaces.enums import SessionKind
from workplaces.models import Session

from .mailroom import make_draft, make_interest

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 1, 10, 10, 0, tzinfo=BRUSSELS)
MEETINGS = (
    ("Online kennismaking", date(2026, 3, 5), time(20, 0), time(21, 0), ""),
    ("", date(2026, 3, 19), None, None, "De Krook, Gent"),
    ("", date(2026, 6, 4), time(9, 30), time(12, 30), "30CC, Leuven"),
    ("", date(2026, 10, 1), None, None, ""),
)
REASON = (
    "We kozen voor een mix van gemeenten en organisaties. Uit jouw regio schreven negen "
    "mensen zich in, voor twee plaatsen."
)
QUESTION = "Kan je er op 4 juni de hele voormiddag bij zijn?"
DEADLINE = "tot en met vrijdag 30 januari 2026"
# What the services hand to some letters, as plain data.
CONTEXTS: dict[MessageKind, dict[str, Any]] = {
    MessageKind.AMENDED: {"changed": ["Voornaam", "Waarom wil je deelnemen?"]},
    MessageKind.DELAY: {"new_date": "vrijdag 27 februari 2026"},
    MessageKind.OTHER_WORKPLACE: {
        "other_workplace": "de Werkplaats Gedeeld Ruimtegebruik",
        "reply_by": "vrijdag 16 januari 2026",
    },
    MessageKind.DATA_ERASED: {
        "erased": ["Wat eet je niet?", "Wat heb je nodig om vlot te kunnen deelnemen?"]
    },
    MessageKind.PUBLICATION: {
        "publication_url": "https://cultuurplekken.example/publicatie/"
    },
    MessageKind.SESSION_CHANGED: {
        "before_text": "woensdag 18 maart 2026, van 9.30 tot 12.30 uur, Muntpunt, Brussel"
    },
    MessageKind.SESSION_CANCELLED: {
        "before_text": "donderdag 19 maart 2026, van 9.30 tot 12.30 uur, De Krook, Gent",
        "calendar_files": 1,
    },
    MessageKind.DATA_COPY: {
        "first_name": "An",
        "copy_until": "vrijdag 16 januari 2026",
    },
    MessageKind.PERSON_ERASED: {
        "first_name": "An",
        "calendar_files": 3,
        "erased": [
            "je inschrijving CVM26-0042 van 10 januari 2026, met je antwoorden",
            "de 4 brieven die we je schreven",
        ],
    },
    MessageKind.DAY_CHANGED: {
        "before_text": "woensdag 11 november 2026, van 9.30 tot 16.00 uur, De Singel, Antwerpen"
    },
    MessageKind.DAY_CANCELLED: {
        "before_text": "donderdag 12 november 2026, van 9.30 tot 16.00 uur, De Singel, Antwerpen",
        "calendar_files": 1,
    },
    MessageKind.GROUP_LETTER: {
        "own_subject": "Een ander lokaal op donderdag",
        "own_text": "We komen samen in een ander lokaal.\n\n- Eerste verdieping",
    },
    MessageKind.DRAFT_SAVED: {
        "deadline": DEADLINE,
        "kept_until": "zondag 1 maart 2026",
        "is_asked": False,
    },
    MessageKind.DRAFT_REMINDER: {
        "deadline": DEADLINE,
        "kept_until": "zondag 1 maart 2026",
        "days_left": 3,
    },
    MessageKind.INTEREST_CONFIRM: {
        "is_confirmed": False,
        "is_next": False,
        "is_day": False,
    },
    MessageKind.INTEREST_OPEN: {"deadline": DEADLINE},
    MessageKind.TEAM_DIGEST: {
        "day": "2026-01-10",
        "to_read": 3,
        "came_back": 1,
        "overdue": 0,
        "held": 0,
        "proposals": 2,
        "letters": 4,
        "new": 5,
        "assigned": 2,
        "too_full": 1,
        "too_empty": 2,
        "erasing": 1,
    },
}
DAY_KINDS = frozenset(
    {
        MessageKind.DAY_CONFIRMED,
        MessageKind.DAY_WAITLISTED,
        MessageKind.DAY_PROMOTED,
        MessageKind.DAY_REMINDER,
        MessageKind.DAY_CHANGED,
        MessageKind.DAY_CANCELLED,
        MessageKind.DAY_AFTERWARDS,
    }
)


# These are about the first meeting in one room, whose key never is the same.
ABOUT_THE_FIRST = frozenset(
    {
        MessageKind.SESSION_CHANGED,
        MessageKind.SESSION_CANCELLED,
        MessageKind.EXCUSED,
        MessageKind.SESSION_REPORT,
        MessageKind.SESSION_MISSED,
    }
)


class LettersScene:
    """A call of 2026 with its form, a day with its own, and somebody on each."""

    def __init__(self) -> None:
        call = OpenCallFactory(
            title="Oproep – Werkplaatsen Cultuurplekken van Morgen",
            slug="werkplaatsen-2026",
            opens_at=datetime(2025, 12, 1, 9, tzinfo=BRUSSELS),
            closes_at=datetime(2026, 1, 30, 23, 59, tzinfo=BRUSSELS),
            decide_by=datetime(2026, 2, 13, 23, 59, tzinfo=BRUSSELS),
            evaluation_link="https://cultuurplekken.example/bevraging/",
        )
        call.sessions.all().delete()
        for number, (title, day, starts_at, ends_at, place) in enumerate(MEETINGS):
            Session.objects.create(
                page=call,
                key=f"s{number}",
                kind=SessionKind.ONLINE if title else SessionKind.LIVE,
                title=title,
                date=day,
                day_part="" if starts_at else "morning",
                starts_at=starts_at,
                ends_at=ends_at,
                place=place,
                summary="We leren elkaar kennen en kiezen samen een vraag."
                if number == 1
                else "",
                link="https://dekrook.example/route" if number == 1 else "",
                report_link="https://cultuurplekken.example/verslag-1/"
                if number == 1
                else "",
                sort_order=number,
            )
        place = PlaceFactory(parent=call, title="Werkplaats Participatie")
        contact = SiteSettings.for_site(call.get_site())
        contact.organiser_name, contact.contact_phone = "OP/TIL", "02 123 45 67"
        contact.contact_email = "werkplaatsen@op-til.example"
        contact.save()
        self.form_page = FormPageFactory(parent=call)
        self.registration = RegistrationFactory(
            page=self.form_page,
            draft=True,
            reference="CVM26-0042",
            first_name="An",
            last_name="Peeters",
            email="an@voorbeeld.be",
            workplace_first=place,
            placed_in=place,
            answer_by=datetime(2026, 2, 23, 12, 0, tzinfo=BRUSSELS),
        )
        # As somebody stands who sent the form in.
        Registration.objects.filter(pk=self.registration.pk).update(
            state=RegistrationState.RECEIVED
        )
        self.registration.refresh_from_db()
        day = make_day(
            title="Inspiratiedag Samen onder één dak",
            slug="samen",
            date=date(2026, 11, 12),
            starts_at=time(9, 30),
            ends_at=time(16, 0),
            place="De Singel, Antwerpen",
        )
        self.day_registration = RegistrationFactory(
            page=FormPageFactory(direct=True, parent=day),
            draft=True,
            reference="DAG-0007",
            first_name="Mo",
            email="mo@voorbeeld.be",
        )

    def write(self, kind: MessageKind) -> Letter:
        """Return the letter of one kind, to the person of the scene."""
        context = CONTEXTS.get(kind)
        if kind in ABOUT_THE_FIRST:
            meeting = self.form_page.subject.ordered_sessions[1]
            context = {**(context or {}), "session_keys": [meeting.key]}
        return render_letter(
            **self.find_subject(kind),
            kind=kind,
            reason=QUESTION if kind == MessageKind.INFO_REQUEST else REASON,
            context=context,
        )

    def find_subject(self, kind: MessageKind) -> dict[str, Any]:
        """What a letter of this kind is about."""
        about = KINDS[kind].about
        if about == About.DRAFT:
            return {"draft": make_draft(self.form_page)}
        if about == About.INTEREST:
            return {"interest": make_interest(self.form_page)}
        if about == About.PERSON:
            return {
                "data_request": DataRequest(
                    page=self.form_page, email="an@voorbeeld.be"
                )
            }
        if about == About.TEAM:
            return {"team_member": StaffFactory(first_name="Lies")}
        if kind in DAY_KINDS:
            return {"registration": self.day_registration}
        return {"registration": self.registration}

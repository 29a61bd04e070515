"""What a letter can say that only the site knows: the fields that staff put in it.

A field stands in the words of a letter as `{voornaam}`. Its name is Dutch, for staff
type it; what it becomes stands in the values that `letters` gathers for one person, or
in a small text of ours, `templates/registrations/mail/parts/<name>.txt`, where it
depends on more than one value.

A new field: one line here, its name in `kinds`, and a part if it needs one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..letter_marks import PRIVATE_LINK


class Place(Enum):
    """Where a field may stand."""

    LINE = "line"  # inside a sentence
    BLOCK = "block"  # alone in a paragraph: it may be long, and it may be nothing
    LINK = "link"  # after a label and a colon, alone on its line: a button


@dataclass(frozen=True)
class Field:
    """One thing that a letter can say.

    Attributes:
        name: as staff type it.
        meaning: what it becomes, for the list beside the editor.
        example: how that may look.
        place: where it may stand.
        value: its name in the values of the letter; empty where a part writes it.
        in_subject: whether a subject may hold it. Subjects stand in notifications and
            lists, so nothing personal goes in.
    """

    name: str
    meaning: Any
    example: str
    place: Place = Place.LINE
    value: str = ""
    in_subject: bool = False

    @property
    def token(self) -> str:
        return f"{{{self.name}}}"

    @property
    def typed(self) -> str:
        """What the button beside the editor puts in: a link needs a label."""
        return f"{self.example}: {self.token}" if self.is_link else self.token

    @property
    def is_link(self) -> bool:
        return self.place == Place.LINK

    @property
    def is_block(self) -> bool:
        return self.place == Place.BLOCK


# The examples are Dutch, as the letters are.
_ALL = (
    Field("voornaam", _("First name"), "An", value="first_name"),
    Field(
        "nummer",
        _("Number of the registration"),
        "CVM26-0042",
        value="reference",
        in_subject=True,
    ),
    Field(
        "waarvoor",
        _("What somebody registered for, as in a sentence"),
        "de Werkplaats Participatie",
        value="the_subject",
        in_subject=True,
    ),
    Field(
        "titel",
        _("The same, title only"),
        "Werkplaats Participatie",
        value="subject_name",
        in_subject=True,
    ),
    Field("organisatie", _("Who organises it"), "OP/TIL", value="organiser"),
    Field(
        "naam_van_de_site",
        _("Name of this site"),
        "Cultuurplekken van Morgen",
        value="site_name",
        in_subject=True,
    ),
    Field(
        "persoonlijke_link",
        _("Button to the person’s own page or form; the link is made while sending"),
        "Open Mijn inschrijving",
        Place.LINK,
        value="private_link",
    ),
    Field(
        "formulier_link",
        _("Button to the form"),
        "Schrijf je in",
        Place.LINK,
        value="form_url",
    ),
    Field(
        "inspiratiedagen_link",
        _("Link to the inspiration days; falls away where there are none"),
        "Bekijk de inspiratiedagen",
        Place.LINK,
        value="days_url",
    ),
    Field(
        "beheer_link",
        _("Button to the admin"),
        "Ga naar het beheer",
        Place.LINK,
        value="admin_url",
    ),
    Field(
        "antwoord_of_bel",
        _("How to reach you, with the telephone number of the settings"),
        "Antwoord op deze mail of bel 02 123 45 67.",
    ),
    Field(
        "deadline",
        _("Until when the form can be sent"),
        "tot en met vrijdag 30 januari 2026",
        value="deadline",
    ),
    # The receipt and what comes after it.
    Field(
        "wanneer_antwoord",
        _("A sentence: when they hear whether there is a place"),
        "Je weet het ten laatste op donderdag 12 februari 2026.",
    ),
    Field(
        "wat_kan_je_daar",
        _("A sentence: what can be done on the own page now"),
        "Je kan er je antwoorden aanpassen of je inschrijving intrekken.",
    ),
    Field(
        "iets_fout",
        _("A sentence for when answers can no longer be changed; else nothing"),
        "Klopt er iets niet in je antwoorden? Antwoord dan op deze mail.",
    ),
    Field(
        "hoe_aanpassen",
        _("A sentence: how answers can be changed now"),
        "Dat kan op die pagina.",
    ),
    Field(
        "antwoorden",
        _("All questions with the answers"),
        "Voornaam\n> An\n\nWaarom wil je deelnemen?\n> Onze bibliotheek zoekt nieuwe manieren om jongeren te betrekken.",
        Place.BLOCK,
    ),
    Field(
        "wijzigingen",
        _("A list of the questions whose answer changed"),
        "- Voornaam\n- Waarom wil je deelnemen?",
        Place.BLOCK,
    ),
    # The team asks or decides.
    Field(
        "vraag",
        _("The question of the team, word for word"),
        "Onze vraag\n> Kan je er op 4 juni de hele dag bij zijn?",
        Place.BLOCK,
    ),
    Field(
        "antwoorddag",
        _("Until when the question can be answered; nothing without a date"),
        "ten laatste op dinsdag 3 maart 2026",
    ),
    Field(
        "te_laat",
        _("A paragraph: what a late answer means"),
        "Lukt het niet tegen die dag? Laat het ons weten.",
        Place.BLOCK,
    ),
    Field(
        "andere_werkplaats",
        _("The other workplace that you suggest"),
        "de Werkplaats Gedeeld Ruimtegebruik",
        value="other_workplace",
        in_subject=True,
    ),
    Field(
        "reden",
        _("The reason or remark of the team; falls away when there is none"),
        "We kozen voor een mix van gemeenten.",
        Place.BLOCK,
        value="reason",
    ),
    Field(
        "antwoord_tegen",
        _("Until when the place can be confirmed"),
        "ten laatste op maandag 23 februari 2026 om 12.00 uur",
    ),
    Field(
        "tegen_wanneer",
        _("The day on which the time to answer ended; nothing without one"),
        "tegen maandag 23 februari 2026",
    ),
    Field(
        "tweede_keuze",
        _("A sentence for whoever gets their second choice; else nothing"),
        "Dat is je tweede keuze.",
    ),
    Field(
        "sessies",
        _("A list of the meetings, with day and place"),
        "- Bijeenkomst 1: donderdag 19 maart 2026, in de voormiddag, Gent\n- Bijeenkomst 2: donderdag 4 juni 2026, in de voormiddag, Leuven",
        Place.BLOCK,
    ),
    Field(
        "volgorde",
        _("A sentence: in which order the waiting list goes, as the call promised"),
        "Komt er een plaats vrij, dan kijken we wie de groep het best aanvult.",
    ),
    Field(
        "wat_je_hoorde",
        _("A sentence: which letter they got before, and on which day"),
        "We schreven je op vrijdag 13 februari 2026 over je inschrijving.",
    ),
    Field(
        "agenda",
        _("A paragraph: that there are files for the calendar; only when there are"),
        "Bij deze mail zit een bestand voor je agenda, voor elke bijeenkomst.",
        Place.BLOCK,
    ),
    Field(
        "agenda_weg",
        _(
            "A paragraph: that the files take it out of the calendar; only when it is there"
        ),
        "Met de bestanden bij deze mail haal je alles weer uit je agenda.",
        Place.BLOCK,
    ),
    Field(
        "deuren",
        _("A heading and a paragraph: how to stay involved"),
        "## Blijf erbij\n\nJe blijft welkom in de community en op de inspiratiedagen.",
        Place.BLOCK,
    ),
    Field(
        "nieuwe_datum",
        _("The new day on which they hear whether there is a place"),
        "vrijdag 27 februari 2026",
        value="new_date",
    ),
    # What somebody of the team writes to several people.
    Field(
        "onderwerp",
        _("The subject that was typed for the group"),
        "Een ander lokaal op donderdag",
        value="own_subject",
        in_subject=True,
    ),
    Field(
        "bericht",
        _("The text that was typed for the group"),
        "We komen samen in een ander lokaal, op de eerste verdieping.",
        Place.BLOCK,
        value="own_text",
    ),
    # One meeting.
    Field(
        "bijeenkomst",
        _("Name of the meeting"),
        "Bijeenkomst 1",
        value="session_title",
        in_subject=True,
    ),
    Field(
        "dag",
        _("Day of the meeting"),
        "donderdag 19 maart 2026",
        value="day_text",
        in_subject=True,
    ),
    Field(
        "weekdag",
        _("Day of the week of the meeting"),
        "donderdag",
        value="weekday",
        in_subject=True,
    ),
    Field(
        "wat_het_was",
        _("Day, hours and place of the meeting before they changed"),
        "donderdag 12 maart 2026, van 9.30 tot 12.30 uur, Muntpunt, Brussel",
        value="before_text",
    ),
    Field(
        "kan_je_dan",
        _("A paragraph: whether they can come then; without a date, that one follows"),
        "Kan je dan ook? Dan hoef je niets te doen. Lukt het niet? Zeg het met één klik.",
        Place.BLOCK,
    ),
    Field(
        "programma",
        _("A heading and a paragraph: what happens at the meeting; else nothing"),
        "## Wat staat er op het programma?\n\nWe maken kennis en kiezen samen een vraag.",
        Place.BLOCK,
    ),
    Field(
        "afmelden_link",
        _("Button to the page that says: I cannot come to this meeting"),
        "Ik kan er niet bij zijn",
        Place.LINK,
        value="excuse_link",
    ),
    Field(
        "verslag",
        _("A paragraph: the link to the report of the meeting, or that it follows"),
        "[Lees het verslag](https://cultuurplekken.example/verslag/)",
        Place.BLOCK,
    ),
    Field(
        "volgende_bijeenkomst",
        _("A sentence: on which day the next meeting is; nothing after the last one"),
        "De volgende bijeenkomst is op donderdag 4 juni 2026.",
    ),
    Field(
        "evaluatie",
        _("A paragraph: the link to the evaluation"),
        "[Vertel hoe het was](https://bevraging.example/)",
        Place.BLOCK,
    ),
    Field(
        "publicatie",
        _("A paragraph: the link to the publication, as it was typed for the group"),
        "[Lees de publicatie](https://cultuurplekken.example/publicatie/)",
        Place.BLOCK,
    ),
    Field(
        "volgende_inspiratiedag",
        _("A paragraph: the next inspiration day; nothing where none is announced"),
        "De volgende inspiratiedag is ‘Samen’, op donderdag 12 november 2026.",
        Place.BLOCK,
    ),
    Field(
        "wanneer_en_waar",
        _("Day, hours and place of the meeting or the inspiration day"),
        "Wanneer: donderdag 19 maart 2026, van 9.30 tot 12.30 uur\nWaar: De Krook, Gent",
        Place.BLOCK,
    ),
    # Somebody who did not register yet.
    Field(
        "kopie_tot",
        _("Until when the copy of their data can be had"),
        "zaterdag 28 februari 2026",
        value="copy_until",
    ),
    Field(
        "alles_gewist",
        _("A list: what of this person was erased"),
        "- je inschrijving CVM26-0042, met je antwoorden\n- 4 brieven die we je stuurden",
        Place.BLOCK,
    ),
    Field(
        "bewaard_tot",
        _("Until when the draft is kept"),
        "1 maart 2026",
        value="kept_until",
    ),
    Field(
        "nog_dagen",
        _("How many days are left"),
        "Nog 3 dagen",
        in_subject=True,
    ),
    Field(
        "waarom_deze_link",
        _("A paragraph: why they get this link"),
        "Je begon aan je inschrijving en bewaarde ze om later verder te gaan.",
        Place.BLOCK,
    ),
    Field(
        "versturen_kan",
        _("A sentence: until when the form can be sent; nothing while nobody knows"),
        "Dat kan tot en met vrijdag 30 januari 2026.",
    ),
    Field(
        "wat_je_vroeg",
        _("A paragraph: what they asked to hear of"),
        "Je vroeg om een mail zodra je je kan inschrijven.",
        Place.BLOCK,
    ),
    Field(
        "bevestig_of_wis",
        _("A paragraph with a button: confirm the address, or erase it"),
        f"Bevestig je adres: {PRIVATE_LINK}",
        Place.BLOCK,
    ),
    Field(
        "bevestig_onderwerp",
        _("The subject: confirm the address, or that it is on the list"),
        "Bevestig je adres, dan houden we je op de hoogte",
        in_subject=True,
    ),
    Field(
        "gewist",
        _("A list of the questions of which the answers were erased"),
        "- Wat eet je niet?\n- Wat heb je nodig om vlot te kunnen deelnemen?",
        Place.BLOCK,
    ),
    # The team.
    Field(
        "wat_wacht",
        _("A list of what waits"),
        "- 3 inschrijvingen om te lezen\n- 2 brieven die klaarstaan in het postvak uit",
        Place.BLOCK,
    ),
)
FIELDS: dict[str, Field] = {field.name: field for field in _ALL}

"""Which fields each kind of letter knows, and what it must say.

A new kind of letter: its name in `enums.MessageKind`, its words in
`templates/registrations/mail/<kind>/` (`subject.txt`, `body.txt`), and a line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ...enums import FormKind, MessageKind
from .fields import FIELDS, Field


class About(Enum):
    """What a letter is about: who gets it."""

    REGISTRATION = "registration"
    DRAFT = "draft"
    INTEREST = "interest"
    PERSON = "person"
    TEAM = "team"


@dataclass(frozen=True)
class LetterKind:
    """What may and must stand in one kind of letter.

    Attributes:
        about: what it is about.
        names: the fields that it knows besides those of every letter.
        must: the fields without which it would not do what it is for.
        frame: the text around its words: salutation, greeting, small print.
        form_kind: the only kind of form that has this letter; None for both.
    """

    about: About
    names: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    frame: str = "frame.txt"
    form_kind: FormKind | None = None

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by name, what it must say first."""
        names = (*self.must, *self.names, *_EVERYWHERE[self.about])
        return {name: FIELDS[name] for name in dict.fromkeys(names)}


_HOUSE = (
    "waarvoor",
    "titel",
    "organisatie",
    "naam_van_de_site",
    "inspiratiedagen_link",
)
_EVERYWHERE = {
    About.REGISTRATION: (
        "voornaam",
        "nummer",
        "persoonlijke_link",
        "antwoord_of_bel",
        *_HOUSE,
    ),
    About.DRAFT: (*_HOUSE, "antwoord_of_bel", "formulier_link"),
    About.INTEREST: (*_HOUSE, "formulier_link"),
    About.PERSON: (
        "voornaam",
        "antwoord_of_bel",
        "organisatie",
        "naam_van_de_site",
        "inspiratiedagen_link",
    ),
    About.TEAM: ("voornaam", "naam_van_de_site"),
}

_LINK = "persoonlijke_link"


def _letter(
    *names: str,
    must: tuple[str, ...] = (),
    about: About = About.REGISTRATION,
    form_kind: FormKind | None = None,
) -> LetterKind:
    return LetterKind(about=about, names=names, must=must, form_kind=form_kind)


def _selection(*names: str, must: tuple[str, ...] = ()) -> LetterKind:
    return _letter(*names, must=must, form_kind=FormKind.SELECTION)


def _day(*names: str, must: tuple[str, ...] = ()) -> LetterKind:
    return _letter(*names, must=must, form_kind=FormKind.DIRECT)


def _meeting(*names: str, must: tuple[str, ...] = ()) -> LetterKind:
    """A letter about one meeting of the call."""
    return _selection(
        "bijeenkomst", "dag", "weekdag", "afmelden_link", *names, must=(_LINK, *must)
    )


def _past_meeting(*names: str, must: tuple[str, ...] = ()) -> LetterKind:
    """A letter about a meeting that took place."""
    return _selection(
        "bijeenkomst", "dag", "weekdag", "volgende_bijeenkomst", *names, must=must
    )


KINDS: dict[MessageKind, LetterKind] = {
    MessageKind.RECEIPT: _selection(
        "wat_kan_je_daar",
        "iets_fout",
        must=(_LINK, "wanneer_antwoord", "antwoorden"),
    ),
    MessageKind.ALREADY_REGISTERED: _letter(
        "hoe_aanpassen", "antwoorden", must=(_LINK,)
    ),
    MessageKind.PRIVATE_LINK: _letter(must=(_LINK,)),
    MessageKind.ADDRESS_CHANGED: _letter(),
    MessageKind.AMENDED: _letter("wijzigingen", must=(_LINK, "antwoorden")),
    MessageKind.INFO_REQUEST: _selection(
        "antwoorddag", "te_laat", must=(_LINK, "vraag")
    ),
    MessageKind.DELAY: _selection(must=(_LINK, "nieuwe_datum")),
    MessageKind.OTHER_WORKPLACE: _selection(
        must=(_LINK, "andere_werkplaats", "antwoorddag")
    ),
    MessageKind.WITHDRAWN: _letter("agenda_weg"),
    MessageKind.SELECTED: _selection(
        "tweede_keuze", "sessies", must=(_LINK, "antwoord_tegen", "reden")
    ),
    MessageKind.CONFIRM_REMINDER: _selection(must=(_LINK, "antwoord_tegen")),
    MessageKind.EXPIRED: _selection("tegen_wanneer", "deuren"),
    MessageKind.CONFIRMED: _selection("agenda", must=(_LINK, "sessies")),
    MessageKind.WAITLISTED: _selection("volgorde", "deuren", must=(_LINK, "reden")),
    MessageKind.OFFERED: _selection("sessies", must=(_LINK, "antwoord_tegen", "reden")),
    MessageKind.WAITLIST_CLOSED: _selection("deuren", must=("reden",)),
    MessageKind.DECLINED: _selection("deuren", must=("reden",)),
    MessageKind.CORRECTION: _selection("wat_je_hoorde", must=(_LINK,)),
    MessageKind.INTRODUCTION: _meeting("programma", must=("wanneer_en_waar",)),
    MessageKind.PRACTICAL: _meeting("programma", must=("wanneer_en_waar",)),
    MessageKind.SESSION_REMINDER: _meeting(must=("wanneer_en_waar",)),
    MessageKind.SESSION_CHANGED: _meeting(
        "agenda", "kan_je_dan", must=("wanneer_en_waar", "wat_het_was")
    ),
    MessageKind.SESSION_CANCELLED: _selection(
        "bijeenkomst", "agenda_weg", must=(_LINK, "wat_het_was")
    ),
    MessageKind.EXCUSED: _selection("bijeenkomst", "dag", must=(_LINK,)),
    MessageKind.SESSION_REPORT: _past_meeting(must=("verslag",)),
    MessageKind.SESSION_MISSED: _past_meeting(must=("verslag",)),
    MessageKind.EVALUATION: _selection(must=("evaluatie",)),
    MessageKind.PUBLICATION: _letter("volgende_inspiratiedag", must=("publicatie",)),
    MessageKind.DAY_CONFIRMED: _day("agenda", must=(_LINK, "wanneer_en_waar")),
    MessageKind.DAY_WAITLISTED: _day("wanneer_en_waar", must=(_LINK,)),
    MessageKind.DAY_PROMOTED: _day("agenda", must=(_LINK, "wanneer_en_waar")),
    MessageKind.DAY_CHANGED: _day(
        "agenda", "kan_je_dan", must=(_LINK, "wanneer_en_waar", "wat_het_was")
    ),
    MessageKind.DAY_CANCELLED: _day("agenda_weg", must=(_LINK, "wat_het_was")),
    MessageKind.DAY_REMINDER: _day(must=(_LINK, "wanneer_en_waar")),
    MessageKind.DAY_AFTERWARDS: _day(),
    MessageKind.DATA_ERASED: _letter(must=("gewist",)),
    MessageKind.DATA_COPY: _letter(must=(_LINK, "kopie_tot"), about=About.PERSON),
    MessageKind.PERSON_ERASED: _letter(
        "agenda_weg", must=("alles_gewist",), about=About.PERSON
    ),
    MessageKind.GROUP_LETTER: _letter("onderwerp", must=("bericht",)),
    MessageKind.DRAFT_SAVED: _letter(
        "waarom_deze_link",
        "versturen_kan",
        must=(_LINK, "bewaard_tot"),
        about=About.DRAFT,
    ),
    MessageKind.DRAFT_REMINDER: _letter(
        "nog_dagen", must=(_LINK, "deadline", "bewaard_tot"), about=About.DRAFT
    ),
    MessageKind.INTEREST_CONFIRM: _letter(
        "wat_je_vroeg",
        "bevestig_onderwerp",
        must=("bevestig_of_wis",),
        about=About.INTEREST,
    ),
    MessageKind.INTEREST_OPEN: _letter(
        "deadline", must=("formulier_link", _LINK), about=About.INTEREST
    ),
    MessageKind.TEAM_DIGEST: LetterKind(
        about=About.TEAM,
        names=("beheer_link",),
        must=("wat_wacht",),
        frame="team_frame.txt",
    ),
}

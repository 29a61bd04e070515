"""The call of 2026, as the organisation wrote it (S1 to S13, S35 to S49).

The order, the wording and the typography are the organisation's; the selection
criteria are a proposal (domain.md 7) and the moments are planned back from the
first meeting (domain.md 1.2).
"""

import datetime
from typing import Any

from django.utils import timezone

from workplaces.enums import CallPhase, DayPart, SessionKind
from workplaces.models import SelectionCriterion, Session
from workplaces.phases import BRUSSELS

from .days import choose_thursday
from .texts import items, p

CALL: dict[str, Any] = {
    "title": "Oproep – Werkplaatsen Cultuurplekken van Morgen (2026)",
    "slug": "werkplaatsen-2026",
    "menu_title": "Oproep 2026",
    "seo_title": "Oproep: werkplaatsen Cultuurplekken van Morgen 2026",
    "search_description": (
        "Drie werkplaatsen over participatie, gedeeld ruimtegebruik en een visie op "
        "cultuurinfrastructuur."
    ),
    "show_in_menus": True,
    "edition_year": 2026,
    "tagline": "Werk mee aan de cultuurplekken van morgen",
    "intro": p(
        "In 2026 organiseert OP/TIL drie werkplaatsen die verder bouwen op de "
        "inzichten en vragen uit de Community of Practice Cultuurplekken van Morgen.",
        "Samen met de inspiratiedagen vormen ze één traject waarin we kennis "
        "ontwikkelen, delen en vertalen naar de bredere sector.",
    ),
    "audience": p(
        "We nodigen cultuurprofessionals, beleidsmakers en andere betrokkenen uit om "
        "mee te onderzoeken, uit te wisselen en te ontwerpen aan cultuurplekken die "
        "klaar zijn voor de toekomst."
    ),
    "opens_at": datetime.datetime(2025, 12, 1, 9, 0, tzinfo=BRUSSELS),
    "closes_at": datetime.datetime(2026, 1, 30, 23, 59, tzinfo=BRUSSELS),
    "decide_by": datetime.datetime(2026, 2, 13, 17, 0, tzinfo=BRUSSELS),
    # The dates of 2026 are behind us: the demo keeps the call open by hand.
    "phase_override": CallPhase.OPEN,
    "sessions_heading": "Eén traject, van maart tot oktober",
    "sessions_intro": p(
        "De drie werkplaatsen komen samen op drie live bijeenkomsten, op {data}.",
        "We werken bewust in kleine groepen, zodat er ruimte is voor verdieping en "
        "stevige gesprekken.",
        "Tussentijds werk verwachten we niet.",
    ),
    "workload": "geen",
    "group_size": "klein en divers",
    "workplaces_heading": "Drie werkplaatsen",
    "workplaces_intro": p(
        '<a href="#inschrijven">Inschrijven kan via deze link</a>.',
        "Meer info over de werkplaatsen vind je hieronder.",
    ),
    "selection_heading": "Selectiecriteria en verwachtingen",
    "expectations_heading": "Wat verwachten we van deelnemers?",
    "expectations": items(
        "Engagement voor de drie werkplaatsbijeenkomsten.",
        "Een korte motivatie bij inschrijving: waarom wil je deelnemen en wat wil je "
        "bijdragen?",
        "We zoeken deelnemers die een link hebben met de praktijk. Je werkt niet "
        "alleen aan je eigen case: je denkt mee op een bredere schaal, deelt je "
        "ervaring en helpt nieuwe inzichten voor het hele veld te ontwikkelen.",
        "Voor de start hebben we een korte online kennismaking. We vertellen wat je "
        "van het traject kan verwachten, luisteren naar jouw verwachtingen en zorgen "
        "ervoor dat we met een gedeelde focus aan de eerste bijeenkomst beginnen.",
    ),
    "seeking_heading": "Wie zoeken we?",
    "seeking_intro": "We bouwen aan een diverse groep deelnemers, met:",
    "seeking": items(
        "uiteenlopende gemeenten, steden en organisaties;",
        "verschillende niveaus van ervaring;",
        "diverse perspectieven op ruimte en cultuurwerk.",
    ),
    "seeking_outro": "Die variatie versterkt de uitwisseling én de resultaten.",
    # Says when it will be told, and after the release how the call chose.
    "body": [
        ("selection_account", {"title": "Hoe we kozen", "intro": "", "call": None})
    ],
    "criteria_heading": "Zo kiezen we",
    "criteria_intro": p(
        "Minstens twee mensen lezen je inschrijving, los van elkaar en met deze drie "
        "criteria.",
        "Daarna stellen we voor elke werkplaats een diverse groep samen.",
        "Wie eerst inschrijft, heeft geen voorsprong.",
    ),
    "benefits_heading": "Waarom meedoen?",
    "benefits": items(
        "frisse inzichten voor je eigen praktijk",
        "werken aan concrete tools voor het cultuurveld",
        "leren van collega’s en kennis teruggeven aan de sector",
        "deel worden van een groeiende community",
    ),
    "results_heading": "Wat gebeurt er met de resultaten?",
    "results": p(
        "Wat we onderweg leren, brengen we terug naar de community én naar het veld "
        "via de inspiratiedagen, onze website en een publicatie."
    ),
}


LIVE_DATES = (
    datetime.date(2026, 3, 19),
    datetime.date(2026, 6, 4),
    datetime.date(2026, 10, 15),
)


def build_sessions() -> list[Session]:
    """The online meeting, and the three Thursdays of 2026.

    Those are the organisation's own. Once they are past, the online meeting, of which
    the call names no date, gets one to come: else whoever tries the demo would see
    neither a date nor a calendar file after registering.
    """
    live = [
        Session(kind=SessionKind.LIVE, date=date, day_part=DayPart.MORNING)
        for date in LIVE_DATES
    ]
    meeting = Session(
        kind=SessionKind.ONLINE,
        title="Korte online kennismaking",
        summary="Voor de start. De datum volgt.",
    )
    if max(LIVE_DATES) < timezone.localdate():
        meeting.date = choose_thursday(days=60)
        meeting.summary = "Voor de start."
    return [meeting, *live]


def build_criteria() -> list[SelectionCriterion]:
    """Three criteria for the three things the call asks (domain.md 7).

    Each level in words that a reader can point at in the text: facts, no taste.
    """
    return [
        SelectionCriterion(
            name="Link met de praktijk",
            public_text="Je werkt aan een plek, een traject of een beleid, of je "
            "begeleidt anderen daarbij.",
            low_text="De inschrijving noemt geen eigen praktijk, of een heel verre.",
            fair_text="Er is een praktijk, maar de plek of de eigen rol blijft vaag.",
            good_text="De inschrijving noemt een concrete plek of een concreet traject "
            "en jouw rol daarin.",
            high_text="Plek en rol zijn concreet, en er ligt nu een keuze of een stap "
            "op tafel waarvoor de werkplaats op tijd komt.",
            weight=2,
        ),
        SelectionCriterion(
            name="Bijdrage voorbij je eigen case",
            public_text="Je deelt je ervaring en denkt mee op een bredere schaal.",
            low_text="De bijdrage blijft bij het eigen dossier.",
            fair_text="Je wil delen, maar wat precies staat er niet bij.",
            good_text="Het is duidelijk wat anderen aan je ervaring of je vragen hebben.",
            high_text="Je brengt iets mee waar de groep meteen mee aan de slag kan: een "
            "document, cijfers, een plek of een mislukking om van te leren.",
            weight=2,
        ),
        SelectionCriterion(
            name="Je motivatie past bij deze werkplaats",
            public_text="Je vraag en het onderwerp van de werkplaats raken elkaar.",
            low_text="De motivatie kan bij elke werkplaats horen.",
            fair_text="Het onderwerp komt voor, maar een eigen vraag ontbreekt.",
            good_text="De motivatie gaat in op de vragen van deze werkplaats.",
            high_text="De eigen vraag is scherp, en ze is er een die de hele werkplaats "
            "vooruithelpt.",
            weight=1,
        ),
    ]

"""What the components of the gallery show: plain values, nothing from the database."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeVar
from urllib.parse import quote

from wagtail.models import Page

from home.agenda import AgendaItem
from home.facade import ACCENT_SHAPES, PAIRS, SHAPES, Tile
from home.models import HomePage, SiteSettings
from home.picture import FramedPicture
from registrations.enums import RegistrationState
from registrations.services.standing import Place, Step
from workplaces.clock import today
from workplaces.criteria import weigh
from workplaces.enums import Accent, CallPhase
from workplaces.models import (
    CallPage,
    InspirationDayPage,
    SelectionCriterion,
    WorkplacePage,
)
from workplaces.phases import BRUSSELS
from workplaces.trajectory import Stop, mark_place

AnyPage = TypeVar("AnyPage", bound=Page)
LONG_WORD = "Cultuurinfrastructuurparticipatietrajectbegeleiding"
QUESTION = "Zoek je manieren om mensen écht te betrekken?"
STEPS = ("Ontvangen", "We lezen je inschrijving", "Beslissing", "Je bent erbij")
ELSEWHERE = ("Op de wachtlijst", "Deze keer niet geselecteerd", "Ingetrokken")
SETTINGS = SiteSettings(
    contact_name="Sofie",
    contact_email="werkplaatsen@example.org",
    contact_phone="02 000 00 00",
    privacy_controller="OP/TIL vzw",
    privacy_email="privacy@example.org",
    footer_text="<p>Cultuurplekken van Morgen is een traject van OP/TIL.</p>",
    organiser_name="OP/TIL",
    organiser_url="https://example.org/",
)


def stand_alone(page: AnyPage) -> AnyPage:
    """Return an unsaved page whose address leads nowhere."""
    page.get_url = lambda *args, **kwargs: "#"
    page.get_calendar_url = lambda *args, **kwargs: "#"
    return page


def build_picture(**known: str) -> FramedPicture:
    """Return a drawn hall where an editor's photograph would stand."""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        '<path fill="#d8c8ae" d="M0 0h100v100H0z"/>'
        '<path fill="#b9d3e2" d="M12 12h16v38H12zM42 12h16v38H42zM72 12h16v38H72z"/>'
        '<path fill="#8d6a4c" d="M0 66h100v34H0z"/><circle cx="50" cy="62" r="6"/>'
        '<path d="M40 90V78a10 10 0 0 1 20 0v12z"/></svg>'
    )
    url = f"data:image/svg+xml,{quote(drawing)}"
    return FramedPicture(sources=(), url=url, width=400, height=400, **known)


def give_picture(pages: list[AnyPage]) -> list[AnyPage]:
    """Return pages as if an editor had given each of them a picture."""
    for page in pages:
        page.framed_picture = build_picture()
    return pages


def build_workplaces() -> list[WorkplacePage]:
    """Return a workplace in each accent; the last one has much to say."""
    titles = ("Participatie", "Gedeeld Ruimtegebruik", "Visie", LONG_WORD)
    return [
        stand_alone(
            WorkplacePage(
                title=f"Werkplaats {title}",
                slug=f"werkplaats-{accent}",
                accent=accent,
                lead="" if accent == Accent.MOSS else QUESTION,
            )
        )
        for accent, title in zip(Accent, titles, strict=True)
    ]


def build_calls() -> list[CallPage]:
    """Return a call in each of its phases."""
    closes_at = datetime.now(tz=BRUSSELS) + timedelta(days=12)
    return [
        stand_alone(
            CallPage(
                title="Werkplaatsen Cultuurplekken van Morgen",
                tagline="Werk mee aan de cultuurplekken van morgen",
                slug=f"oproep-{phase}",
                opens_at=closes_at - timedelta(days=40),
                closes_at=closes_at,
                phase_override=phase,
            )
        )
        for phase in CallPhase
    ]


def build_days() -> list[InspirationDayPage]:
    """Return a day to come, a day behind us and an example."""
    moments = [("De gedeelde sleutel", 40, False), ("Wat was het?", -40, False)]
    return [
        stand_alone(
            InspirationDayPage(
                title=title,
                slug=f"dag-{days}",
                date=today() + timedelta(days=days),
                place="Vrijstaat O, Oostende",
                summary="Een dag over plekken die hun deuren voor elkaar openzetten.",
                is_example=is_example,
            )
        )
        for title, days, is_example in [*moments, (LONG_WORD, 90, True)]
    ]


def build_lines() -> list[tuple[str, list[Stop]]]:
    """Return lines of one stop and of five: before, on and after the way."""

    def build(first: int, count: int = 5) -> list[Stop]:
        dates = [None, *(today() + timedelta(days=first + 60 * n) for n in range(4))]
        stops = [
            Stop(
                title="Online kennismaking" if day is None else f"Bijeenkomst {number}",
                date=day,
                day_text="",
                notes=["in de voormiddag", "Huis van de Bouwmeester, Brussel"],
                is_live=day is not None,
                calendar_url="#" if day else "",
            )
            for number, day in enumerate(dates)
        ]
        return mark_place(stops[-count:])

    return [
        ("one stop", build(20, count=1)),
        ("five, before the walk", build(20)),
        ("five, on the way", build(-70)),
        ("five, today", build(-60)),
        ("five, behind us", build(-200)),
    ]


def build_standings() -> list[tuple[str, list[Step]]]:
    """Return the line of a participant at each of its stops."""
    reached = datetime(2026, 1, 12, 9, 30, tzinfo=BRUSSELS)
    standings = []
    for here, label in enumerate(STEPS):
        steps = [
            Step(
                name,
                Place.DONE
                if number < here
                else Place.CURRENT
                if number == here
                else Place.AHEAD,
                reached if number <= here else None,
            )
            for number, name in enumerate(STEPS)
        ]
        standings.append((label, steps))
    for label in ELSEWHERE:
        steps = [
            Step(STEPS[0], Place.DONE, reached),
            Step(label, Place.CURRENT, reached),
        ]
        standings.append((label, steps))
    return standings


def build_criteria(*weights: int) -> list:
    """Return criteria that weigh differently."""
    return weigh(
        SelectionCriterion(
            name=name,
            weight=weight,
            public_text="Je werkt aan een plek, een traject of een beleid.",
            high_text="De inschrijving noemt een concrete plek.",
            low_text="De inschrijving noemt geen eigen praktijk.",
        )
        for name, weight in zip(
            ("Link met de praktijk", "Bijdrage"), weights, strict=True
        )
    )


def build_account() -> SimpleNamespace:
    """Return how a call chose: some groups are small, one name is long."""
    return SimpleNamespace(
        total="64",
        placed="36",
        made_at=datetime(2026, 2, 13, 9, 30, tzinfo=BRUSSELS),
        tables=[
            {
                "heading": "Regio’s",
                "rows": [["Regio Gent", "14", "7"], ["Westhoek", "9", "6"]],
            },
            {
                "heading": "Soorten organisatie",
                "rows": [
                    ["Cultuurcentrum of gemeenschapscentrum", "18", "9"],
                    [LONG_WORD, "8", "<5"],
                    ["Andere", "6", "–"],
                ],
            },
            {
                "heading": "Ervaring",
                "rows": [["Ik verken het thema", "21", "12"], ["Andere", "9", "5"]],
            },
        ],
    )


def get_examples() -> dict[str, Any]:
    """Return everything that templates/gallery/ prints, by name."""
    facts = [
        SimpleNamespace(term="Bijeenkomsten", text="3 voormiddagen, live"),
        SimpleNamespace(term="Groep", text="klein en divers", note="15 per werkplaats"),
        SimpleNamespace(
            term="Inschrijven kan tot", text="vrijdag 30 januari", is_urgent=True
        ),
        SimpleNamespace(term="Waarover", text=LONG_WORD),
    ]
    actions = [
        SimpleNamespace(text="Schrijf je in", url="#", is_main=True),
        SimpleNamespace(text="Welke werkplaats past bij mij?", url="#", is_main=False),
    ]
    agenda = [
        AgendaItem(date(2026, 1, 30), "Laatste dag om in te schrijven"),
        AgendaItem(date(2026, 3, 19), "Bijeenkomst 1", "meeting", "Brussel", "#", "#"),
        AgendaItem(date(2026, 10, 23), LONG_WORD, "day", "Gent", "#", "#"),
    ]
    return {
        "site_settings": SETTINGS,
        "contact": SETTINGS,
        "home": stand_alone(HomePage(title="Start")),
        "workplaces": build_workplaces(),
        "calls": build_calls(),
        "days": build_days(),
        "picture": build_picture(alt="Een hoge zaal", credit="Foto: An Voorbeeld"),
        "plain_picture": build_picture(),
        "pictured_workplaces": give_picture(build_workplaces()[:2]),
        "pictured_days": give_picture(build_days()[:2]),
        "lines": build_lines(),
        "standings": build_standings(),
        "states": list(RegistrationState),
        "criteria": build_criteria(3, 2),
        "equal_criteria": build_criteria(1, 1),
        "facts": facts,
        "actions": actions,
        "later_actions": actions[1:],
        "agenda": agenda,
        "true_now": ["Inschrijven kan niet meer.", "Iedereen krijgt antwoord."],
        "parts": [("#werkplaatsen", "De werkplaatsen"), ("#traject", "Het traject")],
        "reasons": ["frisse inzichten voor je eigen praktijk", QUESTION, LONG_WORD],
        "account": build_account(),
        "items": ["uiteenlopende gemeenten en organisaties;", QUESTION, LONG_WORD],
        "shapes": list(SHAPES),
        "accents": list(ACCENT_SHAPES),
        "pairs": [Tile("arches", ground, figure, False) for ground, figure in PAIRS],
        "long_word": LONG_WORD,
        "day": date(2026, 2, 13),
    }

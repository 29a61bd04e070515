"""The inspiration days: a list, and one invented day that shows what one looks like."""

import datetime
from typing import Any

from django.utils import timezone

from .texts import p, ul

DAYS: dict[str, Any] = {
    "title": "Inspiratiedagen",
    "slug": "inspiratiedagen",
    "show_in_menus": True,
    "search_description": (
        "Op de inspiratiedagen delen we wat de werkplaatsen onderweg leren."
    ),
    "intro": p(
        "Op de inspiratiedagen delen we wat de werkplaatsen onderweg leren, met iedereen "
        "die aan cultuurplekken werkt.",
        "Je hoeft niet aan een werkplaats deel te nemen om te komen.",
    ),
}

EXAMPLE_DAY: dict[str, Any] = {
    "title": "Inspiratiedag De gedeelde sleutel",
    "slug": "de-gedeelde-sleutel",
    "starts_at": datetime.time(9, 30),
    "ends_at": datetime.time(16, 0),
    "place": "Gemeenschapscentrum De Draaischijf, Voorbeeldgem",
    "summary": "Een dag over gebouwen die je met anderen deelt: wie opent, wie ruimt op, "
    "wie beslist?",
    "is_example": True,
    "body": [
        ("heading", "Wat staat er op het programma?"),
        (
            "paragraph",
            ul(
                "<b>9.30 uur</b> Onthaal met koffie en een plattegrond",
                "<b>10.00 uur</b> Drie sleutels op tafel: een bibliotheek, een jeugdhuis "
                "en een academie vertellen hoe zij delen",
                "<b>11.30 uur</b> Wandeling door het gebouw, met de mensen die het "
                "openen en sluiten",
                "<b>12.30 uur</b> Lunch",
                "<b>13.30 uur</b> Werktafels: afspraken, agenda, kosten, sfeer",
                "<b>15.15 uur</b> Wat nemen we mee naar de werkplaatsen?",
            ),
        ),
        ("heading", "Voor wie?"),
        (
            "paragraph",
            p(
                "Voor iedereen die een plek deelt of dat wil doen: verenigingen, "
                "lokale besturen, cultuurhuizen, ontwerpers en buren."
            ),
        ),
        (
            "callout",
            {
                "title": "Vlot deelnemen",
                "text": p(
                    "Heb je iets nodig om vlot te kunnen deelnemen? Laat het ons weten "
                    "zodra je bent ingeschreven."
                ),
            },
        ),
    ],
}


def choose_thursday(*, days: int) -> datetime.date:
    """The first Thursday after so many days, so that what is on it is to come."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    return day + datetime.timedelta(days=(3 - day.weekday()) % 7)

"""The three workplaces of the call, as written (S14 to S34).

The expected outputs are taken from the words of the call; the sizes of the groups
are ours, and are not public.
"""

from typing import Any

from workplaces.enums import Accent

from .texts import items, p

ABOUT = "Waarover gaat het?"
ACTIVITIES = "Wat doen we?"
SIZES = {"capacity_min": 8, "capacity_target": 12, "capacity_max": 15}

WORKPLACES: list[dict[str, Any]] = [
    {
        "title": "Werkplaats Participatie",
        "slug": "participatie",
        "accent": Accent.BRICK,
        "lead": "Werk je aan een infrastructuurtraject en zoek je manieren om mensen "
        "écht te betrekken?",
        "lead_invitation": "Schrijf je in en ontwikkel samen met collega’s een aanpak "
        "die lokaal werkt.",
        "about_heading": ABOUT,
        "about": p(
            "Hoe betrek je mensen zinvol bij nieuwe plannen, renovatie, herbestemming "
            "of hergebruik van cultuurinfrastructuur?",
            "Hoe zorg je voor goede gesprekken, eigenaarschap en verbeeldingskracht?",
            "En hoe vertaal je gebruikersinbreng naar ontwerpkeuzes of toekomstige "
            "functies?",
        ),
        "activities_heading": ACTIVITIES,
        "activities": items(
            "praktijkervaringen uit gemeenten en organisaties verzamelen;",
            "werkvormen en methodieken voor verschillende fases van "
            "infrastructuurtrajecten verkennen;",
            "vragen en uitdagingen bespreken in een veilige en kleine groep;",
            "onderzoeken hoe gebruikersinput een plek krijgt in ontwerp, gebruik en "
            "programmatie.",
        ),
        "expected_output": p("Een aanpak die lokaal werkt."),
        **SIZES,
    },
    {
        "title": "Werkplaats Gedeeld Ruimtegebruik",
        "slug": "gedeeld-ruimtegebruik",
        "accent": Accent.CANAL,
        "lead": "Werk je rond gedeeld gebruik of zoek je heldere handvatten?",
        "lead_invitation": "Bouw mee aan een concrete en bruikbare leidraad voor de "
        "sector. Schrijf je hier in.",
        "about_heading": ABOUT,
        "about": p(
            "Hoe organiseer je gedeeld ruimtegebruik duurzaam, werkbaar en "
            "toekomstbestendig?",
            "Welke modellen, afspraken en processen maken gedeeld gebruik mogelijk en "
            "versterken samenwerking tussen organisaties en gebruikers?",
        ),
        "activities_heading": ACTIVITIES,
        "activities": items(
            "cases en expertise uitwisselen (bijv. Antwerpen, Gent, jeugdsector, "
            "lokale besturen);",
            "voorwaarden, criteria, afspraken en modellen in kaart brengen;",
            "werken aan een praktische leidraad die organisaties en lokale besturen "
            "ondersteunt.",
        ),
        "expected_output": p(
            "Een praktische leidraad voor organisaties en lokale besturen."
        ),
        **SIZES,
    },
    {
        "title": "Werkplaats Visie op (boven)lokale cultuurinfrastructuur",
        "slug": "visie-op-bovenlokale-cultuurinfrastructuur",
        "accent": Accent.MOSS,
        "lead": "Werk je in een lokaal bestuur en zoek je richting en houvast in "
        "gesprekken over infrastructuur?",
        "lead_invitation": "Schrijf je in en onderzoek samen welke afwegingen en "
        "inzichten lokaal het verschil kunnen maken.",
        "about_heading": ABOUT,
        "about": p(
            "Lokale besturen staan voor uiteenlopende vragen rond "
            "cultuurinfrastructuur: welke functies en plekken zijn nodig?",
            "Hoe verhouden nabijheid, spreiding, toegankelijkheid en capaciteit zich?",
            "Hoe maak je keuzes in schaarse ruimte?",
            "Vaak ontbreekt een gedeeld kader om dit gesprek te voeren.",
        ),
        "activities_heading": ACTIVITIES,
        "activities": items(
            "invalshoeken en criteria verkennen die relevant zijn voor keuzes rond "
            "cultuurinfrastructuur;",
            "perspectieven uit verschillende gemeenten vergelijken;",
            "taal en handvatten ontwikkelen om gesprekken te voeren over toekomst, "
            "rol en positie van cultuurplekken.",
        ),
        "expected_output": p(
            "Taal en handvatten voor het gesprek over cultuurplekken."
        ),
        **SIZES,
    },
]

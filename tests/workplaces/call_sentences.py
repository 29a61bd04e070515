"""The call of 2026, sentence by sentence (S1 to S49), as the organisation wrote it.

Line breaks, page breaks and bullets of the PDF are not content; typography is. S50,
the address of the old form, is replaced by our own form.
"""

SENTENCES: dict[str, list[str]] = {
    "S1": ["Oproep – Werkplaatsen Cultuurplekken van Morgen (2026)"],
    "S2": ["Werk mee aan de cultuurplekken van morgen"],
    "S3": [
        "In 2026 organiseert OP/TIL drie werkplaatsen die verder bouwen op de inzichten "
        "en vragen uit de Community of Practice Cultuurplekken van Morgen."
    ],
    "S4": [
        "Samen met de inspiratiedagen vormen ze één traject waarin we kennis "
        "ontwikkelen, delen en vertalen naar de bredere sector."
    ],
    "S5": [
        "Wat we onderweg leren, brengen we terug naar de community én naar het veld via "
        "de inspiratiedagen, onze website en een publicatie."
    ],
    "S6": [
        "We nodigen cultuurprofessionals, beleidsmakers en andere betrokkenen uit om mee "
        "te onderzoeken, uit te wisselen en te ontwerpen aan cultuurplekken die klaar "
        "zijn voor de toekomst."
    ],
    "S7+S8": [
        "De drie werkplaatsen komen samen op drie live bijeenkomsten, op 19 maart, 4 "
        "juni en 15 oktober 2026 (voormiddag)."
    ],
    "S9": [
        "We werken bewust in kleine groepen, zodat er ruimte is voor verdieping en "
        "stevige gesprekken."
    ],
    "S10": ["Tussentijds werk verwachten we niet."],
    "S11": ["Inschrijven kan via deze link."],
    "S12": ["Meer info over de werkplaatsen vind je hieronder."],
    "S13": ["Drie werkplaatsen"],
    "S14": ["1. Werkplaats Participatie"],
    "S15": [
        "Werk je aan een infrastructuurtraject en zoek je manieren om mensen écht te "
        "betrekken?",
        "Schrijf je in en ontwikkel samen met collega’s een aanpak die lokaal werkt.",
    ],
    "S16": [
        "Waarover gaat het?",
        "Hoe betrek je mensen zinvol bij nieuwe plannen, renovatie, herbestemming of "
        "hergebruik van cultuurinfrastructuur?",
    ],
    "S17": [
        "Hoe zorg je voor goede gesprekken, eigenaarschap en verbeeldingskracht?",
        "En hoe vertaal je gebruikersinbreng naar ontwerpkeuzes of toekomstige functies?",
    ],
    "S18": [
        "Wat doen we?",
        "praktijkervaringen uit gemeenten en organisaties verzamelen;",
    ],
    "S19": [
        "werkvormen en methodieken voor verschillende fases van infrastructuurtrajecten "
        "verkennen;"
    ],
    "S20": ["vragen en uitdagingen bespreken in een veilige en kleine groep;"],
    "S21": [
        "onderzoeken hoe gebruikersinput een plek krijgt in ontwerp, gebruik en "
        "programmatie."
    ],
    "S22": ["2. Werkplaats Gedeeld Ruimtegebruik"],
    "S23": [
        "Werk je rond gedeeld gebruik of zoek je heldere handvatten?",
        "Bouw mee aan een concrete en bruikbare leidraad voor de sector.",
        "Schrijf je hier in.",
    ],
    "S24": [
        "Hoe organiseer je gedeeld ruimtegebruik duurzaam, werkbaar en "
        "toekomstbestendig?",
        "Welke modellen, afspraken en processen maken gedeeld gebruik mogelijk en "
        "versterken samenwerking tussen organisaties en gebruikers?",
    ],
    "S25": [
        "cases en expertise uitwisselen (bijv. Antwerpen, Gent, jeugdsector, lokale "
        "besturen);"
    ],
    "S26": ["voorwaarden, criteria, afspraken en modellen in kaart brengen;"],
    "S27": [
        "werken aan een praktische leidraad die organisaties en lokale besturen "
        "ondersteunt."
    ],
    "S28": ["3. Werkplaats Visie op (boven)lokale cultuurinfrastructuur"],
    "S29": [
        "Werk je in een lokaal bestuur en zoek je richting en houvast in gesprekken over "
        "infrastructuur?",
        "Schrijf je in en onderzoek samen welke afwegingen en inzichten lokaal het "
        "verschil kunnen maken.",
    ],
    "S30": [
        "Lokale besturen staan voor uiteenlopende vragen rond cultuurinfrastructuur: "
        "welke functies en plekken zijn nodig?",
        "Hoe verhouden nabijheid, spreiding, toegankelijkheid en capaciteit zich?",
        "Hoe maak je keuzes in schaarse ruimte?",
    ],
    "S31": ["Vaak ontbreekt een gedeeld kader om dit gesprek te voeren."],
    "S32": [
        "invalshoeken en criteria verkennen die relevant zijn voor keuzes rond "
        "cultuurinfrastructuur;"
    ],
    "S33": ["perspectieven uit verschillende gemeenten vergelijken;"],
    "S34": [
        "taal en handvatten ontwikkelen om gesprekken te voeren over toekomst, rol en "
        "positie van cultuurplekken."
    ],
    "S35": ["Selectiecriteria en verwachtingen"],
    "S36": [
        "Wat verwachten we van deelnemers?",
        "Engagement voor de drie werkplaatsbijeenkomsten.",
    ],
    "S37": [
        "Een korte motivatie bij inschrijving: waarom wil je deelnemen en wat wil je "
        "bijdragen?"
    ],
    "S38": ["We zoeken deelnemers die een link hebben met de praktijk."],
    "S39": [
        "Je werkt niet alleen aan je eigen case: je denkt mee op een bredere schaal, "
        "deelt je ervaring en helpt nieuwe inzichten voor het hele veld te ontwikkelen."
    ],
    "S40": [
        "Voor de start hebben we een korte online kennismaking.",
        "We vertellen wat je van het traject kan verwachten, luisteren naar jouw "
        "verwachtingen en zorgen ervoor dat we met een gedeelde focus aan de eerste "
        "bijeenkomst beginnen.",
    ],
    "S41": ["Wie zoeken we?", "We bouwen aan een diverse groep deelnemers, met:"],
    "S42": ["uiteenlopende gemeenten, steden en organisaties;"],
    "S43": ["verschillende niveaus van ervaring;"],
    "S44": ["diverse perspectieven op ruimte en cultuurwerk."],
    "S45": ["Die variatie versterkt de uitwisseling én de resultaten."],
    "S46": ["Waarom meedoen?", "frisse inzichten voor je eigen praktijk"],
    "S47": ["werken aan concrete tools voor het cultuurveld"],
    "S48": ["leren van collega’s en kennis teruggeven aan de sector"],
    "S49": ["deel worden van een groeiende community"],
}

# What is put together from data an editor keeps elsewhere: sentence → the texts that
# must stand in editable fields instead. A date is typed once, in its meeting; the
# number of a workplace is its place in the page tree.
COMPOSED: dict[str, list[str]] = {
    SENTENCES["S7+S8"][0]: [
        "De drie werkplaatsen komen samen op drie live bijeenkomsten, op {data}.",
        "2026-03-19 morning",
        "2026-06-04 morning",
        "2026-10-15 morning",
    ],
    "1. Werkplaats Participatie": ["Werkplaats Participatie"],
    "2. Werkplaats Gedeeld Ruimtegebruik": ["Werkplaats Gedeeld Ruimtegebruik"],
    "3. Werkplaats Visie op (boven)lokale cultuurinfrastructuur": [
        "Werkplaats Visie op (boven)lokale cultuurinfrastructuur"
    ],
}

"""The home page, the page about the community, and the two statements.

Privacy follows domain.md 3, accessibility domain.md 4. Both are real drafts: a
lawyer and an accessibility expert still have to read them. Names and addresses are
not written here, they come from the site settings.
"""

import datetime
from typing import Any

from .texts import p, ul

HOME: dict[str, Any] = {
    "title": "Cultuurplekken van Morgen",
    "menu_title": "Start",
    "search_description": (
        "Werkplaatsen en inspiratiedagen over de plekken waar cultuur gebeurt."
    ),
    "tagline": "Plekken voor cultuur bedenk je niet alleen",
    "intro": p(
        "Een bibliotheek, een jeugdhuis, een kerk, een zaal in het dorp: overal denken "
        "mensen na over de cultuurplek van morgen.",
        "Hier werken ze samen, in kleine groepen en op inspiratiedagen.",
    ),
}

ABOUT: dict[str, Any] = {
    "title": "Over de community",
    "slug": "over-de-community",
    "menu_title": "Over",
    "show_in_menus": True,
    "search_description": "Wat is de Community of Practice Cultuurplekken van Morgen?",
    "intro": p(
        "Cultuurplekken van Morgen is een Community of Practice: een groep mensen die "
        "van elkaars praktijk leert."
    ),
    "body": [
        ("heading", "Wat doen we samen?"),
        (
            "paragraph",
            p(
                "We brengen mensen samen die aan cultuurinfrastructuur werken: in een "
                "gemeente, een cultuurhuis, een bibliotheek, een vereniging of een "
                "ontwerpbureau.",
                "Wat de een al uitprobeerde, helpt de ander vooruit.",
            )
            + p("In 2026 doen we dat op twee manieren, die samen één traject vormen:")
            + ul(
                "drie <b>werkplaatsen</b>, waar een kleine groep zich drie keer in een "
                "vraag verdiept;",
                "<b>inspiratiedagen</b>, waar we met het hele veld delen wat we leren.",
            ),
        ),
        ("heading", "Voor wie?"),
        (
            "paragraph",
            p(
                "Voor cultuurprofessionals, beleidsmakers en iedereen die bij een plek "
                "betrokken is.",
                "Je hoeft geen expert te zijn: vragen zijn evenveel waard als antwoorden.",
            ),
        ),
    ],
}

PRIVACY: dict[str, Any] = {
    "title": "Privacy",
    "slug": "privacy",
    "search_description": "Welke gegevens we van je vragen, waarom, en hoelang.",
    "reviewed_on": datetime.date(2025, 11, 24),
    "intro": p(
        "Je schrijft je in, en daarvoor vragen we gegevens.",
        "Hier lees je welke, waarom, wie ze ziet en wanneer we ze wissen.",
    ),
    "body": [
        ("heading", "Welke gegevens vragen we, en waarom?"),
        (
            "paragraph",
            ul(
                "<b>Om je te bereiken</b>: je naam en je e-mailadres. Je telefoonnummer "
                "mag, maar hoeft niet.",
                "<b>Om te kiezen</b>: je organisatie en functie, de gemeente waar je "
                "werkt, je keuze van werkplaats, wanneer je kan komen, je ervaring, je "
                "invalshoek en je motivatie. We vragen alleen wat we voor de selectie "
                "nodig hebben.",
                "<b>Om je goed te ontvangen</b>: wat je nodig hebt om vlot deel te "
                "nemen. Dat vragen we pas als je geselecteerd bent, en alleen als je het "
                "wil vertellen.",
            )
            + p(
                "We vragen niet naar je geboortedatum, gender, afkomst, geloof of "
                "gezondheid."
            ),
        ),
        ("heading", "Op welke grond mogen we dat?"),
        (
            "paragraph",
            p(
                "We behandelen je inschrijving omdat jij dat vraagt: het zijn stappen "
                "vóór een afspraak over deelname (artikel 6.1.b van de AVG).",
                "Voor al de rest vragen we apart je toestemming, zoals voor een "
                "nieuwsbrief, een foto of een citaat.",
                "Die toestemming is vrij, en je kan ze altijd intrekken.",
            ),
        ),
        ("heading", "Wie ziet je inschrijving?"),
        (
            "paragraph",
            ul(
                "de mensen die de inschrijvingen lezen en erover beslissen;",
                "de begeleiders van je werkplaats, als je geselecteerd bent;",
                "de firma’s die onze website en onze mails verzorgen. Zij mogen niets "
                "anders met je gegevens doen.",
            )
            + p(
                "Wie alleen de teksten van deze website schrijft, ziet geen "
                "inschrijvingen.",
                "We verkopen of verhuren niets.",
                "Een mens beslist over je deelname, nooit een computer.",
            ),
        ),
        ("heading", "Hoelang bewaren we ze?"),
        (
            "paragraph",
            ul(
                "niet geselecteerd, ingetrokken of op de wachtlijst: tot zes maanden na "
                "de eerste bijeenkomst;",
                "deelnemer: tot twaalf maanden na de laatste bijeenkomst of de "
                "publicatie;",
                "wat je nodig hebt om vlot deel te nemen: tot dertig dagen na de laatste "
                "bijeenkomst;",
                "een formulier dat je bewaarde en niet verstuurde: tot dertig dagen na "
                "het einde van de inschrijvingen;",
                "je adres, als je vroeg om je op de hoogte te houden: tot dertig dagen "
                "na onze mail, en hoogstens achttien maanden.",
            )
            + p(
                "Daarna wissen we je gegevens of maken we ze anoniem, zodat alleen "
                "aantallen overblijven."
            ),
        ),
        ("heading", "Wat kan jij vragen?"),
        (
            "paragraph",
            p(
                "Je kan je gegevens inkijken, verbeteren, opvragen of laten wissen, en je "
                "kan bezwaar maken.",
                "Dat kan met een mail.",
                "Je krijgt antwoord binnen een maand.",
            )
            + p(
                "Vind je dat we het niet goed doen? Vertel het ons eerst.",
                "Je kan ook klacht indienen bij de "
                '<a href="https://www.gegevensbeschermingsautoriteit.be/">'
                "Gegevensbeschermingsautoriteit</a>.",
            ),
        ),
        ("heading", "Cookies"),
        (
            "paragraph",
            p(
                "Als bezoeker krijg je van deze website geen enkele cookie, ook niet als "
                "je het formulier invult.",
                "We meten je bezoek niet en laden niets van andere websites.",
            ),
        ),
    ],
}

ACCESSIBILITY: dict[str, Any] = {
    "title": "Toegankelijkheidsverklaring",
    "slug": "toegankelijkheid",
    "menu_title": "Toegankelijkheid",
    "search_description": "Hoe toegankelijk is deze website, en wat als iets niet lukt?",
    "reviewed_on": datetime.date(2025, 11, 24),
    "intro": p(
        "Iedereen moet deze website kunnen gebruiken en zich kunnen inschrijven.",
        "Hier lees je hoever we staan, en wat je kan doen als iets niet lukt.",
    ),
    "body": [
        ("heading", "Hoever staan we?"),
        (
            "paragraph",
            p(
                "We volgen de Europese norm EN 301 549 en richten ons op WCAG 2.2, niveau "
                "AA.",
                "Deze verklaring steunt op een eigen controle met het toetsenbord, met "
                "verschillende schermen en met een automatische test.",
                "Een onafhankelijke audit is er nog niet: daarom zeggen we dat de website "
                "<b>gedeeltelijk</b> aan de norm voldoet.",
            ),
        ),
        ("heading", "Wat is nog niet toegankelijk?"),
        (
            "paragraph",
            ul(
                "We hebben de website nog niet laten testen door mensen die een "
                "schermlezer gebruiken.",
                "Foto’s en citaten die de redactie toevoegt, controleren we met de hand. "
                "Daar kan iets tussen glippen.",
            ),
        ),
        ("heading", "Lukt iets niet?"),
        (
            "paragraph",
            p(
                "Laat het ons weten, dan zoeken we samen een oplossing.",
                "Je krijgt antwoord binnen vijf werkdagen.",
                "Lukt het formulier niet, dan mag je je ook per mail inschrijven: je "
                " inschrijving telt evenveel.",
            ),
        ),
        ("heading", "Niet tevreden met ons antwoord?"),
        (
            "paragraph",
            p(
                "Dan kan je terecht bij de "
                '<a href="https://www.vlaamseombudsdienst.be/">Vlaamse Ombudsdienst</a>.'
            ),
        ),
    ],
}

SETTINGS: dict[str, Any] = {
    "organiser_name": "OP/TIL",
    "organiser_url": "https://www.cultuuroptil.be/",
    "contact_email": "werkplaatsen@example.org",
    "privacy_controller": "OP/TIL vzw",
    "privacy_email": "privacy@example.org",
    "footer_text": p(
        "Cultuurplekken van Morgen is een traject van OP/TIL over de plekken waar "
        "cultuur gebeurt."
    ),
}

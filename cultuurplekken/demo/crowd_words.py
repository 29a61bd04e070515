"""The words of invented applicants: names, houses and sentences to draw from.

None of the last names is one of the team of the demo: that would be a suspected tie.
"""

FIRST_NAMES = (
    "An", "Bart", "Celine", "Dries", "Els", "Femke", "Geert", "Hilde", "Ilse", "Joris",
    "Karim", "Leen", "Marijke", "Nadia", "Olivier", "Patrick", "Rania", "Stijn", "Tine",
    "Ward", "Yasmina", "Zeger", "Bieke", "Chris", "Dorien", "Emre", "Fien", "Griet",
    "Hassan", "Inge", "Jan", "Koen", "Liesbeth", "Mohamed", "Niels", "Petra", "Ruth",
    "Samira", "Toon", "Veerle",
)  # fmt: skip
LAST_NAMES = (
    "Aerts", "Bogaert", "Coppens", "De Smet", "De Vos", "Engels", "Francken", "Geerts",
    "Hermans", "Jacobs", "Janssens", "Lambrecht", "Martens", "Naessens", "Ooms",
    "Pauwels", "Roels", "Segers", "Thijs", "Van Damme", "Van den Broeck", "Verhaegen",
    "Wouters", "Yilmaz", "El Idrissi", "Benali", "Cools", "Dhondt", "Goethals",
    "Huysmans", "Ketels", "Lippens", "Moerman", "Nijs", "Pieters", "Rogiers", "Stevens",
    "Temmerman", "Vandenberghe", "Willems",
)  # fmt: skip

# Municipality → how often it is drawn. A few dominate, as they do in life.
MUNICIPALITIES = {
    "Gent": 11,
    "Antwerpen": 9,
    "Leuven": 6,
    "Mechelen": 5,
    "Brugge": 4,
    "Kortrijk": 4,
    "Hasselt": 3,
    "Genk": 3,
    "Aalst": 3,
    "Sint-Niklaas": 2,
    "Turnhout": 2,
    "Roeselare": 2,
    "Ieper": 1,
    "Diksmuide": 1,
    "Oostende": 1,
    "Oudenaarde": 1,
    "Geel": 1,
    "Lier": 1,
    "Dilbeek": 1,
    "Schaarbeek": 2,
    "Torhout": 1,
    "Tielt": 1,
}
# What people type who work everywhere, or nowhere in particular.
NO_MUNICIPALITY = ("heel Vlaanderen", "onze hele regio", "meerdere gemeenten")

# Kind of house → weight, roles, and what it is called; {place} is the municipality.
HOUSES = {
    "local_culture": (
        13,
        ("policy_coordinator", "staff", "programmer"),
        ("Stad {place}, dienst cultuur", "Gemeente {place}"),
    ),
    "cultural_centre": (
        12,
        ("director", "programmer", "building", "participation"),
        ("CC De Werf {place}", "Gemeenschapscentrum De Kring {place}", "CC {place}"),
    ),
    "library": (5, ("director", "staff", "participation"), ("Bibliotheek {place}",)),
    "intermunicipal": (4, ("staff", "policy_coordinator"), ("Cultuurregio {place}",)),
    "heritage": (
        4,
        ("staff", "volunteer"),
        ("Stadsmuseum {place}", "Heemkring {place}"),
    ),
    "studio": (4, ("artist",), ("Ateliers Tussenruimte {place}",)),
    "socio_cultural": (
        4,
        ("staff", "volunteer"),
        ("Vormingplus {place}", "Buurtwerk {place} vzw"),
    ),
    "youth": (3, ("director", "volunteer"), ("Jeugdhuis De Schakel {place} vzw",)),
    "academy": (2, ("director", "staff"), ("Academie {place}",)),
    "design": (3, ("designer",), ("Atelier Plint {place} bv",)),
    "citizens": (2, ("volunteer", "project_lead"), ("Buurtfabriek {place} cv",)),
    "local_mandate": (2, ("board",), ("Stad {place}",)),
    "freelance": (2, ("participation", "designer"), ("Zelfstandige",)),
    "amateur_arts": (2, ("volunteer",), ("Harmonie Sint-Cecilia {place}",)),
    "welfare": (1, ("staff",), ("Huis van het Kind {place}",)),
}
PROFILES = {
    "local_culture": "policy",
    "local_mandate": "policy",
    "intermunicipal": "policy",
}
PERSPECTIVES = {
    "local_culture": ("policy", "participation", "planning"),
    "cultural_centre": ("programming", "management", "users"),
    "library": ("users", "inclusion", "policy"),
    "intermunicipal": ("policy", "planning", "heritage"),
    "heritage": ("heritage", "participation", "users"),
    "studio": ("maker", "management", "finance"),
    "socio_cultural": ("participation", "inclusion", "users"),
    "youth": ("youth", "users", "management"),
    "academy": ("youth", "management", "users"),
    "design": ("design", "sustainability", "planning"),
    "citizens": ("participation", "finance", "management"),
    "local_mandate": ("policy", "finance"),
    "freelance": ("participation", "design"),
    "amateur_arts": ("users", "management"),
    "welfare": ("inclusion", "participation"),
}
EXPERIENCE = {"exploring": 6, "first": 5, "several": 3, "guiding": 1}
WORKPLACES = {
    "gedeeld-ruimtegebruik": 6,
    "participatie": 4,
    "visie-op-bovenlokale-cultuurinfrastructuur": 2,
}

# How a motivation begins, goes on, and ends; the middle fits the workplace.
OPENINGS = (
    "Bij ons staat de grote zaal op weekdagen leeg, en op zaterdag is er ruzie om.",
    "Wij krijgen volgend jaar een tweede gebouw, en nog niemand heeft gevraagd voor wie.",
    "Drie verenigingen vroegen dezelfde ruimte, en alle drie hadden ze gelijk.",
    "Vorig jaar deden we een bevraging. Er kwamen vierhonderd antwoorden, en toen?",
    "Ons gebouw is van 1974 en zo wordt het ook nog gebruikt.",
    "Ik werk sinds twee jaar aan een plan dat op papier klopt en in het echt nog niet.",
    "De kerk in het centrum komt vrij, en iedereen heeft er al iets in gezien.",
    "We hebben geen zaal, wel een plein, een school en veel goede wil.",
    "De huurprijs die we vragen, betaalt de verwarming niet meer.",
    "Elke gemeente rond ons bouwt iets, en we spreken elkaar er te laat over.",
)
MIDDLES = {
    "gedeeld-ruimtegebruik": (
        "Ik wil leren hoe je afspraken maakt die ook werken als de bezieler vertrekt: "
        "sleutels, poetsen, geluid, en wie voorgaat op een drukke avond.",
        "Delen klinkt warm, maar het gaat over uren en euro’s. Daarvoor zoek ik een "
        "model dat eerlijk is voor kleine en grote gebruikers.",
        "Ik zoek voorbeelden van huizen waar een koor, een repair café en een "
        "dansgroep elkaar niet in de weg zitten.",
    ),
    "participatie": (
        "Ik wil meer dan een avond met post-its: hoe betrek je mensen vóór er een plan "
        "ligt, en hoe zeg je eerlijk wat je met hun inbreng doet?",
        "Altijd dezelfde twintig mensen komen. Ik wil weten hoe anderen de jongeren en "
        "de nieuwe inwoners bereikten, en wat daarvan bleef.",
        "Ik zoek werkvormen die tot een ontwerp leiden, en niet tot een lijst wensen "
        "die de architect te laat krijgt.",
    ),
    "visie-op-bovenlokale-cultuurinfrastructuur": (
        "Ik zoek woorden en cijfers om met buurgemeenten te kiezen wat waar hoort, "
        "zonder dat iemand verliest.",
        "Wie bedient welke afstand? Ik wil leren afwegen tussen nabijheid en één sterke "
        "plek, met bestuurders die over zes jaar weer kunnen wisselen.",
        "Een kaart maken lukte. Van een kaart naar een gesprek is de stap die ik hier "
        "wil oefenen.",
    ),
}
ENDINGS = (
    "Dat gesprek voer ik liever nu, met mensen die het al eens deden.",
    "Ik kom niet voor een recept, wel voor goede vragen.",
    "Wat ik leer, breng ik terug naar onze regio.",
    "De werkplaats komt op het juiste moment: in het najaar beslist de raad.",
)
CONTRIBUTIONS = (
    "Onze gebruikscijfers per uur en per zaal, van drie jaar, met de gaten erin.",
    "Een afsprakennota die twee keer mislukte en nu werkt, met alle versies.",
    "De blik van een kleine vereniging op een groot gebouw.",
    "Een plek waar de groep mag komen kijken, en mensen die willen vertellen.",
    "Een bestek, een begroting en een bouwheer die wil meedenken.",
    "Ik luister goed en stel vragen; veel kant-en-klaars heb ik nog niet.",
    "Contacten in twaalf gemeenten, en het verslag van een overleg dat stukliep.",
)
PRACTICE = {
    "running": "We zitten midden in een verbouwing.",
    "planned": "In 2027 beslissen we over een nieuwe plek.",
    "daily": "Ik hou elke dag een huis open voor veel gebruikers.",
    "advice": "Ik geef advies over gebouwen voor cultuur.",
}
ABSENCE = (
    "Op 4 juni zijn het bij ons examens.",
    "In oktober ben ik drie weken weg voor een uitwisseling.",
    "Op 19 maart is er gemeenteraad en moet ik de begroting verdedigen.",
)
NOTES = {
    "yes": (
        "Concrete plek, concrete vraag; hier heeft de hele groep iets aan.",
        "Sterk dossier met een eerlijke mislukking erin.",
        "Past precies bij het onderwerp, en op het juiste moment.",
    ),
    "maybe": (
        "Goede vraag, maar de eigen rol blijft wat vaag.",
        "Interessante praktijk; de bijdrage voor anderen kan scherper.",
    ),
    "no": ("De motivatie kan bij elke werkplaats horen.",),
}

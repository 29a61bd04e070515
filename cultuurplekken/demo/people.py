"""The applicants of the demo: invented people with answers as one would write them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class DemoApplicant:
    """What one person answers on the form of the call.

    Workplaces are slugs and closed questions the codes of their options;
    `comes_to` counts the meetings, the first is 1.
    """

    first_name: str
    last_name: str
    organisation: str
    organisation_type: str
    municipality: str
    role: str
    profile: str
    workplace_first: str
    practice_link: str
    practice_note: str
    experience_level: str
    perspectives: tuple[str, ...]
    motivation: str
    contribution: str
    workplace_second: str = ""
    project_phase: str = ""
    comes_to: tuple[int, ...] = (1, 2, 3)
    availability_note: str = ""
    expectations: str = ""
    extra: dict[str, bool] = field(default_factory=dict)

    @property
    def email(self) -> str:
        name = f"{self.first_name}.{self.last_name}".lower().replace(" ", "")
        return f"{name}@cultuurplekken.example"


SOFIE = DemoApplicant(
    first_name="Sofie",
    last_name="Vandamme",
    organisation="Gemeente Nazareth-De Pinte",
    organisation_type="local_culture",
    municipality="De Pinte",
    role="policy_coordinator",
    profile="policy",
    workplace_first="participatie",
    workplace_second="visie-op-bovenlokale-cultuurinfrastructuur",
    practice_link="running",
    practice_note="We verbouwen de oude pastorie tot ontmoetingshuis.",
    project_phase="vision",
    experience_level="first",
    perspectives=("policy", "participation"),
    motivation=(
        "Sinds de fusie hebben we twee culturen onder één dak: verenigingen die "
        "elkaar nauwelijks kennen en elk hun eigen zaal gewoon zijn. In de oude "
        "pastorie willen we ze samenbrengen, maar een klassieke inspraakavond haalt "
        "telkens dezelfde twintig mensen. Ik wil leren hoe je ook jongeren en nieuwe "
        "inwoners mee laat denken, vóór de architect zijn eerste lijn zet."
    ),
    contribution=(
        "Ik breng onze eerste ronde keukentafelgesprekken mee, met wat er goed ging "
        "en wat er misliep. En ik wil de groep graag eens in de pastorie ontvangen."
    ),
    expectations="Methodieken die ik de week nadien kan uitproberen.",
    extra={"newsletter": True},
)

YOUSSEF = DemoApplicant(
    first_name="Youssef",
    last_name="El Haddad",
    organisation="Jeugdhuis De Werf",
    organisation_type="youth",
    municipality="Mechelen",
    role="director",
    profile="professional",
    workplace_first="gedeeld-ruimtegebruik",
    practice_link="daily",
    practice_note="Ons jeugdhuis deelt een hal met een circusschool en een buurtkeuken.",
    experience_level="several",
    perspectives=("youth", "management", "users"),
    motivation=(
        "Overdag staat onze zaal leeg, ’s avonds en in het weekend vechten we om elk "
        "uur. We delen de hal nu drie jaar en hebben alle afspraken zelf uitgevonden: "
        "sleutels, poetsen, geluid, wie betaalt de verwarming. Het werkt, maar alleen "
        "omdat drie mensen het in hun hoofd hebben. Ik wil dat het ook werkt als zij "
        "er niet meer zijn."
    ),
    contribution=(
        "Onze afsprakennota, met de versies die mislukten erbij. En de blik van "
        "jongeren van zestien, die een gebouw heel anders gebruiken dan wij denken."
    ),
    comes_to=(1, 3),
    availability_note="Op 4 juni zijn het bij ons examens en zit het huis vol.",
)

KATRIEN = DemoApplicant(
    first_name="Katrien",
    last_name="Lemmens",
    organisation="Gemeenschapscentrum De Halle",
    organisation_type="cultural_centre",
    municipality="Geel",
    role="director",
    profile="professional",
    workplace_first="gedeeld-ruimtegebruik",
    workplace_second="participatie",
    practice_link="planned",
    practice_note="De academie en de bib komen in 2028 bij ons inwonen.",
    experience_level="exploring",
    perspectives=("management", "programming"),
    motivation=(
        "Over twee jaar delen we ons gebouw met de academie en de bibliotheek. Op "
        "papier past alles, maar niemand heeft al beslist wie voorrang krijgt op een "
        "zaterdag. Ik wil die gesprekken voeren vóór de verhuis, met goede "
        "voorbeelden op zak, en niet pas als het eerste conflict er is."
    ),
    contribution=(
        "Een echte case in volle voorbereiding, met plannen en uurroosters die de "
        "groep gerust uit elkaar mag halen."
    ),
)

PIETER = DemoApplicant(
    first_name="Pieter-Jan",
    last_name="Desmet",
    organisation="Atelier Noord architecten",
    organisation_type="design",
    municipality="Gent",
    role="designer",
    profile="other",
    workplace_first="participatie",
    practice_link="advice",
    practice_note="We ontwerpen twee cultuurhuizen en begeleiden er één.",
    project_phase="design",
    experience_level="guiding",
    perspectives=("design", "participation", "sustainability"),
    motivation=(
        "Als ontwerper krijg ik de resultaten van een participatietraject vaak als "
        "een lijst wensen, te laat en te algemeen. Ik wil begrijpen wat er aan de "
        "andere kant van de tafel gebeurt, zodat inspraak en ontwerp elkaar op tijd "
        "ontmoeten."
    ),
    contribution="Ervaring met maquettes op ware grootte, en vijf projecten om uit te leren.",
)

AMIRA = DemoApplicant(
    first_name="Amira",
    last_name="Bensalem",
    organisation="Tussenruimte cv",
    organisation_type="citizens",
    municipality="Schaarbeek",
    role="project_lead",
    profile="other",
    workplace_first="gedeeld-ruimtegebruik",
    practice_link="running",
    practice_note="Twaalf organisaties delen een leegstaande school, voor zes jaar.",
    experience_level="several",
    perspectives=("management", "finance", "inclusion"),
    motivation=(
        "Wij beheren een oude school met twaalf gebruikers, van een textielatelier "
        "tot een gebedsgroep. Na zes jaar stopt het. Wat wij geleerd hebben over "
        "huurprijzen, beslissen met velen en ruzie bijleggen mag niet mee verdwijnen. "
        "Ik wil het naast de ervaring van anderen leggen en er iets van maken waar de "
        "hele sector mee verder kan."
    ),
    contribution=(
        "Ons model van gedeelde huur, de modelcontracten, en de eerlijke cijfers "
        "erachter."
    ),
    expectations="Een leidraad waar ook kleine organisaties iets aan hebben.",
    extra={"newsletter": True, "share_contacts": True},
)

LUC = DemoApplicant(
    first_name="Luc",
    last_name="Verstraete",
    organisation="Stad Ieper",
    organisation_type="local_mandate",
    municipality="Ieper",
    role="board",
    profile="policy",
    workplace_first="visie-op-bovenlokale-cultuurinfrastructuur",
    practice_link="planned",
    practice_note="We schrijven een infrastructuurplan voor de hele Westhoek mee.",
    experience_level="exploring",
    perspectives=("policy", "planning"),
    motivation=(
        "Elke gemeente in onze streek wil een eigen zaal, en elke zaal staat half "
        "leeg. Als schepen zoek ik woorden om daar met collega’s over te praten "
        "zonder dat iemand het gevoel krijgt iets te verliezen."
    ),
    contribution="De politieke kant van het verhaal, en een overleg met acht gemeenten.",
)

HANNE = DemoApplicant(
    first_name="Hanne",
    last_name="Goossens",
    organisation="Bibliotheek Turnhout",
    organisation_type="library",
    municipality="Turnhout",
    role="staff",
    profile="professional",
    workplace_first="visie-op-bovenlokale-cultuurinfrastructuur",
    workplace_second="gedeeld-ruimtegebruik",
    practice_link="daily",
    practice_note="Ik plan de bibliotheekpunten in vijf gemeenten.",
    experience_level="first",
    perspectives=("policy", "users"),
    motivation=(
        "Onze uitleenpunten liggen op goed tien minuten van elkaar en toch bereiken "
        "we hele wijken niet. Ik wil leren afwegen: wanneer kies je voor nabijheid, "
        "wanneer voor één sterke plek? Dat gesprek missen we in de regio."
    ),
    contribution="Bezoekcijfers per wijk en een kaart die we zelf maakten.",
    extra={"newsletter": True, "keep_for_next": True},
)

DEMO_APPLICANTS = (SOFIE, YOUSSEF, KATRIEN, PIETER, AMIRA, LUC, HANNE)

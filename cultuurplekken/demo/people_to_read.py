"""Applicants of the demo whom the readers are reading now; invented like the others."""

from .people import DemoApplicant

MIEKE = DemoApplicant(
    first_name="Mieke",
    last_name="Van Acker",
    organisation="Erfgoedcel Waasland",
    organisation_type="intermunicipal",
    municipality="Sint-Niklaas",
    role="staff",
    profile="professional",
    workplace_first="visie-op-bovenlokale-cultuurinfrastructuur",
    workplace_second="participatie",
    practice_link="running",
    practice_note="We maken met tien gemeenten een kaart van alle plekken voor cultuur.",
    project_phase="exploring",
    experience_level="several",
    perspectives=("policy", "heritage", "planning"),
    motivation=(
        "Tien gemeenten, negentien zalen, en niemand die weet wat er op een gewone "
        "dinsdag in gebeurt. We zijn beginnen tellen. Nu de cijfers er liggen, wordt "
        "het spannend: de ene gemeente ziet een tekort, de andere een teveel. Ik zoek "
        "een manier om van een kaart naar een gesprek te gaan, en van een gesprek naar "
        "een keuze die tien besturen ook over zes jaar nog de hunne noemen."
    ),
    contribution=(
        "Onze telling van negentien zalen met de vragenlijst erbij, zodat andere "
        "regio’s ze kunnen overnemen. En het verslag van een overleg dat mislukte."
    ),
    expectations="Voorbeelden van afspraken die een verkiezing overleefden.",
    extra={"newsletter": True},
)

THOMAS = DemoApplicant(
    first_name="Thomas",
    last_name="De Backer",
    organisation="Stad Aalst, dienst patrimonium",
    organisation_type="local_other",
    municipality="Aalst",
    role="building",
    profile="professional",
    workplace_first="gedeeld-ruimtegebruik",
    practice_link="planned",
    practice_note="Een leegstaande kerk krijgt vier gebruikers en één stookketel.",
    project_phase="design",
    experience_level="first",
    perspectives=("management", "sustainability", "heritage"),
    motivation=(
        "Ik ben de man van de sleutels. Bij elk project over delen zit ik aan het einde "
        "van de tafel: als alles beslist is, mag ik zeggen wat het kost om te verwarmen. "
        "Voor onze kerk wil ik het omdraaien en eerst weten wie wanneer binnen moet. "
        "Daarvoor mis ik taal: hoe vraag je aan een koor en een repair café hoe warm zij "
        "het willen hebben, zonder dat het over geld gaat?"
    ),
    contribution=(
        "Drie jaar verbruik per uur en per zaal, en een rekenblad waarin je een "
        "gebruiker kan toevoegen en ziet wat dat doet."
    ),
    comes_to=(1, 2),
    availability_note="In oktober is het stookseizoen; ik kan dan later aansluiten.",
)

FATIMA = DemoApplicant(
    first_name="Fatima",
    last_name="Ouali",
    organisation="Collectief Tussenvloer",
    organisation_type="studio",
    municipality="Antwerpen",
    role="artist",
    profile="other",
    workplace_first="participatie",
    practice_link="running",
    practice_note="We werken twee jaar in een voormalige schrijnwerkerij.",
    experience_level="several",
    perspectives=("maker", "participation", "inclusion"),
    motivation=(
        "Wij worden gevraagd wanneer er een gebouw leegstaat en weer bedankt wanneer de "
        "plannen klaar zijn. Tussendoor kennen we de buurt bij naam. Ik wil uitzoeken "
        "hoe makers van bij het begin aan tafel zitten, niet om het gebouw te vullen "
        "maar om mee te beslissen wat het wordt. Ik geloof niet in inspraak met "
        "stickers; ik geloof in samen iets maken en dan pas praten."
    ),
    contribution=(
        "Een werkvorm van één dag die we in vier wijken probeerden, met het draaiboek "
        "en de kosten."
    ),
    expectations="Mensen van besturen die durven te zeggen wat ze niet weten.",
)

JEF = DemoApplicant(
    first_name="Jef",
    last_name="Callewaert",
    organisation="Academie Kortrijk",
    organisation_type="academy",
    municipality="Kortrijk",
    role="director",
    profile="professional",
    workplace_first="gedeeld-ruimtegebruik",
    workplace_second="participatie",
    practice_link="daily",
    practice_note="Zeven vestigingen, allemaal leeg tot halfvijf.",
    experience_level="several",
    perspectives=("management", "youth"),
    motivation=(
        "Onze lokalen staan elke dag tot halfvijf leeg, en om vijf uur komen we er "
        "tekort. We willen ze delen met scholen en met senioren, maar een piano is geen "
        "tafel: wie ze verschuift, stemt ze niet. Ik wil leren welke ruimtes je wél kan "
        "delen en welke je beter aan één gebruiker geeft, en hoe je dat uitlegt."
    ),
    contribution="Het bezettingsrooster van zeven vestigingen, uur per uur.",
)

NELE = DemoApplicant(
    first_name="Nele",
    last_name="Hendrickx",
    organisation="Koninklijke Harmonie Sint-Cecilia",
    organisation_type="amateur_arts",
    municipality="Hasselt",
    role="volunteer",
    profile="other",
    workplace_first="participatie",
    practice_link="planned",
    practice_note="De stad bouwt een muziekhuis; wij zijn een van de acht gebruikers.",
    project_phase="vision",
    experience_level="exploring",
    perspectives=("users", "participation"),
    motivation=(
        "Ik speel klarinet en zit sinds kort in de werkgroep voor het nieuwe "
        "muziekhuis. Daar zitten acht verenigingen die elk hun eigen kast willen. Ik "
        "ben geen professional. Ik wil begrijpen hoe zo’n traject loopt, zodat wij "
        "de juiste vragen stellen op het moment dat ze nog iets veranderen."
    ),
    contribution=(
        "De stem van mensen die na hun werk repeteren, en acht lijstjes met wensen die "
        "nog niemand naast elkaar legde."
    ),
)

RUBEN = DemoApplicant(
    first_name="Ruben",
    last_name="Cools",
    organisation="Cultuurcentrum De Ketel",
    organisation_type="cultural_centre",
    municipality="Leuven",
    role="programmer",
    profile="professional",
    workplace_first="visie-op-bovenlokale-cultuurinfrastructuur",
    practice_link="daily",
    practice_note="We programmeren samen met drie centra binnen tien kilometer.",
    experience_level="first",
    perspectives=("programming", "finance"),
    motivation=(
        "Vier centra op tien kilometer, vier keer dezelfde voorstelling op vrijdag. We "
        "spraken af om samen te programmeren, en dat lukt zolang niemand een lege zaal "
        "heeft. Ik wil weten welke afspraken standhouden wanneer het moeilijk wordt, en "
        "of je dat in een visie kan schrijven of alleen kan doen."
    ),
    contribution="Onze samenwerkingsovereenkomst, en vier seizoenen bezoekcijfers.",
    extra={"keep_for_next": True},
)

APPLICANTS_TO_READ = (MIEKE, THOMAS, FATIMA, JEF, NELE, RUBEN)

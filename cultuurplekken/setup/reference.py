"""The lists that a form needs to start: closed questions, some municipalities.

Every list is only filled while it is empty; from then on it is the office's.
"""

from registrations.enums import ReferenceList
from registrations.models import (
    AnswerOption,
    FormerMunicipality,
    Municipality,
    Region,
)
from registrations.models.reference import fold

# The options of domain.md 6: (code, label), in the order of the form.
OPTIONS: dict[ReferenceList, tuple[tuple[str, str], ...]] = {
    ReferenceList.ORGANISATION_TYPE: (
        ("local_culture", "Lokaal bestuur – dienst cultuur of vrije tijd"),
        (
            "local_other",
            "Lokaal bestuur – andere dienst (patrimonium, ruimte, jeugd, welzijn)",
        ),
        ("local_mandate", "Lokaal mandataris (schepen, raadslid)"),
        ("cultural_centre", "Cultuurcentrum of gemeenschapscentrum"),
        ("library", "Bibliotheek"),
        (
            "intermunicipal",
            "Intergemeentelijk samenwerkingsverband (IGS cultuur, erfgoedcel)",
        ),
        ("heritage", "Erfgoedorganisatie (museum, archief, heemkring)"),
        (
            "arts",
            "Kunstenorganisatie (podium, muziek, beeldend, film, circus)",
        ),
        ("studio", "Kunstenaarscollectief of atelierwerking"),
        ("amateur_arts", "Amateurkunsten"),
        ("socio_cultural", "Sociaal-culturele organisatie of vereniging"),
        ("youth", "Jeugdhuis of jeugdwerk"),
        ("academy", "Academie (dko)"),
        ("education", "Onderwijs of onderzoek"),
        ("design", "Architect, ontwerper of ruimtelijk planner"),
        ("welfare", "Sociaal-maatschappelijke of welzijnsorganisatie"),
        ("support", "Steunpunt, koepel of belangenbehartiger"),
        ("government", "Provincie, Vlaamse overheid of VGC"),
        ("freelance", "Zelfstandige of freelancer"),
        ("citizens", "Burgerinitiatief, coöperatie of tijdelijke invulling"),
        ("private", "Privé-eigenaar of uitbater"),
        ("other", "Andere"),
    ),
    ReferenceList.ROLE: (
        ("policy_coordinator", "Cultuurbeleidscoördinator"),
        ("director", "Directeur of leidinggevende"),
        ("staff", "Stafmedewerker of beleidsmedewerker"),
        ("project_lead", "Projectleider infrastructuur"),
        ("programmer", "Programmator"),
        ("participation", "Publiekswerker of participatiewerker"),
        ("building", "(Technisch) verantwoordelijke gebouw of zaalbeheer"),
        ("designer", "Ontwerper"),
        ("board", "Mandataris of bestuurder"),
        ("volunteer", "Vrijwilliger"),
        ("artist", "Kunstenaar"),
        ("researcher", "Onderzoeker"),
        ("other", "Andere"),
    ),
    ReferenceList.PROFILE: (
        ("professional", "Cultuurprofessional"),
        ("policy", "Beleidsmaker"),
        ("other", "Andere betrokkene"),
    ),
    ReferenceList.PRACTICE_LINK: (
        ("running", "Een lopend traject"),
        ("planned", "Een gepland traject"),
        ("daily", "Dagelijks beheer of gebruik"),
        ("advice", "Advies of ontwerp"),
        ("research", "Onderzoek"),
    ),
    ReferenceList.PROJECT_PHASE: (
        ("none", "Nog geen traject"),
        ("exploring", "Verkenning"),
        ("vision", "Visie of programma van eisen"),
        ("design", "Ontwerp"),
        ("building", "Bouw of verbouwing"),
        ("opening", "Ingebruikname"),
        ("operation", "Werking of heroriëntatie"),
    ),
    ReferenceList.EXPERIENCE_LEVEL: (
        ("exploring", "Ik verken het thema"),
        ("first", "Ik zit in mijn eerste traject"),
        ("several", "Ik deed al enkele trajecten"),
        ("guiding", "Ik begeleid of adviseer anderen"),
    ),
    ReferenceList.PERSPECTIVE: (
        ("policy", "Beleid"),
        ("management", "Beheer en exploitatie"),
        ("programming", "Programmatie"),
        ("users", "Gebruiker of vereniging"),
        ("design", "Ontwerp en architectuur"),
        ("participation", "Participatie en gemeenschapsvorming"),
        ("heritage", "Erfgoed en herbestemming"),
        ("youth", "Jeugd"),
        ("inclusion", "Inclusie en toegankelijkheid"),
        ("sustainability", "Duurzaamheid en energie"),
        ("finance", "Financiering en juridische vragen"),
        ("maker", "Kunstenaar of maker"),
        ("planning", "Ruimtelijke planning"),
    ),
}

# A sample, enough to try the form; the office imports the whole list as a CSV.
# Region: (code, name, province, ((NIS code, municipality, former names), …)).
REGIONS = (
    (
        "REFREG01",
        "Regio Antwerpen",
        "Antwerpen",
        (("11002", "Antwerpen", ("Borsbeek",)), ("11013", "Edegem", ())),
    ),
    (
        "REFREG02",
        "Rivierenland",
        "Antwerpen",
        (("12021", "Lier", ()), ("12025", "Mechelen", ())),
    ),
    (
        "REFREG03",
        "Kempen",
        "Antwerpen",
        (("13008", "Geel", ()), ("13040", "Turnhout", ())),
    ),
    (
        "REFREG04",
        "Halle-Vilvoorde",
        "Vlaams-Brabant",
        (
            ("23016", "Dilbeek", ()),
            ("23106", "Pajottegem", ("Galmaarden", "Gooik", "Herne")),
        ),
    ),
    (
        "REFREG05",
        "Oost-Brabant",
        "Vlaams-Brabant",
        (("24001", "Aarschot", ()), ("24062", "Leuven", ())),
    ),
    (
        "REFREG06",
        "Regio Brugge",
        "West-Vlaanderen",
        (("31005", "Brugge", ()), ("31033", "Torhout", ())),
    ),
    (
        "REFREG07",
        "Westhoek",
        "West-Vlaanderen",
        (("32003", "Diksmuide", ()), ("33011", "Ieper", ())),
    ),
    (
        "REFREG08",
        "Zuid-West-Vlaanderen",
        "West-Vlaanderen",
        (("34022", "Kortrijk", ()), ("34040", "Waregem", ())),
    ),
    ("REFREG09", "Middenkust", "West-Vlaanderen", (("35013", "Oostende", ()),)),
    (
        "REFREG10",
        "Midwest",
        "West-Vlaanderen",
        (("36015", "Roeselare", ()), ("37022", "Tielt", ("Meulebeke",))),
    ),
    (
        "REFREG11",
        "Denderregio",
        "Oost-Vlaanderen",
        (("41002", "Aalst", ()), ("42006", "Dendermonde", ())),
    ),
    (
        "REFREG12",
        "Vlaamse Ardennen",
        "Oost-Vlaanderen",
        (("45035", "Oudenaarde", ()),),
    ),
    (
        "REFREG13",
        "Regio Gent",
        "Oost-Vlaanderen",
        (
            ("44021", "Gent", ()),
            ("44086", "Nazareth-De Pinte", ("Nazareth", "De Pinte")),
            ("44088", "Merelbeke-Melle", ("Merelbeke", "Melle")),
        ),
    ),
    (
        "REFREG14",
        "Waasland",
        "Oost-Vlaanderen",
        (
            (
                "46030",
                "Beveren-Kruibeke-Zwijndrecht",
                ("Beveren", "Kruibeke", "Zwijndrecht"),
            ),
            ("46021", "Sint-Niklaas", ()),
        ),
    ),
    (
        "REFREG15",
        "Limburg",
        "Limburg",
        (
            ("71016", "Genk", ()),
            ("71072", "Hasselt", ("Kortessem",)),
            ("73111", "Tongeren-Borgloon", ("Tongeren", "Borgloon")),
        ),
    ),
    (
        "BRUSSEL",
        "Brussel",
        "",
        (("21004", "Brussel", ()), ("21015", "Schaarbeek", ())),
    ),
)


def create_reference_lists() -> None:
    """Fill each list that is still empty: answer options, then municipalities."""
    for reference_list, options in OPTIONS.items():
        if AnswerOption.objects.filter(list=reference_list).exists():
            continue
        AnswerOption.objects.bulk_create(
            AnswerOption(list=reference_list, code=code, label=label, sort_order=order)
            for order, (code, label) in enumerate(options, start=1)
        )
    if not Municipality.objects.exists():
        _create_municipalities()


def _create_municipalities() -> None:
    """Create them all in a few statements: many tests begin with these lists."""
    current, former = [], []
    for code, region_name, province, municipalities in REGIONS:
        region, _ = Region.objects.get_or_create(
            code=code, defaults={"name": region_name}
        )
        for nis_code, name, former_names in municipalities:
            municipality = Municipality(
                nis_code=nis_code,
                name=name,
                folded_name=fold(name),
                province=province,
                region=region,
            )
            current.append(municipality)
            former += [
                FormerMunicipality(
                    name=former_name,
                    folded_name=fold(former_name),
                    municipality=municipality,
                )
                for former_name in former_names
            ]
    Municipality.objects.bulk_create(current)
    FormerMunicipality.objects.bulk_create(former)

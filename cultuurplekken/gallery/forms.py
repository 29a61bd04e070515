"""A small form with every kind of field, for the gallery."""

from django import forms

from registrations.enums import FormSection
from registrations.forms.fields import (
    EmailField,
    HintedLabel,
    HintedRadioSelect,
    LineField,
    LongField,
)
from registrations.forms.registration_form import Fieldset, RegistrationForm

PERSPECTIVES = (
    *("Beleid", "Beheer en exploitatie", "Programmatie", "Gebruiker of vereniging"),
    *("Ontwerp en architectuur", "Participatie en gemeenschapsvorming"),
    *("Erfgoed en herbestemming", "Jeugd", "Duurzaamheid en energie"),
)
SECTIONS = {
    FormSection.YOU: ("first_name", "last_name", "email", "phone"),
    FormSection.CHOICE: ("organisation_type", "workplace_first", "availability"),
    FormSection.MOTIVATION: ("perspectives", "motivation"),
    FormSection.CLOSING: ("commitment", "newsletter"),
}


class ExampleForm(RegistrationForm):
    """The looks of the registration form; it asks the database nothing."""

    first_name = LineField(
        longest=100, label="Voornaam", error_messages={"required": "Vul je voornaam in"}
    )
    last_name = LineField(longest=100, label="Familienaam")
    email = EmailField(
        longest=254,
        wrong="Vul je e-mailadres in, zoals naam@voorbeeld.be",
        label="E-mailadres",
        help_text="We sturen je hierop een bevestiging en het antwoord.",
    )
    phone = LineField(longest=30, label="Telefoonnummer", required=False)
    organisation_type = forms.ChoiceField(
        label="Wat voor organisatie is dat?",
        choices=[
            ("", "Maak een keuze"),
            ("bib", "Bibliotheek"),
            ("igs", "IGS cultuur"),
        ],
        error_messages={"required": "Kies wat voor organisatie het is"},
    )
    workplace_first = forms.ChoiceField(
        label="Welke werkplaats kies je?",
        widget=HintedRadioSelect,
        choices=[
            (
                "1",
                HintedLabel.build(
                    "Werkplaats Participatie",
                    "Zoek je manieren om mensen écht te betrekken?",
                ),
            ),
            ("2", HintedLabel.build("Werkplaats Gedeeld Ruimtegebruik", "")),
            (
                "3",
                HintedLabel.build(
                    "Werkplaats Visie op (boven)lokale cultuurinfrastructuur",
                    "Zoek je richting en houvast?",
                ),
            ),
        ],
        error_messages={"required": "Kies een werkplaats"},
    )
    availability = forms.MultipleChoiceField(
        label="Op welke bijeenkomsten kan je aanwezig zijn?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "donderdag 19 maart 2026"), ("2", "donderdag 4 juni 2026")],
        error_messages={"required": "Duid aan op welke bijeenkomsten je kan komen"},
    )
    perspectives = forms.MultipleChoiceField(
        label="Vanuit welke invalshoek kijk je?",
        help_text="Duid er hoogstens drie aan.",
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, name) for name in PERSPECTIVES],
        required=False,
    )
    motivation = LongField(
        longest=1200,
        label="Waarom wil je deelnemen?",
        help_text="5 à 8 zinnen volstaan.",
        error_messages={"required": "Vertel kort waarom je wil deelnemen"},
    )
    commitment = forms.BooleanField(
        label="Ik engageer me voor de drie bijeenkomsten.",
        error_messages={"required": "Vink aan dat je het engagement onderschrijft"},
    )
    newsletter = forms.BooleanField(
        label="Hou me op de hoogte van nieuws over cultuurplekken.", required=False
    )

    def get_fieldsets(self) -> list[Fieldset]:
        return [
            Fieldset(section, [self[name] for name in names])
            for section, names in SECTIONS.items()
        ]


ANSWERS = {
    "first_name": "Sofie",
    "last_name": "Van den Broeck",
    "email": "sofie@voorbeeld.be",
    "phone": "0470 12 34 56",
    "organisation_type": "bib",
    "workplace_first": "1",
    "availability": ["1", "2"],
    "perspectives": ["Beleid", "Jeugd"],
    "motivation": "Ik wil leren hoe je mensen écht betrekt bij een verbouwing.",
    "commitment": "on",
}


def build_forms() -> dict[str, ExampleForm]:
    """Return the form in each of its states, each with names of its own."""
    disabled = ExampleForm(initial=ANSWERS, prefix="uit")
    for field in disabled.fields.values():
        field.disabled = True
    wrong = ExampleForm(
        {"fout-email": "sofie", "fout-workplace_first": "2"}, prefix="fout"
    )
    return {
        "empty": ExampleForm(prefix="leeg"),
        "filled": ExampleForm(initial=ANSWERS, prefix="vol"),
        "wrong": wrong,
        "disabled": disabled,
    }

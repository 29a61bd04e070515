"""The public pages as somebody uses them: what they fill in, click and read."""

import re
from dataclasses import dataclass
from email.message import EmailMessage

from playwright.sync_api import Page, expect

CALL = "/werkplaatsen-2026/"
FORM = "/werkplaatsen-2026/inschrijven/"
WORKPLACES = (
    "/werkplaatsen-2026/participatie/",
    "/werkplaatsen-2026/gedeeld-ruimtegebruik/",
    "/werkplaatsen-2026/visie-op-bovenlokale-cultuurinfrastructuur/",
)
DAYS = "/inspiratiedagen/"
CHECK = "Kijk je antwoorden na"
SEND = "Inschrijving versturen"


@dataclass(frozen=True)
class Applicant:
    """The answers of one person, in the words of the form."""

    first_name: str
    last_name: str
    email: str
    workplace: str = "Werkplaats Participatie"
    motivation: str = "Ik wil leren hoe je mensen écht betrekt bij een verbouwing."
    contribution: str = "Onze eerste ronde keukentafelgesprekken."


def fill_in(page: Page, applicant: Applicant) -> None:
    """Answer every question that has to be answered."""
    text = {
        "Voornaam": applicant.first_name,
        "Familienaam": applicant.last_name,
        "E-mailadres": applicant.email,
        "Organisatie of bestuur": "Gemeente Nazareth-De Pinte",
        "In welke gemeente werk je vooral?": "De Pinte",
        "Waarom wil je deelnemen?": applicant.motivation,
        "Wat wil je bijdragen?": applicant.contribution,
    }
    for label, answer in text.items():
        page.get_by_label(label).fill(answer)
    page.get_by_label("Wat voor organisatie is dat?").select_option(label="Bibliotheek")
    page.get_by_label("Wat is je functie of rol?").select_option(label="Programmator")
    choose(page, "Ik ben vooral …", "Cultuurprofessional")
    choose(page, "Welke werkplaats kies je?", applicant.workplace)
    choose(page, "Op welke bijeenkomsten kan je", "2026", every=True)
    choose(page, "Wat is je link met de praktijk?", "Een lopend traject")
    choose(page, "Hoeveel ervaring heb je", "Ik zit in mijn eerste traject")
    choose(page, "Vanuit welke invalshoek kijk je?", "Beleid")
    page.get_by_label("Ik engageer me voor de drie bijeenkomsten").check()


def choose(page: Page, question: str, answer: str, *, every: bool = False) -> None:
    """Tick an answer of a question with several, or every answer that fits."""
    boxes = page.get_by_role("group", name=question).get_by_label(answer)
    for box in boxes.all() if every else [boxes.first]:
        box.check()


def check_form(page: Page) -> None:
    """Go on to the answers, to read them once more."""
    page.get_by_role("button", name=CHECK).click()
    expect(page.get_by_role("heading", name=CHECK, level=1)).to_be_visible()


def send_form(page: Page) -> None:
    """Read the answers once more, and send them."""
    check_form(page)
    page.get_by_role("button", name=SEND).click()
    page.wait_for_load_state()


def read_reference(page: Page) -> str:
    """Return the number on the confirmation page."""
    number = page.get_by_text("CVM26-").first
    expect(number).to_be_visible()
    return next(word for word in number.inner_text().split() if "CVM26-" in word)


def open_private_link(page: Page, message: EmailMessage) -> None:
    """Open the link of a letter to "Mijn inschrijving"."""
    text = message.get_body(("plain",)).get_content()
    link = re.search(r"http://\S+/mijn-inschrijving/\S+", text)
    assert link, text
    page.goto(link[0])

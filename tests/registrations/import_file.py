"""The answers of the old Google Form, as its download looks: for the tests of imports."""

import csv
import io

from registrations.models import RegistrationFormPage, RegistrationImport
from registrations.services.imports.service import open_import

HEADINGS = [
    "Tijdstempel",
    "E-mailadres",
    "Voornaam en naam",
    "Organisatie",
    "Gemeente",
    "Welke werkplaats kies je?",
    "Op welke data ben je aanwezig?",
    "Waarom wil je deelnemen?",
    "Ik engageer me voor de drie bijeenkomsten",
    "Vanuit welke invalshoek kijk je?",
    "Heb je een dieet?",
]


def make_row(number: int = 1, **changes: str) -> list[str]:
    """Return one row; name a column by the start of its heading, as a keyword."""
    values = {
        "Tijdstempel": f"2025/12/03 {number % 12 + 1}:15:22 PM GMT+1",
        "mail": f"lotte{number}@voorbeeld.be",
        "naam": "Lotte Van den Berg",
        "Organisatie": "GC De Zandloper",
        "Gemeente": "Gent",
        "werkplaats": "Werkplaats 1",
        "data": "Alle drie",
        "Waarom": "Wij verbouwen,\nen willen het samen doen.",
        "engageer": "Ik engageer me voor de drie bijeenkomsten",
        "invalshoek": "Beleid, Jeugd",
        "dieet": "Vegetarisch",
    }
    assert set(changes) <= set(values)
    return list((values | changes).values())


def write_csv(
    rows: list[list[str]], *, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter)
    writer.writerows([HEADINGS, *rows])
    return output.getvalue().encode(encoding)


def start(
    page: RegistrationFormPage, rows: list[list[str]], *, user, **options
) -> RegistrationImport:
    """Return an import of `rows`, open and with its columns guessed."""
    values = {
        "page": page,
        "file_name": "antwoorden.csv",
        "content": write_csv(rows),
        "notice": "De tekst onder het Google-formulier van 1 december.",
        "sends_receipts": False,
        "user": user,
    }
    return open_import(**(values | options))

"""Every letter as it leaves, word for word, and what each promises.

The words stand in `tests/registrations/letters/`. After a change on purpose:
`WRITE_LETTERS=1 python -m pytest tests/registrations/test_letter_snapshots.py`, and
read the difference before it is committed.
"""

import os
import re
from pathlib import Path

import pytest
import time_machine

from registrations.enums import MessageKind
from registrations.services.letter_marks import PRIVATE_LINK, to_plain
from registrations.services.wording import KINDS, About

from .letters_scene import NOW, LettersScene

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "letters"
# English that no Dutch text has; "open" and "is" are words of both.
ENGLISH = re.compile(
    r"\b(you|your|the|and|registration|workplace|session|morning|sent|with|from)\b",
    re.IGNORECASE,
)
# The day that each of these names, or the letter did not do what it is for.
PROMISES = {
    MessageKind.RECEIPT: "ten laatste op vrijdag 13 februari 2026",
    MessageKind.SELECTED: "ten laatste op maandag 23 februari 2026 om 12.00 uur",
    MessageKind.OFFERED: "ten laatste op maandag 23 februari 2026 om 12.00 uur",
    MessageKind.EXPIRED: "tegen maandag 23 februari 2026 om 12.00 uur",
    MessageKind.INFO_REQUEST: "vrijdag 13 februari 2026",
    MessageKind.CONFIRMED: "donderdag 4 juni 2026, van 9.30 tot 12.30 uur, 30CC, Leuven",
    MessageKind.SESSION_CHANGED: "donderdag 19 maart 2026, in de voormiddag",
    MessageKind.SESSION_CANCELLED: "Het spijt ons: Bijeenkomst 1 van",
    MessageKind.OTHER_WORKPLACE: "ten laatste op vrijdag 16 januari 2026",
    MessageKind.DELAY: "ten laatste op vrijdag 27 februari 2026",
    MessageKind.CONFIRM_REMINDER: (
        "ten laatste op maandag 23 februari 2026 om 12.00 uur"
    ),
    MessageKind.INTRODUCTION: "donderdag 5 maart 2026, van 20.00 tot 21.00 uur",
    MessageKind.PRACTICAL: "donderdag 19 maart 2026, in de voormiddag",
    MessageKind.SESSION_REMINDER: "donderdag 5 maart 2026, van 20.00 tot 21.00 uur",
    MessageKind.EXCUSED: "donderdag 19 maart 2026",
    MessageKind.SESSION_REPORT: "Lees het verslag (https://cultuurplekken.example/verslag-1/)",
    MessageKind.SESSION_MISSED: "De volgende bijeenkomst is op donderdag 4 juni 2026.",
    MessageKind.EVALUATION: "(https://cultuurplekken.example/bevraging/)",
    MessageKind.PUBLICATION: "(https://cultuurplekken.example/publicatie/)",
    MessageKind.DAY_REMINDER: "donderdag 12 november 2026, van 9.30 tot 16.00 uur",
    MessageKind.DATA_COPY: "tot en met vrijdag 16 januari 2026",
    MessageKind.DAY_CHANGED: "donderdag 12 november 2026, van 9.30 tot 16.00 uur",
    MessageKind.DAY_CANCELLED: "de Inspiratiedag Samen onder één dak gaat niet door.",
    MessageKind.DAY_CONFIRMED: "donderdag 12 november 2026, van 9.30 tot 16.00 uur",
    MessageKind.DAY_PROMOTED: "donderdag 12 november 2026, van 9.30 tot 16.00 uur",
    MessageKind.DRAFT_SAVED: "tot en met vrijdag 30 januari 2026",
    MessageKind.DRAFT_REMINDER: "tot en met vrijdag 30 januari 2026",
    MessageKind.INTEREST_OPEN: "tot en met vrijdag 30 januari 2026",
}


@pytest.fixture
def scene(db, settings):
    settings.SITE_URL = "https://cultuurplekken.example"
    with time_machine.travel(NOW, tick=False):
        yield LettersScene()


def show(letter):
    """A letter as whoever reads it as text gets it."""
    return f"Onderwerp: {letter.subject}\n\n{to_plain(letter.text)}"


def test_every_letter_says_what_was_read_and_agreed(scene):
    letters = {kind: scene.write(kind) for kind in MessageKind}
    FOLDER.mkdir(exist_ok=True)
    written = {kind: show(letter) for kind, letter in letters.items()}
    if os.environ.get("WRITE_LETTERS"):
        for kind, text in written.items():
            (FOLDER / f"{kind.value}.txt").write_text(text)
    agreed = {kind: (FOLDER / f"{kind.value}.txt").read_text() for kind in MessageKind}
    assert written == agreed
    assert {file.stem for file in FOLDER.glob("*.txt")} == {*MessageKind.values}
    # What holds for all of them, whatever was agreed.
    assert len({letter.subject for letter in letters.values()}) == len(letters)
    for kind, text in written.items():
        assert ENGLISH.findall(text.replace(PRIVATE_LINK, "")) == [], kind
        assert re.findall(r"[{}]|%\(|None|TODO", text) == [], kind
        assert re.search(r" [.,!?](\s|$)|  ", text) is None, kind
        assert PROMISES.get(kind, "") in text
        if KINDS[kind].about != About.TEAM:
            assert "Vragen? Antwoord op deze mail of bel 02 123 45 67." in text
        for name in KINDS[kind].must:
            assert f"{{{name}}}" not in text
        if "persoonlijke_link" in KINDS[kind].must:
            assert re.search(rf"^[^:\n]+: {re.escape(PRIVATE_LINK)}$", text, re.M), kind


@pytest.mark.parametrize("kind", MessageKind)
def test_letter_asks_nothing_of_anybody_else(scene, kind):
    """No picture that tells who opened it, no address but ours, no script."""
    html = scene.write(kind).html
    assert re.findall(r"<(img|script|link|iframe|form|object)\b", html) == []
    assert "url(" not in html
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    own = ("https://cultuurplekken.example/", PRIVATE_LINK)
    assert [url for url in addresses if not url.startswith(own)] == []
    assert '<html lang="nl-BE"' in html
    assert '<meta name="color-scheme" content="light dark">' in html

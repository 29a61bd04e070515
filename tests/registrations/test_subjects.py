"""The subject of a letter begins with the title of its call, as far as that fits."""

import pytest

from registrations.enums import FormKind, MessageKind
from registrations.services.subjects import MOST, begin_with, split
from registrations.services.wording import KINDS, About

from .letters_scene import LettersScene

TITLE = "Werkplaatsen Cultuurplekken van Morgen (2026)"
SHORT = "Werkplaatsen Cultuurplekken van Morgen"


@pytest.mark.parametrize(
    ("title", "subject", "expected"),
    [
        (TITLE, "Je bent erbij!", f"{TITLE} · Je bent erbij!"),
        (
            TITLE,
            "We hebben je afmelding ontvangen",
            f"{SHORT} · We hebben je afmelding ontvangen",
        ),
        (
            TITLE,
            "Goed nieuws: je kan meedoen aan de Werkplaats Participatie",
            "Werkplaatsen… · Goed nieuws: je kan meedoen aan de Werkplaats Participatie",
        ),
        (TITLE, "x" * 77, "x" * 77),
        (TITLE, f"Over de {SHORT.lower()}", f"Over de {SHORT.lower()}"),
        ("", "Je bent ingeschreven", "Je bent ingeschreven"),
        ("(2026)", "Je bent erbij!", "Je bent erbij!"),
    ],
)
def test_title_comes_first_and_what_was_typed_stays_whole(title, subject, expected):
    assert begin_with(title, subject) == expected


def test_every_letter_about_a_call_begins_with_it_and_fits(db):
    scene = LettersScene()
    for kind in MessageKind:
        subject = scene.write(kind).subject
        is_of_call = (
            # Of one's own data: of everything that somebody ever registered for.
            KINDS[kind].about not in {About.TEAM, About.PERSON}
            and KINDS[kind].form_kind != FormKind.DIRECT
        )
        assert len(subject) <= MOST, subject
        assert ("Werkplaatsen" in subject) is is_of_call, subject
    assert scene.write(MessageKind.CONFIRMED).subject.startswith("Werkplaatsen")


def test_letter_shows_the_call_above_its_heading_and_no_half_title():
    assert split(f"{SHORT} · Je bent erbij!") == (SHORT, "Je bent erbij!")
    assert split("Werkplaatsen… · Goed nieuws") == ("", "Goed nieuws")
    assert split("Je bent ingeschreven") == ("", "Je bent ingeschreven")

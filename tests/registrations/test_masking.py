"""Names in texts, while a round hides them: as people write them, and no other word."""

import pytest

from registrations.models import ReviewRound
from registrations.services.masking import get_mask
from tests.factories.registrations import FormPageFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
HIDDEN = "[verborgen]"


@pytest.fixture
def registration(team):
    row = RegistrationFactory(
        page=FormPageFactory(),
        first_name="José",
        last_name="Van den Kwist-Enbiebel",
        email="jose@zeldzaam.example",
        phone="+32 499 12 34 56",
        organisation="Zonderlinge Zaak vzw",
    )
    ReviewRound.objects.create(form_page=row.page, hides_names=True)
    return row


@pytest.mark.parametrize(
    "text",
    [
        "José",
        "jose",
        "Jose\u0301",
        "JOSÉ",
        "Josés",
        "José’s",
        "José Van den Kwist-Enbiebel",
        "van den kwist enbiebel",
        "Zonderlinge Zaak vzw",
        "zonderlinge  zaak",
        "ZONDERLINGE ZAAK",
        "jose@zeldzaam.example",
        "zeldzaam.example",
        "0499 12 34 56",
        "0499/12.34.56",
        "+32499123456",
        "0032 (0)499 12 34 56",
    ],
)
def test_what_says_who_it_is_is_covered(team, registration, text):
    covered = get_mask(team.reader, registration)(f"Ik ben {text}, en ik wil mee.")
    assert covered == f"Ik ben {HIDDEN}, en ik wil mee."


@pytest.mark.parametrize(
    "text", ["Een zaak van velen.", "In 2026, met 12 mensen.", "Joseph kent ons."]
)
def test_other_words_stay(team, registration, text):
    assert get_mask(team.reader, registration)(text) == text


def test_short_name_is_covered_as_a_name_alone(team, registration):
    registration.first_name = "An"
    mask = get_mask(team.reader, registration)
    assert mask("An kan een kant kiezen, an sich.") == (
        f"{HIDDEN} kan een kant kiezen, an sich."
    )


def test_nothing_is_covered_for_who_may_see_names(team, registration):
    text = "José van Zonderlinge Zaak"
    reads_no_more = team.boss
    ReviewRound.objects.update(hides_names=False)
    assert get_mask(reads_no_more, registration)(text) == text

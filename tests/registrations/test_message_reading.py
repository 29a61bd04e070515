"""A letter on the screens of the team: what the desk closes is closed here as well."""

import pytest

from registrations.models import Registration, RegistrationFormField
from registrations.services.message import put_words, read_letter_for, write_letter
from registrations.services.message.reading import _get_open_labels
from tests.registrations.form_scene import make_call_form, reload, send

pytestmark = pytest.mark.django_db
CLOSED = "Dit antwoord kan je hier niet lezen."


def rename(key: str, label: str) -> None:
    RegistrationFormField.objects.filter(clean_name=key).update(label=label)


@pytest.fixture
def scene(client):
    """A registration with one answer for readers and one for nobody, and its receipt."""
    page = make_call_form()
    for label, visibility in (
        ("Wat lees je?", "always"),
        ("Wat tel je?", "statistics"),
    ):
        RegistrationFormField.objects.create(
            page=page,
            label=label,
            field_type="singleline",
            section="closing",
            visibility=visibility,
        )
    page = reload(page)
    keys = {row.label: row.clean_name for row in page.form_fields.all()}
    open_key, closed_key = keys["Wat lees je?"], keys["Wat tel je?"]
    send(client, page, **{open_key: "Kranten", closed_key: "Geheimen"})
    return Registration.objects.get(), open_key, closed_key


def test_receipt_of_before_a_question_was_renamed_tells_no_more_than_now(scene, team):
    registration, open_key, closed_key = scene
    receipt = registration.messages.get()
    put_words(receipt, write_letter(receipt))
    rename(open_key, "Wat lees je graag?")
    rename(closed_key, "Wat tel je graag?")

    text = read_letter_for(team.reader, receipt).text

    assert "Kranten" in text
    assert "Geheimen" not in text
    assert CLOSED in text


def test_words_of_then_and_of_now_open_an_answer_and_no_others(scene, team):
    registration, open_key, closed_key = scene
    rename(open_key, "Wat lees je graag?")
    # A closed question that takes over the words of an open one closes both.
    labels = _get_open_labels(team.reader, Registration.objects.get())
    rename(closed_key, "Wat lees je?")
    after = _get_open_labels(team.reader, Registration.objects.get())

    assert {"Wat lees je?", "Wat lees je graag?"} <= labels
    assert not labels & {"Wat tel je?", "Ooit anders gevraagd?"}
    assert "Wat lees je?" not in after
    assert "Wat lees je graag?" in after

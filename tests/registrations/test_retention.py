"""Answers that are kept for a short time: gone when it is up, wherever they stood."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from registrations.enums import MessageKind, MessageState
from registrations.models import AnswerChange, Registration, RegistrationFormField
from registrations.services.answers import get_answers
from registrations.services.message import write_letter
from registrations.services.registration import register
from registrations.services.retention import erase_short_answers, get_last_day

from .form_scene import bind, make_day_form, reload

ERASED = "gewist volgens de bewaartermijn"
SECRET = "GEEN-NOTEN"


@pytest.fixture
def form_page(db):
    page = make_day_form()
    RegistrationFormField.objects.create(
        page=page,
        label="Wat eet je niet?",
        field_type="singleline",
        section="closing",
        retention="short",
    )
    RegistrationFormField.objects.filter(clean_name="organisation").update(
        retention="short"
    )
    return reload(page)


@pytest.fixture
def registration(form_page):
    key = form_page.form_fields.get(label="Wat eet je niet?").clean_name
    form = bind(form_page, **{key: SECRET})
    registration = register(form_page=form_page, form=form).registration
    AnswerChange.objects.create(
        registration=registration,
        changes=[
            {
                "key": key,
                "label": "Wat eet je niet?",
                "section": "closing",
                "before": "",
                "after": SECRET,
            }
        ],
    )
    return registration


def days_after(form_page, days):
    last = get_last_day(form_page.subject)
    moment = dt.datetime.combine(last + dt.timedelta(days=days), dt.time(12))
    return timezone.make_aware(moment)


def read_everything(registration):
    """Return all that the database holds of one registration, as text."""
    row = Registration.objects.filter(pk=registration.pk).values().get()
    changes = list(registration.answer_changes.values_list("changes", flat=True))
    letters = list(registration.messages.values_list("body_text", "body_html"))
    return f"{row} {changes} {letters}"


def test_answers_stay_until_thirty_days_after_the_day(form_page, registration):
    assert erase_short_answers(now=days_after(form_page, 30)) == []
    assert SECRET in read_everything(registration)


def test_answers_go_from_everywhere(form_page, registration):
    with time_machine.travel(days_after(form_page, 31)):
        erased = erase_short_answers(now=timezone.now())

    assert [(row.reference, sorted(row.labels)) for row in erased] == [
        (registration.reference, ["Organisatie of bestuur", "Wat eet je niet?"])
    ]
    text = read_everything(registration)
    assert SECRET not in text
    assert "GC De Zandloper" not in text
    kept = Registration.objects.get(pk=registration.pk)
    texts = {answer.label: answer.value_text for answer in get_answers(kept)}
    assert texts["Wat eet je niet?"] == ERASED
    assert texts["Organisatie of bestuur"] == ERASED
    assert texts["Voornaam"] == "Lotte"


@pytest.mark.parametrize("count", [1, 3])
def test_form_with_nothing_short_is_asked_and_not_read(
    db, count, django_assert_num_queries
):
    page = make_day_form()
    for number in range(count):
        register(form_page=page, form=bind(page, email=f"l{number}@voorbeeld.be"))
    now = days_after(page, 31)

    with django_assert_num_queries(6) as asked:
        assert erase_short_answers(now=now) == []

    assert [one["sql"] for one in asked if '"reference"' in one["sql"]] == []


def test_second_time_does_nothing(form_page, registration):
    now = days_after(form_page, 31)
    erase_short_answers(now=now)
    before = read_everything(registration)

    assert erase_short_answers(now=now) == []
    assert read_everything(registration) == before


def test_promise_holds_when_the_editor_changes_the_question(form_page, registration):
    form_page.form_fields.filter(label="Wat eet je niet?").delete()
    RegistrationFormField.objects.filter(page=form_page).update(
        retention="registration"
    )

    erase_short_answers(now=days_after(form_page, 31))

    assert SECRET not in read_everything(registration)


def test_dry_run_only_tells(form_page, registration):
    out = StringIO()
    with time_machine.travel(days_after(form_page, 31)):
        call_command("erase_short_answers", "--dry-run", stdout=out)

    assert "Wat eet je niet?" in out.getvalue()
    assert SECRET not in out.getvalue()
    assert SECRET in read_everything(registration)


def test_person_is_told_which_answers_are_gone_and_never_what_they_were(
    form_page, registration
):
    with time_machine.travel(days_after(form_page, 31)):
        for _twice in range(2):
            erase_short_answers(now=timezone.now())
        letter = registration.messages.get(kind=MessageKind.DATA_ERASED)
        words = write_letter(letter)
    assert (letter.state, letter.recipient) == (MessageState.QUEUED, registration.email)
    assert "Je gegevens zijn gewist" in words.subject
    listed = [line for line in words.text.splitlines() if line.startswith("- ")]
    assert sorted(listed) == ["- Organisatie of bestuur", "- Wat eet je niet?"]
    assert SECRET not in f"{words.text} {words.html} {letter.context}"


def test_who_answered_none_of_it_or_cannot_be_reached_is_told_nothing(form_page):
    RegistrationFormField.objects.filter(label="Wat eet je niet?").update(
        required=False
    )
    form_page = reload(form_page)
    quiet = register(form_page=form_page, form=bind(form_page)).registration
    Registration.objects.filter(pk=quiet.pk).update(
        organisation="", mail_returned_at=None
    )
    other = register(
        form_page=form_page, form=bind(form_page, email="weg@voorbeeld.be")
    ).registration
    Registration.objects.filter(pk=other.pk).update(mail_returned_at=timezone.now())
    with time_machine.travel(days_after(form_page, 31)):
        assert len(erase_short_answers(now=timezone.now())) == 2
    for row in (quiet, other):
        assert not row.messages.filter(kind=MessageKind.DATA_ERASED).exists()

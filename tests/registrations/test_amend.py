"""Changing one's answers: what is stored, what is told, and what is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.utils import timezone
from wagtail.models import ModelLogEntry

from registrations.enums import (
    AMENDABLE,
    FormKind,
    FormSection,
    MessageKind,
    RegistrationState,
)
from registrations.filters import search_registrations
from registrations.forms.amend import build_amend_form
from registrations.models import (
    AnswerChange,
    AnswerOption,
    Decision,
    Message,
    Registration,
    RegistrationFormField,
)
from registrations.permissions import Actor
from registrations.services.amend import (
    LETTER_LIMIT,
    ChangedMeanwhile,
    amend_registration,
    get_version,
)
from registrations.services.amendable import (
    BeingChecked,
    DayPassed,
    DeadlinePassed,
    DecisionReleased,
    NotAmendable,
    find_obstacle,
)
from registrations.services.answers import get_answers
from registrations.services.changes import find_changed_choices
from registrations.services.errors import NotAllowed
from registrations.services.letters import render_letter
from registrations.services.message import write_letter
from registrations.services.participant import withdraw
from tests.factories.registrations import RegistrationFactory, get_places

from .amend_scene import bind_amend, change, fresh, make_registered
from .form_scene import make_call_form, make_day_form, reload

pytestmark = pytest.mark.django_db

S = RegistrationState


@pytest.fixture
def registration(db) -> Registration:
    return make_registered()


def get_text(registration: Registration, key: str) -> str:
    return {row.key: row.value_text for row in get_answers(registration)}[key]


def add_question(page, **values) -> RegistrationFormField:
    """Put a question of the editor on the form."""
    return RegistrationFormField.objects.create(
        page=page,
        **{
            "label": "Hoe kom je?",
            "field_type": "singleline",
            "required": False,
            "section": FormSection.CLOSING,
            "sort_order": 99,
            "clean_name": "q_0123456789",
        }
        | values,
    )


# What is stored.


def test_form_starts_with_the_present_answers(registration):
    form = build_amend_form(registration)
    values = {name: form[name].value() for name in form.fields}
    assert "email" not in values
    assert form.fixed_answers == [("E-mailadres", "lotte@voorbeeld.be")]
    assert values["first_name"] == "Lotte"
    assert values["municipality"] == "Gent"
    assert values["organisation_type"] == "cultural_centre"
    assert values["workplace_first"] == str(registration.workplace_first_id)
    assert values["workplace_second"] == ""
    assert values["availability"] == [
        row.key for row in registration.page.call.live_sessions
    ]
    assert values["perspectives"] == ["policy", "youth"]
    assert values["engagement"] is True


def test_form_sent_back_untouched_changes_nothing(registration):
    before = Registration.objects.values().get(pk=registration.pk)
    result = change(registration)
    assert result.change is None
    assert Registration.objects.values().get(pk=registration.pk) == before
    assert AnswerChange.objects.count() == 0
    assert not Message.objects.filter(kind=MessageKind.AMENDED).exists()


def test_every_kind_of_answer_is_changed_and_kept(registration):
    places = get_places(registration.page)
    sessions = registration.page.call.live_sessions
    digest = registration.payload_digest

    result = change(
        registration,
        first_name="Lies",
        municipality="heel Vlaanderen",
        workplace_first=str(places[1].pk),
        workplace_second=str(places[2].pk),
        availability=[sessions[0].key],
        perspectives=["youth"],
        newsletter="on",
    )

    now = fresh(registration)
    assert now.first_name == "Lies"
    assert now.municipality_text == "heel Vlaanderen"
    assert now.workplace_first == places[1]
    assert now.workplace_second == places[2]
    assert [row.code for row in now.perspectives.all()] == ["youth"]
    assert {row.session_key: row.can_attend for row in now.availability.all()} == {
        session.key: session == sessions[0] for session in sessions
    }
    assert now.newsletter is True
    assert now.payload_digest != digest
    assert now.state == registration.state
    assert now.email == registration.email
    changes = {
        row["key"]: (row["before"], row["after"]) for row in result.change.changes
    }
    assert changes["first_name"] == ("Lotte", "Lies")
    assert changes["workplace_first"] == (places[0].title, places[1].title)
    assert changes["newsletter"] == ("Nee", "Ja")
    assert changes["availability"] == (
        "\n".join(str(session) for session in sessions),
        str(sessions[0]),
    )
    assert "motivation" not in changes
    assert "email" not in changes


def test_own_question_is_changed_and_another_spelling_is_no_change(db):
    page = make_call_form()
    add_question(page)
    registration = make_registered(reload(page), q_0123456789="Met de trein")

    result = change(registration, q_0123456789="Met de fiets", municipality="gent")

    assert fresh(registration).form_data == {"q_0123456789": "Met de fiets"}
    assert [row["key"] for row in result.change.changes] == ["q_0123456789"]
    assert result.change.changes[0]["before"] == "Met de trein"


def test_question_that_is_new_is_asked_and_one_that_went_stays(db):
    page = make_call_form()
    old = add_question(page)
    registration = make_registered(reload(page), q_0123456789="Met de trein")
    old.delete()
    add_question(page, label="Eet je mee?", clean_name="q_abcdefabcd")
    registration = fresh(registration)

    form = build_amend_form(registration)
    assert form.retired_answers == [
        ("Hoe kom je? (niet meer gevraagd)", "Met de trein")
    ]
    assert "q_abcdefabcd" in form.fields
    result = change(registration, q_abcdefabcd="Graag")

    now = fresh(registration)
    assert now.form_data == {"q_0123456789": "Met de trein", "q_abcdefabcd": "Graag"}
    assert get_text(now, "q_0123456789") == "Met de trein"
    assert get_text(now, "email") == "lotte@voorbeeld.be"
    assert [row["after"] for row in result.change.changes] == ["Graag"]


def test_new_question_left_open_is_no_change(registration):
    add_question(registration.page, field_type="checkbox", label="Mag dat?")
    assert change(fresh(registration)).change is None


def test_answer_that_is_no_longer_offered_can_be_kept(registration):
    AnswerOption.objects.filter(
        list="organisation_type", code="cultural_centre"
    ).update(is_active=False)
    places = get_places(registration.page)
    places[0].unpublish()

    form = build_amend_form(fresh(registration))
    labels = dict(form.fields["organisation_type"].choices)
    assert labels["cultural_centre"].endswith("(niet meer aangeboden)")
    result = change(registration, workplace_first=str(places[0].pk), first_name="Lies")
    assert [row["key"] for row in result.change.changes] == ["first_name"]
    assert fresh(registration).workplace_first_id == places[0].pk


def test_answer_that_another_answer_takes_away_is_told_and_gone(db):
    page = make_call_form()
    add_question(
        page, show_if_key="newsletter", show_if_values=["ja"], label="Waarover?"
    )
    registration = make_registered(
        reload(page), newsletter="on", q_0123456789="Over zalen"
    )
    result = change(registration, newsletter=None, q_0123456789="Over zalen")
    told = {row["key"]: row["after"] for row in result.change.changes}
    assert told == {"newsletter": "Nee", "q_0123456789": ""}
    assert not fresh(registration).form_data["q_0123456789"]


def test_answer_for_the_statistics_stays_closed(db):
    page = make_call_form()
    question = add_question(page, visibility="statistics")
    registration = make_registered(reload(page), q_0123456789="Geheim")
    question.visibility = "always"
    question.save()
    change(registration, first_name="Lies", q_0123456789="Geheim")
    asked = {row["key"]: row for row in fresh(registration).questions}
    assert asked["q_0123456789"]["visibility"] == "statistics"


# What is told.


def test_letter_holds_the_new_answers_and_which_changed(registration):
    change(registration, first_name="Lies", motivation="Nu anders gezegd.")
    message = Message.objects.get(kind=MessageKind.AMENDED)
    text = write_letter(message).text
    assert message.recipient == "lotte@voorbeeld.be"
    assert "Dag Lies," in text
    assert "- Voornaam\n- Waarom wil je deelnemen?\n" in text
    assert "> Nu anders gezegd." in text
    assert "Was jij dit niet? Laat het ons weten" in text
    assert "Nu anders gezegd." not in str(message.context)


def test_each_letter_tells_the_answers_of_its_own_moment(registration):
    change(registration, first_name="Lies")
    change(registration, first_name="Liesbet")
    first, second = Message.objects.filter(kind=MessageKind.AMENDED).order_by("pk")
    assert "> Lies\n" in write_letter(first).text
    assert "> Liesbet\n" in write_letter(second).text


def test_letters_stop_and_edits_do_not(registration):
    for number in range(LETTER_LIMIT + 2):
        change(registration, first_name=f"Lies {number}")
    assert registration.answer_changes.count() == LETTER_LIMIT + 2
    letters = Message.objects.filter(kind=MessageKind.AMENDED)
    assert letters.count() == LETTER_LIMIT


def test_log_holds_no_answer_and_no_name(registration):
    change(registration, first_name="Lies", motivation="Een ander motief.")
    entry = ModelLogEntry.objects.get(action="registrations.amend")
    assert entry.data == {"answers": 2}
    assert entry.user is None
    assert entry.label == registration.reference


def test_search_of_the_team_follows(registration):
    user = User.objects.create_superuser("baas", "baas@team.example", "geheim")
    change(registration, last_name="Zonderling")
    rows = Registration.objects.all()
    found = search_registrations(rows, "Zonderling", user=user)
    lost = search_registrations(rows, "Peeters", user=user)
    assert (list(found), list(lost)) == ([registration], [])


# What is refused.


def test_older_version_is_refused_and_overwrites_nothing(registration):
    seen = get_version(registration)
    change(registration, first_name="Lies")
    with pytest.raises(ChangedMeanwhile):
        change(registration, seen=seen, first_name="Anna")
    assert fresh(registration).first_name == "Lies"
    assert AnswerChange.objects.count() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_version_that_is_none_is_refused(registration, seen):
    with pytest.raises(ChangedMeanwhile):
        change(registration, seen=seen, first_name="Anna")


def test_same_edit_twice_is_one(registration):
    seen = get_version(registration)
    first = change(registration, seen=seen, first_name="Lies")
    second = change(registration, seen=seen, first_name="Lies")
    assert second.change == first.change
    assert AnswerChange.objects.count() == 1
    assert Message.objects.filter(kind=MessageKind.AMENDED).count() == 1


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("kind", list(FormKind))
def test_state_decides_whether_answers_can_change(state, kind):
    direct = {"page__direct": True} if kind == FormKind.DIRECT else {}
    registration = RegistrationFactory(
        received=not direct, draft=bool(direct), **direct
    )
    Registration.objects.filter(pk=registration.pk).update(state=state)
    obstacle = find_obstacle(registration=fresh(registration))
    assert (obstacle is None) == (state in AMENDABLE[kind])


def test_call_that_closes_ends_it_after_its_last_minute(registration):
    closes_at = registration.page.call.closes_at
    for moment, expected in (
        (closes_at + timedelta(seconds=59), type(None)),
        (closes_at + timedelta(seconds=60), DeadlinePassed),
        (closes_at + timedelta(days=1), DeadlinePassed),
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timezone, "now", lambda moment=moment: moment)
            assert type(find_obstacle(registration=fresh(registration))) is expected


def test_day_ends_it_when_it_is_over(db):
    registration = make_registered(make_day_form())
    assert find_obstacle(registration=registration) is None
    day = registration.page.subject
    day.date = timezone.localdate() - timedelta(days=1)
    day.save()
    assert type(find_obstacle(registration=fresh(registration))) is DayPassed


def test_released_decision_ends_it_also_when_it_was_undone(registration):
    Decision.objects.create(
        registration=registration,
        proposed_state=S.WAITLISTED,
        released_at=timezone.now(),
    )
    with pytest.raises(DecisionReleased):
        change(registration, first_name="Anna")


def test_held_registration_waits(registration):
    Registration.objects.filter(pk=registration.pk).update(held_at=timezone.now())
    assert type(find_obstacle(registration=fresh(registration))) is BeingChecked


@pytest.mark.parametrize("kind", [MessageKind.RECEIPT, MessageKind.ALREADY_REGISTERED])
def test_letter_promises_no_change_that_the_page_refuses(registration, kind):
    def promises() -> bool:
        text = render_letter(registration=fresh(registration), kind=kind).text
        return "antwoorden aanpassen" in text or "Dat kan op die pagina" in text

    assert promises()
    row = Registration.objects.filter(pk=registration.pk)
    row.update(held_at=timezone.now())
    assert not promises()
    row.update(held_at=None)
    Decision.objects.create(
        registration=registration,
        proposed_state=S.WAITLISTED,
        released_at=timezone.now(),
    )
    assert not promises()


def test_withdrawn_registration_stays_as_it_was(registration):
    form = bind_amend(registration, first_name="Anna")
    withdraw(registration=registration)
    with pytest.raises(NotAmendable):
        amend_registration(
            registration=registration,
            form=form,
            seen_version=get_version(registration),
            actor=Actor.applicant(),
        )
    assert fresh(registration).first_name == "Lotte"


def test_member_of_the_team_needs_the_right_to_fill_in_for_somebody(registration):
    user = User.objects.create_user("lezer", "lezer@team.example", "geheim")
    form = bind_amend(registration, first_name="Anna")
    values = {
        "registration": registration,
        "form": form,
        "seen_version": get_version(registration),
    }
    with pytest.raises(NotAllowed):
        amend_registration(**values, actor=Actor.staff(user))
    for name in ("view_registration", "enter_registration"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    user = User.objects.get(pk=user.pk)
    result = amend_registration(**values, actor=Actor.staff(user))
    assert result.change.user == user


# What it does to others.


def test_edits_go_with_the_registration(registration):
    change(registration, first_name="Lies")
    registration.messages.all().delete()
    registration.delete()
    assert AnswerChange.objects.count() == 0


def test_change_of_workplace_is_flagged_and_withdraws_nothing(registration):
    places = get_places(registration.page)
    decision = Decision.objects.create(
        registration=registration,
        proposed_state=S.SELECTED,
        proposed_workplace=places[0],
    )
    change(registration, first_name="Lies")
    assert find_changed_choices(decisions=[decision]) == set()
    change(registration, workplace_first=str(places[1].pk))
    assert find_changed_choices(decisions=[decision]) == {decision.pk}
    decision.refresh_from_db()
    assert decision.is_open

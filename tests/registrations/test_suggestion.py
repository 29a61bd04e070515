"""“Zie je … ook zitten?”: another workplace, suggested to one person (M7)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from registrations.enums import MessageKind, MessageState, RegistrationState
from registrations.models import AnswerChange, Message, Suggestion
from registrations.services.access import mint_link
from registrations.services.digest import count_waiting, send_digests
from registrations.services.errors import IllegalTransition, NotAllowed
from registrations.services.history import get_history
from registrations.services.message import cancel_message, release_draft, write_letter
from registrations.services.participant import withdraw
from registrations.services.questions import ReplyDatePassed
from registrations.services.suggestion import (
    NotToSuggest,
    SuggestedAlready,
    TooLate,
    answer_suggestion,
    get_asked,
    suggest_workplace,
)
from registrations.services.waiting import read_waiting_lists
from tests.factories.registrations import (
    FormPageFactory,
    PlaceFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db

BRUSSELS = ZoneInfo("Europe/Brussels")
K, M, S = MessageKind, MessageState, RegistrationState
LAST_DAY = date(2026, 2, 9)
YES = "Ja, dat is ook goed"


@pytest.fixture(autouse=True)
def clock():
    moment = datetime(2026, 2, 2, 10, 0, tzinfo=BRUSSELS)
    with time_machine.travel(moment, tick=False) as traveller:
        yield traveller


@pytest.fixture
def form_page(team):
    page = FormPageFactory()
    PlaceFactory(parent=page.get_parent(), title="Visie")
    return page


@pytest.fixture
def vision(form_page):
    return form_page.get_workplaces()[2]


@pytest.fixture
def registration(form_page):
    return RegistrationFactory(page=form_page, in_review=True)


@pytest.fixture
def asked(registration, vision, team):
    """A suggestion whose letter left the outbox."""
    suggestion = suggest(registration, vision, team.decider)
    release_draft(message=suggestion.letter, user=team.decider)
    suggestion.refresh_from_db()
    return suggestion


def suggest(registration, workplace, user, reply_by=LAST_DAY):
    return suggest_workplace(
        registration=registration, workplace=workplace, reply_by=reply_by, user=user
    )


def say(registration, suggestion, accepts):
    return answer_suggestion(
        registration=registration, suggestion_pk=suggestion.pk, accepts=accepts
    )


def open_page(client, registration, name="status"):
    token = mint_link(registration=registration).rstrip("/").rpartition("/")[2]
    return client, reverse(f"participant:{name}", args=[token])


def test_letter_waits_in_the_outbox_and_names_both_workplaces(
    registration, vision, team
):
    letter = suggest(registration, vision, team.decider).letter
    assert (letter.kind, letter.state) == (K.OTHER_WORKPLACE, M.DRAFT)
    assert "Zie je de werkplaats ‘Visie’ ook zitten?" in letter.subject
    assert "Jij koos voor de werkplaats ‘Participatie’" in letter.body_text
    assert "ten laatste op maandag 9 februari 2026" in letter.body_text
    assert "Zeg ja of nee: [[persoonlijke-link]]" in letter.body_text
    # Nothing is asked before it left.
    assert get_asked(registration=registration) is None


def test_page_asks_once_the_letter_left_and_looking_changes_nothing(
    client, registration, vision, asked
):
    _client, url = open_page(client, registration)
    for _twice in range(2):
        assert "Zie je Visie ook zitten?" in client.get(url).content.decode()
    _client, act = open_page(client, registration, "choose")
    assert client.get(act).status_code == 302
    asked.refresh_from_db()
    registration.refresh_from_db()
    assert asked.is_accepted is None
    assert registration.workplace_second.title == "Gedeeld ruimtegebruik"


def test_yes_becomes_the_second_choice_in_the_history_and_in_a_new_copy(
    client, registration, vision, asked, team
):
    _client, act = open_page(client, registration, "choose")
    data = {"suggestion_pk": asked.pk, "accepts": "ja"}
    for _twice in range(2):
        response = client.post(act, data, headers={"sec-fetch-site": "same-origin"})
        assert response.status_code == 302
    registration.refresh_from_db()
    assert registration.workplace_second == vision
    assert registration.workplace_first.title == "Participatie"
    [edit] = AnswerChange.objects.filter(registration=registration)
    assert [(row["before"], row["after"]) for row in edit.changes] == [
        ("Gedeeld ruimtegebruik", "Visie")
    ]
    assert registration.messages.filter(kind=K.AMENDED).count() == 1
    said = [
        entry.what
        for entry in get_history(registration=registration, user=team.decider)
    ]
    assert "Visie past ook" in said
    assert (
        "Andere werkplaats voorgesteld: Visie, antwoord tegen 9 februari 2026" in said
    )
    _client, url = open_page(client, registration)
    assert "Zie je Visie ook zitten?" not in client.get(url).content.decode()
    client.force_login(team.decider)
    desk = client.get(reverse("registrations:edit", args=[registration.pk]))
    assert "Visie: ja, nu de tweede keuze" in desk.content.decode()


def test_no_is_kept_and_changes_nothing(registration, asked):
    before = registration.workplace_second
    assert say(registration, asked, accepts=False).is_accepted is False
    registration.refresh_from_db()
    assert registration.workplace_second == before
    assert registration.answer_changes.count() == 0
    with pytest.raises(IllegalTransition):
        say(registration, asked, accepts=True)


def test_who_suggested_hears_of_the_answer_once(registration, asked, team, clock):
    assert count_waiting(user=team.decider).answered == 0
    clock.move_to(datetime(2026, 2, 3, 6, 0, tzinfo=BRUSSELS))
    say(registration, asked, accepts=False)
    assert count_waiting(user=team.decider).answered == 1
    assert count_waiting(user=team.chair).answered == 0
    now = datetime(2026, 2, 3, 8, 0, tzinfo=BRUSSELS)
    clock.move_to(now)
    send_digests(now=now)
    letter = Message.objects.get(kind=K.TEAM_DIGEST, team_member=team.decider)
    line = "- 1 antwoord op een andere werkplaats die jij voorstelde\n"
    assert line in write_letter(letter).text
    assert count_waiting(user=team.decider).answered == 0


def test_waiting_list_of_the_other_workplace_has_them_after_a_yes(
    form_page, vision, team
):
    waits = RegistrationFactory(page=form_page, waitlisted=True)
    suggestion = suggest(waits, vision, team.decider)
    release_draft(message=suggestion.letter, user=team.decider)
    say(waits, suggestion, accepts=True)
    lists = read_waiting_lists(form_page=form_page, user=team.decider)
    found = {
        one.workplace: [row.registration.pk for row in one.ranking] for one in lists
    }
    assert found[vision] == [waits.pk]


def test_answer_after_the_day_is_refused_and_told(client, registration, asked, clock):
    clock.move_to(datetime(2026, 2, 9, 23, 50, tzinfo=BRUSSELS))
    assert get_asked(registration=registration) == asked
    clock.move_to(datetime(2026, 2, 10, 0, 10, tzinfo=BRUSSELS))
    with pytest.raises(TooLate):
        say(registration, asked, accepts=True)
    _client, act = open_page(client, registration, "choose")
    data = {"suggestion_pk": asked.pk, "accepts": "ja"}
    response = client.post(act, data, headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == 409
    assert YES not in response.content.decode()


def test_draft_that_was_cancelled_asks_nothing_and_leaves_room_for_another(
    registration, vision, team
):
    first = suggest(registration, vision, team.decider)
    with pytest.raises(SuggestedAlready):
        suggest(registration, vision, team.decider)
    cancel_message(message=first.letter, user=team.decider)
    with pytest.raises(IllegalTransition):
        say(registration, first, accepts=True)
    suggest(registration, vision, team.decider)
    assert Suggestion.objects.count() == 2


def test_what_cannot_be_suggested_is_refused(registration, form_page, vision, team):
    with pytest.raises(NotAllowed):
        suggest(registration, vision, team.reader)
    for workplace in (registration.workplace_first, PlaceFactory()):
        with pytest.raises(NotToSuggest):
            suggest(registration, workplace, team.decider)
    with pytest.raises(ReplyDatePassed):
        suggest(registration, vision, team.decider, reply_by=date(2026, 2, 2))
    confirmed = RegistrationFactory(page=form_page, confirmed=True)
    with pytest.raises(IllegalTransition):
        suggest(confirmed, vision, team.decider)


def test_suggestion_goes_with_a_withdrawal(registration, vision, team, asked):
    unsent = RegistrationFactory(page=registration.page, in_review=True)
    letter = suggest(unsent, vision, team.decider).letter
    for row in (registration, unsent):
        withdraw(registration=row)
    letter.refresh_from_db()
    assert letter.state == M.CANCELLED
    with pytest.raises(IllegalTransition):
        say(registration, asked, accepts=True)


def test_office_suggests_on_the_desk(client, registration, vision, team):
    client.force_login(team.decider)
    url = reverse("registrations:act", args=[registration.pk, "suggest"])
    data = {"workplace": vision.pk, "reply_by": (LAST_DAY + timedelta(1)).isoformat()}
    assert client.post(url, data).status_code == 302
    suggestion = Suggestion.objects.get()
    assert (suggestion.workplace, suggestion.user) == (vision, team.decider)
    # One at a time.
    assert client.post(url, data).status_code == 422

"""Entering a registration for somebody: the same form, marked, and not decided alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.enums import MessageKind, RegistrationState
from registrations.models import Message, Registration, ReviewRound
from registrations.services.decision import (
    ReleaseFailed,
    close_waiting_list,
    propose_decision,
    release_decisions,
)
from registrations.services.entry import enter_registration
from registrations.services.errors import (
    AlreadyRegistered,
    DecidedAlone,
    NotAllowed,
    ReasonRequired,
)
from registrations.services.history import get_history
from registrations.services.waiting import offer_place
from tests.factories.registrations import RegistrationFactory, StaffFactory

from .form_scene import answers, bind, close, make_call_form, make_day_form, reload

pytestmark = pytest.mark.django_db
S = RegistrationState


@pytest.fixture
def form_page(db):
    return make_call_form()


def enter(form_page, user, **changes):
    return enter_registration(
        form_page=form_page,
        form=bind(form_page, **changes),
        entered_by=user,
        source="phone",
        reason="Heeft geen computer.",
    )


@pytest.fixture
def post(client, team):
    def send(form_page, *, user=None, about=None, **changes):
        client.force_login(user or team.decider)
        data = answers(form_page, **changes) | {
            "source": "phone",
            "reason": "Heeft geen computer.",
            "received_at": "",
        }
        url = reverse("registrations:enter", args=[form_page.pk])
        return client.post(url, data | (about or {}))

    return send


def is_refused(response) -> bool:
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


# The service


def test_entered_registration_is_marked_and_gets_the_same_receipt(form_page, team):
    registration = enter(form_page, team.decider).registration
    assert (registration.source, registration.entered_by) == ("phone", team.decider)
    assert registration.entry_reason == "Heeft geen computer."
    assert registration.state == S.RECEIVED
    kinds = Message.objects.values_list("kind", "recipient")
    assert list(kinds) == [(MessageKind.RECEIPT, "lotte@voorbeeld.be")]


def test_entry_keeps_the_question_as_it_is_asked_in_public(form_page, team, post):
    post(form_page)
    asked = {row["key"]: row["label"] for row in Registration.objects.get().questions}
    assert asked["engagement"].startswith("Ik engageer me")


def test_entry_works_when_the_form_is_closed(form_page, team):
    close(form_page)
    assert enter(reload(form_page), team.decider).is_new


def test_entry_on_a_full_day_goes_to_the_waiting_list(team):
    day = make_day_form(capacity=1)
    states = [
        enter(day, team.decider, email=f"{name}@voorbeeld.be").registration.state
        for name in ("an", "bo")
    ]
    assert states == [S.CONFIRMED, S.WAITLISTED]


def test_entry_needs_the_right_and_a_reason(form_page, team):
    with pytest.raises(NotAllowed):
        enter(form_page, team.reader)
    with pytest.raises(ReasonRequired):
        enter_registration(
            form_page=form_page,
            form=bind(form_page),
            entered_by=team.decider,
            source="mail",
            reason=" ",
        )
    assert Registration.objects.count() == 0


def test_known_address_is_told_to_the_team_and_mailed_to_nobody(form_page, team):
    known = RegistrationFactory(page=form_page, email="Lotte@voorbeeld.be")
    Message.objects.all().delete()
    with pytest.raises(AlreadyRegistered) as caught:
        enter(form_page, team.decider)
    assert caught.value.registration == known
    assert Message.objects.count() == 0


def test_held_address_is_told_too(form_page, team):
    held = RegistrationFactory(page=form_page, email="lotte@voorbeeld.be", held=True)
    with pytest.raises(AlreadyRegistered) as caught:
        enter(form_page, team.decider)
    assert caught.value.registration == held


def test_double_click_is_one_entry(form_page, team):
    first = enter(form_page, team.decider)
    again = enter(form_page, team.decider)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.registration == first.registration


def test_moment_of_receiving_is_kept(form_page, team):
    moment = timezone.now() - timedelta(days=3)
    registration = enter_registration(
        form_page=form_page,
        form=bind(form_page),
        entered_by=team.decider,
        source="paper",
        reason="Op papier.",
        received_at=moment,
    ).registration
    assert Registration.objects.get().submit_time == moment
    (entry,) = [
        row
        for row in get_history(registration=registration, user=team.decider)
        if row.at == moment
    ]
    assert entry.what == "Ingevoerd voor de inschrijver (Papier)"
    assert entry.text == "Op papier."


# No one decides alone on what they entered


@pytest.fixture
def other_decider(team):
    return StaffFactory(username="beslisser2", groups=["Beslissers"])


def propose(registration, user):
    return propose_decision(
        registration=registration,
        state=S.SELECTED,
        workplace=registration.workplace_first,
        reason="",
        proposed_by=user,
    )


def test_own_entry_is_not_proposed_and_released_by_one(form_page, team, other_decider):
    registration = enter(form_page, team.decider).registration
    decision = propose(registration, team.decider)
    with pytest.raises(ReleaseFailed) as caught:
        release_decisions(decisions=[decision], released_by=team.decider)
    assert isinstance(caught.value.cause, DecidedAlone)
    release_decisions(decisions=[decision], released_by=other_decider)
    assert Registration.objects.get().state == S.SELECTED


def test_own_entry_is_released_when_somebody_else_proposed(
    form_page, team, other_decider
):
    registration = enter(form_page, team.decider).registration
    decision = propose(registration, other_decider)
    release_decisions(decisions=[decision], released_by=team.decider)
    assert Registration.objects.get().state == S.SELECTED


def test_waiting_list_of_own_entry_is_for_somebody_else(team, other_decider):
    waiting = RegistrationFactory(waitlisted=True, entered_by=team.decider)
    place = waiting.workplace_first
    with pytest.raises(DecidedAlone):
        offer_place(registration=waiting, workplace=place, user=team.decider)
    with pytest.raises(DecidedAlone):
        close_waiting_list(registrations=[waiting], user=team.decider, reason="Vol.")
    offer_place(registration=waiting, workplace=place, user=other_decider)
    assert Registration.objects.get().state == S.SELECTED


# The screen


def test_screen_asks_promises_in_words_for_the_team(client, team, form_page):
    client.force_login(team.decider)
    page = client.get(reverse("registrations:enter", args=[form_page.pk]))
    form = page.context["form"]
    labels = {name: str(field.label) for name, field in form.fields.items()}
    confirmed = {k for k, text in labels.items() if text.startswith("De inschrijver b")}
    promises = {"engagement", "newsletter", "keep_for_next", "share_contacts"}
    assert confirmed == promises
    assert "bevestigde dit: ‘Ik engageer me" in page.content.decode()


def test_screen_enters_and_leads_to_the_desk(post, form_page, team):
    response = post(form_page)
    registration = Registration.objects.get()
    assert response.url == reverse("registrations:edit", args=[registration.pk])
    assert registration.entered_by == team.decider


def test_screen_checks_as_the_public_form_does(post, form_page):
    response = post(form_page, about={"source": "web", "reason": ""}, motivation="")
    assert response.status_code == 422
    targets = [row["target"] for row in response.context["mistakes"]]
    assert targets == ["id_source_0", "id_reason", "id_inschrijving-motivation"]
    assert Registration.objects.count() == 0


def test_screen_says_who_is_registered_already_with_a_link(post, form_page):
    known = RegistrationFactory(page=form_page, email="lotte@voorbeeld.be")
    response = post(form_page)
    html = response.content.decode()
    assert response.status_code == 422
    assert reverse("registrations:edit", args=[known.pk]) in html
    assert "Sofie" in html
    assert "Wij verbouwen en willen het samen doen." in html
    assert Registration.objects.count() == 1


def test_screen_names_nobody_to_a_reader_from_whom_names_are_hidden(post, form_page):
    known = RegistrationFactory(page=form_page, email="lotte@voorbeeld.be")
    ReviewRound.objects.create(form_page=form_page, hides_names=True)
    response = post(form_page)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Met dit e-mailadres is al iemand ingeschreven." in html
    assert [word for word in (known.reference, "Sofie") if word in html] == []
    assert Registration.objects.count() == 1


def test_screen_refuses_a_moment_to_come(post, form_page):
    soon = f"{timezone.localtime() + timedelta(days=2):%Y-%m-%d %H:%M}"
    response = post(form_page, about={"received_at": soon})
    assert response.status_code == 422
    assert list(response.context["about"].errors) == ["received_at"]


def test_screen_is_for_those_with_the_right(client, team, form_page, post):
    urls = [
        reverse("registrations:enter_start"),
        reverse("registrations:enter", args=[form_page.pk]),
    ]
    for user in (team.reader, team.editor):
        client.force_login(user)
        assert [is_refused(client.get(url)) for url in urls].count(False) == 0
    assert is_refused(post(form_page, user=team.reader))
    assert Registration.objects.count() == 0


def test_start_chooses_among_several_forms(client, team, form_page):
    client.force_login(team.decider)
    start = reverse("registrations:enter_start")
    assert client.get(start).url == reverse("registrations:enter", args=[form_page.pk])
    day = make_day_form()
    titles = [row["title"] for row in client.get(start).context["choices"]]
    assert sorted(titles) == sorted([day.subject.title, form_page.subject.title])


def test_desk_says_who_entered_it(client, team, form_page):
    registration = enter(form_page, team.decider).registration
    client.force_login(team.reader)
    html = client.get(reverse("registrations:edit", args=[registration.pk]))
    assert "(ingevoerd door beslisser)" in " ".join(html.content.decode().split())

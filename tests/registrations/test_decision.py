"""Decisions: proposed, released together or not at all, offered, undone, expired."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import WorkflowContentType

from registrations.enums import MessageKind, MessageState, RegistrationState
from registrations.models import Decision, Message, Registration
from registrations.services.actions import take_action
from registrations.services.decision import (
    ProposalChanged,
    ReleaseFailed,
    close_waiting_list,
    expire_unanswered,
    find_heard,
    propose_decision,
    release_decisions,
    undo_decision,
    withdraw_on_behalf,
    withdraw_proposal,
)
from registrations.services.errors import (
    IllegalTransition,
    NoSeatLeft,
    NotAllowed,
    ReasonRequired,
)
from registrations.services.outlook import say_what_follows
from registrations.services.placement import (
    WorkplaceNotChosen,
    WorkplaceRequired,
    get_answer_by,
)
from registrations.services.waiting import offer_place
from tests.factories.registrations import (
    FormPageFactory,
    PlaceFactory,
    RegistrationFactory,
    get_places,
)

pytestmark = pytest.mark.django_db
S = RegistrationState


def propose(registration, user, state=S.SELECTED, **kwargs):
    kwargs = {"workplace": registration.workplace_first, "reason": "Goed."} | kwargs
    return propose_decision(
        registration=registration, state=state, proposed_by=user, **kwargs
    )


def fresh(registration):
    return Registration.objects.get(pk=registration.pk)


@pytest.fixture
def form_page(db):
    return FormPageFactory()


@pytest.fixture
def in_review(team, form_page):
    return RegistrationFactory(page=form_page, in_review=True)


# Proposing


def test_proposal_tells_the_applicant_nothing(team, in_review):
    letters = Message.objects.count()
    propose(in_review, team.decider)
    assert fresh(in_review).state == S.IN_REVIEW
    assert Message.objects.count() == letters


def test_new_proposal_replaces_the_open_one_and_keeps_it(team, in_review):
    first = propose(in_review, team.decider)
    second = propose(in_review, team.decider, S.DECLINED)
    assert list(Decision.objects.open()) == [second]
    assert Decision.objects.get(pk=first.pk).withdrawn_at is not None


def test_proposal_refuses_to_replace_an_unseen_one(team, in_review):
    first = propose(in_review, team.decider)
    with pytest.raises(ProposalChanged):
        propose(in_review, team.decider, seen_proposal_id=None)
    propose(in_review, team.decider, seen_proposal_id=first.pk)


def test_reader_proposes_only_not_eligible(team, in_review):
    with pytest.raises(NotAllowed):
        propose(in_review, team.reader)
    propose(in_review, team.reader, S.DECLINED)
    with pytest.raises(NotAllowed):
        propose(in_review, team.editor, S.DECLINED)


def test_proposal_asks_for_what_is_missing(team, in_review):
    with pytest.raises(WorkplaceRequired):
        propose(in_review, team.decider, workplace=None)
    with pytest.raises(ReasonRequired):
        propose(in_review, team.decider, S.DECLINED, reason=" ")
    with pytest.raises(WorkplaceNotChosen):
        propose(in_review, team.decider, workplace=PlaceFactory())
    with pytest.raises(IllegalTransition):
        propose(in_review, team.decider, S.CONFIRMED)


def test_decider_may_let_the_reason_follow_and_nobody_releases_without(team, in_review):
    with pytest.raises(ReasonRequired):
        propose(in_review, team.reader, S.DECLINED, reason="", reason_may_follow=True)
    decision = propose(
        in_review, team.decider, S.DECLINED, reason=" ", reason_may_follow=True
    )
    with pytest.raises(ReleaseFailed, match="Geef de reden") as failure:
        release_decisions(decisions=[decision], released_by=team.decider)
    assert isinstance(failure.value.cause, ReasonRequired)
    assert fresh(in_review).state == S.IN_REVIEW
    assert list(Decision.objects.open()) == [decision]


@pytest.mark.parametrize("state", [S.DRAFT, S.SELECTED, S.WITHDRAWN, S.INFO_REQUESTED])
def test_proposal_only_while_the_team_has_to_act(team, form_page, state):
    registration = RegistrationFactory(page=form_page, state=state)
    with pytest.raises(IllegalTransition):
        propose(registration, team.decider)


def test_without_a_workflow_a_received_registration_can_be_selected(team, form_page):
    WorkflowContentType.objects.all().delete()
    received = RegistrationFactory(page=form_page, received=True)
    decision = propose(received, team.decider)
    release_decisions(decisions=[decision], released_by=team.decider)
    assert fresh(received).state == S.SELECTED


def test_withdrawing_a_proposal(team, in_review):
    decision = propose(in_review, team.reader, S.DECLINED)
    with pytest.raises(NotAllowed):
        withdraw_proposal(decision=decision, user=team.reader_two)
    withdraw_proposal(decision=decision, user=team.reader)
    assert Decision.objects.open().count() == 0
    with pytest.raises(IllegalTransition):
        withdraw_proposal(decision=decision, user=team.decider)


def test_open_proposal_closes_when_the_applicant_withdraws(team, in_review):
    propose(in_review, team.decider)
    withdraw_on_behalf(registration=in_review, user=team.decider, reason="Belde.")
    assert Decision.objects.open().count() == 0


# Releasing


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (S.SELECTED, MessageKind.SELECTED),
        (S.WAITLISTED, MessageKind.WAITLISTED),
        (S.DECLINED, MessageKind.DECLINED),
    ],
)
def test_release_changes_state_and_drafts_the_letter(team, in_review, state, kind):
    decision = propose(in_review, team.decider, state, reason="Omdat.")
    (result,) = release_decisions(decisions=[decision], released_by=team.decider)
    assert result.registration.state == state
    assert Message.objects.get(kind=kind).state == "draft"
    decision.refresh_from_db()
    assert decision.released_by == team.decider
    assert decision.released_at is not None
    assert decision.withdrawn_at is None
    assert in_review.state_changes.last().reason == "Omdat."
    assert fresh(in_review).current_workflow_state is None


def test_not_eligible_is_released_straight_from_screening(team, form_page):
    registration = RegistrationFactory(page=form_page, received=True)
    step = registration.current_workflow_state.current_task_state
    take_action(
        registration=registration,
        task_state_id=step.pk,
        action="not_eligible",
        user=team.reader,
        comment="Buiten Vlaanderen.",
    )
    release_decisions(decisions=Decision.objects.open(), released_by=team.decider)
    assert fresh(registration).state == S.DECLINED


def test_release_is_for_deciders(team, in_review):
    decision = propose(in_review, team.decider)
    with pytest.raises(NotAllowed):
        release_decisions(decisions=[decision], released_by=team.reader)


def test_release_is_all_or_nothing(team, form_page):
    place = get_places(form_page)[0]
    place.capacity_max = 2
    place.save()
    rows = RegistrationFactory.create_batch(3, page=form_page, in_review=True)
    decisions = [propose(row, team.decider) for row in rows]
    with pytest.raises(ReleaseFailed) as failure:
        release_decisions(decisions=decisions, released_by=team.decider)
    assert rows[2].reference in str(failure.value)
    assert {fresh(row).state for row in rows} == {S.IN_REVIEW}
    assert Decision.objects.exclude(released_at=None).count() == 0
    assert Message.objects.filter(kind=MessageKind.SELECTED).count() == 0
    release_decisions(decisions=decisions[:2], released_by=team.decider)
    assert [fresh(row).state for row in rows] == [S.SELECTED, S.SELECTED, S.IN_REVIEW]


def test_release_twice_is_refused(team, in_review):
    decision = propose(in_review, team.decider)
    release_decisions(decisions=[decision], released_by=team.decider)
    with pytest.raises(ReleaseFailed):
        release_decisions(decisions=[decision], released_by=team.decider)
    assert Message.objects.filter(kind=MessageKind.SELECTED).count() == 1


def test_selected_person_has_until_the_end_of_the_tenth_day():
    brussels = ZoneInfo("Europe/Brussels")
    # Half past midnight in Brussels is still the day before in UTC.
    now = datetime(2026, 3, 20, 0, 30, tzinfo=brussels)
    # The clock goes forward on 29 March: the day counts, not the hours.
    assert get_answer_by(now=now) == datetime(2026, 3, 30, 23, 59, 59, tzinfo=brussels)


# After the release


def test_offer_gives_a_seat_only_where_one_is_left(team, form_page):
    first, second = get_places(form_page)
    first.capacity_max = 1
    first.save()
    RegistrationFactory(page=form_page, confirmed=True)
    waiting = RegistrationFactory(page=form_page, waitlisted=True)
    with pytest.raises(NoSeatLeft):
        offer_place(registration=waiting, workplace=first, user=team.decider)
    offer_place(registration=waiting, workplace=second, user=team.decider)
    waiting = fresh(waiting)
    assert (waiting.state, waiting.placed_in) == (S.SELECTED, second)
    days = waiting.answer_by - timezone.now()
    assert timedelta(days=4) < days < timedelta(days=8)


def test_offer_is_refused_off_the_waiting_list(team, in_review):
    with pytest.raises(IllegalTransition):
        offer_place(
            registration=in_review,
            workplace=in_review.workplace_first,
            user=team.decider,
        )
    assert fresh(in_review).placed_in is None


def test_closing_the_waiting_list_needs_a_reason(team, form_page):
    rows = RegistrationFactory.create_batch(2, page=form_page, waitlisted=True)
    with pytest.raises(ReasonRequired):
        close_waiting_list(registrations=rows, user=team.decider, reason="")
    close_waiting_list(registrations=rows, user=team.decider, reason="Volzet.")
    assert {fresh(row).state for row in rows} == {S.DECLINED}


def test_undo_frees_the_seat_and_keeps_the_decision(team, in_review):
    decision = propose(in_review, team.decider)
    release_decisions(decisions=[decision], released_by=team.decider)
    with pytest.raises(ReasonRequired):
        undo_decision(registration=in_review, actor_user=team.decider, reason="")
    assert fresh(in_review).placed_in == in_review.workplace_first
    undo_decision(registration=in_review, actor_user=team.decider, reason="Fout.")
    registration = fresh(in_review)
    assert (registration.state, registration.placed_in) == (S.IN_REVIEW, None)
    assert registration.answer_by is None
    assert Message.objects.get(kind=MessageKind.SELECTED).state == "cancelled"
    assert Decision.objects.exclude(released_at=None).count() == 1
    again = propose(registration, team.decider, S.DECLINED)
    release_decisions(decisions=[again], released_by=team.decider)
    assert fresh(in_review).state == S.DECLINED


def test_undo_before_a_letter_left_cancels_it_and_corrects_nothing(team, in_review):
    decision = propose(in_review, team.decider)
    release_decisions(decisions=[decision], released_by=team.decider)
    heard = find_heard(registration=fresh(in_review))
    assert [row.kind for row in heard.not_sent] == [MessageKind.SELECTED]
    assert (heard.received, heard.lost) == ([], [])
    result = undo_decision(
        registration=in_review, actor_user=team.decider, reason="Fout."
    )
    assert (result.cancelled, result.correction) == (1, None)
    assert result.registration.state == S.IN_REVIEW


@pytest.mark.parametrize("state", [S.SELECTED, S.WAITLISTED, S.DECLINED])
def test_undo_after_a_letter_left_drafts_what_corrects_it(team, in_review, state):
    decision = propose(in_review, team.decider, state)
    release_decisions(decisions=[decision], released_by=team.decider)
    letter = in_review.messages.get(kind=state)
    sent_at = timezone.now()
    Message.objects.filter(pk=letter.pk).update(
        state=MessageState.SENT, sent_at=sent_at
    )
    assert find_heard(registration=fresh(in_review)).received == [letter]
    result = undo_decision(
        registration=in_review, actor_user=team.decider, reason="Dossier verwisseld."
    )
    assert result.cancelled == 0
    draft = Message.objects.get(kind=MessageKind.CORRECTION)
    assert (draft, draft.state) == (result.correction, MessageState.DRAFT)
    assert f"‘{letter.subject}’" in draft.body_text
    assert date_format(timezone.localtime(sent_at), "j F Y") in draft.body_text
    # Why is for the team: a person writes what the applicant reads.
    assert "verwisseld" not in draft.body_text
    assert say_what_follows(fresh(in_review))[0] == (
        "We bekijken je inschrijving opnieuw. Het antwoord dat je eerder kreeg, geldt "
        "niet meer."
    )
    # Once it is decided again, nobody needs the correction any more.
    again = propose(fresh(in_review), team.decider, S.DECLINED)
    release_decisions(decisions=[again], released_by=team.decider)
    draft.refresh_from_db()
    assert draft.state == MessageState.CANCELLED
    # What was heard before belongs to the decision before.
    (waiting,) = find_heard(registration=fresh(in_review)).not_sent
    assert waiting.kind == MessageKind.DECLINED


def test_letter_that_bounced_was_not_heard(team, in_review):
    decision = propose(in_review, team.decider, S.DECLINED)
    release_decisions(decisions=[decision], released_by=team.decider)
    in_review.messages.filter(kind=MessageKind.DECLINED).update(
        state=MessageState.BOUNCED
    )
    heard = find_heard(registration=fresh(in_review))
    assert [row.kind for row in heard.lost] == [MessageKind.DECLINED]
    result = undo_decision(registration=in_review, actor_user=team.decider, reason="x")
    assert result.correction is None


def test_desk_says_what_was_heard_before_and_after_an_undo(client, team, in_review):
    decision = propose(in_review, team.decider, S.DECLINED)
    release_decisions(decisions=[decision], released_by=team.decider)
    in_review.messages.filter(kind=MessageKind.DECLINED).update(state=MessageState.SENT)
    client.force_login(team.decider)
    desk = reverse("registrations:edit", args=[in_review.pk])
    assert (
        "De inschrijver kreeg: Niet geselecteerd" in client.get(desk).content.decode()
    )
    response = client.post(
        reverse("registrations:act", args=[in_review.pk, "undo"]),
        {"text": "Dossier verwisseld."},
        follow=True,
    )
    assert "Een rechtzetting van wat verstuurd was" in response.content.decode()


@pytest.mark.parametrize("state", [S.RECEIVED, S.CONFIRMED, S.INFO_REQUESTED])
def test_undo_is_refused_elsewhere(team, form_page, state):
    registration = RegistrationFactory(page=form_page, state=state)
    with pytest.raises(IllegalTransition):
        undo_decision(registration=registration, actor_user=team.decider, reason="x")


def test_unanswered_places_expire_and_answered_ones_stay(team, form_page):
    late = RegistrationFactory(page=form_page, selected=True)
    in_time = RegistrationFactory(page=form_page, selected=True)
    confirmed = RegistrationFactory(page=form_page, confirmed=True)
    now = timezone.now()
    for row in (late, confirmed):
        Registration.objects.filter(pk=row.pk).update(
            answer_by=now - timedelta(minutes=1)
        )
    assert expire_unanswered(now=now) == 1
    assert expire_unanswered(now=now) == 0
    assert fresh(late).state == S.EXPIRED
    assert fresh(in_time).state == S.SELECTED
    assert fresh(confirmed).state == S.CONFIRMED
    assert late.messages.filter(kind=MessageKind.EXPIRED).count() == 1

"""The one door: every pair of states, every role, both kinds of form."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from registrations.enums import (
    APPLICANT_LABELS,
    HOLDS_SEAT,
    IS_FINAL,
    IS_LIVE,
    TRANSITIONS,
    Dispatch,
    FormKind,
    MessageKind,
    MessageState,
    RegistrationState,
    Role,
)
from registrations.models import Message, Registration, StateChange
from registrations.permissions import Actor
from registrations.services.errors import (
    AnotherIsLive,
    IllegalTransition,
    NoSeatLeft,
    NotAllowed,
    ReasonRequired,
)
from registrations.services.seats import ensure_seat, form_has_seat
from registrations.services.state import change_state, possible_steps

from .scene import make_registration, make_scene, make_user, take_snapshot

pytestmark = pytest.mark.django_db

S = RegistrationState
STAFF = {Role.REVIEWER, Role.DECIDER}


@pytest.fixture
def scene():
    return make_scene(with_workflow=False)


def find_step(from_state, to, kind):
    """Return the step of the table, if this kind of form knows it."""
    step = TRANSITIONS.get((from_state, to))
    return step if step and step.form_kind in (None, kind) else None


def expected_error(step, role, reason):
    if step is None:
        return IllegalTransition
    if role not in step.roles:
        return NotAllowed
    if step.needs_reason and role in STAFF and not reason.strip():
        return ReasonRequired
    return None


def check_one(scene, registration, to, role, reason):
    """Try one step and compare everything with what the table says."""
    from_state = registration.state_enum
    step = find_step(from_state, to, registration.page.kind)
    error = expected_error(step, role, reason)
    before = take_snapshot()
    actor = scene.actor(role)
    if error:
        with pytest.raises(error):
            change_state(registration=registration, to=to, actor=actor, reason=reason)
        assert take_snapshot() == before
        return
    changed = change_state(registration=registration, to=to, actor=actor, reason=reason)
    assert changed == registration
    stored = Registration.objects.get(pk=registration.pk)
    assert stored.state == changed.state == to
    change = StateChange.objects.get(registration=registration)
    assert (change.from_state, change.to_state, change.role, change.user) == (
        from_state,
        to,
        role.value,
        actor.user,
    )
    assert change.reason == reason.strip()
    entry = ModelLogEntry.objects.get(action="registrations.change_state")
    assert (entry.object_id, entry.user, entry.label) == (
        str(registration.pk),
        actor.user,
        registration.reference,
    )
    assert entry.data == {"from": from_state, "to": to, "role": role.value}
    at_once = step.dispatch is Dispatch.AT_ONCE
    letters = Message.objects.values_list("registration_id", "kind", "state")
    expected = (
        registration.pk,
        step.message,
        MessageState.QUEUED if at_once else MessageState.DRAFT,
    )
    assert list(letters) == ([expected] if step.message else [])


@pytest.mark.parametrize("kind", FormKind)
@pytest.mark.parametrize("from_state", S)
def test_every_step_does_what_the_table_says(scene, from_state, kind):
    registration = make_registration(scene, from_state, kind=kind)
    for to, role in product(S, Role):
        step = TRANSITIONS.get((from_state, to))
        reasons = ("  ", "Gevraagd op 3 maart.") if step and step.needs_reason else ()
        for reason in ("", *reasons):
            # Each try starts from the same row and is rolled back.
            with transaction.atomic():
                fresh = Registration.objects.get(pk=registration.pk)
                check_one(scene, fresh, to, role, reason)
                transaction.set_rollback(True)


def test_nobody_without_a_role_takes_any_step(scene):
    outsider = Actor.staff(make_user("redactie"))
    registrations = [make_registration(scene, state) for state in S]
    before = take_snapshot()
    for registration, to in product(registrations, S):
        with pytest.raises((IllegalTransition, NotAllowed)):
            change_state(
                registration=registration, to=to, actor=outsider, reason="Omdat."
            )
    assert take_snapshot() == before


@pytest.mark.parametrize("kind", FormKind)
def test_possible_steps_are_those_that_succeed(scene, kind):
    registration = make_registration(scene, kind=kind)
    for from_state, role in product(S, Role):
        registration.state = from_state
        offered = possible_steps(registration=registration, actor=scene.actor(role))
        assert set(offered) == {
            to
            for to in S
            if expected_error(find_step(from_state, to, kind), role, "Omdat.") is None
        }


def test_inactive_user_has_no_role(scene):
    scene.decider.is_active = False
    assert Actor.staff(scene.decider).roles == frozenset()


def test_lesser_role_is_written_where_two_fit(scene):
    scene.decider.groups.add(scene.readers)
    both = Actor.staff(type(scene.decider).objects.get(pk=scene.decider.pk))
    registration = make_registration(scene, S.RECEIVED)
    change_state(registration=registration, to=S.IN_REVIEW, actor=both)
    assert StateChange.objects.get().role == Role.REVIEWER.value


def test_stale_copy_does_not_decide(scene):
    stale = make_registration(scene, S.RECEIVED)
    change_state(registration=stale, to=S.WITHDRAWN, actor=Actor.applicant())
    before = take_snapshot()
    with pytest.raises(IllegalTransition):
        change_state(
            registration=stale,
            to=S.DECLINED,
            actor=scene.actor(Role.DECIDER),
            reason="Te laat.",
        )
    assert take_snapshot() == before


def test_reason_is_kept_out_of_the_audit_log(scene):
    registration = make_registration(scene, S.RECEIVED)
    change_state(
        registration=registration,
        to=S.DECLINED,
        actor=scene.actor(Role.DECIDER),
        reason="Noor woont te ver.",
    )
    entry = ModelLogEntry.objects.get(action="registrations.change_state")
    assert "Noor" not in f"{entry.label} {entry.data}"


def test_failing_letter_takes_the_step_back(scene, monkeypatch):
    registration = make_registration(scene, S.SELECTED)
    before = take_snapshot()

    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("registrations.services.state.queue_message", fail)
    with pytest.raises(RuntimeError):
        change_state(registration=registration, to=S.CONFIRMED, actor=Actor.applicant())
    assert take_snapshot() == before


# One live registration per address and form.


def test_second_live_registration_of_an_address_is_refused(scene):
    for state in IS_LIVE:
        make_registration(scene, state, email=f"{state}@example.org")
        with pytest.raises(IntegrityError), transaction.atomic():
            make_registration(scene, S.RECEIVED, email=f"{state.title()}@Example.org")


def test_ended_registration_does_not_stand_in_the_way(scene):
    for state in IS_FINAL | {S.DRAFT}:
        make_registration(scene, state, email="noor@example.org")
    make_registration(scene, S.RECEIVED, email="noor@example.org")
    assert Registration.objects.live().count() == 1


def test_same_address_may_register_for_call_and_day(scene):
    make_registration(scene, S.RECEIVED, email="noor@example.org")
    make_registration(
        scene, S.CONFIRMED, email="noor@example.org", kind=FormKind.DIRECT
    )
    assert Registration.objects.live().count() == 2


@pytest.mark.parametrize("ended", [S.DECLINED, S.EXPIRED, S.WITHDRAWN])
def test_undo_is_refused_when_another_is_live(scene, ended):
    old = make_registration(scene, ended, email="Noor@example.org")
    make_registration(scene, S.RECEIVED, email="noor@example.org")
    before = take_snapshot()
    with pytest.raises(AnotherIsLive):
        change_state(
            registration=old,
            to=S.IN_REVIEW,
            actor=scene.actor(Role.DECIDER),
            reason="Vergissing.",
        )
    assert take_snapshot() == before


def test_held_double_is_refused_with_a_sentence(scene):
    held = make_registration(scene, S.DRAFT, email="noor@example.org")
    make_registration(scene, S.RECEIVED, email="noor@example.org")
    with pytest.raises(AnotherIsLive):
        change_state(registration=held, to=S.RECEIVED, actor=Actor.applicant())


def test_people_without_address_do_not_stand_in_each_others_way(scene):
    make_registration(scene, S.RECEIVED, email="")
    undone = make_registration(scene, S.DECLINED, email="")
    change_state(
        registration=undone,
        to=S.IN_REVIEW,
        actor=scene.actor(Role.DECIDER),
        reason="Vergissing.",
    )
    assert Registration.objects.live().count() == 2


# Seats.


def test_seat_is_taken_by_selected_and_confirmed_only():
    scene = make_scene(with_workflow=False, seats=1)
    workplace, other = scene.workplaces
    registration = make_registration(scene, placed_in=workplace)
    for state in S:
        Registration.objects.filter(pk=registration.pk).update(state=state)
        ensure_seat(workplace=other)
        if state in HOLDS_SEAT:
            with pytest.raises(NoSeatLeft):
                ensure_seat(workplace=workplace)
        else:
            ensure_seat(workplace=workplace)


def test_withdrawal_from_a_day_gives_the_seat_to_whoever_waits_longest():
    scene = make_scene(with_workflow=False, seats=1)
    make = {"kind": FormKind.DIRECT}
    inside = make_registration(scene, S.CONFIRMED, **make)
    first = make_registration(scene, S.WAITLISTED, **make)
    second = make_registration(scene, S.WAITLISTED, **make)
    change_state(registration=inside, to=S.WITHDRAWN, actor=Actor.applicant())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (S.CONFIRMED, S.WAITLISTED)
    assert StateChange.objects.get(registration=first).role == Role.SYSTEM.value
    kinds = Message.objects.order_by("pk").values_list("registration_id", "kind")
    assert list(kinds) == [
        (inside.pk, MessageKind.WITHDRAWN),
        (first.pk, MessageKind.DAY_PROMOTED),
    ]
    assert not form_has_seat(form_page=scene.day_form_page)


def test_withdrawal_from_the_waiting_list_promotes_nobody_into_a_full_day():
    scene = make_scene(with_workflow=False, seats=1)
    make = {"kind": FormKind.DIRECT}
    make_registration(scene, S.CONFIRMED, **make)
    waiting = make_registration(scene, S.WAITLISTED, **make)
    last = make_registration(scene, S.WAITLISTED, **make)
    change_state(registration=waiting, to=S.WITHDRAWN, actor=Actor.applicant())
    last.refresh_from_db()
    assert last.state == S.WAITLISTED


# The vocabulary is whole.


def test_every_state_has_words_for_the_applicant():
    assert set(APPLICANT_LABELS) == set(S)
    assert len({str(label) for label in APPLICANT_LABELS.values()}) == len(S)


def test_letter_of_the_team_never_leaves_by_itself():
    for (_from_state, _to), step in TRANSITIONS.items():
        if step.message and step.dispatch is Dispatch.AT_ONCE:
            # At once only: replies to the applicant's own act, and a promotion
            # from a waiting list that no person decides about.
            own_act = Role.APPLICANT in step.roles
            assert own_act or step.message == MessageKind.DAY_PROMOTED


def test_every_state_can_be_reached_and_left_or_is_an_end():
    reached = {to for _from, to in TRANSITIONS}
    left = {from_state for from_state, _to in TRANSITIONS}
    assert reached | {S.DRAFT} == set(S)
    assert set(S) - left == set()

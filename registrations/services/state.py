"""The one door through which a registration changes its state.

`change_state` takes every step; `take_first_step` is the same door for what has just
come in, for who holds its locks already.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..enums import (
    AWAITS_TEAM,
    IS_LIVE,
    TRANSITIONS,
    Dispatch,
    FormKind,
    RegistrationState,
    Role,
    Transition,
)
from ..models import Decision, Registration, RegistrationFormPage, StateChange
from ..permissions import Actor
from .audit import log_at_once
from .errors import AnotherIsLive, IllegalTransition, NotAllowed, ReasonRequired
from .message import cancel_team_letters, queue_message
from .names import keep_name
from .seats import form_has_seat, lock_form_page, tell_visitors
from .workflow import ensure_workflow, follow_state


@transaction.atomic
def change_state(
    *,
    registration: Registration,
    to: RegistrationState,
    actor: Actor,
    reason: str = "",
    with_letter: bool = True,
    at: datetime | None = None,
    form_page: RegistrationFormPage | None = None,
) -> Registration:
    """Take one step: check it, write it, log it, and queue the letter that follows.

    Locks the form page and the row, so that two people who act at once are
    answered one after the other. All in one transaction: a letter exists if and
    only if its step was taken.

    Args:
        registration: the registration as the caller knows it; it is read again.
        to: the state to go to.
        actor: who takes the step, and in which roles.
        reason: why; required of the team where the table of steps says so.
        with_letter: False where somebody chose that nothing is sent (an import).
        at: the moment of the act that this step is part of; None for now.
        form_page: its form, where an act of many steps locked it in this transaction
            already: what letters ask of it is then read once for all.

    Returns:
        The registration as it now is.

    Raises:
        IllegalTransition: no such step from the present state, or not on this form.
        NotAllowed: the step exists, but none of the actor's roles may take it.
        ReasonRequired: the team must say why.
        AnotherIsLive: the person has another live registration on this form.
        WorkflowError: staff left the workflow without a way to follow.
    """
    form_page = form_page or lock_form_page(form_page_id=registration.page_id)
    locked = Registration.objects.select_for_update(of=("self",), no_key=True).get(
        pk=registration.pk
    )
    locked.page = form_page
    from_state = locked.state_enum
    step = _legal_step(locked, form_page, to)
    role = _role_for(step, actor)
    reason = reason.strip()
    if step.needs_reason and actor.is_staff and not reason:
        raise ReasonRequired
    if from_state not in IS_LIVE and to in IS_LIVE:
        if locked.erased_at:
            raise IllegalTransition  # nobody is there any more
        _ensure_only_live(locked)
    if from_state == RegistrationState.RECEIVED:
        # The worker may not have come to it yet: no step without its workflow.
        ensure_workflow(registration=locked)

    change = _write(locked, step, to, role, actor, reason, at)
    tell_visitors(form_page=form_page, from_state=from_state, to=locked.state_enum)
    follow_state(registration=locked, from_state=from_state, user=actor.user)
    cancel_team_letters(registration=locked)
    if to not in AWAITS_TEAM and to != RegistrationState.INFO_REQUESTED:
        # A proposal has no sense any more once something else happened.
        Decision.objects.filter(registration=locked).open().update(
            withdrawn_at=timezone.now()
        )
    if with_letter:
        _promise_letter(locked, step, change)
    if form_page.kind == FormKind.DIRECT and to == RegistrationState.WITHDRAWN:
        _promote_waiting(form_page)
    return locked


def take_first_step(
    *,
    registration: Registration,
    form_page: RegistrationFormPage,
    with_letter: bool = True,
) -> Registration:
    """Take a registration in: from draft to received, or on a day to a seat.

    The same as `change_state` by the applicant, for who holds the lock of the form
    in this transaction, has made or locked the row in it, and knows that the address
    has no other live registration there. Nothing can hang on a draft: no letter, no
    proposal, no workflow; the workflow of a received registration starts in the
    worker, or with whoever acts first (`ensure_workflow`).

    Args:
        registration: a draft that nobody holds for a look.
        form_page: its form, as locked.
        with_letter: False where somebody chose that nothing is sent (an import).

    Returns:
        The same registration, as it now is.

    Raises:
        IllegalTransition: it is no draft any more.
    """
    to = RegistrationState.RECEIVED
    if form_page.is_direct:
        to = (
            RegistrationState.CONFIRMED
            if form_has_seat(form_page=form_page)
            else RegistrationState.WAITLISTED
        )
    actor = Actor.applicant()
    from_state = registration.state_enum
    step = _legal_step(registration, form_page, to)
    if from_state != RegistrationState.DRAFT:
        raise IllegalTransition
    change = _write(registration, step, to, _role_for(step, actor), actor, "")
    tell_visitors(form_page=form_page, from_state=from_state, to=to)
    if with_letter:
        _promise_letter(registration, step, change)
    return registration


def possible_steps(
    *, registration: Registration, actor: Actor
) -> dict[RegistrationState, Transition]:
    """Return the steps that `actor` could take now, by the state they lead to."""
    kind = registration.page.kind
    if registration.erased_at:
        return {}
    return {
        to: step
        for (from_state, to), step in TRANSITIONS.items()
        if from_state == registration.state
        and step.form_kind in (None, kind)
        and step.roles & actor.roles
    }


def _write(
    registration: Registration,
    step: Transition,
    to: RegistrationState,
    role: Role,
    actor: Actor,
    reason: str,
    at: datetime | None = None,
) -> StateChange:
    """Write a step that was found legal: the row, its trail and the audit log."""
    from_state = registration.state_enum
    at = at or timezone.now()
    registration.state = to
    registration.state_changed_at = at
    registration.save(update_fields=["state", "state_changed_at"])
    change = StateChange.objects.create(
        registration=registration,
        from_state=from_state,
        to_state=to,
        role=role.value,
        user=actor.user,
        user_name=keep_name(actor.user),
        reason=reason,
        changed_at=at,
    )
    log_at_once(
        instance=registration,
        action="registrations.change_state",
        user=actor.user,
        data={"from": from_state.value, "to": to.value, "role": role.value},
    )
    return change


def _promise_letter(
    registration: Registration, step: Transition, change: StateChange
) -> None:
    if step.message:
        queue_message(
            registration=registration,
            kind=step.message,
            state_change=change,
            as_draft=step.dispatch is Dispatch.OUTBOX,
        )


def _legal_step(
    registration: Registration, form_page: RegistrationFormPage, to: RegistrationState
) -> Transition:
    step = TRANSITIONS.get((registration.state_enum, RegistrationState(to)))
    if step is None or step.form_kind not in (None, form_page.kind):
        raise IllegalTransition
    return step


def _role_for(step: Transition, actor: Actor) -> Role:
    """The role in which `actor` takes `step`; the lesser one where two fit."""
    for role in Role:
        if role in step.roles and role in actor.roles:
            return role
    raise NotAllowed


def _ensure_only_live(registration: Registration) -> None:
    others = (
        Registration.objects.filter(page_id=registration.page_id)
        .with_email(registration.email)
        .live()
        .exclude(pk=registration.pk)
    )
    if registration.email and others.exists():
        raise AnotherIsLive


def _promote_waiting(form_page: RegistrationFormPage) -> None:
    """Give seats that came free to whoever waits longest (inspiration days)."""
    while form_has_seat(form_page=form_page):
        waiting = (
            Registration.objects.filter(
                page=form_page, state=RegistrationState.WAITLISTED
            )
            .order_by("submit_time", "pk")
            .first()
        )
        if waiting is None:
            return
        change_state(
            registration=waiting, to=RegistrationState.CONFIRMED, actor=Actor.system()
        )

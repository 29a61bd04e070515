"""The one door through which a registration changes its state."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

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
from .errors import AnotherIsLive, IllegalTransition, NotAllowed, ReasonRequired
from .message import cancel_team_letters, queue_message
from .seats import form_has_seat, lock_form_page, tell_visitors
from .workflow import follow_state


@transaction.atomic
def change_state(
    *,
    registration: Registration,
    to: RegistrationState,
    actor: Actor,
    reason: str = "",
    with_letter: bool = True,
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

    Returns:
        The registration as it now is.

    Raises:
        IllegalTransition: no such step from the present state, or not on this form.
        NotAllowed: the step exists, but none of the actor's roles may take it.
        ReasonRequired: the team must say why.
        AnotherIsLive: the person has another live registration on this form.
        WorkflowError: staff left the workflow without a way to follow.
    """
    form_page = lock_form_page(form_page_id=registration.page_id)
    locked = Registration.objects.select_for_update(of=("self",), no_key=True).get(
        pk=registration.pk
    )
    from_state = locked.state_enum
    step = _legal_step(locked, form_page, to)
    role = _role_for(step, actor)
    reason = reason.strip()
    if step.needs_reason and actor.is_staff and not reason:
        raise ReasonRequired
    if from_state not in IS_LIVE and to in IS_LIVE:
        _ensure_only_live(locked)

    locked.state = to
    locked.state_changed_at = timezone.now()
    locked.save(update_fields=["state", "state_changed_at"])
    change = StateChange.objects.create(
        registration=locked,
        from_state=from_state,
        to_state=to,
        role=role.value,
        user=actor.user,
        reason=reason,
    )
    log(
        instance=locked,
        action="registrations.change_state",
        user=actor.user,
        data={"from": from_state.value, "to": to.value, "role": role.value},
    )
    tell_visitors(form_page=form_page, from_state=from_state, to=locked.state_enum)
    follow_state(registration=locked, from_state=from_state, user=actor.user)
    cancel_team_letters(registration=locked)
    if to not in AWAITS_TEAM and to != RegistrationState.INFO_REQUESTED:
        # A proposal has no sense any more once something else happened.
        Decision.objects.filter(registration=locked).open().update(
            withdrawn_at=timezone.now()
        )
    if step.message and with_letter:
        queue_message(
            registration=locked,
            kind=step.message,
            state_change=change,
            as_draft=step.dispatch is Dispatch.OUTBOX,
        )
    if form_page.kind == FormKind.DIRECT and to == RegistrationState.WITHDRAWN:
        _promote_waiting(form_page)
    return locked


def possible_steps(
    *, registration: Registration, actor: Actor
) -> dict[RegistrationState, Transition]:
    """Return the steps that `actor` could take now, by the state they lead to."""
    kind = registration.page.kind
    return {
        to: step
        for (from_state, to), step in TRANSITIONS.items()
        if from_state == registration.state
        and step.form_kind in (None, kind)
        and step.roles & actor.roles
    }


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

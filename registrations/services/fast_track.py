"""“Snelle goedkeuring”: where there are places for everybody, nobody needs scores.

Domain.md 7.12: with at least as many places as eligible first choices in every
workplace, a decider proposes all of them at once. Only proposals are written: the
release, which changes states and makes letters, stays an act of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState, WorkflowState

from workplaces.models import WorkplacePage

from ..enums import AWAITS_TEAM, HOLDS_SEAT, RegistrationState
from ..models import (
    Decision,
    Registration,
    RegistrationFormPage,
    ReviewTask,
    SelectionTask,
)
from ..permissions import user_can_decide
from .decision import propose_decision
from .errors import NotAllowed, RegistrationError
from .rounds import SelectionNotOpen, get_rules
from .seats import lock_form_page
from .workflow import is_new, will_start

# Whoever is in one of these may still need a place.
MAY_NEED_SEAT = AWAITS_TEAM | {RegistrationState.INFO_REQUESTED}


class PlanChanged(RegistrationError):
    message = gettext_lazy(
        "Something changed in the meantime, so nothing was proposed. Look at it again."
    )


class NotEnoughPlaces(RegistrationError):
    message = gettext_lazy(
        "There are more first choices than places, so these registrations are compared "
        "first."
    )


@dataclass
class PlaceCount:
    """One workplace: its places, and who chose it first.

    Attributes:
        workplace: which.
        places: how many are left; None where there is no maximum.
        chosen: how many first choices this user may see, of everybody who may still
            need a place.
        has_room: whether there is a place for all of them, seen by this user or not.
    """

    workplace: WorkplacePage
    places: int | None
    chosen: int = 0
    has_room: bool = True


@dataclass
class LeftOut:
    """A registration that is not proposed, and why."""

    registration: Registration
    why: str


@dataclass
class FastTrack:
    """What would be proposed on one form, and whether that can be done.

    Attributes:
        form_page: which form.
        counts: the places of every workplace.
        proposed: who would be proposed, each for their own first choice.
        left_out: who would not.
        can_propose: whether the round of the form has come to the selection.
    """

    form_page: RegistrationFormPage
    counts: list[PlaceCount]
    proposed: list[Registration] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    can_propose: bool = True

    @property
    def has_room(self) -> bool:
        return all(count.has_room for count in self.counts)

    @property
    def is_possible(self) -> bool:
        return self.has_room and self.can_propose and bool(self.proposed)


def plan_fast_track(*, form_page: RegistrationFormPage, user: Any) -> FastTrack:
    """Return what a fast approval would propose; changes nothing.

    Everybody who may still need a place counts, also who was asked something, waits
    for a look or is closed to this user: their place is not given away.

    Raises:
        NotAllowed: `user` does not decide.
    """
    if form_page.is_direct or not user_can_decide(user):
        raise NotAllowed
    waiting = _get_waiting(form_page)
    visible = set(
        Registration.objects.visible_to(user)
        .filter(page=form_page, pk__in=[row.pk for row in waiting])
        .values_list("pk", flat=True)
    )
    decisions = {
        decision.registration_id: decision
        for decision in Decision.objects.open().filter(registration__page=form_page)
    }
    seen = [row for row in waiting if row.pk in visible]
    plan = FastTrack(
        form_page,
        _count_places(form_page, waiting, seen, decisions),
        can_propose=get_rules(form_page).can_propose,
    )
    at_step = _find_steps(seen)
    just_in = {row.pk for row in seen if is_new(row)}
    if just_in and not will_start(next(row for row in seen if row.pk in just_in)):
        just_in = set()  # no workflow is assigned: deciding is all the reading there is
    for registration in seen:
        why = _find_reason(registration, decisions, at_step, just_in)
        if why:
            plan.left_out.append(LeftOut(registration, why))
        else:
            # What is tied to this user is not among what they see.
            plan.proposed.append(registration)
    return plan


@transaction.atomic
def propose_all(
    *, form_page: RegistrationFormPage, user: Any, seen: Collection[int]
) -> list[Decision]:
    """Propose a place to everybody of the plan, each in their first choice.

    Args:
        form_page: which form.
        user: the decider who confirms.
        seen: the registrations that stood on the screen; others make it stale.

    Raises:
        NotAllowed: `user` does not decide.
        SelectionNotOpen: the round has not come to the selection.
        NotEnoughPlaces: a workplace has more first choices than places.
        PlanChanged: it is no longer what the user saw.
        RegistrationError: a rule of the round or of one registration; nothing is
            written then.
    """
    lock_form_page(form_page_id=form_page.pk)
    plan = plan_fast_track(form_page=form_page, user=user)
    if not plan.can_propose:
        raise SelectionNotOpen
    if not plan.has_room:
        raise NotEnoughPlaces
    if not plan.proposed or {row.pk for row in plan.proposed} != set(seen):
        raise PlanChanged
    return [
        propose_decision(
            registration=registration,
            state=RegistrationState.SELECTED,
            workplace=registration.workplace_first,
            reason="",
            internal_note=_("Fast approval: there is a place for everybody."),
            proposed_by=user,
            seen_proposal_id=None,
        )
        for registration in plan.proposed
    ]


def _get_waiting(form_page: RegistrationFormPage) -> list[Registration]:
    """Everybody on the form who may still need a place, and who is held for a look."""
    rows: QuerySet[Registration] = form_page.registrations.filter(
        state__in=MAY_NEED_SEAT
    ) | form_page.registrations.held().filter(state=RegistrationState.DRAFT)
    return list(rows.for_listing().order_by("submit_time", "pk"))


def _count_places(
    form_page: RegistrationFormPage,
    waiting: list[Registration],
    seen: list[Registration],
    decisions: dict[int, Decision],
) -> list[PlaceCount]:
    """Places against first choices; a proposal counts where it proposes a place."""
    taken = Counter(
        form_page.registrations.filter(state__in=HOLDS_SEAT).values_list(
            "placed_in", flat=True
        )
    )
    needed = Counter(_find_wish(row, decisions) for row in waiting)
    shown = Counter(_find_wish(row, decisions) for row in seen)
    counts = []
    for workplace in WorkplacePage.objects.sibling_of(form_page).order_by("path"):
        maximum = workplace.capacity_max
        places = None if maximum is None else max(maximum - taken[workplace.pk], 0)
        counts.append(
            PlaceCount(
                workplace=workplace,
                places=places,
                chosen=shown[workplace.pk],
                has_room=places is None or needed[workplace.pk] <= places,
            )
        )
    return counts


def _find_wish(
    registration: Registration, decisions: dict[int, Decision]
) -> int | None:
    """The workplace in which somebody would take a place; None for no place."""
    decision = decisions.get(registration.pk)
    if decision is None:
        return registration.workplace_first_id
    if decision.proposed_state == RegistrationState.SELECTED:
        return decision.proposed_workplace_id
    return None


def _find_reason(
    registration: Registration,
    decisions: dict[int, Decision],
    at_step: dict[int, Any],
    just_in: set[int],
) -> str:
    """Why somebody is not proposed; empty where they are."""
    if registration.is_held:
        return _("Is held for a look")
    if registration.pk in decisions:
        return _("Has a proposal already")
    if registration.state == RegistrationState.INFO_REQUESTED:
        return _("Waits for an answer of the applicant")
    if registration.workplace_first_id is None:
        return _("Chose no workplace")
    if registration.pk in just_in:
        return _("Came in just now")
    step = at_step.get(registration.pk)
    if step is not None and step.specific_class not in (ReviewTask, SelectionTask):
        return _("Is still at the step “%(step)s”") % {"step": step.name}
    return ""


def _find_steps(registrations: list[Registration]) -> dict[int, Any]:
    """The step at which each registration is; none where no workflow runs."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(
            Registration
        ),
        workflow_state__object_id__in=[str(row.pk) for row in registrations],
    ).select_related("workflow_state", "task__content_type")
    return {int(row.workflow_state.object_id): row.task for row in states}

"""Proposing the same decision for several registrations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...enums import RegistrationState
from ...forms.bulk import FIRST_CHOICE, SECOND_CHOICE, ProposeForm
from ...models import Decision, Registration, SelectionTask
from ...permissions import user_can_decide
from ...services.decision import propose_decision
from ...services.rounds import get_rules
from ...services.seats import seats_taken
from ...services.steps import CurrentStep, get_current_steps
from .plan import PlannedBulkAction, PlanRow
from .steps import find_pause, name_letter

S = RegistrationState


class ProposeDecisions(PlannedBulkAction):
    """Write the same proposal for each; nothing of it reaches an applicant yet."""

    display_name = pgettext_lazy("bulk action", "Propose")
    action_type = "propose"
    aria_label = _("Propose a decision for the chosen registrations")
    action_priority = 50
    permission = staticmethod(user_can_decide)
    question = _(
        "The same proposal for each. Nobody outside the team knows of it until a "
        "decider releases it."
    )
    button = _("Save these proposals")
    form_class = ProposeForm
    no_letter = _("No letter before the release")

    def make_plan(
        self, registrations: list[Registration], data: dict[str, Any] | None
    ) -> list[PlanRow]:
        steps = get_current_steps(registrations)
        rules = {page_id: get_rules(page_id) for page_id in _get_pages(registrations)}
        proposals = {
            decision.registration_id: decision
            for decision in Decision.objects.filter(
                registration__in=registrations
            ).open()
        }
        return [
            self._plan_one(
                registration,
                steps.get(registration.pk),
                rules[registration.page_id].can_propose,
                proposals.get(registration.pk),
                data,
            )
            for registration in registrations
        ]

    def _plan_one(
        self,
        registration: Registration,
        step: CurrentStep | None,
        can_propose: bool,
        proposal: Decision | None,
        data: dict[str, Any] | None,
    ) -> PlanRow:
        obstacle = find_pause(registration) or self._find_step(step)
        pin = str(proposal.pk) if proposal else ""
        if obstacle or data is None:
            return PlanRow(registration, obstacle=obstacle, pin=pin)
        state = data["state"]
        if state != S.DECLINED and not can_propose:
            obstacle = gettext("Is still being read: this phase knows no places yet.")
        goes = str(state.label)
        if state != S.DECLINED and not obstacle:
            workplace = get_workplace(registration, data["workplace"])
            if workplace is None:
                obstacle = gettext("Did not choose that workplace.")
            else:
                goes = f"{goes}: {workplace.title}"
        if proposal:
            goes = gettext("%(proposal)s (replaces the open proposal)") % {
                "proposal": goes
            }
        letter = gettext("after the release: %(letter)s") % {
            "letter": name_letter(S.IN_REVIEW, state)
        }
        return PlanRow(registration, goes, letter, obstacle, pin)

    def _find_step(self, step: CurrentStep | None) -> str:
        """As the review desk: at the selection, by who works at that step."""
        if step is None:
            return gettext("No step is running.")
        if not isinstance(step.task, SelectionTask):
            return gettext("Is at the step ‘%(step)s’, not at the selection yet.") % {
                "step": step.task.name
            }
        if not step.task.user_can_act(None, self.request.user):
            return gettext("You do not work at the step ‘%(step)s’.") % {
                "step": step.task.name
            }
        return ""

    def perform(self, row: PlanRow, data: dict[str, Any]) -> str:
        state = data["state"]
        chosen = None
        if state != S.DECLINED:
            chosen = get_workplace(row.registration, data["workplace"])
        propose_decision(
            registration=row.registration,
            state=state,
            workplace=chosen,
            reason=data["reason"],
            internal_note=data["internal_note"],
            proposed_by=self.request.user,
            seen_proposal_id=int(row.pin) if row.pin else None,
        )
        return row.goes

    def get_notes(self, going: list[PlanRow], data: dict[str, Any]) -> list[str]:
        """Say where more people are proposed than there are seats."""
        if data["state"] != S.SELECTED:
            return []
        wanted: dict[Any, int] = {}
        for row in going:
            workplace = get_workplace(row.registration, data["workplace"])
            wanted[workplace] = wanted.get(workplace, 0) + 1
        notes = []
        for workplace, count in wanted.items():
            words = {"workplace": workplace.title, "count": count}
            if workplace.capacity_max is None:
                continue
            words |= {
                "taken": seats_taken(workplace=workplace),
                "maximum": workplace.capacity_max,
            }
            notes.append(
                gettext(
                    "%(workplace)s: %(count)d in this proposal, %(taken)d of "
                    "%(maximum)d places taken."
                )
                % words
            )
        return notes


def get_workplace(registration: Registration, choice: str) -> Any:
    """Return the workplace that `choice` means for one registration, or None."""
    first, second = registration.workplace_first, registration.workplace_second
    if choice == FIRST_CHOICE:
        return first
    if choice == SECOND_CHOICE:
        return second
    return next((one for one in (first, second) if one and str(one.pk) == choice), None)


def _get_pages(registrations: list[Registration]) -> set[int]:
    return {registration.page_id for registration in registrations}

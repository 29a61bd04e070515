"""Forwarding to the next step, and asking the same of several people."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...enums import AWAITS_TEAM, TRANSITIONS, RegistrationState
from ...forms.bulk import AskForm
from ...models import Registration
from ...permissions import user_can_judge
from ...services.actions import ask_for_information, take_action
from ...services.steps import get_current_steps
from .plan import PlannedBulkAction, PlanRow

S = RegistrationState


def find_pause(registration: Registration) -> str:
    """Why the team cannot work on a registration now; empty when it can."""
    if registration.is_held:
        return gettext("Is held for a look.")
    if registration.page.is_direct:
        return gettext("Is for an inspiration day: nobody reads these.")
    if registration.state not in AWAITS_TEAM:
        state = registration.get_state_display()
        return gettext("Does not wait for the team: %(state)s.") % {"state": state}
    return ""


def name_letter(from_state: RegistrationState, to_state: RegistrationState) -> str:
    """Return the letter of one step, in the words of the outbox; empty for none."""
    step = TRANSITIONS.get((from_state, to_state))
    if step is None or step.message is None:
        return ""
    return f"‘{step.message.label}’"


class ForwardToNextStep(PlannedBulkAction):
    """Complete the running step of each, as its own button does."""

    display_name = pgettext_lazy("bulk action", "Forward")
    action_type = "forward"
    aria_label = _("Forward the chosen registrations to their next step")
    action_priority = 20
    permission = staticmethod(user_can_judge)
    question = _("Each registration goes on to the next step of the workflow.")
    button = pgettext_lazy("bulk action", "Forward")

    def make_plan(
        self, registrations: list[Registration], data: dict[str, Any] | None
    ) -> list[PlanRow]:
        user = self.request.user
        steps = get_current_steps(registrations)
        # What is in the plan is open to this user; the service asks again of each.
        offered = {
            task: {name for name, *_rest in task.get_actions(None, user)}
            for task in {step.task for step in steps.values()}
        }
        return [
            self._plan_one(registration, steps.get(registration.pk), offered)
            for registration in registrations
        ]

    def _plan_one(
        self, registration: Registration, step: Any, offered: dict
    ) -> PlanRow:
        obstacle = find_pause(registration)
        if not obstacle and step is None:
            obstacle = gettext("No step is running.")
        elif not obstacle and "approve" not in offered[step.task]:
            obstacle = gettext("You cannot complete the step ‘%(step)s’.") % {
                "step": step.task.name
            }
        elif not obstacle and not step.next_name:
            obstacle = gettext("No step follows ‘%(step)s’.") % {"step": step.task.name}
        if obstacle:
            return PlanRow(registration, obstacle=obstacle)
        return PlanRow(
            registration,
            goes=f"{step.task.name} → {step.next_name}",
            pin=str(step.task_state_id),
        )

    def perform(self, row: PlanRow, data: dict[str, Any]) -> str:
        take_action(
            registration=row.registration,
            task_state_id=int(row.pin),
            action="approve",
            user=self.request.user,
        )
        return row.goes


class AskForInformation(PlannedBulkAction):
    """Put the same question to several people; the letters wait in the outbox."""

    display_name = pgettext_lazy("bulk action", "Ask")
    action_type = "ask"
    aria_label = _("Ask the chosen people for more information")
    action_priority = 30
    permission = staticmethod(user_can_judge)
    question = _("Everybody gets the same question. Reading pauses until they answer.")
    button = _("Ask this")
    form_class = AskForm

    def make_plan(
        self, registrations: list[Registration], data: dict[str, Any] | None
    ) -> list[PlanRow]:
        goes = str(S.INFO_REQUESTED.label)
        if data and data.get("reply_by"):
            goes = gettext("%(state)s, until %(date)s") % {
                "state": goes,
                "date": date_format(data["reply_by"], "j F"),
            }
        letter = gettext("%(letter)s, waits in the outbox") % {
            "letter": name_letter(S.IN_REVIEW, S.INFO_REQUESTED)
        }
        return [
            PlanRow(
                registration,
                goes=goes,
                letter=letter,
                obstacle=find_pause(registration),
                pin=registration.state,
            )
            for registration in registrations
        ]

    def perform(self, row: PlanRow, data: dict[str, Any]) -> str:
        ask_for_information(
            registration=row.registration,
            user=self.request.user,
            question=data["text"],
            reply_by=data["reply_by"],
        )
        return gettext("Asked; the letter waits in the outbox.")

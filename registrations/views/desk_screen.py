"""What stands on the review desk: one registration as one user may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from wagtail.models import Task, TaskState, WorkflowState

from ..enums import HoldReason
from ..forms.desk import DeskForm, TextForm
from ..forms.question import QuestionForm
from ..models import Decision, Message
from ..permissions import user_can_decide
from ..services.changes import find_changed_choices
from ..services.review_sight import shows_proposals_to
from .desk_action import DeskAction
from .desk_actions import DESK_ACTIONS
from .desk_letters import get_letters
from .desk_reader import DeskReading
from .desk_suggestion import describe_suggestion

# The words of a stock group approval are about pages; these fit a registration.
STOCK_LABELS = {"reject": gettext_lazy("Ask for more information")}
# These ask the applicant something, by a day.
QUESTIONS = frozenset({"ask", "reject"})
# What the text is called, per action of the workflow; the others take a remark.
TEXTS = {
    "not_eligible": gettext_lazy("Reason for the applicant"),
}
TEXT_HELP = {
    "not_eligible": gettext_lazy(
        "Becomes a proposal; a decider releases it. Stands in the letter."
    ),
}


@dataclass
class DeskPanel:
    """One action as it stands on the screen."""

    name: str
    heading: str
    button: str
    url: str
    form: DeskForm
    style: str = ""
    is_quiet: bool = False
    notes: list[str] = field(default_factory=list)


class Desk(DeskReading):
    """What `user` sees and can do on `registration` now.

    Reads everything afresh, so that after a refused click the screen tells how
    things really stand.
    """

    @cached_property
    def workflow_state(self) -> WorkflowState | None:
        return self.registration.current_workflow_state

    @cached_property
    def task_state(self) -> TaskState | None:
        state = self.workflow_state
        if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
            return None
        return state.current_task_state

    @cached_property
    def task(self) -> Task | None:
        return self.task_state.task.specific if self.task_state else None

    @cached_property
    def steps(self) -> list[Task]:
        """The steps of the workflow with their `status`."""
        if self.workflow_state is None:
            return []
        return list(self.workflow_state.all_tasks_with_status())

    @cached_property
    def shows_proposals(self) -> bool:
        """Whether the user has judged, or need not, before seeing a proposal."""
        return shows_proposals_to(self.user, self.registration)

    @cached_property
    def open_proposal(self) -> Decision | None:
        """The proposal that waits; one of somebody else only once it may be seen."""
        rows = Decision.objects.filter(registration=self.registration).open()
        if not self.shows_proposals:
            rows = rows.filter(proposed_by=self.user)
        return rows.for_listing().first()

    @property
    def is_choice_changed(self) -> bool:
        """Whether the open proposal is about another choice of workplace."""
        proposal = self.open_proposal
        return proposal is not None and bool(find_changed_choices(decisions=[proposal]))

    @cached_property
    def suggestion_text(self) -> str:
        """Which other workplace was suggested last, and what came of it."""
        suggestion = self.registration.suggestions.select_related("workplace").last()
        return describe_suggestion(suggestion) if suggestion else ""

    @cached_property
    def letters(self) -> list[Message]:
        return get_letters(self)

    @property
    def hold_reasons(self) -> list[str]:
        labels = dict(HoldReason.choices)
        return [labels.get(code, code) for code in self.registration.hold_reasons]

    @property
    def can_release(self) -> bool:
        return self.open_proposal is not None and user_can_decide(
            self.user, self.registration
        )

    @property
    def review_panel(self) -> DeskPanel | None:
        """The form of the reader, which stands beside the answers."""
        return next((panel for panel in self.panels if panel.name == "review"), None)

    @property
    def other_panels(self) -> list[DeskPanel]:
        return [panel for panel in self.panels if panel.name != "review"]

    @cached_property
    def panels(self) -> list[DeskPanel]:
        """Everything that can be done now, the step of the workflow first."""
        offered = [
            self._get_panel(action)
            for action in DESK_ACTIONS
            if action.permission(self.user, self.registration)
            and action.is_offered(self)
        ]
        loud = [panel for panel in offered if not panel.is_quiet]
        quiet = [panel for panel in offered if panel.is_quiet]
        return [*loud, *self._get_task_panels(), *quiet]

    def put_back(self, name: str, form: DeskForm) -> bool:
        """Show `form` as it was sent in; whether it still has a place here."""
        if name == "review":
            self.ticked_marks = form.data.getlist("marks")
        for panel in self.panels:
            if panel.name == name:
                panel.form = form
                panel.is_quiet = False
                return True
        return False

    def build_form(self, action: DeskAction, data: Any = None) -> DeskForm:
        return action.form_class(
            data,
            registration=self.registration,
            prefix_id=action.name,
            initial=action.get_initial(self),
            **action.form_options,
        )

    def build_task_form(self, action: str, data: Any = None) -> DeskForm:
        """The form of a button of the workflow: a text where it needs one."""
        if action in QUESTIONS:
            return QuestionForm(
                data, registration=self.registration, prefix_id=f"step-{action}"
            )
        return TextForm(
            data,
            registration=self.registration,
            prefix_id=f"step-{action}",
            label=TEXTS.get(action, gettext_lazy("Remark for the team")),
            help_text=TEXT_HELP.get(action, ""),
            required=action in TEXTS,
        )

    def _get_panel(self, action: DeskAction) -> DeskPanel:
        return DeskPanel(
            name=action.name,
            heading=action.heading,
            button=action.button,
            url=reverse("registrations:act", args=[self.registration.pk, action.name]),
            form=self.build_form(action),
            style=action.style,
            is_quiet=action.is_quiet,
            notes=action.get_notes(self),
        )

    def _get_task_panels(self) -> list[DeskPanel]:
        """The buttons of the current step, whoever made the step."""
        if self.task_state is None:
            return []
        panels: dict[str, DeskPanel] = {}
        for name, label, _has_modal in self.task.get_actions(
            self.registration, self.user
        ):
            # A proposal has a form of its own. The stock approval comes twice,
            # with and without a remark: here the remark may be left empty.
            if name == "propose" or f"step-{name}" in panels:
                continue
            panels[f"step-{name}"] = DeskPanel(
                name=f"step-{name}",
                heading=str(STOCK_LABELS.get(name, label)),
                button=str(STOCK_LABELS.get(name, label)),
                url=reverse(
                    "registrations:workflow_action",
                    args=[self.registration.pk, name, self.task_state.pk],
                ),
                form=self.build_task_form(name),
                style="" if name == "approve" else "button-secondary",
                is_quiet=name != "approve",
            )
        return list(panels.values())

"""The three kinds of step that staff combine in Settings → Workflows.

The tasks are the buttons; `change_state()` is the law. What a button does is
written in `registrations.services.workflow.take_action`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import AbstractGroupApprovalTask, TaskState

from ..permissions import user_can_decide, user_can_review


class RegistrationTask(AbstractGroupApprovalTask):
    """A step of the review of a registration, done by members of its groups."""

    # Staff rename their steps; Wagtail fixes a name once a task is made. What was
    # completed under the old name keeps it (`CompletedStep`).
    admin_form_readonly_on_edit_fields: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def user_can_act(self, registration: Any, user: Any) -> bool:
        """Whether `user` may work at this step: in its groups and with the right.

        Unlike a stock group approval, being in the group is not enough: groups
        of page editors can be chosen by mistake.
        """
        in_group = user.is_superuser or self._user_in_groups(user)
        return in_group and (
            user_can_review(user, registration) or user_can_decide(user, registration)
        )

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        # Access follows permissions alone, never a task (design.md, choke point).
        return False

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return True  # the answers are the applicant's

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any):
        """Nothing: Wagtail's dashboard and reports are for pages.

        They would ask the database several times per registration; the team has a
        list of its own (`services.queue.get_queue`).
        """
        return TaskState.objects.none()


class ScreeningTask(RegistrationTask):
    """Complete, in time, not twice: apart from merit (domain.md 7)."""

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self.user_can_act(obj, user):
            return []
        return [
            (
                "approve",
                pgettext_lazy("workflow action", "Forward to the readers"),
                False,
            ),
            ("ask", pgettext_lazy("workflow action", "Ask for more information"), True),
            ("not_eligible", pgettext_lazy("workflow action", "Not eligible"), True),
        ]

    @classmethod
    def get_description(cls) -> str:
        return _("Checks whether a registration is complete and can be read.")


class ReviewTask(RegistrationTask):
    """Reading by independent readers; goes on by itself when enough are in."""

    reviews_needed = models.PositiveSmallIntegerField(
        _("number of reviews"),
        default=2,
        help_text=_("The registration moves on by itself when this many are in."),
    )

    admin_form_fields = [*RegistrationTask.admin_form_fields, "reviews_needed"]

    class Meta:
        verbose_name = _("reading and advising")
        verbose_name_plural = _("reading and advising")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self.user_can_act(obj, user):
            return []
        actions = [
            ("ask", pgettext_lazy("workflow action", "Ask for more information"), True)
        ]
        if user_can_decide(user, obj):
            # A reader who falls ill must not keep a registration waiting.
            actions.append(
                (
                    "approve",
                    pgettext_lazy("workflow action", "Go on without more reviews"),
                    True,
                )
            )
        return actions

    @classmethod
    def get_description(cls) -> str:
        return _("Readers advise independently of each other.")


class SelectionTask(RegistrationTask):
    """Proposing who takes part; ends when a decider releases the decision."""

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")

    def user_can_act(self, registration: Any, user: Any) -> bool:
        return super().user_can_act(registration, user) and user_can_decide(
            user, registration
        )

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self.user_can_act(obj, user):
            return []
        return [
            ("propose", pgettext_lazy("workflow action", "Propose a decision"), True),
            ("ask", pgettext_lazy("workflow action", "Ask for more information"), True),
        ]

    @classmethod
    def get_description(cls) -> str:
        return _("Proposes selected, waiting list or not selected.")

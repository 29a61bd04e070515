"""Wagtail's workflow mails: for pages only.

For registrations they would go out inside the applicant's own request, to every
member of a group, for every step. The team has its list and its dashboard.
"""

from typing import Any

from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from ..models import Registration


class NotForRegistrations:
    """Says that a registration is none of this notifier's business."""

    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        state = getattr(instance, "workflow_state", instance)
        if state.content_type.model_class() is Registration:
            return False
        return super().can_handle(instance, **kwargs)


def _for_pages(notifier: type) -> Any:
    return type(notifier.__name__, (NotForRegistrations, notifier), {})()


# signal, sender, the name under which Wagtail connected it, and its replacement
NOTIFIERS = (
    (
        task_submitted,
        TaskState,
        "group_approval_task_submitted_email_notification",
        _for_pages(GroupApprovalTaskStateSubmissionEmailNotifier),
    ),
    (
        workflow_submitted,
        WorkflowState,
        "workflow_state_submitted_email_notification",
        _for_pages(WorkflowStateSubmissionEmailNotifier),
    ),
    (
        workflow_rejected,
        WorkflowState,
        "workflow_state_rejected_email_notification",
        _for_pages(WorkflowStateRejectionEmailNotifier),
    ),
    (
        workflow_approved,
        WorkflowState,
        "workflow_state_approved_email_notification",
        _for_pages(WorkflowStateApprovalEmailNotifier),
    ),
)


def replace_notifiers() -> None:
    """Put our notifiers in the place of Wagtail's; called once, at start-up."""
    for signal, sender, name, notifier in NOTIFIERS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(notifier, sender=sender, dispatch_uid=name)

"""Wagtail's finish action, in a leaf of its own.

Wagtail imports it while it defines `WorkflowState`, before any model can be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


def finish_workflow(workflow_state: WorkflowState, user: Any = None) -> None:
    """Finish a workflow as `services.workflow.finish` says (see there)."""
    # Inline: models are not loaded yet when Wagtail imports this module.
    from .services.workflow import finish

    finish(workflow_state=workflow_state, user=user)

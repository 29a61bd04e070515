"""“Opnieuw opmaken” for the drafts that are ticked in the outbox."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import Message
from ..services.errors import RegistrationError
from ..services.message import Remake, plan_remake, remake_draft
from .message_bulk import MessageBulkAction


class RemakeDrafts(MessageBulkAction):
    """Show of each draft what would change, then give it the words of its template.

    One that somebody changed by hand stays as it is, unless its own box is ticked.
    """

    display_name = _("Make up again")
    action_type = "remake_messages"
    aria_label = _("Make the chosen drafts up again")
    action_priority = 15
    template_name = "registrations/admin/message_remake_bulk.html"
    question = _(
        "These drafts get the words that their template has now. Open one to see what "
        "changes."
    )
    button = _("Make up again")

    def check_perm(self, obj: Message) -> bool:
        remake = self._plan(obj)
        return remake is not None and remake.is_change

    def object_context(self, obj: Message) -> dict[str, Any]:
        return super().object_context(obj) | {"remake": self._plan(obj)}

    def _plan(self, message: Message) -> Remake | None:
        """What it would become, thought out once; None where nothing can be done."""
        plans: dict[int, Remake | None] = self.__dict__.setdefault("_plans", {})
        if message.pk not in plans:
            try:
                plans[message.pk] = plan_remake(message=message, user=self.request.user)
            except RegistrationError:
                plans[message.pk] = None
        return plans[message.pk]

    @classmethod
    def execute_action(cls, objects: list[Message], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        posted = action.request.POST
        done = 0
        for letter in objects:
            if letter.unedited and not posted.get(f"lose-{letter.pk}"):
                continue
            try:
                remake_draft(
                    message=letter,
                    seen=posted.get(f"seen-{letter.pk}", ""),
                    user=action.request.user,
                )
            except RegistrationError:
                continue  # somebody else was first, or it would become another letter
            done += 1
        return done, 0

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d draft has been made up again.",
            "%(count)d drafts have been made up again.",
            count,
        ) % {"count": count}

"""Bulk actions on the outbox: the same services as one by one, after a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from ..filters.messages import MessageFilterSet, search_messages
from ..models import Message
from ..permissions import user_can_send_messages
from ..services.errors import RegistrationError
from ..services.keys import read_keys
from ..services.message import (
    CANCELLABLE,
    HOLDABLE,
    RESENDABLE,
    cancel_message,
    hold_message,
    is_sendable,
    let_go,
    release_draft,
    resend,
    why_it_stays,
)


class MessageBulkAction(SnippetBulkAction):
    """What all share: the scope, the filter, and a message of its own each."""

    models = [Message]
    template_name = "registrations/admin/message_bulk_confirm.html"
    question: Any = ""
    button: Any = ""
    perform: Callable[..., Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_send_messages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet:
        """The rows of the list as it was filtered; Wagtail would take the table."""
        letters = Message.objects.visible_to(self.request.user)
        filters = MessageFilterSet(
            self.request.GET, queryset=letters, request=self.request
        )
        if not filters.is_valid():
            return letters.none().values_list("pk", flat=True)
        found = search_messages(filters.qs, self.request.GET.get("q", ""))
        return found.values_list("pk", flat=True)

    def get_actionable_objects(self) -> tuple[list[Message], dict[str, list]]:
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            ids = list(self.get_all_objects_in_listing_query(None))
        letters = (
            Message.objects.visible_to(self.request.user)
            .for_listing()
            .filter(pk__in=read_keys(str(pk) for pk in ids))
            .order_by("registration__reference", "pk")
        )
        fitting: list[Message] = []
        others: list[tuple[Message, str]] = []
        for letter in letters:
            if self.check_perm(letter):
                fitting.append(letter)
            else:
                others.append((letter, self.explain(letter)))
        return fitting, {"items_with_no_access": others}

    def explain(self, obj: Message) -> str:
        """Why nothing is done with this one, where its state alone does not say it."""
        return ""

    def object_context(self, obj: Message) -> dict[str, Any]:
        return {"item": obj}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "title": self.display_name,
            "question": self.question,
            "button": self.button,
        }

    @classmethod
    def execute_action(cls, objects: list[Message], **kwargs: Any) -> tuple[int, int]:
        user = kwargs["self"].request.user
        done = 0
        for letter in objects:
            try:
                cls.perform(message=letter, user=user)
            except RegistrationError:
                continue  # somebody else was first; the others still go
            done += 1
        return done, 0


class SendDrafts(MessageBulkAction):
    """Send the chosen drafts."""

    display_name = pgettext_lazy("of a message", "Send")
    action_type = "send_messages"
    aria_label = _("Send the chosen drafts")
    action_priority = 10
    question = _("Send these letters now? They leave within a few seconds.")
    button = _("Send now")
    perform = staticmethod(release_draft)

    def check_perm(self, obj: Message) -> bool:
        return obj.is_draft and is_sendable(obj)

    def explain(self, obj: Message) -> str:
        return why_it_stays(obj) if obj.is_draft else ""

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d letter is on its way.",
            "%(count)d letters are on their way.",
            count,
        ) % {"count": count}


class HoldMessages(MessageBulkAction):
    """Keep the chosen messages back."""

    display_name = pgettext_lazy("of a message", "Hold")
    action_type = "hold_messages"
    aria_label = _("Hold the chosen letters")
    action_priority = 20
    question = _("Hold these letters? None of them leaves until you let it go.")
    button = _("Hold letters")
    perform = staticmethod(hold_message)

    def check_perm(self, obj: Message) -> bool:
        return obj.state in HOLDABLE and not obj.is_held

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d letter is held.", "%(count)d letters are held.", count
        ) % {"count": count}


class LetGoMessages(MessageBulkAction):
    """End the hold of the chosen messages."""

    display_name = pgettext_lazy("of a message", "Let go")
    action_type = "let_go_messages"
    aria_label = _("Let go of the chosen letters")
    action_priority = 30
    question = _(
        "Let these letters go? What was on its way leaves; a draft still waits for you."
    )
    button = _("Let go")
    perform = staticmethod(let_go)

    def check_perm(self, obj: Message) -> bool:
        return obj.is_held

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d letter is held no longer.",
            "%(count)d letters are held no longer.",
            count,
        ) % {"count": count}


class ResendMessages(MessageBulkAction):
    """Send what failed once more; what may have arrived is judged one by one."""

    display_name = pgettext_lazy("of a message", "Send again")
    action_type = "resend_messages"
    aria_label = _("Send the chosen letters that failed again")
    action_priority = 40
    question = _("Send these letters again? Nothing of them arrived.")
    button = _("Send again")
    perform = staticmethod(resend)

    def check_perm(self, obj: Message) -> bool:
        return obj.state in RESENDABLE and not obj.is_uncertain and is_sendable(obj)

    def explain(self, obj: Message) -> str:
        if obj.is_uncertain:
            return pgettext("letters left out", "look at it on its own screen")
        return why_it_stays(obj) if obj.state in RESENDABLE else ""

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d letter is on its way again.",
            "%(count)d letters are on their way again.",
            count,
        ) % {"count": count}


class CancelMessages(MessageBulkAction):
    """Cancel the chosen messages that have not left."""

    display_name = _("Cancel letters")
    action_type = "cancel_messages"
    aria_label = _("Cancel the chosen letters")
    action_priority = 50
    classes = {"serious"}
    question = _("Cancel these letters? They will never be sent.")
    button = _("Cancel letters")
    perform = staticmethod(cancel_message)

    def check_perm(self, obj: Message) -> bool:
        return obj.state in CANCELLABLE

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "%(count)d letter has been cancelled.",
            "%(count)d letters have been cancelled.",
            count,
        ) % {"count": count}


BULK_ACTIONS = (
    SendDrafts,
    HoldMessages,
    LetGoMessages,
    ResendMessages,
    CancelMessages,
)

"""The list of the outbox: its columns and buttons."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    TitleColumn,
)
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import IndexView

from ..enums import MessageState
from ..filters.messages import MessageFilterSet, search_messages
from ..models import Message
from ..permissions import user_can_send_messages
from ..views.messages import OUTBOX_CSS


def get_moment(message: Message) -> tuple[str, Any]:
    """Return the day itself, and what it is the day of."""
    if message.sent_at:
        moment, says = message.sent_at, pgettext("letter, moment", "sent")
    elif message.planned_for and message.state == MessageState.PLANNED:
        moment, says = message.planned_for, pgettext("letter, moment", "leaves then")
    else:
        moment, says = message.created_at, pgettext("letter, moment", "made")
    return date_format(timezone.localtime(moment), "j b Y, H.i"), says


class MessageTitleColumn(TitleColumn):
    """The subject, and below it what kind of letter it is and what about."""

    cell_template_name = "registrations/admin/message_title_cell.html"


class MessageRecipientColumn(Column):
    """Who gets it, and where."""

    cell_template_name = "registrations/admin/message_recipient_cell.html"


class MessageMomentColumn(Column):
    """When it left, leaves or was made, with the word for which of these."""

    cell_template_name = "registrations/admin/message_moment_cell.html"

    def get_cell_context_data(
        self, instance: Message, parent_context: dict[str, Any]
    ) -> dict[str, Any]:
        moment, says = get_moment(instance)
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"moment": moment, "says": says}


class MessageStateColumn(Column):
    """The state: a word, with a colour beside it."""

    cell_template_name = "registrations/admin/message_state_cell.html"


class MessageIndexView(IndexView):
    """Every letter that the user may read; drafts wait for a person."""

    filterset_class = MessageFilterSet
    default_ordering = "-created_at"
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Message]:
        return Message.objects.visible_to(self.request.user).for_listing()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Narrow down; a filter that cannot be read shows nothing, never all."""
        if self.filters and not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        return search_messages(queryset, self.search_query)

    @cached_property
    def columns(self) -> list[Column]:
        columns: list[Any] = [
            MessageTitleColumn(
                "title",
                label=pgettext_lazy("of a message", "Subject"),
                sort_key="subject",
                get_url=self.get_edit_url,
                get_title_id=lambda message: f"item_{message.pk}_title",
                classname="title letter-subject",
            ),
            MessageStateColumn(
                "state", label=pgettext_lazy("of a message", "State"), sort_key="state"
            ),
            MessageRecipientColumn(
                "recipient",
                label=pgettext_lazy("of a message", "To"),
                sort_key="recipient",
            ),
            MessageMomentColumn(
                "moment",
                label=pgettext_lazy("of a message", "When"),
                sort_key="created_at",
            ),
        ]
        if user_can_send_messages(self.request.user):
            columns.insert(
                0, BulkActionsCheckboxColumn("bulk_actions", obj_type="item")
            )
        return columns

    @cached_property
    def header_buttons(self) -> list[Button]:
        """What is done with all drafts of a call, for whoever sends letters."""
        if not user_can_send_messages(self.request.user):
            return []
        return [
            HeaderButton(
                pgettext("letters", "Send …"),
                url=reverse("messages:send_drafts"),
                icon_name="mail",
            )
        ]

    def get_list_buttons(self, instance: Message) -> list:
        return []  # everything is done on the screen of the message

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["has_bulk_actions"] = user_can_send_messages(self.request.user)
        context["media"] += Media(css={"all": OUTBOX_CSS})
        return context

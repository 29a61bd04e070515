"""The list of the outbox: its columns, filters and search."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    TitleColumn,
)
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page
from wagtail.snippets.views.snippets import IndexView

from ..enums import MessageKind, MessageState
from ..filters.named import NamedPagesFilter
from ..models import Message, RegistrationFormPage
from ..permissions import user_can_send_messages
from ..views.messages import OUTBOX_CSS

SEARCH_FIELDS = (
    "recipient",
    "subject",
    "registration__reference",
    "registration__first_name",
    "registration__last_name",
)

# A letter is about one of these, and each hangs below a form.
FORM_PAGES = (
    "registration__page",
    "draft__page",
    "interest__page",
    "data_request__page",
)


def get_calls(request: Any) -> QuerySet[Page]:
    """Return the calls and days that have a form: what letters are about."""
    forms_by_path = RegistrationFormPage.objects.values_list("path", flat=True)
    parents = [path[: -Page.steplen] for path in forms_by_path]
    return Page.objects.filter(path__in=parents).order_by("path")


class MessageFilterSet(WagtailFilterSet):
    """Narrows the outbox down; an unknown parameter changes nothing."""

    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a message", "State"),
        choices=MessageState,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of letter"),
        choices=MessageKind,
        widget=forms.CheckboxSelectMultiple,
    )
    call = NamedPagesFilter(
        label=_("Call or day"),
        queryset=get_calls,
        method="filter_call",
        widget=forms.CheckboxSelectMultiple,
    )

    created = django_filters.DateFromToRangeFilter(
        field_name="created_at",
        label=_("Made on"),
        widget=DateRangePickerWidget,
    )
    held = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a message", "Held"),
        choices=[("yes", _("Only what is held")), ("no", _("Without what is held"))],
        method="filter_held",
        widget=forms.RadioSelect,
        empty_label=_("All letters"),
    )
    problem = django_filters.ChoiceFilter(
        label=_("Trouble"),
        choices=[("yes", _("Somebody has to look after it"))],
        method="filter_problem",
        widget=forms.RadioSelect,
        empty_label=_("All letters"),
    )

    class Meta:
        model = Message
        fields: list[str] = []

    def filter_held(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(held_at__isnull=value == "no")

    def filter_problem(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.with_problem()

    def filter_call(self, queryset: QuerySet, name: str, value: list[Page]) -> QuerySet:
        if not value:
            return queryset
        below = Q()
        for page in value:
            for form_page in FORM_PAGES:
                below |= Q(**{f"{form_page}__path__startswith": page.path})
        return queryset.filter(below)


def search_messages(queryset: QuerySet, query: str) -> QuerySet:
    """Return the messages in which every word of `query` occurs somewhere."""
    for word in query.replace("\x00", "").split():
        found = Q()
        for field in SEARCH_FIELDS:
            found |= Q(**{f"{field}__icontains": word})
        queryset = queryset.filter(found)
    return queryset


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

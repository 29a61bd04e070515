"""The outbox: a snippet whose every view passes one door."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy
from django.views.generic import View
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Message
from ..permissions import user_can_view_messages
from ..views.message_remake import MessageRemakeView
from ..views.message_sending import SendDraftsView
from ..views.messages import MessagePreviewView, MessageView
from .guarded import RefusedView
from .message_listing import MessageIndexView
from .policy import ViewOnlyPolicy


class GuardedMessageView:
    """Mixed into every view by `construct_view`: who comes in, and which rows.

    Before anything is read from the database, so that "not allowed" and "does not
    exist" look the same to somebody who may not read letters.
    """

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if not user_can_view_messages(request.user):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_base_object_queryset(self) -> QuerySet[Message]:
        return Message.objects.visible_to(self.request.user).for_listing()


class MessageUrlFinder:
    """Tells Wagtail's reports and panels where a message can be opened."""

    def __init__(self, user: Any = None):
        self.is_allowed = user is None or user_can_view_messages(user)

    def get_edit_url(self, instance: Message) -> str | None:
        if not self.is_allowed:
            return None
        return reverse("messages:edit", args=[instance.pk])


class MessageViewSet(SnippetViewSet):
    """The list and the screen of one message; all other stock views are closed."""

    model = Message
    icon = "mail"
    menu_label = pgettext_lazy("admin menu", "Messages")
    menu_name = "messages"
    menu_order = 170
    add_to_admin_menu = True
    admin_url_namespace = "messages"
    base_url_path = "messages"
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    search_fields = ["subject"]
    search_backend_name = None
    index_view_class = MessageIndexView
    index_template_name = "registrations/admin/message_index.html"
    index_results_template_name = "registrations/admin/message_index_results.html"

    @property
    def permission_policy(self) -> ViewOnlyPolicy:
        return ViewOnlyPolicy(self.model, can_view=user_can_view_messages)

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        """The one door: no view of this viewset exists without its guard."""
        guarded = type(view_class.__name__, (GuardedMessageView, view_class), {})
        return super().construct_view(guarded, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        closed = [
            URLPattern(
                pattern.pattern, self.construct_view(RefusedView), name=pattern.name
            )
            for pattern in super().get_urlpatterns()
            if pattern.name not in {"list", "list_results", "edit"}
        ]
        return [
            path("", self.index_view, name="list"),
            path("results/", self.index_results_view, name="list_results"),
            path(
                "send/",
                # Not of the snippet: it stands behind its own guard.
                SendDraftsView.as_view(),
                name="send_drafts",
            ),
            path("edit/<int:pk>/", self.construct_view(MessageView), name="edit"),
            path(
                "preview/<int:pk>/",
                self.construct_view(MessagePreviewView),
                name="preview",
            ),
            path(
                "edit/<int:pk>/remake/",
                self.construct_view(MessageRemakeView),
                name="remake",
            ),
            *closed,
        ]

    @cached_property
    def url_finder_class(self) -> type[MessageUrlFinder]:
        return MessageUrlFinder

    def register_chooser_viewset(self) -> None:
        """No chooser: it lists every row to anybody in the admin."""

    def register_reference_index(self) -> None:
        """Keep names out of the usage screens of pages and files."""
        ReferenceIndex.tracked_models.discard(self.model)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """What Settings → Groups offers."""
        return Permission.objects.filter(
            content_type__app_label="registrations",
            codename__in=["view_message", "send_message", "change_messagetemplate"],
        )

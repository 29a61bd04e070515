"""The registers of the mail: what was tried, and what the provider told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import DeliveryAttempt, DeliveryEvent, Message
from .register import Register
from .register_views import ReadOnlyPermissionHelper


class DeliveryRegister(Register):
    """Rows about letters, to look at."""

    permission_helper_class = ReadOnlyPermissionHelper
    menu_icon = "mail"
    history_view_enabled = False
    list_select_related = (
        "message__registration",
        "message__draft",
        "message__interest",
    )
    search_fields = ("message__registration__reference",)

    def get_queryset(self, request: Any) -> Any:
        """Only of letters that whoever looks may read: no tie, no hidden name."""
        letters = Message.objects.visible_to(request.user)
        return super().get_queryset(request).filter(message__in=letters)


class DeliveryAttemptAdmin(DeliveryRegister):
    """Each time that a letter was handed to the mail server, and how that went."""

    model = DeliveryAttempt
    menu_label = _("Delivery attempts")
    base_url_path = "registers/delivery-attempts"
    list_display = ("message", "number", "outcome", "started_at", "error")
    list_filter = ("outcome",)


class DeliveryEventAdmin(DeliveryRegister):
    """What the mail provider told of letters afterwards."""

    model = DeliveryEvent
    menu_label = _("Delivery events")
    base_url_path = "registers/delivery-events"
    list_display = (
        "message",
        "kind",
        "get_reason",
        "happened_at",
        "provider",
        "detail",
    )
    list_filter = ("kind", "provider")

    def get_reason(self, event: DeliveryEvent) -> str:
        return event.reason_text or "–"

    get_reason.short_description = _("reason")
    get_reason.admin_order_field = "reason"

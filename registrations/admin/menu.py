"""Our own items in the admin menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem

from ..permissions import user_can_change_templates, user_can_decide
from ..services.rounds import user_can_arrange


class PermittedMenuItem(MenuItem):
    """An item for those whom a rule of ours lets in."""

    def __init__(self, *args: Any, permission: Callable[[Any], bool], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return self.permission(request.user)


MENU_ITEMS = (
    PermittedMenuItem(
        _("Review round"),
        reverse_lazy("registrations:rounds"),
        name="rounds",
        icon_name="group",
        order=155,
        permission=user_can_arrange,
    ),
    PermittedMenuItem(
        pgettext_lazy("of the groups", "Composition"),
        reverse_lazy("registrations:boards"),
        name="composition",
        icon_name="table",
        order=158,
        permission=user_can_decide,
    ),
    PermittedMenuItem(
        _("Decisions"),
        reverse_lazy("registrations:decisions"),
        name="decisions",
        icon_name="check",
        order=160,
        permission=user_can_decide,
    ),
    PermittedMenuItem(
        _("Letter templates"),
        reverse_lazy("letter_templates:list"),
        name="letter-templates",
        icon_name="edit",
        order=171,
        permission=user_can_change_templates,
    ),
)


# Wagtail's own items that lead to pages in English on other sites.
ENGLISH_HELP = ("whats-new-in-wagtail-", "editor-guide")


def hide_english_help(menu_items: list[MenuItem]) -> None:
    """Take the links to English pages out of the help menu, in place."""
    menu_items[:] = [
        item for item in menu_items if not item.name.startswith(ENGLISH_HELP)
    ]

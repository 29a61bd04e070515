"""Our own items in the admin menu."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem

from ..permissions import user_can_change_templates, user_can_decide
from ..services.rounds import user_can_arrange


class DecisionsMenuItem(MenuItem):
    """Open proposals, for those who release them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_decide(request.user)


def get_decisions_menu_item() -> MenuItem:
    return DecisionsMenuItem(
        _("Decisions"),
        reverse("registrations:decisions"),
        name="decisions",
        icon_name="check",
        order=160,
    )


class BoardsMenuItem(MenuItem):
    """The board on which groups are composed, for those who decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_decide(request.user)


def get_boards_menu_item() -> MenuItem:
    return BoardsMenuItem(
        pgettext_lazy("of the groups", "Composition"),
        reverse("registrations:boards"),
        name="composition",
        icon_name="table",
        order=158,
    )


class RoundsMenuItem(MenuItem):
    """The review rounds, for those who arrange the reading."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_arrange(request.user)


def get_rounds_menu_item() -> MenuItem:
    return RoundsMenuItem(
        _("Review round"),
        reverse("registrations:rounds"),
        name="rounds",
        icon_name="group",
        order=155,
    )


class LetterTemplatesMenuItem(MenuItem):
    """The words of all letters, for those who may change them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_change_templates(request.user)


def get_letter_templates_menu_item() -> MenuItem:
    return LetterTemplatesMenuItem(
        _("Letter templates"),
        reverse("letter_templates:list"),
        name="letter-templates",
        icon_name="edit",
        order=171,
    )


# Wagtail's own items that lead to pages in English on other sites.
ENGLISH_HELP = ("whats-new-in-wagtail-", "editor-guide")


def hide_english_help(menu_items: list[MenuItem]) -> None:
    """Take the links to English pages out of the help menu, in place."""
    menu_items[:] = [
        item for item in menu_items if not item.name.startswith(ENGLISH_HELP)
    ]

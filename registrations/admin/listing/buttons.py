"""The buttons of the bulk actions: only those that the user may take."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, ListingButton

# The others stand behind “More”, as in every list of Wagtail.
FIRST = 4


def get_bulk_buttons(actions: list[type]) -> list[Any]:
    """Return buttons as Wagtail's `bulk_action_choices` makes them.

    Wagtail shows every action to everybody; a button that ends in a refusal is a
    trap. Its script finds these by the same attribute.
    """
    buttons: list[Any] = [
        ListingButton(
            action.display_name, _get_url(action), classname="bulk-action-btn", **extra
        )
        for action, extra in ((one, _get_attributes(one)) for one in actions[:FIRST])
    ]
    if actions[FIRST:]:
        buttons.append(
            ButtonWithDropdown(
                label=pgettext_lazy("bulk action", "More"),
                attrs={"title": pgettext_lazy("bulk action", "More actions")},
                classname="button button-secondary button-small",
                buttons=[
                    Button(
                        action.display_name, _get_url(action), **_get_attributes(action)
                    )
                    for action in actions[FIRST:]
                ],
            )
        )
    return buttons


def _get_url(action: type) -> str:
    args = ["registrations", "registration", action.action_type]
    return reverse("wagtail_bulk_action", args=args)


def _get_attributes(action: type) -> dict[str, Any]:
    return {
        "attrs": {"aria-label": action.aria_label, "data-bulk-action-button": ""},
        "priority": action.action_priority,
    }

"""What the screens beside the list share: export, entry on behalf, import."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import Registration


class OfficeScreen(WagtailAdminTemplateMixin):
    """A screen with its way back to the list, and its style.

    Each says in `user_can_enter` who may; the one door asks it
    (admin/registrations.py).
    """

    media = Media(
        css={"all": ["registrations/css/desk.css", "registrations/css/office.css"]}
    )

    def get_list_url(self) -> str:
        """Return the address of the list that this screen belongs to."""
        return reverse("registrations:list")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": self.get_list_url(),
                "label": Registration._meta.verbose_name_plural.capitalize(),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "list_url": self.get_list_url(),
            "media": self.media,
        }

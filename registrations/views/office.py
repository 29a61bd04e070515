"""What the screens beside the list share: the way back to it, and their style."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..enums import FormKind
from ..models import Registration, RegistrationFormPage

# The screen of all open proposals, in the way to those that stand below it.
DECISIONS = {
    "url": reverse_lazy("registrations:decisions"),
    "label": gettext_lazy("Decisions"),
}


def get_way_to_list(list_url: str = "") -> list[dict[str, Any]]:
    """Return the first breadcrumbs of all that hangs below the list."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {
            "url": list_url or reverse("registrations:list"),
            "label": Registration._meta.verbose_name_plural.capitalize(),
        },
    ]


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
            *get_way_to_list(self.get_list_url()),
            *self.get_way(),
            {"url": "", "label": self.get_page_title()},
        ]

    def get_way(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs between the list and this screen."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "list_url": self.get_list_url(),
            "media": self.media,
        }


class FormPageScreen(OfficeScreen):
    """A screen about the selection of one form, below the title of its call."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form_page = get_object_or_404(
            RegistrationFormPage, pk=kwargs["page_pk"], kind=FormKind.SELECTION
        )

    def get_page_subtitle(self) -> str:
        return self.form_page.get_parent().title

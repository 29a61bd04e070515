"""Every kind of letter, and where its words were changed."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...services.wording import (
    About,
    list_kinds,
)
from .doors import TITLE, GuardedTemplateView

GROUPS = {
    About.REGISTRATION: gettext_lazy("To whoever registered"),
    About.DRAFT: gettext_lazy("To whoever saved a form"),
    About.INTEREST: gettext_lazy("To whoever wants to hear of a form"),
    About.PERSON: gettext_lazy("To whoever asked for their own data"),
    About.TEAM: gettext_lazy("To the team"),
}


class LetterTemplatesView(GuardedTemplateView, WagtailAdminTemplateMixin, TemplateView):
    """Every kind of letter, and where its words were changed."""

    page_title = TITLE
    header_icon = "mail"
    template_name = "registrations/admin/letter_templates.html"
    media = Media(css={"all": ["registrations/css/letter_templates.css"]})

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": TITLE},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [
            {"label": label, "rows": list_kinds(about)}
            for about, label in GROUPS.items()
        ]
        return super().get_context_data(**kwargs) | {
            "groups": groups,
            "media": self.media,
        }

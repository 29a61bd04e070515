"""The panel for partners in the editor of a registration form."""

from __future__ import annotations

from django.forms import Media
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from .origins import find_origins

# For a partner who may place no script: enough for a screen, the rest scrolls.
FRAME_HEIGHT = 1000


class FramePanel(Panel):
    """What a partner puts on their page: the lines to copy, how, and how it looks."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"heading": _("The lines for the partner")} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "registrations/admin/frame_panel.html"

        @cached_property
        def media(self) -> Media:
            return Media(
                css={"all": ["registrations/css/frame_panel.css"]},
                js=["registrations/js/copy.js"],
            )

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            """Add the snippet, once the frame has an address that answers."""
            context = super().get_context_data(parent_context)
            page = self.instance
            # What stands on line: a draft with other websites changes nothing yet.
            stored = (
                type(page).objects.filter(pk=page.pk, live=True)
                if page.pk
                else type(page).objects.none()
            )
            texts = stored.values_list("embedding_origins", flat=True)
            url = page.get_frame_url(self.request) if page.pk else ""
            is_open = bool(url) and any(find_origins(text) for text in texts)
            if is_open:
                script_url = page.get_frame_script_url(self.request)
                context |= {
                    "frame_url": url,
                    "script_url": reverse("frame_script"),
                    "frame_title": page.get_meta_title(),
                    "frame_height": FRAME_HEIGHT,
                    "snippet": format_html(
                        '<iframe src="{}" title="{}" width="100%" height="{}" '
                        'style="border: 0" loading="lazy"></iframe>\n'
                        '<script src="{}" async></script>',
                        *(url, page.get_meta_title(), FRAME_HEIGHT, script_url),
                    ),
                }
            return context | {"is_open": is_open}

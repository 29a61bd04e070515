"""Panels of the form's editor."""

from __future__ import annotations

from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from wagtail.admin.panels import Panel


class DraftsPanel(Panel):
    """How many people saved the form and did not send it yet: a number, and no more.

    What they typed is nobody's business, so no screen leads to it.
    """

    class BoundPanel(Panel.BoundPanel):
        @cached_property
        def count(self) -> int:
            """How many addresses have a draft that is still kept."""
            if self.instance.pk is None:
                return 0
            drafts = self.instance.drafts.filter(expires_at__gt=timezone.now())
            return drafts.values(address=Lower("email")).distinct().count()

        def is_shown(self) -> bool:
            return self.count > 0

        def render_html(self, parent_context: dict | None = None) -> SafeString:
            sentence = ngettext(
                "%(count)d person saved the form to go on later and did not send it "
                "yet. Nobody but that person can open what is saved.",
                "%(count)d people saved the form to go on later and did not send it "
                "yet. Nobody but they can open what is saved.",
                self.count,
            ) % {"count": self.count}
            return format_html("<p>{}</p>", sentence)

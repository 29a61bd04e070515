"""Putting a tag on several registrations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...forms.bulk import TagForm
from ...models import Registration, TagUse
from ...services.tagging import add_tag, user_can_tag
from .plan import PlannedBulkAction, PlanRow


class PutTag(PlannedBulkAction):
    """Put one tag on what was chosen."""

    display_name = pgettext_lazy("bulk action", "Tag")
    action_type = "tag"
    aria_label = _("Put a tag on the chosen registrations")
    action_priority = 40
    permission = staticmethod(user_can_tag)
    question = _(
        "A tag is a fact that matters when groups are made; all readers see it."
    )
    button = _("Put the tag")
    form_class = TagForm

    def make_plan(
        self, registrations: list[Registration], data: dict[str, Any] | None
    ) -> list[PlanRow]:
        tag = data["tag"] if data else None
        uses = TagUse.objects.filter(tag=tag, registration__in=registrations)
        tagged = set(uses.values_list("registration_id", flat=True)) if tag else set()
        return [
            PlanRow(
                registration,
                goes=gettext("Gets ‘%(tag)s’") % {"tag": tag} if tag else "",
                obstacle=gettext("Has this tag already.")
                if registration.pk in tagged
                else "",
            )
            for registration in registrations
        ]

    def perform(self, row: PlanRow, data: dict[str, Any]) -> str:
        add_tag(
            registrations=[row.registration], tag=data["tag"], user=self.request.user
        )
        return row.goes

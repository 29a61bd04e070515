"""Ways on from the proposals: fast approval, scenarios, the waiting list, the report."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from workplaces.services.names import tell_apart

from ..enums import AWAITS_TEAM, FormKind, RegistrationState
from ..models import Registration, RegistrationFormPage


def get_selection_buttons() -> list[Button]:
    """Return the buttons behind the dots above the proposals, the latest call first."""
    pages = list(
        RegistrationFormPage.objects.filter(
            kind=FormKind.SELECTION, registrations__isnull=False
        )
        .distinct()
        .order_by("-pk")
    )
    waiting = set(
        Registration.objects.filter(state__in=AWAITS_TEAM).values_list(
            "page", flat=True
        )
    )
    on_list = set(
        Registration.objects.filter(state=RegistrationState.WAITLISTED).values_list(
            "page", flat=True
        )
    )
    # The parents in one query, not one for each form.
    paths = {page.path[: -page.steplen]: page for page in pages}
    parents = {row.path: row for row in Page.objects.filter(path__in=paths)}
    names = tell_apart(parents.values())
    buttons: list[Button] = []
    seen: set[int] = set()
    for page in pages:
        call = parents[page.path[: -page.steplen]]
        if page.pk in waiting:
            buttons.append(
                Button(
                    _("Fast approval: %(call)s") % {"call": names[call.pk]},
                    url=reverse("registrations:fast_track", args=[page.pk]),
                    icon_name="check",
                    priority=10 + len(buttons),
                )
            )
            buttons.append(
                Button(
                    _("Scenarios: %(call)s") % {"call": names[call.pk]},
                    url=reverse("registrations:scenarios", args=[page.pk]),
                    icon_name="group",
                    priority=20 + len(buttons),
                )
            )
        if page.pk in on_list:
            buttons.append(
                Button(
                    _("Waiting list: %(call)s") % {"call": names[call.pk]},
                    url=reverse("registrations:waiting", args=[page.pk]),
                    icon_name="time",
                    priority=30 + len(buttons),
                )
            )
        if call.pk not in seen:
            seen.add(call.pk)
            buttons.append(
                Button(
                    _("Report of the selection: %(call)s") % {"call": names[call.pk]},
                    url=reverse("registrations:selection_report", args=[call.pk]),
                    icon_name="doc-full",
                    priority=50 + len(buttons),
                )
            )
    return buttons

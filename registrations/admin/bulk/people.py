"""Assigning readers to several registrations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...forms.bulk import AssignForm
from ...models import Assignment, Registration, Review
from ...permissions import user_can_review
from ...services.assignment import READABLE, assign
from ...services.errors import RegistrationError
from ...services.names import get_name
from ...services.rounds import user_can_arrange
from .plan import PlannedBulkAction, PlanRow


class AssignReaders(PlannedBulkAction):
    """Ask readers to read what was chosen; who cannot is left out, and said so."""

    display_name = pgettext_lazy("bulk action", "Assign")
    action_type = "assign"
    aria_label = _("Assign the chosen registrations to readers")
    action_priority = 10
    permission = staticmethod(user_can_arrange)
    question = _("Each of the chosen readers is asked to read each registration.")
    button = pgettext_lazy("bulk action", "Assign")
    form_class = AssignForm

    def make_plan(
        self, registrations: list[Registration], data: dict[str, Any] | None
    ) -> list[PlanRow]:
        closed, busy = {}, {}
        for reader in data["readers"] if data else ():
            closed[reader] = self._get_closed(registrations, reader)
            busy[reader] = self._get_busy(registrations, reader)
        return [self._plan_one(row, closed, busy) for row in registrations]

    def _plan_one(
        self,
        registration: Registration,
        closed: dict[Any, set[int]],
        busy: dict[Any, set[int]],
    ) -> PlanRow:
        if registration.state not in READABLE or registration.is_held:
            return PlanRow(registration, obstacle=gettext("Is not being read now."))
        asked, refused = [], []
        for reader, pks in closed.items():
            if registration.pk in pks:
                refused.append(_say(gettext("%(reader)s cannot read it"), reader))
            elif registration.pk in busy[reader]:
                refused.append(_say(gettext("%(reader)s was asked already"), reader))
            else:
                asked.append(get_name(reader))
        if closed and not asked:
            return PlanRow(registration, obstacle="; ".join(refused))
        goes = ", ".join(asked)
        if refused:
            goes = f"{goes} ({'; '.join(refused)})"
        return PlanRow(registration, goes=goes)

    def _get_closed(self, registrations: list[Registration], reader: Any) -> set[int]:
        """What a reader may not open: told as that, never as the tie it may be."""
        pks = {registration.pk for registration in registrations}
        if not user_can_review(reader):
            return pks
        open_ones = Registration.objects.visible_to(reader).filter(pk__in=pks)
        return pks - set(open_ones.values_list("pk", flat=True))

    def _get_busy(self, registrations: list[Registration], reader: Any) -> set[int]:
        """What they were asked already, or have read."""
        busy: set[int] = set()
        for model in (Assignment, Review):
            rows = model.objects.filter(reader=reader, registration__in=registrations)
            busy.update(rows.values_list("registration_id", flat=True))
        return busy

    def perform(self, row: PlanRow, data: dict[str, Any]) -> str:
        results = assign(
            registrations=[row.registration],
            readers=data["readers"],
            user=self.request.user,
        )
        asked = [get_name(one.reader) for one in results if one.is_assigned]
        if not asked:
            raise RegistrationError(" ".join(str(one.why) for one in results))
        return gettext("Assigned to %(readers)s.") % {"readers": ", ".join(asked)}


def _say(sentence: str, reader: Any) -> str:
    return sentence % {"reader": get_name(reader)}

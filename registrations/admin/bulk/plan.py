"""Bulk actions that do what they can: a plan first, then a result for each item.

Two pages: what to do, if that must be asked; then who goes where, which letter
follows, who is left out and why. Only after that anything happens, to exactly the
rows that stood in the plan, each in a transaction of its own: one that cannot be
done does not keep the others back (peers.md, pretalx `ApplyPendingBulk`).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ...models import Registration
from ...services.errors import RegistrationError
from .base import RegistrationBulkAction

# More than anybody looks through before they confirm.
MOST_AT_ONCE = 1000
# A server stops whoever takes half a minute; what is left then goes on with a click.
SECONDS_AT_ONCE = 15


@dataclass(frozen=True)
class PlanRow:
    """What will become of one registration.

    Attributes:
        registration: which.
        goes: what happens to it, for a person.
        letter: which letter follows; empty for none.
        obstacle: why it is left out; empty when nothing is in the way.
        pin: what the plan saw; when it is different later, nothing happens.
    """

    registration: Registration
    goes: str = ""
    letter: str = ""
    obstacle: str = ""
    pin: str = ""

    @property
    def name(self) -> str:
        """Who it is, where the user may see that."""
        return self.registration.full_name if self.registration.shows_name else ""


@dataclass(frozen=True)
class Outcome:
    """What became of one registration."""

    registration: Registration
    is_done: bool
    text: str


class PlannedBulkAction(RegistrationBulkAction):
    """A bulk action with a plan, and a result for each item."""

    template_name = "registrations/admin/bulk_plan.html"
    form_class: type[forms.Form] = forms.Form
    # What the letter column says when nothing is sent.
    no_letter = _("No letter")

    def make_plan(
        self, registrations: list[Registration], data: dict[str, Any] | None
    ) -> list[PlanRow]:
        """Return a row for each of `registrations`.

        Args:
            registrations: what was chosen, in the order of the plan.
            data: what was filled in; None when nobody has yet.
        """
        raise NotImplementedError

    def perform(self, row: PlanRow, data: dict[str, Any]) -> str:
        """Do it through the service; return what to say, or raise its error."""
        raise NotImplementedError

    def get_chosen(self) -> QuerySet[Registration]:
        return super().get_chosen().with_sight(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.form_class is not forms.Form:
            kwargs |= {"registrations": self.chosen, "user": self.request.user}
        return kwargs

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.permission(request.user):
            return super().dispatch(request, *args, **kwargs)  # which refuses
        self.chosen = list(self.get_chosen()[: MOST_AT_ONCE + 1])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asks = bool(self.form_class.base_fields)
        return self._show(self.get_form(), None, is_final=not asks)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if "change" in self.request.POST:
            return self._show(form, None, is_final=False)
        if "plan" not in self.request.POST:
            return self._show(form, form.cleaned_data, is_final=True)
        return self._carry_out(form.cleaned_data)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self._show(form, None, is_final=False, status=422)

    def _show(
        self,
        form: forms.Form,
        data: dict[str, Any] | None,
        *,
        is_final: bool,
        status: int = 200,
    ) -> HttpResponse:
        is_too_much = len(self.chosen) > MOST_AT_ONCE
        plan = [] if is_too_much else self.make_plan(self.chosen, data)
        going = [row for row in plan if not row.obstacle]
        context = self._get_frame() | {
            "form": form,
            "is_final": is_final,
            "is_too_much": is_too_much,
            "most": MOST_AT_ONCE,
            "going": going,
            "left_out": [row for row in plan if row.obstacle],
            "summary": self.get_summary(len(going)),
            "plan": ",".join(f"{row.registration.pk}:{row.pin}" for row in going),
            "notes": self.get_notes(going, data) if data is not None else [],
            "preview": self.get_preview(going, data) if data and going else {},
        }
        return TemplateResponse(
            self.request, self.template_name, context, status=status
        )

    def _carry_out(self, data: dict[str, Any]) -> HttpResponse:
        pins = dict(
            item.split(":", 1)
            for item in self.request.POST["plan"].split(",")
            if ":" in item
        )
        chosen = [row for row in self.chosen if str(row.pk) in pins]
        waiting = deque(self.make_plan(chosen[:MOST_AT_ONCE], data))
        outcomes = []
        stop_at = monotonic() + SECONDS_AT_ONCE
        while waiting and monotonic() < stop_at:
            row = waiting.popleft()
            outcomes.append(self._take(row, pins[str(row.registration.pk)], data))
        left = [str(row.registration.pk) for row in waiting]
        context = self._get_frame() | {
            "form": self.get_form(),
            "done": [outcome for outcome in outcomes if outcome.is_done],
            "failed": [outcome for outcome in outcomes if not outcome.is_done],
            "gone": len(pins) - len(chosen),
            "waiting": len(left),
            # With the pins of the plan that was confirmed.
            "plan": ",".join(f"{pk}:{pins[pk]}" for pk in left),
        }
        return TemplateResponse(
            self.request, "registrations/admin/bulk_result.html", context
        )

    def _take(self, row: PlanRow, pin: str, data: dict[str, Any]) -> Outcome:
        if row.obstacle:
            return Outcome(row.registration, False, row.obstacle)
        if row.pin != pin:
            text = gettext("Changed in the meantime. Look at it again.")
            return Outcome(row.registration, False, text)
        try:
            return Outcome(row.registration, True, self.perform(row, data))
        except RegistrationError as error:
            return Outcome(row.registration, False, str(error))

    def get_summary(self, count: int) -> str:
        return ngettext(
            "This concerns %(count)d registration.",
            "This concerns %(count)d registrations.",
            count,
        ) % {"count": count}

    def get_notes(self, going: list[PlanRow], data: dict[str, Any]) -> list[str]:
        """What else somebody wants to know before they confirm."""
        return []

    def get_preview(self, going: list[PlanRow], data: dict[str, Any]) -> dict[str, str]:
        """What one of them gets, where the action writes to people."""
        return {}

    def _get_frame(self) -> dict[str, Any]:
        return {
            "view": self,
            "title": self.display_name,
            "header_icon": self.model.snippet_viewset.icon,
            "question": self.question,
            "button": self.button,
            "no_letter": self.no_letter,
            "next": self.next_url,
            "submit_url": f"{self.request.path}?{self.request.META['QUERY_STRING']}",
        }

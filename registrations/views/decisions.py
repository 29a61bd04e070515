"""All open proposals, by call and by what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.forms import Media
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import Button

from ..enums import PROPOSABLE, RegistrationState
from ..models import Decision, RegistrationFormPage
from ..permissions import user_can_decide, user_can_see_names
from ..services.changes import find_changed_choices
from ..services.form_names import name_forms
from ..services.seats import Seats, count_seats
from .office import OfficeScreen
from .selection_ways import get_selection_buttons


@dataclass
class Outcome:
    """The open proposals of one form that say the same."""

    label: str
    decisions: list[Decision] = field(default_factory=list)


@dataclass
class FormProposals:
    """The open proposals of one form."""

    form_page: RegistrationFormPage
    title: str
    outcomes: list[Outcome]
    seats: list[Seats]


def get_open_proposals(user: Any) -> QuerySet[Decision]:
    """Return the open proposals that `user` may see, with all that a row shows."""
    return (
        Decision.objects.visible_to(user)
        .open()
        .for_listing()
        .select_related("registration__workplace_first")
        .order_by("registration__page", "proposed_workplace__path", "registration")
    )


def group_proposals(decisions: list[Decision]) -> list[FormProposals]:
    """Return the proposals by form, and within it by what they say.

    Each says whether the person chose another workplace since: `is_choice_changed`.
    """
    changed = find_changed_choices(decisions=decisions)
    for decision in decisions:
        decision.is_choice_changed = decision.pk in changed
    by_form: dict[RegistrationFormPage, list[Decision]] = {}
    for decision in decisions:
        by_form.setdefault(decision.registration.page, []).append(decision)
    names = name_forms(by_form)
    return [
        FormProposals(
            form_page=form_page,
            title=names[form_page.pk],
            outcomes=_group_by_outcome(rows),
            seats=count_seats(form_page=form_page, proposals=rows),
        )
        for form_page, rows in by_form.items()
    ]


def _group_by_outcome(decisions: list[Decision]) -> list[Outcome]:
    outcomes = {state: Outcome(label=state.label) for state in PROPOSABLE}
    for decision in decisions:
        outcomes[RegistrationState(decision.proposed_state)].decisions.append(decision)
    return [outcome for outcome in outcomes.values() if outcome.decisions]


class DecisionsScreen(OfficeScreen, TemplateView):
    """What the screens around open proposals share: who comes in, and the style."""

    header_icon = "check"
    user_can_enter = staticmethod(user_can_decide)
    media = Media(
        css={
            "all": [
                "registrations/css/desk.css",
                "registrations/css/selection.css",
                "registrations/css/release.css",
            ]
        }
    )


class DecisionsView(DecisionsScreen):
    """All open proposals, to tick and release together."""

    template_name = "registrations/admin/decisions.html"
    page_title = gettext_lazy("Decisions")

    @property
    def header_more_buttons(self) -> list[Button]:
        return get_selection_buttons()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "can_see_names": user_can_see_names(user),
            "groups": group_proposals(list(get_open_proposals(user))),
        }


def tell_released(count: int) -> str:
    """Return the sentence after a release, here and in the bulk action."""
    return ngettext(
        "%(count)d decision has been released. Its letter waits in the outbox.",
        "%(count)d decisions have been released. Their letters wait in the outbox.",
        count,
    ) % {"count": count}

"""“Scenario’s”: the list of a form, and having a group proposed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from ..forms.composition import CopyForm, ScenarioForm
from ..permissions import user_can_decide
from ..services.composition import (
    Board,
    ensure_can_compose,
    get_labels,
    get_sentence,
    get_wishes,
    read_board,
)
from ..services.composition.scenarios import (
    copy_board,
    get_scenarios,
    propose_group,
)
from ..services.errors import NotAllowed, RegistrationError
from ..services.names import get_name
from .rounds import RoundScreen
from .wishes import SCENARIO_CSS

TITLE = gettext_lazy("Scenarios")


class ScenarioScreen(RoundScreen):
    """What the screens of scenarios share: for deciders, while the selection is open."""

    page_title = TITLE
    header_icon = "group"
    user_can_enter = staticmethod(user_can_decide)
    media = RoundScreen.media + SCENARIO_CSS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            ensure_can_compose(form_page=self.form_page, user=request.user)
        except NotAllowed as error:
            raise PermissionDenied from error
        except RegistrationError as error:
            # The round has not come so far: say so, with the way to the round.
            self.error = str(error)
            context = super().get_context_data()
            is_asked = request.method in ("GET", "HEAD")
            return TemplateResponse(
                request,
                "registrations/admin/scenario_closed.html",
                context,
                status=200 if is_asked else 422,
            )
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def board(self) -> Board:
        return read_board(form_page=self.form_page, user=self.request.user)

    def get_list_of_scenarios_url(self) -> str:
        return reverse("registrations:scenarios", args=[self.form_page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        if self.page_title == TITLE:
            return items
        return [
            *items[:-1],
            {"url": self.get_list_of_scenarios_url(), "label": TITLE},
            items[-1],
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "board_url": reverse("registrations:board", args=[self.form_page.pk]),
            "scenarios_url": self.get_list_of_scenarios_url(),
        }


class ScenariosView(ScenarioScreen):
    """Every scenario of a form; a post keeps the board as one."""

    template_name = "registrations/admin/scenarios.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = get_scenarios(form_page=self.form_page, user=self.request.user)
        return super().get_context_data(**kwargs) | {
            "copy_form": kwargs.get("copy_form") or CopyForm(),
            "rows": [
                {
                    "scenario": row,
                    "who": get_name(row.made_by, row.made_by_name),
                    "origin": row.get_origin_display(),
                }
                for row in rows
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CopyForm(request.POST)
        if not form.is_valid():
            return self.refuse("", copy_form=form)
        try:
            scenario = copy_board(
                form_page=self.form_page,
                name=form.cleaned_data["name"],
                user=request.user,
            )
        except RegistrationError as error:
            return self.refuse(error, copy_form=form)
        messages.success(request, _("The board as it is has been kept as a scenario."))
        return redirect("registrations:scenario", self.form_page.pk, scenario.pk)


class NewScenarioView(ScenarioScreen):
    """“Stel een groep voor”: computes one and shows it; nothing moves on the board."""

    template_name = "registrations/admin/scenario_new.html"
    page_title = gettext_lazy("Propose a group")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or ScenarioForm(board=self.board)
        wishes = list(get_wishes(self.form_page))
        labels = get_labels(wishes)
        titles = {pk: row.title for pk, row in self.board.people.workplaces.items()}
        return super().get_context_data(**kwargs) | {
            "form": form,
            "main_fields": [
                form[name]
                for name in ("name", "keeps_board", "colleagues", "rest", "seed")
            ],
            "wishes": [get_sentence(wish, labels) for wish in wishes],
            "rows": [
                {
                    "person": person,
                    "field": field,
                    "first": titles.get(person.first, ""),
                    "second": titles.get(person.second, ""),
                }
                for person, field in form.get_person_rows()
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ScenarioForm(request.POST, board=self.board)
        if not form.is_valid():
            return self.refuse("", form=form)
        try:
            scenario = propose_group(
                form_page=self.form_page, asked=form.get_request(), user=request.user
            )
        except RegistrationError as error:
            return self.refuse(error, form=form)
        messages.success(
            request,
            _("This is a proposal. Nothing has changed on the board: you decide."),
        )
        return redirect("registrations:scenario", self.form_page.pk, scenario.pk)

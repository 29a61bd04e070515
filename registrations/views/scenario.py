"""One scenario: why it is as it is, beside another one, and on the board."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from ..forms.composition import ChangeForm
from ..models import Scenario
from ..services.composition.arrangement import UNDECIDED
from ..services.composition.comparing import compare, get_figures, say_placement
from ..services.composition.deploying import (
    ChangedSinceDeployment,
    can_undo,
    deploy_scenario,
    get_last_deployment,
    get_moves,
    get_version,
    undo_deployment,
)
from ..services.composition.explain import explain
from ..services.composition.people import Person
from ..services.composition.scenario_view import ScenarioView, read_scenario
from ..services.composition.scenarios import change_by_hand
from ..services.errors import RegistrationError
from ..services.keys import read_key
from ..services.names import get_name
from .scenarios import ScenarioScreen


class OneScenarioScreen(ScenarioScreen):
    """What the screens of one scenario share."""

    page_title = gettext_lazy("Scenario")

    def get_page_subtitle(self) -> str:
        return self.scenario.name

    @cached_property
    def scenario(self) -> Scenario:
        return get_object_or_404(
            self.form_page.scenarios.select_related("form_page", "made_by"),
            pk=self.kwargs["scenario_pk"],
        )

    @cached_property
    def seen(self) -> ScenarioView:
        """The scenario as this user sees it."""
        return self.read(self.scenario)

    def read(self, scenario: Scenario) -> ScenarioView:
        return read_scenario(
            scenario=scenario, user=self.request.user, board=self.board
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "scenario": self.scenario,
            "seen": self.seen,
        }


class ScenarioDetailView(OneScenarioScreen):
    """A scenario with its reasons; a post puts one person elsewhere in it."""

    template_name = "registrations/admin/scenario.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen, scenario = self.seen, self.scenario
        explained = explain(seen)
        deployment = get_last_deployment(scenario)
        return super().get_context_data(**kwargs) | {
            "who": get_name(scenario.made_by, scenario.made_by_name),
            "certainty": say_certainty(scenario),
            "figures": get_figures(seen),
            "groups": [
                {
                    "words": words,
                    "rows": [
                        self.make_row(person, explained)
                        for person in words.group.members
                    ],
                }
                for words in explained.groups
            ],
            "rest": [
                self.make_row(person, explained)
                for pk, person in seen.people.persons.items()
                if not seen.arrangement.get(pk, UNDECIDED).is_seat
            ],
            "changes": [
                {"change": row, "to": say_placement(seen.people, row.placement)}
                for row in seen.changes
            ],
            "change_form": kwargs.get("change_form") or ChangeForm(board=self.board),
            "others": self.form_page.scenarios.exclude(pk=scenario.pk),
            "deployment": deployment,
            "deployed_by": deployment
            and get_name(deployment.deployed_by, deployment.deployed_by_name),
            "can_undo": deployment is not None and can_undo(deployment),
        }

    def make_row(self, person: Person, explained: Any) -> dict[str, Any]:
        placement = self.seen.arrangement.get(person.pk, UNDECIDED)
        return {
            "person": person,
            "choice": _say_choice(self.seen, person),
            "stands": say_placement(self.seen.people, placement),
            "words": explained.persons[person.pk],
            "is_pinned": person.pk in self.seen.pinned,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ChangeForm(request.POST, board=self.board)
        if not form.is_valid():
            return self.refuse("", change_form=form)
        try:
            change_by_hand(
                scenario=self.scenario,
                registration_pk=form.cleaned_data["registration"],
                placement=form.get_placement(),
                user=request.user,
            )
        except RegistrationError as error:
            return self.refuse(error, change_form=form)
        messages.success(
            request, _("Changed in this scenario; the board stays as it is.")
        )
        return redirect("registrations:scenario", self.form_page.pk, self.scenario.pk)


class CompareView(OneScenarioScreen):
    """This scenario beside another one of the same form."""

    template_name = "registrations/admin/scenario_compare.html"
    page_title = gettext_lazy("Compare scenarios")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        others = self.form_page.scenarios.select_related("form_page")
        self.other = others.filter(pk=read_key(request.GET.get("with"))).first()
        if self.other is None:
            return redirect(
                "registrations:scenario", self.form_page.pk, self.scenario.pk
            )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "other": self.other,
            "comparison": compare(self.seen, self.read(self.other)),
        }


class DeployView(OneScenarioScreen):
    """Shows what would change on the board; a post writes exactly that."""

    template_name = "registrations/admin/scenario_deploy.html"
    page_title = gettext_lazy("Put on the board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = self.seen
        return super().get_context_data(**kwargs) | {
            "version": get_version(seen),
            "moves": [
                {
                    "person": move.person,
                    "before": say_placement(seen.people, move.before),
                    "after": say_placement(seen.people, move.after),
                }
                for move in get_moves(seen)
            ],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            deployment = deploy_scenario(
                scenario=self.scenario,
                user=request.user,
                seen=request.POST.get("seen", ""),
            )
        except RegistrationError as error:
            # As things stand now, not as they were read for this answer.
            self.__dict__.pop("board", None)
            self.__dict__.pop("seen", None)
            return self.refuse(error)
        count = sum(row.before_id != row.after_id for row in deployment.rows.all())
        messages.success(
            request,
            ngettext(
                "%(count)d proposal has changed on the board. Nothing has been released.",
                "%(count)d proposals have changed on the board. Nothing has been "
                "released.",
                count,
            )
            % {"count": count},
        )
        return redirect("registrations:scenario", self.form_page.pk, self.scenario.pk)


class UndoDeploymentView(OneScenarioScreen):
    """Puts the board back as it was before this scenario."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        deployment = (
            self.scenario.deployments.select_related("scenario__form_page")
            .filter(pk=read_key(request.POST.get("deployment")))
            .first()
        )
        try:
            if deployment is None:
                raise ChangedSinceDeployment
            undo_deployment(deployment=deployment, user=request.user)
        except RegistrationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The board is again as it was before."))
        return redirect("registrations:scenario", self.form_page.pk, self.scenario.pk)


def say_certainty(scenario: Scenario) -> str:
    """Say how sure it is that nothing better exists."""
    if not scenario.solver:
        return ""
    if scenario.is_optimal:
        return _("Proven: with these wishes and weights no better group exists.")
    if scenario.bound is None or not scenario.cost:
        return _("A good group; whether a better one exists was not proven.")
    gap = max(0.0, (scenario.cost - scenario.bound) / scenario.cost)
    return _("The time ran out: at most %(gap)d %% from the best group there is.") % {
        "gap": -int(-gap * 100 // 1)
    }


def _say_choice(seen: ScenarioView, person: Person) -> str:
    titles = [
        seen.people.workplaces[pk].title
        for pk in person.choices
        if pk in seen.people.workplaces
    ]
    return " → ".join(titles)

"""Where the screens of composing stand: wishes and scenarios, below the door of all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from ..views.scenario import (
    CompareView,
    DeployView,
    ScenarioDetailView,
    UndoDeploymentView,
)
from ..views.scenarios import NewScenarioView, ScenariosView
from ..views.wishes import WishesView

_SCENARIOS = "composition/<int:page_pk>/scenarios/"
_ONE = f"{_SCENARIOS}<int:scenario_pk>/"


def get_composing_urls(construct_view: Callable[..., Any]) -> list[URLPattern]:
    """Return the addresses, each view made by the one door.

    Args:
        construct_view: of `RegistrationViewSet`.
    """
    return [
        path(address, construct_view(view), name=name)
        for address, view, name in (
            ("composition/<int:page_pk>/wishes/", WishesView, "wishes"),
            (_SCENARIOS, ScenariosView, "scenarios"),
            (f"{_SCENARIOS}new/", NewScenarioView, "scenario_new"),
            (_ONE, ScenarioDetailView, "scenario"),
            (f"{_ONE}compare/", CompareView, "scenario_compare"),
            (f"{_ONE}deploy/", DeployView, "scenario_deploy"),
            (f"{_ONE}undo/", UndoDeploymentView, "scenario_undo"),
        )
    ]

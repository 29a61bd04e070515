"""Scenarios: arrangements under a name, computed or copied, compared, deployed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import PROPOSABLE, Colleagues, Rest, ScenarioOrigin
from .append_only import AppendOnly
from .decision import Decision
from .form_page import RegistrationFormPage
from .registration import Registration

_STATES = [(state.value, state.label) for state in PROPOSABLE]


def _user(verbose_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )


def _workplace() -> models.ForeignKey:
    return models.ForeignKey(
        "workplaces.WorkplacePage",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )


class Scenario(AppendOnly):
    """One proposal for all groups of a form; it tells nobody anything.

    What was computed never changes; a change by hand is a row beside it. What it was
    computed from is kept as a digest, so that one sees when the facts have moved on.
    """

    form_page = models.ForeignKey(
        RegistrationFormPage,
        verbose_name=_("form"),
        on_delete=models.CASCADE,
        related_name="scenarios",
    )
    name = models.CharField(_("name"), max_length=80)
    origin = models.CharField(_("comes from"), max_length=8, choices=ScenarioOrigin)
    made_by = _user(_("made by"))
    # Stays when the account goes.
    made_by_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    seed = models.PositiveIntegerField(_("lot number"), default=1)
    colleagues = models.CharField(
        _("colleagues"), max_length=8, choices=Colleagues, default=Colleagues.FREE
    )
    rest = models.CharField(
        _("who gets no place"), max_length=10, choices=Rest, blank=True
    )
    # What each part of the objective cost, and the wishes as they were said then.
    weights = models.JSONField(default=dict, blank=True)
    wishes = models.JSONField(default=list, blank=True)
    input_digest = models.CharField(max_length=64, blank=True)
    solver = models.CharField(_("solver"), max_length=40, blank=True)
    is_optimal = models.BooleanField(_("proven to be the best"), default=False)
    cost = models.FloatField(_("cost"), null=True)
    bound = models.FloatField(_("lower bound of the cost"), null=True)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ["-made_at", "-pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.form_page_id} · {self.pk}"


class ScenarioPlacement(AppendOnly):
    """Where a scenario puts one person; of everybody who could be proposed then."""

    scenario = models.ForeignKey(
        Scenario, on_delete=models.CASCADE, related_name="placements"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=16, choices=_STATES, blank=True)
    workplace = _workplace()
    is_pinned = models.BooleanField(default=False)
    is_excluded = models.BooleanField(default=False)

    class Meta:
        verbose_name = pgettext_lazy("in a scenario", "placement")
        verbose_name_plural = pgettext_lazy("in a scenario", "placements")
        ordering = ["registration"]
        default_permissions: list[str] = []
        constraints = [
            models.UniqueConstraint(
                fields=["scenario", "registration"], name="unique_placement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scenario_id} · {self.registration_id}"


class ScenarioChange(AppendOnly):
    """One change by hand: the last one of a person holds."""

    scenario = models.ForeignKey(
        Scenario, on_delete=models.CASCADE, related_name="changes"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=16, choices=_STATES, blank=True)
    workplace = _workplace()
    changed_by = _user(pgettext_lazy("who did it", "by"))
    changed_by_name = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change by hand")
        verbose_name_plural = _("changes by hand")
        ordering = ["changed_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.scenario_id} · {self.registration_id}"


class Deployment(AppendOnly):
    """A scenario put on the board, and the board as it was."""

    scenario = models.ForeignKey(
        Scenario, on_delete=models.CASCADE, related_name="deployments"
    )
    deployed_by = _user(pgettext_lazy("who did it", "by"))
    deployed_by_name = models.CharField(max_length=150, blank=True)
    deployed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        ordering = ["deployed_at", "pk"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.scenario_id} · {self.pk}"


class DeploymentRow(AppendOnly):
    """The open proposal of one person before and after a deployment.

    Points at the decisions, which stay as history: no text is copied, so that nothing
    outlives its erasure.
    """

    deployment = models.ForeignKey(
        Deployment, on_delete=models.CASCADE, related_name="rows"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="+"
    )
    before = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, related_name="+"
    )
    after = models.ForeignKey(
        Decision, on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("row of a deployment")
        verbose_name_plural = _("rows of a deployment")
        ordering = ["registration"]
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return f"{self.deployment_id} · {self.registration_id}"


class DeploymentUndo(AppendOnly):
    """That a deployment was taken back; once."""

    deployment = models.OneToOneField(
        Deployment, on_delete=models.CASCADE, related_name="undo"
    )
    undone_by = _user(pgettext_lazy("who did it", "by"))
    undone_by_name = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("deployment taken back")
        verbose_name_plural = _("deployments taken back")
        default_permissions: list[str] = []

    def __str__(self) -> str:
        return str(self.deployment)

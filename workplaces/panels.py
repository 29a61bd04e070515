"""The panels of the call, section by section as on the page."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
)

from home.models import Pictured

from .checklist import Checklist, check_call
from .links import link_points
from .models.lookups import look_around


class ChecklistPanel(Panel):
    """What the call still lacks, and what visitors see meanwhile."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "workplaces/admin/checklist_panel.html"

        def is_shown(self) -> bool:
            """A new call lacks everything: it starts with a page, not with a list."""
            return self.instance.pk is not None

        @cached_property
        def checklist(self) -> Checklist:
            return check_call(self.instance, look_around(self.instance))

        def get_context_data(
            self, parent_context: Mapping[str, Any] | None = None
        ) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            checklist = self.checklist
            context["checklist"] = checklist
            context["open_points"] = link_points(
                checklist.open_points, call=self.instance, user=self.request.user
            )
            return context

        @property
        def media(self) -> Media:
            return Media(css={"all": ["workplaces/css/checklist.css"]})


CALL_PANELS = [
    ChecklistPanel(heading=_("At a glance"), icon="tasks"),
    MultiFieldPanel(["tagline", "audience", "intro"], heading=_("Opening")),
    Pictured.picture_panel,
    MultiFieldPanel(
        [
            HelpPanel(template="workplaces/admin/phase_help.html"),
            FieldRowPanel(["opens_at", "closes_at", "decide_by"]),
            FieldPanel("phase_override"),
            FieldPanel("edition_year"),
        ],
        heading=_("Moments"),
    ),
    MultiFieldPanel(
        ["workplaces_heading", "workplaces_intro"],
        heading=_("Workplaces"),
        help_text=_("The workplaces themselves are pages below this one."),
    ),
    MultiFieldPanel(
        [
            "sessions_heading",
            "sessions_intro",
            FieldRowPanel(["workload", "group_size"]),
            InlinePanel("sessions", label=_("Meeting"), heading=_("Meetings")),
            "evaluation_link",
        ],
        heading=_("Meetings"),
    ),
    MultiFieldPanel(
        [
            "selection_heading",
            "expectations_heading",
            "expectations",
            "seeking_heading",
            "seeking_intro",
            "seeking",
            "seeking_outro",
        ],
        heading=_("Expectations and who we seek"),
    ),
    MultiFieldPanel(
        [
            "criteria_heading",
            "criteria_intro",
            InlinePanel(
                "criteria", label=_("Criterion"), heading=_("Selection criteria")
            ),
        ],
        heading=_("Selection criteria"),
        help_text=_(
            "Fix and publish them before the call opens: readers score exactly "
            "these. Low and high are shown to applicants too."
        ),
    ),
    MultiFieldPanel(
        ["benefits_heading", "benefits", "results_heading", "results"],
        heading=_("The yield"),
    ),
    FieldPanel("body"),
]

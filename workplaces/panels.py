"""The panels of the call, section by section as on the page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
)

CALL_PANELS = [
    MultiFieldPanel(
        ["edition_year", "tagline", "intro", "audience"], heading=_("Opening")
    ),
    MultiFieldPanel(
        [
            HelpPanel(template="workplaces/admin/phase_help.html"),
            FieldRowPanel(["opens_at", "closes_at", "decide_by"]),
            FieldPanel("phase_override"),
        ],
        heading=_("Moments"),
    ),
    MultiFieldPanel(
        [
            "sessions_heading",
            "sessions_intro",
            FieldRowPanel(["workload", "group_size"]),
            InlinePanel("sessions", label=_("Meeting"), heading=_("Meetings")),
        ],
        heading=_("Meetings"),
    ),
    MultiFieldPanel(
        ["workplaces_heading", "workplaces_intro"],
        heading=_("Workplaces"),
        help_text=_("The workplaces themselves are pages below this one."),
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

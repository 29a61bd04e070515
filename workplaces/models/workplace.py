"""The workplace: one subject of a call."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import INLINE_FEATURES, BodyStreamBlock, ItemsStreamBlock
from home.models import BasePage, Pictured
from workplaces.enums import Accent, CallPhase
from workplaces.key_facts import build_facts
from workplaces.trajectory import build_line
from workplaces.way_on import FORM_ANCHOR, say_what_is_true

from .searching import WorkplaceSearch
from .sharing import WorkplaceSharing
from .status import PHASE_PREVIEWS

if TYPE_CHECKING:
    from .call import CallPage


class WorkplacePage(WorkplaceSharing, WorkplaceSearch, Pictured, BasePage):
    """A small group that works on one subject during three meetings."""

    # Fields: the invitation
    lead = models.CharField(
        _("lead question"),
        max_length=255,
        blank=True,
        help_text=_("Ends with a question mark; shown on the card of the call."),
    )
    lead_invitation = models.CharField(
        _("invitation"),
        max_length=255,
        blank=True,
        help_text=_("The sentence after the question: what will you do together?"),
    )
    # Fields: the subject
    about_heading = models.CharField(
        _("heading of the subject"), max_length=120, blank=True
    )
    about = RichTextField(_("what it is about"), blank=True, features=INLINE_FEATURES)
    activities_heading = models.CharField(
        _("heading of the activities"), max_length=120, blank=True
    )
    activities = StreamField(
        ItemsStreamBlock(), verbose_name=_("what we do"), blank=True
    )
    expected_output = RichTextField(
        _("expected output"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("What exists afterwards that did not exist before?"),
    )
    # Fields: the group (not public)
    capacity_min = models.PositiveSmallIntegerField(
        _("smallest group"), null=True, blank=True
    )
    capacity_target = models.PositiveSmallIntegerField(
        _("wished group"), null=True, blank=True
    )
    capacity_max = models.PositiveSmallIntegerField(
        _("largest group"), null=True, blank=True
    )
    companions = models.CharField(
        _("companions"),
        max_length=255,
        blank=True,
        help_text=_("Who guides this workplace? Names, with commas."),
    )
    # Fields: the look
    accent = models.CharField(
        _("colour"), max_length=10, choices=Accent, default=Accent.BRICK
    )
    body = StreamField(
        BodyStreamBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_("Anything else, and the registration form."),
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(["lead", "lead_invitation"], heading=_("Invitation")),
        Pictured.picture_panel,
        MultiFieldPanel(
            [
                "about_heading",
                "about",
                "activities_heading",
                "activities",
                "expected_output",
                "companions",
            ],
            heading=_("Subject"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["capacity_min", "capacity_target", "capacity_max"])],
            heading=_("Group (not public)"),
            help_text=_("The selection reckons with it; the page does not show it."),
        ),
        FieldPanel("accent"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("lead_invitation"),
        index.SearchField("about"),
        index.SearchField("activities"),
        index.SearchField("expected_output"),
        index.SearchField("companions"),
        index.SearchField("body"),
    ]
    parent_page_types = ["workplaces.CallPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("workplace")
        verbose_name_plural = _("workplaces")

    def clean(self) -> None:
        """Refuse sizes that do not grow."""
        super().clean()
        sizes = [
            (name, getattr(self, name))
            for name in ("capacity_min", "capacity_target", "capacity_max")
            if getattr(self, name) is not None
        ]
        for (_name, smaller), (name, larger) in zip(sizes, sizes[1:], strict=False):
            if larger < smaller:
                raise ValidationError(
                    {name: _("Smallest, wished and largest do not go down.")}
                )

    @cached_property
    def call(self) -> "CallPage":
        """The call this workplace belongs to."""
        return self.get_parent().specific

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the call, the line of its meetings and the other workplaces."""
        context = super().get_context(request, *args, **kwargs)
        call = self.call
        siblings = call.public_workplaces
        self._share_picture(siblings)
        numbered = list(enumerate(siblings, start=1))
        return context | {
            "call": call,
            "number": self._find_number(siblings),
            "line": build_line(call.ordered_sessions),
            "facts": build_facts(call),
            "true_now": say_what_is_true(call),
            "others": [(number, page) for number, page in numbered if page != self],
            **self._find_way_in(call, request),
        }

    def _find_number(self, siblings: list["WorkplacePage"]) -> int:
        """The number among workplaces that were read already; a draft has none yet."""
        order = [page.pk for page in siblings]
        return order.index(self.pk) + 1 if self.pk in order else len(order) + 1

    def _share_picture(self, siblings: list["WorkplacePage"]) -> None:
        """Take the picture that was read for the cards, rather than read it again."""
        for page in siblings:
            if page == self and page.picture_id == self.picture_id:
                self.picture = page.picture

    def _find_way_in(self, call: "CallPage", request) -> dict[str, object]:
        """Where one registers for this workplace: here, or on the call.

        Before it opens, where one leaves an address to hear of it.
        """
        has_form = self.get_embedded_form_page() is not None
        register_url = inform_url = ""
        if call.phase == CallPhase.UPCOMING and has_form:
            inform_url = FORM_ANCHOR
        if call.accepts_registrations:
            if has_form:
                register_url = FORM_ANCHOR
            elif call.get_embedded_form_page() is not None:
                register_url = (
                    f"{call.get_url(request)}?werkplaats={self.slug}{FORM_ANCHOR}"
                )
        return {
            "has_form": has_form,
            "register_url": register_url,
            "inform_url": inform_url,
        }

    @property
    def preview_moments(self) -> list[tuple[str, str]]:
        """The phases of the call; a new page asks before it knows its parent."""
        return PHASE_PREVIEWS

    def pretend_moment(self, mode_name: str) -> AbstractContextManager[None]:
        return self.call.pretend_moment(mode_name)

    def get_summary(self) -> str:
        return self.lead or super().get_summary()

    def get_status_line(self) -> str:
        return self.call.get_status_line()

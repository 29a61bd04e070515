"""RegistrationFormPage: the form that staff edit and applicants fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import FormMixin
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from home.models import BasePage, SiteSettings
from workplaces.enums import CallPhase
from workplaces.models import CallPage, Session, WorkplacePage

from ..enums import FormKind, FormStatus
from ..frame_panel import FramePanel
from ..panels import DraftsPanel
from ..question_panels import FreezePanel, QuestionsPanel, SourcesPanel
from .drafting import FormDrafting, is_draft_path
from .form_field import ArchivedQuestion, RegistrationFormField, count_answers
from .framing import FormFraming
from .page_form import RegistrationFormPageForm
from .serving import FormServing
from .sharing import FormSharing

if TYPE_CHECKING:
    from django.forms import Form

    from .registration import Registration


class RegistrationFormPage(
    FormServing,
    RoutablePageMixin,
    FormMixin,
    FormFraming,
    FormDrafting,
    FormSharing,
    BasePage,
):
    """The form of a call or of an inspiration day, edited by communication staff.

    The parent page says what one registers for: a CallPage offers its workplaces
    and sessions, an InspirationDayPage offers a seat. The page is served by
    registrations/views/form/, at its own address and inside other pages.
    """

    base_form_class = RegistrationFormPageForm
    parent_page_types = ["workplaces.CallPage", "workplaces.InspirationDayPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    embedding_fields = ()
    # The search leads to the page that says what one registers for.
    is_searchable = False
    # Closed then (`get_status`): it takes no post, and shows what somebody typed.
    answers_when_closed_off = True
    landing_page_template = "registrations/registration_form_page_landing.html"

    kind = models.CharField(
        _("kind of form"),
        max_length=12,
        choices=FormKind,
        default=FormKind.SELECTION,
        help_text=_(
            "Selection: people read every registration. First come, first served: "
            "a place at once, then a waiting list by order of arrival."
        ),
    )
    intro = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "link", "ul"]
    )
    landing_text = RichTextField(
        _("text after sending"),
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text=_("Stands on the confirmation page, below the number."),
    )
    reference_prefix = models.CharField(
        _("prefix of the numbers"),
        max_length=8,
        default="CVM26",
        validators=[
            RegexValidator(
                r"^[A-Z]{2,6}\d{0,2}$",
                _("Use capitals, then at most two digits, such as CVM26."),
            )
        ],
        help_text=_("CVM26 gives CVM26-0001, CVM26-0002 …"),
    )
    capacity = models.PositiveSmallIntegerField(
        _("number of places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Only for first come, first served. Empty means no limit."),
    )
    promises_order = models.BooleanField(
        _("the call promised an order for the waiting list"),
        default=False,
        help_text=_(
            "Whoever gets a place that came free then follows the order of the screen "
            "“Waiting list”; skipping somebody needs a reason, which is kept."
        ),
    )
    checks_answers = models.BooleanField(
        _("show the answers once more before sending"),
        default=True,
        help_text=_("For a form of a few questions this only takes time."),
    )
    collects_interest = models.BooleanField(
        _("offer “keep me informed” when the form is not open"), default=True
    )
    embedding_origins = models.TextField(
        _("websites on which the form may stand"),
        blank=True,
        help_text=_("One address per line, such as https://www.example.be."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        SourcesPanel(heading=_("Start with an earlier form")),
        QuestionsPanel(heading=_("Length of the form")),
        InlinePanel(
            "form_fields",
            label=_("question"),
            heading=_("Questions"),
            help_text=_(
                "Ask only what you need for the selection or for the day itself, and "
                "say in the hint why you ask it. Never ask about health, belief, "
                "origin or family."
            ),
        ),
        FreezePanel(heading=_("Questions that people answered already")),
        FieldPanel("landing_text"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("capacity"),
                FieldPanel("promises_order"),
                FieldPanel("reference_prefix"),
            ],
            heading=_("How places are given"),
        ),
        MultiFieldPanel(
            [FieldPanel("checks_answers"), FieldPanel("collects_interest")],
            heading=_("While people fill in the form"),
        ),
        DraftsPanel(heading=_("Unfinished forms")),
        MultiFieldPanel(
            [FieldPanel("embedding_origins"), FramePanel()],
            heading=_("On the websites of others"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("registration form")
        verbose_name_plural = _("registration forms")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Archive the questions that this save takes off the form."""
        before = self._get_stored_questions()
        super().save(*args, **kwargs)
        self._archive_questions(before)

    def _get_stored_questions(self) -> dict[str, RegistrationFormField]:
        if self.pk is None:
            return {}
        rows = RegistrationFormField.objects.filter(page_id=self.pk)
        return {row.clean_name: row for row in rows}

    def _archive_questions(self, before: dict[str, RegistrationFormField]) -> None:
        """Keep what answers exist for; forget the archive of what is asked again."""
        now = self._get_stored_questions()
        self.archived_questions.filter(key__in=now).delete()
        for key in before.keys() - now.keys():
            if not self.has_answers_to(before[key]):
                continue
            row = before[key]
            ArchivedQuestion.objects.update_or_create(
                page=self,
                key=key,
                defaults={
                    "label": row.label,
                    "field_type": row.field_type,
                    "section": row.section,
                    "visibility": row.visibility,
                    "retention": row.retention,
                },
            )

    def has_answers_to(self, question: RegistrationFormField) -> bool:
        """Whether anybody was asked `question` when they registered."""
        if question.core:
            return self.registrations.exists()
        return self.registrations.filter(
            form_data__has_key=question.clean_name
        ).exists()

    def count_answers_to(self, question: RegistrationFormField) -> int:
        """How many people answered `question`, one of the public form."""
        return count_answers(self.registrations.all(), question)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Take a form that was sent also when this page went off line meanwhile.

        The view keeps nothing then, but gives back what somebody typed, now or in a
        draft. A page that was never public gave nobody a form to type in.
        """
        # A page hands over to the forms, which stand a layer above.
        from ..forms.registration_form import FORM_PREFIX

        went_off_line = not self.live and self.first_published_at is not None
        place = "/".join(["", *path_components, ""])
        is_own_post = request.method == "POST" and place in ("/", "/insluiten/")
        is_form = any(name.startswith(f"{FORM_PREFIX}-") for name in request.POST)
        if went_off_line and ((is_own_post and is_form) or is_draft_path(place)):
            return RouteResult(self, args=tuple(self.resolve_subpage(place)))
        return super().route(request, path_components)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """Return nothing for a form that takes no registrations: nobody looks for it."""
        if self.get_status() != FormStatus.OPEN:
            return []
        return super().get_sitemap_urls(request)

    @property
    def is_direct(self) -> bool:
        return self.kind == FormKind.DIRECT

    @cached_property
    def subject(self) -> Page:
        """What one registers for: the call or the inspiration day."""
        return self.get_parent().specific

    @cached_property
    def site_settings(self) -> SiteSettings:
        """Who runs the site that it stands on; asked once, however many letters."""
        site = self.get_site()
        return SiteSettings.for_site(site) if site else SiteSettings()

    @property
    def call(self) -> CallPage | None:
        return self.subject if isinstance(self.subject, CallPage) else None

    def get_workplaces(self) -> list[WorkplacePage]:
        """Return what can be chosen: the public workplaces of the call."""
        return self.call.public_workplaces if self.call else []

    def get_sessions(self) -> list[Session]:
        """Return the meetings about which availability is asked."""
        return self.call.live_sessions if self.call else []

    def get_status(self) -> FormStatus:
        """Return whether people can register here now, and if not, why."""
        # Wagtail leaves the form on line below a call that an editor took off.
        if self.live and self.subject.live:
            return self.get_status_once_live()
        return FormStatus.UNAVAILABLE

    def get_status_once_live(self) -> FormStatus:
        """Return what the call or the day says, whether or not this page is public."""
        if self.subject.accepts_registrations:
            return FormStatus.OPEN
        if self.call and self.call.phase == CallPhase.UPCOMING:
            return FormStatus.UPCOMING
        return FormStatus.CLOSED

    def get_submission_class(self) -> type[Registration]:
        # The registration points at its form: a circle if imported above.
        from .registration import Registration

        return Registration

    def get_form_class(self) -> type[Form]:
        # A page hands over to the form builder, which stands a layer above.
        from ..forms.builder import build_form_class

        return build_form_class(self)

    def process_form_submission(self, form: Form) -> Registration:
        # A page hands over to the service of the stream, a layer above.
        from ..services.registration import register

        return register(form_page=self, form=form).registration

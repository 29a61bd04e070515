"""RegistrationFormPage: the form that staff edit and applicants fill in."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import (
    FORM_FIELD_CHOICES,
    AbstractFormField,
    FormMixin,
)
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField

from home.models import BasePage

from ..enums import FormKind, FormSection


class RegistrationFormField(AbstractFormField):
    """One question of a form; its `clean_name` is its identity for ever."""

    page = ParentalKey(
        "registrations.RegistrationFormPage",
        on_delete=models.CASCADE,
        related_name="form_fields",
    )
    field_type = models.CharField(
        _("kind of question"), max_length=32, choices=FORM_FIELD_CHOICES
    )
    field_type.required_on_save = True
    section = models.CharField(
        _("section"), max_length=16, choices=FormSection, default=FormSection.MOTIVATION
    )

    class Meta(AbstractFormField.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")


class ArchivedQuestion(models.Model):
    """A question that is no longer asked; old answers keep their column."""

    page = models.ForeignKey(
        "registrations.RegistrationFormPage",
        on_delete=models.CASCADE,
        related_name="archived_questions",
    )
    key = models.CharField(_("key"), max_length=64)
    label = models.CharField(_("label"), max_length=255)
    field_type = models.CharField(_("kind of question"), max_length=32)
    section = models.CharField(_("section"), max_length=16, choices=FormSection)
    retired_at = models.DateTimeField(_("retired at"), auto_now_add=True)

    class Meta:
        verbose_name = _("archived question")
        verbose_name_plural = _("archived questions")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "key"], name="unique_archived_question"
            )
        ]

    def __str__(self) -> str:
        return self.label


class RegistrationFormPage(RoutablePageMixin, FormMixin, BasePage):
    """The form of a call or of an inspiration day, edited by communication staff.

    The parent page says what one registers for: a CallPage offers its workplaces
    and sessions, an InspirationDayPage offers a seat.
    """

    parent_page_types = ["workplaces.CallPage", "workplaces.InspirationDayPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

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

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        InlinePanel("form_fields", label=_("question"), heading=_("Questions")),
        FieldPanel("landing_text"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("capacity"),
                FieldPanel("reference_prefix"),
            ],
            heading=_("How places are given"),
        ),
    ]

    class Meta:
        verbose_name = _("registration form")
        verbose_name_plural = _("registration forms")

    @property
    def is_direct(self) -> bool:
        return self.kind == FormKind.DIRECT

"""The questions of a form: those asked now, and those that are asked no more."""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import AbstractFormField

from home.models.keyed import mint_key
from home.panels import KeyPanel

from ..enums import AnswerCondition, AnswerRetention, AnswerVisibility, FormSection
from ..question_panels import MorePanel, NeedPanel
from .answer_lines import AnswerLinesField
from .core_questions import (
    CORE_BY_TYPE,
    CORE_QUESTIONS,
    CoreQuestion,
    starting_questions,
)
from .field_kinds import OWN_QUESTION_CHOICES

KEY_PREFIX = "q"
FIELD_TYPE_CHOICES = [
    (
        pgettext_lazy("kinds of question", "Core questions"),
        [(core.field_type, core.name) for core in CORE_QUESTIONS],
    ),
    (
        pgettext_lazy("kinds of question", "Own questions"),
        OWN_QUESTION_CHOICES,
    ),
]


class RegistrationFormField(AbstractFormField):
    """One question of a form; its `clean_name` is its identity for ever.

    A core question is named after its column; any other has a key of its own that
    survives a new label, a new order, and every draft (home/page_forms.py).
    """

    page = ParentalKey(
        "registrations.RegistrationFormPage",
        on_delete=models.CASCADE,
        related_name="form_fields",
    )
    field_type = models.CharField(
        _("kind of question"),
        max_length=32,
        choices=FIELD_TYPE_CHOICES,
        help_text=_(
            "A core question can stand on the form once; reviewers filter and count "
            "by it."
        ),
    )
    field_type.required_on_save = True
    section = models.CharField(
        _("section"), max_length=16, choices=FormSection, default=FormSection.MOTIVATION
    )
    max_length = models.PositiveIntegerField(
        _("at most so many characters"),
        null=True,
        blank=True,
        help_text=_("Only for a question that is answered with text."),
    )
    # Asked only of who answered another question in some way; empty means of all.
    show_if_key = models.CharField(
        _("only after the question"), max_length=64, blank=True
    )
    show_if_condition = models.CharField(
        _("when somebody"),
        max_length=8,
        choices=AnswerCondition,
        default=AnswerCondition.ANY,
    )
    show_if_values = AnswerLinesField(_("answers"), default=list, blank=True)
    visibility = models.CharField(
        _("readers see the answer"),
        max_length=16,
        choices=AnswerVisibility,
        default=AnswerVisibility.ALWAYS,
    )
    retention = models.CharField(
        _("the answer is kept"),
        max_length=16,
        choices=AnswerRetention,
        default=AnswerRetention.REGISTRATION,
    )

    panels = [
        KeyPanel("clean_name"),
        FieldPanel(
            "label",
            heading=pgettext_lazy("form editor", "Question"),
            help_text=_("As people read it on the form."),
        ),
        FieldPanel(
            "help_text",
            heading=pgettext_lazy("form editor", "Hint"),
            help_text=_("One sentence, or why you ask it. May stay empty."),
        ),
        NeedPanel(),
        FieldPanel("field_type", classname="formbuilder-type"),
        FieldRowPanel([FieldPanel("section"), FieldPanel("required")]),
        # Core questions need neither: their answers come from the lists.
        MorePanel(
            [
                FieldPanel(
                    "choices",
                    classname="formbuilder-choices",
                    help_text=_("One answer on each line."),
                ),
                FieldPanel(
                    "default_value",
                    classname="formbuilder-default",
                    help_text=_(
                        "Filled in beforehand; people can change it. In a hidden field "
                        "they cannot: they read it in the copy of their answers."
                    ),
                ),
                FieldPanel("max_length"),
            ],
            summary=pgettext_lazy("form editor", "Answers"),
        ),
        MorePanel(
            [
                FieldPanel(
                    "show_if_key",
                    widget=forms.Select,
                    help_text=_(
                        "An earlier question with answers to choose from. Who answers "
                        "otherwise does not see this question."
                    ),
                ),
                FieldPanel("show_if_condition"),
                FieldPanel(
                    "show_if_values",
                    widget=forms.Textarea(attrs={"rows": 3}),
                    help_text=_(
                        "One answer on each line, as it stands on the form. Nothing "
                        "here means: every answer."
                    ),
                ),
            ],
            summary=_("Ask only of some people"),
        ),
        MorePanel(
            [FieldPanel("visibility"), FieldPanel("retention")],
            summary=_("Who reads the answer, and for how long"),
        ),
    ]

    class Meta(AbstractFormField.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.label

    @property
    def core(self) -> CoreQuestion | None:
        """The core question that this is, or None for a question of the editor."""
        return CORE_BY_TYPE.get(self.field_type)

    def get_field_clean_name(self) -> str:
        """Return the key of a row made in code: never made from its label."""
        return self.core.column if self.core else mint_key(KEY_PREFIX)

    def as_asked(self) -> dict:
        """Return this question for the snapshot that a registration keeps."""
        return {
            "key": self.clean_name,
            "label": self.label,
            "field_type": self.field_type,
            "section": self.section,
            "visibility": self.visibility,
            "retention": self.retention,
        }


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
    visibility = models.CharField(
        _("readers see the answer"),
        max_length=16,
        choices=AnswerVisibility,
        default=AnswerVisibility.ALWAYS,
    )
    retention = models.CharField(
        _("the answer is kept"),
        max_length=16,
        choices=AnswerRetention,
        default=AnswerRetention.REGISTRATION,
    )
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


def count_answers(
    registrations: models.QuerySet, question: RegistrationFormField
) -> int:
    """Return in how many of `registrations` somebody answered `question`."""
    if question.core is None:
        answered = registrations.filter(form_data__has_key=question.clean_name)
        return answered.exclude(
            **{f"form_data__{question.clean_name}__in": [None, "", [], False]}
        ).count()
    if question.core.answer in {"sessions", "perspectives"}:
        column = f"{question.core.column}__isnull"
        return registrations.filter(**{column: False}).distinct().count()
    if question.core.answer == "municipality":
        return registrations.exclude(municipality_text="").count()
    field = registrations.model._meta.get_field(question.core.column)
    if field.is_relation:
        return registrations.exclude(**{field.name: None}).count()
    empty = False if isinstance(field, models.BooleanField) else ""
    return registrations.exclude(**{field.name: empty}).count()


def add_retired_mark(label: str) -> str:
    """Return `label` with the words that say it is no longer asked."""
    return gettext("%(label)s (no longer asked)") % {"label": label}


def build_starting_fields(kind: str) -> list[RegistrationFormField]:
    """Return unsaved questions for a new form of `kind`, in their order."""
    return [RegistrationFormField(**values) for values in starting_questions(kind)]

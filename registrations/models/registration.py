"""Registration: what one person sent in, and where it stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.forms.models import AbstractFormSubmission
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from ..enums import (
    HOLDS_SEAT,
    IS_LIVE,
    ReferenceList,
    RegistrationSource,
    RegistrationState,
)
from .reference import AnswerOption, Municipality
from .registration_query import RegistrationQuerySet


def _option(list_name: ReferenceList, verbose_name: str) -> models.ForeignKey:
    """Return a column that holds one answer of the closed list `list_name`."""
    return models.ForeignKey(
        AnswerOption,
        verbose_name=verbose_name,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"list": list_name},
        related_name="+",
    )


def _workplace(verbose_name: str, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        "workplaces.WorkplacePage",
        verbose_name=verbose_name,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
    )


class Registration(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, AbstractFormSubmission
):
    """One person's registration, made on a form page and moderated by the team.

    State changes go through `registrations.services.state.change_state` and
    nothing else. Core answers are columns; all other answers are in `form_data`
    under the key of their question, and `questions` keeps the questions as they
    were asked, so that screens and exports stay right when the form changes.
    Its name everywhere (admin, log, revisions, notifications) is the reference
    number, never the person's.
    """

    page = models.ForeignKey(
        "registrations.RegistrationFormPage",
        verbose_name=_("form"),
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    form_data = models.JSONField(
        _("other answers"), encoder=DjangoJSONEncoder, default=dict, blank=True
    )
    questions = models.JSONField(_("questions as asked"), default=list, blank=True)
    reference = models.CharField(_("number"), max_length=20, unique=True)
    source = models.CharField(
        _("source"),
        max_length=8,
        choices=RegistrationSource,
        default=RegistrationSource.WEB,
    )
    # Who of the team filled it in for somebody, and why; never who sent it in.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    entered_by_name = models.CharField(max_length=150, blank=True, editable=False)
    entry_reason = models.TextField(_("why it was entered by the team"), blank=True)
    imported_in = models.ForeignKey(
        "registrations.RegistrationImport",
        verbose_name=_("imported in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
    )
    # Keyed digest of address and moment of an imported row: recognises it for ever.
    import_key = models.CharField(max_length=64, blank=True, editable=False)

    # With which code it came in after the deadline.
    access_code = models.ForeignKey(
        "registrations.AccessCode",
        verbose_name=_("access code"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
    )

    # Where it stands.
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=RegistrationState,
        default=RegistrationState.DRAFT,
        db_index=True,
    )
    state_changed_at = models.DateTimeField(_("in this state since"), null=True)
    placed_in = _workplace(_("placed in"), "placed_registrations")
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    # What its reviews come to; kept by `services.scoring`, shown to whoever may see
    # reviews, and to nobody else.
    review_count = models.PositiveSmallIntegerField(
        _("number of reviews"), default=0, editable=False
    )
    score_mean = models.DecimalField(
        _("mean score"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
    )
    # The largest difference between two readers on one criterion, or on the advice.
    score_spread = models.PositiveSmallIntegerField(
        _("spread"), null=True, blank=True, editable=False
    )
    # A held registration stays a draft until a person has looked at it.
    held_at = models.DateTimeField(_("held for a look since"), null=True, blank=True)
    hold_reasons = models.JSONField(_("held because"), default=list, blank=True)
    # Somebody looked and saw that no person meant it: kept, but asks for nothing.
    set_aside_at = models.DateTimeField(
        _("set aside since"), null=True, blank=True, editable=False
    )
    # The person asked to be forgotten: what is left counts, and names nobody.
    erased_at = models.DateTimeField(
        _("erased on request since"), null=True, blank=True, editable=False
    )
    # Keyed digest of the answers: recognises a double click, tells nothing else.
    payload_digest = models.CharField(max_length=64, blank=True, editable=False)
    privacy_notice = models.ForeignKey(
        "wagtailcore.Revision",
        verbose_name=_("privacy notice as shown"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    # You.
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # Since when mail to this address comes back; empty as long as all is well.
    mail_returned_at = models.DateTimeField(
        _("mail came back on"), null=True, blank=True, db_index=True, editable=False
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    # Your organisation.
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    organisation_type = _option(
        ReferenceList.ORGANISATION_TYPE, _("kind of organisation")
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("municipality"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    municipality_text = models.CharField(
        _("municipality as typed"), max_length=80, blank=True
    )
    role = _option(ReferenceList.ROLE, _("role"))
    profile = _option(ReferenceList.PROFILE, _("profile"))
    # Your choice and availability.
    workplace_first = _workplace(_("first choice"), "first_choice_registrations")
    workplace_second = _workplace(_("second choice"), "second_choice_registrations")
    availability_note = models.TextField(_("about the availability"), blank=True)
    # Your motivation.
    practice_link = _option(ReferenceList.PRACTICE_LINK, _("link with practice"))
    practice_note = models.TextField(_("about the link with practice"), blank=True)
    project_phase = _option(ReferenceList.PROJECT_PHASE, _("project phase"))
    experience_level = _option(ReferenceList.EXPERIENCE_LEVEL, _("experience"))
    perspectives = models.ManyToManyField(
        AnswerOption,
        verbose_name=_("perspectives"),
        blank=True,
        limit_choices_to={"list": ReferenceList.PERSPECTIVE},
        related_name="+",
    )
    motivation = models.TextField(_("motivation"), blank=True)
    contribution = models.TextField(_("contribution"), blank=True)
    expectations = models.TextField(_("expectations"), blank=True)
    colleague = models.CharField(_("colleague"), max_length=160, blank=True)
    # Finishing.
    engagement = models.BooleanField(_("engagement"), default=False)
    newsletter = models.BooleanField(_("newsletter"), default=False)
    keep_for_next = models.BooleanField(_("keep for a next call"), default=False)
    share_contacts = models.BooleanField(_("share contact details"), default=False)

    panels = [FieldPanel("reference", read_only=True)]

    objects = RegistrationQuerySet.as_manager()

    # Names of people stay out of the page usage screens.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["-submit_time", "-pk"]
        default_permissions = ["view"]
        permissions = [
            ("review_registration", "Kan inschrijvingen lezen en beoordelen"),
            ("lead_registration", "Kan het lezen leiden: toewijzen, fasen, banden"),
            ("decide_registration", "Kan over inschrijvingen beslissen"),
            ("export_registration", "Kan inschrijvingen exporteren"),
            ("enter_registration", "Kan inschrijvingen namens iemand invoeren"),
            ("import_registration", "Kan inschrijvingen uit een bestand importeren"),
        ]
        indexes = [
            models.Index(fields=["page", "state"]),
            models.Index(fields=["-submit_time", "-id"], name="registration_latest"),
            # What every form that comes in asks: is this address known here, and
            # were these very answers sent a moment ago? However many there are.
            models.Index(Lower("email"), "page", name="registration_address"),
            models.Index(fields=["page", "payload_digest"], name="registration_digest"),
            # What the worker asks each second: did anything come in?
            models.Index(
                fields=["state"],
                condition=models.Q(latest_revision=None),
                name="registration_new",
            ),
        ]
        constraints = [
            # One live registration per address and form; a call has one form,
            # so at most one confirmed place per person and call.
            models.UniqueConstraint(
                "page",
                Lower("email"),
                condition=models.Q(state__in=sorted(IS_LIVE)) & ~models.Q(email=""),
                name="unique_live_registration_per_address",
            ),
            models.UniqueConstraint(
                fields=["page", "import_key"],
                condition=~models.Q(import_key=""),
                name="unique_imported_row",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def state_enum(self) -> RegistrationState:
        return RegistrationState(self.state)

    @property
    def holds_seat(self) -> bool:
        return self.state in HOLDS_SEAT

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    @property
    def municipality_name(self) -> str:
        return self.municipality.name if self.municipality else self.municipality_text

    def serializable_data(self) -> dict[str, Any]:
        """What a revision keeps: nothing that a person answered.

        Wagtail's workflow needs revisions to point at; ours are empty labels, so
        that no answer outlives its deletion in an old revision.
        """
        return {"pk": self.pk, "reference": self.reference}

    def with_content_json(self, content: dict[str, Any]) -> Registration:
        """Return the row as it is: a revision never restores a column.

        Wagtail's finish action republishes a revision; state, decision and
        privacy columns would go back in time (design.md, known traps).
        """
        return type(self).objects.get(pk=self.pk)

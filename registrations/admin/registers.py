"""Lists and registers that the office keeps, by wagtail-modeladmin.

Right for what it serves here: plain rows without workflow, drafts or locks.
Registrations and messages are snippets (design.md, "Known traps").
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup

from ..enums import RowOutcome
from ..forms.registers import AnswerOptionForm
from ..models import (
    AnswerOption,
    DataRequest,
    DeliveryAttempt,
    DeliveryEvent,
    ExportLog,
    FormerMunicipality,
    Message,
    Municipality,
    Region,
    RegistrationImport,
    RegistrationTag,
)
from ..services.names import get_name
from ..services.reference import delete_municipality, delete_option
from ..services.tagging import delete_tag
from .access_codes import AccessCodeRegister
from .interests import InterestRegister
from .register_views import (
    CarefulDeleteView,
    ReadOnlyPermissionHelper,
    RegionFilter,
    RegisterButtonHelper,
    RegisterCreateView,
    RegisterDeleteView,
    RegisterEditView,
    RegisterHistoryView,
    RegisterIndexView,
)


class Register(ModelAdmin):
    """What our lists share."""

    index_view_class = RegisterIndexView
    create_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    delete_view_class = RegisterDeleteView
    history_view_class = RegisterHistoryView
    button_helper_class = RegisterButtonHelper
    index_view_extra_css: ClassVar[list[str]] = ["registrations/css/registers.css"]
    list_per_page = 50


class AnswerOptionAdmin(Register):
    model = AnswerOption
    menu_label = _("Answer options")
    menu_icon = "list-ul"
    base_url_path = "registers/options"
    delete_view_class = CarefulDeleteView
    list_display = ("label", "list", "code", "get_active", "sort_order")
    list_filter = ("list", "is_active")
    search_fields = ("label", "code")

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("list"), FieldPanel("code")]),
                FieldPanel("label"),
                FieldRowPanel([FieldPanel("is_active"), FieldPanel("sort_order")]),
            ],
            base_form_class=AnswerOptionForm,
        )

    def get_active(self, option: AnswerOption) -> str:
        # The stock sign for yes and no is a picture of Django's own admin.
        return str(_("yes") if option.is_active else _("no"))

    get_active.short_description = pgettext_lazy("of an option", "active")
    get_active.admin_order_field = "is_active"

    def delete(self, option: AnswerOption) -> None:
        delete_option(option=option)


class MunicipalityAdmin(Register):
    model = Municipality
    menu_label = _("Municipalities")
    menu_icon = "home"
    base_url_path = "registers/municipalities"
    delete_view_class = CarefulDeleteView
    index_template_name = "registrations/admin/municipalities.html"
    list_display = ("name", "nis_code", "province", "region", "get_former_names")
    list_filter = (RegionFilter,)
    list_select_related = ("region",)
    search_fields = ("name", "nis_code", "former_names__name")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("former_names")

    def get_former_names(self, municipality: Municipality) -> str:
        return ", ".join(str(row) for row in municipality.former_names.all())

    get_former_names.short_description = _("Former names")

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("nis_code")]),
                FieldRowPanel([FieldPanel("province"), FieldPanel("region")]),
            ]
        )

    def delete(self, municipality: Municipality) -> None:
        delete_municipality(municipality=municipality)


class FormerMunicipalityAdmin(Register):
    model = FormerMunicipality
    menu_label = _("Former names")
    menu_icon = "history"
    base_url_path = "registers/former-names"
    list_display = ("name", "nis_code", "municipality")
    list_select_related = ("municipality",)
    search_fields = ("name", "municipality__name")

    def get_edit_handler(self) -> ObjectList:
        return ObjectList(
            [
                FieldRowPanel([FieldPanel("name"), FieldPanel("nis_code")]),
                FieldPanel("municipality"),
            ]
        )


class RegionAdmin(Register):
    model = Region
    permission_helper_class = ReadOnlyPermissionHelper
    menu_label = _("Reference regions")
    menu_icon = "globe"
    base_url_path = "registers/regions"
    history_view_enabled = False
    list_display = ("name", "code")


class DeliveryAttemptAdmin(Register):
    model = DeliveryAttempt
    permission_helper_class = ReadOnlyPermissionHelper
    menu_label = _("Delivery attempts")
    menu_icon = "mail"
    base_url_path = "registers/delivery-attempts"
    history_view_enabled = False
    list_display = ("message", "number", "outcome", "started_at", "error")
    list_filter = ("outcome",)
    list_select_related = (
        "message__registration",
        "message__draft",
        "message__interest",
    )
    search_fields = ("message__registration__reference",)

    def get_queryset(self, request: Any) -> Any:
        """Only of letters that whoever looks may read: no tie, no hidden name."""
        letters = Message.objects.visible_to(request.user)
        return super().get_queryset(request).filter(message__in=letters)


class TagAdmin(Register):
    """Facts that readers tick on the desk; one in use is switched off, not deleted."""

    model = RegistrationTag
    menu_label = pgettext_lazy("menu", "Tags of registrations")
    menu_icon = "tag"
    base_url_path = "registers/tags"
    delete_view_class = CarefulDeleteView
    list_display = ("label", "get_active")
    list_filter = ("is_active",)
    search_fields = ("label",)

    def get_edit_handler(self) -> ObjectList:
        return ObjectList([FieldPanel("label"), FieldPanel("is_active")])

    def get_active(self, tag: RegistrationTag) -> str:
        return str(_("yes") if tag.is_active else _("no"))

    get_active.short_description = pgettext_lazy("of an option", "active")
    get_active.admin_order_field = "is_active"

    def delete(self, tag: RegistrationTag) -> None:
        delete_tag(tag=tag)


class DeliveryEventAdmin(Register):
    model = DeliveryEvent
    permission_helper_class = ReadOnlyPermissionHelper
    menu_label = _("Delivery events")
    menu_icon = "mail"
    base_url_path = "registers/delivery-events"
    history_view_enabled = False
    list_display = (
        "message",
        "kind",
        "get_reason",
        "happened_at",
        "provider",
        "detail",
    )
    list_filter = ("kind", "provider")
    list_select_related = (
        "message__registration",
        "message__draft",
        "message__interest",
    )
    search_fields = ("message__registration__reference",)

    def get_queryset(self, request: Any) -> Any:
        """Only of letters that whoever looks may read, as of the attempts."""
        letters = Message.objects.visible_to(request.user)
        return super().get_queryset(request).filter(message__in=letters)

    def get_reason(self, event: DeliveryEvent) -> str:
        return event.reason_text or "–"

    get_reason.short_description = _("reason")
    get_reason.admin_order_field = "reason"


class ExportLogAdmin(Register):
    model = ExportLog
    permission_helper_class = ReadOnlyPermissionHelper
    menu_label = _("Log of exports")
    menu_icon = "download"
    base_url_path = "registers/exports"
    history_view_enabled = False
    list_display = (
        "exported_at",
        "get_who",
        "file_format",
        "row_count",
        "get_columns",
        "get_filters",
    )
    list_select_related = ("user",)

    def get_who(self, export: ExportLog) -> str:
        return get_name(export.user)

    get_who.short_description = _("by")

    def get_filters(self, export: ExportLog) -> str:
        parts = (f"{what}: {choice}" for what, choice in export.filters.items())
        return " · ".join(parts) or str(_("everything"))

    get_filters.short_description = _("Filters")

    def get_columns(self, export: ExportLog) -> str:
        return str(len(export.columns)) if export.columns else "–"

    get_columns.short_description = _("Columns")


class DataRequestAdmin(Register):
    """Who asked for their data, or to have them erased: numbers and moments, no names."""

    model = DataRequest
    permission_helper_class = ReadOnlyPermissionHelper
    menu_label = pgettext_lazy("of a person", "Data requests")
    menu_icon = "user"
    base_url_path = "registers/data-requests"
    history_view_enabled = False
    list_display = (
        "made_at",
        "act",
        "get_references",
        "get_counts",
        "get_who",
        "reason",
        "get_letter",
    )
    list_filter = ("act",)
    list_select_related = ("user",)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("messages")

    def get_references(self, request: DataRequest) -> str:
        return ", ".join(request.references) or "–"

    get_references.short_description = _("Registrations")

    def get_counts(self, request: DataRequest) -> str:
        return _("%(drafts)d drafts, %(interests)d lists, %(letters)d letters") % {
            "drafts": request.counts.get("drafts", 0),
            "interests": request.counts.get("interests", 0),
            "letters": request.counts.get("letters", 0),
        }

    get_counts.short_description = _("And besides")

    def get_who(self, request: DataRequest) -> str:
        if request.user is None and not request.user_name:
            return str(_("Applicant"))
        return get_name(request.user, request.user_name)

    get_who.short_description = _("by")

    def get_letter(self, request: DataRequest) -> str:
        return " · ".join(letter.state_label for letter in request.messages.all())

    get_letter.short_description = pgettext_lazy("of a request", "letter")


class ImportAdmin(Register):
    model = RegistrationImport
    permission_helper_class = ReadOnlyPermissionHelper
    menu_label = _("Log of imports")
    menu_icon = "upload"
    base_url_path = "registers/imports"
    history_view_enabled = False
    list_display = ("uploaded_at", "get_who", "page", "get_state", "get_counts")
    list_select_related = ("uploaded_by", "page")

    def get_queryset(self, request: Any) -> Any:
        # Neither the rows of a file nor its notice belong in a list.
        return super().get_queryset(request).defer("rows", "notice")

    def get_who(self, job: RegistrationImport) -> str:
        return get_name(job.uploaded_by)

    get_who.short_description = _("by")

    def get_state(self, job: RegistrationImport) -> str:
        return job.get_state_display()

    get_state.short_description = _("state")

    def get_counts(self, job: RegistrationImport) -> str:
        counts = job.count_outcomes()
        return _("%(rows)s rows, %(imported)s imported") % {
            "rows": job.row_count,
            "imported": counts[RowOutcome.OK] + counts[RowOutcome.WARNING],
        }

    get_counts.short_description = _("Result")


class AccessCodeAdmin(AccessCodeRegister, Register):
    """Late access. @see admin/access_codes.py"""


class InterestAdmin(InterestRegister, Register):
    """Who wants to hear of a form. @see admin/interests.py"""


class RegistersGroup(ModelAdminGroup):
    """One menu for all of them; each shows only to whom it concerns."""

    menu_label = _("Lists")
    menu_icon = "table"
    menu_order = 700
    items = (
        AccessCodeAdmin,
        InterestAdmin,
        TagAdmin,
        AnswerOptionAdmin,
        MunicipalityAdmin,
        FormerMunicipalityAdmin,
        RegionAdmin,
        DeliveryAttemptAdmin,
        DeliveryEventAdmin,
        ExportLogAdmin,
        ImportAdmin,
        DataRequestAdmin,
    )

"""The registers of what went out, came in, was asked: to look at."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import DataRequest, ExportLog, RegistrationImport
from ..services.names import get_name
from .register import Register
from .register_views import ReadOnlyPermissionHelper


class ExportLogAdmin(Register):
    """Who took registrations out, and which."""

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


class ImportAdmin(Register):
    """Who took in which file, and what became of its rows."""

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

    def get_who(self, registration_import: RegistrationImport) -> str:
        return get_name(registration_import.uploaded_by)

    get_who.short_description = _("by")

    def get_state(self, registration_import: RegistrationImport) -> str:
        return registration_import.get_state_display()

    get_state.short_description = _("state")

    def get_counts(self, registration_import: RegistrationImport) -> str:
        return _("%(rows)s rows, %(imported)s imported") % {
            "rows": registration_import.row_count,
            "imported": registration_import.imported_count,
        }

    get_counts.short_description = _("Result")


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

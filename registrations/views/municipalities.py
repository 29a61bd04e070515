"""Import of municipalities by the office."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..forms.registers import MunicipalityImportForm
from ..services.errors import RegistrationError
from ..services.municipalities import (
    ImportedRow,
    import_mergers,
    import_municipalities,
)


class MunicipalityImportView(WagtailAdminTemplateMixin, FormView):
    """Takes one or two files and shows what became of each row."""

    form_class = MunicipalityImportForm
    template_name = "registrations/admin/municipality_import.html"
    page_title = gettext_lazy("Import municipalities")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        needed = [
            f"registrations.{action}_{model}"
            for action in ("add", "change")
            for model in ("municipality", "formermunicipality")
        ]
        if not request.user.has_perms(needed):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {
                "url": reverse("registers_municipalities_modeladmin_index"),
                "label": _("Municipalities"),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def form_valid(self, form: MunicipalityImportForm) -> HttpResponse:
        rows: list[ImportedRow] = []
        try:
            if file := form.cleaned_data["municipalities"]:
                rows += import_municipalities(content=file.read())
            if file := form.cleaned_data["mergers"]:
                rows += import_mergers(content=file.read())
        except RegistrationError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form, rows)
        return self.render_to_response(
            self.get_context_data(form=self.form_class(), rows=rows)
        )

    def form_invalid(
        self, form: MunicipalityImportForm, rows: list[ImportedRow] | None = None
    ) -> HttpResponse:
        context = self.get_context_data(form=form, rows=rows)
        return self.render_to_response(context, status=422)
